"""Completion: what a half-typed word of a question may become, over what this reader may see.

Words come from the index, the most frequent first; names from the register and from the descriptions themselves;
values of a field from those that occur. What nothing answers to is not offered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from archive.index import cancelling
from archive.index.evaluate import Evaluation
from archive.index.grammar import FIELDS, Piece
from archive.index.matching import Matcher, fold_name, run_of
from archive.index.query import Field, Node, Phrase, Word
from archive.index.sight import Sight
from archive.index.suggesting import Asked, asked_in
from archive.index.terms import WORDED
from testimonies.authority import kind_of

MOST = 10
"""Completions given where nobody asks for another number."""
LOOKED_INTO = 12
"""Testimonies read for the full names in their descriptions."""
PASSAGES_LOOKED_INTO = 50
"""Passages looked at for the full name of a speaker, for each word of it."""
LONGEST_NAME = 4
"""Words before the cursor that may be the beginning of one name."""
COUNTED = {"kind": "kind", "lang": "language", "access": "access", "has": "media", "collection": "collection"}
"""Fields of a few values, and what they are called where results are counted by them."""
OF_KIND = {"narrator": "person", "interviewer": "person"}
"""The authority records whose names belong into a field, where the field is not called as they are."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What may stand in the question instead of [start, end)."""

    start: int
    end: int
    """Code points of the question as it is typed so far."""
    text: str
    """In quotation marks where it has to be."""
    kind: str
    """`field`, `value`, `name` or `word`."""
    count: int
    """Testimonies that answer to it; of a word, the passages and descriptions that hold it; of a field, 0."""


@dataclass(frozen=True, slots=True)
class NameOf:
    """A name an authority record has."""

    name: str
    authority: str


NamesIn = Callable[[str, int], Iterable[str]]
"""Gives the names that a field of a document holds, as they are spelled in what is kept."""


