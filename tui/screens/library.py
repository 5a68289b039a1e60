"""The library: every testimony, and under the same search box what a query finds of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widgets import Footer, Static

from tui.keys import MOVING, Command, bindings
from tui.screens.searching import SORTS, Searching
from tui.threshold import HEADING, OPENING
from tui.widgets.bars import Bar
from tui.widgets.reader import Reader, head_of
from tui.widgets.table import TestimonyTable
from tui.widgets.virtual_list import GUTTER, VirtualList

if TYPE_CHECKING:
    from archive.finding import Answer, Listing
    from archive.reading import Shown


PATIENCE = 2.0
"""Seconds after which one is told what one waits for."""

LONG = "Opening the archive … where its index has to be built anew, this takes a second for every few testimonies."


class Library(Searching):
    """Where one begins: browse, or type what one looks for."""

    KEYS: ClassVar[Sequence[Command]] = (
        Command("enter", "read", "Read this testimony, at the passage found", "Read", priority=True),
        Command("s", "sort", "Sort by something else", "Sort"),
        Command("a", "add", "Add a testimony", "Add"),
        Command("m", "media", "Look at its photographs, scans and recordings"),
        *MOVING,
        Command("escape", "back", "One step back", "Back"),
        Command("r", "renew", "Read the list anew"),
        Command("q", "app.quit", "Leave the reading room", "Quit"),
    )
    BINDINGS: ClassVar = bindings(KEYS)
    AUTO_FOCUS = "#table"

    def __init__(self) -> None:
        super().__init__()
        self.heading = Bar(classes="heading")
        self.table = TestimonyTable(id="table")
        self.preview = Reader(id="preview", still=True)
        self.columns = Bar(id="columns", classes="columns")
        self.columns.indent = GUTTER
        self._is_filled = False
        self._ahead = 0
        self._looking: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay it out; nothing is asked of the archive before this is on the screen."""
        yield self.heading
        with Horizontal(id="ask"):
            yield Static("/", id="slash")
            yield self.box
        yield self.columns
        with Horizontal(id="panes"):
            yield self.table
            yield self.results
            yield self.preview
        yield self.status
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Paint first, then ask."""
        self.heading.say("", HEADING)
        self.status.say(OPENING)
        self.call_after_refresh(self._ask_rows, 0, 200)
        self.set_timer(PATIENCE, self._say_what_takes_long)

    def _say_what_takes_long(self) -> None:
        if not self._is_filled:
            self.status.say(LONG)

    # The list

    @property
    def rows(self) -> VirtualList:
        """The list that is shown, also while one types in the box."""
        return self.results if self.searching else self.table

    def _ask_rows(self, offset: int, limit: int) -> None:
        self.ask(
            lambda: self.archive.list("", self.who, sort=self._sort, offset=offset, limit=limit),
            partial(self._fill, offset),
            group=f"rows {offset}",
        )

    def _fill(self, offset: int, listing: Listing) -> None:
        self.table.fill(offset, listing.total, listing.rows)
        self._is_filled = True
        testimonies = "1 testimony" if listing.total == 1 else f"{listing.total:,} testimonies"
        self.heading.say(self.archive.settings.title, f"Library · {testimonies}")
        self.table.catch_up()
        self._say_where()
        self._look_soon()
        if self.reading_room.welcome:
            self.reading_room.say(self.reading_room.welcome)
            self.reading_room.welcome = ""
        if self.archive.healed:
            self.reading_room.say(self.archive.healed)
            self.archive.healed = None

    @on(TestimonyTable.Wanted)
    def _wanted(self, wanted: TestimonyTable.Wanted) -> None:
        self._ask_rows(wanted.offset, wanted.limit)

    def on_resize(self, _event: events.Resize) -> None:
        """Keep the headings over their columns, and the preview by the cursor."""
        self.call_after_refresh(self._say_where)
        self.call_after_refresh(self._look_soon)

    def action_sort(self) -> None:
        """Sort by the next thing one may sort by."""
        names = list(SORTS)
        self._sort = names[(names.index(self._sort) + 1) % len(names)]
        self.table.forget()
        self.table.go(0)
        if self.searching:
            self._search()

    def action_renew(self) -> None:
        """Read the list anew, as after something was added."""
        self.table.forget()
        self._ask_rows(0, 200)

    # Going on from here

    def action_read(self) -> None:
        """Read what the cursor stands on; where the answer is still on its way, as soon as it is here."""
        if self.focused is not self.box:
            self._read()
            return
        # From here on keys move and no longer write. What was typed before Enter is still on its way to the box,
        # and only behind it is it known what is asked.
        self.set_focus(None)
        self._read_when_found = True
        self.box.call_later(self._read_what_is_asked)

    def _read_what_is_asked(self) -> None:
        self._show_results(bool(self.box.value.strip()))
        self.set_focus(self.rows)
        if not self.searching or (self._answer and self._answer.query == self.box.value):
            self._read()

    def _read(self) -> None:
        ahead, self._ahead, self._read_when_found = self._ahead, 0, False
        found, row = self.results.found, self.table.row(self.table.cursor)
        if self.searching and found:
            result, hit = found.result, found.hit
            self.reading_room.read(result.row.id, self._query, result.passages, hit.id if hit else None, ahead)
        elif not self.searching and row:
            self.reading_room.read(row.id, ahead=ahead)

    def action_move(self, step: int) -> None:
        """Move by rows; between Enter and the answer, in what is going to be read."""
        if self._read_when_found:
            self._ahead += step
        else:
            super().action_move(step)

    def _chosen_id(self) -> str | None:
        if self.searching:
            return self.results.found.result.row.id if self.results.found else None
        row = self.table.row(self.table.cursor)
        return row.id if row else None

    @on(VirtualList.Chosen)
    def _chosen(self) -> None:
        self._read()

    def action_media(self) -> None:
        """Look at the media of the testimony the cursor stands on."""
        if chosen := self._chosen_id():
            self.reading_room.look_at_media(chosen)

    def action_add(self) -> None:
        """Begin a new testimony."""
        self.reading_room.begin_adding()

    def action_back(self) -> None:
        """Go from the results to where one was; the question stays in the box."""
        came_from, self.came_from = self.came_from, None
        was_on_the_way = self.searching or self.focused is self.box
        self._show_results(False)
        self.set_focus(self.table)
        if came_from:
            came_from()
        elif not was_on_the_way:
            self.status.tell("This is where one begins. q leaves the reading room.")

    # What is said and shown beside

    @on(VirtualList.Moved)
    def _moved(self, moved: VirtualList.Moved) -> None:
        if moved.list is self.rows:
            self._say_where()
            self._look_soon()
        if moved.list is self.results and moved.cursor >= self.results.count - 3:
            self._ask_more()

    def _say_where(self) -> None:
        if self.searching:
            answer = self._answer
            if answer:
                self.columns.say(f"understood: {answer.understood}", "")
                order = "best first" if self._sort == "id" else f"sorted by {SORTS[self._sort]}"
                said = (_counted(answer), order) if answer.total else ("Nothing is found.",)
                self.status.say(" · ".join((*said, *answer.notes)), f"{answer.took_ms:.0f} ms")
            return
        # Going back to the table, it has no width yet; what stands in its place until then is as wide.
        room = (self.table if self.table.size.width else self.results).room
        self.columns.say(self.table.headings(room))
        if not self._is_filled:
            return
        count = self.table.count
        kept = f" · /: back to “{self.box.value.strip()}”" if self.box.value.strip() else ""
        if count:
            facts = (
                f"{self.table.cursor + 1:,} of {count:,}",
                *self.table.left_out(room),
                f"sorted by {SORTS[self._sort]}",
            )
            self.status.say(" · ".join(facts) + kept, "")
        else:
            self.status.say("There is no testimony here yet; a adds the first.", "")

    def _look_soon(self) -> None:
        """Show beside what the cursor stands on, once it stands still."""
        if self._looking:
            self._looking.stop()
        if self.preview.display:
            self._looking = self.set_timer(0.06, self._look)

    def _look(self) -> None:
        if chosen := self._chosen_id():
            question = partial(self.archive.show, chosen, self.who)
            self.ask(question, self._show_beside, group="preview", failed=lambda _: None)

    def _show_beside(self, shown: Shown) -> None:
        found = self.results.found if self.searching else None
        marks = {hit.id: hit.marks for hit in found.result.passages} if found else {}
        head = head_of(shown, self.archive.register.label)
        self.preview.show(shown.testimony, head, marks)
        row = self.preview.row_of(found.hit.id) if found and found.hit else None
        # It points at the passage that is meant; at a whole testimony there is nothing to point at.
        self.preview.shows_cursor = row is not None
        self.preview.show_row(row or 0, above=4 if row else 0)


def _counted(answer: Answer) -> str:
    testimonies = "1 testimony" if answer.total == 1 else f"{answer.total:,} testimonies"
    passages = "1 passage" if answer.total_passages == 1 else f"{answer.total_passages:,} passages"
    return f"{passages} in {testimonies}"
