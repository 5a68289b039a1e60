"""What the rows of the library say in every width, and to every reader."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.archive import Archive
from testimonies.access import Access, Decision
from testimonies.edtf import parse
from tests.conftest import KEEPER, told
from tests.tui.conftest import burst, still
from tests.tui.conftest import shown as screen
from tui.app import ReadingRoom
from tui.screens.reading import Reading


@pytest.fixture
def long(archive: Archive) -> Archive:
    """One testimony whose every column is as long as they come."""
    title = "A title that goes on for longer than any screen of a small terminal is wide, and then some more of it"
    archive.add(
        told("Words.", title=title, date=parse("1939-09-25"), extent="2 reels of tape", access="restricted"),
        by=KEEPER,
    )
    return archive


async def test_every_column_is_whole_or_left_out_whatever_the_window_was_before(long: Archive) -> None:
    room = ReadingRoom(lambda: long)
    # Extent, date, access as a word, access as a sign: what stands in the row at each width.
    expected = {
        100: (True, True, True, False),
        80: (False, True, True, False),
        60: (False, True, False, True),
        40: (False, False, False, True),
        118: (True, True, True, False),
    }
    async with room.run_test(size=(100, 30)) as pilot:
        await still(pilot)
        for width, wanted in expected.items():
            await pilot.resize_terminal(width, 20)
            await still(pilot)
            row = next(line for line in screen(pilot).splitlines() if "oh-0001" in line)
            said = ("2 reels" in row, "25 September 1939" in row, "restricted" in row, "◐" in row)
            assert said == wanted
            assert "…" in row
            assert ("DATE" in screen(pilot), "ACCESS" in screen(pilot)) == wanted[1:3]


async def test_what_there_is_no_room_for_is_said_below_for_the_row_one_stands_on(long: Archive) -> None:
    room = ReadingRoom(lambda: long)
    async with room.run_test(size=(40, 12)) as pilot:
        await still(pilot)
        assert "1 of 1 · 25 September 1939 · restri" in screen(pilot)
        await pilot.resize_terminal(80, 24)
        await still(pilot)
        assert "1 of 1 · sorted by number" in screen(pilot)


async def test_a_window_made_wide_shows_at_once_what_the_cursor_stands_on(long: Archive) -> None:
    room = ReadingRoom(lambda: long)
    async with room.run_test(size=(80, 24)) as pilot:
        await still(pilot)
        await pilot.resize_terminal(160, 40)
        for _ in range(100):
            await pilot.pause(0.05)
            if "interview" in screen(pilot):
                break
        assert "interview" in screen(pilot)


async def test_a_date_a_reader_may_not_know_is_not_called_undated(archive: Archive) -> None:
    hidden = Access(Decision("staff"), Decision("staff"), listed=True, listed_title="A letter")
    archive.add(replace(told("Words.", title="Secret", date=parse("1939")), access=hidden), by=KEEPER)
    room = ReadingRoom(lambda: archive, "open")
    async with room.run_test(size=(100, 30)) as pilot:
        await still(pilot)
        assert "A letter" in screen(pilot)
        assert "undated" not in screen(pilot)
        burst(pilot, "/id:oh-0001")
        await still(pilot)
        assert "A letter" in screen(pilot)
        assert "undated" not in screen(pilot)


async def test_one_turn_is_one_turn(long: Archive) -> None:
    room = ReadingRoom(lambda: long)
    async with room.run_test(size=(100, 30)) as pilot:
        await still(pilot)
        await pilot.press("enter")
        await still(pilot)
        assert isinstance(room.screen, Reading)
        assert "description · 1 turn below" in screen(pilot)
