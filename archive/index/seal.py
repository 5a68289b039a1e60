"""Whether an index is ours, and as we left it: the one question before a pickle of it is read.

An index is made of pickles, and a pickle runs what it says. So each index carries a seal in `index.json`: made with
a key that stays with the user, over the folder it was built in and the size and time of every file in it. An index
that came along with a copied archive, was put together by someone else, or has a file that changed since, has no
such seal and is never read; it is built anew.
"""

from __future__ import annotations

import errno
import hmac
import json
import os
import secrets
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from archive.index.schema import VERSION
from archive.index.zero_copy import sync_folder
from testimonies import errors

STATE = "index.json"
Files = Mapping[str, list[int]]
"""Size and time of change, in nanoseconds, of every file that is read as a pickle, by its name."""


class IndexUnusable(Exception):
    """There is no index, or not one to be trusted or read: build it anew."""


@dataclass(frozen=True, slots=True)
class State:
    """What an index says of itself."""

    held: str
    """The digest of the last line of the audit trail whose change is in it; empty before the first."""
    version: int
    folder: int
    """The folder's own number (inode), which no copy shares."""
    files: Files

    def seal(self, key: bytes) -> str:
        """Give what only the holder of the key can have written."""
        said = json.dumps([self.held, self.version, self.folder, self.files], sort_keys=True)
        return hmac.new(key, said.encode(), "sha256").hexdigest()


def own_key(path: Path) -> bytes:
    """Read the user's key, making it when it is first needed. It never lies inside an archive."""
    with explained(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            key = path.read_bytes()
            if len(key) == 32:
                return key
            descriptor = os.open(path, os.O_WRONLY | os.O_TRUNC)
        with os.fdopen(descriptor, "wb") as file:
            key = secrets.token_bytes(32)
            file.write(key)
    return key


def state_of(folder: Path, key: bytes) -> State:
    """Read what an index says of itself, and believe it only under our seal."""
    _mine(folder)
    try:
        said = json.loads((folder / STATE).read_text(encoding="utf-8"))
        state = State(str(said["held"]), int(said["version"]), folder.stat().st_ino, dict(said["files"]))
        sealed = hmac.compare_digest(state.seal(key), str(said["seal"]))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise IndexUnusable(f"{folder / STATE} can't be read") from error
    if not sealed:
        raise IndexUnusable(f"{folder} was not built here")
    if state.version != VERSION:
        raise IndexUnusable(f"{folder} is of version {state.version}, not {VERSION}")
    return state


def signature(folder: Path) -> tuple[int, ...] | None:
    """Give what is another one as soon as the index is; None while it may still change without a sign.

    File systems tell time in steps: what was written a moment ago may be written again within the same one.
    """
    try:
        found = (folder.lstat(), (folder / STATE).lstat())
    except OSError as error:
        raise IndexUnusable(f"{folder} can't be read") from error
    if time.time_ns() - max(one.st_mtime_ns for one in found) < _STEP:
        return None
    return tuple(
        number for one in found for number in (one.st_ino, one.st_size, one.st_mtime_ns, one.st_mode, one.st_uid)
    )


_STEP = 50_000_000
"""Nanoseconds that are surely more than one step."""


def declare(folder: Path, key: bytes, held: str) -> None:
    """Write what an index says of itself, whole or not at all."""
    files = {path.name: _mark(path) for path in folder.iterdir() if path.suffix in (".seg", ".toc")}
    state = State(held, VERSION, folder.stat().st_ino, files)
    text = json.dumps({"held": held, "version": VERSION, "files": files, "seal": state.seal(key)}, indent=1)
    part = folder / f"{STATE}.part"
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / STATE)
    sync_folder(folder)


def _mine(folder: Path) -> None:
    """Refuse a folder, or a file in it, that someone else owns or may write."""
    try:
        found = folder.lstat()
        others = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or others:
            raise IndexUnusable(f"{folder} is not a folder of ours alone")
        for path in folder.iterdir():
            found = path.lstat()
            ours = stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)
            if not ours or found.st_uid != os.geteuid():
                raise IndexUnusable(f"{path} is not ours")
    except OSError as error:
        raise IndexUnusable(f"{folder} can't be read") from error


def refuse_changed(folder: Path, name: str, marked: Files) -> None:
    """Refuse a file that is not as it was left; one written after the seal, in a commit's last moment, may come."""
    if name in marked and _mark(folder / name) != marked[name]:
        raise IndexUnusable(f"{folder / name} has changed")


def _mark(path: Path) -> list[int]:
    found = path.stat()
    return [found.st_size, found.st_mtime_ns]


@contextmanager
def readable(what: Path | str) -> Iterator[None]:
    """Turn whatever Whoosh and pickle say of a damaged index into the one answer to it."""
    try:
        yield
    except Exception as error:
        raise IndexUnusable(f"{what} can't be read") from error


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn the disk's refusals into a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise errors.NoRoom(f"The disk is full: {folder} can't be written; free some room.") from error
        if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
            raise errors.ReadOnly(f"{folder} can't be written; ask for the right to write there.") from error
        raise
