"""Terms: what one word, phrase or field value in a question asks for, and how many of them are read."""

from __future__ import annotations

import re
from collections.abc import Callable

from archive.index.query import (
    DateRange,
    Exact,
    Fuzzy,
    Has,
    Node,
    Phrase,
    Prefix,
    Whole,
    Wildcard,
    Word,
    both,
    unquoted,
)
from archive.index.words import spelled, tokens
from testimonies import edtf
from testimonies.errors import MalformedDate
from testimonies.quoting import quoted

WORDED = (
    *("title", "narrator", "interviewer", "speaker", "person", "body"),
    *("place", "event", "subject", "collection"),
)
"""Fields that hold words, and names that are made of words."""
WHOLE = ("kind", "lang", "access", "id")
"""Fields whose value is asked for whole."""
DATED = ("date", "recorded")
"""Fields that hold dates."""
KINDS = ("audio", "photo", "scan", "video", "transcript", "notes")
"""What `has:` knows."""

MOST_WORDS = 64
MOST_SHAPES = 8
"""Words with `*`, `?` or `~`: each may stand for many."""
MOST_NOTES = 8

OPERATORS = ("AND", "OR", "NOT")

_UNKNOWN_NAME = re.compile(r"([^\W\d_]+):(?!//)")
_FUZZY = re.compile(r"~(\d*)$")
_AUTHORITY = re.compile(r"[a-z]{1,16}-\d{4,}", re.IGNORECASE | re.ASCII)


class Notes:
    """What the reader is told, each thing once."""

    def __init__(self) -> None:
        self._notes: dict[str, None] = {}

    def add(self, note: str) -> None:
        """Tell one thing, a whole sentence."""
        self._notes[note] = None

    def said(self) -> tuple[str, ...]:
        """Give what was told, the first few."""
        return tuple(self._notes)[:MOST_NOTES]


