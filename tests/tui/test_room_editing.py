"""Editing a kept testimony in the form: what changes, why, and what happens when somebody else was faster."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from archive.archive import Archive
from testimonies.testimony import Agent, Link
from tests.conftest import KEEPER, told
from tests.tui.conftest import shown, still
from tests.tui.test_room_adding import SIZE, fill, form, go_to
from tui.app import ReadingRoom
from tui.screens.editing import Editing
from tui.screens.reading import Reading


@pytest.fixture
def kept(archive: Archive) -> Archive:
    """One testimony with things the form has no field for."""
    archive.add(
        told(
            "It rained.",
            "It stopped.",
            title="The flood",
            extent="2 reels of tape",
            agents=(Agent(role="narrator", name="Narrator A", note="a neighbour"),),
            place=Link("The valley"),
        ),
        by=KEEPER,
    )
    return archive


async def begun(pilot: Pilot[None]) -> Editing:
    """Open the form on the one testimony there is."""
    await still(pilot)
    await pilot.press("e")
    await still(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, Editing)
    return screen


async def test_an_edit_shows_what_changes_asks_why_once_and_touches_nothing_else(kept: Archive) -> None:
    before = kept.show("oh-0001").testimony
    room = ReadingRoom(lambda: kept)
    async with room.run_test(size=SIZE) as pilot:
        await begun(pilot)
        await pilot.press("end", *" of 1993", "ctrl+s")
        await still(pilot)
        assert "The flood → The flood of 1993" in " ".join(shown(pilot).split())
        await pilot.press(*"the year was told", "ctrl+s")
        await still(pilot)
        assert isinstance(room.screen, Reading)
        assert "oh-0001, version 2, is kept" in shown(pilot)
    assert kept.show("oh-0001").testimony == replace(before, title="The flood of 1993")
    assert kept.history("oh-0001")[-1]["why"] == "the year was told"
    assert kept.drafts.names() == []


async def test_changing_nothing_writes_no_version(kept: Archive) -> None:
    room = ReadingRoom(lambda: kept)
    async with room.run_test(size=SIZE) as pilot:
        await begun(pilot)
        await pilot.press("ctrl+s")
        await still(pilot)
        assert "Nothing is changed yet" in shown(pilot)
        await pilot.press("ctrl+s")
        await still(pilot)
    assert kept.show("oh-0001").versions == 1


async def test_an_edit_that_was_left_goes_on_where_it_was(kept: Archive) -> None:
    room = ReadingRoom(lambda: kept)
    async with room.run_test(size=SIZE) as pilot:
        await begun(pilot)
        await pilot.press("end", *" again", "escape")
        await still(pilot)
        assert "e goes on with it" in shown(pilot)
        assert room.screen is room.home
        await pilot.press("a")
        await still(pilot)
        assert form(pilot).values["title"] == ""
        await pilot.press("escape")
        await still(pilot)
        await begun(pilot)
        assert form(pilot).values["title"] == "The flood again"
    assert kept.show("oh-0001").versions == 1


async def test_what_somebody_else_wrote_meanwhile_is_said_and_nothing_of_either_is_lost(kept: Archive) -> None:
    room = ReadingRoom(lambda: kept)
    async with room.run_test(size=SIZE) as pilot:
        await begun(pilot)
        fill(pilot, title="Mine", scope="What I wrote")
        kept.edit("oh-0001", lambda t: replace(t, title="Theirs", extent="3 reels"), by="Another", why="Counted anew")
        await pilot.press("ctrl+s")
        await still(pilot)
        said = " ".join(shown(pilot).split())
        assert "Another wrote version 2 meanwhile (“Counted anew”); both of you changed title" in said
        assert "Theirs → Mine" in said
        await pilot.press("ctrl+s")
        await still(pilot)
    now = kept.show("oh-0001").testimony
    assert (now.title, now.scope_and_content, now.extent) == ("Mine", "What I wrote", "3 reels")
    assert kept.show("oh-0001").version == 3


async def test_a_photograph_joins_a_kept_record_in_the_same_version(kept: Archive, photograph: Path) -> None:
    room = ReadingRoom(lambda: kept)
    async with room.run_test(size=SIZE) as pilot:
        await begun(pilot)
        await pilot.press("ctrl+b", "ctrl+b", *str(photograph), "enter")
        await still(pilot)
        await pilot.press("tab", "tab", *"Two posts")
        await pilot.press("ctrl+s")
        await still(pilot)
        assert "sha512" in shown(pilot)
        await pilot.press("ctrl+s")
        await still(pilot)
    (item,) = kept.show("oh-0001").testimony.media
    assert (item.file, item.alt_text, item.mime) == ("bridge.png", "Two posts", "image/png")
    assert kept.show("oh-0001").versions == 2


async def test_a_turn_that_is_edited_keeps_its_id(kept: Archive) -> None:
    ids = [passage.id for passage in kept.show("oh-0001").testimony.transcripts[0].passages]
    room = ReadingRoom(lambda: kept)
    async with room.run_test(size=SIZE) as pilot:
        await begun(pilot)
        go_to(pilot, "transcript")
        await still(pilot)
        await pilot.press("ctrl+end", "backspace", *" at last.", "ctrl+s")
        await still(pilot)
        await pilot.press("ctrl+s")
        await still(pilot)
    passages = kept.show("oh-0001").testimony.transcripts[0].passages
    assert [(p.id, p.words) for p in passages] == list(zip(ids, ["It rained.", "It stopped at last."], strict=True))
