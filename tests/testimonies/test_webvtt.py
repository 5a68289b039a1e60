"""WebVTT as archives receive it, mended and reported, and as we write it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testimonies import webvtt
from testimonies.cues import Captions, Cue, Turn, decode
from testimonies.errors import MalformedCues
from testimonies.turns import turns

GOOD = """WEBVTT - a river

NOTE made by hand

1
00:00:01.000 --> 00:00:04.000 align:start
The river came at night.

00:00:05.000 --> 00:00:07.500
Nobody slept.
"""


def told(captions: Captions) -> list[str]:
    return [str(repair) for repair in captions.repairs]


def times(captions: Captions) -> list[tuple[int, int | None]]:
    return [(cue.start, cue.end) for cue in captions.cues]


def words(captions: Captions) -> list[str]:
    return [turn.words for turn in turns(captions)]


def test_a_good_file_is_read_and_nothing_is_mended():
    captions = webvtt.read(GOOD)
    assert captions.cues == (
        Cue(1000, 4000, "The river came at night.", "1", "align:start"),
        Cue(5000, 7500, "Nobody slept."),
    )
    assert (captions.header, captions.notes, captions.repairs) == ("- a river", ("made by hand",), ())


# Real defects: each is mended, and told once.

TWO = "00:01.000 --> 00:02.000\none\n\n00:03.000 --> 00:04.000\ntwo\n"


@pytest.mark.parametrize("head", ["", "\n\n", "webvtt\n\n", "\n WEBVTT\n\n", "WEBVTTX\n\n"])
def test_a_missing_or_misspelt_first_line_is_supplied(head):
    captions = webvtt.read(head + TWO)
    assert times(captions) == [(1000, 2000), (3000, 4000)]
    assert [repair.what for repair in captions.repairs] == [
        "The file does not begin with the line WEBVTT; it was read as if it did."
    ]


def test_without_a_blank_line_at_the_end_the_last_words_are_there():
    assert words(webvtt.read("WEBVTT\n\n" + TWO.rstrip())) == ["one", "two"]


def test_a_cue_directly_under_the_header_is_a_cue():
    captions = webvtt.read("WEBVTT\nLanguage: hy\n" + TWO)
    assert captions.header == "\nLanguage: hy"
    assert told(captions) == ["line 3: There is no blank line before a cue; it was read as a cue of its own."]
    assert len(captions.cues) == 2


@pytest.mark.parametrize(
    ("line", "when", "what"),
    [
        ("00:00:01,500 --> 00:00:02,000", (1500, 2000), "has a comma where WebVTT has a full stop"),
        ("00:00:01.5 --> 00:00:02.25", (1500, 2250), "does not have three digits"),
        ("00:00:01 --> 00:00:02", (1000, 2000), "does not have three digits"),
        ("00:00:01.0009 --> 00:00:02.000", (1000, 2000), "does not have three digits"),
        ("0:00:01.000 --> 0:00:02.000", (1000, 2000), "lacks a zero in front"),
        ("0:1.000 --> 0:2.000", (1000, 2000), "lacks a zero in front"),
        ("00:00:01.000-->00:00:02.000", (1000, 2000), "not written ` --> `"),
        ("00:00:01.000 -> 00:00:02.000", (1000, 2000), "not written ` --> `"),
        ("00:00:01.000 —> 00:00:02.000", (1000, 2000), "not written ` --> `"),
        ("90:01.000 --> 90:02.000", (5401000, 5402000), "more than 59"),
        ("00:00:59.000 --> 00:00:60.000", (59000, 60000), "more than 59"),
        ("00:00:01.000 --> ", (1000, None), "does not say when it ends"),
        ("00:00:01.000 --> later", (1000, None), "does not say when it ends"),
        ("00:00:01.000 --> 00:00:01.000", (1000, None), "ends where it begins"),
        ("00:00:01.000 --> 00:00:00.000", (1000, None), "ends before it begins"),
    ],
)
def test_times_as_people_write_them_are_understood_and_reported(line, when, what):
    captions = webvtt.read(f"WEBVTT\n\n{line}\nwords\n")
    assert times(captions) == [when]
    assert words(captions) == ["words"]
    assert any(what in repair.what and repair.line == 3 for repair in captions.repairs)


def test_a_tape_whose_clock_begins_at_one_hour_keeps_its_times():
    captions = webvtt.read("WEBVTT\n\n01:00:00.000 --> 01:00:05.000\nwords\n")
    assert times(captions) == [(3_600_000, 3_605_000)]
    assert "the tape's own clock" in captions.repairs[0].what


def test_html_line_breaks_become_line_breaks():
    captions = webvtt.read("WEBVTT\n\n00:01.000 --> 00:02.000\nfirst<br><br>second<BR/>third\n")
    assert words(captions) == ["first\n\nsecond\nthird"]
    assert "broken with <br>" in captions.repairs[0].what


def test_cues_are_put_in_the_order_of_time_and_every_line_is_named():
    captions = webvtt.read("\n\n".join(["WEBVTT", *(f"00:0{n}.000 --> 00:0{n}.500\n{n}" for n in (5, 1, 2, 6, 3))]))
    assert words(captions) == ["1", "2", "3", "5", "6"]
    assert told(captions) == [
        "line 6: A cue begins earlier than the one before it; the cues were put in the order of time."
        " Also on lines 9, 15."
    ]


def test_a_missing_blank_line_between_cues_costs_neither_words_nor_numbers():
    captions = webvtt.read("WEBVTT\n\n1\n00:01.000 --> 00:02.000\nin\n1988\n2\n00:03.000 --> 00:04.000\nthere\n")
    assert [(cue.identifier, cue.payload) for cue in captions.cues] == [("1", "in\n1988"), ("2", "there")]
    assert "no blank line" in captions.repairs[0].what


def test_words_after_a_blank_line_inside_a_cue_are_not_lost():
    captions = webvtt.read("WEBVTT\n\n00:01.000 --> 00:02.000\n\nfirst\n\nsecond\n\n00:03.000 --> 00:04.000\nthird\n")
    assert words(captions) == ["first\n\nsecond", "third"]
    assert told(captions) == [
        "line 5: This text belongs to no cue; it was added to the words of the cue before. Also on line 7."
    ]


def test_words_under_times_nobody_understands_are_not_lost():
    captions = webvtt.read("WEBVTT\n\n00:01.000 --> 00:02.000\nfirst\n\nab:cd --> ef:gh\nsecond\n")
    assert words(captions) == ["first\n\nab:cd --> ef:gh\nsecond"]
    assert "can't be understood" in captions.repairs[0].what


def test_an_arrow_that_was_said_does_not_end_the_cue():
    assert words(webvtt.read("WEBVTT\n\n00:01.000 --> 00:02.000\nfrom here --> there\nand on\n")) == [
        "from here --> there\nand on"
    ]


def test_a_style_block_after_the_first_cue_is_not_read_aloud():
    captions = webvtt.read(f"WEBVTT\n\n{TWO}\nSTYLE\n::cue {{}}\n")
    assert (words(captions), captions.styles) == (["one", "two"], ("::cue {}",))


def test_the_footnotes_of_an_ohms_transcript_are_notes_and_not_read_aloud():
    first, second = '<annotation ref="1">A town.</annotation>', '<annotation ref="2">A dam.</annotation>'
    captions = webvtt.read(
        f"WEBVTT\n\n00:01.000 --> 00:02.000\nGoris<c.1>1</c>\n\nNOTE\nANNOTATIONS BEGIN\n\nNOTE\n{first}\n\n"
        f"{second}\n\nNOTE\nANNOTATIONS END\n"
    )
    assert (words(captions), captions.repairs) == (["Goris1"], ())
    assert captions.notes == ("ANNOTATIONS BEGIN", first, second, "ANNOTATIONS END")


def test_a_defect_on_a_thousand_lines_is_one_sentence():
    text = "WEBVTT\n\n" + "".join(f"00:{n // 60:02}:{n % 60:02},000 --> 00:59:59,000\nx\n\n" for n in range(1000))
    assert told(webvtt.read(text)) == [
        "line 3: A time has a comma where WebVTT has a full stop; it was read as a full stop."
        " Also on lines 6, 9, 12 and 996 more."
    ]


def test_a_cue_of_many_minutes_is_an_ordinary_cue():
    captions = webvtt.read("WEBVTT\n\n00:00:00.000 --> 02:00:00.000\n" + "word " * 20_000)
    assert captions.repairs == ()
    assert len(words(captions)[0].split()) == 20_000


@pytest.mark.parametrize(
    "text", ["", "WEBVTT", "Dear Ana,\n\nthe river --> the sea\n", "\0", "WEBVTT\n\nNOTE only\n"]
)
def test_a_text_without_a_cue_is_refused_in_one_sentence(text):
    with pytest.raises(MalformedCues, match=r"^No cue was found in \d+ lines; a caption file has lines like "):
        webvtt.read(text)


def test_read_strictly_a_text_without_a_cue_has_no_cues():
    assert webvtt.read("Dear Ana", lenient=False) == Captions(())


# Bytes

RIVER = "WEBVTT\n\nȘtefan — Ստեփան\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf_8_needs_no_word(encoding):
    assert decode(RIVER.encode(encoding)) == (RIVER, [])


@pytest.mark.parametrize("mark", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_by_its_mark(mark):
    text, repairs = decode(("\ufeff" + RIVER).encode(mark))
    assert (text, [repair.what for repair in repairs]) == (
        RIVER,
        ["The file is in UTF-16 instead of UTF-8, and was read as such."],
    )


def test_what_is_not_utf_8_is_read_as_windows_1252_and_the_line_is_named():
    text, repairs = decode("WEBVTT\n\ncafé “so”".encode("cp1252") + b"\x81")
    assert text == "WEBVTT\n\ncafé “so”\x81"
    assert str(repairs[0]).startswith("line 3: The file is not UTF-8; it was read as Windows-1252")


@given(st.binary())
def test_no_bytes_are_refused(data):
    decode(data)
    decode(b"\xef\xbb\xbf" + data)
    decode(b"\xff\xfe" + data)


# Writing

ANYTHING = st.text(st.characters(exclude_categories=["Cs"]))
TRICKY = st.sampled_from(
    [
        "-->",
        "\n\n",
        "&",
        "&amp;",
        "<b>",
        "</v>",
        "<v Ana>",
        "00:01.000 --> 00:02.000",
        "0:1->0:2",
        "MR. LEE: yes",
        "\n",
        "<br>",
    ]
)
WORDS = st.lists(ANYTHING | TRICKY, min_size=1, max_size=6).map("".join)


def as_kept(text: str) -> str:
    """What no caption file can hold is not asked for: other line ends, NUL, white space around."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd").strip(" \t\n\f")


