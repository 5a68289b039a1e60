"""A small form over the accounts: what somebody asserts of two passages, or another note on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar, NamedTuple

from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Label

from tui.keys import Command, bindings
from tui.screens.place import Telling
from tui.widgets.bars import Status

Typed = Mapping[str, str]


class Box(NamedTuple):
    """One line to fill in."""

    name: str
    words: str
    value: str = ""
    needed: bool = False


class Asserting(Telling, ModalScreen[None]):
    """Some boxes; what is typed is given to `keep`, and stays until the screen below closes them: it is kept."""

    CSS_PATH = "../styles/comparing.tcss"
    BINDINGS: ClassVar = bindings(
        (
            Command("escape", "close", "Close; nothing is changed", priority=True),
            Command("enter", "next", "To the next box; after the last, keep it", priority=True),
            Command("ctrl+s", "save", "Keep it as a new version", priority=True),
            Command("ctrl+q", "app.quit", "Leave the reading room", priority=True),
        )
    )

    def __init__(self, title: str, boxes: Sequence[Box], keep: Callable[[Typed], object]) -> None:
        super().__init__()
        self._title, self._every, self._keep = title, boxes, keep
        self.boxes = {box.name: Input(box.value, id=f"assert-{box.name}", select_on_focus=False) for box in boxes}
        for one in self.boxes.values():
            one.cursor_blink = False
        self.status = Status()

    def compose(self) -> ComposeResult:
        """Lay it out."""
        with Vertical(id="asserting", classes="over") as over:
            over.border_title = Content(self._title)
            for box in self._every:
                yield Label(box.words, markup=False)
                yield self.boxes[box.name]
            yield self.status

    def on_mount(self) -> None:
        """Let one type at once."""
        self.status.say("Enter next box · ^s keep it · Esc close, nothing is changed")
        self.set_focus(next(iter(self.boxes.values())))

    def action_next(self) -> None:
        """Go to the next box; after the last, keep it."""
        boxes: list[Widget] = [*self.boxes.values()]
        at = boxes.index(self.focused) if self.focused in boxes else -1
        if at + 1 < len(boxes):
            self.set_focus(boxes[at + 1])
        else:
            self.action_save()

    def action_save(self) -> None:
        """Keep it, once what was typed has arrived in its box."""
        self.call_later(self._save)

    def _save(self) -> None:
        typed = {name: box.value.strip() for name, box in self.boxes.items()}
        lacking = next((box for box in self._every if box.needed and not typed[box.name]), None)
        if lacking:
            self.set_focus(self.boxes[lacking.name])
            self.status.tell(f"Still to be said: {lacking.words[0].lower()}{lacking.words[1:]}.", wrong=True)
            return
        self._keep(typed)

    def refuse(self, sentence: str) -> None:
        """Say why it is not kept; what was typed stays."""
        self.status.tell(sentence, wrong=True)

    def action_close(self) -> None:
        """Close it."""
        if self.is_attached and self.app.screen is self:
            self.app.pop_screen()


def close(app: App[object]) -> None:
    """Close the boxes, where they are open."""
    if isinstance(app.screen, Asserting):
        app.screen.action_close()


def refuse(app: App[object], error: Exception) -> None:
    """Say in the boxes, or where they are closed on the screen below, why something is not kept."""
    if isinstance(app.screen, Asserting):
        app.screen.refuse(str(error))
    else:
        app.say(str(error), wrong=True)  # type: ignore[attr-defined]  # the reading room
