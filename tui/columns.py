"""The columns of the library: which there are, which of them are shown, and what they say of a testimony."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from testimonies import edtf
from tui.widgets.words import fitted, line

if TYPE_CHECKING:
    from archive.finding import Row

Label = Callable[[str], str]
"""Gives what the record of an authority id is called."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    heading: str
    words: str
    """What it tells, for who chooses."""
    width: int
    wide: int = 0
    """Its width where there is much room; the same where this is 0."""


COLUMNS: Mapping[str, Column] = {
    "id": Column("ID", "the number of the testimony", 9),
    "title": Column("TITLE", "the title; it takes all the room that is left", 0),
    "date": Column("DATE", "when it was given, recorded or written", 17, 22),
    "told": Column("TELLS OF", "the time it tells about", 17, 22),
    "narrator": Column("NARRATOR", "who tells; a name only where it may be known", 20, 26),
    "place": Column("PLACE", "where it was told, and where it tells of", 18, 26),
    "kind": Column("KIND", "interview, found document, …", 18),
    "language": Column("LANGUAGE", "languages, as codes: hy, az, ru", 8),
    "extent": Column("EXTENT", "how long, or how many pages", 14, 22),
    "access": Column("ACCESS", "who may see it", 10),
}
"""From left to right."""

ALWAYS = ("id", "title")
USUAL = ("id", "title", "date", "extent", "access")
"""What is shown to who has chosen nothing. A name or a place is a column one chooses."""

SIGNS = {"open": "○", "restricted": "◐", "staff": "●", "closed": "×"}
"""How access is shown where there is no room for the word; the line below the list says the word."""

GAP = 2
WIDE = 110
"""Cells from which columns are wider."""
_PLAIN = ("id", "title", "date", "extent", "access")

Layout = Sequence[tuple[str, int]]
"""Columns that are shown, each with its width."""


@lru_cache(100)
def laid_out(chosen: tuple[str, ...], room: int) -> Layout:
    """Divide the room: on a narrow screen whole columns go, so that the title always has the most of it.

    First goes the extent; then the access stands as a sign; then the date goes, before what was chosen besides; of
    that the last goes first.
    """
    every = [name for name in COLUMNS if name in chosen or name in ALWAYS]
    short = [name for name in every if name != "extent"]
    besides = [name for name in short if name not in _PLAIN]
    tries = [(every, False, 34), ([*short], False, 26)]
    while besides:
        tries += [([*short], True, 20), ([name for name in short if name != "date"], True, 16)]
        short.remove(besides.pop())
    tries += [(short, True, 17), ([name for name in short if name != "date"], True, 6)]
    for names, sign, least in tries:
        widths = [(name, 1 if name == "access" and sign else _width(name, room)) for name in names]
        title = room - sum(width + GAP for name, width in widths if name != "title")
        if title >= least:
            return tuple((name, title if name == "title" else width) for name, width in widths)
    return (("id", 9), ("title", max(room - 9 - GAP, 1)))


def _width(name: str, room: int) -> int:
    column = COLUMNS[name]
    return (column.wide or column.width) if room >= WIDE else column.width


def headings(layout: Layout) -> str:
    """Give the line above the rows; a sign has no room for a heading."""
    return (" " * GAP).join(fitted(COLUMNS[name].heading, width) for name, width in layout if width > 1)


def value(name: str, row: Row, label: Label) -> str:
    """Give what a column says of a testimony, as one safe line; nothing where this reader may not know."""
    if name == "title":
        return line(row.shown_title())
    if name in ("id", "access"):
        return line(str(getattr(row, name)))
    if row.glimpse and name != "kind":
        return ""
    match name:
        case "date":
            return dated(row.date)
        case "told":
            return dated(row.covers) if row.covers else ""
        case "kind":
            return line(row.kind.replace("_", " "))
        case "language":
            return line(", ".join(one for one in row.languages if one != "und"))
        case "place":
            return line(", ".join(label(one) for one in row.places))
        case "narrator":
            return line(", ".join(row.narrators))
    return line(row.extent or "")


def dated_of(row: Row) -> str:
    """Give the date of a testimony in words; nothing where this reader may not know whether it has one."""
    return "" if row.glimpse else dated(row.date)


@lru_cache(2000)
def dated(text: str) -> str:
    """Give a date of the index in words."""
    return edtf.display(edtf.parse(text))
