"""The words of a description sheet: passages, stamps, speakers and what protects them."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from testimonies import sheet_body, stamp
from testimonies.locator import parse as place
from testimonies.transcript import Passage
from tests.testimonies import strategies


def passages(text: str) -> list[Passage]:
    body = sheet_body.read(text.split("\n"))
    assert not body.faults
    return [passage for section in body.sections for passage in section.passages]


def faults(text: str) -> list[tuple[int, str]]:
    return sheet_body.read(text.split("\n")).faults


def one(text: str) -> Passage:
    (passage,) = passages(text)
    return passage


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(strategies.transcripts_passages())
def test_passages_are_read_as_they_were_written(given_passages):
    text = "\n".join(sheet_body.write(given_passages))
    assert passages(text.encode().decode()) == list(given_passages)
    assert "\r" not in text


@pytest.mark.parametrize(
    "line", ["", " ", "before ", "\tafter", " both\t", "\\", "[00:01]", "[x]", "# x", "#x", "---", "A: b", "{a}: b"]
)
def test_each_line_of_a_passage_is_kept_whole(line):
    given_passages = [Passage(f"{line}\n{line}\n{line}", speaker=name) for name in (None, "Amina", "AMINA")]
    text = "\n".join(sheet_body.write(given_passages))
    assert passages(text) == given_passages


@pytest.mark.parametrize(
    ("line", "at", "until"),
    [
        ("[00:14:32] It rained.", "00:14:32", None),
        ("[14:32] It rained.", "00:14:32", None),
        ("[00:14:32–00:14:40.5] It rained.", "00:14:32", "00:14:40.500"),
        ("[00:14:32 - 00:14:40] It rained.", "00:14:32", "00:14:40"),
        ("[2b/14:32-14:40] It rained.", "2b/00:14:32", "2b/00:14:40"),
        ("[p3:12] It rained.", "p3:12", None),
        ("[¶4] It rained.", "¶4", None),
        ("[n4]It rained.", "¶4", None),
        ("  [ n4 ]  It rained.  ", "¶4", None),
        ("[] It rained.", None, None),
    ],
)
def test_a_stamp_says_where_words_stand(line, at, until):
    assert one(line) == Passage("It rained.", at=at and place(at), until=until and place(until))


@pytest.mark.parametrize(
    "line",
    [
        "[00:01 #s0012 ?4-9,12-15] Words.",
        "[00:01#s0012?4-9, 12-15]Words.",
        '[00:01 #s0012 {"unclear": [[4, 9], [12, 15]]}] Words.',
    ],
)
def test_a_stamp_says_what_a_passage_is_called_and_what_is_unclear(line):
    assert one(line) == Passage("Words.", "s0012", place("0:01"), unclear=((4, 9), (12, 15)))


def test_a_stamp_may_end_in_json_for_all_else():
    assert one('[#s0001 {"hand": "[B]", "page": 2}] Words.').extra == {"hand": "[B]", "page": 2}


@pytest.mark.parametrize(
    "line",
    [
        *("[laughs] No.", "[unclear]", "[?] he came", "[3] a footnote", "[{laughs}]", "[p3", "[a/b/00:01] x"),
        *("[#a b] x", "[ ?x] y", "[00:01 and later] x"),
    ],
)
def test_a_bracket_that_is_no_stamp_is_words(line):
    assert one(line) == Passage(line)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("[00:75] x", "“00:75” is not a time: a minute has no second 75"),
        ("[00:02–00:01] x", "“00:02–00:01” ends before it begins"),
        ("[3:5] x", "“3:5” is not a place in a testimony"),
        ("[00:01 {x}] x", "what stands in { } is not JSON"),
    ],
)
def test_a_bracket_that_only_looks_like_a_stamp_is_a_fault(line, told):
    ((number, sentence),) = faults(f"Words.\n\n{line}")
    assert (number, sentence.startswith(told)) == (3, True)
    assert sentence.endswith("; begin the line with \\ if the bracket is words")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('[{"words": "x"}] y', "the words stand in the bracket and behind it: keep one of the two"),
        ('[{"at": "00:75"}]', "in the bracket, at: “00:75” is not a time: a minute has no second 75."),
        ('[{"speaker": []}]', "in the bracket, speaker: expected text, found a list"),
    ],
)
def test_the_json_of_a_stamp_is_looked_at_too(line, told):
    assert faults(line) == [(1, told)]


@pytest.mark.parametrize(
    "name",
    ["Amina", "AMINA", "Interviewer 2", "Mary-Ann O’Neil", "A. (daughter)", "2", "Ստեփան", "მარიამი", "مريم", "山田"],
)
def test_a_name_behind_a_stamp_is_the_speaker(name):
    assert one(f"[00:01] {name}: It rained.") == Passage("It rained.", at=place("0:01"), speaker=name)


@pytest.mark.parametrize(
    "words", ["He said: go.", "12:30 it was", "So: yes it did", "(x) and so: no", "A:b", "“So”: x", ": x"]
)
def test_other_words_before_a_colon_are_words(words):
    passage = one(f"[00:01] {words}")
    assert (passage.speaker, passage.words) == (
        (None, words) if not words.startswith("So:") else ("So", "yes it did")
    )


def test_a_long_text_before_a_colon_is_no_speaker():
    assert one(f"[00:01] {'A' * 40}: x").speaker == "A" * 40
    assert one(f"[00:01] {'A' * 41}: x").speaker is None


@pytest.mark.parametrize(
    ("line", "speaker"),
    [("MARIAM: In November.", "MARIAM"), ("ՄԱՐԻԱՄ: In November.", "ՄԱՐԻԱՄ"), ("Q2: In November.", "Q2")],
)
def test_a_paragraph_has_a_speaker_in_capitals(line, speaker):
    assert one(line) == Passage("In November.", speaker=speaker)


@pytest.mark.parametrize("line", ["Mariam: In November.", "12: In November.", "مريم: In November."])
def test_a_paragraph_without_capitals_has_no_speaker(line):
    assert one(line) == Passage(line)


@pytest.mark.parametrize("name", ["speaker 1", "Anna van der Berg", "a: b", " ", ""])
def test_any_name_in_braces_is_a_speaker(name):
    assert one(f"{{{name}}}: go").speaker == name
    assert one(f"[00:01] {{{name}}}: go").speaker == name


def test_a_stamp_or_a_speaker_may_stand_alone_above_the_words():
    spoken = Passage("It rained all night.", at=place("1:05"), speaker="Amina")
    assert one("[01:05]\nAmina: It rained\nall night.") == spoken
    assert one("[01:05] Amina:\nIt rained\nall night.") == spoken
    assert one("[01:05]\nAmina:\nIt rained\nall night.") == spoken
    assert one("MARIAM:\nNO: never") == Passage("NO: never", speaker="MARIAM")


def test_passages_end_at_an_empty_line_or_at_the_next_stamp():
    assert [p.words for p in passages("a\nb\n \t\nc\n[00:01] d\n[laughs] e\n[00:02]\n\n\nf")] == [
        *("a b", "c", "d [laughs] e", "", "f")
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\\[00:01] x", "[00:01] x"),
        ("\\# x", "# x"),
        ("\\\\x", "\\x"),
        ("\\MARIAM: x", "MARIAM: x"),
        ("\\---", "---"),
        ("\\  x  ", "  x  "),
        ("a\n\\\nb", "a\n\nb"),
        ("a\n\\[00:01]", "a\n[00:01]"),
        ("[] \\Amina: x", "Amina: x"),
        ("[] A: \\ x", " x"),
        ("\\", ""),
        ("  a  \n\t b\t", "a b"),
        ("#tag\n## x", "#tag ## x"),
        ("a\u2028b\x0bc\x85d", "a\u2028b\x0bc\x85d"),
    ],
)
def test_a_backslash_protects_the_rest_of_its_line(text, words):
    assert one(text).words == words


def test_headings_begin_the_transcripts():
    lines = ["one", "", "# transcript: hy original", "two", "# Transcript ru", "#  transcript:", "three"]
    body = sheet_body.read(lines, 10)
    assert [(s.line, s.language, s.kind, len(s.passages)) for s in body.sections] == [
        *((11, None, None, 1), (13, "hy", "original", 1), (15, "ru", None, 0), (16, None, None, 1))
    ]


@pytest.mark.parametrize("line", ["# Chapter one", "# transcripts: hy", "# transcript: հայ", "# "])
def test_any_other_heading_is_a_fault(line):
    told = "a line with # begins a transcript (# transcript: hy original); write \\# for words"
    assert faults(f"one\n{line}") == [(2, told)]


def test_an_id_stands_once_in_a_transcript():
    assert faults("[#s1] a\n[#s2] b\n[#s1] c") == [(3, "#s1 stands on line 1 already: leave one out")]
    assert faults("[#s1] a\n# transcript: ru translation\n[#s1] b") == []


@pytest.mark.parametrize(
    ("text", "timing"),
    [
        ("words", "none"),
        ("", "none"),
        ("words\n[00:01] words", "interval"),
        ("[00:01-00:02] words\n[00:05] words", "cue"),
        ("[p3:1] words", "page_line"),
        ("[n1] words", "paragraph"),
    ],
)
def test_the_places_tell_the_timing(text, timing):
    assert sheet_body.timing_of(passages(text)) == timing


def test_a_span_that_would_be_read_otherwise_is_left_to_json():
    passage = Passage("x", at=place("0:02"), until=place("2b/0:01"))
    said, unsaid = stamp.said(passage)
    assert (said, unsaid) == (["00:00:02"], {"until": "2b/00:00:01"})
    assert one(f"{stamp.write(said, unsaid)} x") == passage
