"""The front matter of a description sheet: YAML read as text, with the line of every key and every fault.

Only the plain part of YAML is welcome: texts, lists and mappings. All scalars stay the text they are (`no`, `012`,
`12:30`), a key stands once, and anchors, aliases and tags are refused, so that a sheet means what it shows. An
empty value is one that is not given. `{json: "48000"}` stands for the value its JSON text says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from testimonies.front_matter_writing import CARRIER, DEEPEST
from testimonies.quoting import quoted

LARGEST = 1_000_000
"""In characters; what is larger is no description."""
_TOO_DEEP = DEEPEST + 12
_MOST_FAULTS = 20

_ABSENT: Final = object()
"""A value that was left empty."""

_CHARACTERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""What YAML does not allow, or silently takes for the end of a line."""
_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")

_MEANT = (
    ("mapping values", 'a text that holds a colon and a space stands in double quotes ("…")'),
    ("start any token", 'a text that begins with {found} stands in double quotes ("…")'),
    ("end of stream", "the quotation mark that opens here is never closed"),
    ("document separator", "the quotation mark that opens here is never closed"),
    ("expected ',' or", "the bracket that opens here is never closed, or a comma is missing"),
    ("find expected ':'", "a line reads “key: value”, and here the colon is missing"),
    ("escape", "in double quotes a backslash is written twice (\\\\)"),
    ("expected key", "the indentation does not fit the lines above, or a quotation mark stands inside a text"),
    ("<block end>", "the indentation does not fit the lines above, or a quotation mark stands inside a text"),
)
"""What a YAML reader says, and what it means to the person who wrote the line."""


