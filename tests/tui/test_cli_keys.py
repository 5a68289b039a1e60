"""Every key of the reading room, printed; and the command list, which goes to anything by its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.command import CommandPalette

from archive.archive import Archive
from testimonies.authority import Name, Person
from tests.conftest import KEEPER
from tests.tui.conftest import SIZE, shown, still
from tests.tui.front import Said
from tui import door
from tui.app import ReadingRoom
from tui.screens.mentions import Mentions
from tui.screens.reading import Reading


def test_every_screen_says_its_keys_and_their_ids(say: Callable[..., Said]) -> None:
    said = say("keys", "--json")
    assert said.code == 0
    by_id = {one["id"]: one for one in said.json["keys"]}
    assert by_id["library.add"] == {"id": "library.add", "keys": ["a"], "does": "Add a testimony"}
    assert {"app.quit", "reading.back", "media.back", "adding.save", "overview.check"} <= by_id.keys()
    assert "library.add" in say("keys").out


def test_keys_of_ones_own_are_shown_and_what_can_not_be_followed_is_said(say: Callable[..., Said]) -> None:
    config: Path = door.config_path()
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text('[keys]\n"library.add" = "insert"\n"library.fly" = "f"\n', encoding="utf-8")
    said = say("keys", "--json")
    assert said.code == 3
    assert next(one["keys"] for one in said.json["keys"] if one["id"] == "library.add") == ["insert"]
    (problem,) = said.json["problems"]
    assert "library.fly" in problem


@pytest.mark.parametrize("key", ["ctrl+p", "colon"])
async def test_the_command_list_goes_to_a_testimony_by_its_title(key: str, room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press(key)
        await pilot.press(*"notebook")
        await pilot.pause(0.6)
        await still(pilot)
        assert "oh-0002  A found notebook" in shown(pilot)
        await pilot.press("enter")
        await still(pilot)
        assert isinstance(room.screen, Reading) or "drowning" in shown(pilot)


async def test_it_goes_to_whoever_has_a_name_and_shows_names_as_they_are(valley: Archive) -> None:
    valley.add_authority(Person(names=(Name("[b]Zora[/b]"), Name("Зора"))), by=KEEPER)
    room = ReadingRoom(lambda: valley)
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("ctrl+p", *"Зора")
        await pilot.pause(0.6)
        await still(pilot)
        assert "Зора → [b]Zora[/b] (person-0001)" in shown(pilot)
        await pilot.press("enter")
        await still(pilot)
        assert not isinstance(room.screen, CommandPalette)
        assert isinstance(room.screen, Mentions) or "Zora" in shown(pilot)


async def test_to_an_open_reader_it_offers_only_what_they_may_see(valley: Archive) -> None:
    valley.add_authority(Person(names=(Name("Zora"),)), by=KEEPER)
    room = ReadingRoom(lambda: valley, "open")
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        for typed in ("Zora", "statement"):
            await pilot.press("ctrl+p", *typed)
            await pilot.pause(0.6)
            await still(pilot)
            assert "person-0001" not in shown(pilot)
            assert "A statement" not in shown(pilot)
            await pilot.press("escape")


async def test_help_says_what_a_screen_is(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("question_mark")
        await still(pilot)
        assert "All testimonies, and under the same line what a search finds of them." in shown(pilot)
