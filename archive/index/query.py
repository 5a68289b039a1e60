"""What a reader asked, as values: words, phrases and fields, joined by and, or and not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Everything:
    """Nothing was asked: every testimony answers."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any of its forms, as the reader spelled it; in `id:` and its like, the whole value."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand side by side in one passage, in these very forms."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that begins so."""

    text: str


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Every word of this shape: `?` is one letter, `*` any number of them."""

    shape: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Every word at most so many letters away, two letters swapped counting as one."""

    text: str
    distance: int


@dataclass(frozen=True, slots=True)
class Exact:
    """This very form of the word and no other."""

    text: str


@dataclass(frozen=True, slots=True)
class Whole:
    """This very name from its beginning to its end; in a field of names only."""

    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """Something asked of one part of the description only, or of one speaker's words."""

    name: str
    asked: Node


@dataclass(frozen=True, slots=True)
class DateRange:
    """A date that may fall between two dates, both EDTF; an empty one is an open end."""

    field: str
    """`date` or `recorded`."""
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Has:
    """A testimony that comes with audio, a photo, a scan, video, a transcript or notes."""

    kind: str


@dataclass(frozen=True, slots=True)
class And:
    """All of these, each anywhere in the testimony."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of these."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Testimonies without this."""

    node: Node


Leaf: TypeAlias = Word | Phrase | Prefix | Wildcard | Fuzzy | Exact | Whole | DateRange | Has
Node: TypeAlias = Everything | Leaf | Field | And | Or | Not


@dataclass(frozen=True, slots=True)
class Query:
    """A question as it was understood."""

    root: Node
    understood: str
    """The question in plain writing; asked again, it means the same. Empty where nothing was asked."""
    notes: tuple[str, ...]
    """What was left out or read differently than it was typed, one sentence each."""


_QUOTES = re.compile('["“”„‟«»\\s]+')


def unquoted(name: str) -> str:
    """Give a name as it can stand in quotation marks: with none of its own, and one space at a time.

    >>> unquoted('The "New"  Mill')
    'The New Mill'
    """
    return _QUOTES.sub(" ", name).strip()


def both(nodes: Iterable[Node | None]) -> Node | None:
    """Join with and, leaving out what is missing; one thing alone needs no joining."""
    return _joined(And, nodes)


def either(nodes: Iterable[Node | None]) -> Node | None:
    """Join with or, leaving out what is missing."""
    return _joined(Or, nodes)


def opposite(node: Node | None) -> Node | None:
    """Turn a question around; twice is not at all."""
    if node is None:
        return None
    return node.node if isinstance(node, Not) else Not(node)


def _joined(kind: type[And] | type[Or], nodes: Iterable[Node | None]) -> Node | None:
    flat: list[Node] = []
    for node in nodes:
        if isinstance(node, kind):
            flat.extend(node.nodes)
        elif node is not None:
            flat.append(node)
    return kind(tuple(flat)) if len(flat) > 1 else (flat[0] if flat else None)


def spoken(node: Node) -> str:
    """Write a question plainly, so that a reader sees what is looked for.

    >>> spoken(And((Or((Word("a"), Prefix("b"))), Not(Field("title", Phrase(("c", "d")))))))
    '(a OR b*) AND NOT title: "c d"'
    """
    match node:
        case And(nodes):
            return " AND ".join(_enclosed(one) if isinstance(one, Or) else spoken(one) for one in nodes)
        case Or(nodes):
            return " OR ".join(_enclosed(one) if isinstance(one, And) else spoken(one) for one in nodes)
        case Not(one):
            return f"NOT {_enclosed(one) if isinstance(one, And | Or) else spoken(one)}"
        case Field(name, asked):
            return f"{name}: {_enclosed(asked) if isinstance(asked, And | Or | Not) else spoken(asked)}"
        case Everything():
            return ""
        case _:
            return _leaf_spoken(node)


def _enclosed(node: Node) -> str:
    return f"({spoken(node)})"


def _leaf_spoken(leaf: Leaf) -> str:
    match leaf:
        case Word(text):
            return text
        case Phrase(words):
            return f'"{" ".join(words)}"'
        case Prefix(text):
            return f"{text}*"
        case Wildcard(shape):
            return shape
        case Fuzzy(text, distance):
            return f"{text}~{distance if distance > 1 else ''}"
        case Exact(text):
            return f"={text}"
        case Whole(text):
            return f'="{text}"'
        case DateRange(field, first, last):
            return f"{field}: {first if first == last else f'{first}..{last}'}"
        case Has(kind):
            return f"has: {kind}"
