"""Small copies of pictures for the screen: derived, upright, without metadata, and free to be thrown away."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from media.look import identify, suffix_of
from media.opening import opened, shown
from media.workbench import BENCH, Ended, Workbench
from testimonies.errors import NoRoom, ReadOnly

BOX = (640, 640)
"""Enough for a terminal of 320 columns; about 300 kB."""


def make(source: Path, target: Path, box: tuple[int, int] = BOX, page: int = 1, bench: Workbench = BENCH) -> bool:
    """Write a small copy of a picture to `target` (.png or .jpg); False if there is nothing to be shown.

    The original is only read. `target` appears whole or not at all.
    """
    with opened(source) as (file, size):
        found = identify(file, size, suffix_of(source))
        if found is None or found.reader != "picture":
            return False
        with written(target) as (draft, beside):
            form = "JPEG" if suffix_of(target) in {"jpg", "jpeg"} else "PNG"
            answer = bench.ask("thumbnail", file, draft, mime=found.mime, box=box, page=page, form=form)
            if isinstance(answer, Ended) or answer.get("made") is not True:
                return False
            beside.replace(target)
            return True


@contextlib.contextmanager
def written(target: Path) -> Iterator[tuple[int, Path]]:
    """Give a new file beside the target, which goes away unless it is renamed."""
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            yield draft, beside
        finally:
            os.close(draft)
            beside.unlink(missing_ok=True)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise NoRoom(f"The disk is full, so {shown(str(target))} can't be made; make room first.") from error
        raise ReadOnly(f"{shown(str(target.parent))} can't be written ({error.strerror}).") from error