@dataclass(slots=True)
class FrontMatter:
    """What the front matter says, where it says it, and what is wrong with it."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    """The line of every key and entry, by its dotted key (`agents.0.role`)."""
    carried: set[str] = field(default_factory=set)
    """Dotted keys whose values came as JSON."""
    unread: set[str] = field(default_factory=set)
    """Keys that stand there but could not be read, so that nobody calls them missing; an empty one for all."""
    faults: list[tuple[int, str]] = field(default_factory=list)

    def line_of(self, key: str) -> int:
        """Give the line of a dotted key, or of the nearest key around it; 1 where there is none."""
        while key and key not in self.lines:
            key = key.rpartition(".")[0]
        return self.lines.get(key, 1)


def read(text: str, before: int = 0) -> FrontMatter:
    """Read the lines of a front matter that `before` other lines of the sheet stand above."""
    front = FrontMatter()
    if len(text) > LARGEST:
        front.faults.append((before + 1, f"the front matter is longer than {LARGEST:,} characters"))
        front.unread.add("")
        return front
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if found := _CHARACTERS.search(line):
            what = f"holds {_named(found[0])}, which YAML does not keep: put the text in double quotes and write "
            front.faults.append((before + number + 1, f"the line {what}{_spelled(found[0])}"))
            lines[number] = _CHARACTERS.sub(" ", line)
    while len(front.faults) < _MOST_FAULTS:
        attempt = _Composer(before)
        try:
            # A text that keeps the end of its last line needs that end.
            attempt.read("\n".join([*lines, ""]))
        except _Broken as broken:
            front.faults.append((before + broken.line + 1, broken.sentence))
            key = _take_out(lines, broken.line)
            if key is None:
                break
            front.unread.add(key)
            continue
        attempt.front.faults += front.faults
        attempt.front.unread |= front.unread
        return attempt.front
    front.unread.add("")
    return front


def _take_out(lines: list[str], wrong: int) -> str | None:
    """Empty the whole entry a wrong line belongs to, so that the others can be read; give its key."""
    wrong = min(wrong, len(lines) - 1)
    first = next((n for n in range(wrong, -1, -1) if lines[n] and lines[n][0] not in " \t#-]}"), 0)
    after = next((n for n in range(wrong + 1, len(lines)) if lines[n] and lines[n][0] not in " \t#-]}"), len(lines))
    if not any(lines[first:after]):
        return None
    key = lines[first].partition(":")[0].strip()
    lines[first:after] = [""] * (after - first)
    return key


class _Broken(Exception):
    """It is not YAML from this line on, counted from 0."""

    def __init__(self, line: int, sentence: str) -> None:
        self.line = line
        self.sentence = sentence
        super().__init__(sentence)


def _events(text: str) -> Iterator[yaml.Event]:
    # The C reader is ten times as fast, but does not know the half characters of file names that are not UTF-8.
    plain_python = not yaml.__with_libyaml__ or _HALF_CHARACTER.search(text)
    loader = yaml.BaseLoader if plain_python else yaml.CBaseLoader
    try:
        yield from yaml.parse(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.context_mark or error.problem_mark
        raise _Broken(mark.line if mark else 0, _explained(error, text.split("\n"))) from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise _Broken(0, f"the front matter is not YAML ({quoted(str(error))})") from error


def _explained(error: yaml.MarkedYAMLError, lines: list[str]) -> str:
    mark, problem = error.problem_mark, str(error.problem)
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "a line is indented with spaces, not with a tab"
    found = quoted(line[mark.column : mark.column + 1]) if mark else ""
    for said, meant in _MEANT:
        if said in problem:
            return meant.format(found=found)
    return f"this is not YAML: {problem}"


class _Composer:
    """Puts YAML's events together, minding what a sheet may hold."""

    def __init__(self, before: int) -> None:
        self.front = FrontMatter()
        self._before = before
        self._events: Iterator[yaml.Event] = iter(())

    def read(self, text: str) -> None:
        self._events = _events(text)
        for event in self._events:
            if isinstance(event, yaml.NodeEvent):
                value = self._value(event, "", 0)
                if isinstance(value, dict) and isinstance(event, yaml.MappingStartEvent):
                    self.front.values = value
                elif value is not _ABSENT:
                    self.front.unread.add("")
                    self._fault(event, "the front matter reads “key: value”, line by line")

    def _value(self, event: yaml.Event, where: str, depth: int) -> Any:
        if depth > _TOO_DEEP:
            raise _Broken(_line(event), f"this nests deeper than {_TOO_DEEP} levels")
        if isinstance(event, yaml.AliasEvent):
            self._fault(event, f"“*{event.anchor}” repeats another value: write it out")
            return _ABSENT
        if isinstance(event, yaml.NodeEvent) and event.anchor:
            self._fault(event, f"“&{event.anchor}” names a value to repeat it: leave it out, or quote the text")
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag:
            self._fault(event, f"{quoted(event.tag)} is a tag: leave it out, or put the text in double quotes")
        if isinstance(event, yaml.ScalarEvent):
            # With a style it is written in quotes or as a block, and then even nothing is meant.
            return _ABSENT if event.value == "" and not event.style else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return self._list(where, depth)
        return self._mapping(where, depth)

    def _list(self, where: str, depth: int) -> Any:
        values: list[Any] = []
        given = True
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            inner = f"{where}.{len(values)}"
            self.front.lines[inner] = self._line(event)
            value = self._value(event, inner, depth + 1)
            given = value is not _ABSENT
            if given:
                values.append(value)
        return values if values or given else _ABSENT

    def _mapping(self, where: str, depth: int) -> Any:
        values: dict[str, Any] = {}
        seen: dict[str, int] = {}
        scalar = False
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._value(event, f"{where}.?", depth + 1)
            value_event = next(self._events)
            inner = f"{where}.{key}" if where else str(key)
            self._note(event, key, inner, seen)
            value = self._value(value_event, inner, depth + 1)
            scalar = isinstance(value_event, yaml.ScalarEvent)
            if value is not _ABSENT and isinstance(key, str):
                values[key] = value
        if scalar and depth and values.keys() == seen.keys() == {CARRIER}:
            return self._carried(values[CARRIER], where)
        return values if values or not seen else _ABSENT

    def _note(self, event: yaml.Event, key: object, inner: str, seen: dict[str, int]) -> None:
        """Remember the line of a key; say where it stood before."""
        line = self._line(event)
        if not isinstance(key, str):
            self._fault(event, "a key is a single text, and here it is empty, a list or a mapping")
            return
        if key in seen:
            self._fault(event, f"{quoted(key)} stands on line {seen[key]} already: keep one of the two")
        seen.setdefault(key, line)
        self.front.lines[inner] = line

    def _carried(self, text: str, where: str) -> Any:
        self.front.carried.add(where)
        try:
            return json.loads(text, parse_constant=_no_number)
        except (ValueError, RecursionError):
            self.front.faults.append((self.front.line_of(where), f"{quoted(text)} is not JSON"))
            return _ABSENT

    def _line(self, event: yaml.Event) -> int:
        return self._before + _line(event) + 1

    def _fault(self, event: yaml.Event, sentence: str) -> None:
        self.front.faults.append((self._line(event), sentence))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line if event.start_mark else 0


def _no_number(text: str) -> None:
    raise ValueError(text)


def _named(character: str) -> str:
    return f"the character U+{ord(character):04X}"


def _spelled(character: str) -> str:
    return f"\\u{ord(character):04X}"
