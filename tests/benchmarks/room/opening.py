"""How long until the reading room shows its first frame, and the first row of its list."""

from __future__ import annotations

from collections.abc import Sequence

from tests.benchmarks.room.terminal import MuteTerminal
from tui.threshold import OPENING


def opening(command: Sequence[str], row: str, env: dict[str, str]) -> tuple[float, float, int]:
    """Open the room and leave it; give the seconds to its first frame and until `row` was painted, and its memory."""
    with MuteTerminal(command, env) as terminal:
        frame = terminal.wait_for(OPENING)
        listed = terminal.wait_for(row)
        return frame, listed, terminal.held().get("peak", 0)
