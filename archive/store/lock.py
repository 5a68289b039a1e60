"""One writer at a time: the lock on an archive."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.store import durable
from testimonies import errors

PAUSE = 0.05


@contextmanager
def held(path: Path, timeout: float) -> Iterator[None]:
    """Hold the lock; the system lets go of it when the process ends, however it ends."""
    with durable.explained(f"the lock {path} could not be written"):
        descriptor = _acquire(path, time.monotonic() + timeout)
    try:
        yield
    finally:
        os.close(descriptor)


def _acquire(path: Path, deadline: float) -> int:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _still_named(descriptor, path):
                _sign(descriptor)
                return descriptor
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise errors.Locked(_who_holds(descriptor, path)) from None
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
        time.sleep(PAUSE)


def _still_named(descriptor: int, path: Path) -> bool:
    # A lock on a file that someone has deleted meanwhile would keep nobody out.
    try:
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    except FileNotFoundError:
        return False


def _sign(descriptor: int) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)


def _who_holds(descriptor: int, path: Path) -> str:
    pid = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
    os.close(descriptor)
    who = f"process {pid}" if pid.isdigit() else "another program"
    return f"The archive {path.parent} is being written by {who}; wait until it is done, then try again."
