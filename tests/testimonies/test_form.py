"""Records as plain values and back."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from testimonies import testimony as words
from testimonies.access import Access, Decision
from testimonies.accession import Accession
from testimonies.authority import AUTHORITIES
from testimonies.errors import MalformedRecord
from testimonies.form import DEEPEST, build, key_of, plain
from testimonies.transcript import Passage, Transcript
from tests.testimonies import strategies

KINDS = sorted(
    {kind for top in (words.Testimony, Accession, *AUTHORITIES.values()) for kind in strategies.kinds_within(top)},
    key=lambda kind: kind.__qualname__,
)


def faults_of(kind: type, data: object) -> dict[str, str]:
    with pytest.raises(MalformedRecord) as caught:
        build(kind, data)
    return {fault.where: fault.what for fault in caught.value.faults}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_every_kind_of_record_is_read_as_it_was_written(kind, data):
    record = data.draw(strategies.records(kind))
    written = plain(record)
    assert build(kind, written) == record
    assert build(kind, json.loads(json.dumps(written))) == record


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_no_field_is_forgotten(kind):
    record = strategies.filled(kind)
    written = plain(record)
    expected = {key_of(field.name) for field in dataclasses.fields(kind)} - {"extra"} | {"x-unknown"}
    assert written.keys() == expected - (set() if hasattr(record, "extra") else {"x-unknown"})
    assert build(kind, written) == record


def test_what_says_nothing_new_is_left_out():
    assert plain(Passage("It rained.")) == {"words": "It rained."}


def test_what_was_decided_is_written_even_where_it_is_the_default():
    assert plain(Access()) == {"description": "staff", "transcript": "staff", "listed": True}


def test_keys_nobody_knows_come_back_unchanged():
    data = {"words": "It rained.", "hand": {"ink": ["blue", 2, None, True]}, "extra": 1}
    assert plain(build(Passage, data)) == data


def test_a_key_that_is_a_python_word_is_written_without_its_underscore():
    relation = {"from": "nk-0006", "type": "differs_on", "to": "nk-0005", "about": "why they left"}
    assert build(words.Relation, relation).from_ == words.Point("nk-0006")
    assert plain(build(words.Relation, relation)) == relation


def test_a_bare_text_stands_for_the_field_that_matters_most():
    assert build(words.Link, "Stepanakert") == words.Link("Stepanakert")
    assert build(Access, {"description": "open"}).description == Decision("open")


def test_a_point_without_a_testimony_is_not_read_as_no_point():
    note = words.Note("unsigned", about=words.Point(""))
    assert build(words.Note, plain(note)) == note


def test_a_single_entry_needs_no_list():
    assert build(words.Part, {"label": "1", "media": "side-a.wav"}).media == ("side-a.wav",)


@pytest.mark.parametrize(("said", "meant"), [("yes", True), ("No", False), ("true", True), (False, False)])
def test_yes_and_no_are_understood(said, meant):
    assert build(Access, {"listed": said}).listed is meant


def test_numbers_may_be_typed_as_text_and_text_as_a_number():
    part = build(words.Part, {"label": 2, "duration_ms": "120"})
    assert (part.label, part.duration_ms) == ("2", 120)


def test_an_empty_text_is_no_date():
    assert build(words.Part, {"label": "1", "date": ""}).date is None


def test_every_fault_is_told_at_once_with_its_dotted_key():
    data = {
        "kind": "intervew",
        "date": "19.9.2023",
        "collection": ["oh"],
        "agents": [{"role": "narrator", "name": "Amina"}, {"role": "teller"}],
        "access": {"listed": "perhaps"},
        "last_passage": "many",
        "place": {"name": None},
        "media": [{"file": "a.wav", "technical": "loud"}],
        "redactions": [{"span": [1]}],
    }
    faults = faults_of(words.Testimony, data)
    assert faults.keys() == {
        *("kind", "title", "date", "collection", "agents.1.role", "agents.1.name", "access.listed", "last_passage"),
        *("place.name", "media.0.technical", "redactions.0.span"),
    }
    assert faults["title"] == "is missing and must be given"
    assert faults["kind"].startswith("“intervew” is not one of interview, ")
    assert faults["redactions.0.span"] == "expected 2 values, found 1"
    assert faults["collection"] == "expected text, found a list"


def test_faults_begin_with_the_file_they_stand_in():
    with pytest.raises(MalformedRecord, match=r"^transcripts/hy-original\.json\.kind: “songs” is not one of"):
        build(Transcript, {"language": "hy", "kind": "songs"}, "transcripts/hy-original.json")


@pytest.mark.parametrize("data", [None, 3, "text", [], [{}]])
def test_what_is_no_record_at_all_is_refused(data):
    assert list(faults_of(words.Testimony, data)) == [""]


def test_a_wrong_value_can_not_act_on_the_terminal():
    assert "\x1b" not in faults_of(words.Testimony, {"kind": "\x1b[2J"})["kind"]


def test_an_unknown_key_that_nests_without_end_is_refused():
    value: object = "core"
    for _ in range(DEEPEST - 1):
        value = [value]
    assert build(Passage, {"words": "", "onion": value}).extra == {"onion": value}
    assert faults_of(Passage, {"words": "", "onion": [value]}) == {"onion": f"nests deeper than {DEEPEST} levels"}
