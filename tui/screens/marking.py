"""Marks: testimonies gathered from any list and any search, to do something with all of them."""

from __future__ import annotations

from collections.abc import Sequence

from archive.narrowing import ids
from testimonies import locator
from tui.keys import Command
from tui.places import PLACES
from tui.screens.roaming import Roaming
from tui.screens.searching import FOUND

MARKING = (
    Command("space", "mark", "Mark this testimony, or no longer; among the facets, choose", "Mark"),
    Command("u", "unmark", "Take away all marks"),
    Command("M", "marked", "Ask for the marked testimonies only; ^s keeps that question"),
    Command("c", "compare", "Compare the marked testimonies: two to four accounts of one event"),
    Command("y", "copy", "Copy the citations of the marked, or of what the cursor stands on"),
)

FEWEST, MOST = 2, 4
"""Accounts that can be compared."""


class Marking(Roaming):
    """A screen on which testimonies are marked."""

    def __init__(self) -> None:
        super().__init__()
        self.marks: dict[str, None] = {}
        """The ids, in the order in which they were marked."""

    def action_choose(self) -> None:
        """Choose what the cursor stands on among the facets."""
        if self.facets.entry:
            self.turn(self.facets.entry)
        else:
            self.chooses_soon()

    def action_mark(self) -> None:
        """Mark the testimony the cursor stands on, or take its mark away, and go on to the next."""
        if self.focused is self.facets:
            self.action_choose()
            return
        row = self._row()
        if row is None:
            return
        if row.id in self.marks:
            del self.marks[row.id]
        else:
            self.marks[row.id] = None
        self._show_marks()
        self._past(row.id)

    def _past(self, testimony_id: str) -> None:
        """Go on to the next testimony; in a search that is past its passages."""
        while (row := self._row()) and row.id == testimony_id and self.listing.cursor < self.listing.count - 1:
            self.listing.move(1)

    def action_unmark(self) -> None:
        """Take away all marks."""
        self.marks.clear()
        self._show_marks()

    def _show_marks(self) -> None:
        raise NotImplementedError

    def _marked(self) -> Sequence[str]:
        """Give the marked testimonies, or the one the cursor stands on where none is."""
        row = self._row()
        return tuple(self.marks) or ((row.id,) if row else ())

    def action_marked(self) -> None:
        """Ask for the marked testimonies."""
        if not self.marks:
            self.status.tell("Nothing is marked; Space marks a testimony.")
            return
        self.ask_for(ids(tuple(self.marks)))

    def ask_for(self, query: str, sort: str = "id") -> None:
        """Ask a question that was not typed here; what one narrowed by belongs to the question before."""
        self.note_cursor()
        self._sort, self._how_many = sort, FOUND
        with self.box.prevent(self.box.Changed):
            self.box.value = query
            self.box.cursor_position = len(query)
        self._show_results(True)
        self.set_focus(self.listing)
        self._choose(())

    def action_compare(self) -> None:
        """Compare the marked testimonies side by side."""
        if not FEWEST <= len(self.marks) <= MOST:
            self.status.tell(
                f"{len(self.marks) or 'No'} testimon{'y is' if len(self.marks) == 1 else 'ies are'} marked; "
                "mark two to four with Space, and c compares them."
            )
        elif "comparing" not in PLACES:
            self.status.tell("Accounts can't be compared side by side yet; Enter reads one.")
        else:
            self.reading_room.go_to("comparing", tuple(self.marks))

    def action_copy(self) -> None:
        """Copy citations, one a line."""
        wanted, at = self._marked(), None if self.marks else self._at()
        if wanted:
            place = locator.parse(at) if at else None
            self.ask(
                lambda: "\n".join(self.archive.cite(one, place, self.who) for one in wanted),
                self.app.copy_to_clipboard,
                group="citations",
            )

    def _at(self) -> str | None:
        """Give the place of the passage the cursor stands on."""
        raise NotImplementedError
