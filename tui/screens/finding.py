"""Finding in the text that is open: a line one types into, marks in the text, and n and N from one to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from archive.citation import passage_at
from testimonies import locator
from testimonies.errors import ArchiveError
from tui.keys import Command
from tui.screens.place import Place
from tui.widgets import words as shown
from tui.widgets.reader import Marks, Reader

if TYPE_CHECKING:
    from archive.within import Within
    from testimonies.testimony import Testimony

FINDING = (
    Command("slash", "find", "Find in this text; / once more searches the whole archive", "Find", priority=True),
    Command("n", "hit(1)", "To the next place found"),
    Command("N", "hit(-1)", "To the place found before"),
    Command("number_sign", "go_to_place", "Go to a place: 14:32, p3:12 or n4"),
    Command("ctrl+f", "search_everywhere", "Search every word of the archive"),
)
"""The commands of a screen with a text."""

FIND, GO = "find", "go to"
ASK = {
    FIND: "words in this text · / again: the whole archive",
    GO: "14:32 · p3:12 · n4",
}
HINT = "↑↓ through them  ↵ read there  Esc closes"

Spot = tuple[str, tuple[int, int]]
"""A passage, and a stretch of its words."""


class FindBox(Input):
    """A box in which nothing that is pasted acts on the terminal."""

    def validate_value(self, value: str) -> str:
        """Take what can be shown."""
        return value if value.isprintable() else shown.line(value)


class FindLine(Horizontal):
    """The line itself: what is wanted, the box, and how many were found."""

    DEFAULT_CSS = """
    FindLine { height: 1; width: 100%; display: none; background: $surface; }
    FindLine Static { width: auto; height: 1; padding: 0 1; color: $secondary; background: $surface; }
    FindLine .wanted { color: $accent; text-style: bold; }
    FindLine Input { height: 1; border: none; padding: 0; width: 1fr; min-width: 12; background: $surface; }
    FindLine Input:focus { border: none; background: $surface-lighten-1; background-tint: $background 0%; }
    """

    def __init__(self) -> None:
        super().__init__(id="find")
        self.wanted = Static(FIND, classes="wanted", markup=False)
        self.box = FindBox(id="find-box", select_on_focus=False)
        self.box.cursor_blink = False
        self.said = Static("", markup=False)

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield self.wanted
        yield self.box
        yield self.said


class Finding(Place):
    """A screen with a text one finds in."""

    KEYS: ClassVar[Sequence[Command]] = FINDING

    def __init__(self) -> None:
        super().__init__()
        self.find_line = FindLine()
        self._mode = FIND
        self.sought = ""
        """What is marked; empty where nothing is."""
        self._last_sought = ""
        self._spots: Sequence[Spot] = ()
        self._spot = 0
        self._found_marks: Marks = {}
        self._from = 0
        """The row one stood in when one began to type."""
        self._within: Within | None = None

    @property
    def text(self) -> Reader:
        """The text one finds in."""
        raise NotImplementedError

    @property
    def text_of(self) -> Testimony | None:
        """The testimony it is the text of, once it is here."""
        raise NotImplementedError

    def unfound(self) -> None:
        """Show the text again as it was before anything was looked for in it."""
        raise NotImplementedError

    def _say_where(self) -> None:
        """Say where one is."""
        raise NotImplementedError

    # The line

    @property
    def is_finding(self) -> bool:
        """Whether one types into the line."""
        return self.focused is self.find_line.box

    def may_find(self) -> bool:
        """Whether a slash is a key here, and no letter."""
        return not self.is_finding or (self._mode == FIND and not self.find_line.box.value)

    def action_find(self) -> None:
        """Begin to find; from the empty line, search the whole archive instead."""
        if self.is_finding:
            self._close()
            self.reading_room.action_search()
        else:
            self._open(FIND)

    def action_search_everywhere(self) -> None:
        """Search the archive."""
        self.reading_room.action_search()

    def action_go_to_place(self) -> None:
        """Ask for a place."""
        self._open(GO)

    def _open(self, mode: str) -> None:
        # No awaiting: what is typed next is in the same burst of keys.
        self._mode = mode
        self._from = self.text.cursor
        line = self.find_line
        line.wanted.update(mode)
        line.box.placeholder = f"↵ finds {self._last_sought}" if mode == FIND and self._last_sought else ASK[mode]
        line.said.update("")
        with line.box.prevent(Input.Changed):
            line.box.value = ""
        line.display = True
        self.set_focus(line.box)

    def _close(self) -> None:
        self.find_line.display = False
        self.set_focus(self.text)
        self._say_where()

    def close_finding(self) -> bool:
        """Take one step out of finding: close the line, then take the marks away; False where there was none."""
        if self.find_line.display:
            self._close()
            return True
        if self.sought:
            self._forget()
            self._say_where()
            return True
        return False

    def _forget(self) -> None:
        self.workers.cancel_group(self, "find")
        self.sought, self._spots = "", ()
        self.unfound()

    # What is typed

    @on(Input.Changed, "#find-box")
    def _typed(self, changed: Input.Changed) -> None:
        if self._mode == FIND:
            self._find(changed.value)

    def _find(self, typed: str) -> None:
        if not typed.strip() or self.text_of is None:
            self._forget()
            self.find_line.said.update("")
            return
        self.sought = self._last_sought = typed
        within = self._words()
        self.ask(
            lambda: within.find(typed, lambda: get_current_worker().is_cancelled),
            lambda found: self._found(typed, found),
            group="find",
        )

    def _words(self) -> Within:
        from archive.within import Within  # noqa: PLC0415 - only who finds pays for it

        if self._within is None:
            assert self.text_of is not None  # noqa: S101 - asked for above
            self._within = Within(self.text_of)
        return self._within

    def _found(self, typed: str, found: Mapping[str, Sequence[tuple[int, int]]]) -> None:
        if typed != self.sought:
            return
        rows = self.text.row_of
        self._spots = sorted(
            ((passage, span) for passage, spans in found.items() for span in spans),
            key=lambda spot: (rows(spot[0]) or 0, spot[0], spot[1]),
        )
        ahead = (n for n, (passage, _) in enumerate(self._spots) if (rows(passage) or 0) >= self._from)
        self._spot = next(ahead, 0)
        self._found_marks = found
        self._show_spot()

    def _show_spot(self) -> None:
        here = self._spots[self._spot] if self._spots else None
        self.text.mark(self._found_marks, here)
        if here:
            self.text.show_mark(here[0])
        self._say_spot()

    def _say_spot(self) -> None:
        if self.find_line.display:
            said = f"{self._spot + 1:,} of {len(self._spots):,}" if self._spots else "not in this text"
            room = self.size.width
            self.find_line.said.update(f"{said}   {HINT}" if self._spots and room >= 80 else said)
        self._say_where()

    @property
    def said_of_finding(self) -> str:
        """What the line at the bottom says of what was found."""
        if not self.sought:
            return ""
        if not self._spots:
            return f"“{self.sought}” is not in this text"
        return f"“{self.sought}” {self._spot + 1:,} of {len(self._spots):,}"

    @on(Input.Submitted, "#find-box")
    def _entered(self, entered: Input.Submitted) -> None:
        if self._mode == GO:
            self._go(entered.value)
            return
        again = not entered.value.strip()
        self._close()
        if again and self._last_sought:
            self._find(self._last_sought)

    def _go(self, typed: str) -> None:
        """Go to the passage at a place."""
        if not typed.strip() or self.text_of is None:
            self._close()
            return
        try:
            number = passage_at(self.text_of, locator.parse(typed))
        except ArchiveError as error:
            self.status.tell(str(error), wrong=True)
            return
        every = [passage for transcript in self.text_of.transcripts for passage in transcript.passages]
        self._close()
        self.text.show_row(self.text.row_of(every[number].id) or 0)

    # From one to the next

    def next_found(self, step: int) -> bool:
        """Go to the next place found, or the one before; after the last comes the first. False where none is."""
        if not self._spots:
            return bool(self.sought)
        self._spot = self._beyond(step)
        self._show_spot()
        return True

    def _beyond(self, step: int) -> int:
        """Say which comes next: seen from the cursor, where that has moved away from the last one."""
        rows = [self.text.row_of(passage) or 0 for passage, _ in self._spots]
        cursor = self.text.cursor
        if rows[self._spot] == cursor:
            return (self._spot + step) % len(rows)
        if step > 0:
            return next((n for n, row in enumerate(rows) if row > cursor), 0)
        return next((n for n in range(len(rows) - 1, -1, -1) if rows[n] < cursor), len(rows) - 1)