class Terms:
    """Turns what was typed as one term into what it asks for, and keeps count."""

    def __init__(self, notes: Notes) -> None:
        self._note = notes.add
        self._words = 0
        self._shapes = 0

    def read(self, raw: str, field: str | None) -> Node | None:
        """Read a term outside quotation marks."""
        reading: Callable[[str, str], Node | None] | None = self._special(field)
        if field is not None and reading is not None:
            return reading(raw, field)
        nodes: list[Node | None] = []
        while field is None and (unknown := _UNKNOWN_NAME.match(raw)) and len(raw) > unknown.end():
            self._note(f"{quoted(unknown[1])} is not a field; it was read as a word.")
            nodes.append(self.worded(unknown[1], None))
            raw = raw[unknown.end() :]
        return both([*nodes, self.worded(raw, field)])

    def quoted(self, text: str, field: str | None, *, exact: bool = False) -> Node | None:
        """Read what stands in quotation marks, and perhaps with = before them."""
        if exact and field == "place" and unquoted(text):
            return self._counted(Whole(unquoted(text)))
        if field in WORDED or field is None:
            return self._phrase(spelled(text), quoted(text)) if text.strip() else None
        return self.read("_".join(text.split()), field)

    def worded(self, raw: str, field: str | None) -> Node | None:
        """Read a term made of words, with all its signs."""
        if field is not None and _AUTHORITY.fullmatch(raw):
            return self._counted(Word(raw.lower()))
        fuzzy = _FUZZY.search(raw)
        shapes = _shapes(raw[: fuzzy.start()] if fuzzy else raw)
        if len(shapes) == 1 and not _is_shape(shapes[0]):
            return self._single(shapes[0], raw.startswith("="), fuzzy)
        if fuzzy and shapes:
            self._note(f"~ has no meaning in {quoted(raw)} and was left out.")
        return both(self._several(shapes)) if shapes else self._phrase([], quoted(raw))

    def _special(self, field: str | None) -> Callable[[str, str], Node | None] | None:
        if field in DATED:
            return self._dates
        if field in WHOLE:
            return self._whole
        return self._has if field == "has" else None

    def _single(self, word: str, exact: bool, fuzzy: re.Match[str] | None) -> Node | None:
        """Read a single word with its `=` or `~`."""
        if fuzzy:
            distance = min(max(int(fuzzy[1] or 1), 1), 2)
            if fuzzy[1] and int(fuzzy[1]) != distance:
                self._note("~ reaches one letter or two, no further.")
            return self._shape(Fuzzy(word, distance))
        if word in OPERATORS:
            return self._phrase([word], word)
        return self._counted(Exact(word) if exact else Word(word))

    def _several(self, shapes: list[str]) -> list[Node | None]:
        """Read the parts of a term such as `W-2` or `e-m?il`: neighbours without `*` and `?` are a phrase."""
        nodes: list[Node | None] = []
        plain: list[str] = []
        for shape in [*shapes, ""]:
            if shape and not _is_shape(shape):
                plain.append(shape)
                continue
            if plain:
                alone = len(plain) == 1 and plain[0] not in OPERATORS
                nodes.append(self._counted(Word(plain[0])) if alone else self._phrase(plain, ""))
                plain = []
            if shape:
                nodes.append(self._shape(_shaped(shape)))
        return nodes

    def _phrase(self, words: list[str], shown: str) -> Node | None:
        if not words:
            self._note(f"{shown} has no letters or digits and was left out.")
            return None
        room = MOST_WORDS - self._words
        kept = words[:room]
        self._words += len(kept)
        if len(kept) < len(words):
            self._too_many_words()
        return Phrase(tuple(kept)) if kept else None

    def _counted(self, node: Node) -> Node | None:
        if self._words >= MOST_WORDS:
            self._too_many_words()
            return None
        self._words += 1
        return node

    def _shape(self, node: Node) -> Node | None:
        if self._shapes >= MOST_SHAPES:
            self._note(f"Only the first {MOST_SHAPES} words with *, ? or ~ were looked for.")
            return None
        self._shapes += 1
        return self._counted(node)

    def _too_many_words(self) -> None:
        self._note(f"Only the first {MOST_WORDS} words were looked for.")

    def _whole(self, raw: str, field: str) -> Node | None:
        """Read a value that is asked for whole, such as an id."""
        value = re.sub(r"[^\w.*-]", "", raw.lower()).lstrip("-*")
        bare = value.replace("*", "")
        if not bare:
            self._note(f"{quoted(raw)} has no letters or digits and was left out.")
            return None
        return self._shape(Prefix(bare)) if value.endswith("*") else self._counted(Word(bare))

    def _has(self, raw: str, field: str) -> Node | None:
        kind = raw.lower()
        if kind not in KINDS:
            self._note(f"has: knows {', '.join(KINDS)}; {quoted(raw)} was left out.")
            return None
        return self._counted(Has(kind))

    def _dates(self, raw: str, field: str) -> Node | None:
        """Read a date or a range of dates."""
        whole = _date(raw)
        if whole is None:
            return self._counted(DateRange(field, raw, raw))
        first, between, last = raw.partition("..")
        faults = [whole] if not between else [fault for end in (first, last) if end and (fault := _date(end))]
        if faults or not (first or last):
            self._note(faults[0] if faults else f"{field}: has no dates yet and was left out.")
            return None
        return self._counted(DateRange(field, first, last))


def _date(text: str) -> str | None:
    """Say what is wrong with a date, or nothing."""
    try:
        edtf.parse(text)
    except MalformedDate as malformed:
        return str(malformed)
    return None


def _shapes(raw: str) -> list[str]:
    """Part a term into its words, each with the `*` and `?` that touch it.

    >>> _shapes("e-m?il*"), _shapes("there?!")
    (['e', 'm?il*'], ['there'])
    """
    parts: list[str] = []
    at = 0
    for token in tokens(raw):
        gap = raw[at : token.start]
        word = raw[token.start : token.end]
        if parts and gap and not gap.strip("*?"):
            parts[-1] += gap + word
        else:
            if parts:
                parts[-1] += _touching(gap)
            parts.append(_touching(gap[::-1])[::-1] + word)
        at = token.end
    if parts:
        parts[-1] += _touching(raw[at:])
    return [_without_question_mark(part) for part in parts]


def _touching(gap: str) -> str:
    return gap[: len(gap) - len(gap.lstrip("*?"))]


def _without_question_mark(part: str) -> str:
    bare = part.rstrip("?")
    return part if _is_shape(bare) else bare


def _is_shape(part: str) -> bool:
    return "*" in part or "?" in part


def _shaped(part: str) -> Prefix | Wildcard:
    """Tell a beginning from a shape."""
    shape = re.sub(r"\*+", "*", part)
    beginning = shape.removesuffix("*")
    return Wildcard(shape) if _is_shape(beginning) else Prefix(beginning)
