"""The form for a new testimony: drafts, remedies in words, and what is kept in the end."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Select, TextArea

from archive.archive import Archive
from testimonies import edtf, sheet
from testimonies.errors import MalformedRecord
from tests.conftest import told
from tests.tui.conftest import shown, still
from tui.app import ReadingRoom
from tui.screens import drafting, entry
from tui.screens.adding import PAUSE, Adding
from tui.screens.reading import Reading

FILLED = {
    **entry.of(entry.EMPTY),
    "title": "The mill",
    "collection": "oh",
    "date": "1993~",
    "language": "en",
    "narrator": "Narrator A; Narrator B",
    "place": "The valley",
    "transcript": "[00:01:05] Narrator A: It stood below the bridge.\n\nNARRATOR B: It did.",
}


def form(pilot: Pilot[None]) -> Adding:
    """Give the form that is open."""
    screen = pilot.app.screen
    assert isinstance(screen, Adding)
    return screen


def remark(pilot: Pilot[None], name: str) -> str:
    """Give what is said under a field."""
    return str(form(pilot).query_one(f"#{name}-remark").render())


def fill(pilot: Pilot[None], **values: str) -> None:
    """Type into several fields."""
    for name, value in values.items():
        field = form(pilot).query_one(f"#{name}")
        if isinstance(field, TextArea):
            field.text = value
        else:
            assert isinstance(field, Input | Select)
            field.value = value


async def test_what_is_typed_becomes_a_testimony_and_opens(archive: Archive) -> None:
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=(100, 40)) as pilot:
        await still(pilot)
        await pilot.press("a")
        await still(pilot)
        await pilot.press(*"The mill")
        fill(pilot, date="1993~", language="en", narrator="Narrator A", transcript="[00:01:05] Narrator A: Below it.")
        await pilot.press("ctrl+s")
        await still(pilot)
        assert isinstance(room.screen, Reading)
        assert "oh-0001 is kept" in shown(pilot)
    kept = archive.show("oh-0001").testimony
    assert (kept.title, kept.date.text, kept.access.level) == ("The mill", "1993~", "staff")
    assert [agent.name for agent in kept.named("narrator")] == ["Narrator A"]
    assert str(kept.transcripts[0].passages[0].at) == "00:01:05"
    assert archive.drafts.names() == []


async def test_a_wrong_field_says_how_it_would_be_right_and_keeps_nobody(archive: Archive) -> None:
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=(100, 40)) as pilot:
        await still(pilot)
        await pilot.press("a")
        await still(pilot)
        fill(pilot, date="1915-13")
        form(pilot).set_focus(form(pilot).query_one("#date"))
        await pilot.press("tab")
        await still(pilot)
        assert "13" in remark(pilot, "date")
        assert form(pilot).focused is not form(pilot).query_one("#date")


async def test_saving_says_everything_that_is_wrong_and_keeps_the_draft(archive: Archive) -> None:
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=(100, 40)) as pilot:
        await still(pilot)
        await pilot.press("a")
        await still(pilot)
        fill(pilot, date="yesterdayish", media="/nowhere/tape.wav")
        await pilot.press("ctrl+s")
        await still(pilot)
        assert "title" in remark(pilot, "title")
        assert "There is no file /nowhere/tape.wav" in remark(pilot, "media")
        assert form(pilot).focused is form(pilot).query_one("#title")
    assert archive.list().total == 0
    assert archive.drafts.load(archive.drafts.names()[0])["form"]["date"] == "yesterdayish"


async def test_closed_is_refused_in_the_archives_own_words(archive: Archive) -> None:
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=(100, 40)) as pilot:
        await still(pilot)
        await pilot.press("a")
        await still(pilot)
        fill(pilot, title="The mill", access="closed")
        await still(pilot)
        assert "can't be closed: closed parts are kept encrypted" in remark(pilot, "access")
        await pilot.press("ctrl+s")
        await still(pilot)
    assert archive.list().total == 0


async def test_a_draft_is_saved_while_one_types_and_offered_again(archive: Archive) -> None:
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=(100, 40)) as pilot:
        await still(pilot)
        await pilot.press("a")
        await still(pilot)
        await pilot.press(*"Half a ti")
        await pilot.pause(PAUSE + 0.3)
        assert archive.drafts.load("draft-1")["form"]["title"] == "Half a ti"
        await pilot.press(*"tle")
        await pilot.press("escape")
        await still(pilot)
    again = ReadingRoom(lambda: archive)
    async with again.run_test(size=(100, 40)) as pilot:
        await still(pilot)
        await pilot.press("a")
        await still(pilot)
        assert form(pilot).values["title"] == "Half a title"
        assert form(pilot).draft.name == "draft-1"


async def test_leaving_the_room_leaves_the_draft(archive: Archive) -> None:
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=(100, 40)) as pilot:
        await still(pilot)
        await pilot.press("a")
        await still(pilot)
        await pilot.press(*"Mill")
        await pilot.press("ctrl+q")
    assert archive.drafts.load("draft-1")["form"]["title"] == "Mill"


async def test_an_untouched_form_leaves_no_draft(archive: Archive) -> None:
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=(100, 40)) as pilot:
        await still(pilot)
        await pilot.press("a")
        await still(pilot)
        await pilot.press("escape")
        await still(pilot)
    assert archive.drafts.names() == []


async def test_an_open_reader_adds_nothing(archive: Archive) -> None:
    room = ReadingRoom(lambda: archive, "open")
    async with room.run_test(size=(100, 40)) as pilot:
        await still(pilot)
        await pilot.press("a")
        await still(pilot)
        assert room.screen is room.home
        assert "as staff" in shown(pilot)


def test_the_form_makes_the_testimony_it_shows() -> None:
    made = entry.testimony(FILLED)
    assert entry.of(made) == {**FILLED, "transcript": entry.of(made)["transcript"]}
    assert entry.testimony(entry.of(made)) == made
    assert [passage.speaker for passage in made.transcripts[0].passages] == ["Narrator A", "NARRATOR B"]


def test_a_draft_made_elsewhere_keeps_what_the_form_has_no_field_for(archive: Archive) -> None:
    whole = told("It rained.", title="The mill", covers=edtf.parse("1988"), circumstances="In a kitchen")
    archive.drafts.save({"sheet": sheet.write(whole), "media": []})
    draft = drafting.load(archive.drafts, "draft-1")
    assert draft.typed["title"] == "The mill"
    made = entry.testimony({**draft.typed, "title": "The old mill"}, draft.base)
    assert (made.title, made.circumstances, made.covers) == ("The old mill", "In a kitchen", whole.covers)
    assert made.transcripts == whole.transcripts


def test_a_picture_wants_words_for_those_who_cannot_see_it(photograph: Path) -> None:
    assert "Say after a |" in str(entry.problem("media", str(photograph)))
    assert entry.problem("media", f"'{photograph}' | Two posts") is None
    with_words = entry.testimony({**FILLED, "media": f"{photograph} | Two posts"})
    assert [(item.file, item.alt_text) for item in with_words.media] == [("bridge.png", "Two posts")]


def test_every_wrong_field_is_named_at_once() -> None:
    with pytest.raises(MalformedRecord) as refused:
        entry.testimony({**FILLED, "title": " ", "date": "31.2.1990", "language": "Klingon!"})
    assert [fault.where for fault in refused.value.faults] == ["title", "date", "language"]
