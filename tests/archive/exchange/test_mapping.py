"""The mapping: proposed from the tables, written for a person, read back, and applied."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.exchange import mapping_file, tables
from archive.exchange.describing import Described
from archive.exchange.mapping import Column, Join, Mapping
from archive.exchange.proposal import Defaults
from archive.exchange.proposing import propose
from archive.exchange.tables import Table
from testimonies.errors import Faults

TALKS = "id,title,year,month,day,town,state,lat,lon,language,race\n"
TALKS += "a,The flood,1939,6,NA,Reed,Ohio,1.5,-2.5,en,x\nb,NA,NA,NA,3,NA,Ohio,NA,NA,en,x\n"
LINKS = "id,narrator\na,Alma Reed\na,Tom Hill\n"
PEOPLE = "narrator,age,gender\nAlma Reed,50,f\nTom Hill,40,m\nTom Hill,41,m\n"
WORK = "id,occupation\na,miller\na,weaver; spinner\nb,NA\n"


def table(name: str, text: str) -> Table:
    return tables.parse(text.encode(), Path(f"csv/{name}.csv"))


def four() -> list[Table]:
    return [table("talks", TALKS), table("links", LINKS), table("people", PEOPLE), table("work", WORK)]


def proposed(found: list[Table], files: tuple[str, ...] = ("a", "b")) -> Mapping:
    result = propose(found, files, {each.name: f"csv/{each.name}.csv" for each in found})
    assert result
    return result[0]


def fields_of(name: str, mapping: Mapping | None = None) -> dict[str, Any]:
    described = Described(mapping or proposed(four()), four()).of(name)
    assert described
    return dict(described.fields)


def test_columns_are_known_by_their_names() -> None:
    fields = {name: [str(column) for column in columns] for name, columns in proposed(four()).fields.items()}
    assert fields == {
        "title": ["talks.title"],
        "date": ["talks.year", "talks.month", "talks.day"],
        "place": ["talks.town", "talks.state"],
        "coordinates": ["talks.lat", "talks.lon"],
        "languages": ["talks.language"],
        "subjects": ["work.occupation"],
        "narrator": ["links.narrator"],
        "identifiers": ["talks.id"],
    }


def test_columns_that_sort_people_are_left_to_a_person() -> None:
    assert {"talks.race", "people.gender"} <= set(proposed(four()).unused)


def test_words_for_a_missing_value_are_noticed() -> None:
    assert proposed(four()).missing == ("", "NA")


def test_a_row_becomes_fields() -> None:
    fields = fields_of("a")
    assert fields["title"] == "The flood"
    assert fields["date"].text == "1939-06"
    assert fields["place"].name == "Reed, Ohio"
    assert fields["languages"] == ("en",)
    assert [link.name for link in fields["subjects"]] == ["miller", "weaver", "spinner"]
    assert [(each.value, each.type) for each in fields["identifiers"]] == [("a", "id")]
    assert "1.5, -2.5" in fields["notes"][0].text


def test_what_is_missing_is_not_made_up() -> None:
    fields = fields_of("b")
    assert set(fields) == {"place", "languages", "identifiers"}
    assert fields["place"].name == "Ohio"


def test_a_day_without_a_year_is_left_out_and_told() -> None:
    described = Described(proposed(four()), four()).of("b")
    assert described is not None
    assert "lacks its year or month" in described.notes[0]


def test_persons_come_in_order_with_what_is_said_of_them() -> None:
    agents = fields_of("a")["agents"]
    assert [(each.role, each.name) for each in agents] == [("narrator", "Alma Reed"), ("narrator", "Tom Hill")]
    assert agents[0].note == "age: 50"


def test_two_rows_for_one_person_give_only_what_they_agree_on() -> None:
    described = Described(proposed(four()), four()).of("a")
    assert described is not None
    assert described.fields["agents"][1].note is None
    assert described.notes == (
        "people.csv has 2 rows (lines 3, 4) for one person; only what they agree on was taken.",
    )


def test_a_date_in_one_column_is_read_however_it_is_written() -> None:
    found = [table("talks", "id,date\na,about 1939\nb,whenever\n")]
    described = Described(proposed(found), found)
    first, second = described.of("a"), described.of("b")
    assert first is not None
    assert second is not None
    assert first.fields["date"].text == "1939~"
    assert "date" not in second.fields
    assert "is no date" in second.notes[0]


def test_a_file_no_row_names_is_not_described() -> None:
    assert Described(proposed(four()), four()).of("z") is None


def test_a_mapping_is_read_back_as_it_was_written() -> None:
    mapping = proposed(four())
    assert mapping_file.read(mapping_file.write(mapping)) == mapping


NAMES = st.text(alphabet="ab:#-'\" .\u00e9", min_size=1, max_size=8).filter(
    lambda name: name.strip(" .") == name and name
)


@given(
    st.data(),
    st.lists(NAMES, min_size=1, max_size=4, unique=True),
    st.lists(st.sampled_from(["", "NA", "-", "no"]), min_size=1, unique=True),
)
@settings(max_examples=60, deadline=None)
def test_any_mapping_is_read_back_as_it_was_written(
    data: st.DataObject, names: list[str], missing: list[str]
) -> None:
    plain = [name for name in names if not any(name.startswith(f"{other}.") for other in names)]
    column = st.builds(Column, st.sampled_from(plain), st.sampled_from(["id", "a b", "x.y", "n: 1"]))
    mapping = Mapping(
        data.draw(column),
        {name: f"{name}.csv" for name in plain},
        tuple(data.draw(st.lists(st.builds(Join, column, column), max_size=2))),
        {"title": (data.draw(column),), "subjects": tuple(data.draw(st.lists(column, min_size=1, max_size=3)))},
        missing=tuple(missing),
        defaults=Defaults(language="hy"),
        unused=("a.b",),
    )
    assert mapping_file.read(mapping_file.write(mapping)) == mapping


@pytest.mark.parametrize(
    ("written", "line", "said"),
    [
        ("files: [a\n", 2, "not YAML"),
        ("tables: {x: x.csv}\nfiles: y.id\n", 2, "no column of a table"),
        ("tables: {x: x.csv}\nfiles: x.id\nfields:\n  titel: x.t\n", 4, "titel is not one of title"),
        ("tables: {x: x.csv}\nfiles: x.id\nfiles: x.id\n", 3, "written twice"),
        ("tables: {x: x.csv}\nfiles: x.id\njoined:\n  - x.a\n", 4, "which column equals which"),
        ("tables: {x: x.csv}\nfiles: x.id\ndefaults:\n  date: soon\n", 4, "is not a date"),
        ("tables: {x: x.csv}\nfiles: x.id\ndefaults:\n  kind: talk\n", 4, "kind is one of interview"),
        ("- x\n", 1, "keys and values"),
        ("", 1, "files is missing"),
    ],
)
def test_a_fault_in_a_mapping_is_told_with_its_line(written: str, line: int, said: str) -> None:
    with pytest.raises(Faults) as told:
        mapping_file.read(written)
    assert any(fault.where == f"line {line}" and said in fault.what for fault in told.value.faults), told.value


def test_a_column_that_is_not_there_is_told_with_its_line() -> None:
    written = mapping_file.write(proposed(four())).replace("talks.title", "talks.name")
    line = next(n for n, each in enumerate(written.split("\n"), 1) if "talks.name" in each)
    with pytest.raises(Faults, match=f"line {line}: there is no column name in talks; it has id, title"):
        Described(mapping_file.read(written), four())


def test_a_table_that_is_not_there_is_told() -> None:
    with pytest.raises(Faults, match=r"tables\.work: no table is found at csv/work\.csv"):
        Described(proposed(four()), four()[:3])


def test_a_column_that_can_not_be_reached_is_told() -> None:
    written = mapping_file.write(proposed(four())).replace("  - work.id = talks.id\n", "")
    with pytest.raises(Faults, match=r"work\.occupation can't be reached from talks"):
        Described(mapping_file.read(written), four())


def test_an_edited_mapping_is_obeyed() -> None:
    written = (
        mapping_file.write(proposed(four()))
        .replace("  - talks.race\n", "")
        .replace("fields:\n", "fields:\n  notes: talks.race\n", 1)
    )
    assert fields_of("a", mapping_file.read(written))["notes"][0].text == "race: x"
