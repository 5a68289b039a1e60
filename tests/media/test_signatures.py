"""Telling a format by its bytes alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media import formats, signatures
from media.opening import plain


def _box(brand: bytes, *compatible: bytes) -> bytes:
    body = brand + b"\0\0\0\0" + b"".join(compatible)
    return (8 + len(body)).to_bytes(4, "big") + b"ftyp" + body + bytes(64)


_MP3 = b"\xff\xfb\x90\x00" + bytes(413)
_AAC = b"\xff\xf1\x50\x80\x02\x1f\xfc" + bytes(9)


@pytest.mark.parametrize(
    ("head", "mime"),
    [
        (_box(b"isom", b"mp41"), "video/mp4"),
        (_box(b"qt  "), "video/quicktime"),
        (b"\0\0\0\x08wide\0\0\0\0mdat", "video/quicktime"),
        (_box(b"M4A ", b"isom"), "audio/mp4"),
        (_box(b"3gp5"), "video/3gpp"),
        (_box(b"heic", b"mif1"), "image/heic"),
        (_box(b"mif1", b"heic"), "image/heic"),
        (_box(b"mif1", b"avif"), "image/avif"),
        (_box(b"avif", b"mif1"), "image/avif"),
        (_box(b"mif1"), "image/heif"),
        (b"\x1aE\xdf\xa3\x93\x42\x82\x88matroska", "video/x-matroska"),
        (b"\x1aE\xdf\xa3\x93\x42\x82\x84webm", "video/webm"),
        (b"RIFF\0\0\0\0AVI LIST", "video/x-msvideo"),
        (b"RF64\xff\xff\xff\xffWAVEds64", "audio/x-wav"),
        (b"FORM\0\0\0\0AIFC", "audio/x-aiff"),
        (b"OggS" + bytes(24) + b"OpusHead", "audio/opus"),
        (b"OggS" + bytes(24) + b"\x80theora", "application/ogg"),
        (b"ID3\x03\0\0\0\0\0\x02\0\0fLaC", "audio/flac"),
        (b"ID3\x03\0\0\0\0\x02\x01" + bytes(300), "audio/mpeg"),
        (_MP3 * 2, "audio/mpeg"),
        (_AAC * 2, "audio/aac"),
        (b"\x03ds2" + bytes(60), "audio/x-dss"),
        (b"\x00\x00\x01\xba" + bytes(60), "video/mpeg"),
        ((b"G" + bytes(187)) * 4, "video/mp2t"),
        (b"junk before\n%PDF-1.4\n", "application/pdf"),
        (b"P6 2 2 255\n" + bytes(12), "image/x-portable-anymap"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "application/postscript"),
        (b"8BPS\0\x01", "image/vnd.adobe.photoshop"),
        (b"age-encryption.org/v1\n-> X25519", "application/x-age-encryption"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99) + "WordDocument".encode("utf-16-le"), "application/msword"),
        (b"WEBVTT - the first tape\n\n00:01.000 --> 00:02.000\nYes.", "text/vtt"),
        (b"\xef\xbb\xbfWEBVTT\n", "text/vtt"),
        (b"1\r\n00:00:01,000 --> 00:00:02,000\r\nYes.\r\n", "application/x-subrip"),
        (b"<!DOCTYPE html>\n<p>Yes", "text/html"),
        (b'<?xml version="1.0"?>\n<svg xmlns="x">', "image/svg+xml"),
        (b'<?xml version="1.0"?>\n<ROOT/>', "application/xml"),
        ("Ադա խոսում է։ Он говорит. Danışır.".encode(), "text/plain"),
        ("﻿Сегодня".encode("utf-16"), "text/plain"),
        ("Übermorgen früh um sechs".encode("latin-1"), "text/plain"),
        (b"WEBVTTs are not meant here", "text/plain"),
    ],
)
def test_bytes_say_what_they_are(head: bytes, mime: str) -> None:
    found = signatures.sniff(head)
    assert found is not None
    assert found.mime == mime


@pytest.mark.parametrize(("suffix", "mime"), [("md", "text/markdown"), ("csv", "text/csv"), ("", "text/plain")])
def test_a_name_decides_only_between_texts(suffix: str, mime: str) -> None:
    found = signatures.sniff(b"place,date\nhere,1938\n", b"", suffix)
    assert found is not None
    assert found.mime == mime
    assert signatures.sniff(b"GIF89a", b"", suffix) == signatures.sniff(b"GIF89a")


@pytest.mark.parametrize(
    "head", [b"\xff\xfb\x90\x00" + b"\x01" * 600, bytes(600), bytes(range(256)), b"\xff\xf1\x00"]
)
def test_chance_bytes_are_nothing_we_know(head: bytes) -> None:
    assert signatures.sniff(head) is None


@pytest.mark.parametrize(
    ("head", "puid"),
    [
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x00", "fmt/42"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01", "fmt/43"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x02", "fmt/44"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0\x09\x09", None),
        (b"%PDF-1.0\n", "fmt/14"),
        (b"%PDF-1.6\n", "fmt/20"),
        (b"%PDF-1.7\n", "fmt/276"),
        (b"%PDF-3.0\n", None),
        (b"RIFF\0\0\0\0WEBPVP8L", "fmt/567"),
        (b"RIFF\0\0\0\0WAVEfmt \x28\0\0\0\xfe\xff", "fmt/143"),
    ],
)
def test_the_pronom_id_follows_the_version(head: bytes, puid: str | None) -> None:
    found = signatures.sniff(head)
    assert found is not None
    assert found.puid == puid


def test_every_format_is_named_once_and_may_bear_its_own_name() -> None:
    labels = [known.label for known in formats.NAMED]
    for known in formats.NAMED:
        assert known.suffixes, known.label
        assert known.called.strip() == known.called, known.label
    assert len({(known.label, known.mime) for known in formats.NAMED}) == len(labels)


_STARTS = st.sampled_from(
    [start for start, _ in signatures._PLAIN_STARTS] + [b"RIFF", b"ID3", b"PK\x03\x04", b"\xff\xfb"]
)


@given(_STARTS | st.just(b""), st.binary(max_size=400), st.binary(max_size=60))
def test_no_bytes_whatever_are_too_strange_to_sniff(start: bytes, rest: bytes, tail: bytes) -> None:
    found = signatures.sniff(start + rest, tail)
    assert found is None or found.label.isprintable()


@given(st.text())
def test_plain_text_never_acts(text: str) -> None:
    assert plain(text).isprintable() or not text
    assert plain(plain(text)) == plain(text)
