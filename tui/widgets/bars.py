"""The lines above and below: where one is, and one fixed line that says what happened."""

from __future__ import annotations

from rich.segment import Segment
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.words import cells, fitted, line


class Bar(Widget):
    """One line with something on the left and something on the right; the left gives way."""

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
