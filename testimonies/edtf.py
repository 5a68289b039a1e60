"""Dates as archives write them: EDTF levels 0 and 1, with the first and last day each one covers.

Extended Date/Time Format, Library of Congress, 4 February 2019. A day is a number that sorts: year × 10000
+ month × 100 + day, so 19 September 2023 is 20230919 and 1 January of the year -0999 is -9989899. An open or
unknown end of an interval is `BEFORE_ALL` or `AFTER_ALL`. Where no day is written at all (`XXXX`, `/`,
`../..`) there is no number: undated matches no range of dates.

What the numbers do not do: `~`, `?` and `%` leave them alone, for how far "about" reaches is the reader's
to judge. Seasons are those of the northern hemisphere in whole months, and a winter runs from December of
its year to the end of February of the next, because the standard counts it last. A time of day keeps its day.

Level 1 is read as its published test lists read it: `1XXX` is a year like `19XX`; an interval has no
unspecified digits and no `Y` year at its ends, may have seasons, and must not end in a span that begins before
it does; a century of two digits (`19`) is ISO 8601 but not EDTF.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from testimonies.errors import MalformedDate
from testimonies.quoting import quoted

BEFORE_ALL = -9_000_000_000_000_000
"""The earliest day of an interval whose start is open or unknown; whole in JSON and in 64 bits."""
AFTER_ALL = 9_000_000_000_000_000
"""The latest day of an interval whose end is open or unknown."""

SEASONS = {"21": ("spring", 3), "22": ("summer", 6), "23": ("autumn", 9), "24": ("winter", 12)}
"""Their names and first months."""
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_UNSAID = ("", "..")

_ZONE = (
    r"Z|\+(?:0[0-9]|1[0-3])(?::?[0-5][0-9])?|\+14(?::?00)?"
    r"|-(?!00(?::?00)?\Z)(?:0[0-9]|1[01])(?::?[0-5][0-9])?|-12(?::?00)?"
)
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?"
_DATE = re.compile(
    r"(?P<year>-?[0-9]{4}|-?[0-9](?:[0-9]{2}X|[0-9]XX|XXX)(?!-)|XXXX(?!-[0-9])"
    r"|Y-?[1-9][0-9]{4,10}(?![-T?~%]))"
    r"(?:-(?P<month>[0-9]{2}|XX(?!-[0-9]))(?:-(?P<day>[0-9]{2}|XX))?)?"
    rf"(?:(?<=-[0-9]{{2}}-[0-9]{{2}})T(?P<clock>{_CLOCK})(?P<zone>{_ZONE})?|(?P<qualifier>[?~%]))?"
)
"""Level 0 and 1 by shape; the calendar is asked afterwards."""


@dataclass(frozen=True, slots=True)
class Edtf:
    """A date, or an interval of dates, as exactly as it is known."""

    text: str
    """Exactly as written."""
    earliest: int | None
    """The first day it may mean; None where it is undated."""
    latest: int | None
    """The last day it may mean; None where it is undated."""

    @property
    def undated(self) -> bool:
        """Whether no day is written at all."""
        return self.earliest is None or self.latest is None

    def overlaps(self, other: Edtf) -> bool:
        """Whether both may mean the same day. Undated overlaps nothing.

        >>> parse("199X").overlaps(parse("1993-09-19")), parse("199X").overlaps(parse("XXXX"))
        (True, False)
        """
        if self.earliest is None or self.latest is None or other.earliest is None or other.latest is None:
            return False
        return self.earliest <= other.latest and other.earliest <= self.latest


@dataclass(frozen=True, slots=True)
class _Date:
    """One date as written, not an interval."""

    year: str
    month: str
    day: str
    clock: str
    zone: str
    qualifier: str

    @property
    def years(self) -> tuple[int, int]:
        """The first and last year that unspecified digits allow."""
        digits = self.year.removeprefix("Y")
        first, last = sorted((int(digits.replace("X", "0")), int(digits.replace("X", "9"))))
        return first, last

    def first(self) -> int:
        month = SEASONS[self.month][1] if self.month in SEASONS else _number(self.month, 1)
        return self.years[0] * 10000 + month * 100 + _number(self.day, 1)

    def last(self) -> int:
        year, month = self.years[1], _number(self.month, 12)
        if self.month in SEASONS:
            month = SEASONS[self.month][1] + 2
            year, month = (year + 1, month - 12) if month > 12 else (year, month)
        return year * 10000 + month * 100 + _number(self.day, days_in(year, month))


class _Refused(Exception):
    """Why a text is not a date; empty where its shape alone says so."""


@lru_cache(maxsize=8192)
def parse(text: str) -> Edtf:
    """Read a date; raises `MalformedDate` with what is wrong and, where it can be guessed, what to write.

    >>> parse("2023-09-19/2023-09-20").latest
    20230920
    """
    try:
        return Edtf(text, *_bounds(text))
    except _Refused as refused:
        raise MalformedDate(_sentence(text, str(refused))) from None


def guess(text: str) -> tuple[str, ...]:
    """Guess what someone who does not write EDTF means, best first; empty where nobody can tell.

    >>> guess("c. 1993"), guess("5/1/1993")
    (('1993~',), ('1993-01-05', '1993-05-01'))
    """
    # Only a refused date pays for this: most runs never load it.
    from testimonies import loose_dates  # noqa: PLC0415 - see the line above

    return loose_dates.meant(text, _is_date)


def between(first: Edtf | None, last: Edtf | None) -> Edtf:
    """All days from the first of one date to the last of another, for a search; None is an open end.

    Its text joins the two with a slash and may go beyond level 1: ask with it, do not keep it.

    >>> between(parse("199X"), parse("2005-03")).latest
    20050331
    """
    first, last = (None if end is None or end.undated else end for end in (first, last))
    if first and last and (last.latest or 0) < (first.earliest or 0):
        first, last = last, first
    if not first and not last:
        return parse("../..")
    return Edtf(
        f"{first.text.partition('/')[0] if first else '..'}/{last.text.rpartition('/')[2] if last else '..'}",
        first.earliest if first else BEFORE_ALL,
        last.latest if last else AFTER_ALL,
    )


def decade(date: Edtf) -> str | None:
    """Name the decade of its earliest day; None where that is unknown or before the year 1.

    >>> decade(parse("1993~"))
    '1990s'
    """
    if date.earliest is None or date.earliest < 10000:
        return None
    return f"{date.earliest // 100000 * 10}s"


def display(date: Edtf) -> str:
    """Say the date in plain English.

    >>> display(parse("2023-09-19/2023-09-20")), display(parse("1993%"))
    ('19–20 September 2023', 'about 1993, uncertain')
    """
    from testimonies.date_words import in_words  # noqa: PLC0415 - only what shows a date pays for its words

    return in_words(date)


def days_in(year: int, month: int) -> int:
    """How many days a month has; the Gregorian calendar is carried back before its beginning."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else _DAYS[month - 1]


