"""Commands of the reading room: each is said once, and is key, footer, command list and help at the same time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol

from textual.binding import Binding, BindingType

from tui.keymap import CHOSEN
from tui.visiting import is_closed

if TYPE_CHECKING:
    from textual.dom import DOMNode

SHOWN = {
    "down": "↓",
    "up": "↑",
    "enter": "↵",
    "escape": "Esc",
    "slash": "/",
    "question_mark": "?",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    **{f"f{number}": f"F{number}" for number in range(1, 13)},
    "space": "Space",
    "tab": "Tab",
    "shift+tab": "⇧Tab",
    "colon": ":",
    "insert": "Ins",
    "ctrl+pagedown": "^PgDn",
    "ctrl+pageup": "^PgUp",
    "left": "←",
    "right": "→",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "number_sign": "#",
    "plus": "+",
    "minus": "-",
    "equals_sign": "=",
    "exclamation_mark": "!",
}
"""How a key is called on the screen, where Textual's name is not what stands on the key."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something a person can do on a screen."""

    keys: str
    """One or more keys with commas between."""
    action: str
    """What it runs: `search` is `action_search` of the screen, `app.search` of the whole room."""
    words: str
    """What it does, as help and the command list say it."""
    footer: str = ""
    """What it does in a word or two, for the footer; empty where it does not stand there."""
    priority: bool = False
    """Whether it comes before the box one types in."""

    def bindings(self) -> Iterator[Binding]:
        """Give a binding for each key, so that the footer shows the first that works where one is."""
        for key in self.keys.split(","):
            yield Binding(
                key,
                self.action,
                self.footer or self.words,
                show=bool(self.footer),
                key_display=shown(key),
                priority=self.priority,
                tooltip=self.words,
            )


def bindings(commands: Iterable[Command]) -> list[BindingType]:
    """Give the key bindings of some commands."""
    return [binding for command in commands for binding in command.bindings()]


def shown(keys: str) -> str:
    """Give keys as a person reads them.

    >>> shown("j,down"), shown("ctrl+p")
    ('j ↓', '^p')
    """
    return " ".join(SHOWN.get(key, key.replace("ctrl+", "^")) for key in keys.split(","))


class Commanded(Protocol):
    """A screen that says its commands."""

    KEYS: ClassVar[Sequence[Command]]


EVERYWHERE = (
    Command("slash", "app.search", "Search every word", "Search", priority=True),
    Command("question_mark,f1", "app.keys", "Show the keys of this screen", "Keys"),
    Command("ctrl+p", "app.command_palette", "Show all commands, and go to anything", "Commands", priority=True),
    Command("colon", "app.command_palette()", "Show all commands, and go to anything"),
    Command("ctrl+q", "app.quit", "Leave the reading room", priority=True),
)
"""The commands of every screen."""

MOVING = (
    Command("j,down", "move(1)", "Down"),
    Command("k,up", "move(-1)", "Up"),
    Command("pagedown,space", "page(1)", "A screen down"),
    Command("pageup,b", "page(-1)", "A screen up"),
    Command("g,home", "first", "To the first"),
    Command("G,end", "last", "To the last"),
)
"""The commands of every list."""


def takes(commands: Iterable[Command], key: str) -> bool:
    """Whether one of some commands has a key to itself, whatever it does elsewhere."""
    return any(key in command.keys.split(",") for command in commands)


def name_of(screen: object) -> str:
    """Give the name of a screen in the ids of its commands: `library`."""
    return type(screen).__name__.lower()


def commands_of(screen: object) -> Sequence[Command]:
    """Give the commands of a screen, its own first; what can be done in two ways is said once."""
    own = CHOSEN.all_of(name_of(screen), [one for one in getattr(screen, "KEYS", ()) if not is_closed(one.action)])
    every = (*own, *(command for command in EVERYWHERE if not takes(own, command.keys)))
    chosen = CHOSEN.all_of(name_of(screen), every)
    return tuple({command.action.removesuffix("()"): command for command in reversed(chosen)}.values())[::-1]


def bind(node: DOMNode, commands: Sequence[Command]) -> None:
    """Give a screen, or the room, the keys that were chosen for its commands in place of those it was made with."""
    screen, held = name_of(node), node._bindings.key_to_bindings
    for old, new in zip(commands, CHOSEN.all_of(screen, commands), strict=True):
        closed = is_closed(old.action)
        if old.keys == new.keys and not closed:
            continue
        for key in old.keys.split(","):
            held[key] = [one for one in held.get(key, ()) if one.action != old.action]
            if not held[key]:
                del held[key]
        for binding in new.bindings() if new.keys and not closed else ():
            held.setdefault(binding.key, []).append(binding)
