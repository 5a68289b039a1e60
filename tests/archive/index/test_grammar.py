"""What a question means: each line of these tables is a line of the manual."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.index.grammar import DEEPEST, FIELDS, LONGEST, parse
from archive.index.query import (
    And,
    DateRange,
    Everything,
    Exact,
    Field,
    Fuzzy,
    Has,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Wildcard,
    Word,
)
from archive.index.terms import KINDS, MOST_NOTES, MOST_SHAPES, MOST_WORDS

A, B, C = Word("a"), Word("b"), Word("c")

MEANT: list[tuple[str, str, Node]] = [
    # Words, joined by AND over the whole testimony.
    ("", "", Everything()),
    ("control", "control", Word("control")),
    ("under control", "under AND control", And((Word("under"), Word("control")))),
    ("Stépanakert", "Stépanakert", Word("Stépanakert")),
    ("don't O’Neil", "don't AND O’Neil", And((Word("don't"), Word("O’Neil")))),
    ("who was there?", "who AND was AND there", And((Word("who"), Word("was"), Word("there")))),
    ("a 2", "a AND 2", And((A, Word("2")))),
    ("7,000 lives", "7,000 AND lives", And((Word("7,000"), Word("lives")))),
    # Words that hang together are phrases.
    ("W-2", '"W 2"', Phrase(("W", "2"))),
    ("e-mail", '"e mail"', Phrase(("e", "mail"))),
    ("l'homme", '"l homme"', Phrase(("l", "homme"))),
    ("難民", '"難 民"', Phrase(("難", "民"))),
    ("http://a.b", '"http a b"', Phrase(("http", "a", "b"))),
    ("10:30", '"10 30"', Phrase(("10", "30"))),
    # Quotation marks of every kind.
    ('"under control"', '"under control"', Phrase(("under", "control"))),
    ("“Under control.”", '"Under control"', Phrase(("Under", "control"))),
    ("«under control»", '"under control"', Phrase(("under", "control"))),
    ('"control"', '"control"', Phrase(("control",))),
    ('a"b"c', 'a AND "b" AND c', And((A, Phrase(("b",)), C))),
    # OR, AND, NOT in capitals; AND binds more tightly.
    ("a OR b", "a OR b", Or((A, B))),
    ("a or b", "a AND or AND b", And((A, Word("or"), B))),
    ("a b OR c", "(a AND b) OR c", Or((And((A, B)), C))),
    ("a AND b OR c", "(a AND b) OR c", Or((And((A, B)), C))),
    ("a (b OR c)", "a AND (b OR c)", And((A, Or((B, C))))),
    ("(a OR b) -c", "(a OR b) AND NOT c", And((Or((A, B)), Not(C)))),
    ("((a) (b))", "a AND b", And((A, B))),
    ("a OR (b OR c)", "a OR b OR c", Or((A, B, C))),
    # Excluding.
    ("-a", "NOT a", Not(A)),
    ("NOT a", "NOT a", Not(A)),
    ("a NOT b", "a AND NOT b", And((A, Not(B)))),
    ('a -"b c"', 'a AND NOT "b c"', And((A, Not(Phrase(("b", "c")))))),
    ("-(a b)", "NOT (a AND b)", Not(And((A, B)))),
    ("--a", "a", A),
    ("NOT NOT a", "a", A),
    ("NOT -a", "a", A),
    # Beginnings, shapes, near misses, and the one form only.
    ("contr*", "contr*", Prefix("contr")),
    ("contr**", "contr*", Prefix("contr")),
    ("w?ld*", "w?ld*", Wildcard("w?ld*")),
    ("*ment", "*ment", Wildcard("*ment")),
    ("w?ld?", "w?ld?", Wildcard("w?ld?")),
    ("e-m*l", "e AND m*l", And((Word("e"), Wildcard("m*l")))),
    ("W-2-x*", '"W 2" AND x*', And((Phrase(("W", "2")), Prefix("x")))),
    ("kontrol~", "kontrol~", Fuzzy("kontrol", 1)),
    ("kontrol~1", "kontrol~", Fuzzy("kontrol", 1)),
    ("kontrol~2", "kontrol~2", Fuzzy("kontrol", 2)),
    ("=Control", "=Control", Exact("Control")),
    ("=W-2", '"W 2"', Phrase(("W", "2"))),
    ('="under control"', '"under control"', Phrase(("under", "control"))),
    # Fields.
    (
        "narrator:mammadov home",
        "narrator: mammadov AND home",
        And((Field("narrator", Word("mammadov")), Word("home"))),
    ),
    ("narrator: mammadov", "narrator: mammadov", Field("narrator", Word("mammadov"))),
    ("Narrator:Zaur", "narrator: Zaur", Field("narrator", Word("Zaur"))),
    ('narrator:"Zaur Mammadov"', 'narrator: "Zaur Mammadov"', Field("narrator", Phrase(("Zaur", "Mammadov")))),
    ("narrator:(a OR b)", "narrator: (a OR b)", Field("narrator", Or((A, B)))),
    ("narrator:(a -b)", "narrator: (a AND NOT b)", Field("narrator", And((A, Not(B))))),
    ("narrator:(-a)", "narrator: (NOT a)", Field("narrator", Not(A))),
    ("-narrator:a", "NOT narrator: a", Not(Field("narrator", A))),
    ("narrator:-a", "NOT narrator: a", Not(Field("narrator", A))),
    ("title:contr*", "title: contr*", Field("title", Prefix("contr"))),
    ("title:W-2", 'title: "W 2"', Field("title", Phrase(("W", "2")))),
    ("title:OR", 'title: "OR"', Field("title", Phrase(("OR",)))),
    ("place:place-0001", "place: place-0001", Field("place", Word("place-0001"))),
    ("collection:nk", "collection: nk", Field("collection", Word("nk"))),
    ("id:NK-0002", "id: nk-0002", Field("id", Word("nk-0002"))),
    ("id:nk-*", "id: nk-*", Field("id", Prefix("nk-"))),
    ("id:İX-0001", "id: ix-0001", Field("id", Word("ix-0001"))),
    ("kind:found_document", "kind: found_document", Field("kind", Word("found_document"))),
    ('kind:"found document"', "kind: found_document", Field("kind", Word("found_document"))),
    ("lang:zh-Hant", "lang: zh-hant", Field("lang", Word("zh-hant"))),
    ("access:(open OR staff)", "access: (open OR staff)", Field("access", Or((Word("open"), Word("staff"))))),
    ("has:photo", "has: photo", Has("photo")),
    ("has:(audio OR video)", "has: audio OR has: video", Or((Has("audio"), Has("video")))),
    # Dates.
    ("date:1993", "date: 1993", DateRange("date", "1993", "1993")),
    ("date:1993..2023", "date: 1993..2023", DateRange("date", "1993", "2023")),
    ("date:2023-09", "date: 2023-09", DateRange("date", "2023-09", "2023-09")),
    ("date:1993~", "date: 1993~", DateRange("date", "1993~", "1993~")),
    ("date:1993?", "date: 1993?", DateRange("date", "1993?", "1993?")),
    ("date:199X", "date: 199X", DateRange("date", "199X", "199X")),
    ("date:-0044", "date: -0044", DateRange("date", "-0044", "-0044")),
    ("date:1993..", "date: 1993..", DateRange("date", "1993", "")),
    ("date:..2023", "date: ..2023", DateRange("date", "", "2023")),
    ("date:1993/..", "date: 1993/..", DateRange("date", "1993/..", "1993/..")),
    ('date:"1993"', "date: 1993", DateRange("date", "1993", "1993")),
    (
        "recorded:2023-09-19/2023-09-20",
        "recorded: 2023-09-19/2023-09-20",
        DateRange("recorded", "2023-09-19/2023-09-20", "2023-09-19/2023-09-20"),
    ),
]

HALF_TYPED: list[tuple[str, str, str]] = [
    ('"under contr', '"under contr"', "A quotation mark was not closed; the phrase reaches to the end."),
    ("(a OR b", "a OR b", "A parenthesis was not closed; it reaches to the end."),
    ("a) b", "a AND b", "A closing parenthesis had nothing to close."),
    ("a OR", "a", "OR joins two things; one of them is missing."),
    ("OR a", "a", "OR joins two things; one of them is missing."),
    ("a AND", "a", "AND joins two things; one of them is missing."),
    ("AND a", "a", "AND joins two things; one of them is missing."),
    ("OR", "", "OR joins two things; one of them is missing."),
    ("a NOT", "a", "There is nothing after - or NOT to exclude."),
    ("a -", "a", "“-” has no letters or digits and was left out."),
    ("a *", "a", "“*” has no letters or digits and was left out."),
    ("a 🙂", "a", "“🙂” has no letters or digits and was left out."),
    ("narrator:", "", "narrator: has nothing after it yet and was left out."),
    ("a narrator: OR b", "a OR b", "narrator: has nothing after it yet and was left out."),
    ("narrator:title:a", "title: a", "narrator: has nothing after it yet and was left out."),
    ("narrator:(title:a)", "narrator: (title AND a)", "title: stands inside narrator: and was read as a word."),
    ("foo:bar", "foo AND bar", "“foo” is not a field; it was read as a word."),
    ("has:au", "", "has: knows audio, photo, scan, video, transcript, notes; “au” was left out."),
    ("date:..", "", "date: has no dates yet and was left out."),
    ("kind:*", "", "“*” has no letters or digits and was left out."),
    ("a~3", "a~2", "~ reaches one letter or two, no further."),
    ("a~0", "a~", "~ reaches one letter or two, no further."),
    ('"a b"~3', '"a b"', "~ after a phrase has no meaning and was left out."),
    ("W-2~", '"W 2"', "~ has no meaning in “W-2~” and was left out."),
]


@pytest.mark.parametrize(("text", "understood", "root"), MEANT, ids=[text for text, _, _ in MEANT])
def test_a_question_means(text: str, understood: str, root: Node) -> None:
    query = parse(text)
    assert (query.root, query.understood, query.notes) == (root, understood, ())


@pytest.mark.parametrize(("text", "understood", "note"), HALF_TYPED, ids=[text for text, _, _ in HALF_TYPED])
def test_a_half_typed_question_is_no_error(text: str, understood: str, note: str) -> None:
    query = parse(text)
    assert query.understood == understood
    assert note in query.notes


@pytest.mark.parametrize("text", ["date:19", "date:1993-13", "recorded:yesterday", "date:1993..20", "date:2023..x"])
def test_a_date_that_is_none_yet_is_left_out_and_said(text: str) -> None:
    query = parse(f"home {text}")
    assert query.understood == "home"
    assert len(query.notes) == 1 and "is not a date" in query.notes[0]


def test_an_empty_question_and_one_of_spaces_ask_for_everything_without_a_word() -> None:
    assert parse(" \t\n") == parse("")
    assert parse("").notes == ()


def test_every_field_is_in_the_manual() -> None:
    manual = sys.modules["archive.index.grammar"].__doc__ or ""
    assert all(f" {word}" in manual for word in (*FIELDS, *KINDS))


def test_no_question_is_too_long_too_deep_or_too_much() -> None:
    long = parse("word " * 1000)
    assert long.understood.count("word") == MOST_WORDS
    assert f"Only the first {LONGEST:,} characters were read." in long.notes
    assert f"Only the first {MOST_WORDS} words were looked for." in long.notes
    assert parse('"' + "x " * 500 + '"').understood.count("x") == MOST_WORDS
    shapes = parse("a* " * 200)
    assert shapes.understood.count("*") == MOST_SHAPES
    assert f"Only the first {MOST_SHAPES} words with *, ? or ~ were looked for." in shapes.notes
    deep = parse("(" * 1000 + "a" + ")" * 999)
    assert deep.root == A
    assert f"Parentheses more than {DEEPEST} deep were passed over." in deep.notes
    assert parse("-" * 1999 + "a").root == Not(A)
    assert parse("a:" * 999 + "a").understood.count("a") == MOST_WORDS
    assert len(parse(" ".join(f"x{chr(97 + i)}:y" for i in range(26))).notes) == MOST_NOTES


SCRAPS = st.lists(
    st.one_of(
        st.sampled_from(
            [*'()"“”-*?~=: ', "AND", "OR", "NOT", " ", "..", "~2", "'", "’", "e-mail", "a", "b*", "w?ld"]
        ),
        st.sampled_from([f"{field}:" for field in FIELDS]),
        st.sampled_from(
            ["1993", "2023-09", "1993..2023", "photo", "nk-0002", "place-0001", "İI", "Ո՞վ", "難民", "é"]
        ),
        st.text(max_size=3),
    ),
    max_size=30,
).map("".join)


@given(SCRAPS)
@settings(max_examples=400)
def test_what_was_understood_asked_again_means_the_same(text: str) -> None:
    query = parse(text)
    again = parse(query.understood)
    assert again.root == query.root
    assert again.understood == query.understood
    assert again.notes == ()


@given(st.text(max_size=3000))
@settings(max_examples=200)
def test_anything_may_be_typed(text: str) -> None:
    query = parse(text)
    assert not {unicodedata.category(character) for character in query.understood} & {"Cc", "Cs", "Zl", "Zp"}
    assert all(note.isprintable() for note in query.notes)


def test_naughty_strings_are_questions_too(corpus: Path) -> None:
    strings = json.loads((corpus / "suites" / "blns" / "blns.json").read_text(encoding="utf-8"))
    assert len(strings) > 500
    for text in strings:
        query = parse(text)
        assert parse(query.understood).root == query.root
        for length in range(min(len(text), 30)):
            parse(text[:length])


def test_reading_a_question_loads_neither_whoosh_nor_a_stemmer() -> None:
    program = (
        "import sys, archive.index.grammar as g; g.parse('home'); print({'whoosh', 'Stemmer'} & set(sys.modules))"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"
