"""The figures as three small tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tests.benchmarks.tables import megabytes, table


def markdown(figures: dict[str, Any]) -> str:
    """Give all figures as Markdown."""
    held = figures["holdings"]
    refused = f" ({held['refused']:,} refused)" if held["refused"] else ""
    return "\n\n".join(
        [
            f"{held['testimonies']:,} testimonies{refused}, {held['passages']:,} passages, {held['words']:,} words: "
            f"{held['material']}.",
            table(("", "time", "CPU", "peak memory", "on disk"), _work(figures)),
            table(("query, ms", "p50", "p95"), _queries(figures["queries"])),
            table(("whole process", "time", "times a bare Python", "peak memory"), _starts(figures["processes"])),
        ]
    )


def _work(figures: dict[str, Any]) -> Iterable[Sequence[str]]:
    held = figures["holdings"]
    sizes = {
        "import": f"{megabytes(held['archive size'])} (received: {megabytes(held['source size'])})",
        "reindex": f"{megabytes(held['index size'])}",
    }
    for name, size in sizes.items():
        took = figures[name]
        yield name, f"{took['wall']:.1f} s", f"{took['cpu']:.1f} s", megabytes(took["peak"]), size


def _queries(queries: dict[str, dict[str, float]]) -> Iterable[Sequence[str]]:
    for kind, took in queries.items():
        yield kind, f"{took['p50']:.1f}", f"{took['p95']:.1f}" if "p95" in took else ""


def _starts(processes: dict[str, Any]) -> Iterable[Sequence[str]]:
    bare = processes["seconds"]["bare"]
    for name, seconds in processes["seconds"].items():
        peak = processes["peaks"].get(name.partition(",")[0])
        yield name, f"{seconds * 1000:.0f} ms", f"{seconds / bare:.1f}", megabytes(peak) if peak else ""
