"""A list of any length that draws only what is on the screen; rows may be of several lines.

Where one looks is kept as a row and a line of it, never as a height of the whole, so nothing outside the screen is
ever measured: 100,000 testimonies and 15,000 turns of speech open as fast as ten.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.cache import LRUCache
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.drawing import STYLES, Block

Spot = tuple[int, int]
"""A row, and a line of it."""

GUTTER = 2
"""Cells on the left for the sign of the cursor."""
MARGIN = 2
"""Cells on the right: a space, and the sign that says how far one has come."""


class VirtualList(Widget, can_focus=True):
    """Rows with a cursor; what a row looks like is up to `block`."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"virtual-list--{style}" for style in STYLES}

    # What has changed is drawn by their watchers, and nothing else: over a slow line every row of it counts.
    count: reactive[int] = reactive(0, init=False, repaint=False)
    cursor: reactive[int] = reactive(0, init=False, repaint=False)

    @dataclass
    class Moved(Message):
        """The cursor stands on another row."""

        list: VirtualList
        cursor: int

        @property
        def control(self) -> VirtualList:
            """The list it happened in."""
            return self.list

    @dataclass
    class Chosen(Message):
        """A row was chosen with the mouse; Enter is a command of the screen."""

        list: VirtualList
        cursor: int

        @property
        def control(self) -> VirtualList:
            """The list it happened in."""
            return self.list

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._top: Spot = (0, 0)
        self._blocks: LRUCache[int, Block] = LRUCache(1000)
        self._strips: LRUCache[tuple[int, int, bool], Strip] = LRUCache(1000)
        self._visible: list[Spot] | None = None
        self._width = 0
        self._early = 0
        self.shows_cursor = True
        self.pointer = "▶"
        """The sign of the cursor; a list beside the one the keys move in may have another."""

    def block(self, index: int, width: int) -> Block:
        """Give what is drawn for a row."""
        raise NotImplementedError

    def point(self, pointer: str) -> None:
        """Change the sign of the cursor."""
        if pointer != self.pointer:
            self.pointer = pointer
            self.restyle()

    def sign(self, index: int) -> str:
        """Give what stands between the sign of the cursor and the row: one cell."""
        return " "

    @property
    def room(self) -> int:
        """How many cells a row may be wide."""
        return max(self.size.width - GUTTER - MARGIN, 1)

    # Moving

    def move(self, step: int) -> None:
        """Move by so many rows; a row taller than the screen is read to its end first."""
        if not self.count:
            # Typed ahead, before the rows are here.
            self._early += step
            return
        block = self._block(self.cursor) if self.count and self.size.height else None
        if block and abs(step) == 1 and len(block.lines) > self.size.height and self._more(block, step):
            self._scroll(step * (self.size.height - 1))
        else:
            self.go(self.cursor + step)

    def _more(self, block: Block, step: int) -> bool:
        shown = [line for index, line in self._seen() if index == self.cursor]
        return bool(shown) and ((len(block.lines) - 1 not in shown) if step > 0 else (0 not in shown))

    def catch_up(self) -> None:
        """Make the moves that were typed before the rows were here."""
        early, self._early = self._early, 0
        if early:
            self.go(self.cursor + early)

    def page(self, step: int) -> None:
        """Move by screens."""
        seen = self._seen()
        if not seen:
            return
        row = next((y for y, spot in enumerate(seen) if spot[0] == self.cursor), 0)
        if self._scroll(step * max(self.size.height - 2, 1)):
            seen = self._seen()
            self.cursor = seen[min(row, len(seen) - 1)][0]
        else:
            self.cursor = self.count - 1 if step > 0 else 0

    def go(self, index: int) -> None:
        """Put the cursor on a row, and show it."""
        self.cursor = min(max(index, 0), max(self.count - 1, 0))
        self._reveal()

    def show_row(self, index: int, above: int = 3) -> None:
        """Put the cursor on a row, with some lines of what stands before it."""
        self.cursor = min(max(index, 0), max(self.count - 1, 0))
        if self.size.height and self.count:
            self._look_at(self._walk((self.cursor, self._block(self.cursor).at), -above))
        else:
            self._top = (self.cursor, 0)

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return min(max(cursor, 0), max(self.count - 1, 0))

    def watch_cursor(self, before: int, cursor: int) -> None:
        """Draw the two rows anew and say so."""
        rows = [y for y, spot in enumerate(self._seen()) if spot[0] in (before, cursor)]
        if rows:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in rows))
        self.post_message(self.Moved(self, cursor))

    def watch_count(self) -> None:
        """Rows have come or gone."""
        self.cursor = min(self.cursor, max(self.count - 1, 0))
        self.renew()

    def renew(self) -> None:
        """Draw everything anew."""
        self._blocks.clear()
        self.restyle()

    def restyle(self) -> None:
        """Draw what stands anew, because how it looks has changed."""
        self._strips.clear()
        self._look_at((min(self._top[0], max(self.count - 1, 0)), self._top[1]))
        self.refresh()

    def notify_style_update(self) -> None:
        """Forget what was drawn in other colours."""
        super().notify_style_update()
        self._strips.clear()

    # Looking

    def _fit(self) -> None:
        """Break lines anew where the width has changed; the same row stays on the screen.

        Asked before anything is drawn: what is drawn between the change and its event would else be kept as it was.
        """
        if self.room != self._width:
            self._width = self.room
            self._top = (self._top[0], 0)
            self._visible = None
            self._blocks.clear()
            self._strips.clear()

    def _block(self, index: int) -> Block:
        self._fit()
        block = self._blocks.get(index)
        if block is None:
            block = self.block(index, self.room)
            if block.settled:
                self._blocks.set(index, block)
        return block

    def _walk(self, spot: Spot, lines: int) -> Spot:
        """Go so many lines down, or up where negative, as far as there are any."""
        index, line = spot
        line += lines
        while line < 0 and index > 0:
            index -= 1
            line += len(self._block(index).lines)
        while index < self.count - 1 and line >= len(self._block(index).lines):
            line -= len(self._block(index).lines)
            index += 1
        return index, min(max(line, 0), max(len(self._block(index).lines) - 1, 0))

    def _last_top(self) -> Spot:
        last = self.count - 1
        return self._walk((last, len(self._block(last).lines) - 1), 1 - self.size.height)

    def _look_at(self, top: Spot) -> None:
        if self.count and self.size.height:
            top = min(top, self._last_top())
        if top != self._top or self._visible is None:
            self._top = top
            self.refresh()
        self._visible = None

    def _scroll(self, lines: int) -> bool:
        """Scroll by lines; False where there was nowhere to go."""
        if not self.count:
            return False
        before = self._top
        self._look_at(self._walk(self._top, lines))
        return self._top != before

    def _reveal(self) -> None:
        if not self.count or not self.size.height:
            return
        last = len(self._block(self.cursor).lines) - 1
        lowest = self._walk((self.cursor, last), 1 - self.size.height)
        if self._top > (self.cursor, 0) or lowest > (self.cursor, 0):
            self._look_at((self.cursor, 0))
        elif self._top < lowest:
            self._look_at(lowest)

    def _seen(self) -> list[Spot]:
        """Give the row and line of everything on the screen."""
        self._fit()
        if self._visible is None:
            self._visible = []
            index, line = self._top
            while index < self.count and len(self._visible) < self.size.height:
                lines = len(self._block(index).lines)
                self._visible += [(index, n) for n in range(line, lines)]
                index, line = index + 1, 0
            del self._visible[self.size.height :]
        return self._visible

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        width = self.size.width
        seen = self._seen() if width else []
        if y >= len(seen):
            return Strip.blank(width, self.rich_style)
        strip = self._strip(*seen[y])
        if self._is_thumb(y):
            strip = Strip([*strip.crop(0, width - 1), Segment("▐", self._style("thumb"))])
        return strip

    def _strip(self, index: int, line: int) -> Strip:
        block = self._block(index)
        own = self.shows_cursor and index == self.cursor and line >= block.at
        key = (index, line, own)
        strip = self._strips.get(key)
        if strip is None or not block.settled:
            under = self._style("cursor") if own else self.rich_style
            sign = (self.pointer if own else " ") + self.sign(index) if line == block.at else "  "
            segments = [Segment(sign, under)]
            for text, style in block.lines[line]:
                look = under if style == "text" else under + self._style(style, bare=True)
                segments.append(Segment(text, look))
            strip = Strip(segments).adjust_cell_length(self.size.width, under)
            self._strips.set(key, strip)
        return strip

    def _style(self, name: str, *, bare: bool = False):  # type: ignore[no-untyped-def]  # Rich's Style, whichever
        return self.get_component_rich_style(f"virtual-list--{name}", partial=bare)

    def _is_thumb(self, y: int) -> bool:
        """Whether the sign of how far one has come stands on this line of the screen."""
        seen, height = self._seen(), self.size.height
        first, last = seen[0][0], seen[-1][0]
        if height < 3 or (first == 0 and last == self.count - 1 and seen[0][1] == 0):
            return False
        long = max(1, height * (last - first + 1) // max(self.count, 1))
        if long >= height:
            return False
        start = (height - long) * first // max(self.count - (last - first + 1), 1)
        return start <= y < start + long

    # Hands

    def on_resize(self) -> None:
        """Keep the cursor on the screen."""
        self._visible = None
        self._reveal()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; a second click chooses."""
        seen = self._seen()
        if event.y < len(seen):
            chosen = seen[event.y][0]
            if chosen == self.cursor:
                self.post_message(self.Chosen(self, chosen))
            else:
                self.cursor = chosen

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll three lines."""
        event.stop()
        self._scroll(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll three lines."""
        event.stop()
        self._scroll(-3)
