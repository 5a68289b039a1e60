"""Looking at pictures: near and far, page by page beside their words, described, and harmless."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags, Image, ImageDraw

from archive.archive import Archive
from testimonies import locator
from testimonies.testimony import MediaItem
from testimonies.transcript import Passage, Transcript
from tests.conftest import KEEPER, told
from tests.tui.conftest import SIZE, burst, shown, still
from tests.tui.terminal import Terminal
from tui.app import ReadingRoom
from tui.graphics import Graphics
from tui.screens.describing import Describing
from tui.screens.media import Media
from tui.screens.reading import Reading

LINES = (
    ("p1:1", "I write this by the lamp."),
    ("p1:2", "The water stands at the second step."),
    ("p2:1", "In the morning the mill was gone."),
    ("p2:2", "We went up with the animals."),
    ("p2:3", "Nobody spoke."),
)


def page(path: Path, number: int) -> Path:
    """Draw a page of a notebook."""
    sheet = Image.new("RGB", (600, 800), (235, 225, 200))
    pen = ImageDraw.Draw(sheet)
    for y in range(80, 80 + 60 * (number + 1), 60):
        pen.line([60, y, 540, y], fill=(40, 40, 90), width=8)
    pen.line([0, 0, 600, 800], fill=(120, 30, 30), width=30)
    sheet.save(path)
    return path


@pytest.fixture
def notebook(archive: Archive, tmp_path: Path) -> Iterator[Archive]:
    """A notebook of two scanned pages with their lines, and a photograph that nobody has described."""
    scans = [page(tmp_path / f"page-{number}.png", number) for number in (1, 2)]
    Image.new("RGB", (400, 300), (120, 140, 90)).save(tmp_path / "house.png")
    archive.add(
        told(
            title="A notebook of the flood",
            kind="found_document",
            media=(
                MediaItem("page-1.png", role="scan_page", alt_text="A page of handwriting", creator="Archivist A"),
                MediaItem("page-2.png", role="scan_page", alt_text="A page of handwriting"),
                MediaItem("house.png"),
            ),
            transcripts=(
                Transcript("en", passages=tuple(Passage(words, at=locator.parse(at)) for at, words in LINES)),
            ),
        ),
        by=KEEPER,
        media=[*scans, tmp_path / "house.png"],
    )
    yield archive


@pytest.fixture
def table(notebook: Archive) -> ReadingRoom:
    """The reading room over the notebook."""
    return ReadingRoom(lambda: notebook)


def flat(said: str) -> str:
    return " ".join(said.split())


def beside(pilot: Any) -> str:
    """Give what stands right of the picture."""
    return flat(" ".join(row.partition("│")[2] for row in shown(pilot).splitlines()))


async def test_a_page_stands_beside_its_lines_and_pages_are_turned(table: ReadingRoom) -> None:
    async with table.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("m")
        await still(pilot)
        assert "Page 1 of 2" in shown(pilot)
        assert "The water stands at the second step." in beside(pilot)
        assert "mill was" not in beside(pilot)
        await pilot.press("right_square_bracket")
        await still(pilot)
        assert "Page 2 of 2" in shown(pilot)
        assert "In the morning the mill was gone." in beside(pilot)
        await pilot.press("pageup")
        await still(pilot)
        assert "Page 1 of 2" in shown(pilot)
        await pilot.press("n", "n")
        await still(pilot)
        said = shown(pilot)
        assert "Page 2 of" not in said
        assert "Nobody has described what it shows" in beside(pilot)


async def test_from_a_line_one_comes_to_its_passage_and_from_there_back_to_its_page(table: ReadingRoom) -> None:
    async with table.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("m")
        await still(pilot)
        await pilot.press("right_square_bracket", "j", "enter")
        await still(pilot)
        reading = table.screen
        assert isinstance(reading, Reading)
        passage = reading.reader.passage(reading.reader.cursor)
        assert passage is not None
        assert str(passage.at) == "p2:2"
        await pilot.press("m")
        await still(pilot)
        media = table.screen
        assert isinstance(media, Media)
        assert "Page 2 of 2" in shown(pilot)
        assert media.lines.cursor == 1


async def test_a_picture_is_seen_from_near_moved_in_turned_and_inverted(
    table: ReadingRoom, notebook: Archive
) -> None:
    _, kept = notebook.media_file("oh-0001", "page-1.png")
    before = hashlib.sha512(kept.read_bytes()).digest()
    async with table.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("m")
        await still(pilot)
        media = table.screen
        assert isinstance(media, Media)
        whole = media.picture.drawn
        burst(pilot, "+++")
        await still(pilot)
        assert media.view.near == pytest.approx(3.375)
        assert "3.4 times as near" in shown(pilot)
        near = media.picture.drawn
        assert near != whole
        await pilot.press("up", "left", "h")
        await still(pilot)
        assert media.lines.cursor == 0
        assert media.view.across < 0.5
        assert media.picture.drawn != near
        await pilot.press("0")
        await still(pilot)
        assert media.picture.drawn == whole
        await pilot.press("r", "i")
        await still(pilot)
        assert "turned 90° · inverted" in shown(pilot)
        drawn = media.picture.drawn
        assert drawn is not None
        assert drawn.columns > drawn.rows
        await pilot.press("right_square_bracket")
        await still(pilot)
        assert "turned" not in shown(pilot)
    assert hashlib.sha512(kept.read_bytes()).digest() == before
    assert list((notebook.cache / "views").iterdir()) == []


async def test_what_it_shows_is_written_where_it_is_seen(table: ReadingRoom, notebook: Archive) -> None:
    async with table.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("m")
        await still(pilot)
        await pilot.press("n", "n")
        await still(pilot)
        burst(pilot, "dA house [b]alone[/b]")
        await still(pilot)
        assert isinstance(table.screen, Describing)
        burst(pilot, "\rSeen on the spot\r")
        await still(pilot)
        assert isinstance(table.screen, Media), shown(pilot)
        assert "version 2, is kept" in flat(shown(pilot))
        assert "A house [b]alone[/b]" in beside(pilot)
    assert notebook.show("oh-0001").testimony.media[2].alt_text == "A house [b]alone[/b]"
    assert notebook.history("oh-0001")[-1]["why"] == "Seen on the spot"


async def test_a_description_is_left_with_nothing_changed(table: ReadingRoom, notebook: Archive) -> None:
    async with table.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("m")
        await still(pilot)
        burst(pilot, "dsomething\x1b")
        await still(pilot)
        assert isinstance(table.screen, Media)
    assert notebook.show("oh-0001").version == 1


async def test_an_open_reader_describes_nothing(notebook: Archive) -> None:
    async with ReadingRoom(lambda: notebook, "open").run_test(size=SIZE) as pilot:
        await still(pilot)
        pilot.app.look_at_media("oh-0001")  # type: ignore[attr-defined]
        await still(pilot)
        await pilot.press("d")
        await still(pilot)
        assert not isinstance(pilot.app.screen, Describing)


async def test_where_pictures_are_off_the_words_are_there(table: ReadingRoom) -> None:
    table.graphics = Graphics("none")
    async with table.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("m")
        await still(pilot)
        said = shown(pilot)
        assert "▀" not in said
        assert "A page of handwriting" in beside(pilot)
        assert "Pictures are switched off" in said


async def test_nothing_a_picture_says_of_itself_acts_on_the_terminal(archive: Archive, tmp_path: Path) -> None:
    hostile = "\x1b]0;gone\x07[bold]\u202eEVIL[/bold]\x9b2J"
    block = Image.Exif()
    block[ExifTags.Base.ImageDescription] = block[ExifTags.Base.Artist] = hostile
    Image.new("RGB", (60, 40), (90, 90, 90)).save(tmp_path / "a.jpg", exif=block)
    item = MediaItem("a.jpg", caption=hostile, alt_text=hostile, creator=hostile, observations=(hostile,))
    archive.add(told(title="Hostile", media=(item,)), by=KEEPER, media=[tmp_path / "a.jpg"])
    async with ReadingRoom(lambda: archive).run_test(size=(120, 40)) as pilot:
        await still(pilot)
        pilot.app.look_at_media("oh-0001")  # type: ignore[attr-defined]
        await still(pilot)
        said = shown(pilot)
        assert "[bold]" in said
        assert not set("\x1b\x07\x9b\u202e") & set(said)


ODD = ("half.png", "drawing.svg", "photo.heic")


async def test_what_cannot_be_drawn_is_said_in_one_sentence(archive: Archive, tmp_path: Path) -> None:
    whole = page(tmp_path / "whole.png", 1).read_bytes()
    (tmp_path / "half.png").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "drawing.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", encoding="utf-8")
    (tmp_path / "photo.heic").write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0heicmif1" + bytes(200))
    media = [tmp_path / name for name in ODD]
    archive.add(told(title="Odd", media=tuple(MediaItem(name) for name in ODD)), by=KEEPER, media=media)
    async with ReadingRoom(lambda: archive).run_test(size=SIZE) as pilot:
        await still(pilot)
        pilot.app.look_at_media("oh-0001")  # type: ignore[attr-defined]
        await still(pilot)
        for _ in ODD:
            screen = pilot.app.screen
            assert isinstance(screen, Media)
            assert screen.picture._said.endswith(".")
            assert screen.picture.drawn is None
            await pilot.press("n")
            await still(pilot)


def test_the_media_screen_has_a_page_beside_its_lines(table: ReadingRoom, snap_compare: Any) -> None:
    """To be seen: the page on the left; on the right the files, the page's lines with numbers, and its facts."""

    async def walk(pilot: Any) -> None:
        await still(pilot)
        await pilot.press("m")
        await still(pilot)

    assert snap_compare(table, terminal_size=SIZE, run_before=walk)


def test_a_story_of_a_scanned_notebook(story: Callable[..., Terminal], notebook: Archive) -> None:
    notebook.close()
    terminal = story(notebook.folder, "browse")
    terminal.wait(r"▶ ?oh-0001")
    terminal.press("m")
    terminal.wait(r"Page 1 of 2")
    terminal.wait("▀▀▀▀")
    terminal.look("media-page")
    terminal.type("]")
    terminal.wait(r"Page 2 of 2")
    terminal.type("++++")
    terminal.wait(r"times as near, \d+% of its pixels")
    terminal.look("media-near")
    terminal.type("0d")
    terminal.wait("Describe page-2.png")
    terminal.look("media-describe")
    terminal.press("Escape")
    terminal.wait_until_gone("Describe page-2.png")
    terminal.press("j", "Enter")
    terminal.wait(r"p2:2")
    terminal.press("Escape")
    terminal.wait(r"Page 2 of 2")
    assert re.search("▀", terminal.screen())
