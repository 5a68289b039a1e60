"""Saved searches: questions that are asked again and again, kept under a name in `saved/searches.json`.

A name or a question is whatever somebody typed: it is kept and shown as it is, and never becomes a path.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from archive.store import durable
from testimonies.errors import BadInput, Damaged, MalformedRecord, NewerFormat, NotFound, UnreadableFile
from testimonies.form import Extra, always, build, extra, one_of, plain
from testimonies.quoting import quoted
from testimonies.record import from_json, to_json

NAME = "searches.json"
FORMAT = 1
SORTS = ("relevance", "date", "told", "title", "id", "extent")
"""In which order an answer may come: `date` when given or written, `told` the time it tells about."""
LONGEST_NAME = 200
"""Characters."""
LARGEST = 4_000_000
"""Bytes of a file that is read: some ten thousand searches."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """One question under its name."""

    name: str
    query: str
    sort: str = one_of(SORTS, "relevance")
    by: str = always("")
    """Who saved it."""
    at: str = always("")
    """When, in UTC to the second."""
    extra: Extra = extra()


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What the file says."""

    format: int = always(FORMAT)
    searches: tuple[SavedSearch, ...] = always(())
    extra: Extra = extra()


class Searches:
    """The saved searches of an archive; `writing` holds the archive's lock."""

    def __init__(self, folder: Path, writing: Callable[[], AbstractContextManager[None]]) -> None:
        self._path = folder / NAME
        self._writing = writing

    def every(self) -> Sequence[SavedSearch]:
        """Give the saved searches by name."""
        return sorted(self._read().searches, key=lambda one: (one.name.casefold(), one.name))

    def named(self, name: str) -> SavedSearch:
        """Give one saved search."""
        return _named(self._read(), name)

    def save(self, name: str, query: str, *, sort: str, by: str, again: bool = False) -> SavedSearch:
        """Keep a question under a name; under one that is taken only where it is to be replaced."""
        name = _readable(name)
        # A word typed in another encoding arrives as half characters, which no file can hold.
        query, by = (text.encode(errors="backslashreplace").decode() for text in (query, by))
        made = SavedSearch(name, query, sort, by, f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
        with self._writing():
            shelf = self._read()
            taken = [one for one in shelf.searches if one.name == name]
            if taken and not again:
                raise BadInput(
                    f"There is a saved search {quoted(name)} already, for {quoted(taken[0].query)}; "
                    "to put this one in its place, say --replace."
                )
            self._write(shelf, [*(one for one in shelf.searches if one not in taken), made])
        return made

    def remove(self, name: str) -> SavedSearch:
        """Drop a saved search; give what it was."""
        with self._writing():
            shelf = self._read()
            gone = _named(shelf, name)
            self._write(shelf, [one for one in shelf.searches if one is not gone])
        return gone

    def rename(self, name: str, new: str) -> SavedSearch:
        """Give a saved search another name, one that is not taken."""
        new = _readable(new)
        with self._writing():
            shelf = self._read()
            before = _named(shelf, name)
            if any(one.name == new for one in shelf.searches if one is not before):
                raise BadInput(f"There is a saved search {quoted(new)} already; choose another name.")
            after = replace(before, name=new)
            self._write(shelf, [after if one is before else one for one in shelf.searches])
        return after

    def _read(self) -> _Shelf:
        """Give what the file says; a file that can't be read is left for a person, and never written over."""
        if not durable.exists(self._path):
            return _Shelf()
        try:
            shelf = build(_Shelf, from_json(self._bytes(), NAME))
        except (MalformedRecord, UnreadableFile) as error:
            raise Damaged(f"{self._path} can't be read ({error}); mend it, or move it away.") from error
        if shelf.format > FORMAT:
            raise NewerFormat(
                f"{self._path} is in format {shelf.format} and this program knows {FORMAT}; use a newer Earwitness."
            )
        return shelf

    def _bytes(self) -> bytes:
        descriptor, found = durable.open_source(self._path)
        with os.fdopen(descriptor, "rb") as file:
            if found.st_size > LARGEST:
                raise UnreadableFile(f"it has {found.st_size:,} bytes, and at most {LARGEST:,} are read")
            return file.read(LARGEST)

    def _write(self, shelf: _Shelf, searches: Sequence[SavedSearch]) -> None:
        data = to_json(plain(replace(shelf, searches=tuple(searches))))
        if len(data) > LARGEST:
            raise BadInput(f"There is no room for more in {self._path}; remove saved searches that are not used.")
        partial = self._path.with_name(f".{NAME}.part")
        with durable.explained("the saved searches could not be written"):
            durable.make_folder(self._path.parent)
            durable.remove(partial)
            durable.write(partial, data)
            durable.replace(partial, self._path)
            durable.sync_folder(self._path.parent)


def _named(shelf: _Shelf, name: str) -> SavedSearch:
    wanted = _spelled(name)
    for one in shelf.searches:
        if one.name == wanted:
            return one
    raise NotFound(f"There is no saved search {quoted(wanted)}; see: earwitness searches")


def _spelled(name: str) -> str:
    """Give a name as it is kept: one way to write each letter, and no space around it."""
    return unicodedata.normalize("NFC", name.encode(errors="backslashreplace").decode()).strip()


def _readable(name: str) -> str:
    """Check a new name."""
    spelled = _spelled(name)
    if not any(letter.isprintable() and not letter.isspace() for letter in spelled):
        raise BadInput("A saved search wants a name that can be read.")
    if len(spelled) > LONGEST_NAME:
        raise BadInput(f"The name {quoted(spelled)} is too long; {LONGEST_NAME} characters are enough.")
    return spelled
