"""Going back and forth between the places one has been to: a question, its order and its cursor are one place."""

from __future__ import annotations

from collections.abc import Callable

from textual.widgets import Input

from tui.history import History, Visit
from tui.keys import Command
from tui.screens.panes import Panes

ROAMING = (
    Command("[", "roam(-1)", "Back to the question before, as it was"),
    Command("]", "roam(1)", "Forth again"),
)


class Roaming(Panes):
    """A screen that remembers where one has been."""

    def __init__(self) -> None:
        super().__init__()
        self.history = History()
        self._typing = False
        """Whether what is typed still changes the place one is at, and is no new one."""
        self._return_to: int | None = None
        """The row to stand on, once what was there is here again."""

    def _visit(self) -> Visit:
        typed = self.question.typed
        return Visit(typed, self.chosen, self._sort, self.listing.cursor)

    def note_cursor(self) -> None:
        """Remember where the cursor stands in this place."""
        here = self._visit()
        if self._return_to is None and here.is_same_place(self.history.here):
            self.history.stay(here)

    def begin_search(self, came_from: Callable[[], object] | None = None) -> None:
        """Go into the search box; where a question stands in it, that is a place one comes to."""
        super().begin_search(came_from)
        self.settle()

    def settle(self, *, typing: bool = False) -> None:
        """Remember the place one has come to; while one types on, it is the same one."""
        here = self._visit()
        if typing and self._typing and here.typed:
            self.history.stay(here)
        else:
            self.history.go(here)
        self._typing = typing

    def action_roam(self, step: int) -> None:
        """Go back to the place before, or forth again."""
        self.note_cursor()
        visit = self.history.step(step)
        if visit is None:
            way = "before this one" if step < 0 else "after this one"
            self.status.tell(f"There is no question {way}.")
            return
        self._typing, self._return_to, self._sort = False, visit.cursor, visit.sort
        if visit.typed:
            with self.box.prevent(Input.Changed):
                self.box.value = visit.typed
            self._how_many = max(self._how_many, visit.cursor + 1)
        self._show_results(bool(visit.typed))
        if self.focused is not self.facets:
            self.set_focus(self.listing)
        self._choose(tuple(visit.chosen))

    def stand_again(self) -> None:
        """Stand on the row one stood on here before."""
        if self._return_to is not None:
            row, self._return_to = self._return_to, None
            self.listing.go(row)
