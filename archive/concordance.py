"""A concordance: every occurrence of a word with what stands to its left and right.

What is looked for is whatever a question may say of words; what is shown are the very places a search would mark, in
the very passages it would find for this reader. Nothing else is read, and every one of them is, so that the total is
exact.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from archive.index import cancelling
from archive.index.marking import Marker
from archive.index.matching import Text
from archive.index.outcome import Outcome
from archive.index.snapshot import Told

SORTS = ("place", "left", "right")
"""By testimony and place; by the words before it, the nearest first; by the words after it."""

SORTED_BY = 5
"""Words on either side that decide the order."""


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
    passage: Told
    start: int
    end: int

    def line(self, context: int) -> Line:
        """Give it with so many code points on either side."""
        words = self.passage.words
        return Line(
            testimony=self.testimony,
            passage=self.passage.id,
            number=self.passage.number,
            at=self.passage.at,
            speaker=self.passage.speaker,
            before=words[max(0, self.start - context) : self.start],
            word=words[self.start : self.end],
            after=words[self.end : self.end + context],
        )


def occurrences(outcome: Outcome, sort: str) -> list[Occurrence]:
    """Give every occurrence in the passages that answer: by testimony and place, or by `sort` as in SORTS."""
    sight, marker = outcome.sight, Marker(outcome.sought)
    found: list[Occurrence] = []
    for docnum in outcome.every_passage():
        cancelling.check()
        passage = sight.snapshot.told(docnum)
        text = Text(passage.words, passage.language)
        for start, end in marker.marks(text):
            found.append(Occurrence(_sorting(text, start, end, sort), sight.owner[docnum], passage, start, end))
    if sort != "place":
        # What is alike stays in the order of the archive.
        found.sort(key=lambda one: one.key)
    return found


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
