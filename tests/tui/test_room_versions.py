"""Notes and versions: what is written on a turn, what changed, and how an older version comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from archive.archive import Archive
from tests.conftest import KEEPER
from tests.tui.conftest import SIZE, burst, shown, still
from tests.tui.terminal import Terminal
from tests.tui.test_room_finding import reading
from tui.app import ReadingRoom
from tui.screens.noting import NoteBox
from tui.screens.reading import Reading
from tui.screens.versions import Changes, Versions


async def test_a_note_is_written_on_a_turn_kept_and_shown_beside_it(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("enter", "j", "j")
        await still(pilot)
        burst(pilot, "eWhich mill? /Hers?")
        await still(pilot)
        await pilot.press("ctrl+s")
        await still(pilot)
        (note,) = room.archive.show("oh-0001").testimony.notes
        assert note.text == "Which mill? /Hers?"
        assert note.about is not None
        assert note.about.passage == "s0002"
        assert "The note is kept: oh-0001, version 2." in shown(pilot)
        assert "Which mill?" in shown(pilot)
        assert "▶•00:00:06" in shown(pilot)


async def test_a_note_put_aside_is_gone_on_with_and_an_emptied_one_is_taken_away(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("enter", "j")
        await still(pilot)
        burst(pilot, "eHalf a th")
        await still(pilot)
        await pilot.press("escape")
        await still(pilot)
        assert isinstance(room.screen, Reading)
        assert "put aside" in shown(pilot)
        burst(pilot, "eought")
        await still(pilot)
        assert isinstance(room.screen, NoteBox)
        await pilot.press("ctrl+s")
        await still(pilot)
        assert [note.text for note in room.archive.show("oh-0001").testimony.notes] == ["Half a thought"]
        await pilot.press("e", "ctrl+u", "ctrl+s")
        await still(pilot)
        assert room.archive.show("oh-0001").testimony.notes == ()


async def test_the_open_reader_neither_reads_nor_writes_notes(valley: Archive) -> None:
    valley.note("oh-0001", "For us alone.", by=KEEPER, passage="s0001")
    room = ReadingRoom(lambda: valley, who="open")
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("enter", "j")
        await still(pilot)
        assert "For us alone." not in shown(pilot)
        assert "•" not in shown(pilot)
        await pilot.press("e")
        await still(pilot)
        assert "as staff" in shown(pilot)
        assert isinstance(room.screen, Reading)
        await pilot.press("v")
        await still(pilot)
        assert isinstance(room.screen, Reading)


@pytest.fixture
def edited(valley: Archive) -> Archive:
    valley.edit("oh-0001", lambda one: replace(one, title="The night of the flood"), by="S. K.", why="A better title")
    return valley


async def test_versions_are_listed_compared_read_and_restored(edited: Archive) -> None:
    room = ReadingRoom(lambda: edited)
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("enter", "v")
        await still(pilot)
        assert isinstance(room.screen, Versions)
        assert "A better title" in shown(pilot)
        await pilot.press("d")
        await still(pilot)
        assert isinstance(room.screen, Changes)
        assert "−⟨river took the bridge⟩" in shown(pilot)
        assert "+⟨of the flood⟩" in " ".join(shown(pilot).split()) or "flood" in shown(pilot)
        await pilot.press("escape", "j", "enter")
        await still(pilot)
        assert "version 1 of 2" in shown(pilot)
        await pilot.press("j", "e")
        await still(pilot)
        assert "notes are written on the newest" in shown(pilot)
        await pilot.press("escape")
        await still(pilot)
        burst(pilot, "Rthe old title/was hers\r")
        await still(pilot)
        assert edited.show("oh-0001").testimony.title == "The night the river took the bridge"
        assert edited.history("oh-0001")[-1]["why"] == "Version 1 restored: the old title/was hers"
        await pilot.press("escape")
        await still(pilot)
        assert "The night the river took the bridge" in reading(pilot).heading.left
        await pilot.press("escape")
        await still(pilot)
        assert room.screen is room.home
        assert "The night the river" in shown(pilot), "the list shows what is kept now"


def test_a_note_and_its_version_are_seen_in_a_terminal(story: Callable[..., Terminal], edited: Archive) -> None:
    edited.close()
    room = story(edited.folder, "browse")
    room.wait("▶ ?oh-0001")
    room.press("Enter")
    room.wait("5 turns below")
    room.type("jj")
    room.wait("turn 2 of 5")
    room.type("eWhich mill does she mean? The map of 1931 has two.")
    room.wait("has two")
    room.look("noting-box")
    room.press("C-s")
    room.wait("The note is kept")
    room.look("noting-kept")
    room.type("v")
    room.wait("Note at")
    room.look("versions")
    room.type("jd")
    room.wait("What changed from version 1")
    room.look("versions-changes")
    room.press("Escape")
    room.wait("3 versions")
