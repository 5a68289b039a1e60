"""The stamp: the bracket before a passage that says where it stands and what it is called.

    [00:14:32]    [00:14:32–00:14:40.500 #s0012]    [p3:12 ?4-9]    [#s0007 {"hand": "B"}]

A place or two, the passage's permanent id, the stretches that are unclear, and as JSON what has no other sign.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from testimonies.errors import MalformedPlace
from testimonies.locator import parse_span, write_span
from testimonies.transcript import Passage

_SPACES = " \t"

_STAMP = re.compile(
    r"\[[ \t]*+(?P<place>[^\]\[#?{]{0,99}?)[ \t]*+(?:#(?P<id>[^\s\[\]{}?#]++))?[ \t]*+"
    r"(?:\?[ \t]*+(?P<unclear>[0-9]{1,9}-[0-9]{1,9}(?:,[ \t]*+[0-9]{1,9}-[0-9]{1,9})*+))?[ \t]*+(?=\]|(?P<json>\{))"
)
_CLOCK_LIKE = re.compile(r"[0-9]+:[0-9:.,]+(?:[ \t]*[–—-][ \t]*[0-9:.,]+)?")
_ID = re.compile(r"[^\s\[\]{}?#]+")
NOT_KEPT = re.compile("[\r\ud800-\udfff]")
"""What a text file can't hold, or holds only as the end of a line."""


class Stamp(NamedTuple):
    """What a stamp says, and the rest of its line."""

    fields: dict[str, Any]
    """Fields of a Passage."""
    unsaid: dict[str, Any] | None
    """The JSON at its end: more fields, as plain values."""
    rest: str


class NotAStamp(Exception):
    """It looks like a stamp and is none, for the reason given."""


def read(line: str) -> Stamp | None:
    """Read the stamp a line begins with; None where the bracket is just words.

    >>> read("[laughs] No."), read("[14:32 #s0012] No.").rest
    (None, ' No.')
    """
    match = _STAMP.match(line)
    if not match:
        return None
    place, name, unclear = match["place"], match["id"], match["unclear"]
    fields: dict[str, Any] = {}
    try:
        if place:
            fields["at"], fields["until"] = parse_span(place)
        unsaid, end = _unsaid(line, match.end()) if match["json"] else (None, match.end())
    except (MalformedPlace, ValueError, RecursionError) as error:
        if _CLOCK_LIKE.fullmatch(place):
            what = str(error) if isinstance(error, MalformedPlace) else "what stands in { } is not JSON"
            raise NotAStamp(f"{what.removesuffix('.')}; begin the line with \\ if the bracket is words") from error
        return None
    if name:
        fields["id"] = name
    if unclear:
        spans = (span.partition("-") for span in unclear.split(","))
        fields["unclear"] = tuple((int(start), int(stop)) for start, _, stop in spans)
    return Stamp(fields, unsaid, line[end + 1 :])


def _unsaid(line: str, start: int) -> tuple[dict[str, Any], int]:
    """Read the JSON at the end of a stamp; give where the bracket closes."""
    value, end = _JSON.raw_decode(line, start)
    end += len(line[end:]) - len(line[end:].lstrip(_SPACES))
    if line[end : end + 1] != "]":
        raise ValueError("the bracket goes on after its JSON")
    return value, end


def _no_number(text: str) -> None:
    raise ValueError(text)


_JSON = json.JSONDecoder(parse_constant=_no_number)


def said(passage: Passage) -> tuple[list[str], dict[str, Any]]:
    """Divide what belongs before the words into what a stamp says, and what it leaves to JSON."""
    stamp: list[str] = []
    unsaid: dict[str, Any] = dict(passage.extra)
    spans = _spans(passage)
    if passage.until and not spans:
        unsaid["until"] = str(passage.until)
    if passage.at:
        stamp.append(spans or str(passage.at))
    if _ID.fullmatch(passage.id) and not NOT_KEPT.search(passage.id):
        stamp.append(f"#{passage.id}")
    elif passage.id:
        unsaid["id"] = passage.id
    if passage.unclear and all(0 <= mark < 10**9 for span in passage.unclear for mark in span):
        stamp.append("?" + ",".join(f"{start}-{stop}" for start, stop in passage.unclear))
    elif passage.unclear:
        unsaid["unclear"] = [list(span) for span in passage.unclear]
    return stamp, unsaid


def _spans(passage: Passage) -> str | None:
    """Write from where to where it goes, if that is read back as the same."""
    if not passage.at or not passage.until:
        return None
    written = write_span(passage.at, passage.until)
    try:
        return written if parse_span(written) == (passage.at, passage.until) else None
    except MalformedPlace:
        return None


def write(stamp: Iterable[str], unsaid: Mapping[str, Any]) -> str:
    """Write a stamp from what it says and what is left to JSON."""
    told = [json.dumps(unsaid, ensure_ascii=False)] if unsaid else []
    if told and NOT_KEPT.search(told[0]):
        told = [json.dumps(unsaid)]
    return f"[{' '.join([*stamp, *told])}]"


def begins(line: str) -> bool:
    """Whether a line begins with a stamp, or with something that would be taken for one."""
    try:
        return line.startswith("[") and read(line) is not None
    except NotAStamp:
        return True
