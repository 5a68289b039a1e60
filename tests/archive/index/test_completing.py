"""Completion: what a half-typed word may become, and which part of the question it replaces."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.archive import Archive
from archive.index.completing import Completion
from archive.index.grammar import parse
from testimonies.authority import Name, Person, Place
from testimonies.testimony import Agent, Link
from testimonies.transcript import Passage, Transcript
from tests.archive.test_finding import shelf
from tests.conftest import KEEPER, told


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    turns = (Passage("The river took the bridge.", speaker="Anna Old"), Passage("The ridge.", speaker="Anna New"))
    kept = (
        told(
            title="Night of the lanterns",
            agents=(Agent(role="narrator", name="Zaur Mammadov", ref="person-0001"),),
            place=Link("Khankendi", "place-0001"),
            transcripts=(Transcript("en", passages=turns),),
        ),
        told("The river rose, the river fell.", kind="found_document", language="hy-Armn"),
        told("Rivers, and a rivulet.", agents=(Agent(role="narrator", name="Zara O'Neil"),)),
    )
    with shelf(tmp_path_factory.mktemp("begun"), *kept) as archive:
        archive.add_authority(Person(names=(Name("Zaur Mammadov"), Name("Zaur Məmmədov"))), by=KEEPER)
        names = (Name("Khankendi"), Name("Stepanakert"), Name("Ստեփանակերտ"), Name("Mountainous Town"))
        archive.add_authority(Place(names=names), by=KEEPER)
        archive.add_authority(Place(names=(Name("Riverless"),)), by=KEEPER)
        yield archive


def offered(archive: Archive, query: str, cursor: int | None = None) -> list[str]:
    return [one.text for one in archive.complete(query, cursor)]


def chosen(archive: Archive, query: str, cursor: int | None = None) -> str:
    """The question after the first completion was taken."""
    one = archive.complete(query, cursor)[0]
    return query[: one.start] + one.text + query[one.end :]


def test_words_come_by_how_often_they_are_said(archive: Archive) -> None:
    assert archive.complete("riv") == (
        Completion(0, 3, "river", "word", 2),
        Completion(0, 3, "rivers", "word", 1),
        Completion(0, 3, "rivulet", "word", 1),
    )


@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        ("na", "narrator:"),
        ("NAR", "narrator:"),
        ("bread inter", "bread interviewer:"),
        ("Step", "Stepanakert"),
        ("Ստեփ", "Ստեփանակերտ"),
        ("mounta", '"Mountainous Town"'),
        ("zaur mam", '"Zaur Mammadov"'),
        ("bread zaur m", 'bread "Zaur Mammadov"'),
        ("the (lant", "the (lanterns"),
        ("the -lant", "the -lanterns"),
        ("=lant", "=lanterns"),
        ("narrator:za", 'narrator:"Zara O\'Neil"'),
        ("narrator:mə", 'narrator:"Zaur Məmmədov"'),
        ('narrator:"zaur mam', 'narrator:"Zaur Mammadov"'),
        ("narrator:(zaur OR zar", 'narrator:(zaur OR "Zara O\'Neil"'),
        ("speaker:ann", 'speaker:"Anna New"'),
        ("place:step", "place:Stepanakert"),
        ('place:"moun', 'place:"Mountainous Town"'),
        ("title:lan", "title:lanterns"),
        ("kind:f", "kind:found_document"),
        ("kind:", "kind:interview"),
        ("lang:h", "lang:hy-Armn"),
        ("has:t", "has:transcript"),
        ("access:o", "access:open"),
        ("collection:", "collection:oh"),
        ("id:oh-0003", "id:oh-0003"),
    ],
)
def test_the_first_completion_makes(archive: Archive, typed: str, becomes: str) -> None:
    assert chosen(archive, typed) == becomes


def test_what_stands_after_the_cursor_stays(archive: Archive) -> None:
    assert chosen(archive, "lant OR bridge", 4) == "lanterns OR bridge"
    assert chosen(archive, "lanter OR bridge", 4) == "lanterns OR bridge"
    assert chosen(archive, "place:st night", 8) == "place:Stepanakert night"
    assert chosen(archive, 'place:"mou night', 10) == 'place:"Mountainous Town" night'
    assert chosen(archive, 'place:"mou" night', 10) == 'place:"Mountainous Town" night'


@pytest.mark.parametrize(
    "typed", ["", " ", "river ", "(", "-", "zzzz", "date:", "date:19", "narrator: ", "place:zzz", "river)"]
)
def test_where_nothing_fits_nothing_is_offered(archive: Archive, typed: str) -> None:
    assert offered(archive, typed) == []


def test_a_name_that_leads_nowhere_is_not_offered(archive: Archive) -> None:
    assert "Riverless" not in offered(archive, "riverl")


def test_a_name_is_offered_once_and_not_as_a_word_again(archive: Archive) -> None:
    assert offered(archive, "khan") == ["Khankendi"]
    assert offered(archive, "zaur m").count('"Zaur Mammadov"') == 1


def test_counts_are_what_asking_for_it_finds(archive: Archive) -> None:
    for typed in (
        "narrator:",
        "speaker:",
        "place:",
        "kind:",
        "lang:",
        "has:",
        "access:",
        "collection:",
        "id:",
        "person:",
    ):
        for one in archive.complete(typed):
            if one.kind != "word":
                assert archive.search(typed + one.text).total == one.count, one


def test_no_more_are_given_than_are_wanted(archive: Archive) -> None:
    assert len(archive.complete("r", limit=2)) == 2
    assert archive.complete("r", limit=0) == ()


@given(st.text(st.sampled_from('riv zaur"()-=~*?:. ANDOR’ə'), max_size=20), st.integers(-3, 25))
@settings(max_examples=150, deadline=None)
def test_whatever_is_typed_a_completion_is_a_question(archive: Archive, query: str, cursor: int) -> None:
    for one in archive.complete(query, cursor):
        assert 0 <= one.start <= one.end <= len(query)
        made = query[: one.start] + one.text + query[one.end :]
        assert parse(made).understood or one.kind == "field"
