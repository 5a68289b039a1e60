"""The contest's figures as Markdown: what each engine took, how many times that is, and which goals are met."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from statistics import median
from typing import Any

from tests.benchmarks.contest.contest import OURS
from tests.benchmarks.contest.goals import goals
from tests.benchmarks.contest.questions import KINDS, WHOLE
from tests.benchmarks.tables import megabytes, milliseconds, seconds, table, times

Figures = Mapping[str, Any]
Cell = Callable[[Figures], str]

NOTES = """\
How it was measured. Every engine gets the same passages as documents, in English stems, with testimony, day, kind,
collection and access. Each phase is a process of its own, its imports done before the clock starts; the disk's cache
is warm. Ours is built by `reindex`, which reads every record from its object; the peers read one file of lines.
Kinds: the twenty best with their scores and the exact total, in passages for the peers (AND within a passage), in
testimonies for ours (AND over the testimony, which is more to do). Whole answer: twenty testimonies with up to five
passages, their words and marks, exact totals and facets over testimonies, for a reader who may see nine in ten; AND
over the testimony for all. tantivy marks nothing for a prefix, and the words of a phrase wherever they stand. Near
misses are two letters that changed places: to plain Whoosh those are two mistakes, and it finds little. Each question
is asked once, after others of its kind and for words that nobody asked for before: reading a word for the first time
is in p50 and p95. `again` is the median of asking all of them once more. Peak memory is the most that was resident,
mapped files included. A commit is durable and found by the next question; ours is the index's part, after the
testimony's object has been written."""


def markdown(figures: Figures) -> str:
    """Give all figures of one size."""
    made, engines = figures["made"], figures["engines"]
    loads = [phase["load"] for one in engines.values() for phase in one.values() if "load" in phase]
    told = (
        f"{made['testimonies']:,} testimonies, {made['passages']:,} passages, {made['words']:,} words; their archive "
        f"was made in {seconds(made['seconds'])}. {figures['asked']} questions of every kind. Load during the run "
        f"{min(loads):.1f} to {max(loads):.1f}."
    )
    names = list(engines)
    heads = ("p50 / p95, ms", *names)
    return "\n\n".join(
        [
            told,
            table(("", *names), _costs(engines)),
            table(heads, (_row(kind, engines, _asked(kind)) for kind in (*KINDS, "whole answer"))),
            table(
                ("on the processor", *names),
                (_row(kind, engines, _worked(kind)) for kind in (*KINDS, "whole answer")),
            ),
            table(("whole answer to, ms", *names), (_row(kind, engines, _asked(f"whole {kind}")) for kind in WHOLE)),
            table(("ours, times theirs", *names[1:], "again, ms", "found"), _ratios(engines)),
            table(("goal", "figure", "allowed", "", "by processor time"), _goals(engines)),
            NOTES,
        ]
    )


def _costs(engines: Figures) -> Iterator[Sequence[str]]:
    rows: dict[str, Cell] = {
        "build, CPU": lambda one: seconds(_of(one, "build")["cpu"]),
        "build, wall": lambda one: seconds(_of(one, "build")["wall"]),
        "build, peak memory": lambda one: megabytes(_of(one, "build")["peak"]),
        "index": lambda one: megabytes(_of(one, "build")["size"]),
        "asking, peak memory": lambda one: megabytes(_of(one, "ask")["peak"]),
        "without mapped files": lambda one: megabytes(found) if (found := _of(one, "ask").get("own")) else "?",
        "open + first question, ms": lambda one: milliseconds(1000 * _of(one, "first")["wall"]),
        "open + first whole answer, ms": lambda one: milliseconds(1000 * _of(one, "first answer")["wall"]),
        "commit of one, ms: median / slowest": lambda one: _span(_of(one, "commit")["commit"]),
        "question after it, ms: median / slowest": lambda one: _span(_of(one, "commit")["next"]),
    }
    return (_row(name, engines, cell) for name, cell in rows.items())


class _Nothing(Exception):
    """There is no figure, and why."""


def _of(one: Figures, phase: str) -> Figures:
    for reason in (one.get("missing"), one.get(phase, {}).get("cannot")):
        if reason:
            raise _Nothing(reason)
    found: Figures = one[phase]
    return found


def _asked(kind: str) -> Cell:
    def cell(one: Figures) -> str:
        found = _of(one.get("questions", one), kind)
        return f"{milliseconds(found['p50'])} / {milliseconds(found['p95'])}"

    return cell


def _worked(kind: str) -> Cell:
    def cell(one: Figures) -> str:
        found = _of(one.get("questions", one), kind)
        return f"{milliseconds(found['cpu50'])} / {milliseconds(found['cpu95'])}"

    return cell


def _row(name: str, engines: Figures, cell: Cell) -> Sequence[str]:
    return (name, *(_told(cell, one) for one in engines.values()))


def _told(cell: Cell, one: Figures) -> str:
    try:
        return cell(one)
    except _Nothing as reason:
        return f"– ({reason})"


def _span(found: Sequence[float]) -> str:
    return f"{milliseconds(median(found))} / {milliseconds(max(found))}"


def _ratios(engines: Figures) -> Iterator[Sequence[str]]:
    ours = engines[OURS]
    theirs = {name: one for name, one in engines.items() if name != OURS}

    def ratio(value: Callable[[Figures], float]) -> list[str]:
        return [_told(lambda one: times(value(ours) / value(one)), one) for one in theirs.values()]

    yield "build, CPU", *ratio(lambda one: _of(one, "build")["cpu"]), "", ""
    yield "index", *ratio(lambda one: _of(one, "build")["size"]), "", ""
    yield "open + first question", *ratio(lambda one: _of(one, "first")["wall"]), "", ""
    yield "commit of one", *ratio(lambda one: median(_of(one, "commit")["commit"])), "", ""
    for kind in (*KINDS, "whole answer"):
        found = ours["questions"][kind]
        told = (milliseconds(found["again"]), f"{found['found']:,.0f}")
        yield f"{kind}, p95", *ratio(lambda one, kind=kind: _of(one.get("questions", one), kind)["p95"]), *told


def _goals(engines: Figures) -> Iterable[Sequence[str]]:
    for goal in goals(engines):
        verdict = "met" if goal.share <= 1 else f"**missed: {times(goal.share)}**"
        processor = "" if goal.processor is None else times(goal.processor)
        yield goal.name, milliseconds(goal.figure), milliseconds(goal.allowed), verdict, processor
