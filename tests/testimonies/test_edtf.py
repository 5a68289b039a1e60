"""EDTF dates: what is accepted, what is refused and with which words, and the days they cover."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testimonies import edtf
from testimonies.edtf import AFTER_ALL, BEFORE_ALL, Edtf, between, days_in, decade, display, guess, parse
from testimonies.errors import MalformedDate

NOT_EDTF = {
    "19": "a century of two digits is ISO 8601 but not in the EDTF of 2019, and most likely half a year",
    "00": "the same",
    "-04": "the same",
}
"""Called valid by a published list and refused here."""

STILL_LEVEL_1 = {
    "2011-23~": "listed as level 2, but the same list has 1952-23~/1953 at level 1, and the standard lets"
    " a qualifier at the end apply to any whole date",
}
"""Called level 2 by a published list and accepted here."""

SEASONS_MAY_BEGIN_AND_END = {
    "2012-21/2012-22": "invalid in one list, whose program has no seasons in intervals below its own level 3;"
    " another list has 2003-22/2003-23 at level 1",
}
"""Called invalid by a published list and accepted here."""

OTHER_BOUNDS = {
    "/2006": (BEFORE_ALL, 20061231),  # the list pads an unknown start with ten years
    "2004-06-01/": (20040601, AFTER_ALL),  # and an unknown end
    "1984-06-02?/": (19840602, AFTER_ALL),
    "2010-24": (20101201, 20110228),  # the list cuts winter off at New Year
}
"""Days that differ from the published list on purpose."""


def lists(corpus: Path, name: str) -> Any:
    return json.loads((corpus / "suites" / "edtf" / f"{name}.json").read_text(encoding="utf-8"))


def refusal(text: str) -> str:
    with pytest.raises(MalformedDate) as refused:
        parse(text)
    return str(refused.value)


def accepted(text: str) -> bool:
    try:
        return parse(text).text == text
    except MalformedDate:
        return False


def test_every_level_0_and_1_string_of_the_published_lists_is_accepted_as_written(corpus):
    validate, js = lists(corpus, "edtf-validate"), lists(corpus, "edtf-js")
    texts = [text for name, texts in validate.items() if name.startswith(("level0", "level1")) for text in texts]
    texts += [entry["edtf"] for entry in js["valid"] if entry["level"] in (0, 1, None)]
    assert len(texts) > 150
    assert {text for text in texts if not accepted(text)} == set(NOT_EDTF)


def test_every_level_2_string_of_the_published_lists_is_refused(corpus):
    validate, js = lists(corpus, "edtf-validate"), lists(corpus, "edtf-js")
    texts = [text for name, texts in validate.items() if name.startswith("level2") for text in texts]
    texts += [entry["edtf"] for entry in js["valid"] if entry["level"] == 2]
    assert len(texts) > 100
    assert {text for text in texts if accepted(text)} == set(STILL_LEVEL_1)


def test_level_2_is_refused_by_its_name(corpus):
    validate = lists(corpus, "edtf-validate")
    texts = [text for name, texts in validate.items() if name.startswith("level2") for text in texts]
    unnamed = {text for text in texts if text not in STILL_LEVEL_1 and "level 1 is supported" not in refusal(text)}
    assert unnamed == set()


def test_every_invalid_string_of_the_published_lists_is_refused(corpus):
    validate = lists(corpus, "edtf-validate")
    texts = [text for name, texts in validate.items() if name.startswith("invalid") for text in texts]
    texts += lists(corpus, "edtf-js")["invalid"] + lists(corpus, "python-edtf-parse")["invalid"]
    assert len(texts) > 100
    assert {text for text in texts if accepted(text)} == set(SEASONS_MAY_BEGIN_AND_END)


def test_the_days_agree_with_the_published_bounds(corpus):
    compared = 0
    for entry in lists(corpus, "python-edtf-parse")["examples"]:
        text, bounds = entry["edtf"], entry["bounds"]
        if not accepted(text):
            assert "level 1 is supported" in refusal(text)
            continue
        # One bound or three begin with the day itself, two or four with the first and last; the rest is padding.
        first, last = number(bounds[0]), number(bounds[0] if len(bounds) % 2 else bounds[1])
        date = parse(text)
        assert (date.earliest, date.latest) == OTHER_BOUNDS.get(text, (first, last)), text
        compared += 1
    assert compared > 50


def number(bound: str) -> int:
    if bound.endswith("inf"):
        return BEFORE_ALL if bound.startswith("-") else AFTER_ALL
    year, month, day = bound.rsplit("-", 2)
    return int(year) * 10000 + int(month) * 100 + int(day)


def test_what_the_natural_language_list_calls_no_date_is_not_guessed_at(corpus):
    entries = lists(corpus, "python-edtf-natural-language")
    assert all(guess(entry["text"]) == () for entry in entries if entry["edtf"] is None)
    understood = [entry for entry in entries if accepted(entry["text"]) or guess(entry["text"])]
    assert len(understood) > 80


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("1993~", 19930101, 19931231),
        ("2023-09-19", 20230919, 20230919),
        ("2023-09-19/2023-09-20", 20230919, 20230920),
        ("2023-09-XX", 20230901, 20230930),
        ("2020-09-27/..", 20200927, AFTER_ALL),
        ("/2020", BEFORE_ALL, 20201231),
        ("../2020", BEFORE_ALL, 20201231),
        ("XXXX", None, None),
        ("XXXX-XX-XX", None, None),
        ("/", None, None),
        ("../..", None, None),
        ("199X", 19900101, 19991231),
        ("1XXX", 10000101, 19991231),
        ("-000X", -9 * 10000 + 101, 1231),
        ("2003-21", 20030301, 20030531),
        ("2003-24", 20031201, 20040229),
        ("2004-02", 20040201, 20040229),
        ("1900-02", 19000201, 19000228),
        ("2000-02", 20000201, 20000229),
        ("Y-99999999999", -99999999999 * 10000 + 101, -99999999999 * 10000 + 1231),
        ("Y99999999999", 99999999999 * 10000 + 101, 99999999999 * 10000 + 1231),
        ("2023-09-19T24:00:00Z", 20230919, 20230919),
    ],
)
def test_a_date_covers_its_days(text, earliest, latest):
    assert parse(text) == Edtf(text, earliest, latest)


def test_days_sort_across_the_beginning_of_the_era():
    texts = ["../2020", "Y-170000002", "-1000", "-0999", "-0001", "0000", "0001", "1993", "Y170000002"]
    days = [parse(text).earliest for text in texts]
    assert days == sorted(days)
    assert parse("-1000").latest < parse("-0999").earliest
    assert parse("Y99999999999").latest < AFTER_ALL < 2**53


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1985?~", "use % for both uncertain and approximate; write 1985%"),
        ("1993-13", "there is no month 13"),
        ("2023-02-29", "February 2023 has no day 29"),
        ("1993-21-05", "21 is a season, and a season has no days"),
        ("c. 1993", "write 1993~"),
        ("circa 1993", "write 1993~"),
        ("about 1993", "write 1993~"),
        ("1993-1-5", "write 1993-01-05"),
        ("1993.1.5", "write 1993-01-05"),
        ("5/1/1993", "write 1993-01-05 or 1993-05-01"),
        ("25/1/1993", "write 1993-01-25"),
        ("4/4/1993", "write 1993-04-04"),
        ("19930105", "write 1993-01-05"),
        ("1990s", "write 199X"),
        ("the 1990's", "write 199X"),
        ("1900s", "write 190X or 19XX"),
        ("20th century", "write 19XX"),
        ("199u", "write 199X"),
        ("199x", "write 199X"),
        ("199?", "write 199X"),
        ("1993-uu", "write 1993-XX"),
        ("unknown/2020", "write /2020"),
        ("2020/open", "write 2020/.."),
        ("unknown", "write XXXX"),
        ("n.d.", "write XXXX"),
        (" 1993", "write 1993"),
        ("1993-1995", "write 1993/1995"),
        ("1936-38", "write 1936/1938"),
        ("between 1990 and 1993", "write 1990/1993"),
        ("198X/199X", "write 1980/1999"),
        ("2020/2019", "“2019” begins before “2020”; write 2019/2020"),
        ("1993-02/1993", "write 1993-02/1993-12"),
        ("2004-02-11/2004-02", "write 2004-02-11/2004-02-29"),
        ("19 September 2023", "write 2023-09-19"),
        ("Sept. 2023", "write 2023-09"),
        ("September 19, 2023", "write 2023-09-19"),
        ("19–20 September 2023", "write 2023-09-19/2023-09-20"),
        ("27 September – 10 November 2020", "write 2020-09-27/2020-11-10"),
        ("27 September 2020 – 10 November 2020", "write 2020-09-27/2020-11-10"),
        ("Fall 1936", "write 1936-23"),
        ("before 1993", "write ../1993"),
        ("since May 1993", "write 1993-05/.."),
        ("[1993?]", "write 1993?"),
        ("probably about 1993", "write 1993%"),
        ("44 BC", "write -0043"),
        ("12345", "write Y12345"),
        ("93", "a year has four digits"),
        ("[1667,1668]", "it is EDTF level 2, and level 1 is supported"),
        ("2004-06-~11", "it is EDTF level 2, and level 1 is supported"),
        ("2023-09-19T25:00:00", "a time of day looks like 2023-09-19T14:32:00"),
        ("marmalade", "write it like 1993, 2023-09-19, 1993~, 199X or 2020/2023"),
        ("", "write XXXX for undated"),
    ],
)
def test_a_refusal_says_what_to_write(text, words):
    assert words in refusal(text)


def test_a_refusal_repeats_nothing_a_terminal_would_act_on():
    assert refusal("\x1b[2J1993").isprintable()
    assert len(refusal("1993" * 10_000)) < 300


def test_digits_of_other_scripts_and_line_ends_are_not_dates():
    assert not any(accepted(text) for text in ("١٩٩٣", "1993\n", "１９９３"))
    assert guess("١٩٩٣") == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1993", "1993"),
        ("1993~", "about 1993"),
        ("1993?", "1993, uncertain"),
        ("1993%", "about 1993, uncertain"),
        ("2023-09", "September 2023"),
        ("2023-09-19", "19 September 2023"),
        ("2023-09-19T14:32:00+04:00", "19 September 2023, 14:32:00 UTC+04:00"),
        ("2023-09-19T14:32:00Z", "19 September 2023, 14:32:00 UTC"),
        ("2023-09-19/2023-09-20", "19–20 September 2023"),
        ("2020-09-27/2020-11-10", "27 September – 10 November 2020"),
        ("2019-12-31/2020-01-01", "31 December 2019 to 1 January 2020"),
        ("2020-09/2020-11", "September–November 2020"),
        ("2020-09/2021", "September 2020 to 2021"),
        ("1988/1994", "1988–1994"),
        ("1988/1988", "1988"),
        ("1988~/1994?", "about 1988 to 1994 (uncertain)"),
        ("2020-09-27/..", "from 27 September 2020"),
        ("2020/", "from 2020, end unknown"),
        ("../2020", "until 2020"),
        ("/2020?", "until 2020 (uncertain), start unknown"),
        ("199X", "1990s"),
        ("199X~", "about the 1990s"),
        ("200X", "2000–2009"),
        ("19XX", "1900–1999"),
        ("2004-XX", "2004, month unknown"),
        ("1985-04-XX", "April 1985, day unknown"),
        ("1985-XX-XX", "1985, month and day unknown"),
        ("2003-21", "spring 2003"),
        ("2003-24?", "winter 2003, uncertain"),
        ("2003-21/2003-23", "spring 2003 to autumn 2003"),
        ("XXXX", "undated"),
        ("XXXX-XX", "undated"),
        ("../..", "undated"),
        ("0000", "1 BC"),
        ("-0999", "1000 BC"),
        ("-01XX", "200–101 BC"),
        ("0093", "93 AD"),
        ("Y170000002", "the year 170,000,002"),
        ("Y-170000002", "170,000,003 BC"),
    ],
)
def test_a_date_is_shown_in_plain_english(text, words):
    assert display(parse(text)) == words


def test_overlap_is_a_day_in_common():
    assert parse("1993").overlaps(parse("1993-12-31/2020"))
    assert not parse("1993").overlaps(parse("1994"))
    assert parse("2023-09").overlaps(parse("2020-09-27/.."))
    assert parse("../1920").overlaps(parse("/1800"))


def test_undated_overlaps_nothing_not_even_the_undated():
    assert not any(parse("XXXX").overlaps(parse(other)) for other in ("XXXX", "1993", "../2020"))
    assert not parse("1993").overlaps(parse("XXXX"))


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("1993", "2023", Edtf("1993/2023", 19930101, 20231231)),
        ("2023", "1993", Edtf("1993/2023", 19930101, 20231231)),
        ("199X", "2005-03", Edtf("199X/2005-03", 19900101, 20050331)),
        ("1990/1995", "2000/2005", Edtf("1990/2005", 19900101, 20051231)),
        ("1993", None, Edtf("1993/..", 19930101, AFTER_ALL)),
        (None, "1993", Edtf("../1993", BEFORE_ALL, 19931231)),
        (None, None, Edtf("../..", None, None)),
        ("XXXX", "1993", Edtf("../1993", BEFORE_ALL, 19931231)),
    ],
)
def test_a_range_reaches_from_the_first_day_to_the_last(first, last, expected):
    assert between(first and parse(first), last and parse(last)) == expected


def test_a_range_beyond_level_1_can_still_be_shown():
    assert display(between(parse("199X"), parse("2005-03"))) == "1990s to March 2005"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1993~", "1990s"),
        ("2023-09-19/2031", "2020s"),
        ("0093", "90s"),
        ("-0001", None),
        ("../2020", None),
        ("XXXX", None),
    ],
)
def test_a_decade_is_that_of_the_earliest_day(text, name):
    assert decade(parse(text)) == name


YEARS = st.integers(-9999, 9999)
SIGNS = st.sampled_from(["", "?", "~", "%"])


def year_text(year: int) -> str:
    return f"{year:05}" if year < 0 else f"{year:04}"


@st.composite
def days(draw: st.DrawFn) -> str:
    year, month = draw(YEARS), draw(st.integers(1, 12))
    day = draw(st.integers(1, days_in(year, month)))
    return f"{year_text(year)}-{month:02}-{day:02}"


@st.composite
def vague(draw: st.DrawFn) -> str:
    year = draw(st.integers(0, 9999).map(year_text))
    return draw(
        st.sampled_from(
            [f"{year[:3]}X", f"{year[:2]}XX", f"{year[0]}XXX", f"{year}-XX", f"{year}-XX-XX", f"{year}-04-XX"]
        )
    )


WHOLE = st.one_of(
    YEARS.map(year_text),
    st.builds("{}-{:02}".format, YEARS.map(year_text), st.integers(1, 12) | st.integers(21, 24)),
    days(),
)
SINGLE = st.builds(str.__add__, WHOLE | vague(), SIGNS) | st.integers(10_000, 99_999_999_999).map("Y{}".format)
ENDS = st.builds(str.__add__, WHOLE, SIGNS)


@st.composite
def intervals(draw: st.DrawFn) -> str:
    start, end = sorted((draw(ENDS), draw(ENDS)), key=lambda text: parse(text).earliest)
    unsaid = st.sampled_from(["", ".."])
    return draw(
        st.sampled_from([f"{start}/{end}", f"{start}/{draw(unsaid)}", f"{draw(unsaid)}/{end}"]),
    )


DATES = SINGLE | intervals()


@given(DATES)
def test_a_valid_date_is_kept_as_written_and_its_days_are_in_order(text):
    date = parse(text)
    assert date.text == text
    assert date.earliest <= date.latest
    assert date.overlaps(date)


@given(DATES)
def test_whatever_can_be_read_can_be_said(text):
    words = display(parse(text))
    assert words
    assert "/" not in words
    assert "X" not in words


@given(DATES, DATES)
def test_a_range_holds_both_its_ends(one, other):
    whole = between(parse(one), parse(other))
    assert whole.earliest <= whole.latest
    assert whole.overlaps(parse(one))
    assert whole.overlaps(parse(other))
    assert display(whole)


@settings(max_examples=400)
@given(
    st.text(max_size=70)
    | st.text("0123456789X-/~?%.TYuc sbe[]{}:+–", max_size=20)
    | st.lists(
        st.sampled_from(["c. ", "about ", "199", "1993", "-", "/", "?", "s", " to ", "may ", "5", "(", ")"])
    ).map("".join)
)
def test_whatever_is_typed_is_a_date_or_a_sentence_whose_advice_is_a_date(text):
    try:
        date = parse(text)
    except MalformedDate as refused:
        assert str(refused)
        assert all(accepted(advice) for advice in guess(text))
    else:
        assert date.undated or date.earliest <= date.latest


def test_the_naughty_strings_are_refused_in_one_line(corpus):
    blns = json.loads(next((corpus / "suites" / "blns").glob("blns.json")).read_text(encoding="utf-8"))
    for text in blns:
        if not accepted(text):
            assert refusal(text).isprintable()


def test_reading_again_gives_the_same_date_without_reading():
    assert edtf.parse("1993-05-17") is edtf.parse("1993-05-17")
