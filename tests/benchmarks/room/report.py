"""The budgets of the reading room as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tests.benchmarks.tables import megabytes, table


def markdown(figures: dict[str, Any]) -> str:
    """Give all figures as Markdown."""
    memory = figures["memory"]
    held = (
        f"{megabytes(memory['peak'])} at most, {megabytes(memory['own'])} of it now its own" if memory else "unknown"
    )
    return "\n\n".join(
        [
            f"{figures['testimonies']:,} testimonies; 100×30 cells. Memory: {held}, the rest mapped files.",
            table(("key, ms", "first byte", "p95", "all painted", "p95", "bytes"), _rows(figures)),
        ]
    )


def _rows(figures: dict[str, Any]) -> Iterable[Sequence[str]]:
    screens = {f"opens {name}": took for name, took in figures["screens"].items()}
    for name, took in {
        "cursor": figures["cursor key"],
        "letter in the search box": figures["letter"],
        **screens,
    }.items():
        yield (
            name,
            *(f"{took[what]:.0f}" for what in ("first", "first p95", "all", "all p95")),
            f"{took['bytes']:,.0f}",
        )
