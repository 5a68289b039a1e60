"""Every passage of one testimony that answers a question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.archive import Archive
from testimonies.access import Access, Decision, Redaction
from tests.conftest import KEEPER, told

WORDS = ["The river rose." if number % 3 == 0 else "Nobody spoke of it." for number in range(1, 37)]


def test_all_of_them_are_given_in_order_with_their_marks(archive: Archive) -> None:
    archive.add(told(*WORDS), by=KEEPER)
    archive.add(told("Another river."), by=KEEPER)
    found = archive.passages("river", "oh-0001")
    assert [hit.number for hit in found] == list(range(3, 37, 3))
    assert {hit.text[start:end] for hit in found for start, end in hit.marks} == {"river"}
    (result,) = (one for one in archive.search("river").testimonies if one.row.id == "oh-0001")
    assert len(found) == result.passage_count > len(result.passages)
    assert set(result.passages) <= set(found)


@pytest.mark.parametrize(("query", "testimony_id"), [("river", "oh-0009"), ("zeppelin", "oh-0001"), ("", "oh-0001")])
def test_where_the_testimony_does_not_answer_there_are_none(archive: Archive, query: str, testimony_id: str) -> None:
    archive.add(told(*WORDS), by=KEEPER)
    assert archive.passages(query, testimony_id) == ()


def test_what_a_reader_may_not_see_is_no_passage(archive: Archive) -> None:
    archive.add(told("The harmonium.", access="staff"), by=KEEPER)
    words_hidden = Access(Decision("open"), Decision("staff"))
    archive.add(replace(told("The harmonium.", title="A harmonium"), access=words_hidden), by=KEEPER)
    redaction = Redaction(passage="s0001", span=(4, 13), quoted="harmonium", replacement="…")
    archive.add(replace(told("The harmonium.", "A harmonium."), redactions=(redaction,)), by=KEEPER)
    seen = {one: [hit.number for hit in archive.passages("harmonium", one, "open")] for one in archive_ids(archive)}
    assert seen == {"oh-0001": [], "oh-0002": [], "oh-0003": [2]}
    assert all(archive.passages("harmonium", one) for one in seen)


def archive_ids(archive: Archive) -> list[str]:
    """Give the ids of all testimonies."""
    return [row.id for row in archive.list().rows]
