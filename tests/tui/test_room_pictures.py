"""What the screens look like: compared with pictures a person has looked at."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.conftest import burst, still
from tui.app import ReadingRoom
from tui.screens.library import Library

Walk = Callable[[Pilot[None]], Awaitable[None]]


def walk(*steps: str) -> Walk:
    """Type or press one step after the other, waiting for the room to be still; `/…` comes in one burst."""

    async def taken(pilot: Pilot[None]) -> None:
        await still(pilot)
        for step in steps:
            if step.startswith("/"):
                burst(pilot, step)
            else:
                await pilot.press(step)
            await still(pilot)
        home = pilot.app.screen_stack[0]
        assert isinstance(home, Library)
        # How long it took differs from day to day.
        home.status.right = re.sub(r"\d+ ms", "12 ms", home.status.right)
        await pilot.pause()

    return taken


LIBRARY, SEARCH, READING, MEDIA, HELP = (
    (),
    ("/bridge",),
    ("/bridge", "enter"),
    ("m",),
    ("question_mark",),
)
SMALL, MIDDLE, WIDE = (80, 24), (100, 30), (140, 36)


@pytest.mark.parametrize(
    ("size", "steps"),
    [
        pytest.param(MIDDLE, LIBRARY, id="library"),
        pytest.param(MIDDLE, SEARCH, id="search"),
        pytest.param(MIDDLE, READING, id="reading"),
        pytest.param(MIDDLE, MEDIA, id="media"),
        pytest.param(MIDDLE, HELP, id="help"),
        pytest.param(SMALL, LIBRARY, id="library-small"),
        pytest.param(SMALL, SEARCH, id="search-small"),
        pytest.param(WIDE, LIBRARY, id="library-wide"),
        pytest.param(WIDE, SEARCH, id="search-wide"),
    ],
)
def test_every_screen_looks_as_it_did(
    room: ReadingRoom, snap_compare: Any, size: tuple[int, int], steps: tuple[str, ...]
) -> None:
    assert snap_compare(room, terminal_size=size, run_before=walk(*steps))


def test_what_one_narrows_by_stands_beside_the_list_and_above_it(room: ReadingRoom, snap_compare: Any) -> None:
    """Seen must be: the facets with their counts, a cross at the one chosen, its piece above, and fewer rows."""
    assert snap_compare(room, terminal_size=WIDE, run_before=walk("f", "down", "down", "space", "escape", "space"))


def test_without_colour_the_cursor_and_what_is_found_still_stand_out(
    room: ReadingRoom, snap_compare: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    colourless = ReadingRoom(lambda: room.archive)
    assert snap_compare(colourless, terminal_size=(80, 24), run_before=walk("/bridge"))