SPEAKERS = st.none() | WORDS.map(lambda name: " ".join(as_kept(name).split()) or None)


@st.composite
def spoken(draw: st.DrawFn) -> list[Turn]:
    # From the second hour on, a first cue is remarked upon.
    starts = sorted(draw(st.lists(st.integers(0, 3_599_999), min_size=1, max_size=8)))
    return [
        Turn(start, start + draw(st.integers(1, 10**9)), draw(SPEAKERS), draw(WORDS.map(as_kept).filter(bool)))
        for start in starts
    ]


@given(spoken())
def test_turns_can_be_written_and_read_back(spoken):
    text = webvtt.write(spoken, header="- any")
    captions = webvtt.read(text)
    assert turns(captions) == spoken
    assert captions.repairs == ()
    assert webvtt.read(text, lenient=False) == captions


@given(spoken())
def test_what_was_read_can_be_written_and_read_back_as_cues(spoken):
    captions = webvtt.read(webvtt.write(spoken))
    assert webvtt.read(webvtt.write(captions.cues, captions.header)) == captions


def test_a_written_file_looks_like_this():
    assert webvtt.write(
        [
            Turn(5000, 6000, None, "R&D <3\n\nover"),
            Turn(1000, 4000, "Ana\nMammadov", "The river --> the sea."),
        ],
        header="- a river\nLanguage: en",
    ) == (
        "WEBVTT - a river\nLanguage: en\n\n"
        "00:00:01.000 --> 00:00:04.000\n<v Ana Mammadov>The river --&gt; the sea.</v>\n\n"
        "00:00:05.000 --> 00:00:06.000\nR&amp;D &lt;3\n<c></c>\nover\n"
    )


