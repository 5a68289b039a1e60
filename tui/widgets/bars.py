"""The lines above and below: where one is, and one fixed line that says what happened."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.words import breaks, cells, fitted, line, text


class Bar(Widget):
    """One line with something on the left and something on the right; the left gives way."""

    ALLOW_SELECT = False
    indent = 1
    left: reactive[str] = reactive("")
    right: reactive[str] = reactive("")

    def render_line(self, y: int) -> Strip:
        """Draw it."""
        width = self.size.width
        right = line(self.right)
        right = fitted(right, min(cells(right), width // 2))
        room = max(width - cells(right) - self.indent - 2, 0)
        said = f"{' ' * self.indent}{fitted(line(self.left), room)} {right} "
        return Strip([Segment(said, self.rich_style)]).adjust_cell_length(width, self.rich_style)

    def say(self, left: str | None = None, right: str | None = None) -> None:
        """Change what stands there."""
        self.left = self.left if left is None else left
        self.right = self.right if right is None else right


class Status(Bar):
    """The fixed line at the bottom: where one is, and in its place, until the next key, what has happened.

    What is told is never cut: the line takes a few more for it, and what stands above gives way instead of being
    covered.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"status--told"}

    def __init__(self) -> None:
        super().__init__(classes="status")
        self.told = ""
        """What has happened; empty once it was seen."""
        self.wrong = False
        """Whether it is something that went wrong."""

    def tell(self, sentence: str, *, wrong: bool = False) -> None:
        """Say what has happened."""
        self.told = text(f"! {sentence}" if wrong else sentence)
        self.wrong = wrong
        self._lay()

    def hush(self) -> None:
        """Go back to saying where one is."""
        if self.told:
            self.told, self.wrong = "", False
            self._lay()

    def on_resize(self, event: events.Resize) -> None:
        """Break what is told anew."""
        if event.size.width:
            self._lay()

    def _lay(self) -> None:
        self.styles.height = max(len(self._lines()), 1)
        self.refresh()

    def _lines(self) -> list[str]:
        room = self.size.width - self.indent - 1
        if not self.told or room < 1:
            return []
        lines = [self.told[start:end] for start, end in breaks(self.told, room)]
        most = max(self.screen.size.height // 2, 1)
        if len(lines) > most:
            lines[most - 1 :] = [fitted(" ".join(lines[most - 1 :]), room)]
        return lines

    def render_line(self, y: int) -> Strip:
        """Draw what is told, or where one is."""
        if not self.told:
            return super().render_line(y)
        width, style, lines = self.size.width, self.get_component_rich_style("status--told"), self._lines()
        said = f"{'':{self.indent}}{lines[y]}" if y < len(lines) else ""
        return Strip([Segment(said, style)]).adjust_cell_length(width, style)
