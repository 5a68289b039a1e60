"""Looking at a picture from near, turned and inverted, without touching the file."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from media.view import Seen, View, see
from testimonies.errors import UnreadableFile
from tests.media import samples
from tests.media.test_thumbnail import _UNDO, _near


def drawn(seen: Seen) -> Image.Image:
    return Image.open(io.BytesIO(seen.png), formats=("PNG",)).convert("RGB")


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("turns", range(4))
def test_what_is_near_is_the_same_spot_however_the_file_lies(tmp_path: Path, orientation: int, turns: int) -> None:
    upright = samples.quarters()
    lying = upright.transpose(_UNDO[orientation]) if orientation > 1 else upright
    block = Image.Exif()
    block[ExifTags.Base.Orientation] = orientation
    lying.save(tmp_path / "a.png", exif=block)
    # The upper left quarter, which is red; turned with it as often as the view is.
    view = View(near=2.0, across=0.25, down=0.25)
    for _ in range(turns):
        view = view.turned()
    seen = see(tmp_path / "a.png", tmp_path, view, (30, 20) if turns % 2 == 0 else (20, 30))
    picture = drawn(seen)
    spots = [(x, y) for x in (4, picture.width - 5) for y in (4, picture.height - 5)]
    assert all(_near(picture.getpixel(spot), samples.RED) for spot in spots)


def test_a_view_fits_the_box_and_is_never_enlarged_as_a_whole(tmp_path: Path) -> None:
    Image.new("RGB", (300, 200), samples.GREEN).save(tmp_path / "a.png")
    assert drawn(see(tmp_path / "a.png", tmp_path, View(), (60, 60))).size == (60, 40)
    assert drawn(see(tmp_path / "a.png", tmp_path, View(), (900, 900))).size == (300, 200)


def test_one_goes_no_nearer_than_the_pixels_of_the_original(tmp_path: Path) -> None:
    Image.new("RGB", (300, 200), samples.GREEN).save(tmp_path / "a.png")
    seen = see(tmp_path / "a.png", tmp_path, View(near=90.0), (60, 40))
    assert (seen.scale, seen.near) == (2.0, 10.0)
    assert drawn(seen).size == (60, 40)


def test_a_negative_is_inverted_and_the_file_stays_as_it_was(tmp_path: Path) -> None:
    source = tmp_path / "a.png"
    Image.new("RGB", (30, 20), (250, 10, 10)).save(source)
    before = hashlib.sha512(source.read_bytes()).digest()
    assert drawn(see(source, tmp_path, View().inverse(), (30, 20))).getpixel((3, 3)) == (5, 245, 245)
    assert hashlib.sha512(source.read_bytes()).digest() == before
    assert [one.name for one in tmp_path.iterdir()] == ["a.png"]


def test_a_scan_of_24_megapixels_is_seen_to_its_pixels(tmp_path: Path) -> None:
    scan = Image.new("RGB", (6000, 4000), (200, 190, 170))
    scan.paste((10, 10, 10), (4500, 1000, 4504, 1004))
    scan.save(tmp_path / "scan.jpg", quality=95)
    # A spot of four pixels: lost in the whole, clear when seen from near.
    view = View(near=60.0, across=4502 / 6000, down=1002 / 4000)
    seen = see(tmp_path / "scan.jpg", tmp_path, view, (100, 66))
    assert max(drawn(seen).getpixel((50, 33))) < 60
    assert seen.scale == pytest.approx(1.0, rel=0.02)


def test_what_cannot_be_decoded_is_one_sentence(tmp_path: Path) -> None:
    whole = samples.jpeg(tmp_path / "a.jpg").read_bytes()
    (tmp_path / "b.jpg").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "c.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    for name in ("b.jpg", "c.svg"):
        with pytest.raises(UnreadableFile, match=r"\.$"):
            see(tmp_path / name, tmp_path, View(), (60, 60))
    with pytest.raises(UnreadableFile, match="no such page"):
        see(tmp_path / "a.jpg", tmp_path, View(), (60, 60), page=9)


def test_one_moves_as_far_as_the_edge_and_no_further() -> None:
    far = replace(View(), near=4.0).moved(99, 99)
    assert (far.across, far.down) == (0.875, 0.875)
    assert View().moved(3, 3) == View()
    assert far.nearer(-20) == View()
