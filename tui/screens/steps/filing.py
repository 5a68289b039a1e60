"""The first step of the form: files dropped, typed or chosen, each with what it really is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from testimonies.errors import ArchiveError
from testimonies.locator import Time
from tui.screens.steps import files
from tui.screens.steps.files import Row
from tui.widgets.drawing import Block, Line, Span, wrapped
from tui.widgets.fields import LineBox
from tui.widgets.virtual_list import VirtualList
from tui.widgets.words import fitted, line

if TYPE_CHECKING:
    from media.look import Findings

LOOKING = "looking at it …"


@dataclass(frozen=True, slots=True)
class Fact:
    """What was found out about a file."""

    said: str
    is_picture: bool = False
    wrong: bool = False


def look(path: Path) -> Fact:
    """Find out what a file really is; it is read for that, so not in the thread that takes keys."""
    from media.look import describe  # noqa: PLC0415 - only who adds files pays for it

    try:
        found = describe(path)
    except ArchiveError as error:
        return Fact(str(error), wrong=True)
    return Fact(_told(found), found.kind in ("image", "photograph"), bool(found.unreadable))


def _told(found: Findings) -> str:
    facts = [found.format]
    if found.width and found.height:
        facts.append(f"{found.width} × {found.height}")
    if found.duration_ms:
        facts.append(str(Time(found.duration_ms // 1000 * 1000)))
    if found.pages and found.pages > 1:
        facts.append(f"{found.pages} pages")
    facts.append(sized(found.size))
    return ", ".join(facts) + "".join(f" · {note}" for note in (found.unreadable, *found.notes) if note)


def sized(size: int) -> str:
    """Say a size in bytes as a person does.

    >>> sized(999), sized(1_234_567)
    ('999 B', '1.2 MB')
    """
    for unit, power in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= power:
            return f"{size / power:.1f} {unit}"
    return f"{size} B"


class FileRows(VirtualList):
    """The files of the form, one below the other."""

    def __init__(self) -> None:
        super().__init__(id="file-rows")
        self.rows: Sequence[Row] = ()
        self.facts: dict[str, Fact] = {}

    def show(self, rows: Sequence[Row]) -> None:
        """Show these files."""
        self.rows = rows
        if self.count == len(rows):
            self.renew()
        self.count = len(rows)

    def is_picture(self, row: Row) -> bool:
        """Whether it is a picture, by its bytes where they have been looked at, else by its name."""
        fact = self.facts.get(row.path)
        return fact.is_picture if fact else row.is_picture

    def block(self, index: int, width: int) -> Block:
        """Draw a file: its name, what it is, and what still has to be said of it."""
        row = self.rows[index]
        fact = self.facts.get(row.path) or Fact("kept already" if row.use == "kept" else LOOKING)
        sign = "!" if fact.wrong or (self.is_picture(row) and not row.alt and row.use != "words") else "✓"
        name = min(max(width // 3, 16), 32)
        first = [Span(f"{sign} ", "strong"), Span(fitted(line(row.name), name), "name"), Span("  ")]
        rest = [Span(" " * (name + 4))]
        lines: list[Line] = list(wrapped([Span(line(fact.said))], max(width - name - 4, 10), first=first, rest=rest))
        for said in self._beyond(row):
            lines += wrapped([Span(line(said), "dim")], max(width - name - 4, 10), first=rest, rest=rest)
        return Block(lines)

    def _beyond(self, row: Row) -> Iterable[str]:
        if row.use == "words":
            yield "the transcript was read from it; kept as it was received (t: keep it as a medium)"
        elif row.holds_words:
            yield "t reads it as the transcript"
        if self.is_picture(row) and row.use != "words":
            yield f"shows: {row.alt}" if row.alt else "Say below what it shows, for those who can't see it."


class PathBox(LineBox):
    """Where files are dropped: whatever is pasted or typed here is taken as paths."""

    @dataclass
    class Given(Message):
        """Paths were given."""

        text: str

    def _on_paste(self, event: events.Paste) -> None:
        # Only the first line would be pasted, and dropped files come one a line from some terminals.
        event.stop()
        event.prevent_default()
        self.screen.give_files(f"{self.value}{event.text}")  # type: ignore[attr-defined]  # it stands in the form only
        self.value = ""


class Filing(Vertical):
    """The files of a testimony, as one field of the form."""

    @dataclass
    class Changed(Message):
        """Files were added, removed or described."""

        filing: Filing

        @property
        def control(self) -> Filing:
            """The field."""
            return self.filing

    def __init__(self) -> None:
        super().__init__(id="media")
        self.box = PathBox(id="path", placeholder="drop files here, or type a path and ↵; ^o chooses from folders")
        self.list = FileRows()
        self.alt = LineBox(id="alt")
        self.alt_label = Static("", classes="label", id="alt-label", markup=False)
        self._asked: str | None = None
        """The picture one is asked about."""

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield self.box
        yield self.list
        yield self.alt_label
        yield self.alt

    @property
    def rows(self) -> Sequence[Row]:
        """The files."""
        return self.list.rows

    @property
    def said(self) -> str:
        """The files as one value."""
        self._keep_alt()
        return files.write(self.rows)

    def fill(self, value: str) -> None:
        """Put other files there."""
        self._asked = None
        self._show(files.read(value))

    def _show(self, rows: Sequence[Row]) -> None:
        self.list.show(tuple(rows))
        self.list.display = bool(rows)
        self.ask_alt()

    def learn(self, facts: Mapping[str, Fact]) -> None:
        """Show what was found out about files."""
        self.list.facts.update(facts)
        self.list.renew()
        first = next((number for number, row in enumerate(self.rows) if self._wants(row)), None)
        if first is not None and self.screen.focused not in (self.alt, self.list):
            self.list.go(first)
        self.ask_alt()

    def add(self, paths: Iterable[Path]) -> list[Path]:
        """Add files; give those that were not there yet."""
        known = {row.path for row in self.rows}
        new = [path for path in dict.fromkeys(path.absolute() for path in paths) if str(path) not in known]
        if new:
            self._show((*self.rows, *(Row(str(path)) for path in new)))
            self.list.go(len(self.rows) - len(new))
            self.ask_alt()
            self.post_message(self.Changed(self))
        return new

    def set(self, path: str, use: str) -> None:
        """Say what a file is used as."""
        self._show([replace(row, use=use) if row.path == path else row for row in self.rows])
        self.post_message(self.Changed(self))

    @property
    def row(self) -> Row | None:
        """The file the cursor stands on."""
        return self.rows[self.list.cursor] if self.list.cursor < len(self.rows) else None

    def take_out(self) -> str | None:
        """Take the file out on which the cursor stands; a sentence where that can't be."""
        self._keep_alt()
        row = self.row
        if row is None:
            return None
        if row.use == "kept":
            return f"{row.name} is kept already; only a purge takes it away: earwitness purge ID {row.name}"
        self._show([one for one in self.rows if one is not row])
        self.post_message(self.Changed(self))
        return None

    def wanting(self) -> int | None:
        """Give the first picture after the cursor of which nobody has said what it shows."""
        order = [*range(self.list.cursor, len(self.rows)), *range(self.list.cursor)]
        return next((n for n in order if self._wants(self.rows[n])), None)

    def _wants(self, row: Row) -> bool:
        return row.use != "words" and self.list.is_picture(row) and not row.alt.strip()

    @on(VirtualList.Moved)
    def _moved(self, moved: VirtualList.Moved) -> None:
        moved.stop()
        self.ask_alt()

    def ask_alt(self) -> None:
        """Ask what the picture shows on which the cursor stands."""
        self._keep_alt()
        row = self.row
        asked = row is not None and row.use != "words" and self.list.is_picture(row)
        self.alt.display = self.alt_label.display = asked
        if not row or not asked:
            self._asked = None
            return
        here = "▶" if self.alt.has_focus else " "
        self.alt_label.update(f"{here} What {line(row.name)} shows, for those who can't see it")
        if self._asked != row.path:
            self._asked = row.path
            self.alt.fill(row.alt)

    def _keep_alt(self) -> None:
        """Put what is typed to the picture it is about; the next key may already be for another."""
        about = next((row for row in self.rows if row.path == self._asked), None)
        if about and about.alt != self.alt.value:
            self.list.show([replace(row, alt=self.alt.value) if row is about else row for row in self.rows])

    @on(Input.Changed, "#alt")
    def _described(self, changed: Input.Changed) -> None:
        changed.stop()
        self._keep_alt()
        self.post_message(self.Changed(self))

    @on(Input.Changed, "#path")
    def _typing(self, changed: Input.Changed) -> None:
        changed.stop()
