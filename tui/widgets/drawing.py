"""What a row of a list looks like: lines of spans, each with a style that has a name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tui.widgets.words import breaks

STYLES = ("text", "dim", "strong", "name", "mark", "here", "note", "more", "less", "cursor", "thumb")
"""How a span may look; each is a component class of the lists, so the stylesheet says what it means."""


class Span(NamedTuple):
    """A stretch of text in one style."""

    text: str
    style: str = "text"


Line = Sequence[Span]


@dataclass(frozen=True, slots=True)
class Block:
    """What is drawn for one row: its lines, and which of them are the row itself."""

    lines: Sequence[Line]
    at: int = 0
    """The first line of the row itself; those above it are a heading that moves with it."""
    settled: bool = True
    """Whether it may be kept; a row that is still to come may not."""


def wrapped(spans: Iterable[Span], width: int, *, first: Line = (), rest: Line = ()) -> list[Line]:
    """Break spans into lines of `width` cells, with `first` before the first line and `rest` before the others."""
    spans = list(spans)
    whole = "".join(span.text for span in spans)
    lines: list[Line] = []
    for number, (start, end) in enumerate(breaks(whole, width)):
        lines.append([*(rest if number else first), *cut(spans, start, end)])
    return lines


def cut(spans: Iterable[Span], start: int, end: int) -> list[Span]:
    """Give the part of some spans between two code points of their whole text."""
    pieces: list[Span] = []
    reached = 0
    for span in spans:
        after = reached + len(span.text)
        if after > start and reached < end:
            pieces.append(Span(span.text[max(start - reached, 0) : end - reached], span.style))
        reached = after
    return pieces


def marked(
    text: str, marks: Iterable[tuple[int, int]], style: str = "text", here: tuple[int, int] | None = None
) -> list[Span]:
    """Give text as spans, what is marked in the style of a mark, and the mark one is at in a style of its own.

    >>> [tuple(span) for span in marked("the old bridge", [(8, 14)])]
    [('the old ', 'text'), ('bridge', 'mark')]
    """
    pieces: list[Span] = []
    reached = 0
    for start, end in marks:
        if reached <= start < end <= len(text):
            pieces += [
                Span(text[reached:start], style),
                Span(text[start:end], "here" if (start, end) == here else "mark"),
            ]
            reached = end
    return [span for span in (*pieces, Span(text[reached:], style)) if span.text]
