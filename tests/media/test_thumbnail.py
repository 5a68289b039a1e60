"""Small copies, and the terminal's view of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageStat

from media.picture import half_blocks
from media.thumbnail import make
from testimonies.errors import ReadOnly
from tests.media import samples


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("form", ["jpg", "tif"])
def test_a_small_copy_stands_upright(tmp_path: Path, orientation: int, form: str) -> None:
    source, target = tmp_path / f"a.{form}", tmp_path / "cache" / "small.png"
    lying = samples.quarters().transpose(_UNDO[orientation]) if orientation > 1 else samples.quarters()
    block = Image.Exif()
    block[ExifTags.Base.Orientation] = orientation
    lying.save(source, exif=block)
    assert make(source, target, (60, 60))
    with Image.open(target) as small:
        assert small.size == (60, 40)
        for spot, colour in (((5, 5), samples.RED), ((55, 5), samples.GREEN), ((5, 35), samples.BLUE)):
            assert _near(small.getpixel(spot), colour)


_UNDO = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def _near(seen: object, meant: tuple[int, int, int]) -> bool:
    assert isinstance(seen, tuple)
    return all(abs(one - other) < 40 for one, other in zip(seen, meant, strict=True))


def test_nothing_of_the_originals_metadata_travels_along(tmp_path: Path) -> None:
    source = samples.jpeg(tmp_path / "a.jpg", {ExifTags.Base.Artist: "PLANTED-WORD", ExifTags.Base.Orientation: 6})
    for target in (tmp_path / "s.png", tmp_path / "s.jpg"):
        assert make(source, target)
        assert b"PLANTED-WORD" not in target.read_bytes()
        assert b"Exif" not in target.read_bytes()
        with Image.open(target) as small:
            assert (small.format, len(small.getexif())) == ({".png": "PNG", ".jpg": "JPEG"}[target.suffix], 0)


def test_any_page_of_a_scan_can_be_shown(tmp_path: Path) -> None:
    pages = [Image.new("RGB", (30, 20), colour) for colour in (samples.RED, samples.GREEN)]
    pages[0].save(tmp_path / "a.tif", save_all=True, append_images=pages[1:])
    assert make(tmp_path / "a.tif", tmp_path / "2.png", page=2)
    with Image.open(tmp_path / "2.png") as small:
        assert small.getpixel((3, 3)) == samples.GREEN
    assert not make(tmp_path / "a.tif", tmp_path / "3.png", page=3)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "F", "I"])
def test_every_kind_of_pixel_becomes_plain_colour(tmp_path: Path, mode: str) -> None:
    deep = mode == "I;16"
    picture = Image.new(mode, (20, 20), 32768) if deep else Image.new("L", (20, 20), 128).convert(mode)
    source = tmp_path / ("a.tif" if mode in {"CMYK", "F", "I"} else "a.png")
    picture.save(source)
    assert make(source, tmp_path / "small.png")
    with Image.open(tmp_path / "small.png") as small:
        mean = ImageStat.Stat(small).mean
        assert max(mean) - min(mean) < 12
        assert 90 < mean[0] < 165


@pytest.mark.parametrize("white", [700, 4095, 65535])
def test_a_scan_of_deep_grey_is_neither_black_nor_burnt_out(tmp_path: Path, white: int) -> None:
    picture = Image.new("I;16", (40, 20), 0)
    picture.paste(white, (20, 0, 40, 20))
    picture.save(tmp_path / "a.tif")
    assert make(tmp_path / "a.tif", tmp_path / "small.png")
    with Image.open(tmp_path / "small.png") as small:
        assert _near(small.getpixel((5, 10)), (0, 0, 0))
        light = small.getpixel((35, 10))
        assert isinstance(light, tuple)
        assert light[0] > 150


def test_the_see_through_lies_on_white_paper(tmp_path: Path) -> None:
    Image.new("RGBA", (8, 8), (255, 0, 0, 0)).save(tmp_path / "a.png")
    assert make(tmp_path / "a.png", tmp_path / "small.png")
    with Image.open(tmp_path / "small.png") as small:
        assert small.getpixel((4, 4)) == samples.WHITE


def test_a_small_copy_replaces_the_one_before_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    source, cache = samples.jpeg(tmp_path / "a.jpg"), tmp_path / "cache"
    assert make(source, cache / "small.png", (60, 60))
    assert make(source, cache / "small.png", (30, 30))
    assert not make(samples.tone(tmp_path / "a.wav"), cache / "other.png")
    (tmp_path / "cut.jpg").write_bytes(source.read_bytes()[:900])
    assert not make(tmp_path / "cut.jpg", cache / "small.png")
    assert [path.name for path in cache.iterdir()] == ["small.png"]
    with Image.open(cache / "small.png") as small:
        assert small.size == (30, 20)


def test_a_cache_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file in the way")
    with pytest.raises(ReadOnly, match=r"can't be written"):
        make(samples.jpeg(tmp_path / "a.jpg"), tmp_path / "cache" / "small.png")


def test_half_blocks_keep_the_proportions_of_the_picture(tmp_path: Path) -> None:
    samples.quarters(120, 80).save(tmp_path / "small.png")
    cells = half_blocks(tmp_path / "small.png", columns=60, rows=60)
    assert (len(cells), len(cells[0])) == (20, 60)
    assert cells[2][5] == (samples.RED, samples.RED)
    assert cells[2][-5] == (samples.GREEN, samples.GREEN)
    assert cells[-2][5] == (samples.BLUE, samples.BLUE)


@pytest.mark.parametrize("size", [(1, 1), (1, 500), (500, 1), (3, 7), (640, 427)])
def test_half_blocks_never_outgrow_the_room_they_have(tmp_path: Path, size: tuple[int, int]) -> None:
    Image.new("RGB", size, samples.RED).save(tmp_path / "small.png")
    for columns, rows in ((1, 1), (80, 24), (7, 3)):
        cells = half_blocks(tmp_path / "small.png", columns, rows)
        assert 1 <= len(cells) <= rows
        assert all(1 <= len(row) <= columns for row in cells)
