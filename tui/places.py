"""Where one can go in the reading room: each place by its name, imported when somebody goes there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module

from textual.screen import Screen

from tui.keys import EVERYWHERE, Command

PLACES: Mapping[str, str] = {
    "adding": "tui.screens.adding:Adding",
    "editing": "tui.screens.editing:Editing",
    "mentions": "tui.screens.mentions:Mentions",
    "versions": "tui.screens.versions:Versions",
    "changes": "tui.screens.versions:Changes",
    "authorities": "tui.screens.authorities:Authorities",
    "authority": "tui.screens.authorities:OneAuthority",
    "comparing": "tui.screens.comparing:Comparing",
    "overview": "tui.screens.overview:Overview",
    "media": "tui.screens.media:Media",
    "reading": "tui.screens.reading:Reading",
    "transcribing": "tui.screens.transcribing:Transcribing",
}
"""From a place's name to the module and class of its screen."""


def place(name: str, *given: object) -> Screen[None]:
    """Make the screen of a place."""
    module, _, screen = PLACES[name].partition(":")
    made = getattr(import_module(module), screen)(*given)
    assert isinstance(made, Screen), name  # noqa: S101 - our own table
    return made


def screens() -> Mapping[str, Sequence[Command]]:
    """Give the commands of every place by the name it has in their ids, and those of the whole room."""
    every: dict[str, Sequence[Command]] = {"app": EVERYWHERE}
    for where in ("tui.screens.library:Library", *PLACES.values()):
        module, _, screen = where.partition(":")
        every[screen.lower()] = getattr(import_module(module), screen).KEYS
    return every
