"""The reading room: one Textual application over one `Archive`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from threading import Lock
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import SystemCommand
from textual.command import Provider
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widgets import Input

from testimonies.errors import ArchiveError, Faults
from tui import keymap, themes
from tui.graphics import BLOCKS, Graphics
from tui.in_order import KeysInOrder
from tui.keys import EVERYWHERE, bind, bindings, takes
from tui.places import place
from tui.screens.library import Library
from tui.screens.place import Place, Telling

if TYPE_CHECKING:
    from archive.archive import Archive
    from archive.finding import Hit
    from archive.writing import Added


def _commands_here() -> type[Provider]:
    from tui.palette import CommandsHere  # noqa: PLC0415 - not before the first frame

    return CommandsHere


def _anything() -> type[Provider]:
    from tui.palette import Anything  # noqa: PLC0415 - as above

    return Anything


class ReadingRoom(KeysInOrder[None]):
    """The place where an archive is browsed, searched and read."""

    TITLE = "Earwitness"
    # The library is the first screen of all; Textual loads the styles of those that are pushed later by themselves.
    CSS_PATH: ClassVar = ["room.tcss", "styles/library.tcss"]
    BINDINGS: ClassVar = bindings(EVERYWHERE)
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_commands_here, _anything}
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, enter: Callable[[], Archive], who: str = "staff", welcome: str = "") -> None:
        """Begin a room; `enter` opens its archive, once the room is painted, so that nobody sits in the dark."""
        super().__init__()
        self._enter = enter
        self._entering = Lock()
        self._archive: Archive | None = None
        self.who = who
        self.welcome = welcome
        """What to say when the room is open."""
        self.first: Callable[[], object] | None = None
        """Where one goes as soon as the room is open, where that is not the library."""
        self.graphics: Graphics = BLOCKS
        """How this terminal shows pictures."""
        self.refused: ArchiveError | None = None
        """Why the archive could not be opened."""
        self.desk = Lock()
        """Held while the archive is asked, so that two threads never ask at once."""
        self.warned: set[str] = set()
        """The testimonies whose content notes were read in this sitting."""
        self.home = Library()
        themes.begin(self)
        bind(self, EVERYWHERE)
        # Reading wants stillness.
        self.animation_level = "none"

    @property
    def archive(self) -> Archive:
        """The archive one reads in, opened by whoever asks first."""
        with self._entering:
            if self._archive is None:
                self._archive = self._enter()
            return self._archive

    def get_default_screen(self) -> Screen[object]:
        """Begin in the library."""
        return self.home  # type: ignore[return-value]  # a screen that gives nothing back

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Give Textual's own commands no place: ours are in `CommandsHere`."""
        return ()

    # What is said

    def _handle_exception(self, error: Exception) -> None:
        # Once one leaves, nothing more is put on the screen, and what was on its way there finds itself in pieces.
        if not (self._exit and isinstance(error, NoMatches)):
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Leave where something broke: without Textual's page of our own values, which may be somebody's secret."""
        self._close_messages_no_wait()

    @property
    def broken_by(self) -> Exception | None:
        """The mistake of our own that ended the room, if one did."""
        return self._exception

    def tell(self, error: ArchiveError) -> None:
        """Say what went wrong, in its own sentence; without an archive there is nothing to stay for."""
        if self._archive is None:
            self.refused = error
            self.exit()
            return
        if isinstance(error, Faults):
            self.say("\n".join(str(fault) for fault in error.faults[:8]), wrong=True)
        else:
            self.say(str(error), wrong=True)

    def say(self, sentence: str, *, wrong: bool = False) -> None:
        """Say something in the status line of the screen one is at; the next key takes it away."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, Telling):
                screen.status.tell(sentence, wrong=wrong)
                return

    async def on_event(self, event: events.Event) -> None:
        """Take away what was said when a person goes on."""
        if isinstance(event, events.Key | events.Paste | events.MouseDown) and not event.is_forwarded:
            for screen in self.screen_stack:
                if isinstance(screen, Telling):
                    screen.hush()
        await super().on_event(event)

    def action_help_quit(self) -> None:
        """Say how one leaves, to who pressed Ctrl+C and had nothing selected to copy."""
        q = "q or " if self.screen is self.home and not self._is_typing() else ""
        self.say(f"To leave: {q}Ctrl+Q")

    def copy_to_clipboard(self, text: str) -> None:
        """Copy, and say so: the terminal itself says nothing."""
        super().copy_to_clipboard(text)
        self.say("Copied, where the terminal allows it.")

    # Where one goes

    async def on_ready(self) -> None:
        """Go where a command leads, say which chosen keys can't be followed, and take what was typed before."""
        if keymap.CHOSEN.problems:
            self.say("\n".join(keymap.CHOSEN.problems), wrong=True)
        if self.first:
            self.first()
        await self.take_early()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let a slash be a slash while one types."""
        if action == "search":
            taken = takes(getattr(self.screen, "KEYS", ()), "slash")
            typing = isinstance(self.focused, Input) or self._is_typing()
            return not taken and not typing and not self.screen.is_modal
        return True

    def _is_typing(self) -> bool:
        focused = self.focused
        return focused is not None and focused.check_consume_key("slash", "/")

    def action_search(self) -> None:
        """Go to the search box, from wherever one is.

        Nothing is awaited here: what is typed after the slash arrives in the same breath, and belongs in the box.
        """
        place = self.screen
        came_from = place.way_back() if isinstance(place, Place) else None
        while self.screen is not self.home:
            self.step_back()
        self.home.begin_search(came_from)

    def action_keys(self) -> None:
        """Show the keys of this screen."""
        from tui.screens.help import Keys  # noqa: PLC0415 - not before the first frame

        if not self.screen.is_modal:
            self.push_screen(Keys(self.screen))

    def go_to(self, name: str, *given: object) -> None:
        """Go to a place (tui/places.py); what is open stays beneath it."""
        self.push_screen(place(name, *given))

    def action_go_to(self, name: str) -> None:
        """Go to a place by its name."""
        if not self.screen.is_modal:
            self.go_to(name)

    def read(
        self, testimony_id: str, query: str = "", hits: Iterable[Hit] = (), at: str | None = None, ahead: int = 0
    ) -> None:
        """Open a testimony, at a passage where one is given, or so many turns from there.

        Where a query led here, the passages already known to answer it come with it, to be marked at once.
        """
        from tui.screens.reading import Reading  # noqa: PLC0415 - not before the first frame

        reading = Reading(testimony_id, query, tuple(hits), at)
        reading.reader.move(ahead)
        self.push_screen(reading)

    def find(self, question: str) -> None:
        """Show in the library what a question finds; an empty one shows everything."""
        while self.screen is not self.home:
            self.step_back()
        self.home.ask_for(question)

    def step_back(self) -> None:
        """Go one step back; never out."""
        if len(self.screen_stack) > 1:
            if isinstance(self.screen, Place):
                self.screen.leave()
            self.pop_screen()

    async def action_quit(self) -> None:
        """Leave the reading room; what is typed stays as a draft."""
        for screen in self.screen_stack:
            if isinstance(screen, Place):
                screen.leave()
        self.exit()

    def kept(self, added: Added) -> None:
        """Say that a new testimony is kept, and open it."""
        while self.screen is not self.home:
            self.step_back()
        self.home.action_renew()
        self.read(added.id)
        self.say("\n".join((f"{added.id} is kept.", *added.remarks)))

    def look_at_media(self, testimony_id: str, at: str | None = None) -> None:
        """Open the media of a testimony, at the page a passage was transcribed from where one is given."""
        self.go_to("media", testimony_id, at)

    def begin_adding(self) -> None:
        """Open the form for a new testimony, where one may be added."""
        if not self._is_only_read("add"):
            self.go_to("adding")

    def begin_editing(self, testimony_id: str) -> None:
        """Open the form for a testimony that is kept, where it may be changed."""
        if not self._is_only_read("edit"):
            try:
                self.archive.show(testimony_id)
            except ArchiveError as error:
                self.tell(error)
            else:
                self.go_to("editing", testimony_id)

    def begin_transcribing(self, testimony_id: str, number: int = 0) -> None:
        """Open a transcript to be typed beside its recording, counted from 0, where it may be changed."""
        if not self._is_only_read("transcribe"):
            self.go_to("transcribing", testimony_id, number)

    def edited(self, added: Added) -> None:
        """Say that a new version is kept, and show it."""
        self.step_back()
        self.step_back()
        self.home.action_renew()
        self.read(added.id)
        self.say("\n".join((f"{added.id}, version {added.version}, is kept.", *added.remarks)))

    def may_change(self, what: str) -> bool:
        """Whether something may be changed here; a sentence says why not."""
        return not self._is_only_read(what)

    def _is_only_read(self, what: str) -> bool:
        """Whether nothing may be changed here; a sentence says why."""
        from tui.door import BEGIN, sample_path  # noqa: PLC0415 - not before the first frame

        if self.archive.folder == sample_path():
            self.say(f"This is the sample, kept apart; nothing in it is changed. {BEGIN}")
        elif self.who != "staff":
            self.say(f"You look through the eyes of an open reader. To {what}, open the reading room as staff.")
        else:
            return False
        return True
