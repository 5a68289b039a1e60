"""Tables: read strictly, joined by what they share."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.exchange import joins, tables
from archive.exchange.tables import Table
from testimonies.errors import UnreadableFile


def read(text: str | bytes) -> Table:
    return tables.parse(text if isinstance(text, bytes) else text.encode(), Path("people.csv"))


@pytest.mark.parametrize(
    "name",
    [
        *("comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines", "newlines_crlf"),
        *("quotes_and_newlines", "simple", "simple_crlf", "utf8"),
    ],
)
def test_the_published_suite_is_read_as_it_asks(corpus: Path, name: str) -> None:
    suite = corpus / "suites/csv-spectrum"
    table = tables.read(suite / "csvs" / f"{name}.csv")
    expected = json.loads((suite / "json" / f"{name}.json").read_text().replace("\\r\\n", "\\n"))
    assert [dict(zip(table.columns, row, strict=True)) for row in table.rows] == expected


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_the_one_that_fits_every_row(delimiter: str) -> None:
    table = read(f"id{delimiter}name\n1{delimiter}'a, b; c'\n".replace("'", '"'))
    assert (table.columns, table.rows) == (("id", "name"), (("1", "a, b; c"),))


def test_a_line_that_names_the_delimiter_is_believed() -> None:
    assert read("sep=;\nid;name\n1;Alma\n").rows == (("1", "Alma"),)


@pytest.mark.parametrize(
    "data",
    [b"\xef\xbb\xbfid,name\n1,Ren\xc3\xa9\n", b"id,name\n1,Ren\xe9\n", "\ufeffid,name\n1,René\n".encode("utf-16-le")],
)
def test_every_usual_encoding_is_read(data: bytes) -> None:
    assert read(data).rows == (("1", "René"),)


def test_a_quotation_mark_never_closed_is_told_with_its_line() -> None:
    with pytest.raises(
        UnreadableFile, match=r"people\.csv, line 3: a quotation mark is opened here and never closed"
    ):
        read('id,name\n1,Alma\n2,"Tom\n3,Ida\n')


def test_words_after_a_closing_quotation_mark_are_told_with_their_line() -> None:
    with pytest.raises(UnreadableFile, match=r"line 2: words follow a closing quotation mark"):
        read('id,name\n1,"Alma" Reed\n')


def test_a_row_too_long_is_told_with_its_line() -> None:
    with pytest.raises(UnreadableFile, match=r"line 3: the row has 3 cells, the heading 2"):
        read("id,name\n1,Alma\n2,Hill,Tom\n")


def test_a_row_too_short_lacks_its_last_cells() -> None:
    table = read("id,name,town\n1,Alma\n")
    assert table.rows == (("1", "Alma", ""),)
    assert "1 row of people.csv" in table.notes[0]


def test_two_columns_of_one_name_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="two columns are called name"):
        read("name,name\n1,2\n")


def test_a_cell_beyond_all_measure_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="longer than 131,072"):
        read(f"id,name\n1,{'x' * 140_000}\n")


def test_lines_are_those_of_the_file() -> None:
    assert read('id,name\n1,"a\nb"\n2,c\n').lines == (2, 4)


def table(name: str, text: str) -> Table:
    return tables.parse(text.encode(), Path(f"{name}.csv"))


def joined(*found: Table, files: tuple[str, ...] = ("a", "b", "c")) -> list[str]:
    result = joins.find({each.name: each for each in found}, files)
    return [] if result is None else [str(result.files), *map(str, result.joins)]


def test_the_table_that_names_the_files_is_found_by_its_values() -> None:
    assert joined(table("x", "n,file\n1,a.txt\n2,B.TXT\n3,c\n")) == ["x.file"]


def test_tables_that_name_no_file_are_not_used() -> None:
    assert joined(table("x", "n,file\n1,p\n2,q\n")) == []


def test_tables_are_joined_by_a_column_both_have() -> None:
    main = table("talks", "id,title\na,A\nb,B\nc,C\n")
    links = table("links", "id,person\na,Alma\na,Tom\nb,Ida\n")
    people = table("people", "person,age\nAlma,50\nTom,40\nIda,30\n")
    assert joined(main, people, links) == ["talks.id", "links.id = talks.id", "people.person = links.person"]


def test_a_column_both_have_joins_nothing_unless_it_is_a_key() -> None:
    main = table("talks", "id,gender\na,f\nb,m\nc,f\n")
    other = table("writers", "writer,gender\nAlma,f\nTom,m\nIda,f\n")
    assert joined(main, other) == ["talks.id"]


def test_a_key_under_another_name_is_found_by_its_values() -> None:
    main = table("talks", "id,title\na,A\nb,B\nc,C\n")
    links = table("links", "talk,topic\na,floods\na,mills\nb,floods\n")
    assert joined(main, links) == ["talks.id", "links.talk = talks.id"]


def test_numbers_alone_are_no_sign_of_a_key() -> None:
    main = table("talks", "id,box\na,1\nb,2\nc,3\n")
    assert joined(main, table("weather", "day,rain\n1,2\n2,3\n3,1\n")) == ["talks.id"]


def test_the_seven_tables_of_the_life_histories_are_joined(corpus: Path) -> None:
    folder = corpus / "transcripts/fwp-life-histories"
    found = [tables.read(path) for path in sorted((folder / "csv").glob("*.csv"))]
    assert joined(*found, files=tuple(path.stem for path in (folder / "text").iterdir())) == [
        "interview.id",
        "interviewee_crosswalk.id = interview.id",
        "occupation.id = interview.id",
        "reviser_crosswalk.id = interview.id",
        "writer_crosswalk.id = interview.id",
        "interviewee.interviewee = interviewee_crosswalk.interviewee",
        "writer.writer = writer_crosswalk.writer",
    ]
