"""Which tables belong together, found from their columns' names and values alone.

- The first table is the one with a column whose values name the files: the most files, then no value
  twice, then the most columns.
- Another table belongs to one already joined where both have a column of the same name, at least half of the values
  on one side are found on the other, and on one side nearly every value stands once (a key: 95 of 100). So
  a `gender` that both have joins nothing.
- Where no names are the same, nine in ten values of a column found in a key that is not all numbers will do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.exchange.mapping import Column, Join
from archive.exchange.reading import counted
from archive.exchange.tables import Table

_LINK_TABLE = re.compile(r"crosswalk|link|join|map|_to_|_x_", re.IGNORECASE)
_NEARLY = 0.95


@dataclass(frozen=True, slots=True)
class Joined:
    """The tables that belong to one another, from the one that names the files."""

    files: Column
    joins: tuple[Join, ...]
    apart: tuple[str, ...]
    """Names of tables that belong to none of them."""


def stem(cell: str) -> str:
    """Make a file's name as a table may write it comparable: no folder, no ending, no case."""
    return re.sub(r"\.[A-Za-z][A-Za-z0-9]{0,4}$", "", re.split(r"[/\\]", cell.strip())[-1]).casefold()


def find(tables: Mapping[str, Table], stems: Collection[str]) -> Joined | None:
    """Join the tables; None where no column names at least one of the files."""
    wanted = {each.casefold() for each in stems}
    files = max(_naming_files(tables, wanted), key=lambda found: found[0], default=None)
    if files is None:
        return None
    values = {name: {c: _values(table.column(c)) for c in table.columns} for name, table in tables.items()}
    joins: list[Join] = []
    joined = [files[1].table]
    waiting = [name for name in tables if name != joined[0]]
    while found := _next(values, joined, waiting):
        joins.append(found)
        joined.append(found.column.table)
        waiting.remove(found.column.table)
    return Joined(files[1], tuple(joins), tuple(waiting))


def notes(
    files: Column, joins: Sequence[Join], tables: Mapping[str, Table], missing: Collection[str]
) -> Iterator[str]:
    """Say what a person should know of the joins: keys that stand twice, and values that lead nowhere."""
    for join in joins:
        table, above = tables[join.column.table], tables[join.to.table]
        here = Counter(table.column(join.column.name))
        there = Counter(above.column(join.to.name))
        # Where the other side is a key, many rows to one are what is meant.
        is_lookup = max(there.values(), default=0) > 1
        twice = [value for value, number in here.items() if number > 1 and value not in missing]
        if twice and is_lookup:
            cells = zip(table.lines, table.column(join.column.name), strict=True)
            lines = [str(line) for line, value in cells if value in twice]
            yield (
                f"{table.path.name} has {counted(len(twice), 'key')} of {join.column.name} more than once"
                f" (lines {', '.join(lines[:6])}); what such rows do not agree on is left out."
            )
        nowhere = sum(number for value, number in here.items() if value not in there and value not in missing)
        if nowhere:
            rows = counted(nowhere, "row")
            yield f"{rows} of {table.path.name} belong to no row of {above.path.name} and were left out."
    yield from _pointing_outside(files, joins, tables)


def _pointing_outside(files: Column, joins: Sequence[Join], tables: Mapping[str, Table]) -> Iterator[str]:
    """Link tables whose other side is not here."""
    used = {str(column) for join in joins for column in (join.column, join.to)}
    for name in (join.column.table for join in joins):
        table = tables[name]
        if not _LINK_TABLE.search(name) or name == files.table:
            continue
        for column in table.columns:
            if f"{name}.{column}" not in used and not _numbers(table.column(column)):
                yield (
                    f"{table.path.name} points to a table of its column {column} that is not among these;"
                    f" what stands in the column is taken as it is."
                )


def _naming_files(tables: Mapping[str, Table], wanted: set[str]) -> Iterator[tuple[tuple[int, bool, int], Column]]:
    for name, table in tables.items():
        for column in table.columns:
            cells = [stem(cell) for cell in table.column(column)]
            named = len(wanted.intersection(cells))
            if named:
                yield (named, len(set(cells)) == len(cells), len(table.columns)), Column(name, column)


@dataclass(frozen=True, slots=True)
class _Values:
    """What stands in a column."""

    distinct: frozenset[str]
    is_key: bool
    numbers: bool


def _values(cells: Sequence[str]) -> _Values:
    distinct = frozenset(cell for cell in cells if cell.strip())
    return _Values(distinct, len(distinct) >= _NEARLY * max(len(cells), 1), _numbers(distinct))


def _numbers(cells: Iterable[str]) -> bool:
    return all(re.fullmatch(r"[0-9.,\s-]*", cell) for cell in cells)


def _next(values: Mapping[str, Mapping[str, _Values]], joined: Sequence[str], waiting: Sequence[str]) -> Join | None:
    """Find the next table that belongs to one of the joined, by a name both share, else by values alone."""
    for same_name in (True, False):
        for above in joined:
            for name in waiting:
                pairs = (
                    (here, there)
                    for here in values[name]
                    for there in values[above]
                    if (here.casefold() == there.casefold()) == same_name
                    and _fit(values[name][here], values[above][there], same_name)
                )
                best = max(
                    pairs,
                    key=lambda pair: len(values[name][pair[0]].distinct & values[above][pair[1]].distinct),
                    default=None,
                )
                if best:
                    return Join(Column(name, best[0]), Column(above, best[1]))
    return None


def _fit(here: _Values, there: _Values, same_name: bool) -> bool:
    common = len(here.distinct & there.distinct)
    if not common or not (here.is_key or there.is_key):
        return False
    if same_name:
        return common * 2 >= min(len(here.distinct), len(there.distinct))
    return there.is_key and not here.numbers and common > 1 and common >= 0.9 * len(here.distinct)
