"""What every screen of the reading room can do: ask the archive without waiting, and say what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.screen import Screen
from textual.worker import get_current_worker

from archive.index.cancelling import Cancelled
from testimonies.errors import ArchiveError
from tui.keys import Command, bind
from tui.widgets.bars import Status
from tui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from archive.archive import Archive
    from tui.app import ReadingRoom

Told = TypeVar("Told")


class Telling:
    """A screen that has a line where everything is said that a person must read; nothing ever covers it for that."""

    status: Status

    def hush(self) -> None:
        """Take away what was told; a key was pressed since."""
        self.status.hush()


class Place(Telling, Screen[None]):
    """A screen with commands; Esc leads one step back."""

    KEYS: ClassVar[Sequence[Command]] = ()
    WHAT: ClassVar[str] = ""
    """What this screen is, in a sentence or two, for who asks."""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-middle"), (120, "-wide")]  # noqa: RUF012 - as Textual has it

    def __init__(self) -> None:
        super().__init__()
        self.status = Status()
        bind(self, self.KEYS)

    @property
    def reading_room(self) -> ReadingRoom:
        """The application."""
        from tui.app import ReadingRoom  # noqa: PLC0415 - it imports the screens

        assert isinstance(self.app, ReadingRoom)  # noqa: S101 - there is no other
        return self.app

    @property
    def archive(self) -> Archive:
        """The archive one reads in."""
        return self.reading_room.archive

    @property
    def who(self) -> str:
        """Through whose eyes."""
        return self.reading_room.who

    def ask(
        self,
        question: Callable[[], Told],
        answered: Callable[[Told], object],
        *,
        group: str,
        overtakes: bool = True,
        failed: Callable[[ArchiveError], object] | None = None,
    ) -> None:
        """Ask the archive in a thread; a later question of the group overtakes this one, whose answer is dropped.

        What can be withdrawn is: see `archive.index.cancelling`.
        """

        def work() -> None:
            worker = get_current_worker()
            room = self.reading_room
            # One question at a time: a thread cannot be stopped, but one that waits here has not begun.
            with room.desk:
                if worker.is_cancelled:
                    return
                try:
                    then: Callable[[], object] = partial(answered, question())
                except ArchiveError as error:
                    then = partial(failed or room.tell, error)
                except Cancelled:
                    return
            self.call_later(lambda: None if worker.is_cancelled else then())

        self.run_worker(work, group=group, thread=True, exclusive=overtakes)

    def way_back(self) -> Callable[[], object] | None:
        """Say how to come back here after a search; None where the library is back enough."""
        return None

    def leave(self) -> None:
        """Put away what is open here, before the screen goes."""

    # The commands of every list

    @property
    def rows(self) -> VirtualList | None:
        """The list the keys move in."""
        focused = self.focused
        return focused if isinstance(focused, VirtualList) else None

    def action_move(self, step: int) -> None:
        """Move by rows."""
        if self.rows:
            self.rows.move(step)

    def action_page(self, step: int) -> None:
        """Move by screens."""
        if self.rows:
            self.rows.page(step)

    def action_first(self) -> None:
        """Go to the first row."""
        if self.rows:
            self.rows.go(0)

    def action_last(self) -> None:
        """Go to the last row."""
        if self.rows:
            self.rows.go(self.rows.count - 1)

    def action_back(self) -> None:
        """Go one step back."""
        self.reading_room.step_back()
