"""The media of a testimony: what each of them is and shows, in words and, where it can be drawn, as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Static

from archive.listening import Moment, is_recording
from archive.reading import Shown
from media.picture import Cell
from testimonies import edtf
from testimonies.errors import ArchiveError, NotFound
from testimonies.locator import Time
from testimonies.testimony import MediaItem
from tui.keys import Command, bindings
from tui.outside import open_outside
from tui.screens.listening import LISTENING, PAGING, Listening
from tui.widgets.bars import Bar
from tui.widgets.drawing import Block, Span
from tui.widgets.picture import Picture
from tui.widgets.virtual_list import VirtualList
from tui.widgets.words import fitted, line, text


class ItemList(VirtualList):
    """The media by their names."""

    def __init__(self) -> None:
        super().__init__(id="items")
        self.items: Sequence[MediaItem] = ()

    def show(self, items: Sequence[MediaItem]) -> None:
        """Show these."""
        self.items = items
        self.count = len(items)

    def block(self, index: int, width: int) -> Block:
        """Draw one of them."""
        item = self.items[index]
        return Block([[Span(f"{index + 1} "), Span(fitted(line(item.file), max(width - 2, 1)))]])


class Media(Listening):
    """Look at what was kept with the words."""

    KEYS: ClassVar[Sequence[Command]] = (
        Command("escape,q,backspace", "back", "One step back", "Back"),
        Command("n,l", "move(1)", "To the next", "Next"),
        Command("N,h", "move(-1)", "To the one before", "Before"),
        Command("o,enter", "open", "Open it in another program", "Open outside"),
        *LISTENING,
        *PAGING,
    )
    BINDINGS: ClassVar = bindings(KEYS)

    def __init__(self, testimony_id: str) -> None:
        super().__init__()
        self.testimony_id = testimony_id
        self.heading = Bar(classes="heading")
        self.picture = Picture(id="picture")
        self.items = ItemList()
        self.about = Static("")

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield self.heading
        with Horizontal(id="show"):
            yield self.picture
            with Vertical(id="facts"):
                yield self.items
                with VerticalScroll(id="about"):
                    yield self.about
        yield self.transport
        yield self.status
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        """Ask for the media."""
        self.heading.say(f"{self.testimony_id}  Media")
        self.set_focus(self.items)
        self.ask(partial(self.archive.show, self.testimony_id, self.who), self._show, group="show", failed=self._fail)

    def _fail(self, error: ArchiveError) -> None:
        self.action_back()
        self.reading_room.tell(error)

    @property
    def rows(self) -> VirtualList:
        """The keys move in the list of media."""
        return self.items

    def _show(self, shown: Shown) -> None:
        self.heading.say(f"{self.testimony_id}  Media · {shown.testimony.title}")
        self.items.styles.height = min(max(len(shown.testimony.media), 1), 8)
        self.items.show(shown.testimony.media)
        if not shown.testimony.media:
            self.picture.say("There are no media here for this reader.")
        self._look()

    @on(VirtualList.Moved)
    @on(Picture.Resized)
    def _look(self) -> None:
        if not self.items.items:
            return
        item = self.items.items[self.items.cursor]
        self.about.update(_about(item))
        self.status.say(f"{self.items.cursor + 1} of {self.items.count}")
        size = self.picture.content_size
        self.ask(partial(self._drawn, item, *size), self._draw, group="picture", failed=lambda e: self._draw(str(e)))

    def _drawn(self, item: MediaItem, columns: int, rows: int) -> str | list[list[Cell]]:
        """Give the picture of an item, or what to say in its place. Runs in a thread."""
        from media.picture import half_blocks  # noqa: PLC0415 - Pillow, only where there is a picture

        thumbnail = self.archive.thumbnail(self.testimony_id, item.file, self.who)
        if thumbnail and columns > 1 and rows > 0:
            return half_blocks(thumbnail, columns, rows)
        if item.mime and item.mime.startswith(("audio/", "video/")):
            return "A recording; Space plays it, and o opens it in another program."
        return "Nothing can be drawn of this file."

    def _draw(self, drawn: str | list[list[Cell]]) -> None:
        if isinstance(drawn, str):
            self.picture.say(drawn)
        else:
            self.picture.show(drawn)

    def action_open(self) -> None:
        """Open the file in the program this computer has for it; never at a remote machine."""
        if self.items.items:
            item = self.items.items[self.items.cursor]
            question = partial(self.archive.media_file, self.testimony_id, item.file, self.who)
            self.ask(question, lambda found: self.reading_room.say(open_outside(found[1])), group="open")

    # What is heard

    @property
    def heard_in(self) -> str:
        """The testimony itself."""
        return self.testimony_id

    def moment_now(self) -> Moment:
        """Give the beginning of the recording that is chosen."""
        item = self.items.items[self.items.cursor] if self.items.items else None
        if item is None or not is_recording(item):
            raise NotFound(f"{line(item.file) if item else 'It'} is no recording; there is nothing to be heard.")
        return Moment(item, 0)


def _about(item: MediaItem) -> Content:
    """Say in words what an item is and shows."""
    said = [text(part) for part in (item.caption, item.alt_text, item.unreadable) if part]
    facts = [
        ("format", item.format or item.mime),
        ("size", f"{item.size:,} bytes" if item.size is not None else None),
        ("pixels", f"{item.width} × {item.height}" if item.width and item.height else None),
        ("length", str(Time(item.duration_ms // 1000 * 1000)) if item.duration_ms else None),
        ("pages", str(item.pages) if item.pages else None),
        ("captured", edtf.display(item.captured) if item.captured else None),
        ("made by", item.creator),
        ("role", item.role.replace("_", " ")),
        ("noticed", "; ".join(item.observations)),
    ]
    lines = [line(item.file), "", *(part for one in said for part in (one, ""))]
    lines += [f"{name:9} {line(value)}" for name, value in facts if value]
    return Content("\n".join(lines))
