"""A concordance: every occurrence of a word with what stands to its left and right, from the kept text.

What is looked for is whatever a question may say of words; what is shown are the very places a search would mark, as
the reader may see them, so that a concordance never tells more than the passages do.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from archive.index import cancelling
from archive.index.matching import Text
from archive.index.outcome import Outcome
from archive.results import merged
from testimonies.testimony import Testimony
from testimonies.transcript import Passage, Transcript

SORTS = ("place", "left", "right")
"""By testimony and place; by the words before it, the nearest first; by the words after it."""

SORTED_BY = 5
"""Words on either side that decide the order."""

CONTEXT = 200
"""Code points given on either side where nobody asks for another number."""


@dataclass(frozen=True, slots=True)
class Line:
    """One occurrence in its context."""

    testimony: str
    passage: str
    number: int
    """Which passage of its transcript it is, from 1; for display only."""
    at: str | None
    speaker: str | None
    before: str
    word: str
    """What was found, as it is spelled there."""
    after: str


@dataclass(frozen=True, slots=True)
class Concordance:
    """A page of occurrences, and how many there are."""

    query: str
    understood: str
    notes: tuple[str, ...]
    total: int
    testimonies: int
    """In how many testimonies they are."""
    lines: tuple[Line, ...]


class Occurrence(NamedTuple):
    """Where something was found: enough to put it in order, and to show it when it is its turn."""

    key: tuple[str, ...]
    testimony: str
    number: int
    passage: Passage
    start: int
    end: int

    def line(self, context: int) -> Line:
        """Give it with so many code points on either side."""
        words, at = self.passage.words, self.passage.at
        return Line(
            testimony=self.testimony,
            passage=self.passage.id,
            number=self.number,
            at=str(at) if at else None,
            speaker=self.passage.speaker,
            before=words[max(0, self.start - context) : self.start],
            word=words[self.start : self.end],
            after=words[self.end : self.end + context],
        )


def occurrences(outcome: Outcome, seen: Callable[[str], Testimony], sort: str) -> list[Occurrence]:
    """Give every occurrence in the testimonies that answer, in the order of their ids or by `sort` as in SORTS."""
    found = [one for owner in outcome.order("id").tolist() for one in _in_testimony(owner, outcome, seen, sort)]
    if sort != "place":
        # In one place of the order, the archive's own decides: Python's sort leaves it as it was.
        found.sort(key=lambda one: one.key)
    return found


def _in_testimony(owner: int, outcome: Outcome, seen: Callable[[str], Testimony], sort: str) -> Iterator[Occurrence]:
    cancelling.check()
    key = outcome.sight.name(owner)
    wanted = {outcome.sight.snapshot.document(docnum).partition("#")[2] for docnum in outcome.passages(owner)}
    if not wanted:
        return
    for transcript in seen(key).transcripts:
        for number, passage in enumerate(transcript.passages, 1):
            if passage.id in wanted:
                yield from _in_passage(key, number, passage, transcript, outcome, sort)


def _in_passage(
    key: str, number: int, passage: Passage, transcript: Transcript, outcome: Outcome, sort: str
) -> Iterator[Occurrence]:
    text = Text(passage.words, transcript.language)
    for start, end in merged(mark for sought in outcome.sought for mark in sought.marks(text)):
        yield Occurrence(_sorting(text, start, end, sort), key, number, passage, start, end)


def _sorting(text: Text, start: int, end: int, sort: str) -> tuple[str, ...]:
    """Give what puts an occurrence in its order: the words beside it, folded, and the word itself last."""
    if sort == "place":
        return ()
    first = bisect_left(text.words, start, key=lambda word: word[2])
    after = bisect_right(text.words, end - 1, key=lambda word: word[2])
    itself = [word[0] for word in text.words[first:after]]
    beside = (
        text.words[after : after + SORTED_BY]
        if sort == "right"
        else text.words[max(0, first - SORTED_BY) : first][::-1]
    )
    # The shorter context first: nothing at all stands before the first letter.
    return (*(word[0] for word in beside), *[""] * (SORTED_BY - len(beside)), *itself)
