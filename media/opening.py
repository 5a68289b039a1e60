"""A stranger's file opened for reading only, and only if it is a plain file that holds still."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from testimonies.errors import UnreadableFile

_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Letters that turn the direction of those around them, and so can disguise a name."""

_KINDS = (
    (stat.S_ISLNK, "a link; give the file it points to"),
    (stat.S_ISDIR, "a folder; give the files in it"),
    (stat.S_ISFIFO, "a pipe, not a file; save what comes through it first"),
    (stat.S_ISSOCK, "a socket, not a file; leave it out"),
    (stat.S_ISCHR, "a device, not a file; leave it out"),
    (stat.S_ISBLK, "a device, not a file; leave it out"),
)


def shown(text: str, most: int = 200) -> str:
    r"""Quote a stranger's text so that it can't act on the terminal it is shown on.

    >>> print(shown("a\x1b[2Jb"))
    “a\x1b[2Jb”
    """
    return f"“{plain(text[:most])}”"


def plain(text: str) -> str:
    """Make every letter that would act rather than be seen visible."""
    return "".join(
        letter if letter.isprintable() and letter not in _TURNING else letter.encode("unicode_escape").decode("ascii")
        for letter in text
    )


@contextmanager
def opened(path: Path) -> Iterator[tuple[int, int]]:
    """Give a file's open end and its size; refuse what is no plain file, empty, or changing meanwhile."""
    file, before = _open(path)
    try:
        if before.st_size == 0:
            raise UnreadableFile(f"{shown(path.name)} is empty: there is nothing in it to keep; leave it out.")
        yield file, before.st_size
        after = os.fstat(file)
        if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
            raise UnreadableFile(
                f"{shown(path.name)} is changing while it is read; wait until it is complete, then try again."
            )
    finally:
        os.close(file)


def _open(path: Path) -> tuple[int, os.stat_result]:
    try:
        # Looked at before it is opened: to open a device or a pipe may already do something.
        before = path.lstat()
        for is_kind, what in _KINDS:
            if is_kind(before.st_mode):
                raise UnreadableFile(f"{shown(path.name)} is {what}.")
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise UnreadableFile(f"There is no file {shown(str(path))}; check its name.") from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "its name can't be a file's name"
        raise UnreadableFile(f"{shown(path.name)} can't be opened ({why}); check it and try again.") from error
    now = os.fstat(file)
    if (now.st_dev, now.st_ino) != (before.st_dev, before.st_ino) or not stat.S_ISREG(now.st_mode):
        os.close(file)
        raise UnreadableFile(f"{shown(path.name)} was exchanged for another file just now; try again.")
    return file, now
