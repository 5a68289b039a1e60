"""Records as plain values and back: one rule for every dataclass, so a new field costs one line.

A record becomes nested dicts, lists, strings, whole numbers and booleans. Fields that hold their default are
left out unless marked `always()`. A trailing underscore is dropped (`from_` is written `from`). Keys nobody
knows are kept in `extra` and written back unchanged.

A class may name one field as its `SHORTHAND`: a bare string then stands for that field alone, so that
`access: open` can be written by hand.
"""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, Protocol, TypeVar

from testimonies import edtf, locator
from testimonies.edtf import Edtf
from testimonies.errors import BadInput, Fault, MalformedRecord
from testimonies.locator import Locator
from testimonies.quoting import quoted

T = TypeVar("T")

Extra = Mapping[str, Any]
"""Keys this program does not know, kept as they came."""

_LEAVES: dict[type, tuple[Callable[[str], Any], Callable[[Any], str]]] = {
    Edtf: (edtf.parse, lambda date: date.text),
    Locator: (locator.parse, str),
}
"""Values written as one string: how to read it, how to write it."""

DEEPEST = 50
"""How many levels an unknown key may nest; what is deeper than this was made to break programs."""

_YES = {"yes": True, "true": True, "no": False, "false": False}


def extra() -> Any:
    """Declare the field that keeps unknown keys."""
    return dataclasses.field(default_factory=dict)


def always(default: Any) -> Any:
    """Declare a field that is written even when it holds its default."""
    return dataclasses.field(default=default, metadata={"always": True})


def one_of(words: tuple[str, ...], default: Any = dataclasses.MISSING) -> Any:
    """Declare a text field that must be one of `words`; with a default it is still always written."""
    metadata = {"words": words, "always": True}
    if default is dataclasses.MISSING:
        return dataclasses.field(metadata=metadata)
    return dataclasses.field(default=default, metadata=metadata)


def key_of(field_name: str) -> str:
    """Give the key under which a field is written."""
    return field_name.removesuffix("_")


