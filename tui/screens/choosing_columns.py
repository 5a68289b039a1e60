"""Choosing the columns of the library: Space shows or hides one, Esc closes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from tui.columns import ALWAYS, COLUMNS
from tui.keys import Command, bindings
from tui.screens.help import Over
from tui.widgets.drawing import Block, Span
from tui.widgets.virtual_list import VirtualList
from tui.widgets.words import fitted

CHOSEN = Callable[[Sequence[str]], object]


class ColumnList(VirtualList):
    """Every column, and whether it is shown."""

    def __init__(self, shown: Sequence[str]) -> None:
        super().__init__()
        self._names = [name for name in COLUMNS if name not in ALWAYS]
        self.shown = [name for name in COLUMNS if name in shown or name in ALWAYS]

    def on_mount(self) -> None:
        """Show them all."""
        self.count = len(self._names)

    def turn(self) -> None:
        """Show the column the cursor stands on, or hide it."""
        shown = {*self.shown} ^ {self._names[self.cursor]}
        self.shown = [name for name in COLUMNS if name in shown]
        self.renew()

    def block(self, index: int, width: int) -> Block:
        """Draw a column."""
        name = self._names[index]
        is_shown = name in self.shown
        box = Span("[✓] " if is_shown else "[ ] ", "name" if is_shown else "dim")
        column = COLUMNS[name]
        heading = fitted(column.heading.capitalize(), 12)
        return Block([[box, Span(heading), Span(fitted(column.words, width - 16), "dim")]])


class Columns(Over):
    """The columns, over the library."""

    HINT = "Space shows or hides one · Esc closes · number and title are always there"
    BINDINGS: ClassVar = bindings(
        (
            Command("space,enter", "turn", "Show this column, or hide it"),
            Command("j", "move(1)", "Down"),
            Command("k", "move(-1)", "Up"),
            Command("C,q", "close", "Close"),
        )
    )

    def __init__(self, shown: Sequence[str], chosen: CHOSEN) -> None:
        self.columns = ColumnList(shown)
        super().__init__(self.columns)
        self._chosen = chosen

    def compose(self) -> ComposeResult:
        """Lay it out."""
        with Vertical(classes="over") as over:
            over.border_title = "Columns of the library"
            over.styles.height = len(COLUMNS) + 1
            yield self.rows
            yield self.status

    def on_mount(self) -> None:
        """Let one choose at once."""
        self.set_focus(self.rows)

    @on(VirtualList.Chosen)
    def action_turn(self) -> None:
        """Show the column the cursor stands on, or hide it, at once."""
        self.columns.turn()
        self._chosen(self.columns.shown)
