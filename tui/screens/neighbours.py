"""From one testimony to the next of the list one came from, without going back to it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.keys import Command
from tui.screens.place import Place

if TYPE_CHECKING:
    from archive.finding import Listing

NEIGHBOURS = (
    Command("right_square_bracket", "neighbour(1)", "To the next testimony of the list one came from"),
    Command("left_square_bracket", "neighbour(-1)", "To the testimony before it"),
)


class Neighbours(Place):
    """A screen with one testimony of a list."""

    @property
    def testimony_here(self) -> str:
        """The id of the testimony."""
        raise NotImplementedError

    def action_neighbour(self, step: int) -> None:
        """Read the next testimony of the library's list, or of what was found, or the one before."""
        home = self.reading_room.home
        if home.searching:
            self._in_results(step)
            return
        table = home.table
        row = table.row(table.cursor)
        if row is None or row.id != self.testimony_here:
            self._say_elsewhere()
        elif not 0 <= table.cursor + step < table.count:
            self._say_end(step)
        else:
            table.go(table.cursor + step)
            beyond = table.row(table.cursor)
            if beyond:
                self._open_other(beyond.id)
            else:
                # Not fetched yet, since nobody has looked at that part of the list.
                query, sort = home.question.text, home._sort
                question = partial(self.archive.list, query, self.who, sort=sort, offset=table.cursor, limit=1)
                self.ask(question, self._open_first, group="neighbour")

    def _open_first(self, listing: Listing) -> None:
        for row in listing.rows:
            self._open_other(row.id)

    def _in_results(self, step: int) -> None:
        results = self.reading_room.home.results
        if results.found is None or results.found.result.row.id != self.testimony_here:
            self._say_elsewhere()
            return
        begun = at = results.cursor
        while 0 <= (at := at + step) < results.count:
            results.go(at)
            found = results.found
            if found and found.heads and found.result.row.id != self.testimony_here:
                query = self.reading_room.home.box.value.strip()
                self._open_other(
                    found.result.row.id, query, found.result.passages, found.hit.id if found.hit else None
                )
                return
        results.go(begun)
        self._say_end(step)

    def _open_other(self, testimony_id: str, *how: object) -> None:
        room = self.reading_room
        room.step_back()
        room.go_to("reading", testimony_id, *how)

    def _say_elsewhere(self) -> None:
        self.status.tell("This testimony was not opened from the list, so nothing comes before or after it.")

    def _say_end(self, step: int) -> None:
        self.status.tell("This is the last of the list." if step > 0 else "This is the first of the list.")
