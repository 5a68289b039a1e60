"""The reading room, walked through with its keys."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from archive.archive import Archive
from tests.conftest import KEEPER, told
from tests.tui.conftest import still
from tui.app import ReadingRoom
from tui.keys import EVERYWHERE, commands_of
from tui.screens.adding import Adding
from tui.screens.help import Keys
from tui.screens.library import Library
from tui.screens.media import Media
from tui.screens.reading import Reading

SIZE = (100, 30)


def shown(pilot: Pilot[None]) -> str:
    """Give the screen as text."""
    screen = pilot.app.screen
    return "\n".join("".join(segment.text for segment in line) for line in screen._compositor.render_strips())


def burst(pilot: Pilot[None], typed: str) -> None:
    """Let keys arrive in one read, as over a slow line."""
    from textual import events  # noqa: PLC0415 - only here
    from textual.keys import _character_to_key  # noqa: PLC0415 - as above

    names = {"\r": "enter", "\x1b": "escape"}
    for character in typed:
        key = names.get(character) or _character_to_key(character)
        pilot.app.post_message(events.Key(key, None if character in names else character))


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


async def test_a_question_typed_in_one_burst_arrives_whole(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "/bridge")
        await still(pilot)
        assert room.home.box.value == "bridge"
        said = shown(pilot)
        assert "in 2 testimonies" in said
        assert "understood: bridge" in said
        assert "00:00:06" in said
        assert "Narrator A: " in said


@pytest.mark.parametrize("keys", [["enter"], ["m"], ["question_mark"]])
async def test_the_search_box_is_one_burst_away_from_every_screen(room: ReadingRoom, keys: list[str]) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press(*keys)
        await still(pilot)
        if isinstance(room.screen, Keys):
            await pilot.press("escape")
        burst(pilot, "/kars a?")
        await still(pilot)
        assert room.screen is room.home
        assert room.home.box.value == "kars a?"


async def test_a_slash_in_the_box_is_a_slash(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "/2b/1915")
        await still(pilot)
        assert room.home.box.value == "2b/1915"


async def test_enter_typed_ahead_reads_what_is_found_and_later_keys_move_there(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "/posts\rj")
        await still(pilot)
        assert isinstance(room.screen, Reading)
        assert "▶ 00:02:40" in shown(pilot)
        assert room.home.box.value == "posts"


async def test_keys_typed_while_a_testimony_opens_are_not_lost(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "\rjjj")
        await still(pilot)
        assert isinstance(room.screen, Reading)
        assert "turn 3 of 5" in shown(pilot)


async def test_arrows_move_in_the_results_while_one_types(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "/bridge")
        await still(pilot)
        await pilot.press("down", "down")
        assert room.home.results.cursor == 2
        burst(pilot, "s")
        await still(pilot)
        assert room.home.box.value == "bridges"


async def test_reading_begins_at_the_passage_found_and_n_goes_on(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "/bridge id:oh-0001")
        await still(pilot)
        await pilot.press("enter")
        await still(pilot)
        first = room.screen.reader.cursor  # type: ignore[attr-defined]  # it is the reading screen
        await pilot.press("n")
        second = room.screen.reader.cursor  # type: ignore[attr-defined]  # as above
        assert first != second
        assert "found" in shown(pilot)
        await pilot.press("N")
        assert room.screen.reader.cursor == first  # type: ignore[attr-defined]  # as above


async def test_escape_goes_one_step_back_keeps_the_question_and_never_leaves(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "/bridge")
        await still(pilot)
        await pilot.press("down", "enter")
        await still(pilot)
        assert isinstance(room.screen, Reading)
        await pilot.press("escape")
        assert isinstance(room.screen, Library)
        assert room.home.searching
        assert room.home.results.cursor == 1
        for _ in range(3):
            await pilot.press("escape")
        assert room.is_running
        assert not room.home.searching
        assert room.home.box.value == "bridge"
        await pilot.press("slash")
        assert room.home.searching


async def test_escape_from_a_search_begun_while_reading_leads_back_to_the_same_turn(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("enter")
        await still(pilot)
        await pilot.press("j", "j")
        burst(pilot, "/rained")
        await still(pilot)
        await pilot.press("escape")
        await still(pilot)
        assert isinstance(room.screen, Reading)
        assert "turn 2 of 5" in shown(pilot)


async def test_an_overtaken_answer_is_dropped(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "/rained")
        burst(pilot, " posts")
        await still(pilot)
        assert room.home._answer is not None
        assert room.home._answer.query == room.home.box.value == "rained posts"


async def test_content_notes_stand_above_everything_else(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("j", "enter")
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
        assert any("remote machine" in notice.message for notice in room._notifications)


async def test_the_keys_shown_are_those_that_work_and_enter_runs_one(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("question_mark")
        await still(pilot)
        for command in commands_of(room.home):
            assert command.words in [one.words for one in room.screen.rows.shown]  # type: ignore[attr-defined]
        burst(pilot, "sort")
        await still(pilot)
        await pilot.press("enter")
        await still(pilot)
        assert "sorted by title" in shown(pilot)


def test_no_footer_holds_more_than_eight_keys() -> None:
    for screen in (Library, Reading, Media, Adding):
        assert sum(1 for command in (*screen.KEYS, *EVERYWHERE) if command.footer) <= 8


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
        assert any("oh-0002" in notice.message for notice in room._notifications)


async def test_an_open_reader_sees_what_is_open_only(valley: Archive) -> None:
    room = ReadingRoom(valley, "open")
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        assert "A statement" not in shown(pilot)
        burst(pilot, "/control")
        await still(pilot)
        assert "under control" not in shown(pilot)


async def test_an_empty_archive_says_how_to_begin(archive: Archive) -> None:
    room = ReadingRoom(archive)
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        assert "a adds the first" in shown(pilot)


async def test_markup_and_control_characters_in_the_archive_are_only_seen(archive: Archive) -> None:
    hostile = "[/broken] [@click=app.quit]leave[/] [bold red] \x1b]0;title\x07 \x9b31m \u202ebackwards\ttab"
    archive.add(told(hostile, "and \x1b[2Jagain", title=hostile, content_notes=(hostile,)), by=KEEPER)
    room = ReadingRoom(archive)
    async with room.run_test(size=(140, 30)) as pilot:
        await still(pilot)
        burst(pilot, "/again")
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
