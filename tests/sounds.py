"""Small recordings for tests, made with the standard library, and a way to wait for what is heard."""

from __future__ import annotations

import array
import math
import shutil
import time
import wave
from collections.abc import Callable
from pathlib import Path

from tests.conftest import missing

RATE = 8000
PATIENCE = 20.0
"""Seconds to wait for something to be heard before the test has failed."""


def tone(path: Path, seconds: int, loud: Callable[[int], float] = lambda _second: 0.5) -> Path:
    """Write a tone; `loud` says for each second how loud, from 0 to 1."""
    samples = array.array(
        "h", (int(32000 * loud(n // RATE) * math.sin(n * 2 * math.pi * 220 / RATE)) for n in range(seconds * RATE))
    )
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return path


def need(program: str) -> None:
    """Skip where a program is not on this machine."""
    if shutil.which(program) is None:
        missing(program)


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.01)
