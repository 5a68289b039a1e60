"""Colours everybody can read, remembered from one sitting to the next."""

from __future__ import annotations

from itertools import product

import pytest
from textual.color import Color
from textual.theme import Theme

from archive.archive import Archive
from tests.tui.conftest import SIZE, still
from tui import themes
from tui.app import ReadingRoom

GROUNDS = ("background", "surface", "panel")
INKS = ("foreground", "secondary", "accent")
LEAST = {themes.CALM.name: 6.5, themes.DAY.name: 6.0, themes.CONTRAST.name: 11.0}
"""Ratios as WCAG 2.2 defines them (success criteria 1.4.3 and 1.4.6 ask for 4.5 and 7)."""


def contrast(ink: str, ground: str) -> float:
    """Give the ratio of two colours."""
    lighter, darker = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (value / 255 for value in Color.parse(colour).rgb)
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", themes.OURS, ids=lambda theme: theme.name)
def test_every_ink_is_readable_on_every_ground(theme: Theme) -> None:
    pairs = product(INKS, GROUNDS)
    assert min(contrast(getattr(theme, ink), getattr(theme, ground)) for ink, ground in pairs) >= LEAST[theme.name]


@pytest.mark.parametrize("name", themes.CALLED)
async def test_colours_that_were_chosen_are_there_the_next_time(name: str, valley: Archive) -> None:
    room = ReadingRoom(lambda: valley)
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        themes.choose(room, name)
        await still(pilot)
        assert room.theme == name
    assert ReadingRoom(lambda: valley).theme == name
    assert themes.habits.is_calm() == (name == themes.CALM.name)


async def test_colours_nobody_knows_any_more_do_no_harm(valley: Archive) -> None:
    themes.habits.remember(themes.HABIT, "gone")
    assert ReadingRoom(lambda: valley).theme == themes.CALM.name
