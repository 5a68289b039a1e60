"""`record.json` and the transcript files, written and read."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings

from testimonies import record
from testimonies.authority import Person
from testimonies.errors import MalformedRecord
from testimonies.form import key_of, plain
from testimonies.testimony import MediaItem
from testimonies.testimony import Testimony as Record
from testimonies.transcript import Passage, Transcript
from tests.testimonies import strategies
from tests.testimonies.strategies import filled, flood

THOROUGH = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))


def read(files: dict[str, bytes]) -> Record:
    return record.read(files[record.RECORD], files.__getitem__)


@THOROUGH
@given(strategies.testimonies | strategies.transcribed)
def test_a_testimony_is_read_as_it_was_kept(testimony):
    files = record.files(testimony)
    assert read(files) == testimony
    assert record.files(read(files)) == files


@THOROUGH
@given(strategies.authorities)
def test_an_authority_is_read_as_it_was_kept(authority):
    kept = record.to_json(plain(authority))
    assert record.read_authority(kept) == authority


def test_every_field_is_kept():
    testimony = filled(Record)
    files = record.files(testimony)
    assert read(files) == testimony
    assert json.loads(files[record.RECORD]).keys() == {*map(key_of, record.KEYS), "id", "transcripts", "x-unknown"}


def test_keys_nobody_knows_stay_where_they_stood():
    files = record.files(flood(transcripts=(Transcript("hy", passages=(Passage("It rained."),)),)))
    changed = {name: json.loads(data) for name, data in files.items()}
    changed[record.RECORD]["x-shelf"] = {"row": [1, None, {"tall": True}]}
    changed[record.RECORD]["access"]["x-asked"] = "twice"
    changed["transcripts/hy-original.json"]["x-pen"] = 1.5
    changed["transcripts/hy-original.json"]["passages"][0]["x-hand"] = "B"
    later = {name: record.to_json(value) for name, value in changed.items()}
    assert record.files(read(later)) == later


def test_the_naughty_strings_of_the_world_survive(corpus):
    naughty = tuple(json.loads((corpus / "suites/blns/blns.json").read_text(encoding="utf-8")))
    passages = tuple(Passage(words, speaker=words) for words in naughty)
    testimony = flood(content_notes=naughty, transcripts=(Transcript("en", passages=passages),))
    assert read(record.files(testimony)) == testimony
    assert all(read(record.files(flood(title=words))).title == words for words in naughty)


def test_files_are_for_text_editors():
    data = record.files(flood(title="Ստեփանակերտ"))[record.RECORD].decode()
    assert data.endswith("}\n")
    assert '\n  "title": "Ստեփանակերտ",\n' in data
    keys = [line.split('"')[1] for line in data.splitlines() if line.startswith('  "')]
    assert keys == sorted(keys)


def test_a_file_name_that_is_not_utf_8_is_kept_in_valid_utf_8():
    testimony = flood(media=(MediaItem("page.png", received_as="p\udcffge.png"),))
    files = record.files(testimony)
    assert "p\\udcffge.png" in files[record.RECORD].decode()
    assert read(files) == testimony


def test_transcripts_are_named_by_language_and_kind():
    transcripts = [Transcript("hy"), Transcript("hy"), Transcript("en", kind="translation"), Transcript("az-Cyrl")]
    assert record.transcript_files(transcripts) == (
        "transcripts/hy-original.json",
        "transcripts/hy-original-2.json",
        "transcripts/en-translation.json",
        "transcripts/az-Cyrl-original.json",
    )


def test_names_stay_apart_on_disks_that_ignore_case():
    names = record.transcript_files([Transcript("hy"), Transcript("HY"), Transcript("Hy")])
    assert len({name.lower() for name in names}) == 3


@pytest.mark.parametrize("language", ["../../etc", "/etc", "a/b", "", ".", "hy\0", "hy ", "x" * 300, "հայ", "-hy"])
def test_what_is_no_language_tag_never_becomes_a_path(language):
    testimony = flood(transcripts=(Transcript(language), Transcript("und")))
    files = record.files(testimony)
    assert sorted(files) == ["record.json", "transcripts/und-original-2.json", "transcripts/und-original.json"]
    assert read(files) == testimony


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"3", b"\xff\xfe\xfd", b'{"a": NaN}', b"[" * 100_000])
def test_what_is_no_json_object_is_refused_by_the_name_of_its_file(data):
    with pytest.raises(MalformedRecord, match=r"^record\.json: (is not JSON|does not hold one JSON object)"):
        record.read(data, dict[str, bytes]().__getitem__)


@pytest.mark.parametrize("names", ["transcripts/hy.json", [1], {"hy": 1}, None])
def test_the_list_of_transcripts_is_a_list_of_names(names):
    data = {**json.loads(record.files(flood())[record.RECORD]), "transcripts": names}
    with pytest.raises(MalformedRecord, match=r"^transcripts: expected a list of file names"):
        record.read(record.to_json(data), dict[str, bytes]().__getitem__)


def test_a_fault_in_a_transcript_names_its_file():
    with pytest.raises(MalformedRecord) as caught:
        record.read_transcript(b'{"language": "hy", "kind": "original", "passages": [{}]}', "transcripts/hy.json")
    assert str(caught.value) == "transcripts/hy.json.passages.0.words: is missing and must be given"


def test_an_authority_is_known_by_its_id():
    person = Person(id="person-0001", names=())
    assert record.read_authority(record.to_json(plain(person))) == person
    for wrong in (b'{"id": "ship-0001"}', b"{}", b'{"id": 3}'):
        with pytest.raises(MalformedRecord, match=r"^id: an authority id begins with one of person, body, place, "):
            record.read_authority(wrong)


def test_a_number_that_is_none_is_never_written():
    with pytest.raises(ValueError, match="not JSON compliant"):
        record.files(flood(extra={"x": float("nan")}))


def test_reading_a_record_does_not_pay_for_yaml():
    asked = "import sys, testimonies.record, testimonies.sheet; print('yaml' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert answer.stdout == "False\n"
