"""Waveforms in the cache: made once, under the recording's digest, and gone with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.archive import Archive
from tests.conftest import KEEPER, told
from tests.sounds import need, tone


@pytest.fixture
def taped(archive: Archive, tmp_path: Path) -> Archive:
    need("ffmpeg")
    archive.add(told("The river came at night."), by=KEEPER, media=[tone(tmp_path / "side-a.wav", 3)])
    return archive


def kept(archive: Archive) -> list[Path]:
    return [path for path in archive.cache.rglob("*") if path.is_file() and "waveforms" in path.parts]


def test_a_waveform_is_made_once_and_kept_under_the_digest(taped: Archive) -> None:
    item, path = taped.media_file("oh-0001", "side-a.wav")
    made = taped.waveform(item, path)
    assert made is not None
    assert len(made) == 6
    (file,) = kept(taped)
    assert file.name == f"{item.sha512}.peaks"
    file.write_bytes(b"\x01\x02")
    assert taped.waveform(item, path) == b"\x01\x02"


def test_a_purge_takes_the_waveform_along(taped: Archive) -> None:
    item, path = taped.media_file("oh-0001", "side-a.wav")
    taped.waveform(item, path)
    taped.purge("oh-0001", "side-a.wav", by=KEEPER, why="withdrawn")
    assert kept(taped) == []


def test_one_that_was_under_way_during_a_purge_leaves_nothing(taped: Archive) -> None:
    item, path = taped.media_file("oh-0001", "side-a.wav")

    def purged_meanwhile() -> bool:
        if path.exists():
            taped.purge("oh-0001", by=KEEPER, why="withdrawn")
        return False

    taped.waveform(item, path, purged_meanwhile)
    assert kept(taped) == []


def test_where_it_cannot_be_kept_it_is_shown_all_the_same(taped: Archive) -> None:
    item, path = taped.media_file("oh-0001", "side-a.wav")
    (taped.cache / "waveforms").write_text("in the way", encoding="utf-8")
    made = taped.waveform(item, path)
    assert made is not None
    assert len(made) == 6