def test_an_end_that_is_not_known_is_written_as_the_next_later_start():
    text = webvtt.write([Turn(1000, None, None, "a"), Turn(1000, 1000, None, "b"), Turn(3000, None, None, "c")])
    assert times(webvtt.read(text)) == [(1000, 3000), (1000, 3000), (3000, 4000)]


def test_settings_and_identifiers_are_written_only_as_far_as_they_are_valid():
    cue = Cue(0, 1000, "a-->b\n\nc", "one\n-->", "align:middle size:40% size:50% region:x")
    assert webvtt.write([cue]) == "WEBVTT\n\none ->\n00:00:00.000 --> 00:00:01.000 size:50%\na-&#45;>b\n<c></c>\nc\n"


# Hostile text

LINES = st.sampled_from(
    ["WEBVTT", "", "1", "2", "NOTE x", "STYLE", "REGION", "00:01.000 --> 00:02.000", "00:03.0-->00:02,000", "-->",
     "<v Ana>yes", "</v>", "<b><ruby>a<rt>b</ruby>", "ANA: yes", "a < b & c", "\ufeff", "\0", "&#99999999999;"]
)  # fmt: skip


@given(st.text() | st.lists(LINES | st.text(max_size=10)).map("\n".join))
def test_any_text_is_read_and_survives_or_is_refused_as_having_no_cue(text):
    webvtt.read(text, lenient=False)
    try:
        captions = webvtt.read(text)
    except MalformedCues:
        return
    assert captions.cues
    said = [(turn.speaker, turn.words) for turn in turns(captions)]
    if said:
        again = turns(webvtt.read(webvtt.write(turns(captions))))
        assert [(turn.speaker, turn.words) for turn in again] == said


