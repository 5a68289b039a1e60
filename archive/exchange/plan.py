"""An import, thought through before anything is kept: what would become which testimony, and what would not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from archive.checking import Check
from archive.exchange import forms, joins, tables
from archive.exchange.building import build, propose
from archive.exchange.claims import settle
from archive.exchange.describing import Described
from archive.exchange.mapping import Mapping
from archive.exchange.proposal import STANDARD, Defaults, LeftOut, Proposal
from archive.exchange.proposing import propose as propose_mapping
from archive.exchange.reading import counted, shown
from archive.exchange.scan import Found, Group, look
from archive.exchange.tables import Table
from testimonies.errors import BadInput

_NOT_NAMING = "None of the tables has a column that names a file that is here."
_APART = "Nothing in it belongs to the tables that describe these files."


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do; proposals are made one by one, as they are asked for."""

    groups: tuple[Group, ...]
    left_out: tuple[LeftOut, ...]
    mapping: Mapping | None
    """As given, or as proposed; None where no table speaks of these files."""
    notes: tuple[str, ...]
    """What a person should know about the tables, in plain sentences."""
    _described: Described | None
    _defaults: Defaults
    _otherwise: Defaults
    _told: str | None
    _check: Check | None

    @property
    def total(self) -> int:
        """How many proposals there will be."""
        return len(self.groups)

    def proposals(self) -> Iterator[Proposal]:
        """Read the files of one testimony after another; what fails is a refused proposal, and the rest goes on."""
        for group in self.groups:
            described = self._described.of(group.stem) if self._described else None
            made = propose(group, described, self._defaults, self._otherwise, self._told, self._check)
            if self._described and described is None and made.testimony:
                made = replace(made, notes=(*made.notes, "No row of the tables names this file."))
            yield made


def plan(
    paths: Iterable[Path],
    *,
    mapping: Mapping | None = None,
    defaults: Defaults | None = None,
    otherwise: Defaults | None = None,
    format: str | None = None,  # noqa: A002 - the word the command uses
    check: Check | None = None,
) -> Plan:
    """Think an import through: walk the folders, read the tables, and join or map them.

    `defaults` are what a person chose and win over the mapping's. What neither says is taken from `otherwise`,
    then from `proposal.STANDARD`, and noted. `check` says what the archive does not keep of a sheet. Raises
    UnreadableFile for a path that leads nowhere, WrongUsage for an unknown format, and Faults for a mapping that does
    not fit the tables.
    """
    found = look(paths, format)
    read, refused = _tables(found)
    notes: list[str] = [note for table in read for note in table.notes]
    groups = settle(found.groups, format)
    stems = {group.stem for group in groups}
    if mapping is None and read:
        proposed = propose_mapping(read, stems, {table.name: found.tables[table.path] for table in read})
        mapping = proposed[0] if proposed else None
    described = Described(mapping, read) if mapping else None
    if mapping and described:
        notes.extend(_about(mapping, described, stems))
    used = {table.path for table in described.tables.values()} if described else set()
    unused = [
        LeftOut(table.path, _NOT_NAMING if mapping is None else _APART) for table in read if table.path not in used
    ]
    chosen = (defaults or Defaults()).over(mapping.defaults if mapping else Defaults())
    left_out = sorted([*found.left_out, *refused, *unused], key=lambda each: each.file)
    fallback = (otherwise or Defaults()).over(STANDARD)
    return Plan(groups, tuple(left_out), mapping, tuple(notes), described, chosen, fallback, format, check)


def propose_one(
    path: Path,
    defaults: Defaults | None = None,
    *,
    otherwise: Defaults | None = None,
    format: str | None = None,  # noqa: A002 - the word the command uses
    check: Check | None = None,
) -> Proposal:
    """Say what testimony one file makes: a sheet, a transcript, a document or a medium.

    `check` says what the archive does not keep of a sheet, so that it is named with all other faults.

    Raises BadInput for a file that can't be read. A file of a kind nobody knows is kept as a document.
    """
    forms.check(format)
    path = path.resolve() if path.is_symlink() else path
    fallback = (otherwise or Defaults()).over(STANDARD)
    return build(Group(path.stem, path.stem, (path,)), None, defaults or Defaults(), fallback, format, check)


def _tables(found: Found) -> tuple[list[Table], list[LeftOut]]:
    """Read every table; two of one name are told apart by their folders."""
    read: list[Table] = []
    refused: list[LeftOut] = []
    names = Counter(path.stem for path in found.tables)
    for path, file in sorted(found.tables.items()):
        try:
            table = tables.read(path)
        except BadInput as error:
            refused.append(LeftOut(path, str(error), refused=True))
            continue
        clash = names[path.stem] > 1
        read.append(replace(table, name=str(PurePosixPath(file).with_suffix(""))) if clash else table)
    return read, refused


def _about(mapping: Mapping, described: Described, stems: Iterable[str]) -> Iterator[str]:
    named = described.tables
    files = ", ".join(shown(table.path.name) for table in named.values())
    yield f"The testimonies are described by {counted(len(named), 'table')}: {files}."
    yield from joins.notes(mapping.files, mapping.joins, named, mapping.missing)
    lines = described.without_file(stems)
    if lines:
        table = named[mapping.files.table].path.name
        some = ", ".join(map(str, lines[:5])) + (" …" if len(lines) > 5 else "")
        yield f"{counted(len(lines), 'row')} of {shown(table)} name no file that is here (line {some})."
    if mapping.unused:
        some = ", ".join(mapping.unused[:5]) + (" …" if len(mapping.unused) > 5 else "")
        yield f"{counted(len(mapping.unused), 'column')} of the tables feed nothing: {some}."
