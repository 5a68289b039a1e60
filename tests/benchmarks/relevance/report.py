"""How well the judged questions are answered, as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tests.benchmarks.relevance.judged import KINDS
from tests.benchmarks.tables import table


def markdown(figures: dict[str, Any]) -> str:
    """Give all figures as Markdown."""
    if "missing" in figures:
        return f"Not judged: {figures['missing']} is not on this machine."
    engines = list(figures["scores"])
    said = (
        f"{figures['questions']} questions over {figures['testimonies']:,} testimonies, {figures['passages']:,} "
        "passages: success@5 / MRR of the first ten passages. Ours joins words by AND, as it does for everybody; its "
        "peers, by OR."
    )
    return "\n\n".join([said, table(("questions", *engines), _rows(figures, engines))])


def _rows(figures: dict[str, Any], engines: Sequence[str]) -> Iterable[Sequence[str]]:
    for kind, name in {"all": "all", **KINDS}.items():
        scores = (figures["scores"][engine][kind] for engine in engines)
        yield name, *(f"{one['success@5']:.2f} / {one['MRR']:.2f}" for one in scores)
