"""The versions of a testimony: who changed it when and why, what changed, and how an older one comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, Static

from testimonies.errors import ArchiveError
from tui.keys import MOVING, Command, bindings
from tui.screens.finding import FindBox
from tui.screens.place import Place
from tui.widgets.bars import Bar
from tui.widgets.drawing import Block, Line, Span, wrapped
from tui.widgets.key_line import KeyLine
from tui.widgets.virtual_list import VirtualList
from tui.widgets.words import fitted, line, text

if TYPE_CHECKING:
    from archive.differences import Change
    from archive.writing import Added

    Told = tuple[int, int, Sequence[Change]]


class VersionList(VirtualList):
    """The versions, the newest first."""

    def __init__(self) -> None:
        super().__init__(id="versions")
        self.versions: Sequence[Mapping[str, Any]] = ()
        self.chosen: int | None = None
        """The version that is marked, to be compared with another."""

    def show(self, versions: Sequence[Mapping[str, Any]]) -> None:
        """Show these."""
        self.versions = versions
        if self.count == len(versions):
            self.renew()
        self.count = len(versions)

    @property
    def number(self) -> int | None:
        """The version the cursor stands on."""
        return int(self.versions[self.cursor]["version"]) if self.cursor < len(self.versions) else None

    def sign(self, index: int) -> str:
        """Tell which version is marked."""
        return "✓" if self.versions[index]["version"] == self.chosen else " "

    def block(self, index: int, width: int) -> Block:
        """Draw a version: when and by whom, why, and which files changed."""
        one = self.versions[index]
        when = str(one["created"])[:16].replace("T", " ")
        number = fitted(f"v{one['version']}", 5)
        newest = "   the newest" if index == 0 else ""
        head = [Span(number, "name"), Span(f"{when}  "), Span(line(str(one["by"])), "strong"), Span(newest, "dim")]
        indent = Span(" " * 5)
        room = max(width - 5, 10)
        why = wrapped([Span(line(str(one["why"])))], room, first=[indent], rest=[indent])
        files = ", ".join(one["changed"])
        changed = wrapped([Span(line(f"changed: {files}"), "dim")], room, first=[indent], rest=[indent])
        return Block([head, *why, *changed[:3], []])


class Versions(Place):
    """Who changed it when and why."""

    WHAT = "Who changed this testimony, when and why. Every version can be read, compared and made the newest again."

    CSS_PATH = "../styles/versions.tcss"
    KEYS: ClassVar[Sequence[Command]] = (
        Command("escape,q,backspace", "back", "One step back", "Back"),
        Command("enter", "read", "Read this version, under today's rules", "Read"),
        Command(
            "d", "differences", "What changed with this version, or since the one that is marked", "What changed"
        ),
        Command("space", "mark", "Mark this version, to compare another with it", "Mark"),
        Command("R", "restore", "Make this version the newest again", "Restore"),
        *(Command(one.keys.replace(",space", ""), one.action, one.words) for one in MOVING),
    )
    BINDINGS: ClassVar = bindings(KEYS)

    def __init__(self, testimony_id: str) -> None:
        super().__init__()
        self._of = testimony_id
        self.heading = Bar(classes="heading")
        self.list = VersionList()
        self.why = FindBox(id="why", placeholder="why this version is to be the newest again", select_on_focus=False)
        self.why.cursor_blink = False
        self._asked: int | None = None
        """The version that is to come back, while one says why."""

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield self.heading
        yield self.list
        with Horizontal(id="reason"):
            yield Static("why", id="reason-label")
            yield self.why
        yield self.status
        yield KeyLine()

    def on_mount(self) -> None:
        """Ask for the history."""
        self.heading.say(f"{self._of}  Versions")
        self.query_one("#reason").display = False
        self.set_focus(self.list)
        self._ask()

    def _ask(self) -> None:
        question = partial(self.archive.history, self._of, self.who)
        self.ask(question, self._show, group="history", failed=self._failed)

    def _failed(self, error: ArchiveError) -> None:
        self.reading_room.step_back()
        self.reading_room.tell(error)

    def _show(self, versions: Sequence[Mapping[str, Any]]) -> None:
        self.list.show(versions[::-1])
        self.list.catch_up()
        self._say_where()

    @on(VirtualList.Moved)
    def _say_where(self) -> None:
        many = "1 version" if self.list.count == 1 else f"{self.list.count} versions"
        chosen = (
            f" · v{self.list.chosen} marked: d compares it with the one at the cursor" if self.list.chosen else ""
        )
        self.status.say(f"{many}{chosen}")

    @property
    def rows(self) -> VirtualList:
        """The versions."""
        return self.list

    @on(VirtualList.Chosen)
    def action_read(self) -> None:
        """Read a version."""
        number = self.list.number
        if number is not None:
            is_newest = number == self.list.versions[0]["version"]
            self.reading_room.go_to("reading", self._of, "", (), None, None if is_newest else number)

    def action_mark(self) -> None:
        """Mark a version, or no longer."""
        self.list.chosen = None if self.list.chosen == self.list.number else self.list.number
        self.list.restyle()
        self._say_where()

    def action_differences(self) -> None:
        """Show what changed."""
        number = self.list.number
        if number is None:
            return
        other = self.list.chosen if self.list.chosen not in (None, number) else number - 1
        if not other:
            self.status.tell("This is the first version; there is none before it to compare it with.")
            return
        self.reading_room.go_to("changes", self._of, *sorted((other, number)))

    def action_restore(self) -> None:
        """Ask for the reason, once."""
        number = self.list.number
        if number is None or not self.reading_room.may_change("restore a version"):
            return
        if self.list.cursor == 0:
            self.status.tell("This is the newest version already.")
            return
        self._asked = number
        self.query_one("#reason").display = True
        self.set_focus(self.why)
        self.status.say(f"↵ makes version {number} the newest again, as a further version. Esc leaves it as it is.")

    @on(Input.Submitted, "#why")
    def _restore(self, entered: Input.Submitted) -> None:
        from tui.door import signature  # noqa: PLC0415 - reads the configuration

        number, why = self._asked, entered.value.strip()
        if number is not None:
            self._end_asking()
            archive, of = self.archive, self._of
            said = f"Version {number} restored{f': {why}' if why else ''}"
            self.ask(lambda: archive.restore(of, number, by=signature(), why=said), self._restored, group="restore")

    def _restored(self, added: Added) -> None:
        self.list.chosen = None
        self.list.go(0)
        self._ask()
        self.status.tell("\n".join((f"{added.id}, version {added.version}, is kept.", *added.remarks)))

    def _end_asking(self) -> None:
        self._asked = None
        self.why.value = ""
        self.query_one("#reason").display = False
        self.set_focus(self.list)
        self._say_where()

    def action_back(self) -> None:
        """Leave it as it is; else go one step back, to what is kept now."""
        if self._asked is not None:
            self._end_asking()
            return
        super().action_back()
        from tui.screens.reading import Reading  # noqa: PLC0415 - it is what one came from

        below = self.reading_room.screen
        if isinstance(below, Reading):
            below.renew()


class ChangeList(VirtualList):
    """Changes: what is gone behind −, what is new behind +, each in a style of its own as well."""

    DEFAULT_CSS = """
    ChangeList > .virtual-list--more { text-style: bold underline; color: $success; }
    ChangeList > .virtual-list--less { text-style: strike; color: $error; }
    App:nocolor ChangeList > .virtual-list--more { color: $foreground; }
    App:nocolor ChangeList > .virtual-list--less { color: $foreground; }
    """

    def __init__(self) -> None:
        super().__init__(id="changes")
        self.changes: Sequence[Change] = ()

    def show(self, changes: Sequence[Change]) -> None:
        """Show these."""
        self.changes = changes
        self.count = len(changes)

    def block(self, index: int, width: int) -> Block:
        """Draw a change: what it is, and its words."""
        change = self.changes[index]
        sign = {"+": "+ new", "-": "− gone", "~": "± changed"}[change.sign]
        lines: list[Line] = [[Span(fitted(f"{line(change.what)}", max(width - 12, 8)), "strong"), Span(sign, "dim")]]
        spans = []
        for piece in change.pieces:
            told = text(piece.text)
            style = {"+": "more", "-": "less"}.get(piece.sign, "text")
            spans.append(Span({"+": f"+⟨{told}⟩", "-": f"−⟨{told}⟩"}.get(piece.sign, told), style))
        indent = Span("  ")
        return Block([*lines, *wrapped(spans, max(min(width - 2, 96), 10), first=[indent], rest=[indent]), []])


class Changes(Place):
    """What changed between two versions."""

    CSS_PATH = "../styles/versions.tcss"
    KEYS: ClassVar[Sequence[Command]] = (
        Command("escape,q,backspace", "back", "One step back", "Back"),
        *MOVING,
    )
    BINDINGS: ClassVar = bindings(KEYS)

    def __init__(self, testimony_id: str, old: int | None = None, new: int | None = None) -> None:
        super().__init__()
        self._of, self._old, self._new = testimony_id, old, new
        self.heading = Bar(classes="heading")
        self.list = ChangeList()

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield self.heading
        yield self.list
        yield self.status
        yield KeyLine()

    def on_mount(self) -> None:
        """Ask what changed."""
        self.heading.say(f"{self._of}  What changed")
        self.set_focus(self.list)
        question = partial(self.archive.changes, self._of, self._old, self._new, self.who)
        self.ask(question, self._show, group="changes", failed=self._failed)

    def _failed(self, error: ArchiveError) -> None:
        self.action_back()
        self.reading_room.tell(error)

    def _show(self, told: Told) -> None:
        old, new, changes = told
        self.heading.say(f"{self._of}  What changed from version {old} to version {new}", "−⟨gone⟩ +⟨new⟩")
        self.list.show(changes)
        self.list.catch_up()
        self._say_where()

    @on(VirtualList.Moved)
    def _say_where(self) -> None:
        count = self.list.count
        self.status.say(f"change {self.list.cursor + 1:,} of {count:,}" if count else "Nothing differs between them.")

    @property
    def rows(self) -> VirtualList:
        """The changes."""
        return self.list
