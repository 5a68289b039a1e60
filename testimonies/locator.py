"""A place in a testimony: `00:14:32`, `p3:12` or `¶4`, after its part where there are several (`2b/00:14:32`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from testimonies.errors import MalformedPlace
from testimonies.quoting import quoted

_PART = r"[^\W_][\w.-]{0,31}"
_CLOCK = r"(?:(?P<hours>[0-9]{1,4}):)?(?P<minutes>[0-9]{1,4}):(?P<seconds>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?"
_PAGE = r"[pP]\.? ?(?P<page>[0-9]{1,6})(?: ?: ?(?P<line>[0-9]{1,6}))?"
_PLACE = re.compile(
    rf"(?:(?P<part>{_PART})/)?"
    rf"(?:{_CLOCK}|{_PAGE}|[¶nN] ?(?P<paragraph>[0-9]{{1,6}}))"
)
# A part's label may hold a hyphen, so one counts only where a place can begin after it.
_FROM_TO = re.compile(r" ?[–—] ?| - | --> |-(?=[0-9]+:|[pP][0-9]|[¶nN][0-9])")


@dataclass(frozen=True, slots=True)
class Time:
    """A moment of a recording, in thousandths of a second from its beginning."""

    milliseconds: int

    @property
    def position(self) -> tuple[int, int, int]:
        """Sorts among the places of one part."""
        return 0, self.milliseconds, 0

    def __str__(self) -> str:
        seconds, thousandths = divmod(self.milliseconds, 1000)
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours:02}:{minutes:02}:{seconds:02}" + (f".{thousandths:03}" if thousandths else "")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page; a page alone stands for its first line."""

    page: int
    line: int = 1

    @property
    def position(self) -> tuple[int, int, int]:
        """Sorts among the places of one part."""
        return 1, self.page, self.line

    def __str__(self) -> str:
        return f"p{self.page}:{self.line}"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, counted from 1."""

    number: int

    @property
    def position(self) -> tuple[int, int, int]:
        """Sorts among the places of one part."""
        return 2, self.number, 0

    def __str__(self) -> str:
        return f"¶{self.number}"


Spot = Time | Line | Paragraph


@dataclass(frozen=True, slots=True)
class Locator:
    """Where something stands in a testimony; its text is what records and search results carry."""

    spot: Spot
    part: str | None = None
    """The session, tape side or document (`1`, `2b`, `log`), where there are several."""

    @property
    def position(self) -> tuple[int, int, int]:
        """Sorts places of one part; parts themselves stand in the testimony's order, not the alphabet's."""
        return self.spot.position

    def __str__(self) -> str:
        return f"{self.part}/{self.spot}" if self.part else str(self.spot)


def parse(text: str) -> Locator:
    """Read a place as people type it; raises `MalformedPlace`.

    Minutes and seconds are enough (`14:32`), a comma does for the point, `n4` for `¶4`, and `p3` is the first
    line of page 3. What is finer than a thousandth of a second is cut off.

    >>> str(parse("2b/1:02:03,5")), str(parse("n4"))
    ('2b/01:02:03.500', '¶4')
    """
    match = _PLACE.fullmatch(text.strip())
    if not match:
        raise MalformedPlace(
            f"{quoted(text)} is not a place in a testimony: write a time (00:14:32), a page and line (p3:12)"
            " or a paragraph (¶4 or n4), after the part and a slash if there are several (2b/00:14:32)."
        )
    if match["minutes"]:
        return Locator(_time(match, text), match["part"])
    counted = [int(match[name]) for name in ("page", "line", "paragraph") if match[name]]
    if 0 in counted:
        raise MalformedPlace(f"{quoted(text)} is not a place: pages, lines and paragraphs are counted from 1.")
    return Locator(Line(*counted) if match["page"] else Paragraph(*counted), match["part"])


def parse_span(text: str) -> tuple[Locator, Locator | None]:
    """Read a place, or two of one part with a dash between; the second is None where no end is given.

    >>> [str(place) for place in parse_span("2b/14:32–14:40.5")]
    ['2b/00:14:32', '2b/00:14:40.500']
    """
    dash = _FROM_TO.search(text)
    if not dash:
        return parse(text), None
    start, end = parse(text[: dash.start()]), parse(text[dash.end() :])
    end = Locator(end.spot, end.part or start.part)
    if end.part != start.part or type(end.spot) is not type(start.spot):
        raise MalformedPlace(
            f"{quoted(text)} begins and ends in different kinds of place: keep to one part and one kind."
        )
    if end.position < start.position:
        raise MalformedPlace(f"{quoted(text)} ends before it begins: write {end}–{start.spot}.")
    return start, end


def write_span(start: Locator, end: Locator | None) -> str:
    """Write a place and its end as a description sheet shows them, the part said once.

    >>> write_span(*parse_span("2b/14:32 - 14:40.5"))
    '2b/00:14:32–00:14:40.500'
    """
    return f"{start}–{end.spot}" if end else str(start)


def nearest(places: Sequence[Locator | None], wanted: Locator) -> int | None:
    """Which of the places, in their order, a person means by one they typed: the last that begins at or before it.

    Before them all it is the first. Without a part, the first part that has such places is meant. None where
    no place of that kind and part exists.

    >>> nearest([parse("00:00"), parse("14:00"), parse("15:00")], parse("14:32"))
    1
    """
    alike = [
        (number, place) for number, place in enumerate(places) if place and type(place.spot) is type(wanted.spot)
    ]
    if not alike:
        return None
    part = _folded(wanted if wanted.part else alike[0][1])
    there = [(place.position, number) for number, place in alike if _folded(place) == part]
    reached = [(position, -number) for position, number in there if position <= wanted.position]
    if reached:
        return -max(reached)[1]
    return min(there)[1] if there else None


def _folded(place: Locator) -> str:
    return (place.part or "").casefold()


def _time(match: re.Match[str], text: str) -> Time:
    hours, minutes, seconds = int(match["hours"] or 0), int(match["minutes"]), int(match["seconds"])
    if seconds > 59:
        raise MalformedPlace(f"{quoted(text)} is not a time: a minute has no second {seconds}.")
    if match["hours"] and minutes > 59:
        raise MalformedPlace(f"{quoted(text)} is not a time: an hour has no minute {minutes}.")
    thousandths = int((match["fraction"] or "")[:3].ljust(3, "0"))
    return Time(((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths)
