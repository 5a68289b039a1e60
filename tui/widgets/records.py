"""Authority records as rows: one line each in a list, and one record with all that is known of a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.index.folding import fold
from testimonies import edtf
from testimonies.authority import Authority, Collection, Event, Person, Place, kind_of, label
from tui.widgets.drawing import Block, Line, Span, wrapped
from tui.widgets.virtual_list import VirtualList
from tui.widgets.words import cells, fitted, line

if TYPE_CHECKING:
    from archive.answer import Row

NAMED = 18
"""Cells for what a fact is called."""


class RecordList(VirtualList):
    """Authority records; typing narrows them by any name, their kind or their id."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._every: Sequence[tuple[str, Authority]] = ()
        self.found: Sequence[Authority] = ()

    def show(self, every: Sequence[Authority]) -> None:
        """Show other records."""
        self._every = [(fold(" ".join((one.id, kind_of(one.id), *_names(one)))), one) for one in every]
        self.narrow("")

    def narrow(self, typed: str) -> None:
        """Show those that hold every word that is typed."""
        wanted = fold(typed).split()
        self.found = [one for text, one in self._every if all(word in text for word in wanted)]
        if self.count == len(self.found):
            self.renew()
        self.count = len(self.found)
        self.go(0)

    @property
    def record(self) -> Authority | None:
        """What the cursor stands on."""
        return self.found[self.cursor] if self.cursor < len(self.found) else None

    def block(self, index: int, width: int) -> Block:
        """Draw a record: its id, its names."""
        record = self.found[index]
        first, *others = map(line, _names(record))
        room = width - 14
        taken = min(cells(first) + 2, room)
        also = Span(fitted(", ".join(others), room - taken), "dim")
        return Block([[Span(fitted(record.id, 14), "dim"), Span(fitted(first, taken)), also]])


def _names(record: Authority) -> list[str]:
    if isinstance(record, Collection):
        return [record.title, record.prefix]
    return list(dict.fromkeys((label(record), *(name.text for name in record.names))))


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of a record."""

    name: str
    words: str
    section: str = ""
    leads_to: str | None = None
    """The testimony or record it leads to."""


def facts(record: Authority, used: Sequence[Row]) -> list[Fact]:
    """Give all that is known of a record, and the testimonies that link it."""
    rows = [*_of_names(record), *_of_itself(record)]
    rows += [
        Fact(row.id, row.shown_title(), "Linked by" if not number else "", row.id) for number, row in enumerate(used)
    ]
    return rows


def _of_names(record: Authority) -> Iterator[Fact]:
    if isinstance(record, Collection):
        return
    for number, name in enumerate(record.names):
        times = " – ".join(edtf.display(one) for one in (name.from_, name.to) if one)
        about = (
            name.language,
            name.script,
            name.kind,
            name.used_by and f"used by {name.used_by}",
            times,
            name.source,
        )
        said = " · ".join(part for part in about if part)
        yield Fact(name.text, said, "Names" if not number else "")


def _of_itself(record: Authority) -> Iterator[Fact]:
    rows: list[tuple[str, str | None]] = []
    if isinstance(record, Person):
        rows = [
            ("identity", record.identity),
            ("protection", record.protection if record.protection != "none" else None),
        ]
    elif isinstance(record, Place):
        rows = [("kind", record.kind), ("coordinates", record.coordinates), ("as exact as", record.precision)]
        rows += [("part of", _claimed(claim)) for claim in record.part_of]
    elif isinstance(record, Event):
        rows = [("date", edtf.display(record.date) if record.date else None)]
        rows += [("place", place.name) for place in record.places]
        rows += [(one.what, _counted(one.number, one.given_by)) for one in record.figures]
    elif isinstance(record, Collection):
        rows = [("title", record.title), ("described", record.description)]
    note = getattr(record, "note", None)
    every = [*rows, ("note", note)]
    first = True
    for name, words in every:
        if words:
            yield Fact(name, str(words), "Known of it" if first else "")
            first = False


def _claimed(claim: object) -> str:
    name, by = getattr(claim, "name", ""), getattr(claim, "claimed_by", None)
    return f"{name}, says {by}" if by else str(name)


def _counted(number: str, given_by: str | None) -> str:
    return f"{number}, given by {given_by}" if given_by else f"{number}; who gave it is not stated"


class FactList(VirtualList):
    """One record, fact by fact."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._facts: Sequence[Fact] = ()

    def show(self, rows: Sequence[Fact]) -> None:
        """Show other facts."""
        self._facts = rows
        if self.count == len(rows):
            self.renew()
        self.count = len(rows)

    @property
    def fact(self) -> Fact | None:
        """What the cursor stands on."""
        return self._facts[self.cursor] if self.cursor < len(self._facts) else None

    def block(self, index: int, width: int) -> Block:
        """Draw a fact, under its heading where it is the first of its section."""
        fact = self._facts[index]
        above: list[Line] = []
        if fact.section:
            above = [*([[]] if index else []), [Span(fact.section, "strong")]]
        name = line(fact.name)
        wide = min(max(NAMED, cells(name)), max(width // 2, 8))
        first, rest = [Span(fitted(name, wide)), Span("  ")], [Span(" " * (wide + 2))]
        lines = wrapped([Span(line(fact.words), "dim")], max(width - wide - 2, 8), first=first, rest=rest)
        return Block([*above, *lines], len(above))
