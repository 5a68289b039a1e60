"""What lies below a folder: files that belong together, tables, and what is left out. Only names are looked at."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.exchange import forms
from archive.exchange.proposal import LeftOut
from archive.exchange.reading import shown
from testimonies.errors import UnreadableFile


@dataclass(frozen=True, slots=True)
class Group:
    """Files of one stem in one folder: one testimony."""

    key: str
    stem: str
    files: tuple[Path, ...]


@dataclass(slots=True)
class Found:
    """Everything that was met, in the order of the names."""

    groups: list[Group] = field(default_factory=list)
    tables: dict[Path, str] = field(default_factory=dict)
    """Tables, and how a mapping writes them: below the folder that was given."""
    left_out: list[LeftOut] = field(default_factory=list)


def look(paths: Iterable[Path], told: str | None = None) -> Found:
    """Look below these folders, and at these files; raises UnreadableFile for a path that leads nowhere.

    Links are followed only where they were given themselves, so that no folder is walked twice or for ever.
    """
    forms.check(told)
    roots = [Path(os.path.realpath(path)) if path.is_symlink() else path for path in paths]
    names = Counter(root.name for root in roots)
    found = Found()
    gathered: dict[tuple[str, str], dict[Path, None]] = {}
    for root in roots:
        label = root.name if names[root.name] == 1 and root.name not in ("", "..") else str(root)
        for path, folder in _walk(root, label, found):
            _take(path, folder, root, found, gathered, told)
    for (folder, stem), files in sorted(gathered.items()):
        key = shown(f"{folder}/{stem}" if folder else stem)
        found.groups.append(Group(key, stem, tuple(sorted(files))))
    return found


def _take(
    path: Path,
    folder: str,
    root: Path,
    found: Found,
    gathered: dict[tuple[str, str], dict[Path, None]],
    told: str | None,
) -> None:
    why = forms.why_not(path, told)
    if why:
        found.left_out.append(LeftOut(path, why))
    elif forms.form_of(path, told) == "table":
        found.tables.setdefault(path, path.relative_to(root).as_posix() if path != root else path.name)
    else:
        gathered.setdefault((folder, path.stem), {})[path] = None


def _walk(root: Path, label: str, found: Found) -> Iterator[tuple[Path, str]]:
    """Every regular file below, with the folder it is said to be in; what is none is noted."""
    try:
        mode = root.stat().st_mode
    except OSError as error:
        raise UnreadableFile(f"{shown(root)} can't be read: {error.strerror or error}.") from error
    if not stat.S_ISDIR(mode):
        yield root, root.absolute().parent.name
        return
    waiting = [(root, label)]
    while waiting:
        folder, name = waiting.pop()
        below = []
        for entry in _entries(folder, found):
            path = folder / entry.name
            if entry.is_symlink():
                found.left_out.append(LeftOut(path, "It is a link; give the file or folder it leads to."))
            elif not entry.is_dir(follow_symlinks=False):
                if entry.is_file(follow_symlinks=False):
                    yield path, name
                else:
                    found.left_out.append(LeftOut(path, "It is not a regular file."))
            elif why := _why_not_into(path):
                found.left_out.append(LeftOut(path, why))
            else:
                below.append((path, f"{name}/{entry.name}"))
        waiting.extend(reversed(below))


def _why_not_into(folder: Path) -> str | None:
    why = forms.why_not(folder)
    return why if why and why.startswith(("It is hidden", "It belongs to an operating")) else None


def _entries(folder: Path, found: Found) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        found.left_out.append(LeftOut(folder, f"It can't be opened: {error.strerror or error}.", refused=True))
        return []
