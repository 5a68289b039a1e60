"""Visitors in a browser: what is closed to them, whatever they press.

They read as the `open` reader, in a process of their own that `serve` marks by its environment.
"""

from __future__ import annotations

import os

MARK = "EARWITNESS_VISITORS"

CHANGING = ("add", "edit", "note", "describe", "transcribe", "restore", "save", "columns", "check", "sheet")
ASSERTING = ("assert_that", "take_away", "pick", "name", "merge")
SOUNDING = ("listen", "play", "seek", "speed", "turn", "open_recording", "from_turn", "tape")
CLOSED = frozenset((*CHANGING, *ASSERTING, *SOUNDING))
"""What changes something, sounds at the server or opens a program there."""

SENTENCE = "In a browser an archive is only read. Nothing is opened or played at the machine that keeps it."


def is_visited() -> bool:
    """Whether this process belongs to somebody who reads in a browser."""
    return os.environ.get(MARK) == "1"


def is_closed(action: str) -> bool:
    """Whether an action is closed to whoever is here."""
    return is_visited() and action.partition("(")[0].removeprefix("app.") in CLOSED
