"""The library in a real terminal: narrow, read, come back, search with help, keep the question, mark, arrange."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tui.terminal import Terminal


@pytest.fixture
def room(story: Callable[..., Terminal], founding: Path) -> Terminal:
    """The reading room on the founding collection."""
    return story(founding, "browse")


def test_narrow_read_come_back_search_keep_and_mark(room: Terminal) -> None:
    room.wait(r"▶ ?nk-0001")
    room.press("f")
    room.wait("▶ ?.{1,3} Nagorno-Karabakh")
    room.look("library-facets")
    room.press("j", "Space")
    screen = room.wait("2 of 8 testimonies")
    assert "place: Stepanakert / Khankendi" in screen
    room.look("library-narrowed")

    room.press("Escape")
    room.wait(r"▶ ?nk-0007")
    room.press("Enter")
    room.wait("Content note")
    room.press("Enter")
    room.wait("description · ")
    room.press("Escape")
    room.wait("2 of 8 testimonies")
    room.press("x")
    room.wait(r"Library · 8")
    room.press("[")
    room.wait("2 of 8 testimonies")
    room.press("X")
    room.wait(r"Library · 8")

    room.type("/under contr")
    room.wait("Tab: control")
    room.look("library-completion")
    room.press("Tab")
    room.wait("1 passage in 2 testimonies")
    room.press("C-s")
    room.wait("Keep this question as")
    room.type("last words")
    room.look("library-keep")
    room.press("Enter")
    room.wait("Kept as last words")
    room.press("C-u")
    room.wait("8 of 8|of 8 ")

    room.press("Tab", "Space", "Space")
    room.wait("2 marked")
    room.press("f")
    room.wait("Saved searches")
    room.look("library-marks-and-saved")
    room.press("C")
    room.wait("Columns of the library")
    room.press("j", "j", "Space", "Escape")
    room.wait_until_gone("Columns of the library")
    room.look("library-columns")
