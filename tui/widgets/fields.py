"""Boxes one types in: whatever is in them is shown harmless, and kept exactly as it came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Select, TextArea

from tui.keys import Command, bindings
from tui.widgets.drawing import Block, Span
from tui.widgets.virtual_list import VirtualList
from tui.widgets.words import fitted, line

_SHOWN = {
    **{code: 0x2400 + code for code in range(0x20) if code != 0x09},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
    **dict.fromkeys((0x200E, 0x200F, 0x61C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD),
    **dict.fromkeys((0xFFFE, 0xFFFF), 0xFFFD),
    **dict.fromkeys((0xAD, 0x180E, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF), 0xB7),
    **dict.fromkeys((*range(0xFE00, 0xFE10), *range(0x1F3FB, 0x1F400), *range(0xE0000, 0xE0200)), 0xB7),
    **{0x1F1E6 + number: ord("A") + number for number in range(26)},
    **dict.fromkeys((0x2028, 0x2029), 0x21B5),
}
"""What stands for a character that a terminal would act on, or that terminals disagree on: one cell for each."""


def visible(value: str) -> str:
    r"""Give text as a box shows it: character for character, so that the cursor stands where it seems to stand.

    >>> visible("a\x1b[31m\u202eb")
    'a␛[31m�b'
    """
    if value.isascii() and value.isprintable():
        return value
    return "".join("\ufffd" if 0xD800 <= ord(one) < 0xE000 else one for one in value.translate(_SHOWN))


class LineBox(Input):
    """A box of one line."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        (
            Command("down", "screen.choose(1)", "To the next choice"),
            Command("up", "screen.choose(-1)", "To the choice before"),
            Command("enter", "screen.enter", "Take the choice, or go on"),
        )
    )

    def __init__(self, *, id: str | None = None, placeholder: str = "") -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, placeholder=placeholder, select_on_focus=False)
        self.cursor_blink = False

    @property
    def _value(self) -> Text:
        return Text(visible(self.value), no_wrap=True, overflow="ignore", end="")

    @property
    def said(self) -> str:
        """What is typed."""
        return self.value

    def fill(self, value: str) -> None:
        """Put something else there."""
        self.value = value
        self.cursor_position = len(value)


class TextBox(TextArea):
    """A box of several lines."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        (
            Command("ctrl+home", "edge(False)", "To the beginning"),
            Command("ctrl+end", "edge(True)", "To the end"),
        )
    )

    @dataclass
    class Pasted(Message):
        """Something was pasted, and stands in the box already."""

        box: TextBox
        text: str
        alone: bool
        """Whether the box was empty before."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, show_line_numbers=False, highlight_cursor_line=False)
        self.cursor_blink = False
        self._given = ("", "")

    def get_line(self, line_index: int) -> Text:
        """Give a line as it is drawn."""
        return Text(visible(self.document.get_line(line_index)), end="", no_wrap=True)

    @property
    def said(self) -> str:
        """What is typed; what was put there and left alone is given back as it was, to the last line break."""
        text = self.text
        return self._given[0] if text == self._given[1] else text

    def fill(self, value: str) -> None:
        """Put something else there, and leave the cursor where it was as far as there is such a place."""
        at = self.cursor_location
        self.load_text(value)
        self._given = (value, self.text)
        row = min(at[0], self.document.line_count - 1)
        self.move_cursor((row, min(at[1], len(self.document.get_line(row)))))

    def action_edge(self, end: bool) -> None:
        """Go to the beginning or the end of all of it."""
        self.move_cursor(self.document.end if end else (0, 0))

    async def _on_paste(self, event: events.Paste) -> None:
        alone = not self.text.strip()
        await super()._on_paste(event)
        event.prevent_default()
        self.post_message(self.Pasted(self, event.text, alone))


class ChoiceBox(Select[str]):
    """A box in which one of several is chosen; what it can't show stays as it was until something else is chosen."""

    def __init__(self, choices: Iterable[tuple[str, str]], *, id: str | None = None) -> None:  # noqa: A002 - as above
        self.choices = tuple(choices)
        super().__init__(
            [(Content(line(shown)), value) for shown, value in self.choices], id=id, allow_blank=False, compact=True
        )
        self._given: tuple[str, str] | None = None

    def on_mount(self) -> None:
        """Show what was chosen before there was anything to show it on."""
        self.call_later(self.mutate_reactive, ChoiceBox.value)  # type: ignore[misc]

    @property
    def said(self) -> str:
        """What is chosen."""
        chosen = str(self.value)
        return self._given[0] if self._given and self._given[1] == chosen else chosen

    def fill(self, value: str) -> None:
        """Choose something else."""
        if value in (known for _, known in self.choices):
            self.value, self._given = value, None
        else:
            self._given = (value, str(self.value))


class Choices(VirtualList):
    """What is offered for the field one types in; the arrows choose, Enter takes it."""

    def __init__(self) -> None:
        super().__init__(id="choices")
        self.can_focus = False
        self.shows_cursor = False
        self.offered: Sequence[str] = ()

    def offer(self, lines: Sequence[str]) -> None:
        """Show other choices, none of them chosen; nothing where there are none."""
        if tuple(lines) == tuple(self.offered):
            return
        self.offered = tuple(lines)
        self.shows_cursor = False
        self.cursor = 0
        self.count = len(lines)
        self.display = bool(lines)
        self.styles.height = len(lines) + 1
        self.renew()

    @property
    def chosen(self) -> int | None:
        """The choice the cursor stands on."""
        return self.cursor if self.shows_cursor and self.count else None

    def step(self, by: int) -> None:
        """Choose the next one, or the one before; before the first there is none."""
        if not self.shows_cursor:
            self.shows_cursor = by > 0
            self.renew()
        elif by < 0 and self.cursor == 0:
            self.shows_cursor = False
            self.renew()
        else:
            self.go(self.cursor + by)

    def block(self, index: int, width: int) -> Block:
        """Draw a choice."""
        row = [Span(fitted(line(self.offered[index]), width))]
        if index:
            return Block([row])
        return Block([[Span(fitted("↓ and ↵ take one of these; the name as written stays", width), "dim")], row], 1)
