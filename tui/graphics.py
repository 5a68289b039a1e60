"""How this terminal can show a picture, decided once, before the reading room reads keys.

The surroundings are believed first. Where they say nothing, the terminal is asked two questions whose late answers
nobody takes for keys; whatever else is read meanwhile was typed by the person, and is handed on.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import struct
import sys
import termios
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Way = Literal["kitty", "sixel", "blocks", "none"]
WAYS: tuple[str, ...] = ("auto", *get_args(Way))
HABIT = "pictures"
"""Under which name the choice is remembered."""

PATIENCE = 0.15
"""Seconds from the question to the last moment an answer is waited for."""
USUAL_CELL = (10, 20)

# How large is a cell; and, answered by every terminal and so the end of waiting, what can you do.
_QUESTION = "\x1b[16t\x1b[c"
_CELL = re.compile(rb"\x1b\[6;(\d{1,4});(\d{1,4})t")
_ABILITIES = re.compile(rb"\x1b\[\?([\d;]{1,80})c")
_SIXEL = "4"


@dataclass(frozen=True, slots=True)
class Graphics:
    """How pictures are shown here."""

    way: Way = "blocks"
    cell: tuple[int, int] = USUAL_CELL
    """How many pixels one character cell is wide and high."""
    most: tuple[int, int] = (1600, 1200)
    """The largest picture that is sent, in pixels."""


BLOCKS = Graphics()


def known(surroundings: Mapping[str, str] = os.environ) -> Way | None:
    """Say what the surroundings tell of the terminal; None where it has to be asked.

    >>> known({"TERM": "xterm-kitty"}), known({"TERM": "xterm-kitty", "TMUX": "/tmp/t,1,0"}), known({"TERM": "xterm"})
    ('kitty', 'blocks', None)
    """
    term, program = surroundings.get("TERM", "dumb"), surroundings.get("TERM_PROGRAM", "")
    # A multiplexer inherits the names of the terminal around it, and passes no pictures on unless it is told to.
    if surroundings.get("TMUX") or surroundings.get("STY") or term.startswith(("screen", "tmux")):
        return "blocks"
    if term in ("dumb", "linux", "") or program in ("Apple_Terminal", "vscode"):
        return "blocks"
    if term in ("xterm-kitty", "xterm-ghostty") or surroundings.get("KITTY_WINDOW_ID") or program == "ghostty":
        return "kitty"
    if program in ("WezTerm", "iTerm.app") or surroundings.get("WEZTERM_PANE"):
        return "sixel"
    if term.startswith(("foot", "mlterm", "contour")) or "sixel" in term:
        return "sixel"
    return None


class Asking:
    """A question to the terminal, under way; `wanted` is what the person asked for, or `auto`."""

    def __init__(self, wanted: str = "auto", surroundings: Mapping[str, str] = os.environ) -> None:
        self._way: Way | None = next((way for way in get_args(Way) if way == wanted), None) or known(surroundings)
        self._is_far = any(surroundings.get(name) for name in ("SSH_CONNECTION", "SSH_TTY"))
        self._cell = cell_size()
        self._asked = 0.0
        self.typed = ""
        """What the person typed while the terminal was asked."""

    def begin(self) -> None:
        """Ask, where anything is not known; the terminal must echo nothing, and give keys one by one."""
        if self._way is None or (self._way in ("kitty", "sixel") and self._cell is None):
            sys.stdout.flush()
            os.write(sys.stdout.fileno(), _QUESTION.encode())
            self._asked = time.monotonic()

    def end(self) -> Graphics:
        """Take the answer, waiting no longer than is left of the patience."""
        heard = _heard(self._asked + PATIENCE) if self._asked else b""
        abilities, cell = _ABILITIES.search(heard), _CELL.search(heard)
        self.typed = _CELL.sub(b"", _ABILITIES.sub(b"", heard)).decode(errors="ignore")
        if cell:
            self._cell = int(cell[2]) or USUAL_CELL[0], int(cell[1]) or USUAL_CELL[1]
        can_sixel = abilities is not None and _SIXEL in abilities[1].decode().split(";")[1:]
        way: Way = self._way or ("sixel" if can_sixel else "blocks")
        # Over a line, a picture is to come within a moment: fewer pixels, which are enough to recognise it.
        most = (640, 480) if self._is_far else (1600, 1200)
        return Graphics(way, self._cell or USUAL_CELL, most)


def cell_size() -> tuple[int, int] | None:
    """Give the pixels of a cell, where the terminal's driver knows them."""
    try:
        told = fcntl.ioctl(sys.stdout.fileno(), termios.TIOCGWINSZ, bytes(8))
    except (OSError, ValueError):
        return None
    rows, columns, width, height = struct.unpack("HHHH", told)
    if not (rows and columns and width // columns and height // rows):
        return None
    return width // columns, height // rows


def _heard(until: float) -> bytes:
    """Read until the last answer is there, or the time is over."""
    heard, here = b"", sys.stdin.fileno()
    while not _ABILITIES.search(heard):
        left = max(until - time.monotonic(), 0)
        if not select.select([here], [], [], left)[0]:
            break
        more = os.read(here, 1024)
        if not more:
            break
        heard += more
    return heard
