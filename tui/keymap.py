"""Keys one has chosen oneself: `[keys]` in config.toml gives a command other keys, by its id.

    [keys]
    "library.add" = "A,insert"
    "*.move(1)" = "j,down,ctrl+n"

The id of a command is its screen and what it does; `earwitness keys` prints them all. `*` stands for every screen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tui.keys import Command

TABLE = "keys"
_KEYS = re.compile(r"[^\s,]+(,[^\s,]+)*")


@dataclass(slots=True)
class Keymap:
    """What was chosen, by the ids of commands."""

    chosen: Mapping[str, str] = field(default_factory=dict)
    problems: Sequence[str] = ()
    """A sentence for each entry that can't be followed."""

    def of(self, screen: str, command: Command) -> Command:
        """Give a command with the keys it has here."""
        keys = self.chosen.get(id_of(screen, command)) or self.chosen.get(id_of("*", command))
        return replace(command, keys=keys) if keys else command

    def all_of(self, screen: str, commands: Iterable[Command]) -> list[Command]:
        """Give commands with their keys; a key that was chosen for one is taken from the others of its screen."""
        changed = [(command, self.of(screen, command)) for command in commands]
        taken = {key for old, new in changed if old is not new for key in new.keys.split(",")}
        return [
            new if old is not new else replace(old, keys=",".join(k for k in old.keys.split(",") if k not in taken))
            for old, new in changed
        ]


CHOSEN = Keymap()
"""The keymap of this process, read once by `use`."""


def id_of(screen: str, command: Command) -> str:
    """Give the id of a command: `library.add`; one of the whole room is the same on every screen, `app.search`."""
    return command.action if command.action.startswith("app.") else f"{screen}.{command.action}"


def read(configuration: Mapping[str, Any]) -> Keymap:
    """Read `[keys]`: what can be followed is, and what can't is said."""
    table = configuration.get(TABLE, {})
    if not isinstance(table, dict):
        return Keymap(
            problems=(f'[{TABLE}] in config.toml is no table; write [keys] and under it lines id = "key".',)
        )
    chosen, problems = {}, []
    for name, keys in table.items():
        if isinstance(keys, str) and _KEYS.fullmatch(keys) and "." in name:
            chosen[name] = keys
        else:
            problems.append(f'[{TABLE}] {name} in config.toml is not understood; write "screen.action" = "key,key".')
    return Keymap(chosen, tuple(problems))


def unknown(keymap: Keymap, known: Iterable[str]) -> list[str]:
    """Give a sentence for every chosen id that is the id of no command."""
    every = set(known)
    return [
        f"[{TABLE}] {name} in config.toml is the id of no command; earwitness keys prints them all."
        for name in keymap.chosen
        if name not in every and (not name.startswith("*.") or not any(one.endswith(name[1:]) for one in every))
    ]


def use(keymap: Keymap) -> None:
    """Let this be the keymap from now on."""
    CHOSEN.chosen, CHOSEN.problems = keymap.chosen, keymap.problems
