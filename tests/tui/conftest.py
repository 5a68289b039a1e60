"""Small archives to read in and to ask by commands, and a way to wait until the room is still."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from archive.archive import Archive
from testimonies import edtf, locator
from testimonies.testimony import Agent, Link, MediaItem
from testimonies.transcript import Passage, Transcript
from tests.conftest import KEEPER, told
from tests.tui.front import LETTER, SHEET, Said, ask
from tui.app import ReadingRoom

SIZE = (100, 30)


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
