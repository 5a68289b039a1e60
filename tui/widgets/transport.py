"""What is heard, in two lines under the words: how loud it is and how far it has come; and how it is played."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from testimonies.locator import Time
from tui.sound.player import Sound
from tui.widgets.words import breaks, cells, fitted, line, text

HEIGHTS = "▁▂▃▄▅▆▇█"
HERE = "┃"
"""Where it is; told apart by its shape, not by its colour."""
PLAYED, AHEAD = "━", "─"
"""The plain bar, where nobody knows how loud it is."""


class Transport(Widget):
    """Shows a recording that is on; in its place, where nothing can be heard, why."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"transport--played", "transport--ahead", "transport--said"}
    DEFAULT_CSS = """
    Transport { height: 2; width: 100%; display: none; background: $background; color: $foreground; }
    Transport.-on { display: block; }
    .transport--played { color: $accent; background: $background; text-style: bold; }
    .transport--ahead { color: $secondary; background: $background; }
    .transport--said { color: $foreground; background: $background; text-style: bold; }
    """
    indent = 1

    def __init__(self) -> None:
        super().__init__(classes="transport")
        self._sound = Sound()
        self._name = ""
        self._more = ""
        self._peaks: bytes | None = None
        self._said = ""

    @property
    def said(self) -> str:
        """What is said in place of the recording; empty where one is on."""
        return self._said

    def show(self, sound: Sound, name: str, more: str = "") -> None:
        """Show what is heard: the name of the recording, and on the right what else there is to know."""
        before = self._drawn()
        was_said, self._said = self._said, text(sound.trouble)
        self._sound, self._name, self._more = sound, line(name), line(more)
        self.set_class(sound.path is not None or bool(self._said), "-on")
        if was_said != self._said:
            self._lay()
        # Many times a second it says where it is, and most of them change nothing: then nothing is sent either.
        for y, (old, new) in enumerate(zip(before, self._drawn(), strict=True)):
            if old != new:
                self.refresh(Region(0, y, self.size.width, 1))

    def draw_peaks(self, peaks: bytes | None) -> None:
        """Draw how loud it is, once that is known."""
        self._peaks = peaks
        self.refresh()

    def say(self, sentence: str) -> None:
        """Say something in place of the recording."""
        self._said = text(sentence)
        self.set_class(bool(sentence), "-on")
        self._lay()

    def on_resize(self, event: events.Resize) -> None:
        """Break what is said anew."""
        if event.size.width:
            self._lay()

    def _lay(self) -> None:
        self.styles.height = max(len(self._lines()), 1) if self._said else 2
        self.refresh()

    def _lines(self) -> list[str]:
        room = self.size.width - self.indent - 1
        if not self._said or room < 1:
            return []
        return [self._said[start:end] for start, end in breaks(self._said, room)]

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Draw one of the lines."""
        width = self.size.width
        if self._said:
            style, lines = self._style("said"), self._lines()
            said = f"{'':{self.indent}}{lines[y]}" if y < len(lines) else ""
            return Strip([Segment(said, style)]).adjust_cell_length(width, style)
        if y > 1:
            return Strip.blank(width, self.rich_style)
        parts = [Segment(part, self._style(style) if style else self.rich_style) for part, style in self._drawn()[y]]
        return Strip(parts).adjust_cell_length(width, self.rich_style)

    def _style(self, name: str):  # type: ignore[no-untyped-def]  # Rich's Style, whichever
        return self.get_component_rich_style(f"transport--{name}")

    def _drawn(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        return self._course(), self._manner()

    def _course(self) -> list[tuple[str, str]]:
        """Give how far it has come, drawn between the moment and the length."""
        now = clock(self._sound.position)
        whole = clock(self._sound.duration) if self._sound.duration else "··:··:··"
        room = self.size.width - self.indent - cells(now) - cells(whole) - 5
        if room < 4:
            return [(f"{'':{self.indent}}{now}", "")]
        at = self._column(room)
        bar = self._bar(room, at)
        return [
            (f"{'':{self.indent}}{now}  ", ""),
            (bar[:at], "played"),
            (HERE, "said"),
            (bar[at + 1 :], "ahead"),
            (f"  {whole}", ""),
        ]

    def _column(self, room: int) -> int:
        whole = self._sound.duration
        return min(int(self._sound.position / whole * room), room - 1) if whole else 0

    def _bar(self, room: int, at: int) -> str:
        if not self._peaks:
            return PLAYED * at + AHEAD * (room - at)
        from media.waveform import shape  # noqa: PLC0415 - only where something is listened to

        return "".join(HEIGHTS[min(int(high * len(HEIGHTS)), len(HEIGHTS) - 1)] for high in shape(self._peaks, room))

    def _manner(self) -> list[tuple[str, str]]:
        """Give how it is played, and what."""
        sound = self._sound
        state = "■ at its end" if sound.ended else "‖ paused" if sound.paused else "▶ playing"
        speed = f" {sound.speed:g}×" if sound.speed != 1 else ""
        loop = " · repeats a stretch" if sound.looping else ""
        left = f"{state}{speed}{loop} · {self._name}"
        room = self.size.width - self.indent - 2
        right = fitted(self._more, min(cells(self._more), room // 2))
        return [(f"{'':{self.indent}}{fitted(left, max(room - cells(right), 0))} ", ""), (right, "ahead")]


def clock(seconds: float) -> str:
    """Give a moment as it stands in a transcript, to the second.

    >>> clock(872.9)
    '00:14:32'
    """
    return str(Time(int(seconds) * 1000))