class Completer:
    """Completes questions for one reader; `names` are those of the register, told apart by what they are of."""

    def __init__(
        self, sight: Sight, matcher: Matcher, names: Sequence[NameOf], *, all_names: bool, names_in: NamesIn
    ) -> None:
        self._sight = sight
        self._matcher = matcher
        self._names = names
        self._all_names = all_names
        self._names_in = names_in

    def completions(self, query: str, cursor: int, most: int = MOST) -> tuple[Completion, ...]:
        """Give what the word at the cursor may become, the likeliest first."""
        cursor = max(0, min(cursor, len(query)))
        typed = _typed_at(query, cursor)
        if typed is None or most <= 0:
            return ()
        asked, start, end, text = typed
        if asked.field is None:
            found = self._plain(query, cursor, asked.piece, start, text, most)
        else:
            found = ((start, one) for one in self._in_field(asked.field, text, most))
        done: dict[str, Completion] = {}
        for begin, (written, kind, count) in found:
            # A name that goes on from several words stands for itself alone; a word that is a name is one.
            key = fold_name(written) if kind in ("name", "word") else written
            done.setdefault(key, Completion(begin, end, written, kind, count))
        return tuple(islice(done.values(), most))

    # Words and names

    def _plain(
        self, query: str, cursor: int, piece: Piece, start: int, text: str, most: int
    ) -> Iterator[tuple[int, tuple[str, str, int]]]:
        """Complete what is asked of the whole testimony."""
        folded = fold_name(text)
        if piece.kind == "term":
            bare = text.casefold()
            yield from ((start, (f"{name}:", "field", 0)) for name in FIELDS if bare and name.startswith(bare))
        yield from self._long_names(query, cursor, start, text, most)
        if folded and " " not in folded:
            yield from ((start, (word, "word", count)) for word, count in self._words("word", folded, most))

    def _long_names(
        self, query: str, cursor: int, start: int, text: str, most: int
    ) -> Iterator[tuple[int, tuple[str, str, int]]]:
        """Give names that go on as the words before the cursor begin, those that fit most words first."""
        before = [one.piece for one in asked_in(query[:start]) if one.field is None and one.piece.kind == "term"]
        starts = [start]
        for piece in reversed(before[-LONGEST_NAME:]):
            if query[piece.end : starts[-1]].strip():
                break
            starts.append(piece.start)
        for begin in reversed(starts):
            folded = fold_name(query[begin:cursor] if begin != start else text)
            if not folded:
                continue
            fitting = (one for one in self._names if self._known(one) and _fits(one.name, folded, begin == start))
            for name in islice(dict.fromkeys(one.name for one in fitting), most):
                count = self._total(_asking(name))
                if count:
                    yield begin, (quoted_if_needed(name), "name", count)

    def _known(self, one: NameOf) -> bool:
        return self._all_names or self._sight.count("ref", one.authority) > 0

    def _words(self, name: str, start: str, most: int) -> list[tuple[str, int]]:
        """Give the words of a field that begin so, those that most documents hold first.

        The index's own counts are at least as high as what the reader sees: read in their order, it may stop early.
        """
        every = self._sight.snapshot.starting(name, start)
        kept: list[tuple[int, str]] = []
        for word in sorted(every, key=lambda word: (-every[word], word)):
            cancelling.check()
            if len(kept) >= most and every[word] < -kept[most - 1][0]:
                break
            many = self._sight.count(name, word)
            if many:
                kept.append((-many, word))
                kept.sort()
        return [(word, -many) for many, word in kept[:most]]

    # Fields

    def _in_field(self, field: str, text: str, most: int) -> Iterator[tuple[str, str, int]]:
        """Complete a value of a field."""
        if field in WORDED and field != "collection":
            yield from self._named(field, text, most)
            return
        begun = text.casefold()
        if field == "id":
            names = map(self._sight.name, np.flatnonzero(self._sight.described).tolist())
            fitting = sorted(name for name in names if name.startswith(begun))
            yield from ((name, "value", 1) for name in fitting[:most])
        elif field in COUNTED:
            counts = self._sight.facets(self._sight.described)[COUNTED[field]]
            yield from (
                (value, "value", count) for value, count in counts.items() if value.casefold().startswith(begun)
            )

    def _named(self, field: str, text: str, most: int) -> Iterator[tuple[str, str, int]]:
        """Complete a name, or a word of a title: whole names first, then the words they are made of."""
        folded = fold_name(text)
        first = folded.partition(" ")[0]
        words = self._words(field, first, most)
        counted: dict[str, int] = {}
        for name in (*self._registered(field, folded, most), *self._written(field, folded, [w for w, _ in words])):
            if name not in counted and len(run_of(name)):
                counted[name] = self._total(Field(field, _asking(name)))
            if len(counted) >= 2 * most:
                break
        for name, count in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])):
            if count:
                yield quoted_if_needed(name), "name", count
        if " " not in folded:
            met = {fold_name(name) for name in counted}
            yield from ((word, "word", count) for word, count in words if word not in met)

    def _registered(self, field: str, folded: str, most: int) -> Iterator[str]:
        kind = OF_KIND.get(field, field)
        names = (one for one in self._names if kind_of(one.authority) == kind and self._known(one))
        return islice((one.name for one in names if _fits(one.name, folded, True)), 2 * most)

    def _written(self, field: str, folded: str, words: Iterable[str]) -> Iterator[str]:
        """Give the names that descriptions hold in a field, in which one of some words stands."""
        if field == "title":
            return
        for docnum in self._to_look_into(field, words):
            cancelling.check()
            yield from (name for name in self._names_in(field, docnum) if _fits(name, folded, True))

    def _to_look_into(self, field: str, words: Iterable[str]) -> Iterable[int]:
        """Give documents of different testimonies; of speakers, passages from all over the archive."""
        every = (self._sight.ids(field, word) for word in words)
        if field == "speaker":
            return [docnum for ids in every for docnum in ids[:: 1 + len(ids) // PASSAGES_LOOKED_INTO]]
        owners = {self._sight.owner[docnum]: docnum for ids in every for docnum in ids[:LOOKED_INTO][::-1]}
        return list(owners.values())[:LOOKED_INTO]

    def _total(self, asked: Node) -> int:
        cancelling.check()
        return Evaluation(self._sight, self._matcher).answer(asked).total


def names_of(names: Mapping[str, Iterable[str]]) -> tuple[NameOf, ...]:
    """Give the names of authority records by their ids, shorter ones first, for they are typed more often."""
    every = [NameOf(name, key) for key, texts in names.items() for name in dict.fromkeys(texts)]
    return tuple(sorted(every, key=lambda one: (len(one.name), one.name, one.authority)))


def quoted_if_needed(name: str) -> str:
    """Write a name so that the question reads it as one thing.

    >>> quoted_if_needed("Stepanakert"), quoted_if_needed('Zaur "Z" Mammadov')
    ('Stepanakert', '"Zaur Z Mammadov"')
    """
    bare = " ".join("".join(sign for sign in name if sign not in '"“”„‟«»').split())
    plain = bare.isalnum() and bare not in ("AND", "OR", "NOT")
    return bare if plain else f'"{bare}"'


def _typed_at(query: str, cursor: int) -> tuple[Asked, int, int, str] | None:
    """Give the piece at the cursor, the stretch a completion replaces, and what of it is typed before the cursor."""
    for asked in asked_in(query):
        piece = asked.piece
        if not piece.start < cursor <= piece.end:
            continue
        if piece.kind == "quoted":
            closed = query[piece.end - 1] in '"“”„‟«»' and piece.end - piece.start > 1
            inner = piece.start + (2 if query[piece.start] == "=" else 1)
            return asked, piece.start, piece.end if closed else cursor, query[inner:cursor]
        sign = 1 if query[piece.start] == "=" else 0
        return asked, piece.start + sign, piece.end, query[piece.start + sign : cursor]
    return _after_name(query, cursor)


def _after_name(query: str, cursor: int) -> tuple[Asked, int, int, str] | None:
    """Where the cursor stands right after `narrator:`, its value is still nothing."""
    # A letter put there shows which field would be asked.
    if not query[:cursor].endswith(":"):
        return None
    for asked in asked_in(f"{query[:cursor]}x"):
        if asked.field is not None and asked.piece.start == cursor:
            return asked, cursor, cursor, ""
    return None


def _fits(name: str, folded: str, anywhere: bool) -> bool:
    """Whether a name begins so, or one of its words does."""
    bare = fold_name(name)
    return bare.startswith(folded) or (anywhere and f" {folded}" in f" {bare}")


def _asking(name: str) -> Node:
    parts = run_of(name)
    return Word(name) if len(parts) == 1 else Phrase(tuple(parts))
