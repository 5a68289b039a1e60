"""The founding collection: it keeps to the report, says what that leaves open, and repeats no sentence of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from testimonies import record, sheet
from testimonies.authority import Authority, Collection, Event, Person, Place, is_protected, label
from testimonies.form import plain
from testimonies.testimony import Testimony
from tests.conftest import HOUSE, missing

FOLDER = HOUSE / "testimonies" / "founding"
SHEETS = sorted(FOLDER.glob("*.md"))
AUTHORITIES = sorted(FOLDER.glob("*.json"))
REPORTED = [f"nk-000{number}" for number in range(1, 8)]
RUN = 8
"""Words in a row that are no longer a fact or an expression, but somebody's sentence."""


def read(testimony_id: str) -> Testimony:
    return sheet.read((FOLDER / f"{testimony_id}.md").read_text(encoding="utf-8"))


def authority(authority_id: str) -> Authority:
    return record.read_authority((FOLDER / f"{authority_id}.json").read_bytes())


def texts(value: Any) -> Iterator[str]:
    """Every text inside plain values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def in_words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def as_typed(text: str) -> str:
    """A text with one kind of quotation mark and of space."""
    return " ".join(text.translate(str.maketrans("“”’", '""\'')).split())


def every_text() -> Iterator[tuple[str, str]]:
    """Every text of the collection, with the file it stands in."""
    for path in SHEETS:
        for text in texts(plain(read(path.stem))):
            yield path.name, text
    for path in AUTHORITIES:
        for text in texts(plain(authority(path.stem))):
            yield path.name, text


@pytest.fixture(scope="module")
def report() -> str:
    """The report itself, which the project never carries."""
    path = HOUSE.parent / "shared" / "report.txt"
    if not path.is_file():
        missing(f"the report of the founding collection ({path})")
    # The first paragraph is ours: it says what the file is.
    return path.read_text(encoding="utf-8").partition("\n\n")[2]


def passages(testimony_id: str) -> list[tuple[str, str]]:
    return [(str(p.at), p.words) for t in read(testimony_id).transcripts for p in t.passages]


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_every_sheet_reads_without_a_remark_and_is_its_own_number(path: Path) -> None:
    examined = sheet.examine(path.read_text(encoding="utf-8"))
    assert examined.remarks == ()
    assert examined.testimony.id == path.stem
    assert sheet.read(sheet.write(examined.testimony)) == examined.testimony


@pytest.mark.parametrize("path", AUTHORITIES, ids=lambda path: path.stem)
def test_every_authority_record_stands_as_the_archive_would_write_it(path: Path) -> None:
    built = record.read_authority(path.read_bytes())
    assert built.id == path.stem
    assert record.to_json(plain(built)) == path.read_bytes()


def test_there_are_eight_testimonies_of_the_kinds_the_report_gives() -> None:
    assert {path.stem: read(path.stem).kind for path in SHEETS} == {
        "nk-0001": "reported_account",
        "nk-0002": "document_described",
        "nk-0003": "reported_statement",
        "nk-0004": "observation",
        "nk-0005": "reported_statement",
        "nk-0006": "reported_statement",
        "nk-0007": "observation",
        "nk-0008": "press_report",
    }


def test_no_link_leads_to_a_record_that_is_not_there() -> None:
    links = {ref for path in SHEETS for ref in _refs(plain(read(path.stem)))}
    links |= {ref for path in AUTHORITIES for ref in _refs(plain(authority(path.stem)))}
    assert links <= {path.stem for path in AUTHORITIES}


def test_every_authority_record_is_spoken_of() -> None:
    links = {ref for path in SHEETS for ref in _refs(plain(read(path.stem)))}
    assert {path.stem for path in AUTHORITIES} - links == {"collection-nk"}


def _refs(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if value.get("ref"):
            yield value["ref"]
        for inner in value.values():
            yield from _refs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _refs(inner)


def test_no_sentence_of_the_report_is_repeated(report: str) -> None:
    theirs = in_words(report)
    runs = {tuple(theirs[at : at + RUN]) for at in range(len(theirs) - RUN + 1)}
    repeated = [
        (name, " ".join(ours[at : at + RUN]))
        for name, text in every_text()
        for ours in [in_words(text)]
        for at in range(len(ours) - RUN + 1)
        if tuple(ours[at : at + RUN]) in runs
    ]
    assert repeated == []


def test_what_stands_in_quotation_marks_stands_in_the_report(report: str) -> None:
    theirs = as_typed(report)
    quoted = [(name, words) for name, text in every_text() for words in re.findall(r'"([^"]*)"', as_typed(text))]
    assert ("nk-0001.md", "Now it is here.") in quoted
    assert [(name, words) for name, words in quoted if words not in theirs] == []


def test_the_report_has_every_english_name_that_is_said_to_come_from_it(report: str) -> None:
    claimed = [
        (path.stem, name.text)
        for path in AUTHORITIES
        for name in authority(path.stem).names
        if (name.source or "").startswith("the report")
    ]
    assert len(claimed) > 10
    assert [(key, text) for key, text in claimed if text.casefold() not in report.casefold()] == []


@pytest.mark.parametrize("testimony_id", REPORTED)
def test_what_is_described_in_the_report_says_so(testimony_id: str) -> None:
    testimony = read(testimony_id)
    assert testimony.part_of == "nk-0008"
    assert "According to the report" in (testimony.scope_and_content or "")
    assert testimony.acquisition is not None
    assert "nk-0008" in (testimony.acquisition.immediate_source or "")
    assert testimony.not_stated
    assert all(transcript.note and transcript.by == "The archive" for transcript in testimony.transcripts)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_every_record_is_open_on_a_stated_ground(path: Path) -> None:
    testimony = read(path.stem)
    assert testimony.access.description.level == testimony.access.transcript.level == "open"
    assert (testimony.basis or "").startswith("published press report")
    assert testimony.rights is not None
    assert testimony.rights.statement == "http://rightsstatements.org/vocab/CNE/1.0/"


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
def test_a_year_the_report_does_not_give_is_marked_as_supplied(path: Path) -> None:
    testimony = read(path.stem)
    assert testimony.date_basis == "supplied"
    if testimony.covers:
        assert testimony.covers_basis == "supplied"
        assert any("2023 is supplied" in note.text or "year 2023" in note.text for note in testimony.notes)


def test_the_engineer_is_found_by_the_word_home_and_speaks_no_words_but_the_quoted_ones() -> None:
    told = " ".join(words for _, words in passages("nk-0001"))
    assert "home" in told.split()
    assert re.findall("“([^”]*)”", told) == ["the newly reclaimed territories", "Now it is here."]
    assert "many others" in told


def test_the_three_spellings_of_the_family_name_belong_to_one_person() -> None:
    person = authority("person-0001")
    assert [name.family_name for name in person.names] == ["Mammadov", "Məmmədov", "Мамедов"]
    assert [(name.source or "").startswith("supplied") for name in person.names] == [False, True, True]


def test_the_last_communication_is_line_one_of_our_rendering_and_nothing_else() -> None:
    log_book = read("nk-0002")
    assert passages("nk-0002") == [("p1:1", "Everything is under control.")]
    assert [(t.language, t.kind) for t in log_book.transcripts] == [("en", "original")]
    assert "language of the book" in " ".join(log_book.not_stated)
    assert "English as published" in (log_book.transcripts[0].note or "")


def test_the_soldier_has_no_name_and_what_is_not_clearly_his_stands_apart() -> None:
    soldier = authority("person-0002")
    assert isinstance(soldier, Person)
    assert is_protected(soldier)
    assert (soldier.identity, soldier.protection) == ("unknown", "anonymous")
    assert [name.text for name in soldier.names] == ["Unnamed soldier"]
    his, not_his = passages("nk-0003")
    assert "artillery" in his[1]
    assert not_his[1].startswith("Not clearly his words")
    assert all(word in not_his[1] and word not in his[1] for word in ("tanks", "snipers"))


def test_the_empty_town_is_not_taken_for_the_regional_capital() -> None:
    links = [link.ref for link in read("nk-0004").links()]
    assert "place-0001" not in links


def test_the_two_governments_differ_and_the_report_says_so_not_the_archive() -> None:
    (relation,) = [relation for path in SHEETS for relation in read(path.stem).relations]
    assert (relation.from_.testimony, relation.type, relation.to.testimony) == ("nk-0006", "differs_on", "nk-0005")
    assert relation in read("nk-0006").relations
    assert relation.asserted_by == "the report (nk-0008)"
    assert "no verdict" in (relation.note or "")


def test_the_report_is_described_and_its_text_is_not_held() -> None:
    report = read("nk-0008")
    assert report.transcripts == ()
    left_open = " ".join(report.not_stated)
    assert all(word in left_open for word in ("author", "publisher", "day"))


def test_one_city_has_six_names_each_with_its_script_and_who_uses_it() -> None:
    city = authority("place-0001")
    assert isinstance(city, Place)
    assert {(name.text, name.language, name.script) for name in city.names} == {
        ("Stepanakert", "en", "Latn"),
        ("Khankendi", "en", "Latn"),
        ("Xankəndi", "az", "Latn"),
        ("Ստեփանակերտ", "hy", "Armn"),
        ("Ханкенди", "ru", "Cyrl"),
        ("Степанакерт", "ru", "Cyrl"),
    }
    assert all(name.used_by for name in city.names)
    assert label(city) == "Stepanakert / Khankendi"
    assert city.public_precision == "town"


def test_every_record_that_names_the_city_links_it() -> None:
    naming = {
        path.stem
        for path in SHEETS
        if any("Khankendi" in text or "Stepanakert" in text for text in texts(plain(read(path.stem))))
    }
    linking = {path.stem for path in SHEETS if "place-0001" in [link.ref for link in read(path.stem).links()]}
    assert naming == linking == {"nk-0007", "nk-0008"}


def test_every_name_says_where_the_archive_has_it_from() -> None:
    unsourced = [
        (path.stem, name.text)
        for path in AUTHORITIES
        for name in authority(path.stem).names
        if not name.source and path.stem != "collection-nk"
    ]
    assert unsourced == []


def test_only_what_the_archive_supplied_is_in_another_script_than_the_report() -> None:
    for path in AUTHORITIES:
        for name in authority(path.stem).names:
            if name.language not in ("en", None):
                assert (name.source or "").startswith("supplied by the archive"), name.text


def test_every_figure_of_an_event_says_who_gave_it_and_every_date_where_it_is_from() -> None:
    events = [built for path in AUTHORITIES if isinstance(built := authority(path.stem), Event)]
    assert all(event.date_source for event in events)
    figures = {(figure.what, figure.number) for event in events for figure in event.figures}
    assert figures == {
        ("military lives lost", "7,000"),
        ("civilian lives lost", "170"),
        ("Azerbaijani soldiers killed", "about 200"),
        ("Azerbaijani soldiers wounded", "almost 500"),
        ("Armenian population of Nagorno-Karabakh, virtually all of whom left", "120,000, estimated"),
    }
    assert all(figure.given_by for event in events for figure in event.figures)


def test_the_year_of_the_operation_is_supplied_and_the_other_years_are_the_reports() -> None:
    dated = {event.id: event for path in AUTHORITIES if isinstance(event := authority(path.stem), Event)}
    supplied = {
        key for key, event in dated.items() if (event.date_source or "").startswith("supplied by the archive")
    }
    assert supplied == {"event-0003", "event-0004"}
    assert {key: str(plain(event)["date"]) for key, event in dated.items()} == {
        "event-0001": "1993",
        "event-0002": "2020",
        "event-0003": "2023",
        "event-0004": "2023",
    }


def test_the_collection_says_who_is_not_heard_in_it() -> None:
    collection = authority("collection-nk")
    assert isinstance(collection, Collection)
    assert collection.prefix == "nk"
    assert "no displaced Armenian is heard in it" in (collection.description or "")
    assert collection.naming_policy
    assert collection.citation_form
    assert collection.default_access.level == "open"
