"""The overview: figures that lead into the library, what needs a person, and a check that can be stopped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from tests.conftest import KEEPER, told
from tests.tui.conftest import SIZE, burst, shown, still
from tests.tui.terminal import Terminal
from tui.app import ReadingRoom
from tui.screens.overview import Overview
from tui.widgets.place_map import Point, plotted


async def test_a_figure_leads_to_the_testimonies_it_counts(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "O")
        await still(pilot)
        assert "Needs a person" in shown(pilot)
        assert "Never compared" in shown(pilot)
        assert "with a transcript" in shown(pilot)

        figures = room.screen.figures  # type: ignore[attr-defined]  # the overview's
        at = next(n for n in range(figures.count) if figures._entries[n].label == "photographs and pages")
        figures.go(at)
        await pilot.press("enter")
        await still(pilot)
        assert room.screen is room.home
        assert room.home.box.value == "has:photo OR has:scan"
        assert "The night the river took the bridge" in shown(pilot)
        assert "A statement" not in shown(pilot)


async def test_what_needs_a_person_leads_to_just_those_records(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "O")
        await still(pilot)
        await pilot.press("g", "enter")
        await still(pilot)
        assert room.home.box.value.startswith("id:(")
        assert "oh-0001" in shown(pilot)


async def test_files_are_checked_from_here_and_what_was_damaged_is_said(room: ReadingRoom, valley: Archive) -> None:
    (kept,) = valley.folder.glob("testimonies/oh-0001/v1/content/media/*")
    kept.write_bytes(b"x" + kept.read_bytes()[1:])
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "Ov")
        await still(pilot)
        assert "1 differ" in shown(pilot)
        assert "not what it was when it was last known to be sound" in " ".join(shown(pilot).split())
        await pilot.press("g", "enter")
        await still(pilot)
        assert room.home.box.value == "id:oh-0001"


async def test_an_open_reader_sees_no_needs_and_changes(valley: Archive) -> None:
    room = ReadingRoom(lambda: valley, "open")
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "Ov")
        await still(pilot)
        assert isinstance(room.screen, Overview)
        assert "open reader" in shown(pilot)
        assert "Needs a person" not in shown(pilot)
        assert "Recent changes" not in shown(pilot)
        assert KEEPER not in shown(pilot)


async def test_hostile_names_of_places_do_nothing_and_shift_nothing(archive: Archive) -> None:
    archive.add(told(place="\x1b]0;owned\x07[red]place[/] \u202eevil"), by=KEEPER)
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=(160, 50)) as pilot:
        await still(pilot)
        burst(pilot, "O")
        await still(pilot)
        assert "[red]place[/]" in shown(pilot)
        assert not any(sign in shown(pilot) for sign in ("\x1b", "\x07", "\u202e"))


@pytest.mark.parametrize("size", [(0, 5), (3, 3), (10, 2), (80, 40)])
def test_a_map_fits_any_room(size: tuple[int, int]) -> None:
    points = [Point("A", 1, 89.9, -179.9), Point("B", 2, -89.9, 179.9), Point("C", 1, 0, 0), Point("D", 1, 0, 0)]
    rows = plotted(points, *size)
    assert len(rows) <= max(size[1], 0) + 1
    assert all(len(row) <= max(size[0], 24) for row in rows)


def test_every_screen_that_looks_over_an_archive_looks_like_this(room: ReadingRoom, snap_compare: Any) -> None:
    """Figures under headings, the most pressing first, each with what it counts; bars beside years."""

    async def walk(pilot: Any) -> None:
        await still(pilot)
        await pilot.press("O")
        await still(pilot)
        # The day on which the record was made is another one each time.
        figures = room.screen.figures  # type: ignore[attr-defined]  # the overview's
        figures.show([entry for entry in figures._entries if not entry.label.startswith("20")])
        await still(pilot)

    assert snap_compare(room, terminal_size=SIZE, run_before=walk)


def test_a_damaged_file_is_found_put_back_and_found_sound(story: Callable[..., Terminal], founding: Path) -> None:
    (kept,) = founding.glob("testimonies/nk-0002/v1/content/media/*.png")
    sound = kept.read_bytes()
    kept.write_bytes(sound[:-1] + bytes([sound[-1] ^ 1]))
    room = story(founding, "browse")
    room.wait(r"▶ ?nk-0001")
    room.type("O")
    room.wait("Never compared")
    room.look("overview")
    room.type("v")
    room.wait("1 differ")
    room.wait("Put the file back")
    room.look("overview-damaged")
    room.press("g", "Enter")
    room.wait("understood: id: nk-0002")
    room.look("overview-led-here")

    # As the sentence says: put back from a backup.
    kept.write_bytes(sound)
    room.type("Ov")
    room.wait("all are sound")
    room.wait_until_gone("not what it was")
    room.look("overview-sound")
