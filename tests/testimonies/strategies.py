"""Testimonies and authorities of every shape, found from the classes themselves, so that a new field is tried too."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from hypothesis import strategies as st

from testimonies import edtf, locator
from testimonies.authority import AUTHORITIES, Authority
from testimonies.edtf import Edtf
from testimonies.form import key_of
from testimonies.locator import Locator
from testimonies.testimony import Testimony
from testimonies.transcript import Passage, Transcript

AWKWARD = (
    *("", " ", "  two before", "two after  ", "\ttab", "\\", "\\[", "\\\\", "#", "# ", "# transcript: hy original"),
    *(
        "---",
        "...",
        "- ",
        "? ",
        ": ",
        ":",
        " #",
        "[",
        "]",
        "[]",
        "[00:01]",
        "[00:75] x",
        "[p3:12 #s0001]",
        "[n4",
        "[ ?1-2]",
    ),
    *(
        "[laughs]",
        "[{}]",
        '[{"a": 1}]',
        "Amina: ",
        "AMINA:",
        "{a}: ",
        "{}",
        "}",
        "A:\tb",
        "no",
        "012",
        "12:30",
        "1993",
        "~",
    ),
    *(
        "null",
        "*a",
        "&a",
        "!t",
        "%a",
        "@a",
        "`a",
        "'",
        '"',
        "|",
        ">",
        "<<",
        "=",
        "{json: 1}",
        "\n",
        "\n\n",
        " \n ",
        "\r",
        "\r\n",
    ),
    *(
        "\x00",
        "\x07",
        "\x0b",
        "\x0c",
        "\x1c",
        "\x1b[31m",
        "\x7f",
        "\x85",
        "\xa0",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\ufffe",
    ),
    *(
        "Ստեփանակերտ",
        "Xankəndi",
        "Ханкенди",
        "خانکندی",
        "مى‌روم",
        "שלום",
        "ქართული",
        "日本語　",
        "e\u0301",
        "🏳️‍🌈",
        "\U000e0041",
    ),
    *("\u202eabc\u202c", "\u200f", "\u0378", "ǅ", "İ", "ß", "word " * 40, "x" * 130, "_" * 1100),
)
"""What breaks formats: their own signs, spaces at the edges, line ends of all sorts, every direction of script."""

NOT_UTF_8 = "\udcff"
"""How a byte arrives that is no part of a UTF-8 file name."""

text = st.lists(st.sampled_from((*AWKWARD, NOT_UTF_8)) | st.text(max_size=12), max_size=4).map("".join)

_leaves = st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False)
json_values = st.recursive(
    _leaves | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.just("json") | text, inner, max_size=3),
    max_leaves=6,
)

_UNKNOWN_KEYS = (
    "x-shelf",
    "titel",
    "narrator",
    "language",
    "json",
    "extra",
    "from_",
    "",
    "a: b",
    "words ",
    "_" * 1100,
)

dates = st.sampled_from(
    (
        "XXXX",
        "1993~",
        "199X",
        "2023-09-19",
        "2023-09-19/2023-09-20",
        "../1994",
        "2020/..",
        "-0044",
        "Y12345",
        "2001-21",
    )
).map(edtf.parse)

_times = st.integers(0, 10**9).map(locator.Time)
_lines = st.builds(locator.Line, st.integers(1, 9999), st.integers(1, 99))
_paragraphs = st.integers(1, 99999).map(locator.Paragraph)
places = st.builds(Locator, _times | _lines | _paragraphs, st.none() | st.sampled_from(("1", "2b", "log", "side-a")))

_LEAVES: dict[Any, st.SearchStrategy[Any]] = {
    Edtf: dates,
    Locator: places,
    str: text,
    int: st.integers(-(10**6), 10**6) | st.integers(0, 10**17),
    bool: st.booleans(),
    Any: json_values,
}


def unknown_keys(kind: type) -> st.SearchStrategy[dict[str, Any]]:
    """Keys a record of this kind does not know."""
    known = {key_of(field.name) for field in dataclasses.fields(kind) if field.name != "extra"}
    keys = (st.sampled_from(_UNKNOWN_KEYS) | text).filter(lambda key: key not in known)
    return st.dictionaries(keys, json_values, max_size=2)


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Whatever a field with this annotation may hold."""
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return st.none() | values(next(arm for arm in inside if arm is not types.NoneType))
    if origin is tuple and inside[-1] is Ellipsis:
        return st.lists(values(inside[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*map(values, inside))
    if origin is not None:
        return st.dictionaries(text, json_values, max_size=2)
    return records(hint) if dataclasses.is_dataclass(hint) and hint not in _LEAVES else _LEAVES[hint]


@cache
def _fields(kind: type) -> Mapping[str, st.SearchStrategy[Any]]:
    hints = typing.get_type_hints(kind)
    special = {(Transcript, "passages"): transcripts_passages(), (Transcript, "language"): languages | text}
    found = {}
    for field in dataclasses.fields(kind):
        words = field.metadata.get("words")
        fitting = st.sampled_from(words) if words else st.deferred(lambda hint=hints[field.name]: values(hint))
        found[field.name] = special.get((kind, field.name), fitting)
    if "extra" in found:
        found["extra"] = unknown_keys(kind)
    return found


@st.composite
def records(draw: st.DrawFn, kind: type) -> Any:
    """One record: all it must have, and a few of the fields it may have."""
    fields = {field.name: field for field in dataclasses.fields(kind)}
    needed = [
        name
        for name, field in fields.items()
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    ]
    spare = [name for name in fields if name not in needed]
    chosen = draw(st.lists(st.sampled_from(spare), max_size=4, unique=True)) if spare else []
    return kind(**{name: draw(_fields(kind)[name]) for name in (*needed, *chosen)})


languages = st.sampled_from(("hy", "hyw", "az", "ru", "en", "und", "az-Cyrl", "HY"))


@st.composite
def transcripts_passages(draw: st.DrawFn) -> tuple[Passage, ...]:
    """Passages with ids that stand once, or none yet."""
    passages = draw(st.lists(records(Passage), max_size=4))
    seen: set[str] = set()
    kept = []
    for passage in passages:
        kept.append(dataclasses.replace(passage, id="") if passage.id in seen else passage)
        seen.add(passage.id)
    return tuple(kept)


testimonies: st.SearchStrategy[Testimony] = records(Testimony)
transcribed: st.SearchStrategy[Testimony] = st.builds(
    dataclasses.replace,
    records(Testimony),
    languages=st.lists(languages, max_size=2).map(tuple),
    transcripts=st.lists(records(Transcript), max_size=3).map(tuple),
)
"""Testimonies that are likely to have words."""


def _with_id(kind: str) -> st.SearchStrategy[Authority]:
    made: st.SearchStrategy[Authority] = records(AUTHORITIES[kind])
    ids = st.from_regex(rf"{kind}-[0-9]{{4,6}}", fullmatch=True)
    return st.builds(dataclasses.replace, made, id=ids)


authorities: st.SearchStrategy[Authority] = st.sampled_from(sorted(AUTHORITIES)).flatmap(_with_id)


def kinds_within(kind: type) -> Iterable[type]:
    """A class of records and all those inside it."""
    found: dict[type, None] = {}
    waiting: list[Any] = [kind]
    while waiting:
        hint = waiting.pop()
        if dataclasses.is_dataclass(hint) and hint not in _LEAVES and hint not in found:
            found[typing.cast(type, hint)] = None
            waiting += typing.get_type_hints(hint).values()
        waiting += typing.get_args(hint)
    return found


def filled(kind: type, *, leaf: str = "x") -> Any:
    """A record with something other than the default in each of its fields."""
    hints = typing.get_type_hints(kind)
    return kind(**{f.name: _something(f, hints[f.name], leaf) for f in dataclasses.fields(kind)})


def _something(field: dataclasses.Field[Any], hint: Any, leaf: str) -> Any:
    words = field.metadata.get("words")
    if words:
        return next(word for word in words if word != field.default)
    if field.name == "extra":
        return {"x-unknown": leaf}
    return _any_of(hint, leaf, field.default)


def _any_of(hint: Any, leaf: str, default: Any) -> Any:
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _any_of(next(arm for arm in inside if arm is not types.NoneType), leaf, default)
    if origin is tuple:
        return tuple(_any_of(arm, leaf, None) for arm in inside if arm is not Ellipsis)
    if origin is not None:
        return {leaf: leaf}
    plain = {str: leaf, int: 7, bool: not default, Edtf: edtf.parse("1993~"), Locator: locator.parse("1/00:01")}
    return plain[hint] if hint in plain else filled(hint, leaf=leaf)


def flood(**fields: Any) -> Testimony:
    """The smallest testimony, with what a test adds to it."""
    least: dict[str, Any] = {"kind": "interview", "title": "A flood", "date": edtf.parse("1993~"), "collection": "oh"}
    return Testimony(**{**least, **fields})
