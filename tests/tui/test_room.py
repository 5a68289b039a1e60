"""The reading room, walked through with its keys."""

from __future__ import annotations

import pytest

from archive.archive import Archive
from tests.conftest import KEEPER, told
from tests.tui.conftest import SIZE, burst, shown, still
from tui.app import ReadingRoom
from tui.keys import EVERYWHERE, commands_of
from tui.screens.adding import Adding
from tui.screens.help import Asking, Keys
from tui.screens.library import Library
from tui.screens.media import Media
from tui.screens.reading import Reading


async def test_the_library_lists_every_testimony_and_counts_them(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        said = shown(pilot)
        assert "Voices of the valley" in said
        assert "3 testimonies" in said
        assert "▶ oh-0001" in said
        assert "about 1993" in said
        assert "undated" in said


async def test_the_cursor_moves_with_letters_and_arrows(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        steps = {"j": 1, "down": 2, "up": 1, "k": 0, "G": 2, "g": 0, "end": 2, "home": 0, "pagedown": 2, "pageup": 0}
        for key, expected in steps.items():
            await pilot.press(key)
            assert room.home.table.cursor == expected


async def test_sorting_goes_through_all_orders_and_says_which(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("s")
        await still(pilot)
        assert "sorted by title" in shown(pilot)
        assert "▶ oh-0002" in shown(pilot)


async def test_content_notes_stand_above_everything_else(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("j", "enter")
        await still(pilot)
        assert "It rained" not in shown(pilot)
        await pilot.press("enter")
        await still(pilot)
        said = shown(pilot)
        assert said.index("Content note: tells of drowning") < said.index("found document")


async def test_the_media_screen_says_in_words_what_a_picture_shows(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("m")
        await still(pilot)
        assert isinstance(room.screen, Media)
        said = shown(pilot)
        for words in ("bridge.png", "A river bank with two", "48 × 32", "▀"):
            assert words in said


async def test_nothing_is_opened_outside_at_a_remote_machine(
    room: ReadingRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 50000 10.0.0.2 22")
    async with room.run_test(size=(120, 40)) as pilot:
        await still(pilot)
        await pilot.press("m")
        await still(pilot)
        await pilot.press("o")
        await still(pilot)
        assert "remote machine" in shown(pilot)


async def test_the_keys_shown_are_those_that_work_and_enter_runs_one(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("question_mark")
        await still(pilot)
        assert isinstance(room.screen, Keys)
        for command in commands_of(room.home):
            assert command.words in [one.words for one in room.screen.commands.shown]
        burst(pilot, "sort")
        await still(pilot)
        await pilot.press("enter")
        await still(pilot)
        assert "sorted by title" in shown(pilot)


def test_no_footer_holds_more_than_eight_keys() -> None:
    for screen in (Reading, Media, Adding):
        assert sum(1 for command in commands_of(screen) if command.footer) <= 8


async def test_the_footer_of_the_library_fits_and_names_the_way_back_where_there_is_one(room: ReadingRoom) -> None:
    async with room.run_test(size=(80, 24)) as pilot:
        for keys, said, unsaid in (([], "q Quit", "Esc Back"), (["f"], "Esc Back", "q Quit")):
            await still(pilot)
            await pilot.press(*keys)
            await still(pilot)
            footer = shown(pilot).splitlines()[-1]
            assert said in footer
            assert unsaid not in footer
            assert footer.rstrip().endswith("^p Commands")


def test_every_command_runs_something_that_exists() -> None:
    for screen in (Library, Reading, Media, Adding):
        for command in (*screen.KEYS, *EVERYWHERE):
            name = command.action.partition("(")[0]
            owner = ReadingRoom if name.startswith("app.") else screen
            assert hasattr(owner, f"action_{name.removeprefix('app.')}"), command


async def test_the_command_list_has_the_same_commands(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("ctrl+p")
        await still(pilot)
        assert "Sort by something else" in shown(pilot)


async def test_an_error_is_one_sentence_and_the_room_stays_open(room: ReadingRoom, valley: Archive) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        valley.purge("oh-0002", by=KEEPER, why="donor_agreement")
        await pilot.press("j", "enter")
        await still(pilot)
        assert room.screen is room.home
        assert "oh-0002" in shown(pilot)


async def test_an_open_reader_sees_what_is_open_only(valley: Archive) -> None:
    room = ReadingRoom(lambda: valley, "open")
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        assert "A statement" not in shown(pilot)
        burst(pilot, "/control")
        await still(pilot)
        assert "under control" not in shown(pilot)


async def test_an_empty_archive_says_how_to_begin(archive: Archive) -> None:
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        assert "a adds the first" in shown(pilot)


async def test_markup_and_control_characters_in_the_archive_are_only_seen(archive: Archive) -> None:
    hostile = "[/broken] [@click=app.quit]leave[/] [bold red] \x1b]0;title\x07 \x9b31m \u202ebackwards\ttab"
    archive.add(told(hostile, "and \x1b[2Jagain", title=hostile, content_notes=(hostile,)), by=KEEPER)
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=(140, 30)) as pilot:
        await still(pilot)
        burst(pilot, "/broken")
        await still(pilot)
        for keys in (["enter"], ["m"]):
            await pilot.press(*keys)
            await still(pilot)
            said = shown(pilot)
            assert "[/broken]" in said
            assert not set(said) & {"\x1b", "\x07", "\x9b", "\u202e", "\t"}


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (160, 50), (10, 4)])
async def test_every_screen_can_be_drawn_in_any_size(room: ReadingRoom, size: tuple[int, int]) -> None:
    async with room.run_test(size=size) as pilot:
        await still(pilot)
        for keys in (
            ["enter"],
            ["G"],
            ["m"],
            ["escape"],
            ["escape"],
            ["a"],
            ["escape"],
            ["question_mark"],
            ["escape"],
        ):
            await pilot.press(*keys)
            await still(pilot)
            width = size[0]
            assert all(strip.cell_length <= width for strip in room.screen._compositor.render_strips())
        await pilot.resize_terminal(100, 30)
        await still(pilot)
        assert "▶ oh-0001" in shown(pilot)


async def test_how_to_ask_is_told_in_the_grammars_own_words(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("f1")
        await still(pilot)
        burst(pilot, "how to\r")
        await still(pilot)
        assert isinstance(room.screen, Asking)
        assert "The language of searching" in shown(pilot)
        await pilot.press("escape", "escape")
        assert room.screen_stack == [room.home]
