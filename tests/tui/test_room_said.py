"""What the reading room says: in one line of the screen one is at, in words, and never in front of anything."""

from __future__ import annotations

import threading

import pytest

from archive.archive import Archive
from tests.tui.conftest import SIZE, burst, shown, still
from tui.app import ReadingRoom
from tui.screens import library
from tui.screens.adding import Adding
from tui.widgets.virtual_list import VirtualList


async def test_nothing_ever_stands_in_front_of_a_screen(room: ReadingRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 50000 10.0.0.2 22")
    async with room.run_test(size=(80, 24)) as pilot:
        await still(pilot)
        await pilot.press("m")
        await still(pilot)
        await pilot.press("o")
        await still(pilot)
        above, told = shown(pilot).split("You are at a remote machine")
        assert "earwitness media oh-0001 --get DIR" in told
        assert "A river bank with two" in above
        assert len(told.splitlines()) <= 5
        assert not room._notifications


async def test_what_is_said_stays_with_its_screen_and_goes_with_the_next_key(
    room: ReadingRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.1 50000 10.0.0.2 22")
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("m")
        await still(pilot)
        await pilot.press("o")
        await still(pilot)
        assert "remote machine" in shown(pilot)
        await pilot.press("escape")
        await still(pilot)
        assert "remote machine" not in shown(pilot)
        await pilot.press("m")
        await still(pilot)
        assert "remote machine" not in shown(pilot)
        await pilot.press("o")
        await still(pilot)
        await pilot.press("j")
        await still(pilot)
        assert "remote machine" not in shown(pilot)
        assert "1 of 1" in shown(pilot)


async def test_a_long_sentence_is_not_cut_and_the_list_makes_room_for_it(room: ReadingRoom) -> None:
    sentence = " ".join(f"word{number}" for number in range(30))
    async with room.run_test(size=(60, 20)) as pilot:
        await still(pilot)
        height = room.home.table.size.height
        room.say(sentence)
        await still(pilot)
        assert all(word in shown(pilot) for word in sentence.split())
        assert room.home.table.size.height < height
        await pilot.press("j")
        await still(pilot)
        assert "word0" not in shown(pilot)
        assert room.home.table.size.height == height


@pytest.mark.parametrize(("keys", "said"), [("", "To leave: q or Ctrl+Q"), ("/", "To leave: Ctrl+Q")])
async def test_ctrl_c_says_how_one_leaves(room: ReadingRoom, keys: str, said: str) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, keys)
        await still(pilot)
        await pilot.press("ctrl+c")
        await still(pilot)
        assert said in shown(pilot)
        assert not room._notifications


async def test_ctrl_c_copies_what_is_selected(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "/bridge")
        await still(pilot)
        room.home.box.select_all()
        await pilot.press("ctrl+c")
        await still(pilot)
        assert room.clipboard == "bridge"
        assert "Copied" in shown(pilot)
        assert room.home.box.value == "bridge"


async def test_over_the_keys_of_a_screen_it_is_said_in_their_own_line(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("question_mark")
        await still(pilot)
        await pilot.press("ctrl+c")
        await still(pilot)
        assert "To leave: Ctrl+Q" in shown(pilot)


async def test_the_field_one_is_in_is_pointed_at_without_colour(archive: Archive) -> None:
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=(80, 24)) as pilot:
        await still(pilot)
        await pilot.press("a")
        await still(pilot)
        assert isinstance(room.screen, Adding)
        await pilot.press("ctrl+n", "ctrl+n")
        await still(pilot)
        for field in ("Title", "Kind"):
            assert f"▶ {field}" in shown(pilot)
            assert shown(pilot).count("▶ ") == 1
            await pilot.press("tab")
            await still(pilot)


@pytest.mark.parametrize(("colour", "wanted"), [(True, "underline"), (False, "reverse")])
async def test_what_is_found_stands_out_with_and_without_colour(
    valley: Archive, monkeypatch: pytest.MonkeyPatch, colour: bool, wanted: str
) -> None:
    if not colour:
        monkeypatch.setenv("NO_COLOR", "1")
    room = ReadingRoom(lambda: valley)
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "/bridge")
        await still(pilot)
        for keys in ([], ["enter"]):
            await pilot.press(*keys)
            await still(pilot)
            seen = room.screen.query(VirtualList)
            marks = [
                segment
                for one in seen
                if one.display
                for y in range(one.size.height)
                for segment in one.render_line(y)
                if segment.text.casefold() == "bridge"
            ]
            assert marks
            for mark in marks:
                assert mark.style is not None
                assert mark.style.bold
                assert getattr(mark.style, wanted)


async def test_who_waits_long_for_the_archive_is_told_what_for(
    valley: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "PATIENCE", 0.01)
    opened = threading.Event()

    def enter() -> Archive:
        opened.wait(30)
        return valley

    room = ReadingRoom(enter)
    async with room.run_test(size=SIZE) as pilot:
        for _ in range(100):
            await pilot.pause(0.05)
            if "index has to be built anew" in shown(pilot):
                break
        assert "index has to be built anew" in shown(pilot)
        opened.set()
        await still(pilot)
        assert "1 of 3" in shown(pilot)
        assert "built anew" not in shown(pilot)
