"""What a file really is, found out without ever altering it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from media import formats, signatures
from media.formats import Format, Kind
from media.opening import opened, plain, shown
from media.workbench import BENCH, Ended, Workbench

_ENDED = {
    "time": "Decoding it takes longer than this program allows",
    "memory": "Decoding it needs more memory than this program allows",
    "crash": "It makes the program that should decode it stop",
}
_NOT_SHOWN = {
    formats.HEIC.mime: "This program can't show HEIC images; the file itself is kept as it is.",
    formats.HEIF.mime: "This program can't show HEIF images; the file itself is kept as it is.",
    formats.PSD.mime: "This program can't show Photoshop images; the file itself is kept as it is.",
    formats.SVG.mime: "This program never draws SVG files, which may hold scripts; the file itself is kept as it is.",
    formats.POSTSCRIPT.mime: "This program never runs PostScript; the file itself is kept as it is.",
}
_FAMILIES: tuple[frozenset[str], ...] = (
    frozenset({formats.HEIC.mime, formats.HEIF.mime}),
    frozenset({formats.MP4.mime, formats.M4A.mime, formats.QUICKTIME.mime, formats.THREEGP.mime}),
    frozenset({formats.VORBIS.mime, formats.OPUS.mime, formats.OGG.mime}),
    frozenset({formats.MATROSKA.mime, formats.WEBM.mime, "audio/x-matroska", "audio/webm"}),
    frozenset({formats.ASF.mime, formats.WMA.mime, formats.WMV.mime}),
)
"""Formats whose names people mix up harmlessly; a note about them would only be noise."""


_KIND_OF: dict[str, Kind] = {"audio": "audio", "video": "video", "image": "image"}


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found out about one file; every sentence in it is safe to show."""

    kind: Kind
    mime: str
    """As sniffed from the bytes, whatever the name says."""
    format: str
    """What a person calls it: `JPEG image`."""
    size: int
    """In bytes."""
    puid: str | None = None
    """The PRONOM id, where it is certain."""
    width: int | None = None
    height: int | None = None
    """In pixels, as seen upright."""
    orientation: int | None = None
    """How the pixels lie, as EXIF numbers it (1 to 8); the file itself is never turned."""
    captured: str | None = None
    """The day it was taken, EDTF, as the camera says."""
    has_gps: bool = False
    """Whether the file tells where it was taken, which may endanger someone when it leaves."""
    pages: int | None = None
    duration_ms: int | None = None
    codec: Mapping[str, str | int | float] = field(default_factory=dict)
    unreadable: str | None = None
    """One sentence on why nobody here can decode it; it is kept all the same."""
    notes: tuple[str, ...] = ()
    """What else a person should know, in plain sentences."""


def ended(answer: Ended) -> str:
    """Say in a sentence why the process that decodes had to end."""
    return f"{_ENDED[answer.why]}; the file is kept as it is."


def describe(path: Path, bench: Workbench = BENCH) -> Findings:
    """Look at a file; only what can't be opened, is no plain file, empty or changing is refused."""
    with opened(path) as (file, size):
        found, guessed = _identify(file, size, path, bench)
        findings = Findings(found.kind, found.mime, found.label, size, found.puid)
        if found.reader:
            findings = _told(findings, bench.ask(found.reader, file, **_details(found)), found)
    notes = (*_about_the_name(path, found, findings, guessed), *findings.notes, *_about_showing(found))
    return replace(findings, notes=tuple(plain(note) for note in notes))


def identify(file: int, size: int, suffix: str) -> Format | None:
    """Say what an open file is by its first and last bytes, without decoding it."""
    head = os.pread(file, signatures.HEAD, 0)
    tail = os.pread(file, signatures.TAIL, max(0, size - signatures.TAIL))
    return signatures.sniff(head, tail, suffix)


def suffix_of(path: Path) -> str:
    """Give a name's ending, small and without its dot."""
    return path.suffix[1:].lower()


def _details(found: Format) -> dict[str, str]:
    """Say what the reader of pictures must be told: the one format it may try, and how to speak of it."""
    if found.reader != "picture":
        return {}
    return {"mime": found.mime, "label": found.label, "called": found.called}


