"""Three hundred real, strange and broken files."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from media.look import Findings, describe
from media.thumbnail import make
from testimonies.errors import UnreadableFile


@pytest.fixture(scope="module")
def media(corpus: Path) -> Path:
    return corpus / "media"


@pytest.fixture(scope="module")
def found(media: Path) -> dict[str, Findings]:
    """All of them but the empty one."""
    return {
        str(path.relative_to(media)): describe(path)
        for path in sorted(media.rglob("*"))
        if path.is_file() and path.stat().st_size
    }


def test_every_file_is_described_in_words_that_are_safe_to_show(found: dict[str, Findings]) -> None:
    assert len(found) > 280
    for findings in found.values():
        for sentence in (*findings.notes, *filter(None, [findings.unreadable])):
            assert sentence.isprintable()
            assert sentence.endswith(".")


def test_nothing_is_altered_by_being_looked_at(media: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(media / "made", tmp_path / "made")
    before = _digests(copy)
    for path in sorted(copy.iterdir()):
        if path.stat().st_size:
            describe(path)
            make(path, tmp_path / "cache" / f"{path.name}.png")
    assert _digests(copy) == before


def _digests(folder: Path) -> dict[str, tuple[str, int]]:
    return {
        path.name: (hashlib.sha512(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in folder.iterdir()
    }


@pytest.mark.parametrize("number", range(9))
def test_landscapes_are_seen_as_landscapes(found: dict[str, Findings], number: int) -> None:
    findings = found[f"exif-orientation/Landscape_{number}.jpg"]
    assert (findings.width, findings.height) == (1800, 1200)
    assert findings.orientation == (number or None)


@pytest.mark.parametrize("number", [1, 6, 8])
def test_portraits_are_seen_as_portraits(found: dict[str, Findings], number: int) -> None:
    findings = found[f"exif-orientation/Portrait_{number}.jpg"]
    assert (findings.width, findings.height) == (1200, 1800)


@pytest.mark.parametrize("name", ["gps-north-east.jpg", "gps-south-west-below-sea.jpg"])
def test_photographs_that_tell_where_they_were_taken_are_found(found: dict[str, Findings], name: str) -> None:
    findings = found[f"made/{name}"]
    assert findings.has_gps
    assert findings.captured is not None
    assert findings.captured.startswith("1938-")


@pytest.mark.parametrize(
    ("name", "mime", "said"),
    [
        ("png-bytes.jpg", "image/png", "The name says .jpg, but it is a PNG image."),
        ("jpeg-bytes.png", "image/jpeg", "The name says .png, but it is a JPEG image."),
        ("jpeg-bytes.mp3", "image/jpeg", "The name says .mp3, but it is a JPEG image."),
        ("html-bytes.jpg", "text/html", "The name says .jpg, but it is an HTML page."),
        ("flac-bytes.wav", "audio/flac", "The name says .wav, but it is a FLAC recording."),
    ],
)
def test_wrong_names_are_noticed(found: dict[str, Findings], name: str, mime: str, said: str) -> None:
    assert (found[f"made/{name}"].mime, found[f"made/{name}"].notes) == (mime, (said,))


@pytest.mark.parametrize(
    "name",
    [
        "made/truncated-half.jpg",
        "made/truncated-half.heif",
        "made/truncated-header-says-2s.wav",
        "made/truncated-faststart.mp4",
        "pillow/truncated_jpeg.jpg",
        "pillow/truncated_end_chunk.png",
    ],
)
def test_what_is_cut_short_says_so(found: dict[str, Findings], name: str) -> None:
    findings = found[name]
    assert findings.unreadable is not None
    assert "cut short" in findings.unreadable
    assert findings.width or findings.duration_ms


@pytest.mark.parametrize("name", ["pngsuite/xc1n0g08.png", "pngsuite/xhdn0g08.png", "pillow/broken_data_stream.png"])
def test_what_is_corrupt_says_so(found: dict[str, Findings], name: str) -> None:
    assert found[name].unreadable


def test_the_empty_file_is_refused(media: Path) -> None:
    with pytest.raises(UnreadableFile, match="is empty"):
        describe(media / "made" / "zero-bytes.jpg")


def test_films_tell_how_long_and_how_large_they_are(found: dict[str, Findings]) -> None:
    short, rotated = found["made/short-3s.mp4"], found["made/rotated-3s.mp4"]
    assert (short.kind, short.duration_ms, short.width, short.height) == ("video", 3000, 320, 180)
    assert (rotated.kind, rotated.duration_ms, rotated.width, rotated.height) == ("video", 3000, 180, 320)


def test_a_film_that_tells_where_it_was_taken_is_found(media: Path, tmp_path: Path) -> None:
    film = (media / "made" / "short-3s.mp4").read_bytes()
    assert not describe(media / "made" / "short-3s.mp4").has_gps
    said = b"+39.8000+046.7000/"
    place = b"\xa9xyz" + len(said).to_bytes(2, "big") + b"\x15\xc7" + said
    noted = _box(b"udta", _box(place[:4], place[4:]))
    at = film.index(b"moov") - 4
    end = at + int.from_bytes(film[at : at + 4], "big")
    (tmp_path / "a.mp4").write_bytes(film[:at] + _box(b"moov", film[at + 8 : end] + noted) + film[end:])
    assert describe(tmp_path / "a.mp4").has_gps


def _box(name: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + name + content


@pytest.mark.parametrize(
    ("name", "mime", "codec"),
    [
        ("full.mp3", "audio/mpeg", "MPEG Audio Layer 3"),
        ("full.flac", "audio/flac", "FLAC"),
        ("full.ogg", "audio/ogg", "Vorbis"),
        ("full.opus", "audio/opus", "Opus"),
        ("full.m4a", "audio/mp4", "AAC"),
        ("full.alac.m4a", "audio/mp4", "ALAC"),
        ("full.aiff", "audio/x-aiff", "PCM"),
        ("full.wma", "audio/x-ms-wma", "WMA"),
        ("mpeglayer3.wav", "audio/x-wav", "MPEG Audio Layer 3"),
    ],
)
def test_recordings_are_known_by_their_codec(found: dict[str, Findings], name: str, mime: str, codec: str) -> None:
    findings = found[f"beets-audio/{name}"]
    assert (findings.kind, findings.mime, findings.unreadable) == ("audio", mime, None)
    assert str(findings.codec["audio"]).startswith(codec)
    assert findings.duration_ms


@pytest.mark.parametrize(
    ("name", "mime", "pages"),
    [
        ("lorem-ipsum.pdf", "application/pdf", 2),
        ("lorem-ipsum.oo3.2.export-pdfa.pdf", "application/pdf", 1),
        ("lorem-ipsum.doc", "application/msword", None),
        ("lorem-ipsum.oo3.2.odt", "application/vnd.oasis.opendocument.text", None),
        ("lorem-ipsum.rtf", "application/rtf", None),
        ("lorem-ipsum.htm", "text/html", None),
        ("lorem-ipsum.mht", "multipart/related", None),
        ("lorem-ipsum-pages-09-4.1-923.epub", "application/epub+zip", None),
    ],
)
def test_documents_are_known(found: dict[str, Findings], name: str, mime: str, pages: int | None) -> None:
    findings = found[f"opf-documents/{name}"]
    assert (findings.kind, findings.mime, findings.pages, findings.notes) == ("document", mime, pages, ())


def test_three_pages_of_mixed_size_are_three_pages(found: dict[str, Findings]) -> None:
    assert found["made/three-pages-mixed.tiff"].pages == 3


@pytest.mark.parametrize("number", range(1, 9))
def test_a_scan_is_upright_whichever_way_it_lies(media: Path, tmp_path: Path, number: int) -> None:
    assert make(media / "pillow" / f"g4_orientation_{number}.tif", tmp_path / "small.png")
    assert make(media / "pillow" / "g4_orientation_1.tif", tmp_path / "upright.png")
    with Image.open(tmp_path / "small.png") as small, Image.open(tmp_path / "upright.png") as upright:
        assert small.size == upright.size
        assert max(ImageStat.Stat(ImageChops.difference(small, upright)).mean) < 5


def test_transcripts_are_known_as_such(corpus: Path) -> None:
    folder = corpus / "transcripts" / "ramp-lunchroom"
    cues = [path for path in sorted(folder.rglob("*")) if path.suffix in {".vtt", ".srt"}]
    kinds = {path.suffix: describe(path).mime for path in cues}
    assert kinds == {".vtt": "text/vtt", ".srt": "application/x-subrip"}
