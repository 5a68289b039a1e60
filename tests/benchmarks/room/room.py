"""What a person at the keys waits for: the letter, the results, the next row, the next screen."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks.contest import kept
from tests.benchmarks.process import EARWITNESS, home, run
from tests.benchmarks.room.terminal import MuteTerminal, Painted

DOWN, UP, ESCAPE, ENTER = "\x1b[B", "\x1b[A", "\x1b", "\r"
ASKED = ("cotton mill", "river flood", "the strike", "mountain home", "war bread")
"""What is typed, letter by letter."""

SCREENS: Mapping[str, Sequence[str]] = {
    "reading": (ENTER, ESCAPE),
    "media": ("m", ESCAPE),
    "help": ("?", ESCAPE),
    "commands": ("\x10", ESCAPE),
    "overview": ("O", ESCAPE),
    "authorities": ("A", ESCAPE),
    "adding": ("a", ESCAPE),
    "editing": ("e", ESCAPE),
}
"""The keys that open a screen from the library, and lead back."""


def at_home(count: int, quick: bool) -> dict[str, Any]:
    """Measure in an archive of so many testimonies, made once and kept."""
    kept_in = kept.place(count)
    if not kept.is_made(kept_in):
        kept.make(kept_in, count)
    # Beside what is kept, for links cannot reach from one disk to another.
    with tempfile.TemporaryDirectory(prefix="run-", dir=kept_in.parent) as name:
        archive = kept.linked(kept_in / "archive", Path(name) / "archive")
        return measure(archive, Path(name), quick)


def measure(archive: Path, folder: Path, quick: bool) -> dict[str, Any]:
    """Sit down in the reading room of an archive, and type."""
    env = home(folder / "home")
    here = [EARWITNESS, "-A", str(archive)]
    # Whatever the index lacks is made up for by the first who asks.
    listed = json.loads(run([*here, "list", "--json", "--limit", "1"], env).said)
    with MuteTerminal([*here, "browse"], env) as terminal:
        terminal.wait_for(listed["testimonies"][0]["id"])
        terminal.press(DOWN)
        moved = [terminal.press(key) for key in [DOWN, UP] * (3 if quick else 25)]
        opened = {name: _opened(terminal, keys, 1 if quick else 5) for name, keys in SCREENS.items()}
        typed = _typed(terminal, ASKED[: 1 if quick else None])
        return {
            "testimonies": listed["total"],
            "cursor key": _summary(moved),
            "letter": _summary(typed),
            "screens": {name: _summary(painted) for name, painted in opened.items()},
            "memory": dict(terminal.held()),
        }


def _opened(terminal: MuteTerminal, keys: Sequence[str], rounds: int) -> list[Painted]:
    """Go there and back; the first time, when its code is read, does not count where there are others."""
    way_in, way_back = keys
    painted = []
    for _ in range(rounds + 1):
        painted.append(terminal.press(way_in))
        terminal.press(way_back)
    return painted[1:] if rounds > 1 else painted


def _typed(terminal: MuteTerminal, asked: Sequence[str]) -> list[Painted]:
    """Type questions into the search box, one letter after the other, and take each away again."""
    terminal.press("/")
    painted = []
    for question in asked:
        painted += [terminal.press(letter) for letter in question]
        # Ctrl+U takes away what stands before the cursor.
        terminal.press("\x15")
    return painted


def _summary(painted: Sequence[Painted]) -> dict[str, float]:
    """Give milliseconds until something, and until everything, is painted, and bytes."""
    firsts, lasts = sorted(1000 * one.first for one in painted), sorted(1000 * one.last for one in painted)
    at = min(len(painted) - 1, int(0.95 * len(painted)))
    return {
        "first": median(firsts),
        "first p95": firsts[at],
        "all": median(lasts),
        "all p95": lasts[at],
        "bytes": median(one.bytes for one in painted),
    }
