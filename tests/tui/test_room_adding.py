"""The form for a new testimony: steps, drafts, remedies in words, and what is kept in the end."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from archive.archive import Archive
from tests.tui.conftest import burst, shown, still
from tui.app import ReadingRoom
from tui.screens.adding import Adding
from tui.screens.reading import Reading
from tui.screens.steps.fields import FIELDS
from tui.screens.steps.noting import PAUSE

SIZE = (100, 40)


def form(pilot: Pilot[None]) -> Adding:
    """Give the form that is open."""
    screen = pilot.app.screen
    assert isinstance(screen, Adding)
    return screen


def remark(pilot: Pilot[None], name: str) -> str:
    """Give what is said under a field."""
    return str(form(pilot)._remarks[name].render())


def fill(pilot: Pilot[None], **values: str) -> None:
    """Type into several fields."""
    for name, value in values.items():
        form(pilot)._boxes[name].fill(value)


def go_to(pilot: Pilot[None], name: str) -> None:
    """Go to a field."""
    form(pilot).open_step(FIELDS[name].step, name)


async def begun(pilot: Pilot[None]) -> None:
    """Open the form."""
    await still(pilot)
    await pilot.press("a")
    await still(pilot)


async def test_what_is_typed_is_reviewed_then_becomes_a_testimony_and_opens(archive: Archive) -> None:
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=SIZE) as pilot:
        await begun(pilot)
        await pilot.press("ctrl+n", "ctrl+n", *"The mill")
        fill(
            pilot,
            date="1993~",
            language="en",
            narrator="Narrator A",
            transcript="[00:01:05] Narrator A: Below it.",
            consents="Narrator A: signed form, 2023-09-19, archive quote",
        )
        await pilot.press("ctrl+s")
        await still(pilot)
        assert "This is what will be kept" in shown(pilot)
        assert "1 turn" in shown(pilot)
        assert archive.list().total == 0
        await pilot.press("ctrl+s")
        await still(pilot)
        assert isinstance(room.screen, Reading)
        assert "oh-0001 is kept" in shown(pilot)
    kept = archive.show("oh-0001").testimony
    assert (kept.title, kept.date.text, kept.access.level) == ("The mill", "1993~", "staff")
    assert [agent.name for agent in kept.named("narrator")] == ["Narrator A"]
    assert [(one.kind, one.scope) for one in kept.consents] == [("signed_form", ("archive", "quote"))]
    assert str(kept.transcripts[0].passages[0].at) == "00:01:05"
    assert archive.drafts.names() == []


async def test_a_wrong_field_says_how_it_would_be_right_and_keeps_nobody(archive: Archive) -> None:
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=SIZE) as pilot:
        await begun(pilot)
        fill(pilot, date="1915-13")
        go_to(pilot, "date")
        await pilot.press("tab")
        await still(pilot)
        assert "13" in remark(pilot, "date")
        assert form(pilot).focused is not form(pilot)._boxes["date"]
        await pilot.press("ctrl+n")
        assert form(pilot).step == 3


async def test_saving_lists_everything_that_is_wrong_and_a_key_goes_from_one_to_the_next(archive: Archive) -> None:
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=SIZE) as pilot:
        await begun(pilot)
        fill(pilot, date="yesterdayish", language="Armenian")
        form(pilot).give_files("/nowhere/tape.wav")
        await still(pilot)
        await pilot.press("ctrl+s")
        await still(pilot)
        assert "4 things to mend" in shown(pilot)
        assert "There is no file /nowhere/tape.wav" in " ".join(shown(pilot).split())
        assert "write hy" in remark(pilot, "language")
        met = []
        for _ in range(4):
            await pilot.press("ctrl+l")
            await still(pilot)
            met.append(form(pilot)._name_of(form(pilot).focused))
        assert met == ["media", "title", "date", "language"]
        await pilot.press("ctrl+s", "ctrl+s")
        await still(pilot)
    assert archive.list().total == 0
    assert archive.drafts.load(archive.drafts.names()[0])["form"]["date"] == "yesterdayish"


async def test_what_is_to_mend_of_a_file_comes_before_what_is_to_mend_behind_it(
    archive: Archive, photograph: Path
) -> None:
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=SIZE) as pilot:
        await begun(pilot)
        form(pilot).give_files(str(photograph))
        await still(pilot)
        await pilot.press("ctrl+l")
        await still(pilot)
        assert form(pilot).focused is form(pilot).filing.alt
        await pilot.press("ctrl+l")
        await still(pilot)
        assert form(pilot).focused is form(pilot)._boxes["title"]


async def test_closed_is_refused_in_the_archives_own_words(archive: Archive) -> None:
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=SIZE) as pilot:
        await begun(pilot)
        fill(pilot, title="The mill", access="closed")
        go_to(pilot, "access")
        await pilot.press("tab")
        await still(pilot)
        assert "can't be closed: closed parts are kept encrypted" in remark(pilot, "access")
        await pilot.press("ctrl+s", "ctrl+s")
        await still(pilot)
    assert archive.list().total == 0


async def test_every_narrator_is_asked_for_before_it_is_kept_and_another_ground_will_do(archive: Archive) -> None:
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=SIZE) as pilot:
        await begun(pilot)
        fill(pilot, title="The mill", narrator="Narrator A; Narrator B")
        form(pilot).open_step(4)
        await still(pilot)
        assert form(pilot).values["consents"] == "Narrator A: \nNarrator B: "
        fill(pilot, consents="Narrator A: recorded")
        await pilot.press("ctrl+s")
        await still(pilot)
        assert "Say how Narrator B agreed" in " ".join(shown(pilot).split())
        fill(pilot, consents="", basis="A published statement")
        await pilot.press("ctrl+s", "ctrl+s")
        await still(pilot)
        await pilot.press("ctrl+s")
        await still(pilot)
    assert archive.show("oh-0001").testimony.basis == "A published statement"


async def test_a_draft_is_saved_while_one_types_and_offered_again(archive: Archive) -> None:
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=SIZE) as pilot:
        await begun(pilot)
        go_to(pilot, "title")
        await pilot.press(*"Half a ti")
        await pilot.pause(PAUSE + 0.3)
        assert archive.drafts.load("draft-1")["form"]["title"] == "Half a ti"
        await pilot.press(*"tle")
        await pilot.press("escape")
        await still(pilot)
    again = ReadingRoom(lambda: archive)
    async with again.run_test(size=SIZE) as pilot:
        await begun(pilot)
        assert form(pilot).values["title"] == "Half a title"
        assert form(pilot).draft.name == "draft-1"


async def test_leaving_the_room_leaves_the_draft(archive: Archive) -> None:
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=SIZE) as pilot:
        await begun(pilot)
        go_to(pilot, "title")
        await pilot.press(*"Mill")
        await pilot.press("ctrl+q")
    assert archive.drafts.load("draft-1")["form"]["title"] == "Mill"


async def test_leaving_in_the_breath_in_which_a_step_opens_breaks_nothing(archive: Archive) -> None:
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=SIZE) as pilot:
        await begun(pilot)
        form(pilot).open_step(2)
        room.exit()
    assert room.broken_by is None


async def test_an_untouched_form_leaves_no_draft(archive: Archive) -> None:
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=SIZE) as pilot:
        await begun(pilot)
        await pilot.press("ctrl+n", "ctrl+n", "tab", "escape")
        await still(pilot)
    assert archive.drafts.names() == []


async def test_an_open_reader_adds_nothing_and_edits_nothing(archive: Archive) -> None:
    room = ReadingRoom(lambda: archive, "open")
    async with room.run_test(size=SIZE) as pilot:
        await begun(pilot)
        assert room.screen is room.home
        assert "as staff" in shown(pilot)
        room.begin_editing("oh-0001")
        await still(pilot)
        assert room.screen is room.home


async def test_dropped_files_become_rows_that_say_what_they_are(archive: Archive, photograph: Path) -> None:
    captions = photograph.with_name("talk one.vtt")
    captions.write_text("WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Amina>It rained.\n", encoding="utf-8")
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=SIZE) as pilot:
        await begun(pilot)
        form(pilot).give_files(f"'{photograph}' {str(captions).replace(' ', chr(92) + ' ')}\n/nowhere/tape.wav")
        await still(pilot)
        said = " ".join(shown(pilot).split())
        assert "PNG image, 48 × 32" in said
        assert "Say below what it shows" in said
        assert "the transcript was read from it" in said
        assert "There is no file" in said or "can't be opened" in said
        assert "talk one.vtt is the transcript: 1 turn, 2 words, 1 speaker, with times." in said
    assert archive.list().total == 0


async def test_a_path_that_is_typed_beside_the_boxes_is_a_path_and_no_question(
    archive: Archive, photograph: Path
) -> None:
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("a")
        await still(pilot)
        fill(pilot, title="A house")
        form(pilot).open_step(2)
        form(pilot).set_focus(form(pilot).pane)
        burst(pilot, f"{photograph}\r")
        await still(pilot)
        assert [row.path for row in form(pilot).filing.rows] == [str(photograph)]


async def test_what_was_typed_anywhere_is_taken_back_and_made_again(archive: Archive) -> None:
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=SIZE) as pilot:
        await begun(pilot)
        go_to(pilot, "title")
        await pilot.press(*"The mill", "tab", "ctrl+n", *"It rained.")
        await pilot.press("ctrl+z")
        await still(pilot)
        assert form(pilot).values["transcript"] == ""
        assert form(pilot).step == 3
        await pilot.press("ctrl+z")
        await still(pilot)
        assert form(pilot).values["title"] == ""
        assert form(pilot).step == 2
        await pilot.press("ctrl+y", "ctrl+y")
        await still(pilot)
        assert (form(pilot).values["title"], form(pilot).values["transcript"]) == ("The mill", "It rained.")


@pytest.mark.parametrize("width", [60, 80, 160])
async def test_the_step_one_is_at_is_named_in_every_width(archive: Archive, width: int) -> None:
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=(width, 24)) as pilot:
        await begun(pilot)
        await pilot.press("ctrl+n")
        await still(pilot)
        assert "2 People" in shown(pilot).splitlines()[0]
