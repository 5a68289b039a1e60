"""Authority records as rows: one line each in a list, and one record with all that is known of a name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.index.folding import fold
from testimonies import edtf
from testimonies.authority import AUTHORITIES, Authority, Collection, Event, Person, Place, kind_of, label
from tui.widgets.drawing import Block, Line, Span, wrapped
from tui.widgets.virtual_list import VirtualList
from tui.widgets.words import cells, fitted, line

if TYPE_CHECKING:
    from archive.uses import Use, Uses

NAMED = 18
"""Cells for what a fact is called."""
KIND = "kind:"
"""What stands before a kind where one types it."""
WIDE = 80
"""Cells from which on a record has a column for its kind, and says in words what it is used in."""


def turned(typed: str, step: int) -> str:
    """Give what is typed with the kind it asks for turned to the next one, or to one `step` further: none is one too.

    >>> turned("zora", 1), turned("kind:person zora", 1), turned("kind:person zora", -1)
    ('kind:person zora', 'kind:body zora', 'zora')
    """
    words = typed.split()
    asked = next((word.removeprefix(KIND) for word in words if word.startswith(KIND)), "")
    kinds = ["", *AUTHORITIES]
    at = next((number for number, kind in enumerate(kinds) if kind and asked and kind.startswith(asked)), 0)
    kind = kinds[(at + step) % len(kinds)]
    rest = [word for word in words if not word.startswith(KIND)]
    return " ".join([*([KIND + kind] if kind else []), *rest])


class RecordList(VirtualList):
    """Authority records; typing narrows them by any name, their kind or their id."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._every: Sequence[tuple[str, Authority]] = ()
        self._used: Mapping[str, int] | None = None
        self.found: Sequence[Authority] = ()

    def show(self, every: Sequence[Authority]) -> None:
        """Show other records."""
        self._every = [(fold(" ".join((one.id, kind_of(one.id), *_names(one)))), one) for one in every]
        self.narrow("")

    def say_used(self, used: Mapping[str, int]) -> None:
        """Say beside each record in how many testimonies it is used."""
        self._used = used
        self.renew()

    def narrow(self, typed: str) -> None:
        """Show those that hold every word that is typed, and are of the kind that `kind:` begins to name."""
        words = typed.casefold().split()
        kinds = [word.removeprefix(KIND) for word in words if word.startswith(KIND)]
        wanted = fold(" ".join(word for word in words if not word.startswith(KIND))).split()
        self.found = [
            one
            for text, one in self._every
            if all(one.id.startswith(kind) for kind in kinds) and all(word in text for word in wanted)
        ]
        if self.count == len(self.found):
            self.renew()
        self.count = len(self.found)
        self.go(0)

    @property
    def record(self) -> Authority | None:
        """What the cursor stands on."""
        return self.found[self.cursor] if self.cursor < len(self.found) else None

    def block(self, index: int, width: int) -> Block:
        """Draw a record: its id, its kind where there is room, its names, and in how many testimonies it is used."""
        record = self.found[index]
        first, *others = map(line, _names(record))
        kind = fitted(kind_of(record.id), 12) if width >= WIDE else ""
        used = self._in(record.id, width)
        room = width - 14 - len(kind) - len(used)
        taken = min(cells(first) + 2, room)
        also = Span(fitted(", ".join(others), room - taken), "dim")
        head = [Span(fitted(record.id, 14), "dim"), Span(kind, "dim")]
        return Block([[*head, Span(fitted(first, taken)), also, Span(used, "dim")]])

    def _in(self, authority_id: str, width: int) -> str:
        """Say in how many testimonies a record is used, at the right edge; nothing while that is being counted."""
        if self._used is None:
            return ""
        many = self._used.get(authority_id, 0)
        if width < WIDE:
            return f"{many:,}".rjust(7)
        return ("not used" if not many else "in 1 testimony" if many == 1 else f"in {many:,} testimonies").rjust(22)


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


def facts(record: Authority, used: Uses) -> list[Fact]:
    """Give all that is known of a record, and the testimonies that link it, each with what it links it as."""
    rows = [*_of_names(record), *_of_itself(record)]
    rows += [
        Fact(one.row.id, _use(one), "Linked by" if not number else "", one.row.id)
        for number, one in enumerate(used.page)
    ]
    more = used.total - len(used.page)
    return [*rows, Fact("…", f"and {more:,} more; l lists all of them in the library")] if more else rows


def _use(one: Use) -> str:
    links = (link.role if link.role == "collection" else f"{link.role}: {link.name}" for link in one.links)
    return " · ".join((one.row.shown_title(), *links))


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
