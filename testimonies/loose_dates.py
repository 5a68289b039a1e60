"""Dates as people really write them (`c. 1993`, `5/1/1993`, `the 1990s`), and the EDTF they most likely mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import product

LONGEST = 60
"""A longer text is a sentence, not a date."""

_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_UNDATED = frozenset(
    ("undated", "unknown", "no date", "n.d.", "n. d.", "nd", "n.d", "s.d.", "?", "??", "????", "uuuu", "none")
)

_PREFIX = re.compile(
    r"(?P<about>circa\b|ca?\.|ca?(?= ?[0-9])|about|around|approximately|approx\.?|roughly|~)"
    r"|(?P<perhaps>uncertain:|possibly|probably|perhaps|maybe|\?)|%|the year\b|the\b|in\b|on\b"
)
_SUFFIX = re.compile(
    r"(?P<about>~|\(?(?:approx\.?|approximately|circa)\)?)\Z"
    r"|(?P<perhaps>\(?(?:\?|uncertain|probably|maybe|guess)\)?)\Z|%\Z"
)
_BRACKETS = re.compile(r"[\[(]([^\[\](){},]+)[\])]\??")

_DECADE = re.compile(r"([0-9]{2})([0-9])0'?s")
_CENTURY = re.compile(r"([0-9]{1,2})(?:(?:st|nd|rd|th)? ?c\.?|(?:st|nd|rd|th) century)")
_BEFORE_CHRIST = re.compile(r"([0-9]{1,4}) ?b\.?c\.?(?:e\.?)?")
_AFTER_CHRIST = re.compile(r"([0-9]{1,4}) ?(?:a\.?d\.?|c\.e\.|ce)")
_FEW_DIGITS = re.compile(r"([0-9]{2,3})[-_?]{0,2}")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-./ ]([0-9]{1,2})(?:[-./ ]([0-9]{1,2}))?")
_YEAR_LAST = re.compile(r"(?:([0-9]{1,2})[-./ ])?([0-9]{1,2})[-./ ]([0-9]{4})")
_EIGHT_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_LONG_YEAR = re.compile(r"y?(-?)(?=[0-9]{5})0*([0-9]+)|y(-?)0*([0-9]+)")
_DAY_MONTH = re.compile(r"(?:([0-9]{1,2})(?:st|nd|rd|th)?\.? ?(?:of )?)?([a-z]{3,9})\.?,? ?(?:of )?([0-9]{4})")
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
_YEAR_MONTH = re.compile(r"([0-9]{4}),? ([a-z]{3,9})\.?(?: ([0-9]{1,2})(?:st|nd|rd|th)?)?")

_SHORT_RANGE = re.compile(r"([0-9]{2})([0-9]{2})[-–/]([0-9]{2})")
_DAY_RANGE = re.compile(r"([0-9]{1,2})(?: ?[-–/] ?| to | and )([0-9]{1,2})([ .][a-z]{3,9}\.?,? [0-9]{4})")
_SEPARATORS = tuple(
    re.compile(sign) for sign in ("/", r" (?:to|until|till|through|and) ", r"\.\.", " ?[–—] ?", " - ")
)
_HYPHEN = re.compile(r"([^-/]+)-([^-/]+)")
_BEFORE = re.compile(r"(?:before|until|till|up to|not after|earlier than) ")
_AFTER = re.compile(r"(?:after|since|from|not before|later than) ")
_ENDS = {
    "open": "..",
    "now": "..",
    "present": "..",
    "..": "..",
    "": "",
    "unknown": "",
    "uuuu": "",
    "xxxx": "",
    "?": "",
}

_PART = r"[?~%]?[0-9X]{2}[?~%]?"
_LEVEL_2_DATE = rf"[?~%]?-?[0-9X]{{4}}[?~%]?(?:-{_PART}(?:-{_PART})?)?"
_LEVEL_2_END = rf"(?:{_LEVEL_2_DATE}|\.\.)?"
_LEVEL_2 = re.compile(
    rf"{_LEVEL_2_DATE}|{_LEVEL_2_END}/{_LEVEL_2_END}"
    r"|(?:-?[0-9]{4}|Y-?[0-9]+(?:E[0-9]+)?)S[0-9]+|Y-?[0-9]+E[0-9]+|\[[-0-9., ]+\]|\{[-0-9., ]+\}"
)


def is_level_2(text: str) -> bool:
    """Whether a text that is not level 0 or 1 has the shape of EDTF level 2.

    >>> is_level_2("[1667,1668]"), is_level_2("2004-~06"), is_level_2("about 2004")
    (True, True, False)
    """
    return len(text) <= LONGEST and bool(_LEVEL_2.fullmatch(text)) and any(sign in text for sign in "[{SEX?~%")


def meant(text: str, is_date: Callable[[str], bool]) -> tuple[str, ...]:
    """List the dates a text may mean, best first, of those that `is_date` accepts; several where it is ambiguous."""
    plain = " ".join(text.lower().split())
    if len(plain) > LONGEST or not plain:
        return ()
    if plain in _UNDATED:
        return ("XXXX",)
    for reading in (_single, _interval):
        found = tuple(dict.fromkeys(candidate for candidate in reading(plain, is_date) if is_date(candidate)))
        if found:
            return found
    return ()


def _single(plain: str, is_date: Callable[[str], bool]) -> Iterable[str]:
    """One date with its signs of doubt, whatever side they stand on."""
    core, about, perhaps = _without_doubt(plain)
    sign = {(True, True): "%", (True, False): "~", (False, True): "?"}.get((about, perhaps), "")
    squeezed = core.replace(" ", "")
    candidates = (core.upper(), squeezed.upper(), squeezed.replace("u", "X").upper(), *_shapes(core))
    return [f"{candidate}{sign}" for candidate in candidates if is_date(candidate)]


def _without_doubt(plain: str) -> tuple[str, bool, bool]:
    about = perhaps = False
    core = plain
    while True:
        bracketed = _BRACKETS.fullmatch(core)
        prefix, suffix = _PREFIX.match(core), _SUFFIX.search(core)
        # `199?` is a decade with a digit missing, not a doubtful year 199.
        if suffix and _FEW_DIGITS.fullmatch(core):
            suffix = None
        found = prefix or suffix
        if bracketed:
            perhaps = perhaps or core.endswith("?")
            core = bracketed[1].strip()
        elif found:
            both = found[0] == "%"
            about, perhaps = about or both or bool(found["about"]), perhaps or both or bool(found["perhaps"])
            core = (core[found.end() :] if prefix else core[: found.start()]).strip(" :,")
        else:
            return core, about, perhaps


def _shapes(core: str) -> Iterator[str]:
    for shape, reading in _SHAPES:
        if match := shape.fullmatch(core):
            yield from reading(*match.groups(""))
            return


def _decade(century: str, ten: str) -> Iterator[str]:
    yield f"{century}{ten}X"
    if ten == "0":
        yield f"{century}XX"


def _century(number: str) -> Iterator[str]:
    yield f"{int(number) - 1:02}XX"


def _before_christ(year: str) -> Iterator[str]:
    # The year 1 BC is 0000, 2 BC is -0001.
    yield f"{1 - int(year):05}" if int(year) > 1 else "0000"


def _few_digits(digits: str) -> Iterator[str]:
    # Near our time the last digits were left out; a year of antiquity lacks the zero in front.
    if len(digits) == 2 and "15" <= digits <= "20":
        yield f"{digits}XX"
    elif len(digits) == 3:
        yield from (f"{digits}X",) if "150" <= digits <= "209" else (f"0{digits}",)


def _year_first(year: str, month: str, day: str) -> Iterator[str]:
    yield f"{year}-{month:0>2}" + (f"-{day:0>2}" if day else "")


def _year_last(one: str, two: str, year: str) -> Iterator[str]:
    """Day and month change places between countries: both are offered where both are possible."""
    yield from _year_first(year, two, one)
    if one:
        yield from _year_first(year, one, two)


def _long_year(*parts: str) -> Iterator[str]:
    minus, digits = "".join(parts[::2]), "".join(parts[1::2])
    yield f"{minus}{digits:0>4}" if len(digits) < 5 else f"Y{minus}{digits}"


def _named(day: str, word: str, year: str) -> Iterator[str]:
    if word in _SEASONS and not day:
        yield f"{year}-{_SEASONS[word]}"
    for number, month in enumerate(_MONTHS, start=1):
        if month.startswith(word):
            yield from _year_first(year, str(number), day)


_SHAPES: tuple[tuple[re.Pattern[str], Callable[..., Iterator[str]]], ...] = (
    (_DECADE, _decade),
    (_CENTURY, _century),
    (_BEFORE_CHRIST, _before_christ),
    (_AFTER_CHRIST, lambda year: iter((f"{year:0>4}",))),
    (_FEW_DIGITS, _few_digits),
    (_YEAR_FIRST, _year_first),
    (_YEAR_LAST, _year_last),
    (_EIGHT_DIGITS, _year_first),
    (_LONG_YEAR, _long_year),
    (_DAY_MONTH, _named),
    (_MONTH_DAY, lambda word, day, year: _named(day, word, year)),
    (_YEAR_MONTH, lambda year, word, day: _named(day, word, year)),
)


def _interval(plain: str, is_date: Callable[[str], bool]) -> Iterable[str]:
    """From one date to another, or open at one end: the first way to divide the text that makes sense."""
    return next(filter(None, (list(_pairs(*ends, is_date)) for ends in _divided(plain))), ())


def _divided(plain: str) -> Iterator[tuple[str, str]]:
    if (match := _SHORT_RANGE.fullmatch(plain)) and match[2] < match[3]:
        yield match[1] + match[2], match[1] + match[3]
    if match := _DAY_RANGE.fullmatch(plain):
        yield match[1] + match[3], match[2] + match[3]
    if match := _BEFORE.match(plain):
        yield "..", plain[match.end() :]
    bare = plain.removeprefix("between ").removeprefix("from ")
    for separator in _SEPARATORS:
        if match := separator.search(bare):
            yield from _sharing_a_year(bare[: match.start()], bare[match.end() :])
    if match := _HYPHEN.fullmatch(bare):
        yield from _sharing_a_year(match[1], match[2])
    if match := _AFTER.match(plain):
        yield plain[match.end() :], ".."


def _sharing_a_year(start: str, end: str) -> Iterator[tuple[str, str]]:
    """Divide at one place; `27 September – 10 November 2020` says the year once for both."""
    yield start, end
    if start.strip(" 0123456789"):
        yield f"{start} {end[-4:]}", end


def _pairs(start: str, end: str, is_date: Callable[[str], bool]) -> Iterator[str]:
    for one, other in product(_ends(start, "0", is_date), _ends(end, "9", is_date)):
        if one.startswith(other) and other:
            # 1993-02/1993 means the rest of that year, 2004-06-11/2004-06 of that month.
            tails = ("-12",) if len(other) == 4 else ("-31", "-30", "-29", "-28")
            candidates = [f"{one}/{other}{tail}" for tail in ("", *tails)]
        else:
            candidates = [f"{one}/{other}", f"{other}/{one}"]
        yield from [candidate for candidate in candidates if is_date(candidate)][:1]


def _ends(side: str, digit: str, is_date: Callable[[str], bool]) -> list[str]:
    side = side.strip()
    if side.isdigit() and len(side) < 4:
        return []  # half a date: its other half is beyond the dash
    if side in _ENDS:
        return [_ENDS[side]]
    # An interval names its ends: the 1990s begin in 1990 and end in 1999.
    return [found.partition("T")[0].replace("-XX", "").replace("X", digit) for found in _single(side, is_date)]
