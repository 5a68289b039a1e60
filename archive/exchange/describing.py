"""Rows become fields of testimonies, as a mapping says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field
from typing import Any

from archive.exchange.joins import stem
from archive.exchange.mapping import Column, Join, Mapping, path_down, resolve
from archive.exchange.reading import counted
from archive.exchange.tables import Table
from testimonies import edtf
from testimonies.edtf import Edtf
from testimonies.errors import MalformedDate
from testimonies.quoting import quoted
from testimonies.testimony import KINDS, ROLES, Agent, Identifier, Link, Note

_LINKS = ("subjects", "persons", "bodies", "events", "places")
_TEXTS = ("title", "reference_code", "extent", "scope_and_content", "circumstances")
_DATES = ("date", "covers", "published")
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Description:
    """What the tables say of one testimony."""

    fields: Pairs[str, Any] = field(default_factory=dict)
    """By the name of the field, as values of the record."""
    notes: tuple[str, ...] = ()


class Described:
    """The tables of one import, ready to be asked about each file; raises Faults where the mapping does not fit."""

    def __init__(self, mapping: Mapping, tables: Iterable[Table]) -> None:
        self.mapping = mapping
        self.tables = resolve(mapping, tables)
        self._below = {join: self._index(join) for join in mapping.joins}
        self._rows: dict[str, list[int]] = defaultdict(list)
        for row, cell in enumerate(self.tables[mapping.files.table].column(mapping.files.name)):
            self._rows[stem(cell)].append(row)

    def of(self, name: str) -> Description | None:
        """Give what is said of the file of this name; None where no row names it."""
        rows = self._rows.get(stem(name)) or self._rows.get(name.casefold())
        if not rows:
            return None
        notes: list[str] = []
        if len(rows) > 1:
            table = self.tables[self.mapping.files.table]
            notes.append(f"{counted(len(rows), 'row')} of {table.path.name} name this file; the first was taken.")
        return Description(self._fields(rows[0], notes), tuple(notes))

    def without_file(self, stems: Iterable[str]) -> list[int]:
        """Give the lines of the rows that name none of these files."""
        there = {each.casefold() for each in stems} | {stem(each) for each in stems}
        table = self.tables[self.mapping.files.table]
        return [table.lines[row] for name, rows in self._rows.items() if name not in there for row in rows]

    def _fields(self, row: int, notes: list[str]) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        agents: list[Agent] = []
        for name, columns in self.mapping.fields.items():
            cells = [self._cells(row, column) for column in columns]
            if name in ROLES:
                agents.extend(self._agents(name, row, columns, notes))
            elif name == "identifiers":
                pairs = zip(columns, cells, strict=True)
                fields[name] = tuple(Identifier(cell, column.name) for column, found in pairs for cell in found)
            elif name == "notes":
                pairs = zip(columns, cells, strict=True)
                said = tuple(Note(f"{column.name}: {cell}") for column, found in pairs for cell in found)
                fields[name] = (*fields.get(name, ()), *said)
            elif name == "coordinates":
                fields["notes"] = (*fields.get("notes", ()), *_coordinates(cells))
            else:
                value = _value(name, [found[0] if found else "" for found in cells], cells, notes)
                if value:
                    fields[name] = value
        if agents:
            fields["agents"] = tuple({(agent.role, agent.name): agent for agent in reversed(agents)}.values())[::-1]
        return {name: value for name, value in fields.items() if value}

    def _agents(self, role: str, row: int, columns: Sequence[Column], notes: list[str]) -> Iterator[Agent]:
        about = self.mapping.about.get(role, ())
        for column in columns:
            for inner in self._linked([row], self.mapping.files.table, column.table):
                for name in _several(self._cell(inner, column)):
                    said = [self._said(inner, column.table, detail, notes) for detail in about]
                    yield Agent(role=role, name=name, note="; ".join(filter(None, said)) or None)

    def _said(self, row: int, table: str, about: Column, notes: list[str]) -> str:
        if path_down(self.mapping, table, about.table) is None:
            return ""
        rows = self._linked([row], table, about.table)
        said = {self._cell(inner, about) for inner in rows}
        if len(rows) > 1:
            source = self.tables[about.table]
            lines = ", ".join(str(source.lines[inner]) for inner in rows)
            note = (
                f"{source.path.name} has {counted(len(rows), 'row')} (lines {lines}) for one person;"
                " only what they agree on was taken."
            )
            if note not in notes:
                notes.append(note)
        value = said.pop() if len(said) == 1 else ""
        return f"{about.name.replace('_', ' ')}: {value}" if value else ""

    def _cells(self, row: int, column: Column) -> list[str]:
        """Give the cells of a column that belong to a row of the first table, each once, without missing ones."""
        rows = self._linked([row], self.mapping.files.table, column.table)
        cells = (self._cell(inner, column) for inner in rows)
        return list(dict.fromkeys(cell for cell in cells if cell))

    def _linked(self, rows: list[int], above: str, below: str) -> list[int]:
        for join in path_down(self.mapping, above, below) or ():
            table, index = self.tables[join.to.table], self._below[join]
            rows = [inner for row in rows for inner in index.get(table.cell(row, join.to.name).strip(), ())]
        return rows

    def _cell(self, row: int, column: Column) -> str:
        cell = self.tables[column.table].cell(row, column.name).strip()
        return "" if cell in self.mapping.missing else cell

    def _index(self, join: Join) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for row, cell in enumerate(self.tables[join.column.table].column(join.column.name)):
            if cell.strip() not in self.mapping.missing:
                found[cell.strip()].append(row)
        return found


def _value(name: str, first: Sequence[str], cells: Sequence[Sequence[str]], notes: list[str]) -> Any:
    if name in _TEXTS:
        return " ".join(filter(None, first))
    if name in _DATES:
        return _date(first, name, notes)
    if name == "place":
        parts = list(filter(None, first))
        # Town and county of the same name are said once.
        return Link(", ".join(p for n, p in enumerate(parts) if n == 0 or p != parts[n - 1])) if parts else None
    if name == "kind":
        kind = first[0].casefold().replace(" ", "_")
        if kind and kind not in KINDS:
            notes.append(f"The table's kind {quoted(first[0])} is not one of {', '.join(KINDS)}; it was left out.")
        return kind if kind in KINDS else None
    words = [word for found in cells for cell in found for word in _several(cell)]
    if name == "languages":
        return tuple(word for word in words if _TAG.fullmatch(word))
    words = list(dict.fromkeys(words))
    return tuple(Link(word) for word in words) if name in _LINKS else tuple(words)


def _several(cell: str) -> list[str]:
    """Part the names or words of one cell at semicolons and bars."""
    return [word.strip() for word in re.split(r"[;|]", cell) if word.strip()]


def _coordinates(cells: Sequence[Sequence[str]]) -> tuple[Note, ...]:
    if not all(cells):
        return ()
    return (Note(f"The source gives the place as {cells[0][0]}, {cells[1][0]} (latitude, longitude)."),)


def _date(cells: Sequence[str], name: str, notes: list[str]) -> Edtf | None:
    """Make a date of one cell, or of year, month and day as far as they are known."""
    said = "-".join(filter(None, cells))
    if not said:
        return None
    if len(cells) > 1:
        known = list(cells[: next((n for n, cell in enumerate(cells) if not cell), len(cells))])
        text = "-".join(part.zfill(4 if n == 0 else 2) for n, part in enumerate(known))
        if len(known) < sum(map(bool, cells)):
            notes.append(f"The {name} {quoted(said)} lacks its year or month; what can't stand alone was left out.")
    else:
        text = cells[0]
    return _parsed(text, name, notes) if text else None


def _parsed(text: str, name: str, notes: list[str]) -> Edtf | None:
    try:
        return edtf.parse(text)
    except MalformedDate:
        meant = edtf.guess(text)
    if len(meant) == 1:
        notes.append(f"The {name} {quoted(text)} was read as {meant[0]}.")
        return edtf.parse(meant[0])
    notes.append(f"The {name} {quoted(text)} is no date that can be understood; it was left out.")
    return None
