"""Commands of the reading room: each is said once, and is key, footer, command list and help at the same time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from textual.binding import Binding, BindingType
from textual.command import DiscoveryHit, Hit, Hits, Provider

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
    Command("ctrl+p", "app.command_palette", "Show all commands", "Commands", priority=True),
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


def commands_of(screen: object) -> Sequence[Command]:
    """Give the commands of a screen, its own first; what can be done in two ways is said once."""
    own = getattr(screen, "KEYS", ())
    every = (*own, *(command for command in EVERYWHERE if not takes(own, command.keys)))
    return tuple({command.action: command for command in reversed(every)}.values())[::-1]


class CommandsHere(Provider):
    """The commands of this screen for the command list (ctrl+p)."""

    async def discover(self) -> Hits:
        """Give them all."""
        for command in commands_of(self.screen):
            yield DiscoveryHit(f"{command.words}  ({shown(command.keys)})", self._run(command))

    async def search(self, query: str) -> Hits:
        """Give those whose words match."""
        matcher = self.matcher(query)
        for command in commands_of(self.screen):
            if (score := matcher.match(command.words)) > 0:
                text = f"{command.words}  ({shown(command.keys)})"
                yield Hit(score, matcher.highlight(text), self._run(command))

    def _run(self, command: Command):  # type: ignore[no-untyped-def]  # what Textual calls back
        async def run() -> None:
            await self.screen.run_action(command.action)

        return run
