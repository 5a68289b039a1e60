"""An archivist who keeps, edits and purges without end and says what is durable, until somebody kills the program.

Run as `python -m tests.archive.faults.keeper ARCHIVE SEED`; it gets ready, and begins when a line is sent to it.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

from archive import keeping
from archive.archive import Archive
from archive.writing import Added
from tests.archive.faults.ledger import saying, saying_instead
from tests.conftest import KEEPER

MOST = 10
"""Testimonies that are not purged; more would only make each check slower."""


def main(folder: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - chance for a test, not a secret
    photograph = folder.parent / "bridge.png"
    with Archive(folder) as archive:
        # Whatever starts slowly is started before the moments that count.
        keeping.look_at_all([photograph], {}, ())
        tell(said="ready")
        sys.stdin.readline()
        number = 0
        while True:
            together = chance.randrange(1, 5) if chance.random() < 0.3 else 0
            with archive.writing() if together else nullcontext():
                for _ in range(together or 1):
                    number += 1
                    act(archive, chance, f"w{seed:04}x{number:04}", photograph)


def act(archive: Archive, chance: random.Random, word: str, photograph: Path) -> None:
    """Do one thing, and say so before and after."""
    held = [key for key in archive.testimonies.ids() if not keeping.is_tombstone(archive.testimonies, key)]
    if len(held) < 2 or (len(held) < MOST and chance.random() < 0.4):
        source = photograph.with_name(f"{word}.txt")
        source.write_text(f"We called it {word}.", encoding="utf-8")
        media = [photograph] if chance.random() < 0.5 else []
        do(None, word, lambda: archive.add(saying(word), by=KEEPER, media=media, sources=[source]))
        return
    key = chance.choice(held)
    if len(held) < MOST and chance.random() < 0.7:
        do(key, word, lambda: archive.edit(key, lambda before: saying_instead(before, word), by=KEEPER))
    else:
        do(key, None, lambda: archive.purge(key, by=KEEPER, why="narrator_request"))


def do(testimony_id: str | None, word: str | None, write: Callable[[], Added]) -> None:
    tell(said="will", id=testimony_id, word=word)
    kept = write()
    tell(said="did", id=kept.id, word=word)


def tell(**line: object) -> None:
    os.write(1, (json.dumps(line) + "\n").encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
