"""The YAML part of a description sheet, read and written."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from testimonies import front_matter
from testimonies.front_matter_writing import write
from tests.testimonies import strategies

UNKEPT = (
    "the line holds the character U+{0}, which YAML does not keep: put the text in double quotes and write \\u{0}"
)
OBJECTS = st.dictionaries(strategies.text, strategies.json_values, max_size=4)


def told(text: str, before: int = 0) -> list[tuple[int, str]]:
    return front_matter.read(text, before).faults


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(OBJECTS)
@example({"json": "x", "a": {"json": "y"}, "b": {"json": {"json": "1"}}, "c": [{"json": "z"}]})
@example({"a": {}, "b": [], "c": [[], {}, [[]]], "": "", "x" * 2000: {"y" * 2000: ["z" * 2000]}})
def test_any_values_are_read_as_they_were_written(values):
    text = write(values)
    read = front_matter.read(text)
    assert (read.faults, read.values) == ([], values)
    assert repr(read.values) == repr(values), "numbers, yes and no, and nothing keep their types"
    assert text.encode().decode() == text


@settings(max_examples=100, deadline=None)
@given(OBJECTS)
def test_a_key_may_be_carried_whatever_its_value(values):
    read = front_matter.read(write(values, carry=values))
    assert read.values == values
    assert len(read.carried) == len(values)


def test_both_yaml_readers_read_alike(monkeypatch):
    values = {f"k{number}": text for number, text in enumerate(strategies.AWKWARD)}
    text = write(values)
    fast = front_matter.read(text)
    monkeypatch.setattr(front_matter.yaml, "__with_libyaml__", False)
    slow = front_matter.read(text)
    assert (fast.values, fast.lines) == (slow.values, slow.lines) == (values, fast.lines)


def test_what_can_be_written_without_quotation_marks_is():
    values = {"title": "It’s “here”: (no)", "a": "no", "b": "12:30", "c": "012", "d": "Xankəndi, #1", "e": "a:b c#d"}
    assert write({**values, "title": "It’s “here” (no)"}) == (
        'title: It’s “here” (no)\na: no\nb: 12:30\nc: 012\nd: "Xankəndi, #1"\ne: a:b c#d\n'
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a: b", 'k: "a: b"\n'),
        ("- a", 'k: "- a"\n'),
        ("[a]", 'k: "[a]"\n'),
        (" a", 'k: " a"\n'),
        ("", 'k: ""\n'),
        ("a\\b", "k: a\\b\n"),
        ('"a"', 'k: "\\"a\\""\n'),
        ("a\nb", "k: |-\n  a\n  b\n"),
        ("a\n\n b\n", "k: |\n  a\n\n   b\n"),
        ("\na", 'k: "\\na"\n'),
        ("a \nb", 'k: "a \\nb"\n'),
        ("a\u2028b\x85\x07\u202e\U000e0041\udcff", 'k: "a\\u2028b\\u0085\\u0007\\u202E\\U000E0041\\uDCFF"\n'),
        ("می\u200cروم", "k: می\u200cروم\n"),
        ("word " * 30 + "end", f"k: >-\n  {'word ' * 19}word\n  {'word ' * 10}end\n"),
        ("word  " * 30 + "end", f"k: {'word  ' * 30}end\n"),
        (["a", "b-1"], "k: [a, b-1]\n"),
        (["a b"], "k:\n  - a b\n"),
        ([["a b"], {"c": "d", "e": ["f g"]}], "k:\n  - - a b\n  - c: d\n    e:\n      - f g\n"),
        ({"a": {}, "b": []}, "k:\n  a: {}\n  b: []\n"),
        (None, 'k: {json: "null"}\n'),
        ([1, True], 'k:\n  - {json: "1"}\n  - {json: "true"}\n'),
    ],
)
def test_each_value_takes_the_form_that_is_easiest_to_read(value, text):
    assert write({"k": value}) == text
    assert front_matter.read(text).values == {"k": value}


def test_every_key_and_entry_knows_its_line():
    read = front_matter.read("title: a\n\n# a remark\nagents:\n  - role: x\n    name: y\n  -\n    role: z\n", 1)
    top = {"title": 2, "agents": 5}
    inside = {"agents.0": 6, "agents.0.role": 6, "agents.0.name": 7, "agents.1": 9, "agents.1.role": 9}
    assert read.lines == top | inside
    assert [read.line_of(key) for key in ("agents.1.name", "agents.7", "place")] == [9, 5, 1]


def test_the_last_text_keeps_the_end_of_its_line():
    assert front_matter.read("a: |\n  It rained.").values == {"a": "It rained.\n"}
    assert front_matter.read("a: |-\n  It rained.").values == {"a": "It rained."}


def test_only_a_mapping_of_nothing_but_json_text_is_carried():
    read = front_matter.read('a: {json: "1", b: }\nc: {json: ["1"], b: }\nd: {json: {json: "2"}}\njson: "3"')
    assert read.values == {"a": {"json": "1"}, "c": {"json": ["1"]}, "d": {"json": 2}, "json": "3"}
    assert read.carried == {"d.json"}


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark", "place:\nagents:\n  -\n  - role:\n    name:\n"])
def test_what_was_left_empty_is_not_there(text):
    read = front_matter.read(text)
    assert (read.values, read.faults) == ({}, [])


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("a: 1\na: 2", 2, "“a” stands on line 1 already: keep one of the two"),
        ("a:\n  b: 1\n  b: 2", 3, "“b” stands on line 2 already: keep one of the two"),
        ("a: &b c", 1, "“&b” names a value to repeat it: leave it out, or quote the text"),
        ("a: 1\nb: *a", 2, "“*a” repeats another value: write it out"),
        ("a: !!int 3", 1, "“tag:yaml.org,2002:int” is a tag: leave it out, or put the text in double quotes"),
        ("a: !x [b]", 1, "“!x” is a tag: leave it out, or put the text in double quotes"),
        ("? [a]\n: b", 1, "a key is a single text, and here it is empty, a list or a mapping"),
        ("?\n: b", 1, "a key is a single text, and here it is empty, a list or a mapping"),
        ("a: {json: nothing}", 1, "“nothing” is not JSON"),
        ("a: {json: NaN}", 1, "“NaN” is not JSON"),
        ("a: b: c", 1, 'a text that holds a colon and a space stands in double quotes ("…")'),
        ("x: y\na: @b", 2, 'a text that begins with “@” stands in double quotes ("…")'),
        ('a: "b\nc: d', 1, "the quotation mark that opens here is never closed"),
        ("a: [b\nc: d", 1, "the bracket that opens here is never closed, or a comma is missing"),
        ("a: b\nwords\nc: d", 2, "a line reads “key: value”, and here the colon is missing"),
        ('a: "\\q"', 1, "in double quotes a backslash is written twice (\\\\)"),
        ('a: "b" c', 1, "the indentation does not fit the lines above, or a quotation mark stands inside a text"),
        ("a:\n\tb: c", 2, "a line is indented with spaces, not with a tab"),
        ("a: b\x07", 1, UNKEPT.format("0007")),
        ("a: b\u2028c", 1, UNKEPT.format("2028")),
        ("- a", 1, "the front matter reads “key: value”, line by line"),
        ("a", 1, "the front matter reads “key: value”, line by line"),
        ("a: " + "[" * 30, 1, "this nests deeper than 20 levels"),
        ("a" * 1_000_001, 1, "the front matter is longer than 1,000,000 characters"),
    ],
)  # fmt: skip
def test_what_is_not_welcome_is_told_with_its_line(text, line, sentence):
    assert told(text) == [(line, sentence)]
    assert told(text, before=7) == [
        (line + 7, sentence.replace("on line 1 ", "on line 8 ").replace("on line 2 ", "on line 9 "))
    ]


def test_faults_of_several_entries_are_told_at_once():
    read = front_matter.read('a: "b\nc: d: e\nagents:\n- role: [x\n- role: y\nf: g\nh: %i\n')
    assert [line for line, _ in read.faults] == [1, 2, 4, 7]
    assert (read.values, read.unread) == ({"f": "g"}, {"a", "c", "agents", "h"})


def test_a_laughter_of_a_billion_is_never_heard():
    lines = ["a0: &a0 [ha, ha]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))]
    read = front_matter.read("\n".join(lines))
    assert len(read.faults) == 12 + 11 * 9
    assert read.values == {"a0": ["ha", "ha"]}


@pytest.mark.parametrize(
    "piece", ["[", "{", "- ", "? ", "a: ", "'", '"', "!", "\t", "&a ", "k: [\n", '"\\ud800" ', "- [ {"]
)
def test_a_hostile_text_is_a_few_faults(piece):
    assert 1 <= len(told(piece * (500_000 // len(piece)))) <= 20
