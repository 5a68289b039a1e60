"""The founding collection's picture: a rendering that says so, in itself and in its record."""

from __future__ import annotations

import pytest
from PIL import Image, ImageFont

from media.look import describe
from testimonies import sheet
from testimonies.testimony import MediaItem
from tests.conftest import HOUSE, missing
from tests.media import make_founding

FOLDER = HOUSE / "media" / "founding"
SHEETS = HOUSE / "testimonies" / "founding"
STATED = "a rendering, not a photograph"


def described() -> dict[str, MediaItem]:
    """Every medium of the founding sheets, by its file."""
    read = [sheet.read(path.read_text(encoding="utf-8")) for path in sorted(SHEETS.glob("*.md"))]
    return {item.file: item for testimony in read for item in testimony.media}


def test_the_folder_holds_the_media_the_sheets_describe_and_nothing_else() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(described()) == {"page-1.png"}


def test_every_caption_and_alt_text_says_that_it_is_a_rendering() -> None:
    for item in described().values():
        assert STATED in (item.caption or "").casefold()
        assert STATED in (item.alt_text or "").casefold()


def test_the_alt_text_gives_the_words_that_stand_in_the_picture() -> None:
    assert make_founding.LINE in (described()["page-1.png"].alt_text or "")


@pytest.mark.parametrize("name", sorted(described()))
def test_every_picture_is_small_and_tells_nothing_about_where_it_was_made(name: str) -> None:
    findings = describe(FOLDER / name)
    assert (findings.mime, findings.unreadable, findings.notes) == ("image/png", None, ())
    assert findings.size < 64_000
    assert findings.captured is None
    assert not findings.has_gps


def test_the_picture_itself_says_what_it_is_when_it_is_parted_from_its_record() -> None:
    with Image.open(FOLDER / "page-1.png") as picture:
        assert STATED in picture.info["Title"]
        assert picture.info["Description"].casefold().startswith(STATED)
        assert not picture.getexif()


def test_the_page_can_be_drawn_again() -> None:
    try:
        ImageFont.truetype("DejaVuSerif.ttf", 64)
    except OSError:
        missing("the font DejaVu Serif")
    with Image.open(FOLDER / "page-1.png") as picture:
        drawn = make_founding.page()
        assert drawn.size == picture.size
        # The letters differ by a shade from one FreeType to the next; the ink must lie in the same place.
        assert _ink(drawn) == _ink(picture.convert("RGB"))


def _ink(picture: Image.Image) -> tuple[int, int, int, int] | None:
    """Where anything darker than the paper and its rules stands."""
    return picture.convert("L").point(lambda light: 255 if light < 128 else 0).getbbox()