def _bounds(text: str) -> tuple[int | None, int | None]:
    start, slash, end = text.partition("/")
    if not slash:
        date = _read(text)
        return (None, None) if date.year == "XXXX" else (date.first(), date.last())
    if start in _UNSAID and end in _UNSAID:
        return None, None
    opening = None if start in _UNSAID else _end_of_interval(start)
    closing = None if end in _UNSAID else _end_of_interval(end)
    # The test lists let an end be vaguer than its start (2004-06-11/2005) only if it does not begin before it.
    if opening and closing and closing.first() < opening.first():
        raise _Refused(f"{quoted(end)} begins before {quoted(start)}")
    return opening.first() if opening else BEFORE_ALL, closing.last() if closing else AFTER_ALL


def _read(text: str) -> _Date:
    match = _DATE.fullmatch(text)
    if not match:
        raise _Refused
    date = _Date(*match.groups(""))
    _ask_calendar(date)
    return date


def _end_of_interval(text: str) -> _Date:
    date = _read(text)
    if "X" in f"{date.year}{date.month}{date.day}":
        raise _Refused("unspecified digits in an interval are EDTF level 2, and level 1 is supported")
    if date.clock:
        raise _Refused("an interval is between days, without times of day")
    if date.year.startswith("Y"):
        raise _Refused("a year with Y cannot be the end of an interval")
    return date


def _ask_calendar(date: _Date) -> None:
    if date.year == "-0000":
        raise _Refused("the year 0 has no sign")
    if not date.month.isdigit():
        return
    month = int(date.month)
    if date.month in SEASONS:
        if date.day:
            raise _Refused(f"{date.month} is a season, and a season has no days")
    elif 25 <= month <= 41:
        raise _Refused(f"{date.month} in place of a month is EDTF level 2, and level 1 is supported")
    elif not 1 <= month <= 12:
        raise _Refused(f"there is no month {date.month}")
    elif date.day.isdigit() and not 1 <= int(date.day) <= days_in(date.years[0], month):
        raise _Refused(f"{MONTHS[month - 1]} {date.year} has no day {date.day}")


def _why_not(text: str) -> str:
    """Find a reason that a text has not even the shape of a date, where there is one to give."""
    from testimonies.loose_dates import is_level_2  # noqa: PLC0415 - only a refused date pays for this

    if is_level_2(text):
        return "it is EDTF level 2, and level 1 is supported"
    bare = text.removeprefix("-")
    if bare[10:11] == "T":
        return "a time of day looks like 2023-09-19T14:32:00 or 2023-09-19T14:32:00+04:00"
    if bare.isdecimal() and len(bare) < 4:
        return "a year has four digits"
    return "use % for both uncertain and approximate" if text.endswith(("?~", "~?")) else ""


def _is_date(text: str) -> bool:
    try:
        _bounds(text)
    except _Refused:
        return False
    return True


def _sentence(text: str, reason: str) -> str:
    if not text:
        return "A date is empty: write XXXX for undated."
    reason = reason or _why_not(text)
    meant = " or ".join(guess(text))
    if not meant and not reason:
        meant = "it like 1993, 2023-09-19, 1993~, 199X or 2020/2023"
    help_ = "; ".join(filter(None, (reason, f"write {meant}" if meant else "")))
    # A full stop after an open end (2020/..) would be copied with it.
    return f"{quoted(text)} is not a date: {help_}{'' if meant.endswith('..') else '.'}"


def _number(digits: str, otherwise: int) -> int:
    return int(digits) if digits.isdigit() else otherwise
