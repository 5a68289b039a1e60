"""A mapping proposed from the tables that are there, by rules on their columns' names.

What a column is called decides what it feeds; `interview_` in front and `_name` behind are looked past:

- `title`; `summary`, `abstract`, `description`; `language`; `extent`, `duration`; `kind`
- a date from `date` or `year`, `month`, `day`, with no word before it or one that speaks of the interview; never
  from a date of birth or of typing
- a place from `place`, `location`, or from town, county, state and country together, smallest first
- `lat` and `lon` become a note, so that a place's name stays a name
- agents from `narrator`, `interviewee`, `informant`; `interviewer`, `writer`, `fieldworker`; `typist`, `reviser` …
- subjects from `subject`, `topic`, `keyword`, `occupation`
- identifiers from the column that names the files, and `folder`, `box`, `tape`, `call_number` and their like
- age, year of birth and other names stand in the note beside a narrator

Columns that sort people, such as race, ethnicity, gender or religion, and street addresses feed nothing unless a
person writes them in; they are listed under `unused` with all others.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from collections.abc import Mapping as Pairs

from archive.exchange import joins
from archive.exchange.joins import Joined
from archive.exchange.mapping import Column, Mapping, path_down
from archive.exchange.proposal import Defaults
from archive.exchange.tables import Table

_BY_NAME = {
    "title": ("title",),
    "kind": ("kind",),
    "extent": ("extent", "duration", "length"),
    "scope_and_content": ("scope_and_content", "summary", "abstract", "description", "synopsis"),
    "reference_code": ("reference_code", "shelfmark"),
    "languages": ("language", "languages", "lang"),
    "subjects": (
        "subject",
        "subjects",
        "topic",
        "topics",
        "keyword",
        "keywords",
        "tag",
        "tags",
        "occupation",
        "occupations",
    ),
    "narrator": (
        "narrator",
        "narrators",
        "interviewee",
        "interviewees",
        "informant",
        "informants",
        "storyteller",
        "respondent",
    ),
    "interviewer": ("interviewer", "interviewers", "writer", "fieldworker", "field_worker", "collector"),
    "author": ("author", "authors"),
    "translator": ("translator", "translators"),
    "transcriber": ("transcriber", "transcribers", "transcriptionist", "typist", "typer"),
    "editor": ("editor", "editors", "reviser", "reviewer"),
    "photographer": ("photographer", "photographers"),
    "depositor": ("depositor", "donor"),
    "identifiers": (
        *("folder", "box", "call_number", "tape", "tape_number", "accession", "accession_number"),
        *("series", "identifier", "item_number", "catalogue_number", "catalog_number"),
    ),
}
_ABOUT = ("pseudonym", "alias", "other_names", "nickname", "birth_year", "year_of_birth", "birth_date", "age")
_DATES = ("date", "recording_date", "date_recorded", "recorded", "recorded_on", "date_of_interview", "year")
_OF_THE_INTERVIEW = ("", "recording_", "recorded_", "session_", "date_", "written_")
_PLACES = ("place", "location", "place_name")
_PLACE_PARTS = (
    ("village", "town", "city", "municipality"),
    ("county", "district"),
    ("state", "province", "region"),
    ("country",),
)
_LATITUDE, _LONGITUDE = ("lat", "latitude"), ("lon", "lng", "long", "longitude")
_ABSENT = ("NA", "N/A", "n/a", "NULL", "null", "NaN", "nan", "None", "none", "-", "--")


def propose(
    tables: Sequence[Table], stems: Collection[str], folder_of: Pairs[str, str]
) -> tuple[Mapping, Joined] | None:
    """Propose how these tables describe files of these stems; None where no column names one of them.

    `folder_of` gives each table's file, by the table's name, as the mapping should write it.
    """
    named = {table.name: table for table in tables}
    joined = joins.find(named, stems)
    if joined is None:
        return None
    inside = [joined.files.table, *(join.column.table for join in joined.joins)]
    bare = Mapping(joined.files, {name: folder_of[name] for name in inside}, joined.joins)
    fields, about = _fields(bare, named)
    used = {str(column) for columns in (*fields.values(), *about.values()) for column in columns}
    used |= {str(column) for join in joined.joins for column in (join.column, join.to)}
    unused = (f"{name}.{column}" for name in inside for column in named[name].columns)
    return (
        Mapping(
            bare.files,
            bare.tables,
            bare.joins,
            fields,
            about,
            missing=("", *_missing(named[name] for name in inside)),
            defaults=Defaults(),
            unused=tuple(column for column in unused if column not in used),
        ),
        joined,
    )


def _missing(tables: Iterable[Table]) -> Iterator[str]:
    cells = {cell for table in tables for row in table.rows for cell in row}
    return (word for word in _ABSENT if word in cells)


def _fields(
    bare: Mapping, tables: Pairs[str, Table]
) -> tuple[dict[str, tuple[Column, ...]], dict[str, tuple[Column, ...]]]:
    once = [Column(bare.files.table, column) for column in tables[bare.files.table].columns]
    keys = {str(join.column) for join in bare.joins}
    every = [
        Column(name, column)
        for name in bare.tables
        for column in tables[name].columns
        if f"{name}.{column}" not in keys
    ]
    for name in bare.tables:
        # A second table with one row for each testimony is as good as the first.
        if name != bare.files.table and _is_beside(bare, tables, name):
            once.extend(column for column in every if column.table == name)
    fields: dict[str, tuple[Column, ...]] = {}
    for field, found in _found(bare, once, every):
        if found:
            fields[field] = found
    return fields, _about(bare, fields, every)


def _found(
    bare: Mapping, once: Sequence[Column], every: Sequence[Column]
) -> Iterator[tuple[str, tuple[Column, ...]]]:
    yield "title", _first(once, _BY_NAME["title"])
    yield "date", _date(once)
    yield "place", _place(once)
    yield "coordinates", _coordinates(once)
    for field in ("kind", "extent", "scope_and_content", "reference_code"):
        yield field, _first(once, _BY_NAME[field])
    for field, names in _BY_NAME.items():
        if field in ("languages", "subjects", "identifiers"):
            # `series_name` is not a number, though `series` is one.
            more = tuple(column for column in every if _plain(column.name) in names and column.name[-5:] != "_name")
            first = (bare.files,) if field == "identifiers" else ()
            yield field, tuple(dict.fromkeys((*first, *more)))
        elif field not in ("title", "kind", "extent", "scope_and_content", "reference_code"):
            yield field, _first(every, names)


def _is_beside(bare: Mapping, tables: Pairs[str, Table], name: str) -> bool:
    join = next(join for join in bare.joins if join.column.table == name)
    cells = tables[name].column(join.column.name)
    return join.to == bare.files and len(set(cells)) == len(cells)


def _plain(name: str) -> str:
    """Strip a column's name of what does not change its meaning."""
    plain = re.sub(r"\W+", "_", name.strip().casefold()).strip("_")
    return plain.removeprefix("interview_").removesuffix("_name") or plain


