"""`record.json` and the transcript files of one testimony, read and written.

`record.json` holds all but the words and lists the transcript files; each of those holds one transcript. Both are
UTF-8, indented, with sorted keys, and end in a line break, so that a text editor and `diff` are enough to read them.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from testimonies.authority import AUTHORITIES, Authority, kind_of
from testimonies.errors import Fault, MalformedRecord
from testimonies.form import build, plain
from testimonies.testimony import Testimony
from testimonies.transcript import Transcript

RECORD = "record.json"
"""The logical path of every object's record."""


def files(testimony: Testimony) -> dict[str, bytes]:
    """Give the record and its transcripts as the files to keep, by their path inside the object."""
    names = transcript_files(testimony.transcripts)
    record = plain(replace(testimony, transcripts=()))
    record["transcripts"] = list(names)
    written = {RECORD: to_json(record)}
    for name, transcript in zip(names, testimony.transcripts, strict=True):
        written[name] = to_json(plain(transcript))
    return written


def transcript_files(transcripts: Iterable[Transcript]) -> tuple[str, ...]:
    """Name the transcripts' files, `transcripts/<language>-<kind>[-2].json`, in their order."""
    seen: Counter[str] = Counter()
    names = []
    for transcript in transcripts:
        # What is no language tag never becomes part of a path.
        language = transcript.language if _TAG.fullmatch(transcript.language) else "und"
        name = f"{language}-{transcript.kind}"
        # Counted without case, for disks that take hy and HY for one name.
        seen[name.lower()] += 1
        names.append(f"transcripts/{name}{f'-{seen[name.lower()]}' if seen[name.lower()] > 1 else ''}.json")
    return tuple(names)


_TAG = re.compile(r"[A-Za-z0-9]{1,8}(?:-[A-Za-z0-9]{1,8}){0,7}")


def read(record: bytes, transcript: Callable[[str], bytes]) -> Testimony:
    """Build a testimony from its `record.json` and a way to get its transcript files.

    Raises MalformedRecord, every fault with the file and the dotted key it stands in.
    """
    data = from_json(record, RECORD)
    names = listed_transcripts(data)
    described = describe(data)
    return replace(described, transcripts=tuple(read_transcript(transcript(name), name) for name in names))


def read_transcript(data: bytes, name: str) -> Transcript:
    """Build one transcript from its file, called `name` in a fault."""
    return build(Transcript, from_json(data, name), name)


def describe(data: Mapping[str, Any]) -> Testimony:
    """Build the testimony from the plain values of its `record.json`, without its words."""
    return build(Testimony, {key: value for key, value in data.items() if key != "transcripts"})


def listed_transcripts(data: Mapping[str, Any]) -> list[str]:
    """Give the transcript files a record names."""
    names = data.get("transcripts", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise MalformedRecord([Fault("transcripts", "expected a list of file names")])
    return names


def read_authority(record: bytes) -> Authority:
    """Build an authority record from its `record.json`."""
    data = from_json(record, RECORD)
    kind = AUTHORITIES.get(kind_of(str(data.get("id", ""))))
    if kind is None:
        known = ", ".join(AUTHORITIES)
        raise MalformedRecord([Fault("id", f"an authority id begins with one of {known}")])
    return build(kind, data)


def to_json(value: Any) -> bytes:
    """Write plain values the way every JSON file of an archive is written."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2, sort_keys=True) + "\n"
    # A file name that is not UTF-8 arrives as half characters; a backslash escape of one is JSON's own.
    return text.encode(errors="backslashreplace")


def from_json(data: bytes, name: str) -> dict[str, Any]:
    """Read one JSON object; `name` is the file to speak of in a fault."""
    try:
        value = json.loads(data, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise MalformedRecord([Fault(name, f"is not JSON ({error})")]) from error
    if not isinstance(value, dict):
        raise MalformedRecord([Fault(name, "does not hold one JSON object")])
    return value


def _no_number(text: str) -> None:
    raise ValueError(f"{text} is no number")


KEYS = tuple(field.name for field in fields(Testimony) if field.name not in ("extra", "transcripts", "id"))
"""The keys a person may write in a description sheet, in the order a reader wants them."""
