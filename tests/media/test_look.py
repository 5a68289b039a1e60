"""What a file tells of itself."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pypdf
import pytest
from PIL import ExifTags, Image

from media.look import describe
from tests.media import samples

EXIF = ExifTags.Base


def test_a_photograph_tells_its_size_day_and_camera(tmp_path: Path) -> None:
    path = samples.jpeg(tmp_path / "a.jpg", {EXIF.Make: "Kodak"}, {EXIF.DateTimeOriginal: "1938:07:04 10:11:12"})
    found = describe(path)
    assert (found.kind, found.mime, found.format) == ("photograph", "image/jpeg", "JPEG image")
    assert (found.width, found.height, found.captured) == (120, 80, "1938-07-04")
    assert (found.size, found.unreadable, found.notes) == (path.stat().st_size, None, ())


def test_a_drawing_without_camera_data_is_an_image(tmp_path: Path) -> None:
    samples.quarters().save(tmp_path / "a.png")
    found = describe(tmp_path / "a.png")
    assert (found.kind, found.puid, found.captured, found.has_gps) == ("image", "fmt/11", None, False)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_size_is_that_of_the_picture_as_seen(tmp_path: Path, orientation: int) -> None:
    path = samples.jpeg(tmp_path / "a.jpg", {EXIF.Orientation: orientation})
    found = describe(path)
    assert found.orientation == orientation
    assert (found.width, found.height) == ((80, 120) if orientation > 4 else (120, 80))


def test_a_turned_tiff_is_seen_upright_too(tmp_path: Path) -> None:
    samples.quarters().save(tmp_path / "a.tif", tiffinfo={EXIF.Orientation: 6})
    found = describe(tmp_path / "a.tif")
    assert (found.width, found.height, found.orientation, found.pages) == (80, 120, 6, 1)


def test_an_orientation_that_does_not_exist_is_noted(tmp_path: Path) -> None:
    found = describe(samples.jpeg(tmp_path / "a.jpg", {EXIF.Orientation: 9}))
    assert found.orientation is None
    assert "orientation" in found.notes[0]


@pytest.mark.parametrize("written", ["1938:13:41 00:00:00", "last summer", "1938", "\x1b[2J:07:04"])
def test_a_capture_date_that_is_no_date_is_left_out_with_a_note(tmp_path: Path, written: str) -> None:
    found = describe(samples.jpeg(tmp_path / "a.jpg", inner={EXIF.DateTimeOriginal: written}))
    assert found.captured is None
    assert "is no date" in found.notes[0]
    assert found.notes[0].isprintable()


def test_a_clock_that_was_never_set_says_nothing(tmp_path: Path) -> None:
    found = describe(samples.jpeg(tmp_path / "a.jpg", inner={EXIF.DateTimeOriginal: "0000:00:00 00:00:00"}))
    assert (found.captured, found.notes) == (None, ())


def test_a_photograph_that_tells_where_it_was_taken_is_marked(tmp_path: Path) -> None:
    block = Image.Exif()
    block.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (39.0, 49.0, 0.0), 3: "E", 4: (46.0, 45.0, 0.0)})
    samples.quarters().save(tmp_path / "a.jpg", exif=block)
    assert describe(tmp_path / "a.jpg").has_gps


def test_a_place_told_in_xmp_alone_is_found_too(tmp_path: Path) -> None:
    xmp = b'<x:xmpmeta><rdf:Description exif:GPSLatitude="39,49.5N"/></x:xmpmeta>'
    samples.quarters().save(tmp_path / "a.jpg", xmp=xmp)
    assert describe(tmp_path / "a.jpg").has_gps


def test_a_telephones_picture_tells_its_day_and_place_though_nobody_here_can_show_it(tmp_path: Path) -> None:
    block = Image.Exif()
    block[EXIF.Make] = "Camera"
    block.get_ifd(ExifTags.IFD.Exif)[EXIF.DateTimeOriginal] = "2023:09:28 08:00:00"
    block.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (39.0, 49.0, 0.0)})
    box = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
    payload = bytes(40) + block.tobytes() + bytes(40)
    (tmp_path / "a.heic").write_bytes(box + (len(payload) + 8).to_bytes(4, "big") + b"mdat" + payload)
    found = describe(tmp_path / "a.heic")
    assert (found.kind, found.mime, found.captured, found.has_gps) == ("photograph", "image/heic", "2023-09-28", True)
    assert "can't show HEIC" in found.notes[-1]


def test_an_encrypted_document_is_kept_and_said_to_be(tmp_path: Path) -> None:
    document = pypdf.PdfWriter()
    document.add_blank_page(100, 100)
    document.encrypt("secret", algorithm="RC4-128")
    document.write(tmp_path / "a.pdf")
    found = describe(tmp_path / "a.pdf")
    assert found.unreadable == "The PDF document is encrypted and can't be looked into; the file is kept as it is."


def test_the_pages_of_a_scan_are_counted(tmp_path: Path) -> None:
    pages = [samples.quarters(60, 40) for _ in range(4)]
    pages[0].save(tmp_path / "a.tiff", save_all=True, append_images=pages[1:])
    assert describe(tmp_path / "a.tiff").pages == 4


def test_the_frames_of_an_animation_are_no_pages(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in (samples.RED, samples.GREEN, samples.BLUE)]
    frames[0].save(tmp_path / "a.gif", save_all=True, append_images=frames[1:])
    found = describe(tmp_path / "a.gif")
    assert (found.pages, found.codec["frames"]) == (None, 3)


def test_a_recording_tells_its_length_and_how_it_is_coded(tmp_path: Path) -> None:
    found = describe(samples.tone(tmp_path / "a.wav", 0.5))
    assert (found.kind, found.duration_ms, found.puid) == ("audio", 500, "fmt/141")
    assert (found.codec["sample_rate"], found.codec["channels"], found.codec["bit_depth"]) == (16000, 1, 16)


def test_a_photograph_cut_short_is_unreadable_but_keeps_its_size(tmp_path: Path) -> None:
    whole = samples.jpeg(tmp_path / "whole.jpg").read_bytes()
    (tmp_path / "a.jpg").write_bytes(whole[: len(whole) // 2])
    found = describe(tmp_path / "a.jpg")
    assert found.unreadable == "The data of the JPEG image is cut short; the file is kept as it is."
    assert (found.width, found.height) == (120, 80)


def test_a_recording_cut_short_is_said_to_be(tmp_path: Path) -> None:
    whole = samples.tone(tmp_path / "whole.wav", 1).read_bytes()
    (tmp_path / "a.wav").write_bytes(whole[: len(whole) // 4])
    found = describe(tmp_path / "a.wav")
    assert found.unreadable is not None
    assert "cut short" in found.unreadable


def test_the_name_is_not_believed(tmp_path: Path) -> None:
    samples.quarters().save(tmp_path / "a.jpg", "PNG")
    found = describe(tmp_path / "a.jpg")
    assert (found.mime, found.notes) == ("image/png", ("The name says .jpg, but it is a PNG image.",))


def test_a_program_named_as_a_photograph_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"MZ" + bytes(200) + b"PE\0\0" + bytes(200))
    found = describe(tmp_path / "a.jpg")
    assert (found.kind, found.notes) == ("other", ("The name says .jpg, but it is a program.",))


def test_what_nobody_knows_is_kept_as_other(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(bytes(range(256)) * 8)
    found = describe(tmp_path / "a.wav")
    assert (found.kind, found.mime) == ("other", "application/octet-stream")
    assert found.notes == ("The name says .wav, but the file is not a WAVE recording, nor anything else we know.",)


def test_a_picture_we_cannot_show_is_not_called_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    found = describe(tmp_path / "a.svg")
    assert (found.kind, found.mime, found.unreadable) == ("image", "image/svg+xml", None)
    assert "never draws SVG" in found.notes[0]


def test_a_word_document_is_known_by_what_is_in_it(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>" * 100_000)
    found = describe(tmp_path / "a.zip")
    assert (found.kind, found.puid) == ("document", "fmt/412")


def test_looking_imports_no_decoder_into_the_program() -> None:
    heavy = "{'PIL', 'pypdf', 'pymediainfo', 'puremagic'}"
    code = f"import sys, media.look, media.thumbnail, media.picture; sys.exit(bool({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
