"""The frame that is drawn before Textual is there: the same as the room's own, and gone where there is no room."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from archive.archive import Archive
from archive.founding import create_with_founding
from tests.conftest import KEEPER
from tests.tui.conftest import SIZE, shown
from tests.tui.terminal import Terminal
from tui.app import ReadingRoom
from tui.themes import CALM
from tui.threshold import ACCENT, DIM, INK, PANEL, ROOM, frame

PROGRAM = str(Path(sys.executable).parent / "earwitness")
LINE = re.compile("\x1b\\[(\\d+);1H\x1b\\[[\\d;]*m([^\x1b]*)")


async def test_the_room_begins_as_the_frame_that_was_drawn_for_it(valley: Archive) -> None:
    open_now = Event()

    def enter() -> Archive:
        open_now.wait()
        return valley

    async with ReadingRoom(enter).run_test(size=SIZE) as pilot:
        room = shown(pilot).splitlines()
        open_now.set()

    drawn: dict[int, str] = {}
    for row, text in LINE.findall(frame(*SIZE, coloured=True)):
        drawn[int(row)] = text + drawn.get(int(row), "")[len(text) :]
    assert set(drawn) == set(range(1, SIZE[1] + 1))
    for row in (1, 2, SIZE[1] - 1):
        assert drawn[row] == room[row - 1]


def test_the_frame_has_the_colours_of_the_room() -> None:
    def named(rgb: str) -> str:
        return "#" + "".join(f"{int(part):02x}" for part in rgb.split(";"))

    assert (named(INK), named(DIM), named(ACCENT)) == (CALM.foreground, CALM.secondary, CALM.accent)
    assert (named(ROOM), named(PANEL)) == (CALM.background, CALM.panel)


@pytest.mark.parametrize(("columns", "rows"), [(1, 1), (20, 3), (300, 80)])
def test_a_terminal_of_any_size_has_a_frame_without_colour(columns: int, rows: int) -> None:
    for _, text in LINE.findall(frame(columns, rows, coloured=False)):
        assert len(text) <= max(columns, 3)
    assert "38;2" not in frame(columns, rows, coloured=False)


@pytest.fixture
def founding(tmp_path: Path) -> Path:
    create_with_founding(tmp_path / "founding", "The founding collection", KEEPER).close()
    return tmp_path / "founding"


@pytest.fixture
def terminal(founding: Path, tmp_path: Path) -> Iterator[Terminal]:
    """A shell, so that what is left behind is seen."""
    home = {name: os.environ[name] for name in os.environ if name.startswith("XDG_") or name == "HOME"}
    made = Terminal(tmp_path, ["sh"], {**home, "PS1": "here>", "EARWITNESS_ARCHIVE": str(founding)}, "100x30")
    try:
        made.wait("here>")
        yield made
    finally:
        made.close()


def test_what_is_typed_before_the_room_is_there_is_not_lost(terminal: Terminal) -> None:
    terminal.type(f"{PROGRAM} browse\r")
    terminal.wait("Opening the archive")
    terminal.type("/under control")

    terminal.wait(r"/  under control\s")
    terminal.wait("nk-0002")


def test_a_stop_before_the_room_is_there_leaves_the_terminal_as_it_was(terminal: Terminal) -> None:
    terminal.type(f"{PROGRAM} browse\r")
    terminal.wait("Opening the archive")
    terminal.press("C-c")
    terminal.press("C-q")
    screen = terminal.wait("here>.*\n(.*\n)*here>")
    terminal.type("echo back$((1 + 1))again\r")

    assert "back2again" in terminal.wait("back2again")
    assert "Traceback" not in screen
