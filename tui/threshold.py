"""What is seen while Textual is still being imported: the frame of the reading room, drawn with a few plain escapes.

Textual takes some tenths of a second to import. Whoever comes in sees the room at once, what they type meanwhile is
neither echoed across it nor lost, and the room itself is then painted over it, cell by cell the same.
"""

from __future__ import annotations

import os
import signal
import sys
import termios
from collections.abc import Mapping
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from textual.driver import Driver

    from tui.app import ReadingRoom

HEADING = "Library"
ASK = 'search every word: bridge  "a phrase"  place:…  date:1990..1999'
OPENING = "Opening the archive …"

ENTER, LEAVE = "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"
ROOM, PANEL, SURFACE = "21;23;26", "36;40;45", "27;30;34"
INK, DIM, HINT, ACCENT = "228;224;216", "159;180;192", "113;115;117", "224;182;92"
"""The colours of the theme (tui/app.py), as red;green;blue."""

IFLAG, LFLAG = 0, 3
"""Where in the terminal's attributes the flags of what comes in and of how a line is edited stand (termios)."""
Attributes = list[int | list[bytes | int]]


def frame(columns: int, rows: int, *, coloured: bool) -> str:
    """Draw the frame for a terminal of this size."""

    def line(row: int, text: str, ink: str, ground: str, style: str = "", width: int = columns) -> str:
        colours = f"\x1b[0;{style}38;2;{ink};48;2;{ground}m" if coloured else f"\x1b[0;{style.rstrip(';')}m"
        return f"\x1b[{row};1H{colours}{text[:width]:<{width}}"

    empty = "".join(line(row, "", INK, ROOM) for row in range(3, rows - 1))
    return "".join(
        (
            ENTER,
            line(1, f"{HEADING} ".rjust(columns), INK, PANEL, "1;"),
            line(2, f"    {ASK}", HINT, SURFACE),
            line(2, " /", ACCENT, SURFACE, "1;", width=3),
            empty,
            line(rows - 1, f" {OPENING}", DIM, ROOM),
            line(rows, "", INK, PANEL),
            "\x1b[0m",
        )
    )


class Threshold:
    """The frame on this process's terminal until the room paints over it; taken away if that is never reached."""

    def __init__(self, environment: Mapping[str, str] = os.environ, *, coloured: bool = True) -> None:
        """Draw in the room's usual colours, where it will have them and the terminal has so many."""
        self._coloured = (
            coloured and environment.get("COLORTERM") in ("truecolor", "24bit") and not environment.get("NO_COLOR")
        )
        self._way_back: Attributes | None = None
        self._stopped = False

    def __enter__(self) -> Self:
        """Keep what is typed from being echoed, and draw."""
        signal.signal(signal.SIGINT, self._stop)
        here = sys.stdin.fileno()
        self._way_back = termios.tcgetattr(here)
        # Ctrl+Q must come through as a key, and not as the leave to go on that an old terminal waits for.
        self._set(IFLAG, termios.IXON)
        self._set(LFLAG, termios.ECHO | termios.ICANON)
        size = os.get_terminal_size(sys.stdout.fileno())
        self._draw(frame(size.columns, size.lines, coloured=self._coloured))
        return self

    def hand_over(self, room: ReadingRoom) -> None:
        """Give the terminal to the room; what was typed waits in it unread.

        The terminal stays quiet until the room has it, or what is typed in that moment would be lost; what the room
        goes back to is the terminal as it was before.
        """
        self._set(LFLAG, termios.ISIG)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if self._stopped:
            raise KeyboardInterrupt
        room.driver_class = self._taking_over(room.driver_class)

    def _taking_over(self, driver: type[Driver]) -> type[Driver]:
        """Make Textual's driver remember the terminal as it was before the frame was drawn."""
        threshold = self

        class TakingOver(driver):  # type: ignore[valid-type,misc]
            def start_application_mode(self) -> None:
                super().start_application_mode()
                if threshold._way_back is not None:
                    self.attrs_before, threshold._way_back = threshold._way_back, None

        return TakingOver

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the terminal as it was, where the room was never reached."""
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if self._way_back is not None:
            self._draw(LEAVE)
            termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, self._way_back)
            self._way_back = None

    def _stop(self, number: int, frame: FrameType | None) -> None:
        # Remembered as well: an interrupt that is raised in the middle of an import can be lost there.
        self._stopped = True
        raise KeyboardInterrupt

    @staticmethod
    def _set(which: int, off: int) -> None:
        quiet = termios.tcgetattr(sys.stdin.fileno())
        quiet[which] &= ~off
        termios.tcsetattr(sys.stdin.fileno(), termios.TCSANOW, quiet)

    def _draw(self, text: str) -> None:
        # Past the encoding of the stream: a terminal that can't show an ellipsis shows something else in its place.
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode(sys.stdout.encoding or "utf-8", "replace"))
        sys.stdout.flush()
