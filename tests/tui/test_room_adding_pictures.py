"""What the form looks like, and files chosen from folders: compared with pictures a person has looked at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from archive.archive import Archive
from tests.tui.conftest import shown, still
from tests.tui.test_room_adding import begun, fill, form
from tui.app import ReadingRoom
from tui.widgets.file_tree import FileTree


def test_a_step_shows_its_fields_what_is_wrong_with_one_and_how_far_every_step_has_come(
    archive: Archive, snap_compare: Any
) -> None:
    """Step 3 is open: a date in words below its box, a wrong one with !, the steps on the left with ✓ ! and ▶."""
    room = ReadingRoom(lambda: archive)

    async def walk(pilot: Pilot[None]) -> None:
        await begun(pilot)
        fill(pilot, narrator="Narrator A", title="The mill", date="1993~", covers="1988-13", transcript="It stood.")
        form(pilot).open_step(2, "covers")
        await still(pilot)
        await pilot.press("tab")
        await still(pilot)
        form(pilot).status.say("Kept as a draft.")
        await pilot.pause()

    assert snap_compare(room, terminal_size=(100, 30), run_before=walk)


async def test_files_are_chosen_from_folders_and_each_becomes_a_row(
    archive: Archive, photograph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = photograph.parent / "folder [b]\x1b[31m"
    folder.mkdir()
    (folder / "mill.png").write_bytes(photograph.read_bytes())
    monkeypatch.setattr(FileTree, "last", photograph.parent)
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=(100, 30)) as pilot:
        await begun(pilot)
        await pilot.press("ctrl+o")
        await still(pilot)
        await pilot.press(*"bridge", "enter")
        await still(pilot)
        assert "1 taken" in shown(pilot)
        await pilot.press("ctrl+u", *"folder", "enter")
        await still(pilot)
        assert "\x1b" not in shown(pilot)
        await pilot.press(*"mill", "enter", "backspace", "backspace", "backspace", "backspace", "backspace")
        await still(pilot)
        assert "bridge.png" in shown(pilot)
        await pilot.press("escape")
        await still(pilot)
        assert [row.name for row in form(pilot).filing.rows] == ["bridge.png", "mill.png"]
        assert "PNG image" in shown(pilot)
