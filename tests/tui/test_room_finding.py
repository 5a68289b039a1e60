"""Finding in the text that is open: as one types, from one place to the next, and out again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from archive.archive import Archive
from testimonies.transcript import Passage, Transcript
from tests.conftest import KEEPER, told
from tests.tui.conftest import SIZE, burst, shown, still
from tests.tui.terminal import Terminal
from tui.app import ReadingRoom
from tui.screens.library import Library
from tui.screens.reading import Reading


def reading(pilot: Pilot[None]) -> Reading:
    screen = pilot.app.screen
    assert isinstance(screen, Reading)
    return screen


async def test_a_word_is_found_as_it_is_typed_and_counted(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("enter")
        await still(pilot)
        burst(pilot, "/brid")
        await still(pilot)
        assert "1 of 3" in shown(pilot)
        assert reading(pilot).reader.cursor == 1
        await pilot.press("down")
        await still(pilot)
        assert "2 of 3" in shown(pilot)
        assert reading(pilot).reader.cursor == 2


async def test_n_goes_round_and_what_is_found_stays_marked_until_a_second_escape(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("enter")
        await still(pilot)
        burst(pilot, "/bridges\r")
        await still(pilot)
        seen = []
        for _ in range(4):
            seen.append(reading(pilot).reader.cursor)
            await pilot.press("n")
            await still(pilot)
        assert seen == [1, 2, 5, 1]
        await pilot.press("N")
        await still(pilot)
        assert reading(pilot).reader.cursor == 1
        assert "“bridges” 1 of 3" in shown(pilot)
        await pilot.press("escape")
        await still(pilot)
        assert "“bridges”" not in shown(pilot)
        assert isinstance(room.screen, Reading)
        await pilot.press("escape")
        assert isinstance(room.screen, Library)


async def test_what_is_found_goes_back_to_what_the_search_had_marked(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "/posts\r")
        await still(pilot)
        assert "found 1 of 1" in shown(pilot)
        burst(pilot, "/stones")
        await still(pilot)
        assert "1 of 1" in shown(pilot)
        assert reading(pilot).reader.cursor == 5
        await pilot.press("escape", "escape")
        await still(pilot)
        assert "1 found: n goes there" in shown(pilot)


async def test_a_second_slash_searches_the_whole_archive_and_escape_comes_back(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("enter", "j", "j")
        await still(pilot)
        burst(pilot, "//rained")
        await still(pilot)
        assert isinstance(room.screen, Library)
        assert "1 passage in 1 testimony" in shown(pilot)
        await pilot.press("escape")
        await still(pilot)
        assert "turn 2 of 5" in shown(pilot)


async def test_a_slash_inside_a_word_is_a_letter(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("enter")
        await still(pilot)
        burst(pilot, "/2b/1915")
        await still(pilot)
        assert reading(pilot).find_line.box.value == "2b/1915"
        assert "not in this text" in shown(pilot)


async def test_a_place_is_gone_to_as_it_is_typed_on_tapes(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("enter")
        await still(pilot)
        burst(pilot, "#1:10\r")
        await still(pilot)
        assert reading(pilot).reader.passage(reading(pilot).reader.cursor).words.startswith("In the morning")
        burst(pilot, "#p3\r")
        await still(pilot)
        assert "has no passage at p3:1" in shown(pilot)


async def test_letters_are_found_whatever_marks_they_carry(archive: Archive) -> None:
    archive.add(told("Wir standen an der Brücke.", "Xankəndi yolu.", title="Two", language="de"), by=KEEPER)
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("enter")
        await still(pilot)
        for typed, row in (("brucke", 1), ("XANKENDI YO", 2)):
            burst(pilot, f"/{typed}")
            await still(pilot)
            assert "1 of 1" in shown(pilot), typed
            assert reading(pilot).reader.cursor == row
            await pilot.press("escape")


async def test_the_place_found_in_a_turn_of_twenty_thousand_words_is_on_the_screen(archive: Archive) -> None:
    words = [f"word{number}" for number in range(20_000)]
    words[15_000] = "harmonium"
    archive.add(told(" ".join(words), title="A long turn"), by=KEEPER)
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("enter")
        await still(pilot)
        burst(pilot, "/harmonium")
        await still(pilot)
        assert "word14999 harmonium word15001" in " ".join(shown(pilot).split())


@pytest.mark.parametrize("hostile", ["[red]/[/]", "\x1b]0;x\x07", "\u202eabc", "(" * 50, "👨‍👩‍👧", "a" * 3000])
async def test_nothing_typed_does_more_than_find(room: ReadingRoom, hostile: str) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("enter")
        await still(pilot)
        await pilot.press("slash")
        reading(pilot).find_line.box.value = hostile
        await still(pilot)
        assert "not in this text" in shown(pilot)
        assert "\x1b" not in shown(pilot)


def test_a_word_is_found_in_a_text_of_many_turns(
    story: Callable[..., Terminal], archive: Archive, tmp_path: Path
) -> None:
    turns = tuple(Passage(f"This is turn {n}." + (" The mill stood there." * (n % 500 == 7))) for n in range(1500))
    archive.add(told(title="A long interview", transcripts=(Transcript("en", passages=turns),)), by=KEEPER)
    archive.close()
    terminal = story(archive.folder, "browse")
    terminal.wait("▶ ?oh-0001")
    terminal.press("Enter")
    terminal.wait("1,500 turns below")
    terminal.type("/mil")
    terminal.wait("1 of 3")
    terminal.look("finding-typed")
    terminal.press("Enter")
    terminal.type("n")
    terminal.wait("2 of 3")
    terminal.look("finding-next")
