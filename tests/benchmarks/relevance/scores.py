"""How well an engine answered: whether what was wanted is among the first five, and how far up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from statistics import mean

from tests.benchmarks.peers.peer import Place

FIRST = 5
LOOKED_AT = 10
"""Passages a person looks at before asking anew."""


def rank(found: Sequence[Place], wanted: Collection[Place]) -> int | None:
    """Give the rank of the first passage that answers, from 1; None where it is not among those looked at.

    >>> rank([("a", "1"), ("b", "1")], {("b", "1")}), rank([], {("b", "1")})
    (2, None)
    """
    return next((n for n, place in enumerate(found[:LOOKED_AT], 1) if place in wanted), None)


def summary(ranks: Iterable[int | None]) -> Mapping[str, float]:
    """Give success@5, the share of questions answered among the first five, and MRR, the mean of 1 / rank.

    Both as Manning, Raghavan and Schütze define them (Introduction to Information Retrieval, chapter 8).

    >>> summary([1, 4, None, 8]) == {"success@5": 0.5, "MRR": (1 + 1 / 4 + 1 / 8) / 4}
    True
    """
    every = list(ranks)
    return {
        "success@5": mean(bool(one and one <= FIRST) for one in every),
        "MRR": mean(1 / one if one else 0.0 for one in every),
    }
