"""The colours of the room: calm by dark or by day, in high contrast, or the terminal's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.theme import Theme

from tui import habits

if TYPE_CHECKING:
    from textual.app import App

HABIT = habits.COLOURS

CALM = Theme(
    name=habits.CALM,
    primary="#d8b26a",
    secondary="#9fb4c0",
    accent="#e0b65c",
    foreground="#e4e0d8",
    background="#15171a",
    surface="#1b1e22",
    panel="#24282d",
    success="#9cc08b",
    warning="#e0b65c",
    error="#e58b7b",
    dark=True,
)
"""Warm grey on near black, one accent; every pair is readable at a ratio of seven or more."""

DAY = Theme(
    name="earwitness-day",
    primary="#6b4a00",
    secondary="#3f4f59",
    accent="#6b4300",
    foreground="#1d1f21",
    background="#f7f4ee",
    surface="#efebe3",
    panel="#e4dfd4",
    success="#2c5a1f",
    warning="#6b4300",
    error="#8a1f10",
    dark=False,
)
"""Ink on warm paper, for bright rooms."""

CONTRAST = Theme(
    name="earwitness-contrast",
    primary="#ffd75f",
    secondary="#e4e4e4",
    accent="#ffd75f",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    success="#87ff87",
    warning="#ffd75f",
    error="#ffafaf",
    dark=True,
)
"""White and yellow on black: every pair at twelve or more, for tired eyes and poor screens."""

OURS = (CALM, DAY, CONTRAST)

CALLED = {
    CALM.name: "Colours: calm, by dark",
    DAY.name: "Colours: calm, by day",
    CONTRAST.name: "Colours: high contrast",
    "ansi-dark": "Colours: the terminal's own, dark",
    "ansi-light": "Colours: the terminal's own, light",
}
"""What one may choose, and how it is called."""


def begin(app: App[Any]) -> None:
    """Give the room the colours that were chosen the last time."""
    for theme in OURS:
        app.register_theme(theme)
    chosen = habits.remembered().get(HABIT)
    if app.theme == "textual-dark":
        app.theme = chosen if chosen in CALLED else CALM.name


def choose(app: App[object], name: str) -> None:
    """Change the colours, now and from now on."""
    app.theme = name
    habits.remember(HABIT, name)