def plain(value: Any) -> Any:
    """Turn a record, or any value inside one, into dicts, lists, strings, numbers and booleans."""
    if value is None or isinstance(value, str | int):
        return value
    leaf = _LEAVES.get(type(value))
    if leaf:
        return leaf[1](value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _plain_record(value)
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [plain(inner) for inner in value]
    return value


def is_default(field: dataclasses.Field[Any], value: Any) -> bool:
    """Whether leaving the field out says the same."""
    if field.default is not dataclasses.MISSING:
        return value is field.default or bool(value == field.default)
    if field.default_factory is not dataclasses.MISSING:
        return bool(value == field.default_factory())
    return False


def _plain_record(record: Any) -> Any:
    kind: Any = type(record)
    written = {}
    for field, key in _written_fields(kind):
        value = getattr(record, field.name)
        if field.metadata.get("always") or not is_default(field, value):
            written[key] = plain(value)
    shorthand = getattr(kind, "SHORTHAND", None)
    unknown = getattr(record, "extra", {})
    if shorthand and not unknown and getattr(kind, "BRIEF", False) and set(written) == {shorthand}:
        # An empty text alone would be read as nothing at all.
        return written[shorthand] or written
    return {**unknown, **written}


@cache
def _written_fields(kind: type) -> tuple[tuple[dataclasses.Field[Any], str], ...]:
    return tuple((field, key_of(field.name)) for field in dataclasses.fields(kind) if field.name != "extra")


def unknown_keys(record: Any, where: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give every unknown key of a record and of the records in it, dotted, and the keys that are known there."""
    if not is_record(record):
        return
    kind: Any = type(record)
    for field in dataclasses.fields(record):
        value = getattr(record, field.name)
        inner = f"{where}.{key_of(field.name)}" if where else key_of(field.name)
        if field.name == "extra":
            known = tuple(key for _, key in _written_fields(kind))
            yield from ((f"{where}.{key}" if where else key, known) for key in value)
        elif isinstance(value, tuple):
            for number, entry in enumerate(value):
                yield from unknown_keys(entry, f"{inner}.{number}")
        else:
            yield from unknown_keys(value, inner)


def is_record(value: Any) -> bool:
    """Whether a value is a record with fields, and not one that is written as a single string."""
    return dataclasses.is_dataclass(value) and not isinstance(value, type) and type(value) not in _LEAVES


def build(kind: type[T], data: object, where: str = "") -> T:
    """Build a record of `kind` from plain values.

    Raises MalformedRecord with every fault found, each with its dotted key.
    """
    faults: list[Fault] = []
    value = _record_reader(kind)(data, (None, where) if where else None, faults)
    if faults:
        raise MalformedRecord(faults)
    return typing.cast(T, value)


_Where = tuple[Any, str | int] | None
"""The way to a value, innermost key last; spelled out only for a fault, because most values have none."""


class _Reader(Protocol):
    """Turns a plain value into the one a field wants; notes what does not fit instead of stopping at it."""

    def __call__(self, value: object, where: _Where, faults: list[Fault], /) -> Any: ...


class _Plan(NamedTuple):
    """How to read one class, found out once."""

    readers: Mapping[str, tuple[str, _Reader]]
    """From each key to its field's name and reader."""
    required: tuple[tuple[str, str], ...]
    shorthand: str | None
    keeps_unknown: bool


@cache
def _plan(kind: type) -> _Plan:
    hints = typing.get_type_hints(kind)
    fields = [field for field in dataclasses.fields(kind) if field.name != "extra"]
    return _Plan(
        {key_of(field.name): (field.name, _field_reader(field, hints[field.name])) for field in fields},
        tuple(
            (key_of(field.name), field.name)
            for field in fields
            if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        ),
        getattr(kind, "SHORTHAND", None),
        "extra" in hints,
    )


def _record_reader(kind: Any) -> _Reader:
    def read(data: object, where: _Where, faults: list[Fault], /) -> Any:
        readers, required, shorthand, keeps_unknown = _plan(kind)
        if shorthand and isinstance(data, str):
            data = {shorthand: data}
        if not isinstance(data, dict | Mapping):
            return _refuse(faults, where, f"expected keys and values, found {_shown(data)}")
        before = len(faults)
        values: dict[str, Any] = {}
        unknown: dict[str, Any] = {}
        for key, value in data.items():
            if key in readers:
                name, reader = readers[key]
                values[name] = reader(value, (where, key), faults)
            else:
                unknown[str(key)] = _unknown(value, (where, key), faults)
        for key, name in required:
            if name not in values:
                _refuse(faults, (where, key), "is missing and must be given")
        if len(faults) > before:
            return None
        if keeps_unknown:
            values["extra"] = unknown
        return kind(**values)

    return read


def _field_reader(field: dataclasses.Field[Any], hint: Any) -> _Reader:
    reader = _reader(hint)
    words = field.metadata.get("words")
    if not words:
        return reader

    def read(value: object, where: _Where, faults: list[Fault], /) -> Any:
        built = reader(value, where, faults)
        if isinstance(built, str) and built not in words:
            return _refuse(faults, where, f"{_shown(built)} is not one of {', '.join(words)}")
        return built

    return read


def _reader(hint: Any) -> _Reader:
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _optional_reader(inside)
    if origin is tuple:
        return _list_reader(inside[0]) if inside[-1] is Ellipsis else _fixed_reader(inside)
    if origin is not None:
        return _mapping_reader(inside[1])
    if hint in _LEAVES:
        return _leaf_reader(hint)
    if dataclasses.is_dataclass(hint):
        return _record_reader(hint)
    return _SCALARS[hint]


def _optional_reader(inside: tuple[Any, ...]) -> _Reader:
    reader = _reader(next(arm for arm in inside if arm is not types.NoneType))
    keeps_empty = str in inside

    def read(value: object, where: _Where, faults: list[Fault], /) -> Any:
        if value is None or (value == "" and not keeps_empty):
            return None
        return reader(value, where, faults)

    return read


def _list_reader(hint: Any) -> _Reader:
    reader = _reader(hint)

    def read(value: object, where: _Where, faults: list[Fault], /) -> Any:
        # A single entry written without its dash is what a hand writes first.
        return tuple(reader(inner, (where, n), faults) for n, inner in enumerate(_listed(value)))

    return read


def _fixed_reader(hints: tuple[Any, ...]) -> _Reader:
    readers = tuple(_reader(hint) for hint in hints)

    def read(value: object, where: _Where, faults: list[Fault], /) -> Any:
        values = _listed(value)
        if len(values) != len(readers):
            return _refuse(faults, where, f"expected {len(readers)} values, found {len(values)}")
        pairs = enumerate(zip(readers, values, strict=True))
        return tuple(reader(inner, (where, n), faults) for n, (reader, inner) in pairs)

    return read


def _listed(value: object) -> list[Any] | tuple[Any, ...]:
    if value is None or value == "":
        return ()
    return value if isinstance(value, list | tuple) else [value]


def _mapping_reader(hint: Any) -> _Reader:
    reader = _reader(hint)

    def read(value: object, where: _Where, faults: list[Fault], /) -> Any:
        if not isinstance(value, Mapping):
            return _refuse(faults, where, f"expected keys and values, found {_shown(value)}")
        return {str(key): reader(inner, (where, str(key)), faults) for key, inner in value.items()}

    return read


def _leaf_reader(kind: type) -> _Reader:
    parse = _LEAVES[kind][0]

    def read(value: object, where: _Where, faults: list[Fault], /) -> Any:
        if not isinstance(value, str):
            return _refuse(faults, where, f"expected text, found {_shown(value)}")
        try:
            return parse(value)
        except BadInput as error:
            return _refuse(faults, where, str(error))

    return read


def _text(value: object, where: _Where, faults: list[Fault], /) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        # JSON typed on a command line: `title=1984` means the text.
        return str(value)
    return _refuse(faults, where, f"expected text, found {_shown(value)}")


def _whole_number(value: object, where: _Where, faults: list[Fault], /) -> Any:
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,18}", value):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return _refuse(faults, where, f"{_shown(value)} is not a whole number")


def _yes_or_no(value: object, where: _Where, faults: list[Fault], /) -> Any:
    answer = _YES.get(value.lower()) if isinstance(value, str) else value
    return answer if isinstance(answer, bool) else _refuse(faults, where, f"{_shown(value)} is not yes or no")


def _unknown(value: Any, where: _Where, faults: list[Fault], /) -> Any:
    """Keep a value as it came, unless it is too deep for any program to walk."""
    level = [value]
    for _ in range(DEEPEST):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return value
    return _refuse(faults, where, f"nests deeper than {DEEPEST} levels")


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, list | tuple) else ()


_SCALARS: dict[Any, _Reader] = {str: _text, int: _whole_number, bool: _yes_or_no, Any: _unknown}


def _refuse(faults: list[Fault], where: _Where, what: str) -> Any:
    keys: list[str] = []
    while where:
        where, key = where
        keys.append(str(key))
    faults.append(Fault(".".join(reversed(keys)), what))
    return None


def _shown(value: object) -> str:
    """Show a wrong value in a sentence."""
    if isinstance(value, Mapping):
        return "keys and values"
    if isinstance(value, list | tuple):
        return "a list"
    return "nothing" if value is None else quoted(str(value))
