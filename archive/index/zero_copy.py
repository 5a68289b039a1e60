"""Reading a Whoosh index where it lies: its files are mapped into memory, and only what is asked for is copied.

Whoosh itself copies every file of an index into memory when it opens it. Here a segment is one map, and each
file inside it a view of that map, which the last view to be closed gives back. Writing is made durable on the way:
a file is on the disk before the name that makes it count.
"""

from __future__ import annotations

import mmap
import os
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile, StructFile


class _Reading:
    """A file position over a view of memory, as far as Whoosh and pickle use one."""

    def __init__(self, view: memoryview) -> None:
        self._view = view
        self._at = 0

    def read(self, size: int | None = -1) -> bytes:
        end = len(self._view) if size is None or size < 0 else self._at + size
        data = bytes(self._view[self._at : end])
        self._at += len(data)
        return data

    def readinto(self, target: Any) -> int:
        part = self._view[self._at : self._at + len(target)]
        target[: len(part)] = part
        self._at += len(part)
        return len(part)

    def readline(self) -> bytes:
        # Pickle has a few short lines; a longer one is looked for in ever larger pieces.
        size = 64
        while True:
            data = bytes(self._view[self._at : self._at + size])
            end = data.find(b"\n") + 1
            if end or self._at + size >= len(self._view):
                line = data[: end or len(data)]
                self._at += len(line)
                return line
            size *= 8

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        self._at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: len(self._view)}[whence]
        return self._at

    def tell(self) -> int:
        return self._at


class View(BufferFile):
    """A file of the index, or a part of one, seen where it lies in memory."""

    def __init__(self, view: memoryview, name: str | None = None) -> None:
        # Not BufferFile's own __init__: it is what makes the copy.
        file: Any = _Reading(view)
        StructFile.__init__(self, file, name=name)
        self._view = self._buf = view

    def subset(self, position: int, length: int, name: str | None = None) -> View:
        """See a part of it; the part may outlive the whole."""
        return View(self._view[position : position + length], name=name or self._name)


# Whoosh's own methods are without types: `whoosh: Any = super()` calls them as what they are.
class ZeroCopyStorage(FileStorage):
    """The folder of an index: read without copying, written so that a power cut leaves the old or the new."""

    def __init__(self, folder: Path) -> None:
        # Without "mmap" in Whoosh's sense, which maps and then copies every part of the map.
        whoosh: Any = super()
        whoosh.__init__(str(folder), supports_mmap=False)

    def open_file(self, name: str, **options: Any) -> Any:
        """Open a segment as a view, a table of contents from memory, and the rest as Whoosh does."""
        path = Path(self.folder) / name
        if name.endswith(".toc"):
            # Whoosh forgets to close it when it can't be read.
            return View(memoryview(path.read_bytes()), name)
        if not name.endswith(".seg"):
            whoosh: Any = super()
            return whoosh.open_file(name, **options)
        with path.open("rb") as file:
            return View(memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)), name)

    def create_file(self, name: str, excl: bool = False, mode: str = "wb", **options: Any) -> Any:
        """Create a file that is on the disk by the time it is closed, if it is one that stays."""
        if name.endswith(".seg") or ".toc" in name:
            options["onclose"] = _sync
        whoosh: Any = super()
        return whoosh.create_file(name, excl=excl, mode=mode, **options)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        """Give a finished file its name, and make the name durable too."""
        whoosh: Any = super()
        whoosh.rename_file(oldname, newname, safe=safe)
        sync_folder(Path(self.folder))


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync(file: Any) -> None:
    try:
        file.flush()
        os.fsync(file.fileno())
    except OSError:
        # Whoosh closes a file only after this, and would leave it open.
        file.raw_file().close()
        raise
