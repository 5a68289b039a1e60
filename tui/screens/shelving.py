"""Saved searches: a question kept under a name asked for in one line, and asked again from the side bar."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Input, Static

from testimonies.errors import ArchiveError, BadInput
from tui.keys import Command
from tui.screens.marking import Marking
from tui.widgets.facets import Entry

if TYPE_CHECKING:
    from archive.searches import SavedSearch

SHELVING = (Command("ctrl+s", "save", "Keep this question under a name", "Keep"),)


class Shelving(Marking):
    """A screen whose questions can be kept."""

    def __init__(self) -> None:
        super().__init__()
        self.name_box = Input(id="name", select_on_focus=False)
        self.name_box.cursor_blink = False
        self.naming = Horizontal(Static(" Keep this question as: ", id="naming-label"), self.name_box, id="naming")
        self.naming.display = False
        self._came_from: Widget | None = None
        self._taken = ""
        """A name that is taken already, and would be replaced by being given again."""

    def ask_saved(self) -> None:
        """Read the saved searches; they are for staff."""
        if self.who == "staff":
            self.ask(lambda: self.archive.saved_searches(self.who), self.facets.keep, group="saved")

    def turn(self, entry: Entry) -> None:
        """Ask a saved search again, or do what the entry is for."""
        saved = self.facets.saved(entry.value) if entry.part == "search" else None
        if saved:
            self.ask_for(saved.query, "id" if saved.sort == "relevance" else saved.sort)
        else:
            super().turn(entry)

    def action_save(self) -> None:
        """Ask for a name; nothing is awaited, since it is typed in the same breath."""
        if self.who != "staff":
            self.status.tell("You look through the eyes of an open reader. To keep a search, come as staff.")
        elif not self.question.text:
            self.status.tell("Nothing is asked here that could be kept: search for something, or narrow the list.")
        else:
            self._taken, self.name_box.value = "", ""
            self.naming.display, self._came_from = True, self.focused
            self.set_focus(self.name_box)

    def is_naming(self) -> bool:
        """Whether a name is being typed."""
        return self.focused is self.name_box

    def end_naming(self) -> None:
        """Take the line away and go back to where one was."""
        self.naming.display = False
        self.set_focus(self._came_from or self.listing)

    def keep_question(self) -> None:
        """Keep the question under the name that stands in the line, once everything typed has arrived there."""
        self.name_box.call_later(self._keep)

    def _keep(self) -> None:
        from tui.door import signature  # noqa: PLC0415 - not before the first frame

        name, query, sort = self.name_box.value.strip(), self.question.text, self._order
        again = bool(name) and name == self._taken
        keep = partial(self.archive.searches.save, name, query, sort=sort, by=signature(), again=again)
        self.ask(keep, self._kept, group="saved", failed=partial(self._not_kept, name))

    def _kept(self, saved: SavedSearch) -> None:
        self.end_naming()
        self.ask_saved()
        self.status.tell(f"Kept as {saved.name}: f shows it above what one narrows by.")

    def _not_kept(self, name: str, error: ArchiveError) -> None:
        taken = [one for one in self._known() if one.name == name]
        if isinstance(error, BadInput) and taken:
            self._taken = name
            self.status.tell(f"{name} is kept already, for {taken[0].query}. Enter puts this question in its place.")
        else:
            self.reading_room.tell(error)

    def _known(self) -> Sequence[SavedSearch]:
        return self.archive.saved_searches(self.who)
