"""`play`: which recording from where, and what is said where it can't be played here."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.archive import Archive
from testimonies import locator
from testimonies.testimony import MediaItem
from testimonies.transcript import Passage, Transcript
from tests.conftest import KEEPER, told
from tests.sounds import need, tone
from tests.tui.front import Said, ask
from tui.sound.player import MORE


@pytest.fixture
def taped(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """An interview of two sides, and a letter."""
    for name in ("SSH_CONNECTION", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(MORE, "--ao=null --ao-null-untimed=yes --really-quiet")
    turns = tuple(Passage("Words", at=locator.parse(at)) for at in ("1/00:00:02", "2/00:00:01", "2/00:00:05"))
    archive.add(
        told(
            media=(MediaItem("a.wav", part="1"), MediaItem("b.wav", part="2")),
            transcripts=(Transcript("en", timing="interval", passages=turns),),
        ),
        by=KEEPER,
        media=[tone(tmp_path / "a.wav", 4), tone(tmp_path / "b.wav", 8)],
    )
    archive.add(told("It rained."), by=KEEPER)
    return archive


def play(capsys: pytest.CaptureFixture[str], archive: Archive, *words: str) -> Said:
    return ask(capsys, "play", "-A", archive.folder, *words)


def test_it_plays_to_the_end_and_is_done(taped: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    need("mpv")
    assert play(capsys, taped, "oh-0001", "--at", "2/00:00:05").code == 0


def test_json_says_what_would_be_played_and_plays_nothing(taped: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    said = play(capsys, taped, "oh-0001", "--at", "2/00:00:05", "--json")
    assert said.code == 0
    assert {key: said.json[key] for key in ("file", "seconds", "remote")} == {
        "file": "b.wav",
        "seconds": 5.0,
        "remote": False,
    }
    assert said.json["command"].endswith("b.wav")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("oh-0002",), "oh-0002 has no recording to listen to for this reader."),
        (("oh-0001", "--at", "2/00:09:00"), "b.wav ends at 00:00:08, before 2/00:09:00."),
        (("oh-0001", "--at", "3/00:00:01"), "Which recording of oh-0001 holds part 3 is not said"),
        (("oh-0009",), "There is no testimony oh-0009"),
    ],
)
def test_where_there_is_nothing_to_play_a_sentence_says_so(
    taped: Archive, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str
) -> None:
    said = play(capsys, taped, *words)
    assert said.code == 1
    assert sentence in said.err


def test_a_place_without_a_time_begins_at_the_beginning_and_says_so(
    taped: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    need("mpv")
    said = play(capsys, taped, "oh-0001", "--at", "n2")
    assert said.code == 0
    assert "¶2 carries no time, so it begins at the beginning." in said.err


def test_an_open_reader_plays_only_what_is_open(taped: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    assert ask(capsys, "edit", "-A", taped.folder, "oh-0001", "--set", "access.transcript=staff").code == 0
    said = play(capsys, taped, "oh-0001", "--as-reader", "open", "--json")
    assert said.code == 1
    assert "no recording to listen to for this reader" in said.err


def test_without_mpv_the_file_is_named(
    taped: Archive, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    said = play(capsys, taped, "oh-0001")
    assert said.code == 1
    assert "There is no mpv on this computer to play a.wav. The file is " in said.err


def test_at_a_remote_machine_only_the_command_for_ones_own_is_printed(
    taped: Archive, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.9 50022 10.0.0.5 22")
    said = play(capsys, taped, "oh-0001", "--at", "1/00:00:02")
    assert said.code == 0
    assert said.out.startswith("ssh ")
    assert said.out.endswith("a.wav' | mpv --no-video --force-seekable=yes --start=2 -\n")
    assert "This is a remote machine" in said.err
