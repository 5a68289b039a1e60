"""Searching in the reading room: as one types, from everywhere, and one step back."""

from __future__ import annotations

import pytest

from archive.archive import Archive
from tests.conftest import KEEPER, told
from tests.tui.conftest import SIZE, burst, shown, still
from tui.app import ReadingRoom
from tui.screens.help import Keys
from tui.screens.library import Library
from tui.screens.reading import Reading


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
        # While reading, the first slash finds in the text.
        burst(pilot, "//kars a?" if isinstance(room.screen, Reading) else "/kars a?")
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


async def test_further_testimonies_are_fetched_when_the_cursor_comes_near_the_last(archive: Archive) -> None:
    with archive.writing():
        for number in range(45):
            archive.add(told("The river came.", title=f"Testimony {number}"), by=KEEPER)
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "/river")
        await still(pilot)
        assert room.home.results.count == 20
        for expected in (40, 45, 45):
            room.home.results.go(room.home.results.count - 1)
            await still(pilot)
            assert room.home.results.count == expected


async def test_the_headings_are_whole_again_as_soon_as_one_goes_back(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        before = room.home.columns.left, room.home.status.left
        burst(pilot, "/bridge")
        await still(pilot)
        await pilot.press("escape")
        await still(pilot)
        assert room.home.columns.left == before[0]
        assert room.home.status.left.startswith(before[1])


async def test_nothing_found_is_all_that_is_said_then(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("s")
        burst(pilot, "/zeppelin")
        await still(pilot)
        assert room.home.status.left == "Nothing is found."


async def test_places_take_as_much_room_as_the_widest_of_them(archive: Archive) -> None:
    archive.add(told("The river came.", title="Short places"), by=KEEPER)
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "/river")
        await still(pilot)
        assert "▶ ¶1  The river came." in shown(pilot)


async def test_the_preview_points_at_the_passage_found(room: ReadingRoom) -> None:
    async with room.run_test(size=(140, 36)) as pilot:
        await still(pilot)
        burst(pilot, "/posts")
        for _ in range(100):
            await pilot.pause(0.05)
            if shown(pilot).count("▶ 00:01:05") == 2:
                break
        assert shown(pilot).count("▶ 00:01:05") == 2


async def test_every_passage_that_answers_is_marked_counted_and_gone_to(archive: Archive) -> None:
    words = ["The river rose." if number % 3 == 0 else "Nobody spoke." for number in range(1, 37)]
    archive.add(told(*words, title="Twelve times the river"), by=KEEPER)
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=(100, 50)) as pilot:
        await still(pilot)
        burst(pilot, "/river")
        await still(pilot)
        await pilot.press("enter")
        await still(pilot)
        assert isinstance(room.screen, Reading)
        assert "found 1 of 12" in shown(pilot)
        for expected in (*range(2, 13), 1):
            await pilot.press("n")
            assert f"found {expected} of 12" in shown(pilot)
            assert room.screen.reader.cursor == expected * 3
        await pilot.press("N")
        assert "found 12 of 12" in shown(pilot)
