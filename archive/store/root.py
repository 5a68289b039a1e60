"""A storage root: a folder of objects, read without a lock while someone else may be writing.

`0=ocfl_1.1` says what the folder is, `ocfl_layout.json` that an object's id is its folder's name.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, TypeVar

from archive.store import durable, inventory, rules
from archive.store.inventory import Inventory
from archive.store.names import ID, shown
from testimonies import errors

WORK = "work"
Read = TypeVar("Read")

ROOT_NAME = "0=ocfl_1.1"
ROOT_TEXT = b"ocfl_1.1\n"
OBJECT_NAME = "0=ocfl_object_1.1"
OBJECT_TEXT = b"ocfl_object_1.1\n"
LAYOUT_NAME = "ocfl_layout.json"
LAYOUT_TEXT = b"""\
{
  "description": "Each object is a folder of the storage root; the folder's name is the object's id.",
  "extension": "0002-flat-direct-storage-layout"
}
"""

TRIES = 20
PAUSE = 0.01
"""A writer is between two renames for about a millisecond; a reader waits up to two hundred."""


def create(folder: Path) -> None:
    """Make a storage root, or finish making one; what is there already is left alone."""
    durable.make_folder(folder)
    for name, text in ((LAYOUT_NAME, LAYOUT_TEXT), (ROOT_NAME, ROOT_TEXT)):
        # The declaration comes last: a folder that carries it is a whole storage root.
        path = folder / name
        if not durable.exists(path) or path.read_bytes() != text:
            durable.remove(path)
            durable.write(path, text)
    durable.sync_folder(folder)
    durable.sync_folder(folder.parent)


def pair(folder: Path) -> bytes | None:
    """Give the inventory in a folder, if the sidecar beside it agrees with it."""
    try:
        data = (folder / inventory.NAME).read_bytes()
        beside = _sidecar_of(folder)
    except OSError:
        return None
    words = beside.decode("ascii", "replace").split()
    if len(words) != 2 or words[1] != inventory.NAME:
        return None
    for algorithm, length in rules.HEX_LENGTH.items():
        if len(words[0]) == length and inventory.digest_of(data, algorithm) == words[0].lower():
            return data
    return None


def _sidecar_of(folder: Path) -> bytes:
    try:
        return (folder / inventory.SIDECAR).read_bytes()
    except FileNotFoundError:
        return (folder / f"{inventory.NAME}.sha256").read_bytes()


def version_folders(folder: Path) -> dict[int, str]:
    """Give the folders of an object that are named like versions."""
    try:
        entries = os.listdir(folder)  # noqa: PTH208 - names are wanted, not paths
    except OSError:
        return {}
    numbered = ((rules.version_number(name), name) for name in entries)
    return dict(sorted((number, name) for number, name in numbered if number is not None))


class StorageRoot:
    """The objects of one kind."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name

    def ids(self) -> list[str]:
        """Every object's id, in order. A walk over the folder: lists for people come from the index."""
        if not durable.exists(self.path / ROOT_NAME):
            raise errors.NotFound(f"{self.path} is not a storage root: it has no file {ROOT_NAME}.")
        return sorted(self._ids())

    def _ids(self) -> Iterator[str]:
        with os.scandir(self.path) as entries:
            for entry in entries:
                if ID.fullmatch(entry.name) and durable.exists(self.path / entry.name / OBJECT_NAME):
                    yield entry.name

    def has(self, object_id: str) -> bool:
        """Whether there is such an object, whatever state it is in."""
        return bool(ID.fullmatch(object_id)) and durable.exists(self.path / object_id / OBJECT_NAME)

    def inventory(self, object_id: str) -> Inventory:
        """Give what the object holds now and held before."""
        return self._read(object_id)[0]

    def inventory_digest(self, object_id: str) -> str:
        """Give the digest of the newest inventory, which the audit trail and the index remember."""
        return inventory.digest_of(self._read(object_id)[1])

    def path_of(self, object_id: str, path: str, version: int | None = None) -> Path:
        """Where the bytes of a file lie. They are never to be changed there."""
        return self.path / object_id / self.inventory(object_id).content_path(path, version)

    def open(self, object_id: str, path: str, version: int | None = None) -> BinaryIO:
        """Open a file of an object for reading, unchecked: `verify` reads gigabytes, a player should not."""
        return self._with(object_id, lambda held: self._open(held, path, version))

    def read(self, object_id: str, path: str, version: int | None = None) -> bytes:
        """Give the bytes of a file of an object, checked against their digest."""
        return self._with(object_id, lambda held: self._checked(held, path, version))

    def _open(self, held: Inventory, path: str, version: int | None) -> BinaryIO:
        where = self.path / held.id / held.content_path(path, version)
        try:
            return os.fdopen(os.open(where, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")
        except OSError as error:
            raise errors.Damaged(
                f"{self.name}/{held.id}: the file {path} can't be opened ({error.strerror}); restore it from a copy."
            ) from error

    def _checked(self, held: Inventory, path: str, version: int | None) -> bytes:
        with self._open(held, path, version) as file:
            data = file.read()
        if inventory.digest_of(data, held.algorithm) != held.digest(path, version).lower():
            raise errors.Damaged(
                f"{self.name}/{held.id}: the file {path} does not match its digest; restore it from a copy."
            )
        return data

    def _with(self, object_id: str, use: Callable[[Inventory], Read]) -> Read:
        """Use the inventory; once more if the object was replaced between reading it and its files."""
        while True:
            held, data = self._read(object_id)
            try:
                return use(held)
            except errors.Damaged:
                if self._read(object_id)[1] == data:
                    raise

    def _read(self, object_id: str) -> tuple[Inventory, bytes]:
        data = self._newest(object_id)
        try:
            held = inventory.read(data)
        except ValueError as error:
            raise errors.Damaged(
                f"{self.name}/{object_id}: the inventory can't be understood: {error}; restore it from a copy."
            ) from error
        if held.id != object_id:
            raise errors.Damaged(
                f"{self.name}/{object_id}: the inventory is that of {shown(held.id)}; restore it from a copy."
            )
        return held, data

    def _newest(self, object_id: str) -> bytes:
        folder = self.path / object_id
        for _ in range(TRIES):
            data = pair(folder)
            if data is not None:
                return data
            if not self.has(object_id) and not self._being_written(object_id):
                raise errors.NotFound(f"There is no {shown(object_id)} in {self.name}.")
            time.sleep(PAUSE)
        for _, name in sorted(version_folders(folder).items(), reverse=True):
            data = pair(folder / name)
            if data is not None:
                return data
        if not durable.exists(folder):
            raise errors.Unavailable(
                f"{self.name}/{object_id} was being replaced when a program stopped; any change finishes that."
            )
        raise errors.Damaged(
            f"{self.name}/{object_id}: no inventory agrees with its digest; run verify, then restore it from a copy."
        )

    def _being_written(self, object_id: str) -> bool:
        # Between the two renames of a replacement the object has no folder; its intent says so.
        return durable.exists(intent_path(self.path.parent, self.name, object_id))


def intent_path(archive: Path, root: str, object_id: str) -> Path:
    """Give the marker of a write under way, by which recovery knows where to look."""
    return archive / WORK / f"{root}.{object_id}.intent"
