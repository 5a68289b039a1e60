"""The answer of the index: which testimonies, in which order, with which passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
        self, sight: Sight, answer: Numbers, everywhere: Numbers, shown: Sequence[Docs], sought: Sequence[Sought],
        described: Mapping[Sought, Numbers],
    ) -> None:  # fmt: skip
        self.sight = sight
        self.answer = answer
        """For every testimony whether it answers."""
        self.sought = tuple(dict.fromkeys(sought))
        self._described = described
        docs, holding = united(shown, len(sight.seen))
        owners = sight.owner.codes[docs.ids]
        kept = answer[owners]
        self._ids, self._scores = docs.ids[kept], docs.scores[kept]
        self._holding, self._owners = holding[kept], owners[kept]
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

    def is_described(self, owner: int, sought: Sought) -> bool:
        """Whether the description of a testimony holds a name that was asked for, in whatever spelling."""
        held = self._described[sought]
        at = np.searchsorted(held, owner)
        return bool(at < len(held) and held[at] == owner)

    @property
    def total(self) -> int:
        """Count the testimonies."""
        return int(self.answer.sum())

    @cached_property
    def total_passages(self) -> int:
        """Count the passages."""
        return int(self.sight.is_passage[self._ids].sum())

    def page(self, sort: str, offset: int, limit: int) -> list[int]:
        """Give some of the testimonies in an order, from the one after so many on."""
        if sort != "relevance":
            return self.order(sort)[offset : offset + limit]
        owners = np.flatnonzero(self.answer)
        # Alike to the reader, alike here: the last digits of a sum depend on the order of its parts.
        ranks = -np.round(self.scores[owners], 4)
        last = offset + limit
        if last < len(owners):
            near = ranks <= np.partition(ranks, max(last - 1, 0))[max(last - 1, 0)]
            owners, ranks = owners[near], ranks[near]
        keyed = zip(ranks.tolist(), map(self.sight.id_order, owners.tolist()), owners.tolist(), strict=True)
        return [owner for *_, owner in sorted(keyed)[offset:last]]

    def order(self, sort: str) -> list[int]:
        """Give the testimonies by one of their columns, the first to be shown first."""
        owners = np.flatnonzero(self.answer)
        found: list[int] = owners[np.lexsort([key[owners] for key in self.sight.orders(sort)])].tolist()
        return found

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


def united(lists: Sequence[Docs], every: int) -> tuple[Docs, Numbers]:
    """Give the documents of several lists with the sum of their scores, and how many lists hold each.

    `every` is how many documents there are.
    """
    if len(lists) == 1:
        return lists[0], np.ones(len(lists[0].ids), np.uint8)
    if _are_short(lists, every):
        ids, scores, firsts = _beside(lists)
        counts = np.diff(np.append(firsts, len(ids))).astype(np.uint8)
        return Docs(ids[firsts], np.add.reduceat(scores, firsts)), counts
    holding = np.zeros(every, np.uint8)
    total = np.zeros(every, np.float32)
    for ids, values in lists:
        holding[ids] += 1
        total[ids] += values
    found = np.flatnonzero(holding)
    return Docs(found, total[found]), holding[found]


def best_of(lists: Sequence[Docs], every: int) -> Docs:
    """Give the documents of several lists, each with its best score."""
    if len(lists) == 1:
        return lists[0]
    if _are_short(lists, every):
        ids, scores, firsts = _beside(lists)
        return Docs(ids[firsts], np.maximum.reduceat(scores, firsts))
    best = np.full(every, -1, np.float32)
    for ids, values in lists:
        best[ids] = np.maximum(best[ids], values)
    found = np.flatnonzero(best >= 0)
    return Docs(found, best[found])


def _are_short(lists: Sequence[Docs], every: int) -> bool:
    """Whether sorting them takes less than looking at all documents."""
    return 0 < sum(len(one.ids) for one in lists) < every // 32


def _beside(lists: Sequence[Docs]) -> tuple[Numbers, Numbers, Numbers]:
    """Give all documents in order, their scores, and where each document's first is."""
    ids = np.concatenate([one.ids for one in lists])
    order = np.argsort(ids, kind="stable")
    ids = ids[order]
    firsts = np.flatnonzero(np.concatenate(([True], ids[1:] != ids[:-1])))
    return ids, np.concatenate([one.scores for one in lists])[order], firsts
