"""A testimony to be read: its description, then its words turn by turn."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from tui.telling import described, glimpse, medium
from tui.widgets.drawing import Block, Line, Span, wrapped
from tui.widgets.turns import Manner, Marks, Turn, place_width, turns_of
from tui.widgets.virtual_list import VirtualList
from tui.widgets.words import fitted, line, text

if TYPE_CHECKING:
    from archive.reading import Shown
    from testimonies.testimony import MediaItem, Testimony
    from testimonies.transcript import Passage

__all__ = ["Marks", "Reader", "head_of"]

NAME = 16
"""Cells for the names in the description."""

NOTED = "•"
"""Stands in the margin of a turn somebody has noted something on."""


class Reader(VirtualList):
    """The description is row 0, and every turn one of the rows below it."""

    DEFAULT_CSS = """
    Reader > .virtual-list--here { text-style: bold reverse; color: $accent; }
    App:nocolor Reader > .virtual-list--here { text-style: bold reverse underline; color: $foreground; }
    """

    def __init__(self, *, id: str | None = None, still: bool = False) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.shows_cursor = self.can_focus = not still
        self._head: list[tuple[str, str]] = []
        self._title = ""
        self._warnings: Sequence[str] = ()
        self._testimony: Testimony | None = None
        self._turns: list[Turn] = []
        self._rows: Mapping[str, int] = {}
        """In which row a passage stands."""
        self._manner = Manner(12)
        self._noted: Collection[str] = ()
        self.beside = 0
        """Which transcript stands beside the first; 0 where they follow one another."""

    def show(self, testimony: Testimony, head: Sequence[tuple[str, str]], marks: Marks) -> None:
        """Show a testimony, what answers a search marked."""
        self._title = line(testimony.title)
        self._warnings = [line(note) for note in testimony.content_notes]
        self._head = [(name, text(value)) for name, value in head]
        self._noted = {note.about.passage for note in testimony.notes if note.about and note.about.passage}
        self._testimony = testimony
        self._lay(marks)

    def put_beside(self, number: int) -> None:
        """Put another transcript beside the first, or with 0 one under the other; the same turn stays in sight."""
        here = self.passage(self.cursor)
        self.beside = number
        self._lay(self._manner.marks)
        row = self.row_of(here.id) if here else None
        self.show_row(row if row is not None else min(self.cursor, 1))

    def _lay(self, marks: Marks) -> None:
        self._turns = turns_of(self._testimony, self.beside) if self._testimony else []
        self._rows = {passage.id: row for row, turn in enumerate(self._turns, 1) for passage in turn.passages}
        self._manner = Manner(place_width(self._turns), marks, self._manner.here)
        if self.count == len(self._turns) + 1:
            self.renew()
        self.count = len(self._turns) + 1

    def mark(self, marks: Marks, here: tuple[str, tuple[int, int]] | None = None) -> None:
        """Mark what answers, once more of it is known, and the one of them one is at."""
        self._manner = Manner(self._manner.place, marks, here)
        self.renew()

    def show_mark(self, passage_id: str) -> None:
        """Go to the mark one is at, wherever it stands in a long turn."""
        row = self._rows.get(passage_id)
        if row is None:
            return
        self.cursor = row
        if not self.size.height:
            self.show_row(row)
            return
        block = self._block(row)
        lines = (number for number, one in enumerate(block.lines) if any(span.style == "here" for span in one))
        at = next(lines, block.at)
        if (row, at) not in self._seen():
            self._look_at(self._walk((row, at), -self.size.height // 3))

    def row_of(self, passage_id: str) -> int | None:
        """Say in which row a passage stands."""
        return self._rows.get(passage_id)

    def passage(self, row: int) -> Passage | None:
        """Give the passage in a row, the first one where there are several; None for the description."""
        return self._turns[row - 1].passages[0] if 0 < row <= len(self._turns) else None

    def passages(self, row: int) -> tuple[Passage, ...]:
        """Give all the passages of a row."""
        return self._turns[row - 1].passages if 0 < row <= len(self._turns) else ()

    @property
    def turns(self) -> int:
        """How many turns there are."""
        return len(self._turns)

    def sign(self, index: int) -> str:
        """Tell in the margin where there is a note."""
        if not 0 < index <= len(self._turns):
            return " "
        return NOTED if any(passage.id in self._noted for passage in self._turns[index - 1].passages) else " "

    def block(self, index: int, width: int) -> Block:
        """Draw the description, or a turn under the heading of its transcript where it is the first."""
        if index == 0:
            return Block(self._description(width))
        turn = self._turns[index - 1]
        above: list[Line] = [[], *self._manner.head(turn, width)]
        return Block([*above, *self._manner.lines(turn, width)], len(above))

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
