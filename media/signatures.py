"""What a file is, from its first and last bytes alone: pure, bounded, and never believing its name."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from media import formats, prose
from media.formats import Format

HEAD = 128 * 1024
"""How many bytes from the beginning are enough to know."""
TAIL = 64 * 1024
"""And from the end, where a zip keeps its list."""

_PLAIN_STARTS: tuple[tuple[bytes, Format], ...] = (
    (b"\xff\xd8\xff", formats.JPEG),
    (b"\x89PNG\r\n\x1a\n", formats.PNG),
    (b"II*\0", formats.TIFF),
    (b"MM\0*", formats.TIFF),
    (b"II+\0", replace(formats.TIFF, puid=None)),
    (b"MM\0+", replace(formats.TIFF, puid=None)),
    (b"GIF87a", replace(formats.GIF, puid="fmt/3")),
    (b"GIF89a", replace(formats.GIF, puid="fmt/4")),
    (b"\0\0\0\x0cjP  \r\n\x87\n", formats.JP2),
    (b"\xff\x4f\xff\x51", formats.J2K),
    (b"8BPS", formats.PSD),
    (b"%!PS", formats.POSTSCRIPT),
    (b"\xc5\xd0\xd3\xc6", formats.POSTSCRIPT),
    (b"fLaC", formats.FLAC),
    (b"#!AMR", formats.AMR),
    (b".snd", formats.AU),
    (b"caff", formats.CAF),
    (b"\x02dss", formats.DICTATION),
    (b"\x03dss", formats.DICTATION),
    (b"\x03ds2", formats.DICTATION),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c", formats.ASF),
    (b"FLV\x01", formats.FLASH_VIDEO),
    (b"\x00\x00\x01\xba", formats.MPEG_PROGRAM),
    (b"\x00\x00\x01\xb3", formats.MPEG_PROGRAM),
    (b"\x06\x0e\x2b\x34\x02\x05\x01\x01\x0d\x01\x02\x01\x01", formats.MXF),
    (b"{\\rtf", formats.RTF),
    (b"\x1f\x8b\x08", formats.GZIP),
    (b"7z\xbc\xaf\x27\x1c", formats.SEVEN_ZIP),
    (b"Rar!\x1a\x07", formats.RAR),
    (b"\x7fELF", formats.PROGRAM),
    (b"age-encryption.org/v1\n", formats.AGE),
)


def sniff(head: bytes, tail: bytes = b"", suffix: str = "") -> Format | None:
    """Say what these bytes are, or None if we do not know.

    The suffix decides only between texts, which carry no mark of their own (Markdown, tables).

    >>> sniff(b"GIF89a").puid
    'fmt/4'
    """
    for look in (_plain_start, _container, _office, _sound, _loose_start):
        found = look(head, tail)
        if found is not None:
            return _version(found, head)
    return prose.sniff(head, suffix)


def _plain_start(head: bytes, _: bytes) -> Format | None:
    return next((known for start, known in _PLAIN_STARTS if head.startswith(start)), None)


def _container(head: bytes, _: bytes) -> Format | None:
    kind, brand = head[:4], head[8:12]
    if kind in {b"RIFF", b"RF64", b"BW64"}:
        return {b"WAVE": formats.WAVE, b"AVI ": formats.AVI, b"WEBP": formats.WEBP}.get(brand)
    if kind == b"FORM":
        return {b"AIFF": formats.AIFF, b"AIFC": formats.AIFC}.get(brand)
    if kind == b"OggS":
        return _ogg(head)
    if kind == b"\x1aE\xdf\xa3":
        return formats.WEBM if b"webm" in head[:64] else formats.MATROSKA
    if head[4:8] == b"ftyp":
        return _base_media(head)
    if head[4:8] in {b"moov", b"mdat", b"wide", b"pnot"}:
        return formats.QUICKTIME
    return None


def _ogg(head: bytes) -> Format:
    first = head[28:40]
    if first.startswith(b"OpusHead"):
        return formats.OPUS
    return formats.VORBIS if first.startswith(b"\x01vorbis") else formats.OGG


_BRANDS: tuple[tuple[frozenset[bytes], Format], ...] = (
    (frozenset({b"avif", b"avis"}), formats.AVIF),
    (frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}), formats.HEIC),
    (frozenset({b"mif1", b"msf1"}), formats.HEIF),
    (frozenset({b"M4A ", b"M4B ", b"M4P "}), formats.M4A),
    (frozenset({b"qt  "}), formats.QUICKTIME),
)


def _base_media(head: bytes) -> Format:
    """Tell the many children of QuickTime apart by the brands they claim; the major brand counts first."""
    length = min(int.from_bytes(head[:4], "big"), 256)
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, length, 4))]
    if brands[0].startswith(b"3g"):
        return formats.THREEGP
    # `mif1` says only "a picture": the codec is among the compatible brands.
    for claimed in (brands[:1], brands):
        for names, found in _BRANDS:
            if found is not formats.HEIF and names.intersection(claimed):
                return found
        if claimed[0] not in {b"mif1", b"msf1"}:
            break
    return formats.HEIF if brands[0] in {b"mif1", b"msf1"} else formats.MP4


def _office(head: bytes, tail: bytes) -> Format | None:
    if head.startswith(b"PK\x03\x04"):
        return _zip(head, tail)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if _wide("WordDocument") in head + tail:
            return formats.DOC
        return formats.XLS if _wide("Workbook") in head + tail else formats.OLE
    return None


def _zip(head: bytes, tail: bytes) -> Format:
    declared = head[30:120]
    for mark, found in (
        (b"mimetypeapplication/epub+zip", formats.EPUB),
        (b"mimetypeapplication/vnd.oasis.opendocument.text", formats.ODT),
        (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", formats.ODS),
    ):
        if declared.startswith(mark):
            return found
    # A Word document may hold an Excel table, never the other way round at this level of names.
    for name, found in (
        (b"word/document", formats.DOCX),
        (b"xl/workbook", formats.XLSX),
        (b"ppt/presentation", formats.PPTX),
    ):
        if name in head or name in tail:
            return found
    return formats.ZIP


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")


_MP3_KBITS = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    0: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_MP3_HERTZ = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def _sound(head: bytes, _: bytes) -> Format | None:
    if head.startswith(b"ID3"):
        begin = 10 + _synchsafe(head[6:10])
        return formats.FLAC if head[begin : begin + 4] == b"fLaC" else formats.MP3
    # Two bytes are soon alike by chance: the next frame must begin where this one ends.
    for frame, found in ((_mp3_frame, formats.MP3), (_aac_frame, formats.AAC)):
        length = frame(head)
        if length and (frame(head[length:]) or len(head) == length):
            return found
    return None


def _synchsafe(digits: bytes) -> int:
    value = 0
    for digit in digits:
        value = value << 7 | digit & 0x7F
    return value


def _mp3_frame(head: bytes) -> int:
    """Give the length of the layer III frame that begins here, or 0."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:
        return 0
    version, rate, hertz = head[1] >> 3 & 3, head[2] >> 4, head[2] >> 2 & 3
    if version not in _MP3_HERTZ or not 0 < rate < 15 or hertz == 3:
        return 0
    bits = _MP3_KBITS[3 if version == 3 else 0][rate] * 1000
    return (144 if version == 3 else 72) * bits // _MP3_HERTZ[version][hertz] + (head[2] >> 1 & 1)


