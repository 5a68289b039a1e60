"""The figures as three small tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any


def markdown(figures: dict[str, Any]) -> str:
    """Give all figures as Markdown."""
    held = figures["holdings"]
    refused = f" ({held['refused']:,} refused)" if held["refused"] else ""
    quick = " Quick run: few repetitions." if figures["quick"] else ""
    return "\n\n".join(
        [
            f"{held['testimonies']:,} testimonies{refused}, {held['passages']:,} passages, {held['words']:,} words: "
            f"{held['material']}. {figures['machine']}.{quick}",
            _table(("", "time", "CPU", "peak memory", "on disk"), _work(figures)),
            _table(("query, ms", "p50", "p95"), _queries(figures["queries"])),
            _table(("whole process", "time", "times a bare Python", "peak memory"), _starts(figures["processes"])),
        ]
    )


def _work(figures: dict[str, Any]) -> Iterable[Sequence[str]]:
    held = figures["holdings"]
    sizes = {
        "import": f"{_mb(held['archive size'])} (received: {_mb(held['source size'])})",
        "reindex": f"{_mb(held['index size'])}",
    }
    for name, size in sizes.items():
        took = figures[name]
        yield name, f"{took['wall']:.1f} s", f"{took['cpu']:.1f} s", _mb(took["peak"]), size


def _queries(queries: dict[str, dict[str, float]]) -> Iterable[Sequence[str]]:
    for kind, took in queries.items():
        yield kind, f"{took['p50']:.1f}", f"{took['p95']:.1f}" if "p95" in took else ""


def _starts(processes: dict[str, Any]) -> Iterable[Sequence[str]]:
    bare = processes["seconds"]["bare"]
    for name, seconds in processes["seconds"].items():
        peak = processes["peaks"].get(name.partition(",")[0])
        yield name, f"{seconds * 1000:.0f} ms", f"{seconds / bare:.1f}", _mb(peak) if peak else ""


def _mb(size: int) -> str:
    return f"{size / 1e6:,.{0 if size > 1e7 else 1}f} MB"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    rule = ["---", *["--:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))
