"""Whatever a sheet is written from is what it is read as, and what can't be read is refused with its lines."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from testimonies import record, sheet
from testimonies.access import Rights
from testimonies.errors import MalformedSheet
from testimonies.form import key_of
from testimonies.locator import parse as place
from testimonies.testimony import Link, MediaItem, Point, Relation
from testimonies.testimony import Testimony as Record
from testimonies.transcript import Passage, Transcript
from tests.testimonies import strategies
from tests.testimonies.strategies import filled, flood

DEFAULTS = {"collection": "oh", "date": "XXXX", "kind": "interview"}

THOROUGH = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


def survives(testimony: Record) -> bool:
    """Whether writing and reading gives the same, to the last byte of the record and without a word changed."""
    text = sheet.write(testimony)
    again = sheet.read(text.encode().decode())
    assert again == testimony
    assert record.files(again) == record.files(testimony), "1, 1.0 and True must not be taken for one another"
    return sheet.write(again) == text


@THOROUGH
@given(strategies.testimonies)
def test_any_description_is_read_as_it_was_written(testimony):
    assert survives(testimony)


@THOROUGH
@given(strategies.transcribed)
def test_any_transcripts_are_read_as_they_were_written(testimony):
    assert survives(testimony)


@THOROUGH
@given(title=strategies.text, words=strategies.text, speaker=st.none() | strategies.text, stamped=st.booleans())
@example(title="", words="", speaker="", stamped=False)
@example(title=" ", words="\n", speaker="A\nB", stamped=False)
@example(title="#", words="\\\n\n[00:01]\n# x\n  \n", speaker="}", stamped=True)
def test_awkward_words_survive_in_every_corner(title, words, speaker, stamped):
    passage = Passage(words, speaker=speaker, at=place("1:02:03") if stamped else None)
    plain = Passage(words)
    held = Transcript("hy", note=title, passages=(passage, plain, dataclasses.replace(plain, id="s0001")))
    said = flood(
        title=title, scope_and_content=words, place=Link(title), content_notes=(title, words), extra={title: words}
    )
    assert survives(dataclasses.replace(said, extra={"x-1": {title: words}}, transcripts=(held,)))


def test_every_field_of_a_record_is_written_and_read():
    testimony = filled(Record)
    values = json.loads(record.files(testimony)[record.RECORD])
    written = {line.partition(":")[0] for line in sheet.write(testimony).partition("\n---\n")[0].split("\n")[1:]}
    fields = {key_of(field.name) for field in dataclasses.fields(Record)} - {"extra"}
    assert fields | {"x-unknown"} == {key for key in written if key.strip(" -") == key} == values.keys()
    assert survives(testimony)


def test_the_naughty_strings_of_the_world_survive(corpus):
    naughty = json.loads((corpus / "suites/blns/blns.json").read_text(encoding="utf-8"))
    passages = tuple(Passage(words, speaker=words.replace("\n", " ")) for words in naughty)
    held = Transcript("en", passages=passages + tuple(Passage(words) for words in naughty))
    assert survives(flood(content_notes=tuple(naughty), transcripts=(held,)))
    assert all(survives(flood(title=words)) for words in naughty)


@settings(max_examples=250, deadline=None)
@given(st.text(max_size=60) | strategies.text)
@example("")
@example("---\n---\n")
@example("---\n? \n---")
@example("---\na: {json: }\n---\n[{")
@example('---\na: "\\UFFFFFFFF \\ud800"\n---')
@example("---\n%YAML 99.1\n---")
def test_text_of_any_sort_is_read_or_refused_with_lines(text):
    for whole in (text, f"---\n{text}\n---\n", f"---\ntitle: a\n{text}", f"---\ntitle: a\nx: {text}\n---\n{text}"):
        try:
            sheet.examine(whole, DEFAULTS)
        except MalformedSheet as error:
            assert error.faults
            assert all(fault.where.startswith("line ") and "\x1b" not in str(fault) for fault in error.faults)
            assert [int(fault.where[5:]) for fault in error.faults] == sorted(
                int(fault.where[5:]) for fault in error.faults
            )


@pytest.mark.parametrize(
    "testimony",
    [
        flood(transcripts=(Transcript("und"),)),
        flood(transcripts=(Transcript("hy"), Transcript("hy"), Transcript("hy", kind="translation"))),
        flood(languages=("hy",), transcripts=(Transcript("hy", passages=(Passage(""),)), Transcript("hy"))),
        flood(transcripts=(Transcript("no tag at all", kind="translation", passages=(Passage("x"),)),)),
        flood(transcripts=(Transcript("", extra={"x": 1}),)),
        flood(languages=("a, b",)),
        flood(rights=Rights(), place=Link(""), extra={"narrator": "kept", "language": ["kept"], "json": "kept"}),
        flood(rights=Rights(extra={"json": "kept"}), extra={"json": {"json": "kept"}}),
        flood(rights=Rights(extra={"": True}), place=Link("", extra={"": "kept"})),
        flood(relations=(Relation(from_=Point("a"), type="quotes", to=Point("b", "s0001"), about="it"),)),
        flood(media=(MediaItem("p.png", received_as="p\udcff.png", technical={"json": "2", "rate": 1.0}),)),
        flood(extra={"deep": [[[[[[[[[[[[[[["core"]]]]]]]]]]]]]]]}),
    ],
    ids=lambda testimony: sheet.write(testimony).splitlines()[-1][:30],
)
def test_rare_records_survive(testimony):
    assert survives(testimony)
