"""What stands before the words: the content notes, with a choice to read on or to go back, once in a sitting."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from tui.keys import Command
from tui.screens.place import Place
from tui.widgets.words import line

COVERING = (Command("enter", "read_on", "Read on, past the content notes"),)

ALLOWED = ("read_on", "back", "keys", "command_palette", "quit", "help_quit", "search_everywhere")
"""What may be done before one has chosen; nothing of the words is shown, heard or found until then."""


class Covering(Place):
    """A screen whose words wait behind their content notes."""

    def __init__(self) -> None:
        super().__init__()
        self.cover = Static(id="cover")

    @property
    def is_covered(self) -> bool:
        """Whether one has still to choose."""
        return self.has_class("-covered")

    def cover_with(self, testimony_id: str, title: str, warnings: Sequence[str]) -> None:
        """Cover the words, unless one has chosen to read them before in this sitting."""
        warned = self.reading_room.warned
        if not warnings or testimony_id in warned:
            return
        said = ["Before you read", "", line(title), ""]
        said += [f"! Content note: {line(one)}" for one in warnings]
        said += ["", "↵ reads on; it is not asked again in this sitting.", "Esc goes back."]
        self.cover.update(Content("\n".join(said)))
        self.add_class("-covered")
        self.set_focus(None)
        self.status.say("Content notes")
        self.refresh_bindings()

    def uncover(self, testimony_id: str) -> None:
        """Show the words, now and whenever they are opened again in this sitting."""
        self.reading_room.warned.add(testimony_id)
        self.remove_class("-covered")
        self.refresh_bindings()

    def is_withheld(self, action: str) -> bool:
        """Whether something may not be done yet."""
        return self.is_covered != (action == "read_on") and (action == "read_on" or action not in ALLOWED)
