"""Keys one has chosen oneself are everywhere: they work, and footer, help and command list show them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.tui.conftest import SIZE, shown, still
from tui import keymap
from tui.app import ReadingRoom
from tui.keymap import Keymap, id_of, read, unknown
from tui.keys import Command, commands_of

OPEN = Command("enter,o", "open", "Open it", "Open")
MOVE = Command("j,down", "move(1)", "Down")


@pytest.fixture
def chosen() -> Iterator[Keymap]:
    """A keymap that is forgotten again."""
    yield keymap.CHOSEN
    keymap.use(Keymap())


def test_a_command_is_called_by_its_screen_and_what_it_does() -> None:
    assert id_of("library", OPEN) == "library.open"
    assert id_of("library", Command("q", "app.quit", "Leave")) == "app.quit"


def test_a_key_that_was_chosen_is_taken_from_the_others_of_its_screen() -> None:
    keys = Keymap({"library.move(1)": "o,n"})
    assert [command.keys for command in keys.all_of("library", (OPEN, MOVE))] == ["enter", "o,n"]
    assert [command.keys for command in keys.all_of("reading", (OPEN, MOVE))] == ["enter,o", "j,down"]


def test_a_star_stands_for_every_screen() -> None:
    keys = Keymap({"*.move(1)": "n", "reading.move(1)": "m"})
    assert (keys.of("library", MOVE).keys, keys.of("reading", MOVE).keys) == ("n", "m")


@pytest.mark.parametrize(
    "table", [{"keys": "j"}, {"keys": {"add": "a"}}, {"keys": {"library.add": 3}}, {"keys": {"library.add": ""}}]
)
def test_what_can_not_be_followed_is_said_in_a_sentence(table: dict[str, object]) -> None:
    keys = read(table)
    assert not keys.chosen
    (said,) = keys.problems
    assert "config.toml" in said
    assert "\n" not in said


def test_an_id_nobody_has_is_said() -> None:
    keys = read({"keys": {"library.open": "x", "*.move(1)": "n", "library.fly": "f", "*.fly": "f"}})
    assert [said.split()[1] for said in unknown(keys, ["library.open", "library.move(1)"])] == [
        "library.fly",
        "*.fly",
    ]


async def test_a_chosen_key_works_and_is_shown_and_the_old_one_does_nothing(
    valley: object, room: ReadingRoom, chosen: Keymap
) -> None:
    keymap.use(read({"keys": {"library.add": "insert", "app.search": "ctrl+f"}}))
    room = ReadingRoom(lambda: valley)  # type: ignore[arg-type, return-value]  # the fixture's archive
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        assert "Ins" in shown(pilot).splitlines()[-1] or "insert" in shown(pilot).splitlines()[-1]
        assert "^f" in shown(pilot).splitlines()[-1]
        assert next(one.keys for one in commands_of(room.screen) if one.action == "add") == "insert"

        await pilot.press("a")
        await still(pilot)
        assert room.screen is room.home
        await pilot.press("ctrl+f", *"bridge")
        await still(pilot)
        assert room.home.box.value == "bridge"
        await pilot.press("escape", "insert")
        await still(pilot)
        assert room.screen is not room.home


async def test_what_can_not_be_followed_is_told_when_the_room_opens(valley: object, chosen: Keymap) -> None:
    keymap.use(read({"keys": {"add": "a"}}))
    room = ReadingRoom(lambda: valley)  # type: ignore[arg-type, return-value]  # the fixture's archive
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        assert "[keys] add in config.toml is not understood" in shown(pilot)
