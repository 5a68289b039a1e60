"""Figures as Markdown: tables, and how times, sizes and ratios are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Give a table; the first column is a name, the others are figures."""
    rule = ["---", *["--:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *rows))


def megabytes(size: float) -> str:
    """Give a size in bytes, with a decimal where it is small.

    >>> megabytes(3_661_429), megabytes(288_000_000)
    ('3.7 MB', '288 MB')
    """
    return f"{size / 1e6:,.{0 if size > 1e7 else 1}f} MB"


def milliseconds(time: float) -> str:
    """Give a time in milliseconds with two or three digits that count.

    >>> milliseconds(0.0234), milliseconds(2.34), milliseconds(23.4), milliseconds(1234)
    ('0.02', '2.3', '23', '1,234')
    """
    return f"{time:,.{2 if time < 1 else 1 if time < 10 else 0}f}"


def seconds(time: float) -> str:
    """Give a time in seconds.

    >>> seconds(9.26), seconds(191.2)
    ('9.3 s', '191 s')
    """
    return f"{time:,.{1 if time < 100 else 0}f} s"


def times(ratio: float) -> str:
    """Give how many times one figure is another.

    >>> times(0.043), times(4.31), times(43.1)
    ('0.04×', '4.3×', '43×')
    """
    return f"{milliseconds(ratio)}×"
