"""SRT as video players and archives write it, and as we write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testimonies import srt
from testimonies.cues import Captions, Turn, decode
from testimonies.errors import MalformedCues
from testimonies.turns import turns

GOOD = """1
00:00:01,000 --> 00:00:04,000
The river came
at night.

2
00:00:05,000 --> 00:00:07,500
Nobody slept.
"""


def said(text: str) -> list[tuple[int, int | None, str]]:
    return [(turn.start, turn.end, turn.words) for turn in turns(srt.read(text))]


def what(captions: Captions) -> list[str]:
    return [repair.what for repair in captions.repairs]


@pytest.mark.parametrize("text", [GOOD, GOOD.replace("\n", "\r\n"), "\ufeff" + GOOD, GOOD.strip(), "\n\n" + GOOD])
def test_a_good_file_is_read_and_nothing_is_mended(text):
    assert said(text) == [(1000, 4000, "The river came\nat night."), (5000, 7500, "Nobody slept.")]
    captions = srt.read(text)
    assert ([cue.identifier for cue in captions.cues], captions.repairs) == (["1", "2"], ())


@pytest.mark.parametrize(
    ("line", "when", "why"),
    [
        ("00:00:01.000 --> 00:00:02.000", (1000, 2000), "a full stop or colon where SRT has a comma"),
        ("00:00:01:250 --> 00:00:02:000", (1250, 2000), "a full stop or colon where SRT has a comma"),
        ("0:00:1,5 --> 0:00:02,000", (1500, 2000), "lacks a zero in front"),
        ("00:00:01 --> 00:00:02,000", (1000, 2000), "does not have three digits"),
        ("00:00:01,000-->00:00:02,000", (1000, 2000), "not written ` --> `"),
        ("00:00:01,000 --> 00:00:01,000", (1000, None), "ends where it begins"),
        ("00:00:01,000 --> ", (1000, None), "does not say when it ends"),
    ],
)
def test_times_as_people_write_them_are_understood_and_reported(line, when, why):
    captions = srt.read(f"1\n{line}\nwords\n")
    assert [(cue.start, cue.end) for cue in captions.cues] == [when]
    assert any(why in sentence for sentence in what(captions))


def test_places_on_the_screen_are_kept_as_settings():
    cue = srt.read("1\n00:00:01,000 --> 00:00:02,000  X1:10 X2:20\nwords\n").cues[0]
    assert (cue.settings, cue.payload) == ("X1:10 X2:20", "words")


def test_tags_for_the_look_of_the_words_are_left_out():
    captions = srt.read(
        "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<i>The</i> <font color='red'>river</font><br>came\n"
    )
    assert [turn.words for turn in turns(captions)] == ["The river\ncame"]
    assert ["Tags" in what(captions)[1], "<br>" in what(captions)[0]] == [True, True]


def test_words_that_only_look_like_tags_stay():
    words = "I <3 you & {laughs} <inaudible> 1 < 2 > 0"
    assert said(f"1\n00:00:01,000 --> 00:00:02,000\n{words}\n")[0][2] == words


def test_characters_written_as_on_the_web_are_read_as_meant():
    captions = srt.read("1\n00:00:01,000 --> 00:00:02,000\nsalt &amp; bread\n")
    assert turns(captions)[0].words == "salt & bread"
    assert what(captions) == [
        "Characters are written like &amp;, as on the web; they were read as the characters meant."
    ]


def test_missing_numbers_are_not_needed():
    captions = srt.read("00:00:01,000 --> 00:00:02,000\nin\n1988\n\n00:00:03,000 --> 00:00:04,000\nthere\n")
    assert [cue.payload for cue in captions.cues] == ["in\n1988", "there"]
    assert what(captions) == ["A cue has no number; none is needed. Also on line 5."]


def test_a_missing_blank_line_costs_neither_words_nor_numbers():
    captions = srt.read("1\n00:00:01,000 --> 00:00:02,000\nin\n1988\n2\n00:00:03,000 --> 00:00:04,000\nthere\n")
    assert [(cue.identifier, cue.payload) for cue in captions.cues] == [("1", "in\n1988"), ("2", "there")]
    assert what(captions) == ["There is no blank line before a cue; it was read as a cue of its own."]


def test_a_year_said_last_is_no_number_of_a_cue():
    captions = srt.read("1\n00:00:01,000 --> 00:00:02,000\nin\n1988\n00:00:03,000 --> 00:00:04,000\nthere\n")
    assert [cue.payload for cue in captions.cues] == ["in\n1988", "there"]


def test_words_after_a_blank_line_inside_a_cue_are_not_lost():
    captions = srt.read(
        "1\n00:00:01,000 --> 00:00:02,000\nfirst\n\nsecond\n\n2\n00:00:03,000 --> 00:00:04,000\nthird\n"
    )
    assert [turn.words for turn in turns(captions)] == ["first\n\nsecond", "third"]
    assert len(captions.repairs) == 1


def test_words_before_the_first_cue_are_kept_as_a_note():
    captions = srt.read("Transcribed by hand\n\n" + GOOD)
    assert (captions.notes, len(captions.cues)) == (("Transcribed by hand",), 2)
    assert what(captions) == ["This text before the first cue was kept as a note."]


@pytest.mark.parametrize("text", ["", "1\n\n2\n", "Dear Ana,\nthe river --> the sea"])
def test_a_text_without_a_cue_is_refused_in_one_sentence(text):
    with pytest.raises(MalformedCues, match=r"^No cue was found in \d+ lines; an SRT file has lines like "):
        srt.read(text)


# Writing

TRICKY = st.sampled_from(
    [
        "\n\n",
        "&",
        "&amp;",
        "<b>",
        "</i>",
        "{\\an8}",
        "00:01.000 --> 00:02.000",
        "0:1->0:2",
        "\n7\n",
        "\n",
        "<br>",
        "ana: ",
    ]
)
WORDS = st.lists(st.text(st.characters(exclude_categories=["Cs", "Lu"])) | TRICKY, min_size=1, max_size=6).map(
    "".join
)


def as_kept(words: str) -> str:
    """What SRT cannot hold is not asked for: see the top of `srt.py`."""
    words = words.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd").replace("\N{NO-BREAK SPACE}", " ")
    return "\n".join(line.rstrip(" \t\n\f") for line in words.split("\n")).strip(" \t\n\f")


@st.composite
def spoken(draw: st.DrawFn) -> list[Turn]:
    starts = sorted(draw(st.lists(st.integers(0, 3_599_999), min_size=1, max_size=8)))
    speakers = st.none() | st.sampled_from(["ANA", "MR. O'BRIEN-LEE", "ՍՏԵՓԱՆ"])
    return [
        Turn(start, start + draw(st.integers(1, 10**9)), draw(speakers), draw(WORDS.map(as_kept).filter(bool)))
        for start in starts
    ]


@given(spoken())
def test_turns_whose_speakers_are_in_capitals_can_be_written_and_read_back(spoken):
    assert turns(srt.read(srt.write(spoken))) == spoken


def test_a_written_file_looks_like_this():
    text = srt.write([Turn(5000, None, "Ana Mammadov", "It came.\n\nAt night."), Turn(1000, 4000, "SMITH", "When?")])
    assert text == (
        "1\n00:00:01,000 --> 00:00:04,000\nSMITH: When?\n\n"
        "2\n00:00:05,000 --> 00:00:06,000\nAna Mammadov: It came.\n\N{NO-BREAK SPACE}\nAt night.\n"
    )


def test_a_name_not_in_capitals_comes_back_as_words():
    again = turns(srt.read(srt.write([Turn(0, 1000, "Ana", "Yes.")])))
    assert [(turn.speaker, turn.words) for turn in again] == [(None, "Ana: Yes.")]


# Hostile text

LINES = st.sampled_from(
    [
        "",
        "1",
        "2",
        "00:00:01,000 --> 00:00:02,000",
        "0:3.0-->0:2",
        "-->",
        "<i>",
        "{\\",
        "ANA: yes",
        "&#99999999999;",
        "²",
    ]
)


@given(st.text() | st.lists(LINES | st.text(max_size=10)).map("\n".join))
def test_any_text_is_read_or_refused_as_having_no_cue(text):
    try:
        captions = srt.read(text)
    except MalformedCues:
        return
    assert captions.cues
    assert srt.write(turns(captions)).count(",") >= 2 * len(turns(captions))


MANY = 100_000


@pytest.mark.parametrize(
    "noise",
    ["<" * MANY, "{\\" * MANY, "<font " * MANY, "&#" + "9" * MANY, "a\n\n" * MANY, "9" * MANY, "1\n" * MANY],
    ids=lambda noise: repr(noise[:8]),
)
def test_a_hostile_cue_costs_time_in_proportion_to_its_length(noise):
    captions = srt.read(f"1\n00:00:01,000 --> 00:00:02,000\nwords {noise}\n\n2\n00:00:03,000 --> 00:00:04,000\nx")
    assert len(captions.cues) == 2
    assert turns(captions)[0].words.startswith("words")


def test_a_hundred_thousand_cues_are_read():
    assert len(srt.read("00:00:01,000 --> 00:00:02,000\nx\n" * MANY).cues) == MANY


def test_the_film_about_lunch_has_all_its_cues_and_its_full_stops_are_noticed(corpus):
    text, repairs = decode(
        (corpus / "transcripts/ramp-lunchroom/lunchroom_manners/lunchroom_manners.srt").read_bytes()
    )
    captions = srt.read(text)
    assert (len(captions.cues), repairs, len(captions.repairs)) == (107, [], 1)
    assert captions.cues[106].identifier == "107"
    assert captions.repairs[0].what.startswith("A time has a full stop or colon where SRT has a comma")
    assert said(text)[-1] == (
        552_100,
        557_600,
        "Have good lunchtime manners and lunch will\nbe more fun for everyone.",
    )
