"""Small archives to read in and to ask by commands, and a way to wait until the room is still."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from archive.archive import Archive
from archive.founding import create_with_founding
from testimonies import edtf, locator
from testimonies.testimony import Agent, Link, MediaItem
from testimonies.transcript import Passage, Transcript
from tests.conftest import KEEPER, told
from tests.tui.front import LETTER, SHEET, Said, ask
from tests.tui.terminal import Terminal
from tui.app import ReadingRoom

SIZE = (100, 30)
VIEWS = ("100x30", "80x24", "160x50", "100x30 NO_COLOR")
"""How a story is told: at this size, and without colours. The first always, the others with `--long`."""
PROGRAM = str(Path(sys.executable).parent / "earwitness")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tell each story in the views that were asked for."""
    if "view" in metafunc.fixturenames:
        views = VIEWS if metafunc.config.getoption("--long") else VIEWS[:1]
        metafunc.parametrize("view", views, ids=[view.replace(" ", "-") for view in views])


@pytest.fixture
def founding(tmp_path: Path) -> Path:
    """An archive on disk that holds the founding collection."""
    create_with_founding(tmp_path / "founding", "The founding collection", KEEPER).close()
    return tmp_path / "founding"


@pytest.fixture
def story(view: str, tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Start the installed program in a terminal: `story(folder, "browse")`; more of its environment by name."""
    told: list[Terminal] = []

    def begin(folder: Path, *arguments: str, **environment: str) -> Terminal:
        size, _, without = view.partition(" ")
        home = {name: os.environ[name] for name in os.environ if name.startswith("XDG_") or name == "HOME"}
        surroundings = {**home, **({"NO_COLOR": "1"} if without else {}), **environment}
        stage = tmp_path / f"story-{len(told)}"
        stage.mkdir()
        told.append(Terminal(stage, [PROGRAM, "--archive", str(folder), *arguments], surroundings, size))
        told[-1].called = view.replace(" ", "-")
        return told[-1]

    try:
        yield begin
    finally:
        for terminal in told:
            terminal.close()


async def still(pilot: Pilot[None]) -> None:
    """Wait until everything asked has been answered and shown."""
    for _ in range(3):
        await pilot.pause()
        while any(not worker.is_finished and not worker.is_cancelled for worker in pilot.app.workers):
            await asyncio.sleep(0.01)
    await pilot.pause()


def shown(pilot: Pilot[None]) -> str:
    """Give the screen as text."""
    screen = pilot.app.screen
    return "\n".join("".join(segment.text for segment in line) for line in screen._compositor.render_strips())


def burst(pilot: Pilot[None], typed: str) -> None:
    """Let keys arrive in one read, as over a slow line."""
    names = {"\r": "enter", "\x1b": "escape"}
    for character in typed:
        key = names.get(character) or _character_to_key(character)
        pilot.app.post_message(events.Key(key, None if character in names else character))


@pytest.fixture
def valley(archive: Archive, photograph: Path) -> Iterator[Archive]:
    """Three testimonies: one with turns and a photograph, one undated with a warning, one not open."""
    turns = (
        ("00:00:00", "Interviewer", "Where was the bridge before the flood?"),
        (
            "00:00:06",
            "Narrator A",
            "Below the mill. The old bridge was of wood, and the river took it in one night.",
        ),
        ("00:01:05", "Narrator A", "In the morning there was nothing left of it but two posts."),
        ("00:02:40", "Interviewer", "Who built it again?"),
        ("00:02:47", "Narrator A", "The village did. The new bridge stands higher; my father carried stones for it."),
    )
    spoken = tuple(Passage(words, at=locator.parse(at), speaker=who) for at, who, words in turns)
    archive.add(
        told(
            title="The night the river took the bridge",
            agents=(Agent(role="narrator", name="Narrator A"), Agent(role="interviewer", name="Interviewer B")),
            place=Link("The valley"),
            scope_and_content="How a wooden bridge was lost in a flood and built again.",
            media=(
                MediaItem(photograph.name, caption="The place of the bridge", alt_text="A river bank with two posts"),
            ),
            transcripts=(Transcript("en", status="checked", timing="cue", passages=spoken),),
        ),
        by=KEEPER,
        media=[photograph],
    )
    archive.add(
        told(
            "It rained for nine days.",
            "Nobody spoke of the bridge afterwards.",
            title="A found notebook",
            kind="found_document",
            date=edtf.parse("XXXX"),
            content_notes=("tells of drowning",),
        ),
        by=KEEPER,
    )
    archive.add(told("They said it was under control.", title="A statement", access="staff"), by=KEEPER)
    yield archive


@pytest.fixture
def room(valley: Archive) -> ReadingRoom:
    """The reading room over the valley's archive."""
    return ReadingRoom(lambda: valley)


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the archive that every test gets a copy of."""
    return tmp_path_factory.mktemp("begun")


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], begun: Path, tmp_path: Path) -> Callable[..., Said]:
    """Ask a command of the archive `a`, which is begun and holds one letter and one interview."""
    (tmp_path / "letter.txt").write_text(LETTER, encoding="utf-8")
    (tmp_path / "flood.md").write_text(SHEET, encoding="utf-8")
    if not (begun / "a").exists():
        assert ask(capsys, "init", begun / "a", "--title", "Voices").code == 0
        for name in ("letter.txt", "flood.md"):
            assert ask(capsys, "-A", begun / "a", "add", tmp_path / name).code == 0
    # The index belongs to the person who built it, and every test is another person.
    shutil.copytree(begun / "a", tmp_path / "a", ignore=shutil.ignore_patterns("index"))
    with Archive(tmp_path / "a") as opened:
        opened.catch_up()
    return lambda *arguments: ask(capsys, "-A", tmp_path / "a", *arguments)
