"""What the screens look like: compared with pictures a person has looked at."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot

from archive.archive import Archive
from testimonies import edtf
from testimonies.authority import Name, Place
from testimonies.testimony import Link
from tests.conftest import KEEPER
from tests.tui.conftest import burst, still
from tui.app import ReadingRoom
from tui.screens.library import Library

Walk = Callable[[Pilot[None]], Awaitable[None]]


WORDS = ("brid", "mill")
"""What is typed, and is no key."""


def walk(*steps: str) -> Walk:
    """Type or press one step after the other, waiting for the room to be still; words come in one burst."""

    async def taken(pilot: Pilot[None]) -> None:
        await still(pilot)
        for step in steps:
            if step.startswith("/") or " " in step or ":" in step or step in WORDS:
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


SMALL, MIDDLE, WIDE = (80, 24), (100, 30), (140, 36)
LIBRARY = "The list with its headings over their columns, the cursor, where one is, and the keys."
SEARCH = "The question as it was understood, passages under their testimony with their place, what was found marked."
READING = "The words at the passage found, each turn with its place and speaker, and beside them what they lead to."
MEDIA = "The picture, the files with the cursor on the first, and what is known of it in words."

SCREENS = [
    pytest.param(MIDDLE, (), LIBRARY, id="library"),
    pytest.param(MIDDLE, ("/bridge",), SEARCH, id="search"),
    pytest.param(MIDDLE, ("/bridge", "enter"), READING, id="reading"),
    pytest.param(MIDDLE, ("m",), MEDIA, id="media"),
    pytest.param(MIDDLE, ("question_mark",), "Every key of this screen with what it does.", id="help"),
    pytest.param(SMALL, (), LIBRARY, id="library-small"),
    pytest.param(SMALL, ("/bridge",), SEARCH, id="search-small"),
    pytest.param(WIDE, (), f"{LIBRARY} Facets on the left, and on the right the testimony.", id="library-wide"),
    pytest.param(WIDE, ("/bridge",), f"{SEARCH} Facets on the left.", id="search-wide"),
    pytest.param(
        MIDDLE,
        ("enter", "j", "e", "Which mill?"),
        "A box over the words, named after the turn it is about, with what is written and the keys that end it.",
        id="noting",
    ),
    pytest.param(MIDDLE, ("C",), "The columns one may choose, those ticked that are shown.", id="columns"),
    pytest.param(MIDDLE, ("m", "d"), "What the picture is called and what it shows, to be written.", id="describing"),
    pytest.param(
        MIDDLE, ("colon", "brid"), "The testimonies, names and commands that hold what is typed.", id="commands"
    ),
    pytest.param(
        SMALL, ("f",), "The facets with their counts, the keys among them, and the list beside.", id="narrowing-small"
    ),
]


@pytest.mark.parametrize(("size", "steps", "seen"), SCREENS)
def test_every_screen_looks_as_it_did(
    room: ReadingRoom, snap_compare: Any, size: tuple[int, int], steps: tuple[str, ...], seen: str
) -> None:
    assert snap_compare(room, terminal_size=size, run_before=walk(*steps)), f"To be seen: {seen}"


def test_what_changed_between_two_versions_looks_as_it_did(valley: Archive, snap_compare: Any) -> None:
    """To be seen: word by word, what is gone and what is new, told apart by their signs and not by colour alone."""
    title = "The night of the flood"
    valley.edit(
        "oh-0001", lambda one: replace(one, title=title, date=edtf.parse("1931")), by=KEEPER, why="Asked again"
    )
    assert snap_compare(ReadingRoom(lambda: valley), terminal_size=MIDDLE, run_before=walk("enter", "v", "d"))


def test_the_names_of_an_archive_look_as_they_did(valley: Archive, snap_compare: Any) -> None:
    """To be seen: records with kind, names in every script and who uses them, narrowed to the places."""
    names = (Name("Stepanakert"), Name("Ստեփանակերտ", "hy"), Name("Khankendi", kind="variant"))
    valley.add_authority(Place(id="place-0001", names=names), by=KEEPER)
    valley.add_authority(Place(id="place-0002", names=(Name("the mill"),)), by=KEEPER)
    valley.edit("oh-0001", lambda one: replace(one, places=(Link("the mill", "place-0002"),)), by=KEEPER)
    assert snap_compare(ReadingRoom(lambda: valley), terminal_size=MIDDLE, run_before=walk("A", "kind:place"))


def test_the_passages_that_name_somebody_look_as_they_did(valley: Archive, snap_compare: Any) -> None:
    """To be seen: for whom it was looked, by which names, and each passage under its testimony with its place."""
    valley.add_authority(Place(id="place-0001", names=(Name("the mill"), Name("die Mühle", "de"))), by=KEEPER)
    assert snap_compare(ReadingRoom(lambda: valley), terminal_size=MIDDLE, run_before=walk("A", "mill", "enter", "p"))


def test_what_one_narrows_by_stands_beside_the_list_and_above_it(room: ReadingRoom, snap_compare: Any) -> None:
    """Seen must be: the facets with their counts, a cross at the one chosen, its piece above, and fewer rows."""
    assert snap_compare(room, terminal_size=WIDE, run_before=walk("f", "down", "down", "space", "escape", "space"))


def test_without_colour_the_cursor_and_what_is_found_still_stand_out(
    room: ReadingRoom, snap_compare: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    colourless = ReadingRoom(lambda: room.archive)
    assert snap_compare(colourless, terminal_size=(80, 24), run_before=walk("/bridge"))
