"""Stories told in a real terminal: the installed program, its keys, its screen."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.archive import Archive
from tests.tui.terminal import Terminal


@pytest.fixture
def room(story: Callable[..., Terminal], founding: Path) -> Terminal:
    """The reading room on the founding collection."""
    return story(founding, "browse")


def test_browse_search_read_and_come_back(room: Terminal) -> None:
    room.wait(r"▶ ?nk-0001")
    room.look("story-library")
    room.press("j", "j")
    room.wait(r"▶ ?nk-0003")

    room.type("/Ստեփանակերտ")
    screen = room.wait("is also called Khankendi")
    assert "nk-0007" in screen
    room.look("story-names")

    room.press("C-u")
    room.type("under control")
    room.wait(r"p1:1\s+Everything is under control\.")
    room.look("story-search")
    room.press("Enter")
    screen = room.wait(r"▶ ?p1:1")
    assert "Log book in a deserted outpost" in screen
    room.look("story-reading")

    room.press("m")
    room.wait("rendering, not a")
    room.wait("▀|▄|█")
    room.look("story-media")

    room.press("Escape")
    room.wait(r"▶ ?p1:1")
    room.press("Escape")
    room.wait("1 passage in 2 testimonies")
    room.press("Escape")
    # A terminal takes Escape and a letter at once for Alt and the letter, so the story waits as a person does.
    room.wait("8 testimonies|8 of 8|of 8 ")
    room.wait("Quit")
    time.sleep(0.5)
    room.press("q")
    assert room.wait_for_the_end() == 0


def test_a_testimony_with_a_photograph_is_added_and_found(room: Terminal, founding: Path, photograph: Path) -> None:
    room.wait(r"▶ ?nk-0001")
    room.press("a")
    room.wait("Add a testimony")
    room.type(str(photograph))
    room.press("Enter")
    room.wait("PNG image, 48 × 32")
    room.press("Tab", "Tab")
    room.type("A stone bridge in flood")
    room.press("C-n", "C-n")
    room.type("The mill by the river")
    room.press("Tab", "Tab", "Tab")
    room.type("1986-13")
    room.press("Tab")
    room.wait("month 13")
    room.look("story-add-problem")
    room.press("BTab")
    room.press("C-u")
    room.type("1986-05")
    room.press("Tab", "Tab", "Tab")
    room.type("en")
    room.press("C-n")
    room.type("[00:01:05] NARRATOR: We crossed the bridge before the harmonium was lost.")
    room.look("story-add")
    room.press("C-s")
    room.wait("This is what will be kept")
    room.look("story-add-review")
    room.press("C-s")
    room.wait("oh-0001 is kept")
    room.wait("kind +interview")
    room.look("story-added")

    room.type("//harmonium")
    room.wait("1 passage in 1 testimony")
    room.look("story-found")
    room.press("Escape", "Escape")

    with Archive(founding) as archive:
        kept = archive.list("harmonium").rows
        assert [row.title for row in kept] == ["The mill by the river"]
        (item,) = archive.show(kept[0].id).testimony.media
        assert (item.mime, item.alt_text) == ("image/png", "A stone bridge in flood")


def test_help_lists_the_keys_of_the_screen_and_runs_them(room: Terminal) -> None:
    room.wait(r"▶ ?nk-0001")
    room.type("?")
    room.wait("Sort by something else")
    room.look("story-help")
    room.type("sort")
    room.wait_until_gone("Leave the reading room")
    room.press("Enter")
    room.wait("sorted by title")
