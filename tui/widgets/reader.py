"""A testimony to be read: its description, then its words turn by turn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from tui.telling import described, glimpse, heading, medium
from tui.widgets.drawing import Block, Line, Span, marked, wrapped
from tui.widgets.virtual_list import VirtualList
from tui.widgets.words import cells, fitted, line, text

if TYPE_CHECKING:
    from archive.reading import Shown
    from testimonies.testimony import MediaItem, Testimony
    from testimonies.transcript import Passage, Transcript

NAME = 16
"""Cells for the names in the description."""

Marks = Mapping[str, Sequence[tuple[int, int]]]
"""What is marked, by passage id."""


class Reader(VirtualList):
    """The description is row 0, and every turn one of the rows below it."""

    def __init__(self, *, id: str | None = None, still: bool = False) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.shows_cursor = self.can_focus = not still
        self._head: list[tuple[str, str]] = []
        self._title = ""
        self._warnings: Sequence[str] = ()
        self._turns: list[tuple[Passage, Transcript | None]] = []
        self._marks: Marks = {}
        self._place = 12

    def show(self, testimony: Testimony, head: Sequence[tuple[str, str]], marks: Marks) -> None:
        """Show a testimony, what answers a search marked."""
        self._title = line(testimony.title)
        self._warnings = [line(note) for note in testimony.content_notes]
        self._head = [(name, text(value)) for name, value in head]
        self._turns = [
            (passage, transcript if number == 0 else None)
            for transcript in testimony.transcripts
            for number, passage in enumerate(transcript.passages)
        ]
        self._marks = marks
        self._place = _place_width(self._turns)
        if self.count == len(self._turns) + 1:
            self.renew()
        self.count = len(self._turns) + 1

    def mark(self, marks: Marks) -> None:
        """Mark what answers, once more of it is known."""
        self._marks = marks
        self.renew()

    def row_of(self, passage_id: str) -> int | None:
        """Say in which row a passage stands."""
        rows = (n for n, (passage, _) in enumerate(self._turns, 1) if passage.id == passage_id)
        return next(rows, None)

    def passage(self, row: int) -> Passage | None:
        """Give the passage in a row; None for the description."""
        return self._turns[row - 1][0] if 0 < row <= len(self._turns) else None

    @property
    def turns(self) -> int:
        """How many turns there are."""
        return len(self._turns)

    def block(self, index: int, width: int) -> Block:
        """Draw the description, or a turn under the heading of its transcript where it is the first."""
        if index == 0:
            return Block(self._description(width))
        passage, transcript = self._turns[index - 1]
        above: list[Line] = [[]]
        if transcript is not None:
            above = [[], *wrapped([Span(line(heading(transcript)), "strong")], width), []]
        return Block([*above, *self._turn(passage, width)], len(above))

    def _description(self, width: int) -> list[Line]:
        lines = wrapped([Span(self._title, "strong")], width)
        for warning in self._warnings:
            lines += wrapped([Span(f"! Content note: {warning}", "note")], width)
        lines.append([])
        for name, value in self._head:
            first, rest = Span(fitted(name, NAME), "dim"), Span(" " * NAME)
            lines += wrapped([Span(value)], max(width - NAME, 10), first=[first], rest=[rest])
        if not self._turns:
            lines += [[], [Span("There are no words to read here.", "dim")]]
        return lines

    def _turn(self, passage: Passage, width: int) -> list[Line]:
        place = line(str(passage.at)) if passage.at else ""
        first, rest = Span(fitted(place, self._place), "dim"), Span(" " * self._place)
        spans = marked(passage.words, self._marks.get(passage.id, ()))
        words = [Span(text(span.text), span.style) for span in spans]
        who = [Span(f"{line(passage.speaker)}: ", "name")] if passage.speaker else []
        return wrapped([*who, *words], max(min(width - self._place, 90), 10), first=[first], rest=[rest])


def head_of(shown: Shown, label: Callable[[str], str]) -> list[tuple[str, str]]:
    """Give the description as names and values, with the version and the media."""
    testimony = shown.testimony
    if shown.glimpse:
        return [(name, value or "not given") for name, value in glimpse(testimony).items()]
    rows = [row for row in described(testimony, label) if row[0] != "content notes"]
    version = f"{shown.version} of {shown.versions}" if shown.versions > 1 else str(shown.version)
    media = [("" if number else "media", _in_short(item)) for number, item in enumerate(testimony.media)]
    return [("id", testimony.id), *rows, ("version", version), *media]


def _in_short(item: MediaItem) -> str:
    return " · ".join(medium(item).split("\n"))


def _place_width(turns: Sequence[tuple[Passage, Transcript | None]]) -> int:
    """Give the column of places its width: that of the longest of them."""
    longest = max((cells(str(passage.at)) for passage, _ in turns if passage.at), default=0)
    return min(longest, 20) + 2 if longest else 0
