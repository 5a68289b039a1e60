"""Timed words as a caption file gives them: cues, what was mended in them, and the turns of speech they hold."""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Repair:
    """One kind of defect that was mended, told to the person who imports the file."""

    line: int
    """Where it was first met, counted from 1."""
    what: str
    """A sentence: what was found and how it was read."""

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}"


@dataclass(frozen=True, slots=True)
class Cue:
    """Words shown from one moment to another."""

    start: int
    """In milliseconds."""
    end: int | None
    """In milliseconds; None where the file gives no end that can be used."""
    payload: str
    """Cue text as WebVTT writes it: with its tags, and & < > escaped."""
    identifier: str = ""
    settings: str = ""
    """Where a player shows it, as written: `align:start line:90%`."""


@dataclass(frozen=True, slots=True)
class Captions:
    """One caption file."""

    cues: tuple[Cue, ...]
    header: str = ""
    """What follows the word WEBVTT, up to the first blank line."""
    notes: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    """The settings of each REGION block, as written."""
    styles: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of speech: who said what, and when."""

    start: int
    """In milliseconds."""
    end: int | None
    speaker: str | None
    words: str


# Five bytes mean nothing in Windows-1252; they keep their number, so that no byte is lost.
_WINDOWS = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}


def decode(data: bytes) -> tuple[str, list[Repair]]:
    """Turn the bytes of a caption file into text, whatever wrote them.

    The standards ask for UTF-8. Older programs wrote UTF-16, which says so in its first two bytes, or
    Windows-1252, in which every file can be read.
    """
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace")
        return text, [Repair(1, "The file is in UTF-16 instead of UTF-8, and was read as such.")]
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    if data.startswith(BOM_UTF8):
        what = (
            "The file says it is UTF-8 and is not; bytes that make no letter are shown as \N{REPLACEMENT CHARACTER}."
        )
        return data.decode("utf-8-sig", "replace"), [Repair(line, what)]
    what = "The file is not UTF-8; it was read as Windows-1252, so check its accented letters."
    return data.decode("latin-1").translate(_WINDOWS), [Repair(line, what)]
