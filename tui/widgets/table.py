"""The testimonies as a table; rows are asked for a page at a time when they come into view."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from textual.cache import LRUCache
from textual.message import Message

from testimonies import edtf
from tui.widgets.drawing import Block, Line, Span
from tui.widgets.virtual_list import VirtualList
from tui.widgets.words import fitted, line

if TYPE_CHECKING:
    from archive.finding import Row

PAGE = 200
"""Rows asked for at once."""


@dataclass(frozen=True, slots=True)
class Columns:
    """How wide each column is; a column of no width is not shown."""

    title: int
    date: int
    extent: int
    access: int
    id: int = 9

    @classmethod
    def of(cls, width: int) -> Columns:
        """Divide the width: on a narrow screen whole columns go, so that the title always has the most of it.

        First goes the extent; then the access stands as a sign; then the date goes, and last the sign.
        """
        date, extent, access = next(columns for least, *columns in _WIDTHS if width >= least)
        others = sum(column + 2 for column in (date, extent, access) if column)
        return cls(max(width - 9 - 2 - others, 1), date, extent, access)


_WIDTHS = ((110, 22, 22, 10), (92, 17, 14, 10), (68, 17, 0, 10), (50, 17, 0, 1), (20, 0, 0, 1), (0, 0, 0, 0))

HEADINGS = ("ID", "TITLE", "DATE", "EXTENT", "ACCESS")

SIGNS = {"open": "○", "restricted": "◐", "staff": "●", "closed": "×"}
"""How access is shown where there is no room for the word; the line below the list says the word."""


class TestimonyTable(VirtualList):
    """A list of testimonies: id, title, date, extent, access."""

    @dataclass
    class Wanted(Message):
        """Rows are in view that are not here yet."""

        table: TestimonyTable
        offset: int
        limit: int

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._pages: LRUCache[int, Sequence[Row]] = LRUCache(50)
        self._asked: set[int] = set()
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

    def block(self, index: int, width: int) -> Block:
        """Draw a testimony as a line of the table."""
        row = self.row(index)
        if row is None:
            self._ask(index - index % PAGE)
            return Block([[Span("…", "dim")]], settled=False)
        return Block([_cells(row, Columns.of(width))])

    def _ask(self, offset: int) -> None:
        if offset not in self._asked:
            self._asked.add(offset)
            self.post_message(self.Wanted(self, offset, PAGE))

    def headings(self, width: int) -> str:
        """Give the line above the table, where its rows are so many cells wide."""
        columns = Columns.of(width)
        widths = (columns.id, columns.title, columns.date, columns.extent, columns.access)
        # A sign has no room for a heading.
        return "  ".join(fitted(name, width) for name, width in zip(HEADINGS, widths, strict=True) if width > 1)

    def left_out(self, width: int) -> list[str]:
        """Say of the row the cursor stands on what there is no room for in so many cells."""
        row, columns = self.row(self.cursor), Columns.of(width)
        if row is None:
            return []
        words = (("" if columns.date else dated_of(row)), (row.access if columns.access <= 1 else ""))
        return [line(word) for word in words if word]


def _cells(row: Row, columns: Columns) -> Line:
    shown = [
        Span(fitted(line(row.id), columns.id), "dim"),
        Span("  " + fitted(line(row.shown_title()), columns.title)),
    ]
    access = row.access if columns.access > 1 else SIGNS.get(row.access, row.access)
    for value, width in ((dated_of(row), columns.date), (row.extent or "", columns.extent), (access, columns.access)):
        if width:
            shown.append(Span("  " + fitted(line(value), width), "dim"))
    return shown


def dated_of(row: Row) -> str:
    """Give the date of a testimony in words; nothing where this reader may not know whether it has one."""
    return "" if row.glimpse else dated(row.date)


@lru_cache(2000)
def dated(text: str) -> str:
    """Give a date of the index in words."""
    return edtf.display(edtf.parse(text))
