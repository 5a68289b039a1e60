"""A mistake of the program's own: its traces go to a file for whoever mends it, and a person reads one sentence."""

from __future__ import annotations

import os
import traceback
from datetime import UTC, datetime
from pathlib import Path

EXIT_CODE = 70
"""What `sysexits.h` calls an internal software error."""


def told(error: BaseException) -> str:
    """Keep the traces of a mistake, without the values it was made with, and give the sentence about it.

    Only lines of our own code are kept: what was being read or typed may be somebody's secret.
    """
    name = type(error).__name__
    try:
        path = _kept(error)
    except OSError as full:
        return (
            f"Earwitness made a mistake of its own ({name}); nothing kept is lost. It left no trace: {full.strerror}."
        )
    return f"Earwitness made a mistake of its own ({name}); nothing kept is lost. Where it happened is in {path}"


def _kept(error: BaseException) -> Path:
    from platformdirs import user_state_path  # noqa: PLC0415 - only when something is broken

    folder = user_state_path("earwitness", ensure_exists=True)
    path = folder / "mistakes.txt"
    lines = "".join(traceback.format_tb(error.__traceback__))
    said = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC {type(error).__name__}\n{lines}\n"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as file:
        file.write(said)
    return path
