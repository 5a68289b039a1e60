"""Words in their context: every place, none twice, in the order that was asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.archive import Archive
from archive.concordance import Line
from testimonies.authority import Name, Place
from testimonies.testimony import Link
from testimonies.transcript import Passage, Transcript
from tests.archive.test_finding import shelf
from tests.conftest import KEEPER, told

TURNS = (
    Passage("The bread was dear, and bread was all we had.", speaker="Amina"),
    Passage("Where did you buy bread?", speaker="Sona"),
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    kept = (
        told("The river rose.", "A river is a river.", "Rivers everywhere, and the old bridge."),
        told(transcripts=(Transcript("en", passages=TURNS),), title="Bread"),
        told("We left Khankendi by the river road.", place=Link("Khankendi", "place-0001")),
        told("Под контролем. Река поднялась.", language="ru"),
        told("The e\u0301te\u0301 by the ri\u0301ver, everything is under control."),
    )
    with shelf(tmp_path_factory.mktemp("context"), *kept) as archive:
        archive.add_authority(Place(names=(Name("Khankendi"), Name("Stepanakert"))), by=KEEPER)
        yield archive


def shown(lines: tuple[Line, ...]) -> list[str]:
    return [f"{one.before}«{one.word}»{one.after}" for one in lines]


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("river", 6),
        ("=river", 5),
        ("riv*", 6),
        ("r?ver", 5),
        ("rivre~", 5),
        ('"a river"', 2),
        ("bread", 3),
        ("speaker:amina bread", 2),
        ("bread OR river", 9),
        ("Stepanakert", 1),
        ("river -bridge", 2),
        ("контроль", 1),
        ("ete", 1),
        ("zzzz", 0),
        ("kind:interview", 0),
        ("", 0),
    ],
)
def test_every_occurrence_is_counted(archive: Archive, query: str, total: int) -> None:
    found = archive.concordance(query, limit=99)

    assert (found.total, len(found.lines)) == (total, total)
    assert found.testimonies == len({one.testimony for one in found.lines})


def test_a_line_is_the_passage_around_the_word(archive: Archive) -> None:
    lines = archive.concordance("river").lines

    assert shown(lines)[:4] == [
        "The «river» rose.",
        "A «river» is a river.",
        "A river is a «river».",
        "«Rivers» everywhere, and the old bridge.",
    ]
    assert (lines[0].testimony, lines[0].passage, lines[0].number, lines[0].at) == ("oh-0001", "s0001", 1, "¶1")
    assert [one.speaker for one in archive.concordance("bread").lines] == ["Amina", "Amina", "Sona"]


def test_context_is_as_wide_as_it_is_wanted(archive: Archive) -> None:
    assert shown(archive.concordance("bridge", context=4).lines) == ["old «bridge»."]
    assert shown(archive.concordance("bridge", context=0).lines) == ["«bridge»"]


def test_lines_are_sorted_by_what_stands_beside_the_word(archive: Archive) -> None:
    right = [one.after for one in archive.concordance("river", sort="right").lines]
    left = [one.before for one in archive.concordance("river", sort="left").lines]

    assert right == [".", ", everything is under control.", " everywhere, and the old bridge.", " is a river.",
                     " road.", " rose."]  # fmt: skip
    assert left == ["", "A ", "A river is a ", "The ", "The e\u0301te\u0301 by the ", "We left Khankendi by the "]


@pytest.mark.parametrize("sort", ["place", "left", "right"])
def test_pages_of_lines_are_one_concordance(archive: Archive, sort: str) -> None:
    whole = archive.concordance("river OR bread", sort=sort, limit=99).lines
    pages = [archive.concordance("river OR bread", sort=sort, offset=at, limit=2) for at in range(0, len(whole), 2)]

    assert [line for page in pages for line in page.lines] == list(whole)
    assert {page.total for page in pages} == {len(whole)}


def test_where_a_name_stands_under_another_spelling_it_is_shown_as_it_is(archive: Archive) -> None:
    assert [one.word for one in archive.concordance("Stepanakert").lines] == ["Khankendi"]


def test_lines_are_where_a_search_would_mark(archive: Archive) -> None:
    for query in ("river", "bread OR bridge", '"by the"', "e*", "Stepanakert"):
        answer = archive.search(query, limit=99)
        marks = [(hit.id, hit.text[a:b]) for one in answer.testimonies for hit in one.passages for a, b in hit.marks]
        lines = archive.concordance(query, limit=99).lines
        assert sorted((one.passage, one.word) for one in lines) == sorted(marks)


@given(
    st.lists(
        st.lists(st.sampled_from(["ab", "ba", "abba", "b", "Ab"]), min_size=1, max_size=8), min_size=1, max_size=5
    )
)
@settings(max_examples=15, deadline=None)
def test_the_total_is_what_counting_by_hand_gives(
    tmp_path_factory: pytest.TempPathFactory, said: list[list[str]]
) -> None:
    with shelf(tmp_path_factory.mktemp("count"), told(*(" ".join(one) for one in said), language="und")) as archive:
        found = archive.concordance("=ab", limit=999)
    text = [" ".join(one) for one in said]

    assert found.total == sum(len(re.findall(r"\bab\b", one, re.IGNORECASE)) for one in text)
    assert all(f"{one.before}{one.word}{one.after}" in text for one in found.lines)


def test_what_was_changed_is_shown_as_it_is_now(tmp_path: Path) -> None:
    with shelf(tmp_path, told("The river.")) as archive:
        archive.edit("oh-0001", lambda before: told("The long river.", title=before.title), by=KEEPER)
        assert shown(archive.concordance("river").lines) == ["The long «river»."]