MANY = 100_000


@pytest.mark.parametrize(
    "noise",
    ["<" * MANY, "<b>" * MANY, "<br " * MANY, "<v a>" * MANY + "</v>" * MANY, "&" * MANY, "&#" + "9" * MANY,
     "<c" + " " * MANY, "A" * MANY + ":", "0:" * MANY, "0" * MANY, "-" * MANY, "a\n\n" * MANY, "<ruby><rt>" * MANY],
    ids=lambda noise: repr(noise[:8]),
)  # fmt: skip
def test_a_hostile_cue_costs_time_in_proportion_to_its_length(noise):
    captions = webvtt.read(f"WEBVTT\n\n00:01.000 --> 00:02.000\nwords {noise}")
    assert turns(captions)[0].words.startswith("words")
    assert len(webvtt.read(webvtt.write(captions.cues)).cues) == 1


def test_a_hostile_timing_line_is_only_words():
    line = "00:00:01." + "0" * 1_000_000 + " -->" + " " * 1_000_000 + "0:" * 100_000
    assert len(webvtt.read(f"WEBVTT\n\n{line}\nwords\n\n{TWO}").cues) == 3


def test_two_hundred_thousand_cues_are_read():
    text = "WEBVTT\n\n" + "".join(f"{n // 60:02}:{n % 60:02}.000 --> 59:59.999\nx\n" for n in range(3600)) * 56
    captions = webvtt.read(text)
    assert len(captions.cues) == 3600 * 56
    assert "Also on lines 7, 9, 11 and 201595 more." in captions.repairs[0].what


