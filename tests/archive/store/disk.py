"""A disk that fills up, or loses its power, at the call a test chooses."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

NEEDS_ROOM = ("open", "write", "pwrite", "fsync", "mkdir", "rename", "replace", "link")
"""The calls a full disk refuses."""
CHANGES = (*NEEDS_ROOM, "ftruncate", "unlink", "rmdir")
"""The calls that change the disk at all."""
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class PowerCut(BaseException):
    """Nobody catches this one: the machine is off."""


@dataclass
class Disk:
    """Counts the calls that change the disk and lets one of them, or all from there on, go wrong."""

    fails: Callable[[int], bool]
    error: Callable[[], BaseException]
    calls: list[tuple[str, tuple[Any, ...]]] = field(default_factory=list)
    unflushed: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Files written since they were flushed last: descriptor → a second one of ours, flushed size."""

    def count(self, name: str, arguments: tuple[Any, ...]) -> None:
        self.calls.append((name, arguments))
        if self.fails(len(self.calls)):
            raise self.error()

    def forget_unflushed(self) -> None:
        """What a power cut does to bytes that were on their way."""
        for ours, size in self.unflushed.values():
            os.ftruncate(ours, size)

    def close(self) -> None:
        for ours, _ in self.unflushed.values():
            os.close(ours)
        self.unflushed.clear()


@contextmanager
def failing(
    fails: Callable[[int], bool], error: Callable[[], BaseException], calls: tuple[str, ...] = CHANGES
) -> Iterator[Disk]:
    """Let the disk fail at the calls chosen by their number, counted from 1."""
    disk = Disk(fails, error)
    with pytest.MonkeyPatch.context() as patch:
        for name in calls:
            patch.setattr(os, name, _counted(disk, name, getattr(os, name)))
        yield disk
    disk.close()


def _counted(disk: Disk, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
    close = os.close

    def call(*arguments: Any, **options: Any) -> Any:
        if name == "open" and not arguments[1] & WRITING:
            return real(*arguments, **options)
        if name == "fsync" and arguments[0] in disk.unflushed:
            disk.count(name, arguments)
            close(disk.unflushed.pop(arguments[0])[0])
            return real(*arguments, **options)
        disk.count(name, arguments)
        if name == "write" and not _is_known(disk, arguments[0]):
            disk.unflushed[arguments[0]] = os.dup(arguments[0]), os.fstat(arguments[0]).st_size
        return real(*arguments, **options)

    return call


def _is_known(disk: Disk, descriptor: int) -> bool:
    """Whether the descriptor still is the file it was when it was written to first."""
    known = disk.unflushed.get(descriptor)
    if known is not None and not os.path.sameopenfile(known[0], descriptor):
        os.close(disk.unflushed.pop(descriptor)[0])
        return False
    return known is not None


def full() -> OSError:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
