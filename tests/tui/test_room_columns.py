"""The columns of the library: chosen, kept, and given up where there is no room."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.archive import Archive
from testimonies.edtf import parse
from testimonies.testimony import Agent, Link
from tests.conftest import KEEPER, told
from tests.tui.conftest import shown, still
from tui import habits
from tui.app import ReadingRoom
from tui.columns import COLUMNS, USUAL, headings, laid_out
from tui.screens.choosing_columns import Columns


@pytest.fixture
def voyage(archive: Archive) -> Archive:
    """One testimony that fills every column."""
    archive.add(
        told(
            "Words.",
            title="The voyage",
            covers=parse("1915"),
            place=Link("Lake Van"),
            agents=(Agent(role="narrator", name="Narrator A"),),
            language="hy",
        ),
        by=KEEPER,
    )
    return archive


async def test_columns_are_chosen_in_a_list_and_still_there_the_next_time(voyage: Archive) -> None:
    room = ReadingRoom(lambda: voyage)
    async with room.run_test(size=(110, 30)) as pilot:
        await still(pilot)
        assert "Narrator A" not in shown(pilot)
        await pilot.press("C")
        await still(pilot)
        assert isinstance(room.screen, Columns)
        chooser = room.screen.columns
        for name in ("narrator", "place", "told"):
            chooser.go(chooser._names.index(name))
            await pilot.press("space")
        chooser.go(chooser._names.index("date"))
        await pilot.press("enter", "escape")
        await still(pilot)
        said = shown(pilot)
        for words in ("NARRATOR", "Narrator A", "PLACE", "Lake Van", "TELLS OF", "1915"):
            assert words in said
        assert "1993" not in said
    again = ReadingRoom(lambda: voyage)
    async with again.run_test(size=(110, 30)) as pilot:
        await still(pilot)
        assert "Narrator A" in shown(pilot)


async def test_where_habits_cannot_be_written_the_columns_last_for_this_sitting(
    voyage: Archive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setattr(habits, "path", lambda: tmp_path / "file" / habits.NAME)
    room = ReadingRoom(lambda: voyage)
    async with room.run_test(size=(110, 30)) as pilot:
        await still(pilot)
        await pilot.press("C", "j", "j", "space", "escape")
        await still(pilot)
        assert "Narrator A" in shown(pilot)


@pytest.mark.parametrize("kept", ["not json", "[1, 2]", '{"columns": 7}', '{"columns": ["nonsense", 4]}'])
async def test_a_damaged_habit_is_no_reason_to_fail(voyage: Archive, kept: str) -> None:
    habits.path().parent.mkdir(parents=True, exist_ok=True)
    habits.path().write_text(kept, encoding="utf-8")
    room = ReadingRoom(lambda: voyage)
    async with room.run_test(size=(100, 30)) as pilot:
        await still(pilot)
        assert "▶ oh-0001" in shown(pilot)


async def test_a_narrator_a_reader_may_not_know_is_in_no_column(archive: Archive) -> None:
    agents = (Agent(role="narrator", name="Narrator A"),)
    archive.add(told("Words.", agents=agents, access="staff", title="Secret"), by=KEEPER)
    habits.remember("columns", ["id", "title", "narrator", "place"])
    room = ReadingRoom(lambda: archive, "open")
    async with room.run_test(size=(110, 30)) as pilot:
        await still(pilot)
        assert "oh-0001" in shown(pilot)
        assert "Narrator A" not in shown(pilot)
        assert "Secret" not in shown(pilot)


@pytest.mark.parametrize("chosen", [USUAL, tuple(COLUMNS), ("id", "title"), ("id", "title", "narrator", "place")])
def test_at_every_width_the_columns_fill_the_room_and_the_title_has_the_most_of_it(chosen: tuple[str, ...]) -> None:
    for room in range(1, 240):
        layout = laid_out(chosen, room)
        used = sum(width for _, width in layout) + 2 * (len(layout) - 1)
        assert used == room or room < 12
        assert len(headings(layout)) <= max(used, 14)
        assert [name for name, _ in layout] == [name for name in COLUMNS if name in dict(layout)]
        assert set(dict(layout)) <= {*chosen}