def _first(columns: Iterable[Column], names: Sequence[str]) -> tuple[Column, ...]:
    by_name = {_plain(column.name): column for column in reversed(list(columns))}
    return next(((by_name[name],) for name in names if name in by_name), ())


def _date(columns: Sequence[Column]) -> tuple[Column, ...]:
    by_name = {_plain(column.name): column for column in reversed(columns)}
    for before in _OF_THE_INTERVIEW:
        parts = [by_name.get(before + unit) for unit in ("year", "month", "day")]
        if parts[0] and parts[1]:
            return tuple(part for part in parts if part)
    return _first(columns, _DATES)


def _place(columns: Sequence[Column]) -> tuple[Column, ...]:
    parts = [column for names in _PLACE_PARTS for column in _first(columns, names)]
    return _first(columns, _PLACES) or tuple(parts)


def _coordinates(columns: Sequence[Column]) -> tuple[Column, ...]:
    both = (*_first(columns, _LATITUDE), *_first(columns, _LONGITUDE))
    return both if len(both) == 2 else ()


def _about(
    bare: Mapping, fields: Pairs[str, tuple[Column, ...]], every: Sequence[Column]
) -> dict[str, tuple[Column, ...]]:
    names = fields.get("narrator")
    if not names:
        return {}
    # Below the main table only: an `age` there would be the testimony's as well as the narrator's.
    near = [column for column in every if path_down(bare, names[0].table, column.table) is not None]
    found = [column for name in _ABOUT for column in near if _plain(column.name) == name]
    return {"narrator": tuple(found)} if found else {}
