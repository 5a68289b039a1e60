"""What relevance is measured with: the judged questions, and how answers are scored."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.benchmarks.peers.peer import Told
from tests.benchmarks.relevance.judged import KINDS, Judged, judged, looked_through, plain
from tests.benchmarks.relevance.material import material
from tests.benchmarks.relevance.scores import rank, summary

WANTED = {("oh-0001", "s0002")}


def told(number: int) -> Told:
    """A testimony of one passage."""
    return Told(number, f"oh-{number:04}", "", 19390101, "interview", "oh", "open", [("s0001", "By the river.")])


def test_there_are_sixty_questions_each_with_what_is_wanted() -> None:
    every = plain()
    assert len(every) == 60
    assert len({one["asked"] for one in every}) == 60
    assert set(Counter(one["kind"] for one in every)) == set(KINDS)
    assert all(one["wants"] and (one.get("naming") or one.get("saying") or one["passages"]) for one in every)


def test_no_more_than_a_few_words_of_a_text_are_kept() -> None:
    quotes = [passage["quote"] for one in plain() for passage in one["passages"]]  # type: ignore[attr-defined]
    assert max(len(quote.split()) for quote in quotes) <= 8


def test_the_first_passage_that_answers_gives_the_rank() -> None:
    found = [("oh-0001", "s0001"), ("oh-0001", "s0002"), ("oh-0001", "s0002")]
    assert rank(found, WANTED) == 2
    assert rank(found[:1] * 10 + found, WANTED) is None, "nobody looks further than ten passages"


def test_what_is_not_found_counts_as_nothing() -> None:
    assert summary([None, None]) == {"success@5": 0, "MRR": 0}
    assert summary([6]) == {"success@5": 0, "MRR": 1 / 6}


def test_a_quick_run_asks_among_less_and_leaves_no_answer_out() -> None:
    every = {f"{n}.txt": told(n) for n in range(20)}
    asked = Judged("topic", "river", "A river.", frozenset({("oh-0007", "s0001")}))
    kept = [one.id for one in looked_through(every, [asked], quick=True)]
    assert kept == ["oh-0000", "oh-0005", "oh-0007", "oh-0010", "oh-0015"]
    assert len(looked_through(every, [asked], quick=False)) == 20


def test_an_answer_whose_words_are_not_in_its_paragraph_stops_the_run() -> None:
    every = {passage["file"]: told(1) for one in plain() for passage in one.get("passages", ())}  # type: ignore[attr-defined]
    with pytest.raises(SystemExit, match="does not stand in paragraph"):
        judged(every)


def test_every_question_has_its_answers_in_the_corpus(corpus: Path) -> None:
    assert all(one.answers for one in judged(material(corpus)))
