"""Who speaks, and in which words."""

from __future__ import annotations

import pytest

from testimonies import webvtt
from testimonies.cues import Turn
from testimonies.turns import name_before_colon, turns


def read(*payloads: str, note: str = ""):
    cues = (f"00:0{n}.000 --> 00:0{n}.500\n{payload}" for n, payload in enumerate(payloads))
    return webvtt.read("\n\n".join(["WEBVTT", *([f"NOTE\n{note}"] if note else []), *cues]))


def said(*payloads: str, note: str = "") -> list[tuple[str | None, str]]:
    return [(turn.speaker, turn.words) for turn in turns(read(*payloads, note=note))]


def test_a_turn_has_the_times_of_its_cue():
    assert turns(read("one", "<v Ana>two</v>")) == [Turn(0, 500, None, "one"), Turn(1000, 1500, "Ana", "two")]


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        ("<i>The</i> <b.loud>river</b> <u>came</u>", "The river came"),
        ("salt &amp; bread &lt;3 &nbsp;&#x263a;", "salt & bread <3 \N{NO-BREAK SPACE}☺"),
        ("<ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>", "漢字"),
        ("one <00:00:00.300>two", "one two"),
        ("a word<c.1>a footnote's anchor</c>", "a worda footnote's anchor"),
        ("<font color=red>red</font> <p>par</p>", "red par"),
        ("<lang hy>Ստեփանակերտ</lang>", "Ստեփանակերտ"),
        ("I <3 you, 1 < 2 and <inaudible> [laughs]", "I <3 you, 1 < 2 and <inaudible> [laughs]"),
        ("two\nlines<br>three", "two\nlines\nthree"),
        ("&#" + "9" * 5000 + ";", "&#" + "9" * 5000 + ";"),
    ],
)
def test_tags_go_and_words_stay(payload, words):
    assert said(payload) == [(None, words)]


def test_several_voices_in_a_cue_are_several_turns():
    assert said("<v Ana>Yes.</v>\n<v.loud Ben  Lee>No!</v> (both laugh)") == [
        ("Ana", "Yes."),
        ("Ben Lee", "No!"),
        (None, "(both laugh)"),
    ]


def test_a_voice_within_a_voice_gives_the_word_back():
    assert said("<v Ana>I said <v Ben>he said</v> so</v>") == [("Ana", "I said"), ("Ben", "he said"), ("Ana", "so")]


def test_a_cue_without_words_is_no_turn():
    assert said("<v Ana></v>", "  ", "<i></i>", "words") == [(None, "words")]


def test_where_a_voice_is_named_only_when_it_changes_it_goes_on():
    captions = read("<v ANA>one", "two", "<v BEN>three", "four <v ANA>five", "six")
    assert [turn.speaker for turn in turns(captions)] == ["ANA", "ANA", "BEN", "BEN", "ANA", "ANA"]
    assert [repair.line for repair in captions.repairs] == [6]
    assert "it was given to the voice before" in captions.repairs[0].what


def test_where_a_name_is_repeated_a_cue_without_one_is_nobodys():
    captions = read("<v ANA>one", "<v ANA>two", "three")
    assert [turn.speaker for turn in turns(captions)] == ["ANA", "ANA", None]
    assert captions.repairs == ()


def test_in_a_transcript_marked_by_ohms_a_voice_goes_on_even_so():
    payloads = ("<v ANA>one", "<v ANA>two", "three")
    assert said(*payloads, note="TRANSCRIPTION BEGIN")[-1] == ("ANA", "three")


def test_a_closed_voice_never_goes_on():
    assert said("<v ANA>one</v>", "two", "<v BEN>three", "four") == [
        ("ANA", "one"),
        (None, "two"),
        ("BEN", "three"),
        ("BEN", "four"),
    ]


def test_capitals_before_a_colon_are_a_speaker_and_that_is_told():
    captions = read("MR. O'BRIEN-LEE: It came\nat night.\nSMITH: When?", "Later: dawn.")
    assert [(turn.speaker, turn.words) for turn in turns(captions)] == [
        ("MR. O'BRIEN-LEE", "It came\nat night."),
        ("SMITH", "When?"),
        (None, "Later: dawn."),
    ]
    assert [repair.what for repair in captions.repairs] == [
        "Speakers' names were taken from capitals before a colon."
    ]


def test_capitals_are_only_words_in_a_file_that_has_voices():
    assert said("<v Ana>Yes.</v>", "BBC: closed.") == [("Ana", "Yes."), (None, "BBC: closed.")]


@pytest.mark.parametrize("name", ["MƏMMƏDOV", "ՍՏԵՓԱՆ", "ИВАНОВ", "MRS. O’HARA"])
def test_capitals_of_any_script_are_a_name(name):
    assert name_before_colon(f"{name}: words") == name


@pytest.mark.parametrize(
    "line", ["Ana: yes", "A: yes", "ANA yes", "12:30", ": yes", "", "A" * 100 + ": yes", "ANA 1: yes"]
)
def test_anything_else_before_a_colon_is_not_guessed_to_be_a_name(line):
    assert name_before_colon(line) is None
