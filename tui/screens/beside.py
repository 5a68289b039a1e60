"""Beside the words: the pane of what a testimony leads to, and the keys that lead there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.binding import Binding

from archive.citation import passage_at
from testimonies.errors import ArchiveError
from testimonies.testimony import Link, MediaItem, Note, Point, Relation, Segment, Testimony
from tui.keys import Command
from tui.screens.finding import Finding
from tui.widgets.contents import Contents, Entry, entries_of, other_side
from tui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from testimonies.transcript import Passage

BESIDE = (
    Command("enter", "go_in", "Go where this leads; from a turn, to what is noted on it"),
    Command("tab", "pane", "To the pane beside the words, and back"),
    Command("i", "contents", "Show or hide contents, notes, names and media beside the words", "Beside"),
    Command("1", "follow_number(1)", "Follow a link by its number, 1 to 9"),
)
NUMBERS = tuple(Binding(str(n), f"follow_number({n})", show=False) for n in range(2, 10))
"""The other eight."""

ROOM = 100
"""Columns from which the pane stands beside the words; below, it takes their place."""
ROOM_FOR_THREE = 140
"""Columns from which it does so beside two transcripts as well."""


class Beside(Finding):
    """A screen with words and a pane beside them."""

    def __init__(self) -> None:
        super().__init__()
        self.contents = Contents()
        self._pane_wanted: bool | None = None
        """None until a person says; then the width decides."""

    def lay(self) -> None:
        """Put the pane on the screen where there is room for it, or where it was asked for."""
        width = self.size.width
        if not width:
            return
        roomy = width >= (ROOM_FOR_THREE if self.text.beside else ROOM)
        shown = self._pane_wanted if self._pane_wanted is not None else roomy and bool(self.contents.entries)
        self.contents.display = shown
        self.text.display = not shown or roomy
        self.contents.set_class(not roomy, "-alone")
        if self.focused is self.contents and not shown:
            self.set_focus(self.text)
        elif self.focused is self.text and not self.text.display:
            self.set_focus(self.contents)

    def show_contents(self, testimony: Testimony, label: Callable[[str], str]) -> None:
        """Show what a testimony leads to."""
        self.contents.show(entries_of(testimony, label))
        self.lay()

    @property
    def rows(self) -> VirtualList:
        """The keys move in the words, or in the pane when one is there."""
        return self.contents if self.focused is self.contents else self.text

    def action_contents(self) -> None:
        """Show the pane, or hide it."""
        self._pane_wanted = not self.contents.display
        if self._pane_wanted and not self.contents.entries:
            self._pane_wanted = None
            self.status.tell("It leads nowhere yet: no contents, notes, names or media. e notes something.")
        self.lay()
        if self.contents.display and not self.text.display:
            self.set_focus(self.contents)

    def action_pane(self) -> None:
        """Go to the pane, or back to the words."""
        if self.focused is self.contents:
            self.leave_pane()
        elif self.contents.display:
            self.set_focus(self.contents)
        else:
            self.action_contents()
            if self.contents.display:
                self.set_focus(self.contents)

    def leave_pane(self) -> bool:
        """Go back to the words; False where one was there."""
        if self.focused is not self.contents:
            return False
        if not self.text.display:
            self._pane_wanted = None
            self.contents.display, self.text.display = False, True
        self.set_focus(self.text)
        return True

    # Where it leads

    def action_go_in(self) -> None:
        """Go where the entry leads; from a turn, go to what is said about it."""
        if self.focused is self.contents:
            if self.contents.entry:
                self.follow(self.contents.entry)
            return
        here = self.text.passages(self.text.cursor)
        at = next((n for n, one in enumerate(self.contents.entries) if _is_about(one, here)), None)
        if at is None:
            self.status.tell("Nothing is noted on this turn. e notes something, Tab goes to what stands beside.")
            return
        if not self.contents.display:
            self.action_contents()
        self.contents.go(at)
        self.set_focus(self.contents)

    def action_follow_number(self, number: int) -> None:
        """Follow the link with a number."""
        entry = next((one for one in self.contents.entries if one.number == number), None)
        if entry:
            self.follow(entry)
        else:
            self.status.tell(f"There is no link {number} here.")

    def follow(self, entry: Entry) -> None:
        """Go where an entry leads."""
        match entry.thing:
            case Segment(at=at):
                self._go_to_place(at)
            case Note(about=Point(passage=str(passage))):
                self._go_to_passage(passage)
            case Note():
                self._go_to_row(0)
            case Link() as link:
                self.reading_room.go_to("mentions", link)
            case MediaItem() as item:
                self._look_at(item)
            case Relation() as relation:
                other = other_side(relation, self._open_id)
                self.reading_room.read(other.testimony, at=other.passage)

    def _look_at(self, item: MediaItem) -> None:
        from tui.screens.media import Media  # noqa: PLC0415 - only where a picture is looked at

        assert self.text_of is not None  # noqa: S101 - entries are of a testimony
        self.reading_room.go_to("media", self._open_id)
        screen = self.reading_room.screen
        if isinstance(screen, Media):
            # It goes there once its list is filled, as where somebody had typed ahead.
            screen.items.move(self.text_of.media.index(item))

    @property
    def _open_id(self) -> str:
        return self.text_of.id if self.text_of else ""

    def _go_to_place(self, at) -> None:  # type: ignore[no-untyped-def]  # a Locator
        assert self.text_of is not None  # noqa: S101 - entries are of a testimony
        try:
            number = passage_at(self.text_of, at)
        except ArchiveError as error:
            self.status.tell(str(error), wrong=True)
            return
        every = [passage for transcript in self.text_of.transcripts for passage in transcript.passages]
        self._go_to_passage(every[number].id)

    def _go_to_passage(self, passage: str) -> None:
        row = self.text.row_of(passage)
        if row is None:
            self.status.tell("The words it speaks of are not in this version.")
        else:
            self._go_to_row(row)

    def _go_to_row(self, row: int) -> None:
        self.leave_pane()
        self.text.show_row(row)


def _is_about(entry: Entry, here: tuple[Passage, ...]) -> bool:
    """Whether an entry speaks of one of some passages."""
    ids = {passage.id for passage in here}
    match entry.thing:
        case Note(about=Point(passage=passage)):
            return passage in ids
        case Relation(from_=one, to=other):
            return one.passage in ids or other.passage in ids
    return False
