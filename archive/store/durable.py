"""Everything that changes the disk, done so that a power cut leaves the old or the new and never a half.

All other modules of the store write through this one. A file is complete and on the disk before
the rename that makes it visible, and the folder that holds the name is flushed after it.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from testimonies import errors

BLOCK = 1 << 20
"""Recordings are gigabytes: never more than this of one is in memory."""

Progress = Callable[[int], object]
"""Told how many bytes were done since it was told last."""

NO_LINKS_HERE = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EMLINK, errno.EXDEV, errno.ENOSYS}
FULL = {errno.ENOSPC, errno.EDQUOT}
READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a file was when it was read."""

    sha512: str
    size: int


def silent(_done: int) -> None:
    """Report progress to nobody."""


@contextmanager
def explained(what: str) -> Iterator[None]:
    """Turn the disk's refusals into one sentence about what could not be done."""
    try:
        yield
    except OSError as error:
        raise explain(error, what) from error


def explain(error: OSError, what: str) -> errors.Unavailable:
    """Give the sentence for what the disk refused."""
    if error.errno in FULL:
        return errors.NoRoom(f"The disk is full: {what}; free some room and try again.")
    if error.errno in READ_ONLY:
        return errors.ReadOnly(
            f"The folder can't be written ({error.strerror}): {what}; ask for the right to write there."
        )
    return errors.Unavailable(f"The disk refused ({error.strerror or error}): {what}; look after the disk.")


def sync(descriptor: int) -> None:
    """Wait until what was written is on the disk itself."""
    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is not None:
        # On macOS fsync stops at the drive's own memory; this goes through it.
        try:
            fcntl.fcntl(descriptor, full)
        except OSError as error:
            if error.errno not in NO_LINKS_HERE | {errno.EINVAL, errno.ENOTTY}:
                raise
        else:
            return
    os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        sync(descriptor)
    finally:
        os.close(descriptor)


def sync_folders(top: Path) -> None:
    """Make every name under a folder durable, the innermost first."""
    for folder, _, _ in os.walk(top, topdown=False):
        sync_folder(Path(folder))


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, where they are not yet."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)


def write(path: Path, data: bytes) -> None:
    """Write a new file and wait until it is on the disk; the folder's own flush is the caller's."""
    write_blocks(path, (data,))


def write_blocks(path: Path, blocks: Iterable[bytes]) -> None:
    """Write a new file block by block and wait until it is on the disk."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o666)
    try:
        for block in blocks:
            write_all(descriptor, block)
        sync(descriptor)
    finally:
        os.close(descriptor)


def write_all(descriptor: int, data: bytes) -> None:
    """Write every byte, however few the system takes at a time."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def move(source: Path, target: Path) -> None:
    """Give a file or folder its new name; both folders' flush is the caller's."""
    source.rename(target)


def replace(source: Path, target: Path) -> None:
    """Put a finished file in the place of another, all at once."""
    source.replace(target)


def link_or_copy(source: Path, target: Path) -> None:
    """Let content stand in a second place without taking its room again, where the disk can do that."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError as error:
        if error.errno not in NO_LINKS_HERE:
            raise
        with source.open("rb") as file:
            write_blocks(target, iter(lambda: file.read(BLOCK), b""))


def remove(path: Path) -> None:
    """Remove a file or a whole folder, if it is there; a link is removed, never followed."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if stat.S_ISDIR(mode):
        shutil.rmtree(path)
    else:
        path.unlink()


def exists(path: Path) -> bool:
    """Whether anything at all has that name, a broken link included."""
    return os.path.lexists(path)


def copy(source: Path, target: Path, progress: Progress = silent) -> Fingerprint:
    """Copy a file given to us, hashing it on the way, and wait until the copy is on the disk."""
    reading = Reading(source, progress)
    write_blocks(target, reading)
    return reading.fingerprint()


def fingerprint(source: Path, progress: Progress = silent) -> Fingerprint:
    """Give the digest and size of a file given to us."""
    reading = Reading(source, progress)
    for _ in reading:
        pass
    return reading.fingerprint()


class Reading:
    """One pass over a file from outside: it must be regular, not empty, and stay as it is meanwhile."""

    def __init__(self, source: Path, progress: Progress = silent) -> None:
        self.source = source
        self.progress = progress
        self.size = 0
        self._sha512 = hashlib.sha512()

    def __iter__(self) -> Iterator[bytes]:
        descriptor, before = open_source(self.source)
        try:
            # A file that grows as fast as it is read would never end; what is too much says so too.
            while self.size <= before.st_size and (block := self._next(descriptor)):
                self._sha512.update(block)
                self.size += len(block)
                yield block
                self.progress(len(block))
            after = os.fstat(descriptor)
        finally:
            os.close(descriptor)
        if self.size != before.st_size or _moment(before) != _moment(after):
            raise errors.UnreadableFile(
                f"{self.source} changed while it was read; give it again when nothing writes to it."
            )

    def fingerprint(self) -> Fingerprint:
        """Give what was read, once all of it was."""
        return Fingerprint(self._sha512.hexdigest(), self.size)

    def _next(self, descriptor: int) -> bytes:
        try:
            return os.read(descriptor, BLOCK)
        except OSError as error:
            raise errors.UnreadableFile(f"{self.source} can't be read: {error.strerror}.") from error


def open_source(source: Path) -> tuple[int, os.stat_result]:
    """Open a file from outside without following a link, waiting on a pipe or waking a device."""
    try:
        _regular(source, source.lstat())
        descriptor = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise errors.UnreadableFile(f"{source} can't be opened: {error.strerror}.") from error
    try:
        # Asked again of what was opened: the name may have been given to something else in between.
        found = os.fstat(descriptor)
        _regular(source, found)
        if found.st_size == 0:
            raise errors.UnreadableFile(f"{source} is empty; there is nothing in it to keep.")
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor, found


def _regular(source: Path, found: os.stat_result) -> None:
    if stat.S_ISLNK(found.st_mode):
        raise errors.UnreadableFile(f"{source} is a link; give the file it points to.")
    if stat.S_ISDIR(found.st_mode):
        raise errors.UnreadableFile(f"{source} is a folder; give the files in it.")
    if not stat.S_ISREG(found.st_mode):
        raise errors.UnreadableFile(f"{source} is not a regular file; give a file with content of its own.")


def _moment(found: os.stat_result) -> tuple[int, int, int, int]:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
