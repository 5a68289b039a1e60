"""`retime`: looked at before it is done, written as a version with its reason, refused in a sentence."""

from __future__ import annotations

import pytest

from archive.archive import Archive
from testimonies import locator
from testimonies.transcript import Passage, Transcript
from tests.conftest import KEEPER, told
from tests.tui.front import Said, ask


@pytest.fixture
def timed(archive: Archive) -> Archive:
    turns = tuple(Passage(f"Turn {at}", at=locator.parse(at)) for at in ("00:00:30", "00:01:00", "00:44:00"))
    archive.add(told(transcripts=(Transcript("en", timing="interval", passages=turns),)), by=KEEPER)
    return archive


def retime(capsys: pytest.CaptureFixture[str], archive: Archive, *words: str) -> Said:
    return ask(capsys, "retime", "-A", archive.folder, "oh-0001", *words)


def places(archive: Archive) -> list[str]:
    return [str(passage.at) for passage in archive.show("oh-0001").testimony.transcripts[0].passages]


def test_it_is_looked_at_before_it_is_done(timed: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    said = retime(capsys, timed, "--anchor", "01:00=01:03", "--dry-run")
    assert said.code == 0
    assert "00:00:30  00:00:33  Turn 00:00:30" in said.out
    assert "3 turns in all." in said.out
    assert "Nothing is changed yet" in said.err
    assert places(timed) == ["00:00:30", "00:01:00", "00:44:00"]


def test_it_is_a_version_with_the_anchors_as_its_reason(timed: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    said = retime(capsys, timed, "--anchor", "01:00=01:03", "--anchor", "44:00=44:09", "--json")
    assert said.code == 0
    assert (said.json["id"], said.json["version"]) == ("oh-0001", 2)
    assert said.json["moved"] == {"passages": 3, "segments": 0, "redactions": 0}
    assert said.json["preview"][-1] == {"before": "00:44:00", "after": "00:44:09", "words": "Turn 00:44:00"}
    assert places(timed) == ["00:00:33", "00:01:03", "00:44:09"]
    assert [one["why"] for one in timed.history("oh-0001")][-1] == "Retimed: 01:00=01:03, 44:00=44:09"


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--anchor", "01:00"), 2, "is not OLD=NEW"),
        (("--anchor", "01:00=00:01"), 3, "before the beginning"),
        (("--anchor", "01:00=02:00", "--anchor", "02:00=01:00"), 2, "contradict each other"),
        (("--anchor", "1/01:00=01:01", "--part", "2"), 2, "One part at a time"),
        ((), 2, "--anchor"),
    ],
)
def test_what_can_not_be_done_is_refused_in_a_sentence(
    timed: Archive, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, sentence: str
) -> None:
    said = retime(capsys, timed, *words)
    assert said.code == code
    assert sentence in said.err
    assert places(timed) == ["00:00:30", "00:01:00", "00:44:00"]
