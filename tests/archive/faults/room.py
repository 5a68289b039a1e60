"""A disk without room, for whoever writes: through `os`, as the store does, or through files, as the index."""

from __future__ import annotations

import builtins
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.archive.store.disk import NEEDS_ROOM, Disk, failing, full


@contextmanager
def no_room(fails: Callable[[int], bool], error: Callable[[], BaseException] = full) -> Iterator[Disk]:
    """Let the calls that want room find none, chosen by their number from 1 on, whoever makes them."""
    with failing(fails, error, NEEDS_ROOM) as disk, pytest.MonkeyPatch.context() as patch:
        counted = _counted_open(disk, builtins.open)
        patch.setattr(builtins, "open", counted)
        patch.setattr(io, "open", counted)
        yield disk


def _counted_open(disk: Disk, real: Callable[..., Any]) -> Callable[..., Any]:
    class Filling(io.FileIO):
        def write(self, data: Any) -> int:
            disk.count("write", (self.name,))
            return super().write(data)

    def call(file: Any, mode: str = "r", buffering: int = -1, *text: Any, **options: Any) -> Any:
        if isinstance(file, int) or not set(mode) & set("wax+"):
            return real(file, mode, buffering, *text, **options)
        disk.count("open", (str(file), mode))
        raw = Filling(Path(file), mode.replace("b", "").replace("t", ""))
        if buffering == 0:
            return raw
        binary = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        return binary if "b" in mode else io.TextIOWrapper(binary, options.get("encoding"))

    return call
