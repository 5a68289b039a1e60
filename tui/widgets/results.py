"""What a search found: passages under the testimonies they stand in, with their places and what is marked."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from tui.columns import dated_of
from tui.telling import around
from tui.widgets.drawing import Block, Line, Span, cut, marked, wrapped
from tui.widgets.virtual_list import VirtualList
from tui.widgets.words import cells, fitted, line

if TYPE_CHECKING:
    from archive.finding import Hit, Result

PLACE = 13
"""Cells for the place of a passage, at most."""


@dataclass(frozen=True, slots=True)
class Found:
    """A row of the results: a passage, or a testimony whose description alone answers."""

    result: Result
    hit: Hit | None
    heads: bool
    """Whether it is the first row of its testimony."""
    closes: bool
    """Whether it is the last."""


class ResultList(VirtualList):
    """Passages grouped by testimony."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._found: list[Found] = []
        self._place = 0
        """Cells for the places of those that are shown: as wide as the widest of them."""
        self.marked: Container[str] = ()
        """The ids of the testimonies that are marked."""

    def show(self, results: Sequence[Result]) -> None:
        """Show other results from their beginning."""
        self._found, self._place = [], 0
        self._take(results)
        self.cursor = 0
        self._put()

    def extend(self, results: Sequence[Result]) -> None:
        """Show further results below."""
        self._take(results)
        self._put()

    def _take(self, results: Sequence[Result]) -> None:
        self._found += chain.from_iterable(_rows(result) for result in results)
        places = (cells(place_of(hit)) for result in results for hit in result.passages)
        self._place = max(self._place, min(max(places, default=0) + 2, PLACE))

    def _put(self) -> None:
        if self.count == len(self._found):
            self.renew()
        self.count = len(self._found)

    @property
    def found(self) -> Found | None:
        """What the cursor stands on."""
        return self._found[self.cursor] if self.cursor < len(self._found) else None

    def block(self, index: int, width: int) -> Block:
        """Draw a passage, under the head of its testimony where it is the first."""
        found = self._found[index]
        lines = list(_head(found.result, width, found.result.row.id in self.marked)) if found.heads else []
        if index and lines:
            lines.insert(0, [])
        at = len(lines)
        if found.hit:
            lines += _passage(found.hit, width, self._place)
        else:
            said = "the description answers" if found.result.row.kind else ""
            lines.append([Span(said, "dim")])
        more = found.result.passage_count - len(found.result.passages)
        if found.closes and more > 0:
            lines.append([Span(f"{'':{self._place}}and {more:,} more in this testimony", "dim")])
        return Block(lines, at)


def _rows(result: Result) -> list[Found]:
    hits: Sequence[Hit | None] = result.passages or (None,)
    last = len(hits) - 1
    return [Found(result, hit, n == 0, n == last) for n, hit in enumerate(hits)]


def _head(result: Result, width: int, marked: bool) -> Iterator[Line]:
    row = result.row
    title = f"{'✓ ' if marked else ''}{line(row.shown_title())}"
    yield [Span(fitted(title, width - 11), "strong"), Span(f"  {line(row.id):>9}", "dim")]
    facts = (dated_of(row), line(row.kind.replace("_", " ")), row.access)
    yield [Span(fitted(" · ".join(fact for fact in facts if fact), width), "dim")]
    asked: dict[str, list[str]] = {}
    for match in result.matched_names:
        if match.asked.casefold() != match.found.casefold():
            reason = "sounds like" if match.why else "is also called"
            asked.setdefault(f"{match.asked} {reason}", []).append(match.found)
    for reason, found in asked.items():
        yield [Span(fitted(line(f"{reason} {', '.join(found)}"), width), "note")]


def place_of(hit: Hit) -> str:
    """Give where a passage stands, in words."""
    return line(hit.at or f"#{hit.number}")


def _passage(hit: Hit, width: int, place: int) -> list[Line]:
    start, end = around(hit.text, hit.marks)
    spans = cut(marked(hit.text, hit.marks), start, end)
    shown = [Span(line_of(span.text), span.style) for span in spans]
    who = [Span(f"{line(hit.speaker)}: ", "name")] if hit.speaker else []
    before, after = [Span("…")] if start else [], [Span("…")] if end < len(hit.text) else []
    return wrapped(
        [*who, *before, *shown, *after],
        max(width - place, 10),
        first=[Span(fitted(place_of(hit), place - 2) + "  ", "dim")],
        rest=[Span(" " * place)],
    )


def line_of(text: str) -> str:
    """Give a piece of a passage as one safe line, with the spaces at its ends kept."""
    stripped = text.strip()
    if not stripped:
        return " " if text else ""
    start, end = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return (" " if start else "") + line(stripped) + (" " if end else "")