# Real files

CUES = {
    "004": 694, "030": 711, "042": 1080, "064": 859, "087": 747, "096": 835, "190": 795, "200": 1090, "247": 788,
    "284": 1045, "310": 1415, "404": 1411, "450": 1046, "461": 1244, "467": 733, "475": 984, "510": 949, "523": 633,
    "540": 907,
}  # fmt: skip


def test_every_cue_of_nineteen_interviews_is_found_and_only_empty_spans_of_time_are_mended(corpus):
    found: dict[str, int] = {}
    mended: dict[str, list[str]] = {}
    for file in sorted((corpus / "transcripts" / "talkpython-vtt").glob("*.vtt")):
        text, repairs = decode(file.read_bytes())
        captions = webvtt.read(text)
        assert repairs == []
        found[file.name[:3]] = len(captions.cues)
        mended[file.name[:3]] = [repair.what.partition(";")[0] for repair in captions.repairs]
    assert found == CUES
    assert {name for name, repairs in mended.items() if repairs} == {"042", "064", "096", "310", "475", "540"}
    assert {what for repairs in mended.values() for what in repairs} == {"A cue ends where it begins"}


def test_the_film_about_lunch_has_its_style_its_notes_and_all_its_cues(corpus):
    file = corpus / "transcripts/ramp-lunchroom/lunchroom_manners/lunchroom_manners.vtt"
    captions = webvtt.read(file.read_text("utf-8"))
    assert (len(captions.cues), len(captions.styles), len(captions.notes)) == (107, 1, 3)
    assert captions.cues[0] == Cue(1200, 21000, "[music]", "1", "region:fred align:left")
    assert told(captions) == ["line 3: This text before the first cue was kept as a note."]


def ohms(corpus, name: str) -> Captions:
    xml = (corpus / "transcripts/scihist-ohms/ohms_xml" / name).read_text("utf-8")
    found = re.search(r"<vtt_transcript><!\[CDATA\[(.*?)\]\]>", xml, re.DOTALL)
    assert found
    return webvtt.read(found[1])


def test_an_ohms_transcript_names_a_speaker_for_every_turn(corpus):
    captions = ohms(corpus, "chappelear-ohmsvtt-example.xml")
    said = turns(captions)
    assert [turn.speaker for turn in said] == [
        "SCHNEIDER",
        "CHAPPELEAR",
        "SCHNEIDER",
        *["CHAPPELEAR"] * 9,
        "SCHNEIDER",
    ]
    assert (said[1].start, said[1].end, said[1].words) == (29_000, None, "Burnet.")
    assert captions.notes == ("TRANSCRIPTION BEGIN", "TRANSCRIPTION END")
    assert [repair.line for repair in captions.repairs] == [9, 18]


def test_an_ohms_transcript_with_a_tape_clock_and_no_last_end_is_mended(corpus):
    captions = ohms(corpus, "small-sample-vtt-ohms.xml")
    said = turns(captions)
    assert [(turn.start, turn.end) for turn in said][-1] == (3_682_000, None)
    assert {turn.speaker for turn in said} == {"SCHNEIDER", "NAME OF INTERVIEWEE"}
    assert said[3].words.count("\n\n") == 2
    assert [repair.line for repair in captions.repairs] == [6, 15, 21]


def test_the_plain_sample_of_scihist_needs_no_repair(corpus):
    captions = webvtt.read((corpus / "transcripts/scihist-ohms/webvtt/simple.vtt").read_text("utf-8"))
    assert (len(captions.cues), captions.repairs) == (5, ())
