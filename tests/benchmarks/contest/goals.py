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
    processor: float | None = None
    """How many times what is allowed it is in the processor's time, which a busy machine does not lengthen; None
    where it is no time on the clock."""

    @property
    def share(self) -> float:
        """Give how many times what is allowed it is; up to 1 the goal is met."""
        return _share(self.figure, self.allowed)


def goals(engines: Engines) -> Iterator[Goal]:
    """Give every goal that these engines allow to judge."""
    ours = engines[OURS]
    for peer in PEERS:
        yield from _asked(engines, "whole answer", peer)
    if built := engines["tantivy"].get("build"):
        yield Goal(f"building, CPU s: {TIMES} × tantivy's at most", ours["build"]["cpu"], TIMES * built["cpu"])
    yield Goal("building, memory MB: under 500", ours["build"]["peak"] / 1e6, 500)
    yield Goal("querying, memory MB: under 150", ours["ask"]["peak"] / 1e6, 150)
    for phase, name in (("first", "first question"), ("first answer", "first whole answer")):
        opened = ours[phase]
        yield Goal(f"open and {name}, ms: under 50", 1000 * opened["wall"], 50, 1000 * opened["cpu"] / 50)
    commits = ours["commit"]
    yield Goal("one testimony committed, ms: under 50", median(commits["commit"]), 50, median(commits["cpu"]) / 50)
    for kind in KINDS:
        yield from _asked(engines, kind, "FTS5")
        yield from _asked(engines, kind, "tantivy", TIMES)


def _asked(engines: Engines, kind: str, peer: str, times: int = 1) -> Iterator[Goal]:
    """Compare the slow end of a kind of question with a peer's, where the peer can answer it."""
    ours, theirs = (engines[name].get("questions", {}).get(kind, {}) for name in (OURS, peer))
    if "p95" in theirs:
        name = f"{kind}, p95 ms: {f'{times} × ' if times > 1 else ''}{peer}'s at most"
        processor = _share(ours["cpu95"], times * theirs["cpu95"])
        yield Goal(name, ours["p95"], times * theirs["p95"], processor)


def _share(figure: float, allowed: float) -> float:
    return figure / allowed if allowed else 0.0
