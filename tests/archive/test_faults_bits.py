"""One flipped bit anywhere in what is kept is noticed, and the file is named."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.store import ROOTS
from tests.archive.faults.ledger import saying, saying_instead
from tests.conftest import KEEPER

PROMISED = (*ROOTS, "audit.jsonl", "quarantine")
"""What a digest vouches for. The rest is made again (cache), unfinished (drafts, work), or says what a flipped bit
can't take away: when was checked, who writes, how to read all this, and what the archive is called."""


@pytest.fixture
def kept(tmp_path: Path, photograph: Path) -> Path:
    """An archive with every kind of file: versions, media, sources, tombstones, authority records."""
    letter = tmp_path / "letter.txt"
    letter.write_text("The river came at night.", encoding="utf-8")
    with Archive.create(tmp_path / "archive", "Voices of the valley", KEEPER) as archive:
        archive.add(saying("alderbank"), by=KEEPER, media=[photograph], sources=[letter])
        archive.edit("oh-0001", lambda before: saying_instead(before, "birchbank"), by=KEEPER)
        archive.add(saying("cedarbank"), by=KEEPER)
        archive.purge("oh-0002", by=KEEPER, why="narrator_request")
        assert archive.verify(by=KEEPER).damaged == ()
    return tmp_path / "archive"


@pytest.mark.timeout(1800)
def test_every_flipped_bit_is_noticed_and_its_file_named(kept: Path, long_dose: bool) -> None:
    chance = random.Random(3)  # noqa: S311 - chance for a test, not a secret
    files = sorted(path for name in PROMISED for path in within(kept / name))
    assert len(files) > 30
    # Every file once before any file twice, so that the small dose leaves none out.
    flips = 1000 if long_dose else 60
    chosen = [*files, *chance.choices(files, k=flips)][:flips]
    with Archive(kept) as archive:
        for path in chosen:
            whole = path.read_bytes()
            place = chance.randrange(len(whole) * 8)
            path.write_bytes(flipped(whole, place))
            assert path.relative_to(kept).as_posix() in named_by_verify(archive), f"bit {place} of {path}"
            path.write_bytes(whole)
        assert archive.verify(by=KEEPER).damaged == ()


def within(path: Path) -> list[Path]:
    return [one for one in ([path] if path.is_file() else path.rglob("*")) if one.is_file()]


def flipped(data: bytes, place: int) -> bytes:
    changed = bytearray(data)
    changed[place // 8] ^= 1 << place % 8
    return bytes(changed)


def named_by_verify(archive: Archive) -> set[str]:
    """Give the files that `verify` finds damaged, from the archive's folder."""
    named = set()
    for problem in archive.verify(by=KEEPER).damaged:
        named |= {f"{root}/{problem.id}/{problem.file}" for root in ROOTS} if problem.id else {problem.file}
    return named
