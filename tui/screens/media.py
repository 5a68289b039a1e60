"""The media of a testimony: what each of them is and shows, in words and, where it can be drawn, as a picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from archive.listening import Moment, is_recording
from archive.pages import Page, lines, page_at, pages
from archive.reading import Shown
from testimonies.errors import ArchiveError, NotFound
from testimonies.testimony import MediaItem, Testimony
from tui.keys import Command, bindings
from tui.outside import open_outside
from tui.screens.listening import LISTENING, PAGING
from tui.screens.viewing import LOOKING, Viewing
from tui.sound.saying import is_remote
from tui.visiting import SENTENCE, is_visited
from tui.widgets.bars import Bar
from tui.widgets.key_line import KeyLine
from tui.widgets.media_lists import ItemList, LineList, about
from tui.widgets.virtual_list import VirtualList
from tui.widgets.words import line


class Media(Viewing):
    """Look at what was kept with the words."""

    WHAT = "The photographs, scans and recordings of a testimony, as they came; looking changes nothing in them."

    CSS_PATH = "../styles/media.tcss"
    KEYS: ClassVar[Sequence[Command]] = (
        Command("escape,q,backspace", "back", "One step back", "Back"),
        Command("n", "next(1)", "To the next file"),
        Command("N", "next(-1)", "To the file before"),
        Command("right_square_bracket,pagedown", "leaf(1)", "To the next page"),
        Command("left_square_bracket,pageup", "leaf(-1)", "To the page before"),
        *LOOKING,
        Command("l", "pan(1)", "To the right, where it is near; else to the next file"),
        Command("h", "pan(-1)", "To the left, where it is near; else to the file before"),
        Command("enter", "go_in", "Read at this line; else open it in another program"),
        Command("o", "open", "Open it in another program", "Open"),
        Command("y", "copy", "Copy the path of the file"),
        Command("d", "describe", "Describe it: caption, and what it shows", "Describe"),
        Command("tab", "other_list", "To the files, the lines of the page, what is known of it"),
        *LISTENING,
        *(one for one in PAGING if not one.action.startswith("page(")),
    )
    BINDINGS: ClassVar = bindings(KEYS)

    def __init__(self, testimony_id: str, at: str | None = None) -> None:
        super().__init__()
        self.testimony_id = testimony_id
        self._at = at
        """The passage whose page is wanted."""
        self.heading = Bar(classes="heading")
        self.items = ItemList()
        self.lines = LineList()
        self.page_line = Bar(id="page")
        self.about = Static("")
        self._testimony: Testimony | None = None
        self._pages: Sequence[Page] = ()
        self._page = 0
        self._verified: str | None = None

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield self.heading
        with Horizontal(id="show"):
            yield self.picture
            with Vertical(id="facts"):
                yield self.items
                yield self.page_line
                yield self.lines
                with VerticalScroll(id="about"):
                    yield self.about
        yield self.transport
        yield self.status
        yield KeyLine()

    def on_mount(self) -> None:
        """Ask for the media."""
        self.heading.say(f"{self.testimony_id}  Media")
        self.page_line.display = self.lines.display = False
        self.set_focus(self.items)
        self.ask(self._asked, self._show, group="show", failed=self._fail)

    def _asked(self) -> tuple[Shown, str | None]:
        shown = self.archive.show(self.testimony_id, self.who)
        return shown, self.archive.last_verified(self.testimony_id, self.who)

    def _fail(self, error: ArchiveError) -> None:
        self.action_back()
        self.reading_room.tell(error)

    @property
    def rows(self) -> VirtualList:
        """The keys move in the lines of a page, where it has any, or in the list of media."""
        return self.lines if self.focused is self.lines else self.items

    @property
    def item(self) -> MediaItem | None:
        """The file one looks at."""
        return self.items.items[self._pages[self._page].item] if self._pages else None

    @property
    def within(self) -> int:
        """Which page of the file one looks at."""
        return self._pages[self._page].within

    def say_of(self, item: MediaItem) -> None:
        """Say beside the picture what is known of the file."""
        self.about.update(about(item, self._verified))

    def where(self) -> str:
        """Say at which file one is."""
        return f"{self.items.cursor + 1} of {self.items.count}"

    def renew(self) -> None:
        """Ask anew, after it was described."""
        self.ask(self._asked, self._show, group="show", failed=self._fail)

    def _show(self, told: tuple[Shown, str | None]) -> None:
        shown, self._verified = told
        self._testimony = testimony = shown.testimony
        self._pages = pages(testimony)
        self.heading.say(f"{self.testimony_id}  Media · {testimony.title}")
        self.items.styles.height = min(max(len(testimony.media), 1), 6)
        self.items.show(testimony.media)
        if not testimony.media:
            self.picture.say("There are no media here for this reader.")
            self.about.update("")
            return
        wanted = page_at(testimony, self._at) if self._at else None
        self._turn_to(self._pages.index(wanted) if wanted else min(self._page, len(self._pages) - 1))
        self.items.catch_up()

    # Which picture, and which page

    def _turn_to(self, page: int) -> None:
        """Turn to a page, as one lies on the table: whole, upright, as it is."""
        if page != self._page:
            self.lay_whole()
        self._page = page
        now = self._pages[page]
        if self.items.cursor != now.item:
            self.items.go(now.item)
        self._show_lines(now)
        self.look()

    def _show_lines(self, page: Page) -> None:
        testimony = self._testimony
        assert testimony is not None  # noqa: S101 - there are no pages without one
        told = lines(testimony, page) if page.number else ()
        had = self.focused is self.lines
        self.page_line.display = page.number is not None
        if page.number is not None:
            many = sum(1 for one in self._pages if one.number is not None)
            beside = "" if told else " · no words are kept of it"
            self.page_line.say(f"Page {page.number} of {many}{beside}", "[ ] turn")
        self.lines.display = bool(told)
        self.lines.show(told, self._at)
        self._at = None
        if told:
            self.set_focus(self.lines)
        elif had:
            self.set_focus(self.items)

    @on(VirtualList.Moved)
    def _moved(self, event: VirtualList.Moved) -> None:
        if event.list is self.items and self._pages and self._pages[self._page].item != self.items.cursor:
            self._turn_to(next(at for at, page in enumerate(self._pages) if page.item == self.items.cursor))

    def action_next(self, step: int) -> None:
        """Go to another file."""
        self.items.move(step)

    def action_leaf(self, step: int) -> None:
        """Turn a page; after the last of a file comes the next file."""
        if self._pages:
            self._turn_to(min(max(self._page + step, 0), len(self._pages) - 1))

    def action_other_list(self) -> None:
        """Go to the next pane."""
        panes = [self.items, *([self.lines] if self.lines.display else []), self.query_one("#about")]
        at = panes.index(self.focused) if self.focused in panes else -1
        self.set_focus(panes[(at + 1) % len(panes)])

    # What one does with it

    @on(VirtualList.Chosen)
    def _chosen(self, event: VirtualList.Chosen) -> None:
        self.set_focus(event.list)

    def action_go_in(self) -> None:
        """Read at the line the cursor stands on; else open the file outside."""
        if self.focused is self.lines and self.lines.passages:
            self.reading_room.read(self.testimony_id, at=self.lines.passages[self.lines.cursor].id)
        else:
            self.action_open()

    def action_open(self) -> None:
        """Open the file in the program this computer has for it; never at a remote machine."""
        if self.item and is_remote():
            get = f"earwitness media {self.testimony_id} --get DIR"
            self.reading_room.say(f"You are at a remote machine, where nobody would see it. To copy the files: {get}")
        elif self.item:
            self._with_its_path(lambda path: self.reading_room.say(open_outside(path)))

    def action_copy(self) -> None:
        """Copy the path of the file as it is kept; a visitor in a browser has no use for it."""
        if is_visited():
            self.status.tell(SENTENCE)
            return
        self._with_its_path(lambda path: self.app.copy_to_clipboard(str(path)))

    def _with_its_path(self, then: Callable[[Path], object]) -> None:
        if self.item:
            question = partial(self.archive.media_file, self.testimony_id, self.item.file, self.who)
            self.ask(question, lambda found: then(found[1].absolute()), group="open")

    def action_describe(self) -> None:
        """Write its caption and what it shows."""
        from tui.screens.describing import Describing  # noqa: PLC0415 - where one is described

        if self.item and self.reading_room.may_change("describe"):
            self.app.push_screen(Describing(self.testimony_id, self.items.cursor, self.item, self.renew))

    # What is heard

    @property
    def heard_in(self) -> str:
        """The testimony itself."""
        return self.testimony_id

    def moment_now(self) -> Moment:
        """Give the beginning of the recording that is chosen."""
        item = self.item
        if item is None or not is_recording(item):
            raise NotFound(f"{line(item.file) if item else 'It'} is no recording; there is nothing to be heard.")
        return Moment(item, 0)
