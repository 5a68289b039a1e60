"""The line that says when a cue begins and ends: `00:01:02.500 --> 00:01:04.000 align:start`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Decimal = Literal[".", ","]
"""What stands before the thousandths: a full stop in WebVTT, a comma in SRT."""

SPACE = r"[ \t\f]*+"
# Nine digits of hours are enough for any tape, and keep a hostile line from becoming a huge number.
STAMP = r"(?:([0-9]{1,9}):)?([0-9]{2}):([0-9]{2})\.([0-9]{3})(?![0-9])"
_STRICT = re.compile(rf"{SPACE}{STAMP}{SPACE}-->{SPACE}{STAMP}(.*)", re.DOTALL)
_WHOLE = re.compile(STAMP)

_LOOSE = re.compile(
    r"(?:(?P<hours>[0-9]{1,9}):)?(?P<minutes>[0-9]{1,4}):(?P<seconds>[0-9]{1,2})"
    r"(?:(?P<point>[.,]|:(?=[0-9]{3}(?![0-9])))(?P<fraction>[0-9]++))?(?![0-9])"
)
_INDENT = re.compile(r"\s*+")
# Nearly every line is written as it should be; it is read without asking what might be wrong.
_EXACT = {
    decimal: re.compile(
        rf"(?:([0-9]{{2,9}}):)?([0-5][0-9]):([0-5][0-9]){re.escape(decimal)}([0-9]{{3}})[ \t]++-->[ \t]++"
        rf"(?:([0-9]{{2,9}}):)?([0-5][0-9]):([0-5][0-9]){re.escape(decimal)}([0-9]{{3}})(?![^ \t])"
    )
    for decimal in (".", ",")
}
_ARROW = re.compile(r"(?P<before>[ \t\f]*+)(?P<arrow>-{1,4}+ ?>|[–—]-?>)(?P<after>[ \t\f]*+)")

NO_END = "A cue does not say when it ends; its end is left open."
ARROW = "The arrow between two times is not written ` --> `; it was read as one."
FRACTION = "A fraction of a second does not have three digits; it was read as a decimal fraction."
PADDING = "A time lacks a zero in front; it was supplied."
RANGE = "A time has more than 59 minutes or seconds; they were added up."
COMMA = "A time has a comma where WebVTT has a full stop; it was read as a full stop."
STOP = "A time has a full stop or colon where SRT has a comma; it was read as a comma."


@dataclass(frozen=True, slots=True)
class Timing:
    """What a timing line says."""

    start: int
    end: int | None
    settings: str
    defects: tuple[str, ...] = ()


def stamp(text: str) -> int | None:
    """Milliseconds of a time written as WebVTT asks, or None."""
    found = _WHOLE.fullmatch(text)
    return _milliseconds(*found.groups()) if found else None


def strict(line: str) -> Timing | None:
    """Read a timing line exactly as the WebVTT standard's parser does."""
    found = _STRICT.match(line)
    if not found:
        return None
    start, end = _milliseconds(*found.groups()[:4]), _milliseconds(*found.groups()[4:8])
    return None if start is None or end is None else Timing(start, end, found[9].strip(" \t\f"))


def loose(line: str, decimal: Decimal = ".") -> Timing | None:
    """Read a timing line as people and programs really write it, and say what was wrong with it."""
    if "->" not in line and "- >" not in line and "–>" not in line and "—>" not in line:
        return None
    exact = _EXACT[decimal].match(line)
    if exact:
        start, end = _added(*exact.groups()[:4]), _added(*exact.groups()[4:])
        return Timing(start, end, line[exact.end() :].strip())
    begin = _LOOSE.match(line, _end(_INDENT.match(line)))
    arrow = _ARROW.match(line, begin.end()) if begin else None
    if begin is None or arrow is None:
        return None
    defects = list(_defects(begin, decimal))
    if not (arrow["before"] and arrow["after"] and arrow["arrow"] == "-->"):
        defects.append(ARROW)
    finish = _LOOSE.match(line, arrow.end())
    if finish is None:
        # Half a timing line is believed only where it can hardly be anything else.
        if arrow["arrow"] != "-->" or not begin["fraction"]:
            return None
        return Timing(_sum(begin), None, "", (*dict.fromkeys(defects), NO_END))
    defects.extend(_defects(finish, decimal))
    settings = line[finish.end() :].strip()
    return Timing(_sum(begin), _sum(finish), settings, tuple(dict.fromkeys(defects)))


def written(milliseconds: int, decimal: Decimal = ".") -> str:
    """Give a time as both formats write it, hours always given.

    >>> written(62_500)
    '00:01:02.500'
    """
    seconds, thousandths = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{decimal}{thousandths:03}"


def ends(times: Sequence[tuple[int, int | None]]) -> list[int]:
    """Find an end for each cue, given starts in order and the ends that are known.

    No caption format has a word for an end that is not known: such a cue ends where the next later
    one begins, the last one after a second.

    >>> ends([(0, 500), (1000, None), (1000, None), (3000, None)])
    [500, 3000, 3000, 4000]
    """
    found: list[int] = []
    later: int | None = None
    previous: int | None = None
    for start, end in reversed(times):
        if start != previous:
            later, previous = previous, start
        known = end is not None and end > start
        found.append(end if known and end is not None else start + 1000 if later is None else later)
    return found[::-1]


def _end(found: re.Match[str] | None) -> int:
    return found.end() if found else 0


def _milliseconds(hours: str | None, minutes: str, seconds: str, thousandths: str) -> int | None:
    return None if int(minutes) > 59 or int(seconds) > 59 else _added(hours, minutes, seconds, thousandths)


def _sum(time: re.Match[str]) -> int:
    return _added(time["hours"], time["minutes"], time["seconds"], (time["fraction"] or "")[:3].ljust(3, "0"))


def _added(hours: str | None, minutes: str, seconds: str, thousandths: str) -> int:
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(thousandths)


def _defects(time: re.Match[str], decimal: Decimal) -> Iterator[str]:
    if time["point"] not in (decimal, None):
        yield COMMA if decimal == "." else STOP
    if len(time["fraction"] or "") != 3:
        yield FRACTION
    if len(time["hours"] or "00") == 1 or len(time["minutes"]) == 1 or len(time["seconds"]) == 1:
        yield PADDING
    if int(time["minutes"]) > 59 or int(time["seconds"]) > 59:
        yield RANGE
