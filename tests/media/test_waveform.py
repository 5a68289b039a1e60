"""How loud a recording is: made by ffmpeg with limits, or not at all."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from media import waveform
from tests.sounds import need, tone


@pytest.fixture(autouse=True)
def _ffmpeg() -> None:
    need("ffmpeg")


def test_every_half_second_has_a_byte_that_says_how_loud_it_is(tmp_path: Path) -> None:
    found = waveform.peaks(tone(tmp_path / "a.wav", 6, lambda second: (0.0, 0.1, 0.9)[second % 3]))
    assert found is not None
    assert len(found) == 12
    # Where the root is taken, a tenth as loud is about a third as high.
    assert found[0] < 10
    assert 60 < found[3] < 100
    assert found[5] > 220


def test_what_holds_no_sound_has_no_waveform(tmp_path: Path) -> None:
    (tmp_path / "letter.wav").write_text("The river came at night.", encoding="utf-8")
    assert waveform.peaks(tmp_path / "letter.wav") is None


def test_without_ffmpeg_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tape = tone(tmp_path / "a.wav", 1)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not waveform.is_possible()
    assert waveform.peaks(tape) is None


def test_a_name_that_looks_like_an_option_or_an_address_is_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert waveform.peaks(tone(Path("-i.wav"), 1))
    assert waveform.peaks(tone(Path("http:x%d.wav"), 1))


def test_a_list_of_other_files_is_not_followed(tmp_path: Path) -> None:
    tone(tmp_path / "other.wav", 2)
    (tmp_path / "list.wav").write_text(f"ffconcat version 1.0\nfile {tmp_path}/other.wav\n", encoding="utf-8")
    assert waveform.peaks(tmp_path / "list.wav") is None


def test_it_is_given_up_when_nobody_waits_any_more(tmp_path: Path) -> None:
    assert waveform.peaks(tone(tmp_path / "a.wav", 4), lambda: True) is None


def test_it_is_given_up_when_it_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # An ffmpeg that never ends stands for a file made to keep it busy.
    (tmp_path / "ffmpeg").write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    (tmp_path / "ffmpeg").chmod(0o755)
    tape = tone(tmp_path / "a.wav", 1)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    begun = time.monotonic()
    assert waveform.peaks(tape, wall=0.2) is None
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize(("columns", "wanted"), [(1, 1), (5, 5), (40, 40), (0, 0)])
def test_a_waveform_fills_any_width(columns: int, wanted: int) -> None:
    drawn = waveform.shape(bytes(range(1, 21)), columns)
    assert len(drawn) == wanted
    assert drawn == sorted(drawn)
    assert not drawn or drawn[-1] == 1


def test_a_long_recording_with_a_loud_moment_in_every_minute_still_shows_its_pauses() -> None:
    spoken, silent = bytes((200, 20, 120, 30) * 30), bytes((200, *(4,) * 119))
    drawn = waveform.shape((spoken * 3 + silent) * 5, 20)
    assert min(drawn[3::4]) == max(drawn[3::4]) < 0.3
    assert min(drawn[0::4]) == 1


def test_silence_is_drawn_as_silence() -> None:
    assert waveform.shape(bytes(8), 4) == [0, 0, 0, 0]
    assert waveform.shape(b"", 4) == []
