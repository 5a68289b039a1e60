"""The library: every testimony, and under the same search box what a query finds of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from archive.narrowing import Question
from tui.keys import MOVING, Command, bindings
from tui.screens.arranging import ARRANGING, Arranging
from tui.screens.marking import MARKING
from tui.screens.narrowing import NARROWING
from tui.screens.panes import PANES
from tui.screens.prompting import PROMPTING
from tui.screens.roaming import ROAMING
from tui.screens.shelving import SHELVING
from tui.screens.whereabouts import found, listed
from tui.threshold import HEADING, OPENING
from tui.widgets.bars import Bar
from tui.widgets.key_line import KeyLine
from tui.widgets.table import PAGE, TestimonyTable
from tui.widgets.virtual_list import GUTTER, VirtualList

if TYPE_CHECKING:
    from archive.finding import Listing, Row


PATIENCE = 2.0
"""Seconds after which one is told what one waits for."""

LONG = "Opening the archive … where its index has to be built anew, this takes a second for every few testimonies."


class Library(Arranging):
    """Where one begins: browse, or type what one looks for."""

    WHAT = (
        "All testimonies, and under the same line what a search finds of them. What you type is asked as you type it."
    )

    KEYS: ClassVar[Sequence[Command]] = (
        Command("enter", "read", "Read this testimony, at the passage found", "Read", priority=True),
        *NARROWING,
        *MARKING,
        *ARRANGING,
        Command("a", "add", "Add a testimony", "Add"),
        Command("e", "edit", "Edit this record"),
        Command("m", "media", "Look at its photographs, scans and recordings"),
        Command("A", "app.go_to('authorities')", "Persons, places, events …: every name the archive knows"),
        Command("O", "app.go_to('overview')", "What the archive holds, and what needs a person"),
        Command("P", "listen", "Read and hear it, from the passage found"),
        *ROAMING,
        *SHELVING,
        *PROMPTING,
        *PANES,
        *(replace(command, keys=command.keys.replace(",space", "")) for command in MOVING),
        Command("escape", "back", "One step back", "Back"),
        Command("r", "renew", "Read the list anew"),
        Command("q", "app.quit", "Leave the reading room", "Quit"),
    )
    BINDINGS: ClassVar = bindings(KEYS)
    AUTO_FOCUS = "#table"

    def __init__(self) -> None:
        super().__init__()
        self.heading = Bar(classes="heading")
        self.columns = Bar(id="columns", classes="columns")
        self.columns.indent = GUTTER
        self._is_filled = False
        self._as_of = ""
        """The digest of the audit trail's last line when the list was asked for."""
        self._listed: tuple[str, str] | None = None
        """What the list shows or is going to: the question, and the order."""
        self._every = 0
        """Testimonies there are, whatever one narrows by."""
        self._ahead = 0

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """Give the keys that work here; the footer names what is of use where one is."""
        every = super().active_bindings
        away = self.searching or self.focused in (self.facets, self.box, self.name_box)
        unsaid = {"q" if away else "escape", *(() if self.focused is self.box else ("ctrl+s",))}
        enter = "Choose" if self.focused is self.facets else "Keep" if self.is_naming() else ""
        for key, one in every.items():
            binding = replace(one.binding, show=one.binding.show and key not in unsaid)
            if enter and key in ("enter", "space"):
                binding = replace(binding, description=enter, show=key == "enter")
            every[key] = one._replace(binding=binding)
        return every

    def compose(self) -> ComposeResult:
        """Lay it out; nothing is asked of the archive before this is on the screen."""
        yield self.heading
        with Horizontal(id="ask"):
            yield Static("/", id="slash")
            yield self.box
        yield self.chips
        yield self.meant
        with Horizontal(id="panes"):
            yield self.facets
            with Vertical(id="list"):
                yield self.columns
                yield self.table
                yield self.results
            yield self.preview
        yield self.naming
        yield self.status
        yield KeyLine()

    def on_mount(self) -> None:
        """Paint first, then ask."""
        self.heading.say("", HEADING)
        self.status.say(OPENING)
        self.call_after_refresh(self._list)
        self.call_after_refresh(self.ask_saved)
        self.call_after_refresh(self.recall_columns)
        self.set_timer(PATIENCE, self._say_what_takes_long)

    def _say_what_takes_long(self) -> None:
        if not self._is_filled:
            self.status.say(LONG)

    # The list

    @property
    def listing(self) -> VirtualList:
        """The list of testimonies or of results: which of them is shown."""
        return self.results if self.searching else self.table

    @property
    def rows(self) -> VirtualList:
        """The list the keys move in, also while one types in the box."""
        return self.facets if self.focused is self.facets else self.listing

    def _list(self, *, anew: bool = False) -> None:
        """List what is asked for here, unless it is listed already."""
        wanted = Question("", self.chosen).text, self._sort
        if wanted == self._listed and not anew:
            self._arrived()
            return
        is_other, self._listed = wanted != self._listed, wanted
        if self._is_filled:
            self._as_of = self.archive.store.audit.last_digest()
        self.table.forget()
        if is_other:
            self.table.go(0)
        self._ask_rows(0, PAGE)

    def _ask_rows(self, offset: int, limit: int) -> None:
        listed = query, sort = self._listed or ("", "id")
        self.ask(
            lambda: self.archive.list(query, self.who, sort=sort, offset=offset, limit=limit),
            partial(self._fill, listed, offset),
            group=f"rows {offset}",
        )

    def _fill(self, listed: tuple[str, str], offset: int, listing: Listing) -> None:
        if listed != self._listed:
            return
        self.table.label = self.archive.register.label
        self.table.fill(offset, listing.total, listing.rows)
        if not self._is_filled:
            self._is_filled, self._as_of = True, self.archive.store.audit.last_digest()
        if not listed[0]:
            self._every = listing.total
        self._say_how_many(listing.total)
        self.table.catch_up()
        self._arrived()
        self._say_where()
        self._look_soon()
        if self.reading_room.welcome:
            self.reading_room.say(self.reading_room.welcome)
            self.reading_room.welcome = ""
        if self.archive.healed:
            self.reading_room.say(self.archive.healed)
            self.archive.healed = None

    def _say_how_many(self, total: int) -> None:
        of = f" of {self._every:,}" if self.chosen and self._every else ""
        testimonies = "testimony" if total == 1 and not of else "testimonies"
        self.heading.say(self.archive.settings.title, f"Library · {total:,}{of} {testimonies}")

    def _arrived(self) -> None:
        """Stand where one stood here before, and count what one may narrow by."""
        self.stand_again()
        self._count()

    def _asked_anew(self) -> None:
        """List or find what is asked now."""
        self.settle()
        if self.searching:
            self._search()
        else:
            self._list()

    def _typed_on(self) -> None:
        """Remember what is asked; without a word the list stands here again."""
        self.settle(typing=True)
        if not self.searching:
            self._list()

    @on(TestimonyTable.Wanted)
    def _wanted(self, wanted: TestimonyTable.Wanted) -> None:
        self._ask_rows(wanted.offset, wanted.limit)

    def on_resize(self, _event: events.Resize) -> None:
        """Keep the headings over their columns, and the preview by the cursor."""
        self.call_after_refresh(self.lay)

    @on(TestimonyTable.Resized)
    def _has_other_room(self) -> None:
        self._say_where()

    def action_renew(self) -> None:
        """Read anew what is listed or found, as after something was added."""
        self._counted = None
        if self.searching:
            self._search(anew=True)
        self._list(anew=True)

    # Going on from here

    def action_read(self) -> None:
        """Read what the cursor stands on; where the answer is still on its way, as soon as it is here."""
        if self.is_naming():
            self.keep_question()
            return
        if self.focused is self.facets:
            self.action_choose()
            return
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
        self.set_focus(self.listing)
        if not self.searching or (self._answer and self._answer.query == self.question.text):
            self._read()

    def _read(self) -> None:
        ahead, self._ahead, self._read_when_found = self._ahead, 0, False
        found, row = self.results.found, self.table.row(self.table.cursor)
        if self.searching and found:
            result, hit = found.result, found.hit
            self.reading_room.read(result.row.id, self._query, result.passages, hit.id if hit else None, ahead)
        elif not self.searching and row:
            self.reading_room.read(row.id, ahead=ahead)

    def action_listen(self) -> None:
        """Read what the cursor stands on, and hear it from there."""
        from tui.screens.listening import Listening  # noqa: PLC0415 - not before the first frame

        self._read()
        if isinstance(self.app.screen, Listening):
            self.app.screen.plays_when_here = True

    def action_move(self, step: int) -> None:
        """Move by rows; between Enter and the answer, in what is going to be read."""
        if self._read_when_found:
            self._ahead += step
        else:
            super().action_move(step)

    def _row(self) -> Row | None:
        if self.searching:
            return self.results.found.result.row if self.results.found else None
        return self.table.row(self.table.cursor)

    def _at(self) -> str | None:
        found = self.results.found if self.searching else None
        return found.hit.at if found and found.hit else None

    def _show_marks(self) -> None:
        self.table.marked = self.results.marked = self.marks
        self.table.restyle()
        self.results.renew()
        self._say_where()

    @on(VirtualList.Chosen)
    def _clicked(self, chosen: VirtualList.Chosen) -> None:
        if chosen.list is self.facets:
            self.action_choose()
        else:
            self._read()

    def action_media(self) -> None:
        """Look at the media of the testimony the cursor stands on."""
        if row := self._row():
            self.reading_room.look_at_media(row.id)

    def action_add(self) -> None:
        """Begin a new testimony."""
        self.reading_room.begin_adding()

    def action_edit(self) -> None:
        """Edit the record the cursor stands on."""
        if row := self._row():
            self.reading_room.begin_editing(row.id)

    def action_back(self) -> None:
        """Go from the results to where one was; the question stays in the box."""
        if self.is_naming():
            self.end_naming()
            return
        if self.focused is self.facets:
            self._one = "list"
            self.set_focus(self.listing)
            self.lay()
            return
        came_from, self.came_from = self.came_from, None
        was_on_the_way = self.searching or self.focused is self.box
        self.note_cursor()
        self._show_results(False)
        self.set_focus(self.table)
        self.settle()
        self._list()
        if came_from:
            came_from()
        elif not was_on_the_way:
            self.status.tell("This is where one begins. q leaves the reading room.")

    # What is said and shown beside

    def on_screen_resume(self) -> None:
        """Name in the footer again what could not be done while something lay over it, and list what is kept now."""
        self.refresh_bindings()
        if self._is_filled and self._as_of != self.archive.store.audit.last_digest():
            self.action_renew()

    def on_descendant_focus(self) -> None:
        """Show in which pane the keys move: the cursor of the list is hollow while they move in the facets."""
        for of in (self.table, self.results):
            of.point("▷" if self.focused is self.facets else "▶")

    @on(VirtualList.Moved)
    def _moved(self, moved: VirtualList.Moved) -> None:
        if moved.list is self.listing:
            self.note_cursor()
            self._say_where()
            self._look_soon()
        if moved.list is self.results and moved.cursor >= self.results.count - 3:
            self._ask_more()

    def _say_where(self) -> None:
        if self.searching:
            if self._answer:
                self.columns.say(f"understood: {self._answer.understood}", self.completed)
                self.status.say(found(self._answer, self._sort, self.marks), f"{self._answer.took_ms:.0f} ms")
            return
        # Going back to the table, it has no width yet; what stands in its place until then is as wide.
        room = (self.table if self.table.size.width else self.results).room
        self.columns.say(self.table.headings(room), "")
        if self._is_filled:
            kept = self.box.value.strip()
            self.status.say(listed(self.table, room, self._sort, self.marks, kept, narrowed=bool(self.chosen)), "")
