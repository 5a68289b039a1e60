"""Waveforms of recordings, kept in the cache under the recording's digest: derived, and deletable at any time."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from archive.store import durable
from testimonies.errors import Unavailable
from testimonies.testimony import MediaItem

FOLDER = "waveforms"


def waveform(cache: Path, item: MediaItem, path: Path, cancelled: Callable[[], bool] = lambda: False) -> bytes | None:
    """Give the waveform of a recording, made the first time; None where there is none to be made.

    See `media.waveform.peaks` for what its bytes mean.
    """
    if not item.sha512:
        return None
    kept = cache / FOLDER / item.sha512[:2] / f"{item.sha512}.peaks"
    if kept.is_file():
        return kept.read_bytes()
    from media.waveform import peaks  # noqa: PLC0415 - only where something is listened to

    made = peaks(path, cancelled)
    if made:
        # On a full disk it is shown all the same, and made again the next time.
        with suppress(Unavailable):
            _keep(kept, made, path)
    return made


def _keep(kept: Path, made: bytes, path: Path) -> None:
    with durable.explained("a waveform could not be kept"):
        kept.parent.mkdir(parents=True, exist_ok=True)
        partial = kept.with_name(f".{kept.name}.{os.getpid()}")
        durable.remove(partial)
        durable.write(partial, made)
        if path.is_file():
            durable.replace(partial, kept)
        else:
            # Purged meanwhile, and its waveform with it.
            durable.remove(partial)


def forget(cache: Path, sha512: str) -> None:
    """Remove the waveform of a recording that is to be purged."""
    for kept in (cache / FOLDER).glob(f"*/*{sha512}*"):
        kept.unlink()
