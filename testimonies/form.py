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
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from testimonies import edtf, locator
from testimonies.edtf import Edtf
from testimonies.errors import BadInput, Fault, MalformedRecord
from testimonies.locator import Locator

T = TypeVar("T")

Extra = Mapping[str, Any]
"""Keys this program does not know, kept as they came."""

_LEAVES: dict[type, tuple[Callable[[str], Any], Callable[[Any], str]]] = {
    Edtf: (edtf.parse, lambda date: date.text),
    Locator: (locator.parse, str),
}
"""Values written as one string: how to read it, how to write it."""

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
    for leaf, (_, write) in _LEAVES.items():
        if isinstance(value, leaf):
            return write(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _plain_record(value)
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [plain(inner) for inner in value]
    return value


def _plain_record(record: Any) -> Any:
    written = {
        key_of(field.name): plain(getattr(record, field.name))
        for field in dataclasses.fields(record)
        if field.name != "extra" and _is_written(field, getattr(record, field.name))
    }
    shorthand = getattr(record, "SHORTHAND", None)
    unknown = getattr(record, "extra", {})
    if shorthand and not unknown and getattr(record, "BRIEF", False) and set(written) == {shorthand}:
        return written[shorthand]
    return {**unknown, **written}


def _is_written(field: dataclasses.Field[Any], value: Any) -> bool:
    if field.metadata.get("always"):
        return True
    if field.default is not dataclasses.MISSING:
        return bool(value != field.default)
    if field.default_factory is not dataclasses.MISSING:
        return bool(value != field.default_factory())
    return True


def build(kind: type[T], data: object, where: str = "") -> T:
    """Build a record of `kind` from plain values.

    Raises MalformedRecord with every fault found, each with its dotted key.
    """
    faults: list[Fault] = []
    value = _Builder(faults).record(kind, data, where)
    if faults:
        raise MalformedRecord(faults)
    return typing.cast(T, value)


@cache
def _types(kind: type) -> Mapping[str, Any]:
    return typing.get_type_hints(kind)


class _Builder:
    """Walks a type and the plain value side by side; notes what does not fit instead of stopping at it."""

    def __init__(self, faults: list[Fault]) -> None:
        self._faults = faults

    def record(self, kind: type, data: object, where: str) -> Any:
        shorthand = getattr(kind, "SHORTHAND", None)
        if shorthand and isinstance(data, str):
            data = {shorthand: data}
        if not isinstance(data, Mapping):
            return self._fault(where, f"expected keys and values, found {_shown(data)}")
        fields = {key_of(f.name): f for f in dataclasses.fields(kind) if f.name != "extra"}
        before = len(self._faults)
        values = {
            fields[key].name: self._field(fields[key], _types(kind)[fields[key].name], value, _dotted(where, key))
            for key, value in data.items()
            if key in fields
        }
        for key, field in fields.items():
            required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
            if required and field.name not in values:
                self._fault(_dotted(where, key), "is missing and must be given")
        if len(self._faults) > before:
            return None
        if "extra" in _types(kind):
            values["extra"] = {str(key): value for key, value in data.items() if key not in fields}
        return kind(**values)

    def _field(self, field: dataclasses.Field[Any], hint: Any, value: object, where: str) -> Any:
        built = self.value(hint, value, where)
        words = field.metadata.get("words")
        if words and isinstance(built, str) and built not in words:
            return self._fault(where, f"{_shown(built)} is not one of {', '.join(words)}")
        return built

    def value(self, hint: Any, value: object, where: str) -> Any:
        origin, inside = typing.get_origin(hint), typing.get_args(hint)
        if origin in (typing.Union, types.UnionType):
            if value is None or (value == "" and str not in inside):
                return None
            return self.value(next(arm for arm in inside if arm is not type(None)), value, where)
        if origin is tuple:
            return self._sequence(inside, value, where)
        if origin is not None:
            return self._mapping(inside, value, where)
        if hint in _LEAVES:
            return self._leaf(hint, value, where)
        if dataclasses.is_dataclass(hint):
            return self.record(typing.cast(type, hint), value, where)
        return self._scalar(hint, value, where)

    def _sequence(self, inside: tuple[Any, ...], value: object, where: str) -> Any:
        if value is None or value == "":
            return ()
        if not isinstance(value, list | tuple):
            # A single entry written without its dash is what a hand writes first.
            value = [value]
        if inside[-1] is Ellipsis:
            return tuple(self.value(inside[0], inner, _dotted(where, str(n))) for n, inner in enumerate(value))
        if len(value) != len(inside):
            return self._fault(where, f"expected {len(inside)} values, found {len(value)}")
        pairs = enumerate(zip(inside, value, strict=True))
        return tuple(self.value(hint, inner, _dotted(where, str(n))) for n, (hint, inner) in pairs)

    def _mapping(self, inside: tuple[Any, ...], value: object, where: str) -> Any:
        if not isinstance(value, Mapping):
            return self._fault(where, f"expected keys and values, found {_shown(value)}")
        return {str(key): self.value(inside[1], inner, _dotted(where, str(key))) for key, inner in value.items()}

    def _leaf(self, hint: type, value: object, where: str) -> Any:
        if not isinstance(value, str):
            return self._fault(where, f"expected text, found {_shown(value)}")
        try:
            return _LEAVES[hint][0](value)
        except BadInput as error:
            return self._fault(where, str(error))

    def _scalar(self, hint: Any, value: object, where: str) -> Any:
        if hint is Any:
            return value
        if hint is bool:
            answer = _YES.get(value.lower()) if isinstance(value, str) else value
            return answer if isinstance(answer, bool) else self._fault(where, f"{_shown(value)} is not yes or no")
        if hint is int:
            if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,18}", value):
                return int(value)
            if isinstance(value, int) and not isinstance(value, bool):
                return value
            return self._fault(where, f"{_shown(value)} is not a whole number")
        if isinstance(value, str):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            # JSON typed on a command line: `title=1984` means the text.
            return str(value)
        return self._fault(where, f"expected text, found {_shown(value)}")

    def _fault(self, where: str, what: str) -> None:
        self._faults.append(Fault(where, what))


def _dotted(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _shown(value: object) -> str:
    """Show a wrong value in a sentence, shortened and without anything a terminal would act on."""
    if isinstance(value, Mapping):
        return "keys and values"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None:
        return "nothing"
    text = ascii(str(value)) if not str(value).isprintable() else f"“{value}”"
    return text if len(text) <= 60 else f"{text[:57]}…"
