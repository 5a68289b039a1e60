"""Places in a testimony: times, lines of pages, paragraphs, and the parts they stand in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testimonies.errors import MalformedPlace
from testimonies.locator import Line, Locator, Paragraph, Time, nearest, parse, parse_span, write_span


def refusal(text: str) -> str:
    with pytest.raises(MalformedPlace) as refused:
        parse_span(text)
    return str(refused.value)


@pytest.mark.parametrize(
    ("typed", "place", "canonical"),
    [
        ("00:14:32", Locator(Time(872_000)), "00:14:32"),
        ("00:14:32.5", Locator(Time(872_500)), "00:14:32.500"),
        ("00:14:32,500", Locator(Time(872_500)), "00:14:32.500"),
        ("00:14:32.000", Locator(Time(872_000)), "00:14:32"),
        ("00:14:32.0019", Locator(Time(872_001)), "00:14:32.001"),
        ("14:32", Locator(Time(872_000)), "00:14:32"),
        ("90:15", Locator(Time(5_415_000)), "01:30:15"),
        ("1:02:03", Locator(Time(3_723_000)), "01:02:03"),
        ("123:02:03", Locator(Time(442_923_000)), "123:02:03"),
        (" 14:32 ", Locator(Time(872_000)), "00:14:32"),
        ("p3:12", Locator(Line(3, 12)), "p3:12"),
        ("P3:12", Locator(Line(3, 12)), "p3:12"),
        ("p. 3", Locator(Line(3, 1)), "p3:1"),
        ("p3", Locator(Line(3, 1)), "p3:1"),
        ("¶4", Locator(Paragraph(4)), "¶4"),
        ("n4", Locator(Paragraph(4)), "¶4"),
        ("2b/00:14:32", Locator(Time(872_000), "2b"), "2b/00:14:32"),
        ("log/p1:1", Locator(Line(1, 1), "log"), "log/p1:1"),
        ("1/n4", Locator(Paragraph(4), "1"), "1/¶4"),
        ("side-2/¶4", Locator(Paragraph(4), "side-2"), "side-2/¶4"),
    ],
)
def test_a_place_is_read_as_people_type_it_and_written_one_way(typed, place, canonical):
    assert parse(typed) == place
    assert str(place) == canonical


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "write a time (00:14:32), a page and line (p3:12) or a paragraph (¶4 or n4)"),
        ("90", "is not a place in a testimony"),
        ("14:3", "is not a place in a testimony"),
        ("2b/", "is not a place in a testimony"),
        ("/14:32", "is not a place in a testimony"),
        ("a b/14:32", "is not a place in a testimony"),
        ("14:32\x1b[2J", "is not a place in a testimony"),
        ("١٤:٣٢", "is not a place in a testimony"),
        ("-14:32", "is not a place in a testimony"),
        ("14:75", "a minute has no second 75"),
        ("00:75:00", "an hour has no minute 75"),
        ("p0:1", "counted from 1"),
        ("p1:0", "counted from 1"),
        ("n0", "counted from 1"),
        ("14:40–14:32", "ends before it begins: write 00:14:32–00:14:40"),
        ("1/14:32–2/14:40", "keep to one part and one kind"),
        ("14:32–p3:1", "keep to one part and one kind"),
        ("14:32–", "is not a place in a testimony"),
    ],
)
def test_what_is_no_place_is_refused_in_a_sentence(typed, words):
    assert words in refusal(typed)
    assert refusal(typed).isprintable()


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("00:14:32–00:14:40.5", "00:14:32", "00:14:40.500"),
        ("14:32-14:40", "00:14:32", "00:14:40"),
        ("14:32 — 14:40", "00:14:32", "00:14:40"),
        ("00:14:32.000 --> 00:14:40.500", "00:14:32", "00:14:40.500"),
        ("2b/14:32–14:40", "2b/00:14:32", "2b/00:14:40"),
        ("2b/14:32–2b/14:40", "2b/00:14:32", "2b/00:14:40"),
        ("side-2/14:32-14:40", "side-2/00:14:32", "side-2/00:14:40"),
        ("p3:1-p3:8", "p3:1", "p3:8"),
        ("¶2–¶4", "¶2", "¶4"),
        ("14:32–14:32", "00:14:32", "00:14:32"),
    ],
)
def test_a_span_has_two_places_of_one_part(typed, start, end):
    assert [str(place) for place in parse_span(typed)] == [start, end]


def test_a_place_alone_is_a_span_without_an_end():
    assert parse_span("side-2/p3:12") == (Locator(Line(3, 12), "side-2"), None)


SPOTS = st.one_of(
    st.integers(0, 35_999_999).map(Time),
    st.builds(Line, st.integers(1, 999_999), st.integers(1, 999_999)),
    st.integers(1, 999_999).map(Paragraph),
)
PARTS = st.none() | st.from_regex(r"[A-Za-z0-9Ա-Ֆə][A-Za-z0-9_.-]{0,8}", fullmatch=True)
PLACES = st.builds(Locator, SPOTS, PARTS)


@given(PLACES)
def test_a_place_written_and_read_is_the_same_place(place):
    assert parse(str(place)) == place


@given(SPOTS, SPOTS, PARTS)
def test_a_span_written_and_read_is_the_same_span(one, other, part):
    start, end = sorted((Locator(one, part), Locator(other, part)), key=lambda place: place.position)
    if type(one) is type(other):
        assert parse_span(write_span(start, end)) == (start, end)
    assert parse_span(write_span(start, None)) == (start, None)


@given(st.text(max_size=30) | st.text("0123456789:p¶n/-–.,b ", max_size=20))
def test_whatever_is_typed_is_a_place_or_a_sentence(text):
    try:
        start, end = parse_span(text)
    except MalformedPlace as refused:
        assert str(refused)
    else:
        assert end is None or start.position <= end.position


@given(st.lists(SPOTS.map(Locator)))
def test_places_sort_as_they_follow_each_other(places):
    ordered = sorted(places, key=lambda place: place.position)
    times = [place.spot.milliseconds for place in ordered if isinstance(place.spot, Time)]
    lines = [(place.spot.page, place.spot.line) for place in ordered if isinstance(place.spot, Line)]
    assert times == sorted(times)
    assert lines == sorted(lines)


TAPE = [parse(text) for text in ("1/00:00", "1/05:00", "2/00:00", "2/04:00", "2/04:00", "2/09:00", "log/p1:1")]


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        ("2/04:30", 3),
        ("2/04:00", 3),
        ("2/00:00", 2),
        ("2/59:00", 5),
        ("04:30", 0),
        ("1/59:00", 1),
        ("LOG/p9", 6),
        ("3/00:00", None),
        ("n1", None),
    ],
)
def test_the_nearest_place_is_the_last_that_has_begun(wanted, number):
    assert nearest(TAPE, parse(wanted)) == number


def test_before_the_first_place_the_first_is_nearest():
    assert nearest([None, parse("05:00"), parse("06:00")], parse("00:10")) == 1


def test_where_no_place_is_known_none_is_near():
    assert nearest([None, None], parse("00:10")) is None
