"""The keys of a screen, from the same commands that make its bindings; typing narrows, Enter does it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Static

from tui.keys import Command, bindings, commands_of, shown
from tui.screens.place import Telling
from tui.widgets.bars import Status
from tui.widgets.drawing import Block, Span, wrapped
from tui.widgets.virtual_list import VirtualList
from tui.widgets.words import fitted, text

ASK = Command("", "ask", "How to ask: what a query may say")
"""Opens the grammar of queries; it has no key of its own."""


class CommandList(VirtualList):
    """Commands with their keys."""

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self._every = commands
        self.shown = list(commands)

    def on_mount(self) -> None:
        """Show them all."""
        self.count = len(self.shown)

    def narrow(self, typed: str) -> None:
        """Show the commands whose words or keys hold what is typed."""
        wanted = typed.casefold()
        self.shown = [c for c in self._every if wanted in c.words.casefold() or wanted in shown(c.keys).casefold()]
        self.cursor = 0
        if self.count == len(self.shown):
            self.renew()
        self.count = len(self.shown)

    @property
    def chosen(self) -> Command | None:
        """The command the cursor stands on."""
        return self.shown[self.cursor] if self.cursor < len(self.shown) else None

    def block(self, index: int, width: int) -> Block:
        """Draw a command."""
        command = self.shown[index]
        keys = shown(command.keys) if command.keys else ""
        return Block([[Span(fitted(keys, 12), "name"), Span(fitted(command.words, width - 12))]])


class Over(Telling, ModalScreen[None]):
    """A list over the screen one is at; Esc closes it."""

    HINT = ""

    BINDINGS: ClassVar = bindings(
        (
            Command("escape,f1", "close", "Close"),
            Command("down", "move(1)", "Down"),
            Command("up", "move(-1)", "Up"),
            Command("pagedown", "page(1)", "A screen down"),
            Command("pageup", "page(-1)", "A screen up"),
            # What is over a screen sees no keys of the room but its own.
            Command("ctrl+q", "app.quit", "Leave the reading room", priority=True),
            Command("ctrl+c", "app.help_quit", "How to leave"),
        )
    )

    def __init__(self, rows: VirtualList) -> None:
        super().__init__()
        self.rows = rows
        self.status = Status()
        self.status.say(self.HINT)

    def action_move(self, step: int) -> None:
        """Move by rows."""
        self.rows.move(step)

    def action_page(self, step: int) -> None:
        """Move by screens."""
        self.rows.page(step)

    def action_close(self) -> None:
        """Close it."""
        self.dismiss()


class Keys(Over):
    """The keys of the screen below."""

    HINT = "↵ does it now · its key does it next time · Esc closes"

    def __init__(self, below: Screen[object]) -> None:
        self.commands = CommandList((*commands_of(below), ASK))
        super().__init__(self.commands)
        self._below = below
        self._what: str = getattr(below, "WHAT", "")
        self.box = Input(placeholder="type to narrow", select_on_focus=False)
        self.box.cursor_blink = False

    def compose(self) -> ComposeResult:
        """Lay it out."""
        with Vertical(classes="over") as over:
            over.border_title = "Keys on this screen"
            yield self.box
            yield self.commands
            yield Static(Content(self._what), id="what")
            yield self.status

    def on_mount(self) -> None:
        """Let one type at once."""
        self.set_focus(self.box)

    @on(Input.Changed)
    def _typed(self, changed: Input.Changed) -> None:
        self.commands.narrow(changed.value)

    @on(Input.Submitted)
    @on(VirtualList.Chosen)
    def _chosen(self) -> None:
        command = self.commands.chosen
        if command is ASK:
            self.app.push_screen(Asking())
        elif command:
            self.dismiss()
            self.app.call_later(self._below.run_action, command.action)


class Lines(VirtualList):
    """A text to be read line by line."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._lines = text(words).split("\n")

    def on_mount(self) -> None:
        """Show it."""
        self.count = len(self._lines)

    def block(self, index: int, width: int) -> Block:
        """Draw a line; what goes on below stands under its last column."""
        line = self._lines[index]
        columns = [gap.end() for gap in _GAP.finditer(line) if gap.end() < width * 0.8]
        hang = columns[-1] if columns else 0
        return Block(wrapped([Span(line[hang:])], width - hang, first=[Span(line[:hang])], rest=[Span(" " * hang)]))


_GAP = re.compile(r" {2,}")


class Asking(Over):
    """What a query may say, in the grammar's own words."""

    HINT = "Esc closes"

    def __init__(self) -> None:
        from archive.index.grammar import HELP  # noqa: PLC0415 - only who asks pays for it

        super().__init__(Lines(HELP))

    def compose(self) -> ComposeResult:
        """Lay it out."""
        with Vertical(classes="over") as over:
            over.border_title = "How to ask"
            yield self.rows
            yield self.status

    def on_mount(self) -> None:
        """Let one read at once."""
        self.set_focus(self.rows)
