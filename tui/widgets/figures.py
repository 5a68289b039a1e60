"""The figures of an overview as rows, each of which leads somewhere: words and numbers first, bars second."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui.widgets.drawing import Block, Line, Span, wrapped
from tui.widgets.virtual_list import VirtualList
from tui.widgets.words import cells, fitted, line

if TYPE_CHECKING:
    from archive.overview import Overview

LONGEST = 40
"""Cells of the longest bar."""
NUMBER = 9
"""Cells for a figure."""
NAMED = 24
"""Cells for what it counts."""
MANY = 8
"""Places and languages shown."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row."""

    label: str
    number: str = ""
    section: str = ""
    """The heading above it, on the first row of each section."""
    bar: float | None = None
    """How long its bar is, of one."""
    note: str = ""
    question: str | None = None
    """What the library is asked where one chooses it."""
    record: str | None = None
    """The testimony or authority record it leads to."""
    pressing: bool = False
    """Whether it needs a person."""


def entries(seen: Overview, *, staff: bool) -> Sequence[Entry]:
    """Give the rows of an overview: for staff what needs a person stands first."""
    sections = {
        "Needs a person": _needs(seen) if staff else (),
        "Holdings": _holdings(seen),
        "Tells of": _times(seen),
        "Places told about": _places(seen),
        "Languages": _languages(seen),
        "Recent changes": _changes(seen) if staff else (),
    }
    return [
        entry if number else replace(entry, section=section)
        for section, rows in sections.items()
        for number, entry in enumerate(rows)
    ]


def _needs(seen: Overview) -> Iterator[Entry]:
    for need in seen.needs:
        yield Entry(need.what, f"{len(need.ids):,}", question=need.question, note=need.todo, pressing=True)
    if seen.unchecked:
        said = "Never compared with the digests in their inventories"
        yield Entry(
            said, f"{seen.unchecked:,}", note="v compares them now; Esc stops it, and it goes on the next time."
        )
    if seen.drafts:
        yield Entry("Begun and not kept yet", f"{seen.drafts:,}", note="a in the library goes on with them.")
    if seen.quarantined:
        yield Entry(
            "In quarantine", f"{len(seen.quarantined):,}", note=f"Look at {', '.join(seen.quarantined[:3])} by hand."
        )
    if not (seen.needs or seen.unchecked or seen.drafts or seen.quarantined):
        yield Entry("Nothing needs a person.")


def _holdings(seen: Overview) -> Iterator[Entry]:
    for figure in seen.figures:
        number = f"{figure.number:,.1f}" if figure.name.startswith("hours") else f"{figure.number:,.0f}"
        yield Entry(figure.name, number, question=figure.question if figure.number else None)


def _times(seen: Overview) -> Iterator[Entry]:
    """Give the years told about; where they are many, the decades."""
    if len(seen.years) > 2 * MANY:
        counted = {name: (f"date:{name[:-1]}..{int(name[:-1]) + 9}", count) for name, count in seen.decades.items()}
    else:
        counted = {str(year): (f"date:{year}", count) for year, count in seen.years.items()}
    most = max((count for _, count in counted.values()), default=0)
    for label, (question, count) in counted.items():
        yield Entry(label, f"{count:,}", bar=count / most, question=question)


def _places(seen: Overview) -> Iterator[Entry]:
    most = max((spot.count for spot in seen.spots), default=0)
    for spot in seen.spots[:MANY]:
        asked = spot.id or f'"{spot.label}"'
        yield Entry(
            spot.label, f"{spot.count:,}", bar=spot.count / most, question=f"place:{asked}", record=spot.id or None
        )


def _languages(seen: Overview) -> Iterator[Entry]:
    most = max(seen.languages.values(), default=0)
    for tag, count in [*seen.languages.items()][:MANY]:
        label = "not stated (und)" if tag == "und" else tag
        yield Entry(label, f"{count:,}", bar=count / most, question=f"lang:{tag}")


def _changes(seen: Overview) -> Iterator[Entry]:
    for one in seen.recent:
        yield Entry(f"{one.at[:16].replace('T', ' ')}  {one.id}", note=f"{one.why} · {one.by}", record=one.id)


class FigureList(VirtualList):
    """Sections of figures."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._entries: Sequence[Entry] = ()

    def show(self, rows: Iterable[Entry]) -> None:
        """Show other figures; the cursor stays on what it stands on."""
        on = self.entry
        self._entries = list(rows)
        again = next((n for n, one in enumerate(self._entries) if on and one.label == on.label), 0)
        if self.count == len(self._entries):
            self.renew()
        self.count = len(self._entries)
        self.go(again)

    @property
    def entry(self) -> Entry | None:
        """What the cursor stands on."""
        return self._entries[self.cursor] if self.cursor < len(self._entries) else None

    def block(self, index: int, width: int) -> Block:
        """Draw a row, under the heading of its section where it is the first."""
        entry = self._entries[index]
        above: list[Line] = []
        if entry.section:
            above = [[Span(entry.section, "strong")]] if index == 0 else [[], [Span(entry.section, "strong")]]
        return Block([*above, *self._row(entry, width)], len(above))

    def _row(self, entry: Entry, width: int) -> list[Line]:
        number = f"{entry.number:>{NUMBER}}  "
        if entry.bar is not None:
            room = min(max(width - NAMED - cells(number) - 1, 0), LONGEST)
            named = fitted(line(entry.label), NAMED)
            return [[Span(number, "strong"), Span(named), Span(f" {bar(entry.bar, room)}", "name")]]
        indent = Span(" " * cells(number)) if entry.number else Span("  ")
        first = Span(number, "note" if entry.pressing else "strong") if entry.number else Span("  ")
        lines = wrapped([Span(line(entry.label))], max(width - cells(first.text), 10), first=[first], rest=[indent])
        if entry.note:
            said = wrapped(
                [Span(line(entry.note), "dim")], max(width - cells(indent.text), 10), first=[indent], rest=[indent]
            )
            lines += said
        return lines


def bar(share: float, width: int) -> str:
    """Draw a bar to half a cell; what is there is seen, however little it is.

    >>> bar(0.5, 5), bar(0.001, 5), bar(0, 5)
    ('━━╸', '╸', '')
    """
    halves = max(round(share * width * 2), 1) if share else 0
    return "━" * (halves // 2) + "╸" * (halves % 2)
