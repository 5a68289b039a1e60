"""What changed between two versions of a testimony: fields, and passages word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from testimonies.form import plain
from testimonies.testimony import Testimony
from testimonies.transcript import Passage

MANY = 2_000
"""Words to compare beyond which words that are everywhere are left out of the comparison, so that it ends soon."""

_WORD = re.compile(r"\s+|\w+|[^\w\s]")


class Piece(NamedTuple):
    """A stretch of text: `=` is in both, `-` only in the older, `+` only in the newer version."""

    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was."""

    what: str
    """A dotted field (`agents.0.name`), or the passage: its transcript and its place."""
    sign: str
    """`+` it is new, `-` it is gone, `~` it reads otherwise."""
    pieces: Sequence[Piece]
    passage: str | None = None
    """The id, where it is a passage."""


def differences(old: Testimony, new: Testimony) -> tuple[Change, ...]:
    """Give what changed, fields first, then the words in their order."""
    fields = _fields(_described(old), _described(new))
    return (*fields, *_passages(old, new))


def _described(testimony: Testimony) -> Mapping[str, str]:
    """Give everything but the words as dotted keys and their values."""
    heads = [replace(transcript, passages=()) for transcript in testimony.transcripts]
    data = {**plain(replace(testimony, transcripts=())), "transcripts": [plain(head) for head in heads]}
    data.pop("last_passage", None)
    return dict(_leaves(data, ""))


def _leaves(value: Any, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(inner, f"{key}.{name}" if key else str(name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(inner, f"{key}.{number}")
    elif value is not None and value != "":
        yield key, ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _fields(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key), new.get(key)
        if before != after:
            yield Change(key, *_told(before, after))


def _told(before: str | None, after: str | None) -> tuple[str, Sequence[Piece]]:
    if before is None:
        return "+", (Piece("+", after or ""),)
    if after is None:
        return "-", (Piece("-", before),)
    return "~", pieces(before, after)


def _passages(old: Testimony, new: Testimony) -> Iterator[Change]:
    before, after = _by_id(old), _by_id(new)
    gone = [(None, key) for key in before if key not in after]
    for _, key in [*((None, key) for key in after), *gone]:
        was, now = before.get(key), after.get(key)
        if was != now:
            language, passage = now or was or ("", Passage(""))
            place = str(passage.at) if passage.at else key
            told = _told(_read(was), _read(now))
            yield Change(f"{language} {place}", *told, key)


def _by_id(testimony: Testimony) -> Mapping[str, tuple[str, Passage]]:
    return {one.id: (text.language, one) for text in testimony.transcripts for one in text.passages}


def _read(found: tuple[str, Passage] | None) -> str | None:
    """Give a passage as it is read: with its place and its speaker, which may change as well."""
    if found is None:
        return None
    _, passage = found
    place = f"[{passage.at}] " if passage.at else ""
    return f"{place}{f'{passage.speaker}: ' if passage.speaker else ''}{passage.words}"


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Compare two texts word by word.

    >>> [tuple(piece) for piece in pieces("the old bridge", "the new bridge")]
    [('=', 'the '), ('-', 'old'), ('+', 'new'), ('=', ' bridge')]
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    found = [
        Piece("=", "".join(old[:start])),
        *_compared(middle_old, middle_new),
        Piece("=", "".join(old[len(old) - end :])),
    ]
    return tuple(piece for piece in found if piece.text)


def _common(some: Sequence[str], others: Sequence[str]) -> int:
    pairs = enumerate(zip(some, others, strict=False))
    return next((number for number, (one, other) in pairs if one != other), min(len(some), len(others)))


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(str.isspace, old, new, autojunk=len(old) + len(new) > MANY)
    for how, a, b, c, d in matcher.get_opcodes():
        if how == "equal":
            yield Piece("=", "".join(old[a:b]))
            continue
        if b > a:
            yield Piece("-", "".join(old[a:b]))
        if d > c:
            yield Piece("+", "".join(new[c:d]))
