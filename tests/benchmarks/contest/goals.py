"""What was promised of the search, and whether these figures keep it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from tests.benchmarks.contest.contest import OURS
from tests.benchmarks.contest.questions import KINDS

PEERS = ("FTS5", "tantivy", "Xapian")
TIMES = 5
"""How many times what tantivy takes is allowed, for building and for every kind of question."""

Engines = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure and how much of it is allowed, both in one unit."""

    name: str
    figure: float
    allowed: float

    @property
    def share(self) -> float:
        """Give how many times what is allowed it is; up to 1 the goal is met."""
        return self.figure / self.allowed if self.allowed else 0.0


def goals(engines: Engines) -> Iterator[Goal]:
    """Give every goal that these engines allow to judge."""
    ours = engines[OURS]
    for peer in PEERS:
        if whole := _p95(engines, peer, "whole answer"):
            yield Goal(f"whole answer, p95 ms: {peer}'s at most", _p95(engines, OURS, "whole answer"), whole)
    if built := engines["tantivy"].get("build"):
        yield Goal(f"building, CPU s: {TIMES} × tantivy's at most", ours["build"]["cpu"], TIMES * built["cpu"])
    yield Goal("building, memory MB: under 500", ours["build"]["peak"] / 1e6, 500)
    yield Goal("querying, memory MB: under 150", ours["ask"]["peak"] / 1e6, 150)
    yield Goal("open and first question, ms: under 50", 1000 * ours["first"]["wall"], 50)
    yield Goal("open and first whole answer, ms: under 50", 1000 * ours["first answer"]["wall"], 50)
    yield Goal("one testimony committed, ms: under 50", median(ours["commit"]["commit"]), 50)
    for kind in KINDS:
        for peer, allowed in (("FTS5", 1), ("tantivy", TIMES)):
            if theirs := _p95(engines, peer, kind):
                name = f"{kind}, p95 ms: {f'{allowed} × ' if allowed > 1 else ''}{peer}'s at most"
                yield Goal(name, _p95(engines, OURS, kind), allowed * theirs)


def _p95(engines: Engines, engine: str, kind: str) -> float:
    """Give a p95, 0 where there is none."""
    return float(engines[engine].get("questions", {}).get(kind, {}).get("p95", 0))
