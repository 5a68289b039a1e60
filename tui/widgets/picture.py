"""A picture in half-blocks: two pixels in every cell."""

from __future__ import annotations

from collections.abc import Sequence

from rich.color import Color
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from media.picture import Cell
from tui.widgets.words import fitted


class Picture(Widget):
    """Rows of cells, drawn in the middle; or a sentence in their place."""

    ALLOW_SELECT = False

    class Resized(Message):
        """There is another amount of room for the picture."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._strips: list[Strip] = []
        self._said = ""

    def show(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Show a picture."""
        self._said = ""
        self._strips = [Strip([_segment(cell) for cell in row]) for row in rows]
        self.refresh()

    def say(self, sentence: str) -> None:
        """Say something in place of a picture."""
        self._strips, self._said = [], sentence
        self.refresh()

    def on_resize(self, _event: events.Resize) -> None:
        """Ask for a picture of this size."""
        self.post_message(self.Resized())

    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        width = self.size.width
        if self._said:
            said = fitted(self._said, width) if y == 0 else ""
            return Strip([Segment(said, self.rich_style)]).adjust_cell_length(width, self.rich_style)
        row = y - (self.size.height - len(self._strips)) // 2
        if not 0 <= row < len(self._strips):
            return Strip.blank(width, self.rich_style)
        strip = self._strips[row]
        left = max((width - strip.cell_length) // 2, 0)
        padded = Strip([Segment(" " * left, self.rich_style), *strip])
        return padded.adjust_cell_length(width, self.rich_style)


def _segment(cell: Cell) -> Segment:
    upper, lower = (Color.from_triplet(ColorTriplet(*colour)) for colour in cell)
    return Segment("▀", Style(color=upper, bgcolor=lower))
