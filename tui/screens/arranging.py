"""How the list is arranged: its order, and the columns a person likes, remembered from one sitting to the next."""

from __future__ import annotations

from collections.abc import Sequence

from tui import habits
from tui.columns import ALWAYS, COLUMNS, USUAL
from tui.keys import Command
from tui.screens.searching import SORTS
from tui.screens.shelving import Shelving
from tui.widgets.table import TestimonyTable

ARRANGING = (
    Command("s", "sort", "Sort by something else"),
    Command("C", "columns", "Choose the columns"),
)

HABIT = "columns"


class Arranging(Shelving):
    """A screen with a list of testimonies that can be arranged."""

    def __init__(self) -> None:
        super().__init__()
        self.table = TestimonyTable(id="table")

    def action_sort(self) -> None:
        """Sort by the next thing one may sort by."""
        names = list(SORTS)
        self._sort = names[(names.index(self._sort) + 1) % len(names)]
        self._asked_anew()

    def recall_columns(self) -> None:
        """Show the columns that were chosen in an earlier sitting."""
        kept = habits.remembered().get(HABIT, USUAL)
        names = [name for name in COLUMNS if name in kept or name in ALWAYS] if isinstance(kept, list) else USUAL
        if tuple(names) != self.table.columns:
            self._show_columns(names)

    def action_columns(self) -> None:
        """Choose which columns are shown."""
        from tui.screens.choosing_columns import Columns  # noqa: PLC0415 - not before the first frame

        self.app.push_screen(Columns(self.table.columns, self._choose_columns))

    def _choose_columns(self, names: Sequence[str]) -> None:
        self._show_columns(names)
        if not habits.remember(HABIT, list(names)):
            self.reading_room.say(f"{habits.path()} can't be written: the columns last until you leave.")

    def _show_columns(self, names: Sequence[str]) -> None:
        self.table.columns = tuple(names)
        self._say_where()
