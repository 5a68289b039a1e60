"""A picture in a terminal: Kitty's or Sixel's where it can, half-blocks elsewhere; or a sentence in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.color import Color
from rich.color_triplet import ColorTriplet
from rich.segment import ControlType, Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from media.picture import Cell, half_blocks
from media.view import Seen
from tui import showing
from tui.graphics import Graphics
from tui.widgets.words import breaks

_RAW = ((ControlType.CURSOR_FORWARD, 0),)
"""Marks a segment as no text: neither measured nor coloured."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture made ready for the terminal."""

    columns: int
    rows: int
    cells: Sequence[Sequence[Cell]] = ()
    """Half-blocks."""
    number: int = 0
    """Kitty's."""
    message: str = ""
    """What Kitty is told before."""
    lines: Sequence[str] = ()
    """Kitty's placeholders."""
    sixels: str = ""


def box_of(graphics: Graphics, columns: int, rows: int) -> tuple[int, int]:
    """Say how many pixels a picture may have that is shown in so many cells.

    >>> box_of(Graphics("blocks"), 60, 20), box_of(Graphics("sixel"), 60, 20)
    ((60, 40), (600, 400))
    """
    if graphics.way == "blocks":
        return columns, rows * 2
    return min(columns * graphics.cell[0], graphics.most[0]), min(rows * graphics.cell[1], graphics.most[1])


def ready(seen: Seen, graphics: Graphics, columns: int, rows: int, paper: tuple[int, int, int]) -> Drawn:
    """Make a drawn view ready for a space of so many cells. Runs in a thread."""
    if graphics.way == "blocks":
        cells = half_blocks(seen.png, columns, rows)
        return Drawn(len(cells[0]), len(cells), cells)
    wide, high = graphics.cell
    # Where it was made smaller for the line, Kitty enlarges it again; Sixels are as large as they are.
    room = (columns * wide, rows * high)
    sent = box_of(graphics, columns, rows)
    larger = min(room[0] / sent[0], room[1] / sent[1]) if graphics.way == "kitty" else 1.0
    across = min(max(-int(-seen.width * larger // wide), 1), columns)
    down = min(max(-int(-seen.height * larger // high), 1), rows)
    if graphics.way == "sixel":
        return Drawn(across, down, sixels=showing.sixels(seen.png, paper))
    number = showing.new_number()
    lines = showing.kitty_rows(number, across, down)
    return Drawn(across, len(lines), (), number, showing.kitty(seen.png, number, across, len(lines)), lines)


class Picture(Widget):
    """A picture in the middle of its space; or a sentence."""

    ALLOW_SELECT = False

    class Resized(Message):
        """There is another amount of room for the picture."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.drawn: Drawn | None = None
        self._blocks: list[Strip] = []
        self._said = ""

    def show(self, drawn: Drawn) -> None:
        """Show a picture."""
        self._forget()
        self._said, self.drawn = "", drawn
        self._blocks = [Strip([_segment(cell) for cell in row]) for row in drawn.cells]
        if drawn.message:
            self._tell(drawn.message)
        self.refresh()

    def say(self, sentence: str) -> None:
        """Say something in place of a picture."""
        self._forget()
        self._blocks, self._said = [], sentence
        self.refresh()

    def on_resize(self, _event: events.Resize) -> None:
        """Ask for a picture of this size."""
        self.post_message(self.Resized())

    def on_unmount(self) -> None:
        """Leave nothing in the terminal's memory."""
        self._forget()

    def _forget(self) -> None:
        if self.drawn and self.drawn.number:
            self._tell(showing.kitty_forget(self.drawn.number))
        self.drawn = None

    def _tell(self, message: str) -> None:
        """Send a message between two frames: in the same queue, so that it never cuts into one."""
        driver = self.app._driver
        if driver is not None:
            driver.write(message)

    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        width = self.size.width
        drawn = self.drawn
        if self._said:
            lines = [self._said[start:end] for start, end in breaks(self._said, width)]
            said = lines[y] if y < len(lines) else ""
            return Strip([Segment(said, self.rich_style)]).adjust_cell_length(width, self.rich_style)
        blank = Strip.blank(width, self.rich_style)
        if drawn is None:
            return blank
        top, left = max((self.size.height - drawn.rows) // 2, 0), max((width - drawn.columns) // 2, 0)
        row = y - top
        if drawn.cells:
            if not 0 <= row < len(self._blocks):
                return blank
            padded = Strip([Segment(" " * left, self.rich_style), *self._blocks[row]])
            return padded.adjust_cell_length(width, self.rich_style)
        if not self.screen.is_active:
            # Something lies over it; a terminal's picture would shine through.
            return blank
        return self._shown(drawn, y, row, left, top) or blank

    def _shown(self, drawn: Drawn, y: int, row: int, left: int, top: int) -> Strip | None:
        """Give a line of a picture that the terminal draws; the cells beneath are blank and keep its width."""
        width, raw = self.size.width, ""
        if drawn.lines and 0 <= row < len(drawn.lines):
            raw = f"\x1b[{width - left}D{drawn.lines[row]}" + _ahead(width - left - drawn.columns)
        elif drawn.sixels and y == self.size.height - 1:
            # After the last blank line, or it would be wiped out again.
            up = f"\x1b[{y - top}A" if y > top else ""
            raw = f"\x1b7{up}\x1b[{width - left}D{drawn.sixels}\x1b8"
        if not raw:
            return None
        return Strip([Segment(" " * width, self.rich_style), Segment(raw, None, _RAW)], width)


def _ahead(cells: int) -> str:
    return f"\x1b[{cells}C" if cells > 0 else ""


def _segment(cell: Cell) -> Segment:
    upper, lower = (Color.from_triplet(ColorTriplet(*colour)) for colour in cell)
    return Segment("▀", Style(color=upper, bgcolor=lower))
