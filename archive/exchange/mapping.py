"""How tables describe testimonies: which names the files, how they are joined, which column feeds which field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field
from pathlib import PurePath

from archive.exchange.proposal import Defaults
from archive.exchange.tables import Table
from testimonies.errors import Fault, Faults
from testimonies.testimony import ROLES

SINGLE = (
    "title",
    "date",
    "covers",
    "published",
    "place",
    "coordinates",
    "kind",
    "reference_code",
    "extent",
    "scope_and_content",
    "circumstances",
)
"""Fields a testimony has once; several columns make one value: year, month, day, or town, county, state."""
MANY = (
    "languages",
    "subjects",
    "persons",
    "bodies",
    "events",
    "places",
    "content_notes",
    "identifiers",
    "notes",
    *ROLES,
)
"""Fields that hold a list; every column adds to it. The roles are those of agents."""
FIELDS = (*SINGLE, *MANY)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, written `table.column`."""

    table: str
    name: str
    line: int = field(default=0, compare=False)
    """Where a mapping file names it; 0 in a mapping that was proposed."""

    def __str__(self) -> str:
        return f"{self.table}.{self.name}"


@dataclass(frozen=True, slots=True)
class Join:
    """Rows of one table belong to the rows of another that hold the same value."""

    column: Column
    to: Column
    """In a table nearer to the one that names the files."""

    def __str__(self) -> str:
        return f"{self.column} = {self.to}"


@dataclass(frozen=True, slots=True)
class Mapping:
    """Everything a person may change about how tables are read."""

    files: Column
    """The column that names the files, with or without their ending."""
    tables: Pairs[str, str]
    """Each table's name and its file, below the folder that is imported."""
    joins: tuple[Join, ...] = ()
    fields: Pairs[str, tuple[Column, ...]] = field(default_factory=dict)
    about: Pairs[str, tuple[Column, ...]] = field(default_factory=dict)
    """What is said of an agent in the note beside the name, by role."""
    missing: tuple[str, ...] = ("",)
    """Cells that mean nothing is known."""
    defaults: Defaults = Defaults()
    unused: tuple[str, ...] = ()
    """Columns that feed nothing, for a person to look through."""

    def columns(self) -> Iterator[Column]:
        """Every column it names."""
        yield self.files
        for join in self.joins:
            yield from (join.column, join.to)
        for columns in (*self.fields.values(), *self.about.values()):
            yield from columns


def resolve(mapping: Mapping, tables: Iterable[Table]) -> dict[str, Table]:
    """Find the tables a mapping speaks of; raises Faults with everything in it that does not fit them."""
    found = {}
    faults = []
    tables = tuple(tables)
    for name, file in mapping.tables.items():
        fitting = [table for table in tables if _is_at(table.path, file)]
        if len(fitting) == 1:
            found[name] = fitting[0]
        else:
            several = "several tables are" if fitting else "no table is"
            faults.append(Fault(f"tables.{name}", f"{several} found at {file}"))
    for column in mapping.columns():
        where = f"line {column.line}" if column.line else str(column)
        if column.table not in mapping.tables:
            faults.append(Fault(where, f"{column} is of a table that is not listed under tables"))
        elif column.table in found and column.name not in found[column.table].columns:
            has = ", ".join(found[column.table].columns)
            faults.append(Fault(where, f"there is no column {column.name} in {column.table}; it has {has}"))
    faults.extend(_unreachable(mapping))
    if faults:
        raise Faults(faults)
    return found


def parents(mapping: Mapping) -> dict[str, Join]:
    """Give the join that leads from each table toward the one that names the files."""
    return {join.column.table: join for join in mapping.joins}


def path_down(mapping: Mapping, above: str, below: str) -> list[Join] | None:
    """Give the joins that lead from one table down to another; None where none do."""
    up = parents(mapping)
    path: list[Join] = []
    while below != above:
        join = up.get(below)
        if join is None or join in path:
            return None
        path.insert(0, join)
        below = join.to.table
    return path


def _unreachable(mapping: Mapping) -> Iterator[Fault]:
    for field_name, columns in mapping.fields.items():
        for column in columns:
            if column.table in mapping.tables and path_down(mapping, mapping.files.table, column.table) is None:
                yield _fault(column, field_name, mapping.files.table)
    for role, columns in mapping.about.items():
        for column in columns:
            names = mapping.fields.get(role, ())
            if not names:
                yield Fault(f"about.{role}", f"no column under fields gives the {role}'s name")
            elif path_down(mapping, names[0].table, column.table) is None:
                yield _fault(column, f"about.{role}", names[0].table)


def _fault(column: Column, key: str, table: str) -> Fault:
    where = f"line {column.line}" if column.line else key
    return Fault(where, f"{column} can't be reached from {table}; say under joined how {column.table} belongs to it")


def _is_at(path: PurePath, file: str) -> bool:
    wanted = PurePath(file).parts
    return path.parts[-len(wanted) :] == wanted
