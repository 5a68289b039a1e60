"""Time codes shifted and stretched between anchors, and refused where they would leave the recording."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.retiming import Anchor, preview, read_anchor, retimed
from testimonies import locator
from testimonies.access import Redaction
from testimonies.errors import BadInput, WrongUsage
from testimonies.locator import Locator, Time
from testimonies.testimony import MediaItem, Note, Point, Segment, Testimony
from testimonies.transcript import Passage, Transcript
from tests.conftest import told

MINUTE = 60_000


def place(text: str) -> Locator:
    return locator.parse(text)


def taped(*at: str, minutes: int | None = None, **more: object) -> Testimony:
    turns = tuple(Passage(f"Turn {n}", id=f"s{n:04}", at=place(one)) for n, one in enumerate(at, 1))
    media = (MediaItem("side.wav", mime="audio/x-wav", duration_ms=minutes * MINUTE),) if minutes else ()
    return told(id="oh-0001", media=media, transcripts=(Transcript("en", timing="interval", passages=turns),), **more)


def times(testimony: Testimony) -> list[str]:
    return [str(passage.at) for transcript in testimony.transcripts for passage in transcript.passages]


def anchors(*given: str) -> list[Anchor]:
    return [read_anchor(one)[1] for one in given]


def test_one_anchor_shifts_everything_by_the_same() -> None:
    found = retimed(taped("00:30", "01:00", "10:00"), anchors("01:00=01:03"))
    assert times(found.testimony) == ["00:00:33", "00:01:03", "00:10:03"]


def test_between_two_anchors_time_is_stretched_and_beyond_them_it_goes_on() -> None:
    found = retimed(taped("00:00", "01:00", "21:00", "41:00", "51:00"), anchors("01:00=01:03", "41:00=42:03"))
    assert times(found.testimony) == ["00:00:02", "00:01:03", "00:21:33", "00:42:03", "00:52:18"]


def test_three_anchors_bend_it_in_the_middle() -> None:
    found = retimed(taped("05:00", "10:00", "15:00", "20:00"), anchors("00:00=00:00", "10:00=10:00", "20:00=30:00"))
    assert times(found.testimony) == ["00:05:00", "00:10:00", "00:20:00", "00:30:00"]


def test_what_is_told_in_seconds_stays_so_and_what_is_finer_stays_finer() -> None:
    given_anchors = anchors("00:00=00:00", "00:10=00:11")
    assert times(retimed(taped("00:05"), given_anchors).testimony) == ["00:00:06"]
    assert times(retimed(taped("00:05.500"), given_anchors).testimony) == ["00:00:06.050"]


def test_every_timed_place_moves_together_and_every_other_stays() -> None:
    turns = (
        Passage("One", id="s0001", at=place("00:10"), until=place("00:12")),
        Passage("Two", id="s0002", at=place("p3:1")),
        Passage("Three", id="s0003"),
    )
    other = Passage("Eins", id="s0004", at=place("00:10"))
    before = told(
        transcripts=(Transcript("en", passages=turns), Transcript("de", "translation", passages=(other,))),
        segments=(Segment(place("00:10"), "The flood"),),
        redactions=(Redaction(at=place("00:11"), until=place("00:12"), action="bleep"), Redaction(passage="s0001")),
        notes=(Note("Heard twice.", about=Point("oh-0001", "s0001")),),
    )
    found = retimed(before, anchors("00:10=00:20"))
    after = found.testimony
    assert times(after) == ["00:00:20", "p3:1", "None", "00:00:20"]
    assert str(after.transcripts[0].passages[0].until) == "00:00:22"
    assert str(after.segments[0].at) == "00:00:20"
    assert [(str(one.at), str(one.until)) for one in after.redactions] == [
        ("00:00:21", "00:00:22"),
        ("None", "None"),
    ]
    assert after.notes == before.notes
    assert [one.id for one in after.transcripts[0].passages] == ["s0001", "s0002", "s0003"]
    assert (found.passages, found.segments, found.redactions) == (2, 1, 1)


def test_only_the_part_that_is_meant_is_moved() -> None:
    before = taped("1/00:10", "2b/00:10")
    assert times(retimed(before, anchors("00:10=00:20"), "2B").testimony) == ["1/00:00:10", "2b/00:00:20"]
    with pytest.raises(WrongUsage, match="several parts: 1, 2b; say with --part"):
        retimed(before, anchors("00:10=00:20"))
    with pytest.raises(BadInput, match="no time codes in part “3”; it has: 1, 2b"):
        retimed(before, anchors("00:10=00:20"), "3")


def test_nothing_comes_to_stand_before_the_beginning() -> None:
    with pytest.raises(BadInput, match="00:00:10 would come to stand 00:00:20 before the beginning"):
        retimed(taped("00:10", "01:00"), anchors("01:00=00:30"))


def test_nothing_comes_to_stand_behind_the_end_of_the_recording() -> None:
    with pytest.raises(BadInput, match="00:58:00 would come to stand at 01:03:00, behind the end of the recording"):
        retimed(taped("01:00", "58:00", minutes=60), anchors("01:00=06:00"))
    assert retimed(taped("01:00", "55:00", minutes=60), anchors("01:00=06:00"))


@pytest.mark.parametrize("given_anchors", [("01:00=02:00", "02:00=01:00"), ("01:00=02:00", "01:00=03:00")])
def test_anchors_that_contradict_each_other_are_refused(given_anchors: tuple[str, ...]) -> None:
    with pytest.raises(WrongUsage, match="contradict each other: times would be out of order"):
        retimed(taped("01:00"), anchors(*given_anchors))


@pytest.mark.parametrize("text", ["01:00", "p3=p4", "1/01:00=2/01:00"])
def test_what_is_no_anchor_is_refused_with_how_it_would_be_right(text: str) -> None:
    with pytest.raises(WrongUsage, match="--anchor"):
        read_anchor(text)


def test_words_without_times_can_not_be_retimed() -> None:
    with pytest.raises(BadInput, match="no time codes to be moved"):
        retimed(told("A paragraph."), anchors("01:00=01:03"))


def test_the_first_the_last_and_the_anchors_are_looked_at_beforehand() -> None:
    before = taped(*(f"{minute:02}:00" for minute in range(1, 50)))
    chosen = anchors("10:30=10:31", "40:00=40:20")
    looked_at = preview(retimed(before, chosen).moved, chosen)
    assert [str(one.before) for one in looked_at] == ["00:01:00", "00:10:00", "00:40:00", "00:49:00"]


@given(
    st.lists(st.integers(0, 10**7), min_size=1, max_size=30),
    st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 10**6)), min_size=1, max_size=4),
)
def test_turns_stay_in_their_order_whatever_the_anchors(stands: list[int], steps: list[tuple[int, int]]) -> None:
    reached, chosen = (10**7, 10**7 * 3), []
    for step, heard in steps:
        reached = (reached[0] + step, reached[1] + heard)
        chosen.append(Anchor(*reached))
    turns = tuple(Passage("Words", at=Locator(Time(at))) for at in sorted(stands))
    before = told(transcripts=(Transcript("en", passages=turns),))
    try:
        after = retimed(before, chosen).testimony.transcripts[0].passages
    except BadInput:
        # A steep beginning leads before zero, and that is said.
        return
    moved = [one.at.spot.milliseconds for one in after if one.at and isinstance(one.at.spot, Time)]
    assert moved == sorted(moved)
