"""Tables, `.csv`: read strictly, so that a cell is never taken for another's.

The delimiter is the comma, semicolon or tab that gives every row the same number of cells, the comma first.
A short row lacks its last cells, which is noted; a long one is a fault, because nobody knows what has slipped.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from pathlib import Path

from archive.exchange.reading import counted, decode, shown, text_of
from testimonies.errors import UnreadableFile

_DELIMITERS = (",", ";", "\t")
_SAMPLE = 50


@dataclass(frozen=True)
class Table:
    """One table: its columns and rows, every cell as it stands."""

    name: str
    """The file's name without its ending."""
    path: Path
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...] = ()
    """The line of the file where each row ends."""
    notes: tuple[str, ...] = ()

    @cached_property
    def _places(self) -> dict[str, int]:
        return {column: number for number, column in enumerate(self.columns)}

    def column(self, name: str) -> tuple[str, ...]:
        """Every cell of one column."""
        at = self._places[name]
        return tuple(row[at] for row in self.rows)

    def cell(self, row: int, column: str) -> str:
        """One cell."""
        return self.rows[row][self._places[column]]


def read(path: Path) -> Table:
    """Read a table; raises UnreadableFile with the line where it can't be."""
    text = text_of(path)
    return _table(path, text.words, text.notes)


def parse(data: bytes, path: Path) -> Table:
    """Read a table from its bytes, `path` being the file to speak of."""
    text = decode(data, shown(path))
    return _table(path, text.words, text.notes)


def _table(path: Path, words: str, notes: tuple[str, ...]) -> Table:
    name = shown(path)
    first, _, rest = words.partition("\n")
    told = first[4:] if len(first) == 5 and first.lower().startswith("sep=") else ""
    body, skipped = (rest, 1) if told else (words, 0)
    numbered = list(_rows(body, told or _delimiter(body), name, skipped))
    if not numbered:
        raise UnreadableFile(f"{name} has no heading row.")
    columns = _columns(numbered[0][1], name)
    rows: list[tuple[str, ...]] = []
    short = 0
    for line, row in numbered[1:]:
        if len(row) > len(columns):
            raise UnreadableFile(
                f"{name}, line {line}: the row has {counted(len(row), 'cell')}, the heading {len(columns)};"
                " put quotation marks around a cell that holds the delimiter."
            )
        short += len(row) < len(columns)
        rows.append((*row, *[""] * (len(columns) - len(row))))
    if short:
        notes = (*notes, f"{counted(short, 'row')} of {name} end early; the cells that lack are read as empty.")
    return Table(path.stem, path, columns, tuple(rows), tuple(line for line, _ in numbered[1:]), notes)


def _rows(words: str, delimiter: str, name: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(StringIO(words, newline=""), delimiter=delimiter, strict=True)
    begins = 1 + skipped
    try:
        for row in reader:
            if row:
                yield begins, row
            begins = reader.line_num + 1 + skipped
    except csv.Error as error:
        raise UnreadableFile(f"{name}, line {begins}: {_fault(str(error))}") from error


def _fault(reason: str) -> str:
    if "unexpected end of data" in reason:
        return "a quotation mark is opened here and never closed."
    if "expected after" in reason:
        return "words follow a closing quotation mark; write a quotation mark inside a cell twice."
    if "field larger" in reason:
        return "a cell is longer than 131,072 characters; is a quotation mark not closed?"
    return f"the row can't be read ({reason})."


def _delimiter(words: str) -> str:
    """Find the first delimiter that cuts every row of the beginning into as many cells as the heading, but one."""
    best, most = ",", 0
    for delimiter in _DELIMITERS:
        sizes = _sizes(words, delimiter)
        if sizes and len(set(sizes)) == 1 and sizes[0] > max(most, 1):
            best, most = delimiter, sizes[0]
    if most:
        return best
    heading = words.partition("\n")[0]
    return max(_DELIMITERS, key=heading.count)


def _sizes(words: str, delimiter: str) -> list[int]:
    sizes: list[int] = []
    try:
        for row in csv.reader(StringIO(words, newline=""), delimiter=delimiter, strict=True):
            if row:
                sizes.append(len(row))
            if len(sizes) == _SAMPLE:
                break
    except csv.Error:
        # Not with this delimiter; reading with the one chosen says what is wrong and where.
        return []
    return sizes


def _columns(heading: Sequence[str], name: str) -> tuple[str, ...]:
    columns = tuple(cell.strip() or f"column {number}" for number, cell in enumerate(heading, 1))
    twice = sorted({column for column in columns if columns.count(column) > 1})
    if twice:
        raise UnreadableFile(f"{name}, line 1: two columns are called {twice[0]}; give each a name of its own.")
    return columns
