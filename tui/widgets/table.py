"""The testimonies as a table; rows are asked for a page at a time when they come into view."""

from __future__ import annotations

from collections.abc import Sequence
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
        """Divide the width: the title takes what the others leave, and on a narrow screen they give way to it."""
        date, extent, access = next(columns for least, *columns in _WIDTHS if width >= least)
        others = sum(column + 2 for column in (date, extent, access) if column)
        return cls(max(width - 9 - 2 - others, 1), date, extent, access)


_WIDTHS = ((110, 22, 22, 10), (92, 16, 14, 10), (70, 13, 10, 10), (54, 14, 0, 10), (40, 0, 0, 10), (0, 0, 0, 0))

HEADINGS = ("ID", "TITLE", "DATE", "EXTENT", "ACCESS")


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

    def headings(self) -> str:
        """Give the line above the table."""
        columns = Columns.of(self.room)
        widths = (columns.id, columns.title, columns.date, columns.extent, columns.access)
        return "  ".join(fitted(name, width) for name, width in zip(HEADINGS, widths, strict=True) if width)


def _cells(row: Row, columns: Columns) -> Line:
    shown = [
        Span(fitted(line(row.id), columns.id), "dim"),
        Span("  " + fitted(line(row.shown_title()), columns.title)),
    ]
    for value, width in (
        (dated(row.date), columns.date),
        (row.extent or "", columns.extent),
        (row.access, columns.access),
    ):
        if width:
            shown.append(Span("  " + fitted(line(value), width), "dim"))
    return shown


@lru_cache(2000)
def dated(text: str) -> str:
    """Give a date of the index in words."""
    return edtf.display(edtf.parse(text))
