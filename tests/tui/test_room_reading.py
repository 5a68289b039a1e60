"""Reading closely: what stands beside the words, where it leads, and what stands before them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from archive.archive import Archive
from archive.founding import create_with_founding
from testimonies import locator
from testimonies.testimony import Link, Segment
from testimonies.transcript import Passage, Transcript
from tests.conftest import KEEPER, told
from tests.tui.conftest import SIZE, burst, shown, still
from tests.tui.terminal import Terminal
from tests.tui.test_room_pictures import walk
from tui.app import ReadingRoom
from tui.screens.library import Library
from tui.screens.mentions import Mentions
from tui.screens.reading import Reading


def spoken(language: str, kind: str, *said: tuple[str, str]) -> Transcript:
    passages = tuple(Passage(words, at=locator.parse(at), speaker="Narrator A") for at, words in said)
    return Transcript(language, kind=kind, timing="cue", passages=passages)


@pytest.fixture
def bridges(archive: Archive) -> Iterator[Archive]:
    """An interview with its translation, index points and links; another that names the same river."""
    original = spoken(
        "de",
        "original",
        ("0:00", "Die alte Brücke stand unterhalb der Mühle."),
        ("1:05", "Am Morgen war nichts mehr da."),
        ("2:40", "Das Dorf hat sie neu gebaut, höher als zuvor, und mein Vater trug die Steine."),
    )
    translation = spoken(
        "en",
        "translation",
        ("0:00", "The old bridge stood below the mill."),
        ("1:05", "In the morning nothing was left."),
        ("2:40", "The village built it anew, higher than before, and my father carried the stones."),
    )
    archive.add(
        told(
            title="The night the river took the bridge",
            language="de",
            transcripts=(original, translation),
            segments=(
                Segment(locator.parse("0:00"), "The old bridge", "Where it stood, and of what it was made."),
                Segment(locator.parse("2:40"), "Built again"),
            ),
            places=(Link("the mill"),),
            subjects=(Link("bridge"),),
        ),
        by=KEEPER,
    )
    archive.add(told("We met at the mill.", "The bridge was gone.", title="A letter"), by=KEEPER)
    archive.add(told("It was cold.", title="What the frost did", content_notes=("tells of a death",)), by=KEEPER)
    yield archive


@pytest.fixture
def table(bridges: Archive) -> ReadingRoom:
    return ReadingRoom(lambda: bridges)


def reading(pilot: Pilot[None]) -> Reading:
    screen = pilot.app.screen
    assert isinstance(screen, Reading)
    return screen


async def opened(pilot: Pilot[None], *keys: str) -> Reading:
    await still(pilot)
    await pilot.press(*keys, "enter")
    await still(pilot)
    return reading(pilot)


async def test_contents_names_and_media_stand_beside_the_words_where_there_is_room(table: ReadingRoom) -> None:
    async with table.run_test(size=SIZE) as pilot:
        await opened(pilot)
        said = shown(pilot)
        for words in ("Contents", "00:02:40  Built again", "Places", "1 the mill", "Subjects", "2 bridge"):
            assert words in said
        await pilot.press("i")
        await still(pilot)
        assert "Built again" not in shown(pilot)


async def test_enter_on_an_index_point_goes_to_its_moment(table: ReadingRoom) -> None:
    async with table.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        await pilot.press("tab", "j", "enter")
        await still(pilot)
        assert screen.reader.cursor == 3
        assert screen.focused is screen.reader


async def test_in_a_small_terminal_the_pane_takes_the_place_of_the_words_and_escape_gives_it_back(
    table: ReadingRoom,
) -> None:
    async with table.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert "Contents" not in shown(pilot)
        await pilot.press("tab")
        await still(pilot)
        assert "Built again" in shown(pilot)
        assert not screen.reader.display
        await pilot.press("escape")
        await still(pilot)
        assert screen.reader.display
        assert isinstance(table.screen, Reading)


async def test_a_number_shows_every_passage_that_names_a_place_and_enter_reads_there(table: ReadingRoom) -> None:
    async with table.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("1")
        await still(pilot)
        assert isinstance(table.screen, Mentions)
        said = shown(pilot)
        assert "Every passage that names the mill" in said
        assert "We met at the mill." in said
        await pilot.press("G", "enter")
        await still(pilot)
        assert reading(pilot).testimony_id == "oh-0002"
        assert "found 1 of 1" in shown(pilot)
        await pilot.press("escape", "escape")
        await still(pilot)
        assert reading(pilot).testimony_id == "oh-0001"


async def test_original_and_translation_stand_beside_each_other_and_move_together(table: ReadingRoom) -> None:
    async with table.run_test(size=(120, 30)) as pilot:
        screen = await opened(
            pilot,
        )
        await pilot.press("j", "j", "t")
        await still(pilot)
        row = next(one for one in shown(pilot).split("\n") if "Am Morgen" in one)
        assert "In the morning nothing was left." in row
        assert row.startswith("▶")
        assert screen.reader.turns == 3
        await pilot.press("t")
        await still(pilot)
        assert screen.reader.turns == 6
        assert screen.reader.cursor == 2


async def test_below_a_hundred_columns_the_translation_stands_under_the_original(table: ReadingRoom) -> None:
    async with table.run_test(size=(60, 24)) as pilot:
        await opened(pilot)
        await pilot.press("j", "t")
        await still(pilot)
        lines = shown(pilot).split("\n")
        at = next(n for n, one in enumerate(lines) if "Am Morgen" in one)
        assert "In the morning" in lines[at + 1]
        assert "en" in lines[at + 1].split()


async def test_the_citation_of_the_turn_is_copied_and_said(
    table: ReadingRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with table.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("j", "j", "y")
        await still(pilot)
        assert "at 00:01:05." in table.clipboard
        assert "Copied" in shown(pilot)
        assert "at 00:01:05." in " ".join(shown(pilot).split())


async def test_content_notes_come_before_the_words_and_are_asked_once(table: ReadingRoom) -> None:
    async with table.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "/cold\r")
        await still(pilot)
        said = shown(pilot)
        assert "Content note: tells of a death" in said
        assert "It was" not in said
        await pilot.press("j", "t", "m", "i", "y", "1", "slash")
        await still(pilot)
        assert "It was" not in shown(pilot)
        assert table.clipboard == ""
        await pilot.press("enter")
        await still(pilot)
        assert "It was cold." in shown(pilot)
        await pilot.press("escape", "enter")
        await still(pilot)
        assert "It was cold." in shown(pilot)


async def test_who_does_not_want_to_read_it_goes_back(table: ReadingRoom) -> None:
    async with table.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("G", "enter")
        await still(pilot)
        assert "Before you read" in shown(pilot)
        await pilot.press("escape")
        await still(pilot)
        assert isinstance(table.screen, Library)


async def test_brackets_go_through_the_list_one_came_from(table: ReadingRoom) -> None:
    async with table.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("]")
        await still(pilot)
        assert reading(pilot).testimony_id == "oh-0002"
        await pilot.press("[", "[")
        await still(pilot)
        assert reading(pilot).testimony_id == "oh-0001"
        assert "the first of the list" in shown(pilot)
        await pilot.press("escape")
        assert isinstance(table.screen, Library)


async def test_brackets_go_through_what_was_found(table: ReadingRoom) -> None:
    async with table.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "/bridge\r")
        await still(pilot)
        first = reading(pilot).testimony_id
        await pilot.press("]")
        await still(pilot)
        assert reading(pilot).testimony_id != first
        assert "found 1 of" in shown(pilot)


async def test_hostile_words_beside_the_text_stay_in_their_pane(archive: Archive) -> None:
    bad = "[red]\x1b[31m\u202e👨‍👩‍👧" + "x" * 300
    archive.add(
        told("Words.", title=bad, places=(Link(bad),), segments=(Segment(locator.parse("n1"), bad, bad),)), by=KEEPER
    )
    archive.note("oh-0001", bad * 40, by=bad, passage="s0001")
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=SIZE) as pilot:
        await opened(pilot)
        said = shown(pilot)
        assert "\x1b" not in said
        assert "\u202e" not in said
        assert all(len(one) <= SIZE[0] for one in said.split("\n"))


def test_reading_looks_as_it_did_with_what_it_leads_to_beside_it(table: ReadingRoom, snap_compare: Any) -> None:
    """The words on the left with the cursor on a turn; contents, places and subjects on the right, links numbered."""
    assert snap_compare(table, terminal_size=SIZE, run_before=walk("enter", "j", "j"))


def test_a_name_is_followed_through_the_archive(story: Callable[..., Terminal], tmp_path: Path) -> None:
    create_with_founding(tmp_path / "founding", "The founding collection", KEEPER).close()
    room = story(tmp_path / "founding", "browse")
    room.wait(r"▶ ?nk-0001")
    room.press("G", "k")
    room.wait(r"▶ ?nk-0007")
    room.press("Enter")
    room.wait("Before you read")
    room.look("reading-content-notes")
    room.press("Enter")
    room.wait("description · ")
    room.press("G")
    room.wait("turn 3 of 3")
    room.press("Tab")
    room.look("reading-beside")
    room.type("1")
    room.wait("Every passage that names")
    room.wait(r"passages? in \d")
    room.look("reading-mentions")
    room.press("Escape")
    room.wait("turn 3 of 3")
    room.press("y")
    room.wait("Copied")
    room.look("reading-cited")
