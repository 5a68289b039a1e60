"""Folders and their files, to choose from: typing narrows, Enter goes in or takes a file, Esc closes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from tui.keys import Command, bindings
from tui.screens.help import Over
from tui.widgets.drawing import Block, Span
from tui.widgets.fields import LineBox
from tui.widgets.virtual_list import VirtualList
from tui.widgets.words import fitted, line

MOST = 20_000
"""Entries of one folder that are shown; more are found by typing a path."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A folder or a file."""

    path: Path
    is_folder: bool
    name: str
    size: int = 0


def entries(folder: Path) -> list[Entry]:
    """Give what is in a folder: the way up, folders, files; what is hidden is left out. Raises OSError."""
    found = []
    for path in list(folder.iterdir())[:MOST]:
        if path.name.startswith("."):
            continue
        try:
            is_folder = path.is_dir()
            size = 0 if is_folder else path.stat().st_size
        except OSError:
            continue
        found.append(Entry(path, is_folder, path.name, size))
    found.sort(key=lambda one: (not one.is_folder, one.name.casefold()))
    up = [] if folder.parent == folder else [Entry(folder.parent, True, "..")]
    return up + found


class Folder(VirtualList):
    """What is in one folder."""

    def __init__(self) -> None:
        super().__init__()
        self._every: Sequence[Entry] = ()
        self.shown: Sequence[Entry] = ()
        self.taken: set[Path] = set()

    def fill(self, found: Sequence[Entry]) -> None:
        """Show another folder."""
        self._every = found
        self.narrow("")

    def narrow(self, typed: str) -> None:
        """Show what holds the typed letters in its name."""
        wanted = typed.casefold()
        self.shown = [one for one in self._every if wanted in one.name.casefold()]
        self.cursor = 0
        if self.count == len(self.shown):
            self.renew()
        self.count = len(self.shown)

    @property
    def chosen(self) -> Entry | None:
        """What the cursor stands on."""
        return self.shown[self.cursor] if self.cursor < len(self.shown) else None

    def block(self, index: int, width: int) -> Block:
        """Draw a folder or a file."""
        one = self.shown[index]
        mark = "✓ " if one.path in self.taken else "  "
        name = line(one.name) + ("/" if one.is_folder else "")
        size = "" if one.is_folder else _size(one.size)
        return Block(
            [[Span(mark, "strong"), Span(fitted(name, max(width - 14, 8)), "name" if one.is_folder else "text"),
              Span(f"{size:>11}", "dim")]]
        )  # fmt: skip


def _size(size: int) -> str:
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            return f"{size:.0f} {unit}"
        size = size // 1000 if unit != "B" else round(size / 1000)
    return ""


class FileTree(Over):
    """Files chosen from folders; each is handed over at once, and the window stays for more."""

    HINT = "↵ goes in, or takes a file (✓) · Backspace goes up · Esc closes"
    BINDINGS: ClassVar = bindings((Command("enter", "take", "Go in, or take the file", priority=True),))
    last: ClassVar[Path | None] = None
    """Where one was last."""

    def __init__(self, take: Callable[[Path], object]) -> None:
        self.folder = Folder()
        super().__init__(self.folder)
        self._take = take
        self.box = _Narrowing(placeholder="type to narrow")
        self.here = Path.home()

    def compose(self) -> ComposeResult:
        """Lay it out."""
        with Vertical(classes="over") as over:
            over.border_title = "Choose files"
            yield self.box
            yield self.folder
            yield self.status

    def on_mount(self) -> None:
        """Begin where one was last, or where the program was started."""
        self.set_focus(self.box)
        self.go(FileTree.last or Path.cwd())

    def go(self, folder: Path) -> None:
        """Show a folder, or say why it can't be shown."""
        came_from = self.here
        try:
            found = entries(folder)
        except OSError as error:
            self.status.tell(f"{folder} can't be opened: {error.strerror or error}.", wrong=True)
            return
        self.here = FileTree.last = folder
        self.box.value = ""
        self.folder.fill(found)
        back = next((number for number, one in enumerate(found) if one.path == came_from and one.name != ".."), 0)
        self.folder.go(back)
        over = self.query_one(".over")
        over.border_title = line(f"Choose files · {folder}").replace("[", "\\[")

    @on(Input.Changed)
    def _typed(self, changed: Input.Changed) -> None:
        self.folder.narrow(changed.value)

    @on(VirtualList.Chosen)
    def action_take(self) -> None:
        """Go into the folder, or take the file."""
        # What was typed last may not have narrowed the list yet.
        if len(self.folder.shown) and self.box.value:
            self.folder.narrow(self.box.value) if not self.folder.cursor else None
        chosen = self.folder.chosen
        if chosen is None:
            self.status.tell("There is nothing of that name here.")
        elif chosen.is_folder:
            self.go(chosen.path)
        elif chosen.path not in self.folder.taken:
            self.folder.taken.add(chosen.path)
            self._take(chosen.path)
            self.folder.renew()
            self.status.say(f"{len(self.folder.taken)} taken · {self.HINT}")

    def action_up(self) -> None:
        """Go to the folder above."""
        self.go(self.here.parent)


class _Narrowing(LineBox):
    """The box above the list; Backspace in it while it is empty goes to the folder above."""

    BINDINGS: ClassVar = bindings(
        (
            Command("down", "screen.move(1)", "Down"),
            Command("up", "screen.move(-1)", "Up"),
            Command("backspace", "shorter", "Shorter, or to the folder above"),
        )
    )

    def action_shorter(self) -> None:
        """Delete a letter; where there is none, go up."""
        if self.value:
            self.action_delete_left()
        else:
            assert isinstance(self.screen, FileTree)  # noqa: S101 - it stands nowhere else
            self.screen.action_up()