def _identify(file: int, size: int, path: Path, bench: Workbench) -> tuple[Format, bool]:
    found = identify(file, size, suffix_of(path))
    if found is not None:
        return found, False
    guess = bench.ask("guess", file)
    if isinstance(guess, Ended) or not guess:
        return formats.UNKNOWN, False
    label, mime = plain(str(guess.get("label"))), plain(str(guess.get("mime")))
    kind = _KIND_OF.get(mime.partition("/")[0], "other")
    return replace(formats.UNKNOWN, label=label, mime=mime, kind=kind), True


def _told(findings: Findings, answer: dict[str, Any] | Ended, found: Format) -> Findings:
    """Add what the limited process told; whatever it says is checked, for a stranger's file was in it."""
    if isinstance(answer, Ended):
        return replace(findings, unreadable=ended(answer))
    notes = [note for note in answer.get("notes", ()) if isinstance(note, str)]
    if _text(answer, "not_a_date"):
        notes.append(f"The capture date in the file, {shown(answer['not_a_date'])}, is no date and was left out.")
    told = replace(
        findings,
        puid=_text(answer, "puid") or findings.puid,
        width=_count(answer, "width"),
        height=_count(answer, "height"),
        orientation=_count(answer, "orientation"),
        captured=_text(answer, "captured"),
        has_gps=answer.get("has_gps") is True,
        pages=_count(answer, "pages"),
        duration_ms=_count(answer, "duration_ms"),
        codec=_codec(answer.get("codec")),
        unreadable=_text(answer, "unreadable"),
        notes=tuple(notes),
    )
    if answer.get("photograph") is True and found.kind == "image":
        told = replace(told, kind="photograph")
    return _heard(told, answer, found) if found.reader in {"recording", "still"} else told


def _heard(findings: Findings, answer: dict[str, Any], found: Format) -> Findings:
    """Tell sound from film, and a recording that is whole from one that is cut short."""
    still = found.reader == "still"
    if answer.get("cut_short") is True:
        what = found.label if still else "recording"
        remains = "" if still else " (what is there may still play)"
        findings = replace(
            findings, unreadable=f"The data of the {what} is cut short{remains}; the file is kept as it is."
        )
    elif not any(answer.get(key) is True for key in ("has_sound", "has_film", "has_still")):
        what = "picture" if still else "sound or film"
        findings = replace(findings, unreadable=f"No {what} could be found in the file; it is kept as it is.")
    if answer.get("has_film") is True and found.kind == "audio":
        return replace(findings, kind="video", mime=found.mime.replace("audio/", "video/"))
    if found.kind == "video" and answer.get("has_sound") is True and answer.get("has_film") is not True:
        return _only_sound(findings)
    return replace(findings, mime=formats.WMV.mime, puid=formats.WMV.puid) if found is formats.ASF else findings


def _only_sound(findings: Findings) -> Findings:
    if findings.mime == formats.ASF.mime:
        wma = formats.WMA
        return replace(findings, kind="audio", mime=wma.mime, format=wma.label, puid=wma.puid)
    label = findings.format.replace("video", "recording")
    return replace(findings, kind="audio", mime=findings.mime.replace("video/", "audio/"), format=label)


def _about_the_name(path: Path, found: Format, findings: Findings, guessed: bool) -> list[str]:
    suffix = suffix_of(path)
    promised = formats.promised(suffix)
    if promised is None or suffix in found.suffixes:
        return []
    if any({promised.mime, found.mime} <= family for family in _FAMILIES):
        return []
    if found is formats.UNKNOWN:
        return [f"The name says .{suffix}, but the file is not {promised.called}, nor anything else we know."]
    if promised.kind == "text" and found.kind == "text":
        return []
    called = "a file that looks like: " + findings.format if guessed else replace(found, label=findings.format).called
    return [f"The name says .{suffix}, but it is {called}."]


def _about_showing(found: Format) -> list[str]:
    return [_NOT_SHOWN[found.mime]] if found.mime in _NOT_SHOWN else []


def _count(answer: dict[str, Any], key: str) -> int | None:
    value = answer.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _text(answer: dict[str, Any], key: str) -> str | None:
    value = answer.get(key)
    return plain(value) if isinstance(value, str) and value else None


def _codec(told: Any) -> dict[str, str | int | float]:
    if not isinstance(told, dict):
        return {}
    return {
        plain(key): plain(value) if isinstance(value, str) else value
        for key, value in told.items()
        if isinstance(value, str | int | float)
    }
