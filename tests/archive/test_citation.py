"""How a testimony is cited, and where a place in it leads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive import citation
from testimonies import edtf, locator
from testimonies.authority import Collection
from testimonies.errors import NotFound
from testimonies.testimony import KINDS, Agent, MediaItem, Testimony
from testimonies.transcript import Passage, Transcript
from tests.conftest import told

FONDS = Collection(id="collection-oh", prefix="oh", title="Voices of the valley")


def agent(role: str, name: str) -> Agent:
    return Agent(role=role, name=name)


def test_an_interview_names_both_who_spoke_and_who_asked() -> None:
    interview = told("Words.", id="oh-0001", agents=(agent("narrator", "Amina"), agent("interviewer", "Sona")))

    assert citation.cite(interview, FONDS, "The town archive") == (
        "Amina, interview by Sona, about 1993, oh-0001, Voices of the valley, The town archive."
    )


def test_an_archive_that_is_called_like_its_collection_is_named_once() -> None:
    line = citation.cite(told("Words.", id="oh-0001"), FONDS, FONDS.title)

    assert line == "“The flood”, interview, about 1993, oh-0001, Voices of the valley."


def test_a_collections_own_form_and_the_moment_come_last() -> None:
    fonds = replace(FONDS, citation_form="Courtesy of the town.")

    line = citation.cite(told("One.", "Two.", id="oh-0001"), fonds, FONDS.title, locator.parse("n2"))

    assert line.endswith("Voices of the valley, at ¶2. Courtesy of the town.")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_form(kind: str) -> None:
    testimony = Testimony(id="oh-0001", kind=kind, title="T", date=edtf.parse("XXXX"), collection="oh")

    assert citation.FORMS[kind] in citation.cite(testimony, None, "A")


def timed(*places: str) -> Testimony:
    passages = tuple(Passage("Words.", at=locator.parse(place)) for place in places)
    return told(id="oh-0001", transcripts=(Transcript("en", passages=passages),))


@pytest.mark.parametrize(("asked", "number"), [("00:00:10", 0), ("00:00:19", 0), ("00:00:20", 1), ("00:40:00", 2)])
def test_a_place_leads_to_the_passage_that_is_being_said_then(asked: str, number: int) -> None:
    assert citation.passage_at(timed("00:00:10", "00:00:20", "00:01:00"), locator.parse(asked)) == number


def test_a_place_of_another_kind_leads_nowhere() -> None:
    with pytest.raises(NotFound, match="oh-0001 has no passage at p1:1"):
        citation.passage_at(timed("00:00:10"), locator.parse("p1:1"))


def spoken(*spans: str) -> Testimony:
    """Passages that say when they end."""
    pairs = (locator.parse_span(span) for span in spans)
    passages = tuple(Passage("Words.", at=at, until=until) for at, until in pairs)
    return told(id="oh-0001", transcripts=(Transcript("en", passages=passages),))


@pytest.mark.parametrize(
    ("testimony", "asked", "said"),
    [
        (timed("00:00:10"), "02:00:00", "its last passage begins at 00:00:10"),
        (spoken("00:00:10–00:00:20", "00:00:30–00:00:40"), "00:00:41", "it ends at 00:00:40"),
        (spoken("a/00:00:10–00:00:20", "b/00:00:30–00:00:40"), "a/00:00:41", "it ends at a/00:00:20"),
        (timed("p1:1", "p1:4"), "p2:1", "it ends at p1:4"),
        (timed("n1", "n2"), "n3", "it ends at ¶2"),
    ],
)
def test_a_place_behind_the_end_leads_nowhere(testimony: Testimony, asked: str, said: str) -> None:
    with pytest.raises(NotFound, match=f"oh-0001 has no passage at {locator.parse(asked)}; {said}; "):
        citation.passage_at(testimony, locator.parse(asked))


def test_a_recording_that_goes_on_holds_its_last_passage() -> None:
    long = replace(timed("00:00:10"), media=(MediaItem("tape.wav", duration_ms=3 * 3_600_000),))

    assert citation.passage_at(long, locator.parse("02:59:00")) == 0
    with pytest.raises(NotFound):
        citation.passage_at(long, locator.parse("03:00:01"))


@pytest.mark.parametrize(("asked", "number"), [("00:00:25", 0), ("00:00:40", 1), ("00:00:01", 0)])
def test_a_place_between_or_at_the_end_of_passages_is_theirs(asked: str, number: int) -> None:
    two = spoken("00:00:10–00:00:20", "00:00:30–00:00:40")

    assert citation.passage_at(two, locator.parse(asked)) == number


def test_a_passage_takes_as_many_lines_of_its_page_as_it_needs() -> None:
    assert citation.passage_at(timed("p1:1", "p1:4"), locator.parse("p1:30")) == 1
