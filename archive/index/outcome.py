"""The answer of the index: which testimonies, in which order, with which passages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from archive.index.library import Numbers
from archive.index.matching import Sought
from archive.index.sight import Docs, Sight

TOGETHER = 10.0
"""What each further thing that was asked for is worth in one and the same passage: more than any scattered words."""


class Outcome:
    """Testimonies that answer a question, by their numbers in the sight of one reader."""

    def __init__(
        self, sight: Sight, answer: Numbers, everywhere: Numbers, shown: Sequence[Docs], sought: Sequence[Sought]
    ) -> None:
        self.sight = sight
        self.answer = answer
        """For every testimony whether it answers."""
        self.sought = tuple(dict.fromkeys(sought))
        docs, holding = united(shown, len(sight.seen))
        kept = answer[sight.owner.codes[docs.ids]]
        self._ids, self._scores = docs.ids[kept], docs.scores[kept]
        self._holding = np.ones(len(self._ids), np.uint8) if holding is None else holding[self._ids]
        self._owners = sight.owner.codes[self._ids]
        self.scores = self._score(everywhere)
        """How well each testimony answers; those that don't have any number."""

    def _score(self, everywhere: Numbers) -> Numbers:
        """Score testimonies: one that says it all in one breath comes before one that says it over an afternoon."""
        together = np.ones(len(self.answer), np.float32)
        raw = everywhere.astype(np.float32)
        if len(self._ids):
            firsts = np.flatnonzero(np.diff(self._owners, prepend=-1))
            owners = self._owners[firsts]
            together[owners] = np.maximum.reduceat(self._holding, firsts)
            # Only the passages that hold most count; scores never come near the step between two ranks.
            rank = self._holding * np.float32(1024) + self._scores
            raw[owners] += np.maximum.reduceat(rank, firsts) - together[owners] * 1024
        return TOGETHER * (together - 1) + TOGETHER * raw / (raw + TOGETHER)

    @property
    def total(self) -> int:
        """Count the testimonies."""
        return int(self.answer.sum())

    @cached_property
    def total_passages(self) -> int:
        """Count the passages."""
        return int(self.sight.is_passage[self._ids].sum())

    def order(self, sort: str) -> Numbers:
        """Give the testimonies, the first to be shown first."""
        owners = np.flatnonzero(self.answer)
        if sort == "relevance":
            # Alike to the reader, alike here: the last digits of a sum depend on the order of its parts.
            keys = [self.sight.orders("id")[0], -np.round(self.scores, 4)]
        else:
            keys = self.sight.orders(sort)
        order: Numbers = owners[np.lexsort([key[owners] for key in keys])]
        return order

    def passages(self, owner: int) -> list[int]:
        """Give the passages of a testimony that answer, those that hold most of what was asked first."""
        some = np.flatnonzero(self._owners == owner)
        some = some[self.sight.is_passage[self._ids[some]]]
        order = np.lexsort((self._ids[some], -self._scores[some], -self._holding[some].astype(np.int16)))
        found: list[int] = self._ids[some[order]].tolist()
        return found

    def every_passage(self) -> list[int]:
        """Give all passages that answer: by the ids of their testimonies, and in each as they follow one another."""
        ids = self._ids[self.sight.is_passage[self._ids]]
        owners = self.sight.orders("id")[0][self.sight.owner.codes[ids]]
        found: list[int] = ids[np.lexsort((ids, owners))].tolist()
        return found

    def facets(self) -> dict[str, dict[str, int]]:
        """Count what the testimonies are made of, the most frequent first."""
        return self.sight.facets(self.answer)


def united(lists: Sequence[Docs], every: int) -> tuple[Docs, Numbers | None]:
    """Give the documents of several lists with the sum of their scores, and for every document how many hold it.

    The second is left out where there is one list. `every` is how many documents there are.
    """
    if len(lists) == 1:
        return lists[0], None
    holding = np.zeros(every, np.uint8)
    scores = np.zeros(every, np.float32)
    for ids, values in lists:
        holding[ids] += 1
        scores[ids] += values
    ids = np.flatnonzero(holding)
    return Docs(ids, scores[ids]), holding


def best_of(lists: Sequence[Docs], every: int) -> Docs:
    """Give the documents of several lists, each with its best score."""
    if len(lists) == 1:
        return lists[0]
    best = np.full(every, -1, np.float32)
    for ids, values in lists:
        best[ids] = np.maximum(best[ids], values)
    ids = np.flatnonzero(best >= 0)
    return Docs(ids, best[ids])
