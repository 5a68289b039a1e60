"""Every engine is told the same texts and asked the judged questions."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from archive.archive import Archive
from tests.benchmarks import prose
from tests.benchmarks.contest.measured import peer
from tests.benchmarks.peers.earwitness import KEEPER, Earwitness
from tests.benchmarks.peers.peer import CannotError, Place, Told
from tests.benchmarks.relevance.judged import KINDS, Judged, judged, looked_through
from tests.benchmarks.relevance.material import material
from tests.benchmarks.relevance.scores import LOOKED_AT, rank, summary

ENGINES = ("Earwitness", "plain Whoosh", "FTS5", "tantivy")
OFFER_TAKEN = "Earwitness, its offer taken"
"""Where nothing is found, what `Did you mean` offers is asked instead, as one key does."""


def measure(quick: bool = False, without: Collection[str] = ()) -> dict[str, Any]:
    """Ask them all; without the corpus there is nothing to judge."""
    corpus = prose.corpus()
    if corpus is None:
        return {"missing": "the test corpus"}
    all_told = material(corpus)
    questions = judged(all_told)
    every = looked_through(all_told, questions, quick)
    with tempfile.TemporaryDirectory() as name:
        ranks: dict[str, Sequence[int | None]] = {}
        for engine in ENGINES:
            if engine not in without:
                ranks |= _ranks(engine, Path(name), every, questions)
    passages = sum(len(told.passages) for told in every)
    return {
        "testimonies": len(every),
        "passages": passages,
        "questions": len(questions),
        "scores": {engine: _scores(questions, found) for engine, found in ranks.items()},
        "ranks": {
            one.asked: {engine: found[at] for engine, found in ranks.items()} for at, one in enumerate(questions)
        },
    }


def _ranks(
    engine: str, folder: Path, every: Sequence[Told], questions: Sequence[Judged]
) -> Mapping[str, Sequence[int | None]]:
    # Plain Whoosh reads the index that ours has built.
    own = folder / ("ours" if engine in ("Earwitness", "plain Whoosh") else engine)
    own.mkdir(exist_ok=True)
    try:
        one = peer(engine, own)
    except CannotError:
        return {}
    if isinstance(one, Earwitness):
        _keep(one, every)
    if engine != "plain Whoosh":
        one.build(every)
    one.open()
    ranks = {engine: [rank(one.search(asked.question, LOOKED_AT), asked.answers) for asked in questions]}
    if isinstance(one, Earwitness):
        ranks[OFFER_TAKEN] = [rank(_offered(one, asked), asked.answers) for asked in questions]
    return ranks


def _keep(ours: Earwitness, every: Sequence[Told]) -> None:
    Archive.create(ours.folder / "archive", "Voices of the benchmark", KEEPER).close()
    ours.open()
    with ours.archive.store.writing():
        for told in every:
            ours.keep(told)
    ours.archive.close()


def _offered(ours: Earwitness, asked: Judged) -> list[Place]:
    answer = ours.archive.search(asked.asked, limit=LOOKED_AT)
    offers = () if answer.total else ours.archive.suggest(asked.asked)
    return ours.first(offers[0].query if offers else asked.asked, LOOKED_AT)


def _scores(questions: Sequence[Judged], ranks: Sequence[int | None]) -> dict[str, Any]:
    of_kind = {
        kind: summary(found for one, found in zip(questions, ranks, strict=True) if one.kind == kind)
        for kind in KINDS
    }
    return {"all": summary(ranks)} | of_kind
