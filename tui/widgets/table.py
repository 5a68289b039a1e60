"""The testimonies as a table; rows are asked for a page at a time when they come into view."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.cache import LRUCache
from textual.message import Message

from tui.columns import GAP, SIGNS, USUAL, Label, Layout, headings, laid_out, value
from tui.widgets.drawing import Block, Line, Span
from tui.widgets.virtual_list import VirtualList
from tui.widgets.words import fitted

if TYPE_CHECKING:
    from archive.finding import Row

PAGE = 200
"""Rows asked for at once."""


class TestimonyTable(VirtualList):
    """A list of testimonies, each a line of columns."""

    @dataclass
    class Wanted(Message):
        """Rows are in view that are not here yet."""

        table: TestimonyTable
        offset: int
        limit: int

    @dataclass
    class Resized(Message):
        """There is more room for columns, or less."""

        table: TestimonyTable

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._pages: LRUCache[int, Sequence[Row]] = LRUCache(50)
        self._asked: set[int] = set()
        self._columns: tuple[str, ...] = USUAL
        self.label: Label = str
        """Gives what the authority records are called that a row names by their ids."""
        self.marked: Container[str] = ()
        """The ids that are marked."""

    def sign(self, index: int) -> str:
        """Show what is marked."""
        row = self.row(index)
        return "✓" if row and row.id in self.marked else " "

    def row(self, index: int) -> Row | None:
        """Give a row that is here already."""
        page = self._pages.get(index - index % PAGE)
        return page[index % PAGE] if page and index % PAGE < len(page) else None

    def fill(self, offset: int, total: int, rows: Sequence[Row]) -> None:
        """Take in a page of rows."""
        self._pages.set(offset, rows)
        self._asked.discard(offset)
        self.count = total
        self.renew()

    def forget(self) -> None:
        """Ask for every row anew, because the order or the archive has changed."""
        self._pages.clear()
        self._asked.clear()
        self.renew()

    def on_resize(self) -> None:
        """Say that the headings stand elsewhere now."""
        super().on_resize()
        self.post_message(self.Resized(self))

    def block(self, index: int, width: int) -> Block:
        """Draw a testimony as a line of the table."""
        row = self.row(index)
        if row is None:
            self._ask(index - index % PAGE)
            return Block([[Span("…", "dim")]], settled=False)
        return Block([self._cells(row, laid_out(self._columns, width))])

    def _ask(self, offset: int) -> None:
        if offset not in self._asked:
            self._asked.add(offset)
            self.post_message(self.Wanted(self, offset, PAGE))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are shown where there is room for them."""
        return self._columns

    @columns.setter
    def columns(self, names: Sequence[str]) -> None:
        """Show other columns."""
        self._columns = tuple(names)
        self.renew()

    def headings(self, width: int) -> str:
        """Give the line above the table, where its rows are so many cells wide."""
        return headings(laid_out(self._columns, width))

    def left_out(self, width: int) -> list[str]:
        """Say of the row the cursor stands on what there is no room for in so many cells; of the extent, nothing."""
        row, shown = self.row(self.cursor), dict(laid_out(self._columns, width))
        if row is None:
            return []
        missing = (name for name in self._columns if name != "extent" and shown.get(name, 0) <= 1)
        return [said for name in missing if (said := value(name, row, self.label))]

    def _cells(self, row: Row, layout: Layout) -> Line:
        shown = []
        for number, (name, width) in enumerate(layout):
            said = value(name, row, self.label)
            if name == "access" and width == 1:
                said = SIGNS.get(row.access, row.access)
            gap = " " * GAP if number else ""
            shown.append(Span(gap + fitted(said, width), "text" if name == "title" else "dim"))
        return shown