def _aac_frame(head: bytes) -> int:
    """Give the length of the ADTS frame that begins here, or 0."""
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:
        return 0
    return (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5


def _loose_start(head: bytes, _: bytes) -> Format | None:
    """Recognise those whose marks are short or may stand a little way in."""
    if b"%PDF-" in head[:1024]:
        return formats.PDF
    if re.match(rb"P[1-6][ \t\r\n#]", head):
        return formats.PNM
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0" and head[14:15] in b"\x0c\x28\x38\x40\x6c\x7c":
        return formats.BMP
    if head.startswith(b"MZ") and b"PE\0\0" in head[:1024]:
        return formats.PROGRAM
    if len(head) > 376 and head[0] == head[188] == head[376] == 0x47:
        return formats.MPEG_TRANSPORT
    return None


def _version(found: Format, head: bytes) -> Format:
    """Add the PRONOM id where it hangs on the version of the format."""
    tell = _VERSIONS.get(found.mime)
    puid = tell(head) if tell else None
    return replace(found, puid=puid) if puid else found


def _jfif(head: bytes) -> str | None:
    if head[6:11] != b"JFIF\0" or b"Exif\0" in head:
        return None
    return {b"\x01\x00": "fmt/42", b"\x01\x01": "fmt/43", b"\x01\x02": "fmt/44"}.get(head[11:13])


def _png(head: bytes) -> str | None:
    if b"acTL" in head[:1024]:
        return "fmt/935"
    later = (b"iCCP", b"sRGB", b"sPLT", b"iTXt")
    return None if any(chunk in head for chunk in later) else "fmt/11"


def _webp(head: bytes) -> str | None:
    return {b"VP8 ": "fmt/566", b"VP8L": "fmt/567", b"VP8X": "fmt/568"}.get(head[12:16])


def _wave(head: bytes) -> str | None:
    if head[:4] != b"RIFF":
        return None
    if b"bext" in head:
        return None
    at = head.find(b"fmt ", 12, 4096)
    size, tag = int.from_bytes(head[at + 4 : at + 8], "little"), head[at + 8 : at + 10]
    if at < 0:
        return None
    if tag == b"\xfe\xff":
        return "fmt/143"
    return "fmt/141" if size == 16 and tag == b"\x01\x00" else "fmt/142" if size >= 18 else "fmt/6"


_PDF_VERSIONS = {b"1.%d" % minor: f"fmt/{14 + minor}" for minor in range(7)} | {
    b"1.7": "fmt/276",
    b"2.0": "fmt/1129",
}


def _pdf(head: bytes) -> str | None:
    at = head.find(b"%PDF-")
    return _PDF_VERSIONS.get(head[at + 5 : at + 8])


_VERSIONS: dict[str, Callable[[bytes], str | None]] = {
    "image/jpeg": _jfif,
    "image/png": _png,
    "image/webp": _webp,
    "audio/x-wav": _wave,
    "application/pdf": _pdf,
}
