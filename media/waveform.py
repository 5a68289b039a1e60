"""How loud a recording is, moment by moment: made by ffmpeg where there is one, and always free to be thrown away.

The original is only read. ffmpeg decodes strangers' files in a process of its own, with limits on its memory and
time, and opens nothing but the one file.
"""

from __future__ import annotations

import contextlib
import math
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import IO

STEP_MS = 500
"""Milliseconds of the recording that one peak stands for."""
WALL_SECONDS = 600
"""How long one recording may take, however long it is and however slow the disk."""
MEMORY = 1 << 30
"""Bytes of address space: a decoder and its buffers."""
LONGEST_HOURS = 24

_RATE = 1000
"""Samples a second: far below what an ear wants, and all that loudness needs."""
_SAMPLES = _RATE * STEP_MS // 1000
_FULL = 32767


def is_possible() -> bool:
    """Whether there is an ffmpeg on this computer."""
    return shutil.which("ffmpeg") is not None


def peaks(source: Path, cancelled: Callable[[], bool] = lambda: False, wall: float = WALL_SECONDS) -> bytes | None:
    """Give the peak of every half second as a byte; None where there is no ffmpeg, no sound, or no patience left.

    A peak is the root of the loudest sample, 255 for the loudest there is, so that low voices stay visible.
    """
    if not is_possible():
        return None
    found = bytearray()
    with _decoding(source, wall) as (sound, ended_well):
        while samples := sound.read(_SAMPLES * 2):
            if cancelled():
                return None
            # Half a sample is left only where the stream was cut off.
            values = memoryview(samples[: len(samples) // 2 * 2]).cast("h")
            if values:
                found.append(_peak(max(values), min(values)))
        return bytes(found) if ended_well() and found else None


def _peak(highest: int, lowest: int) -> int:
    return round(255 * math.sqrt(min(max(highest, -lowest, 0), _FULL) / _FULL))


@contextlib.contextmanager
def _decoding(source: Path, wall: float) -> Iterator[tuple[IO[bytes], Callable[[], bool]]]:
    """Give the sound as raw samples, and a way to ask afterwards whether that was all of it."""
    with tempfile.TemporaryFile() as grumbles:
        process = subprocess.Popen(
            _command(source), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=grumbles
        )
        _limit(process.pid)
        timer = threading.Timer(wall, process.kill)
        timer.daemon = True
        timer.start()
        assert process.stdout is not None  # noqa: S101 - a pipe was asked for
        try:
            yield process.stdout, lambda: process.wait() == 0
        finally:
            timer.cancel()
            process.stdout.close()
            process.kill()
            process.wait()


def _command(source: Path) -> Sequence[str]:
    quiet = ("-nostdin", "-v", "error", "-threads", "1")
    # A whitelist and an absolute path: a list of addresses that is called a recording leads nowhere.
    given = ("-protocol_whitelist", "file,pipe", "-i", f"file:{source.absolute()}")
    wanted = ("-map", "0:a:0", "-t", str(LONGEST_HOURS * 3600), "-ac", "1", "-ar", str(_RATE))
    # Raw samples in the order of this machine's own bytes.
    return ("ffmpeg", *quiet, *given, *wanted, "-f", "s16le" if sys.byteorder == "little" else "s16be", "pipe:1")


def _limit(process: int) -> None:
    """Take what this system can limit in a child from outside; the time and the size of the answer always are."""
    with contextlib.suppress(OSError):
        # Whoever is reading or typing goes first.
        os.setpriority(os.PRIO_PROCESS, process, 10)
    if hasattr(resource, "prlimit"):
        with contextlib.suppress(OSError):
            resource.prlimit(process, resource.RLIMIT_AS, (MEMORY, MEMORY))
            resource.prlimit(process, resource.RLIMIT_FSIZE, (0, 0))


def shape(peaks: bytes, columns: int) -> list[float]:
    """Give a waveform as so many columns, each from 0 to 1, the loudest column being 1.

    A column is the mean of what it stands for: in an hour of speech every minute has a loud moment. The quietest is
    not taken for silence, and yet some way down, so that pauses show.

    >>> shape(bytes([0, 100, 200, 50]), 2)
    [0.11764705882352941, 1.0]
    """
    if not peaks or columns < 1:
        return []
    bounds = [len(peaks) * column // columns for column in range(columns + 1)]
    means = [_mean(peaks[start : max(end, start + 1)]) for start, end in pairwise(bounds)]
    floor, top = min(means) * 0.8, max(means)
    return [(mean - floor) / (top - floor) if top else 0.0 for mean in means]


def _mean(peaks: bytes) -> float:
    return sum(peaks) / len(peaks)
