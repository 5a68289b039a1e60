"""A date in plain English: `about 1993`, `19–20 September 2023`, `from 27 September 2020`."""

from __future__ import annotations

import re

from testimonies.edtf import MONTHS, SEASONS, Edtf

_DATE = re.compile(
    r"(?P<year>Y?-?[0-9]+X*|XXXX)(?:-(?P<month>[0-9]{2}|XX))?(?:-(?P<day>[0-9]{2}|XX))?"
    r"(?:T(?P<clock>[0-9:.]+)(?P<zone>.*))?(?P<qualifier>[?~%])?"
)
"""The parts of a date that was read before; what is no date never comes here."""
_MERGEABLE = re.compile(r"(?:([0-9]{1,2}) )?(?:([A-Z][a-z]+) )?([0-9]{4})")


def in_words(date: Edtf) -> str:
    """Say a date or an interval as one would in a caption."""
    if date.undated:
        return "undated"
    start, slash, end = date.text.partition("/")
    if not slash:
        words, doubt = _words(start)
        return f"{words}, uncertain" if doubt else words
    if end in ("", ".."):
        return f"from {_aside(start)}" + ("" if end else ", end unknown")
    if start in ("", ".."):
        return f"until {_aside(end)}" + ("" if start else ", start unknown")
    return _interval(_aside(start), _aside(end))


def _interval(start: str, end: str) -> str:
    """Say once what both ends share: the year, or the month and the year."""
    if start == end:
        return start
    first, last = _MERGEABLE.fullmatch(start), _MERGEABLE.fullmatch(end)
    if not first or not last or (not first[1], not first[2]) != (not last[1], not last[2]):
        return f"{start} to {end}"
    if not first[2]:
        return f"{start}–{end}"
    if first[3] != last[3]:
        return f"{start} to {end}"
    if not first[1]:
        return f"{first[2]}–{end}"
    return f"{first[1]}–{end}" if first[2] == last[2] else f"{first[1]} {first[2]} – {end}"


def _aside(text: str) -> str:
    words, doubt = _words(text)
    return f"{words} (uncertain)" if doubt else words


def _words(text: str) -> tuple[str, bool]:
    """Find the words for one date, and whether it is uncertain."""
    match = _DATE.fullmatch(text)
    if not match or match["year"] == "XXXX":
        return "an unknown date", False
    words = _day(match["month"] or "", match["day"] or "", _year(match["year"]))
    if match["clock"]:
        zone = match["zone"]
        words += f", {match['clock']}" + (" UTC" if zone == "Z" else f" UTC{zone}" if zone else "")
    if match["qualifier"] in ("~", "%"):
        words = f"about {'the ' if words.endswith('s') and words[0].isdigit() else ''}{words}"
    return words, match["qualifier"] in ("?", "%")


def _day(month: str, day: str, year: str) -> str:
    if month in SEASONS:
        return f"{SEASONS[month][0]} {year}"
    if month == "XX":
        return f"{year}, {'month and day' if day else 'month'} unknown"
    if not month:
        return year
    named = f"{MONTHS[int(month) - 1]} {year}"
    if day == "XX":
        return f"{named}, day unknown"
    return f"{int(day)} {named}" if day else named


def _year(text: str) -> str:
    digits = text.removeprefix("Y")
    if "X" not in digits:
        return _one_year(int(digits))
    first, last = sorted((int(digits.replace("X", "0")), int(digits.replace("X", "9"))))
    # `200X` is not "the 2000s", which may be a hundred years.
    if first >= 1000 and last - first == 9 and first % 100:
        return f"{first}s"
    opening, closing = _one_year(first), _one_year(last)
    return f"{opening.removesuffix(' BC') if closing.endswith(' BC') else opening}–{closing}"


def _one_year(year: int) -> str:
    """Say a year: 0000 is 1 BC, and early years carry AD so that nobody takes 93 for 1993."""
    if year < 1:
        return f"{1 - year:,} BC" if year <= -9999 else f"{1 - year} BC"
    if year > 9999:
        return f"the year {year:,}"
    return str(year) if year >= 1000 else f"{year} AD"
