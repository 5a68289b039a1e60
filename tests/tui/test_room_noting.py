"""Notes on a turn: written over the words, signed, kept as a version; one's own goes on, another's is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from archive.archive import Archive
from tests.conftest import KEEPER, told
from tests.tui.conftest import SIZE, burst, shown, still
from tui.app import ReadingRoom
from tui.door import signature
from tui.screens.noting import NoteBox


@pytest.fixture
def noted(archive: Archive) -> Iterator[Archive]:
    """A testimony of two turns, on the first of which somebody has written a note."""
    archive.add(told("We met at the mill.", "The bridge was gone.", title="A letter"), by=KEEPER)
    archive.note("oh-0001", "Which mill?", by="Somebody else", passage="s0001")
    yield archive


async def opened(pilot: Any) -> None:
    await still(pilot)
    await pilot.press("enter", "j")
    await still(pilot)


def texts(archive: Archive) -> list[tuple[str, str | None]]:
    return [(note.text, note.by) for note in archive.show("oh-0001").testimony.notes]


async def test_a_note_beside_somebody_elses_is_one_of_ones_own_and_goes_on(noted: Archive) -> None:
    room = ReadingRoom(lambda: noted)
    async with room.run_test(size=SIZE) as pilot:
        await opened(pilot)
        burst(pilot, "eThe upper one.")
        await still(pilot)
        assert isinstance(room.screen, NoteBox)
        assert room.screen.box.text == "The upper one."
        await pilot.press("ctrl+s")
        await still(pilot)
        assert "The note is kept: oh-0001, version 3." in shown(pilot)
        assert texts(noted) == [("Which mill?", "Somebody else"), ("The upper one.", signature())]
        await pilot.press("e", *" Not the lower.", "ctrl+s")
        await still(pilot)
        assert texts(noted)[1:] == [("The upper one. Not the lower.", signature())]


async def test_somebody_elses_note_is_changed_where_one_chooses_it(noted: Archive) -> None:
    room = ReadingRoom(lambda: noted)
    async with room.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("tab", "e")
        await still(pilot)
        assert isinstance(room.screen, NoteBox)
        assert room.screen.box.text == "Which mill?"
        await pilot.press(*" The upper?", "ctrl+s")
        await still(pilot)
        assert texts(noted) == [("Which mill? The upper?", signature())]


async def test_what_is_put_aside_is_there_again_the_next_day(noted: Archive) -> None:
    async with ReadingRoom(lambda: noted).run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("e", *"The upper", "escape")
        await still(pilot)
        assert "put aside and not kept yet" in shown(pilot)
    assert len(texts(noted)) == 1
    another = ReadingRoom(lambda: Archive(noted.folder))
    async with another.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("e")
        await still(pilot)
        assert isinstance(another.screen, NoteBox)
        assert another.screen.box.text == "The upper"
        await pilot.press(*" one.", "ctrl+s")
        await still(pilot)
    assert texts(noted)[1][0] == "The upper one."
    assert noted.drafts.note("oh-0001", "s0001") is None


async def test_nothing_written_of_a_purged_testimony_stays(noted: Archive) -> None:
    noted.drafts.save_note("oh-0001", "s0001", "A secret")
    noted.purge("oh-0001", by=KEEPER, why="wish of the narrator")
    assert noted.drafts.note("oh-0001", "s0001") is None
    assert not [*(noted.folder / "drafts").iterdir()]


async def test_a_reader_writes_no_notes(noted: Archive) -> None:
    room = ReadingRoom(lambda: noted, "open")
    async with room.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("e")
        await still(pilot)
        assert not isinstance(room.screen, NoteBox)
        assert "open reader" in shown(pilot)
