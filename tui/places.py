"""Where one can go in the reading room: each place by its name, imported when somebody goes there."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from textual.screen import Screen

PLACES: Mapping[str, str] = {
    "adding": "tui.screens.adding:Adding",
    "editing": "tui.screens.editing:Editing",
    "mentions": "tui.screens.mentions:Mentions",
    "versions": "tui.screens.versions:Versions",
    "changes": "tui.screens.versions:Changes",
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
