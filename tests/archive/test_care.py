"""Looking after what is kept: what was checked when, what is damaged, and what needs a person."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from archive import care
from archive.archive import Archive
from archive.holdings import needs
from archive.register import Register
from testimonies import edtf
from testimonies.access import Access, Decision, Redaction
from testimonies.errors import NotFound
from testimonies.testimony import Link, MediaItem, Testimony
from tests.conftest import KEEPER, told

TODAY = date(2026, 3, 1)


@pytest.fixture
def three(archive: Archive) -> Archive:
    for title in ("One", "Two", "Three"):
        archive.add(told("The river came.", title=title), by=KEEPER)
    return archive


def checked(archive: Archive) -> list[str]:
    lines = (archive.folder / care.FIXITY).read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["id"] for line in lines]


def test_what_was_never_checked_comes_first_then_what_was_checked_longest_ago(three: Archive) -> None:
    three.verify(["oh-0001", "collection-oh"], by=KEEPER)
    lines = (three.folder / care.FIXITY).read_bytes().replace(b'"at": "20', b'"at": "19')
    (three.folder / care.FIXITY).write_bytes(lines)

    three.verify(by=KEEPER)

    assert checked(three)[2:] == ["oh-0002", "oh-0003", "collection-oh", "oh-0001"]


def test_a_budget_stops_it_and_says_how_many_are_left(three: Archive) -> None:
    found = three.verify(budget=0, by=KEEPER)

    assert (found.checked, found.left, found.damaged) == (1, 3, ())


def test_a_check_that_is_stopped_keeps_the_dates_of_what_it_checked(three: Archive) -> None:
    def stop(done: int, _of: int, _what: str) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        three.verify(progress=stop, by=KEEPER)

    assert len(checked(three)) == 2


def test_a_torn_line_costs_no_more_than_its_own_date(three: Archive) -> None:
    three.verify(by=KEEPER)
    with (three.folder / care.FIXITY).open("ab") as log:
        log.write(b'{"at": "2026-01\n[]\nnull\n{"root": 1}\n\xff\n')

    assert len(care.last_checks(three.folder)) == 4
    assert not three.verify(by=KEEPER).damaged


def test_a_damaged_file_is_named_and_its_check_is_logged_as_failed(three: Archive) -> None:
    words = three.folder / "testimonies/oh-0002/v1/content/transcripts/en-original.json"
    words.write_bytes(words.read_bytes() + b" ")

    found = three.verify(by=KEEPER)

    assert [(one.id, one.file) for one in found.damaged] == [("oh-0002", "v1/content/transcripts/en-original.json")]
    failed = [json.loads(line) for line in (three.folder / care.FIXITY).read_bytes().splitlines()]
    assert [one["id"] for one in failed if one["outcome"] == "fail"] == ["oh-0002"]


def test_an_id_nobody_knows_is_not_found(three: Archive) -> None:
    with pytest.raises(NotFound, match="oh-0009"):
        three.verify(["oh-0009"], by=KEEPER)


def test_a_folder_that_is_none_of_ours_is_named(three: Archive) -> None:
    (three.folder / "testimonies/stray").mkdir()
    (three.folder / "testimonies/note.txt").write_text("x", encoding="utf-8")

    problems = {(one.id, one.file) for one in three.verify(by=KEEPER).damaged}

    assert any("note.txt" in file for _, file in problems)
    assert any("stray" in (key, *file.split("/")) for key, file in problems)


def wants(testimony: Testimony) -> list[str]:
    return [one.what for one in needs([replace(testimony, id="oh-0001")], Register(), TODAY)]


FINE = told("The river came.", basis="published")


def restricted(**when: str) -> Access:
    dates = {name: edtf.parse(text) for name, text in when.items()}
    return Access(Decision("staff", **dates), Decision("staff"))  # type: ignore[arg-type] - dates by name


@pytest.mark.parametrize(
    ("testimony", "word"),
    [
        (replace(FINE, basis=None), "consent"),
        (replace(FINE, access=restricted(until="2026-02-28")), "run out"),
        (replace(FINE, access=restricted(review_on="2025")), "run out"),
        (replace(FINE, place=Link("Somewhere", "place-0009")), "not there"),
        (replace(FINE, media=(MediaItem("a.png", alt_text="A", unreadable="No picture."),)), "decoded"),
        (replace(FINE, media=(MediaItem("a.png", alt_text="Not described yet: a.png"),)), "alt text"),
        (replace(FINE, redactions=(Redaction(passage="s0001", span=(0, 3), quoted="His"),)), "redaction"),
    ],
)
def test_what_needs_a_person_is_named(testimony: Testimony, word: str) -> None:
    (found,) = wants(testimony)

    assert word in found


@pytest.mark.parametrize("when", [{"until": "2026-03-01"}, {"until": "2026"}, {"review_on": "2027"}, {}])
def test_a_restriction_that_has_not_run_out_needs_nobody(when: dict[str, str]) -> None:
    assert wants(replace(FINE, access=restricted(**when))) == []


def test_the_doctor_takes_up_again_what_was_mended(three: Archive) -> None:
    words: Path = three.folder / "testimonies/oh-0002/v1/content/transcripts/en-original.json"
    whole = words.read_bytes()
    words.write_bytes(b"")
    three.reindex()
    assert [one.where for one in three.doctor() if "oh-0002" in one.where] == [("oh-0002",)]
    assert three.list().total == 2

    words.write_bytes(whole)

    assert any("index" in one.what and one.where == ("oh-0002",) for one in three.doctor())
    assert three.list().total == 3
