"""Archives of many testimonies, made once and kept: `python -m tests.benchmarks.contest.kept FOLDER COUNT`.

Beside the archive lie the same testimonies in plain lines for the peers (`told.jsonl`), and some more to be committed
one by one (`more.jsonl`).
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from itertools import islice
from pathlib import Path

from archive.archive import Archive
from testimonies.authority import Collection
from tests.benchmarks import prose
from tests.benchmarks.contest import telling
from tests.benchmarks.peers.earwitness import KEEPER, Earwitness

SEED = 11
FORMAT = 1
"""Raised whenever what is told changes, so that what was kept before is not taken for it."""
MORE = 10
"""Testimonies to commit one by one."""


def place(count: int) -> Path:
    """Say where the archive of so many testimonies is kept."""
    cache = Path(os.environ.get("EARWITNESS_BENCH") or Path.home() / ".cache" / "earwitness-bench")
    source = "corpus" if prose.corpus() else "made-up"
    return cache / f"{source}-{count}-seed{SEED}-format{FORMAT}"


def is_made(folder: Path) -> bool:
    """Whether all of it is there."""
    return (folder / "made.json").is_file()


def make(folder: Path, count: int) -> None:
    """Make what is kept: 15 to 30 ms a testimony, for each is written durably. Whoever asks it first indexes it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    begun = time.perf_counter()
    every = telling.tell([*prose.texts()], count + MORE, SEED)
    words = passages = 0
    Archive.create(folder / "archive", "Voices of the benchmark", KEEPER).close()
    ours = Earwitness(folder)
    ours.open()
    for prefix in sorted(telling.COLLECTIONS.keys() - {"oh"}):
        ours.archive.add_authority(Collection(prefix=prefix, title=prefix.upper()), by=KEEPER)
    with (folder / "told.jsonl").open("w", encoding="utf-8") as lines, ours.archive.store.writing():
        for one in islice(every, count):
            ours.keep(one)
            lines.write(one.line() + "\n")
            words += sum(len(text.split()) for _, text in one.passages)
            passages += len(one.passages)
    ours.archive.close()
    took = time.perf_counter() - begun
    (folder / "more.jsonl").write_text("".join(one.line() + "\n" for one in every), encoding="utf-8")
    made = {"testimonies": count, "passages": passages, "words": words, "seconds": round(took, 1)}
    # Last: what was interrupted is made anew.
    (folder / "made.json").write_text(json.dumps(made), encoding="utf-8")


def linked(kept: Path, target: Path) -> Path:
    """Give a copy of a kept archive to work in: files of objects never change and are linked; the rest is copied."""
    shutil.copytree(kept, target, ignore=shutil.ignore_patterns("testimonies", "cache"))
    shutil.copytree(kept / "testimonies", target / "testimonies", copy_function=os.link)
    return target


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
