"""The front matter as a person reads it: plain values written as YAML, most of it without a quotation mark.

Everything is text to whoever reads it back, so `no`, `012` and `12:30` stand bare. A value that is not text
(a number or nothing at all under a key this program does not know) is carried as JSON: `rate: {json: "48000"}`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

CARRIER = "json"
"""The only key of a mapping that stands for the value its JSON text says."""

DEEPEST = 8
"""What nests deeper than this is carried as JSON, for nobody reads it anyway."""

_WIDTH = 100
_KEY_LIMIT = 900
"""YAML looks at most 1024 characters ahead for the colon of a key."""

# Joiners belong to the spelling of Persian and of Indic scripts; what else can't be seen is escaped.
_UNSEEN = re.compile(
    r"[^\S \u00a0\u3000]|[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f]"
    r"|[\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_BARE = re.compile(r"(?![-?:,\[\]{}#&*!|>'\"%@`]|\.\.\.)(?!.*(?:: | #|:\Z))\S(?:.*\S)?")
_IN_BRACKETS = re.compile(r"\w[\w.-]{0,39}")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def write(values: Mapping[str, Any], carry: Collection[str] = ()) -> str:
    """Write keys and values as lines of YAML; those under a key of `carry` as JSON, whatever they are.

    >>> print(write({"title": "No", "date": "1993", "languages": ["hy", "ru"], "pages": 2}), end="")
    title: No
    date: 1993
    languages: [hy, ru]
    pages: {json: "2"}
    """
    told = {key: _carried(value) if key in carry else _told(key, value, 1) for key, value in values.items()}
    return "".join(f"{line}\n" for line in _mapping(told))


def _told(key: str, value: Any, depth: int) -> Any:
    """Give the value in text, lists and mappings alone."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping) and depth < DEEPEST and not _is_carrier(value):
        return {inner_key: _told(inner_key, inner, depth + 1) for inner_key, inner in value.items()}
    if isinstance(value, list | tuple) and depth < DEEPEST:
        return [_told("", inner, depth + 1) for inner in value]
    return _carried(value)


def _carried(value: Any) -> dict[str, str]:
    return {CARRIER: json.dumps(value, ensure_ascii=False)}


def _is_carrier(value: Mapping[str, Any]) -> bool:
    return set(value) == {CARRIER} and isinstance(value[CARRIER], str)


def _mapping(values: Mapping[str, Any]) -> Iterator[str]:
    for key, value in values.items():
        name = _scalar(key)
        if len(name) > _KEY_LIMIT:
            yield f"? {name}"
            name = ""
        if isinstance(value, str):
            yield from _text(f"{name}:", value)
        elif brief := _in_one_line(value):
            yield f"{name}: {brief}"
        else:
            yield f"{name}:"
            yield from _indented(_mapping(value) if isinstance(value, Mapping) else _sequence(value))


def _sequence(entries: Iterable[Any]) -> Iterator[str]:
    for entry in entries:
        if isinstance(entry, str):
            yield from _text("-", entry)
        elif brief := _in_one_line(entry):
            yield f"- {brief}"
        else:
            first, *more = _mapping(entry) if isinstance(entry, Mapping) else _sequence(entry)
            yield f"- {first}"
            yield from _indented(more)


def _indented(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {line}" if line else "" for line in lines)


def _in_one_line(value: Any) -> str | None:
    """Write a carrier, an empty value or a list of short words in brackets; None for anything longer."""
    if isinstance(value, Mapping):
        if _is_carrier(value):
            return f"{{{CARRIER}: {_quoted(value[CARRIER])}}}"
        return None if value else "{}"
    if all(isinstance(entry, str) and _IN_BRACKETS.fullmatch(entry) for entry in value):
        brief = f"[{', '.join(value)}]"
        return brief if len(brief) <= _WIDTH else None
    return None


def _text(lead: str, text: str) -> Iterator[str]:
    """Write text after its key or dash, in the form that is easiest to read and to change by hand."""
    if _UNSEEN.search(text.replace("\n", "")):
        yield f"{lead} {_quoted(text)}"
    elif "\n" in text and _keeps_its_lines(text):
        yield f"{lead} |" if text.endswith("\n") else f"{lead} |-"
        yield from _indented(text.removesuffix("\n").split("\n"))
    elif len(text) > _WIDTH and " " in text and "\n" not in text and text == " ".join(text.split()):
        yield f"{lead} >-"
        yield from _indented(_folded(text.split(" ")))
    else:
        yield f"{lead} {_scalar(text)}"


def _keeps_its_lines(text: str) -> bool:
    """Whether a block can hold it: spaces before the first word or at the end of a line get lost too easily."""
    if text[0] in " \n" or text.endswith("\n\n"):
        return False
    return not any(line.endswith(" ") for line in text.split("\n"))


def _folded(words: Iterable[str]) -> Iterator[str]:
    line = ""
    for word in words:
        if line and len(line) + len(word) >= _WIDTH:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def _scalar(text: str) -> str:
    return text if _BARE.fullmatch(text) and not _UNSEEN.search(text) else _quoted(text)


def _quoted(text: str) -> str:
    shown = "".join(_ESCAPES.get(character, character) for character in text)
    return f'"{_UNSEEN.sub(_escaped, shown)}"'


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"
