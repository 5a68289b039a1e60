"""What one reader sees of an index, and how much of it tells something.

How rare a word is, how long a text is on average, which words there are at all: everything a score, a count or a
note could give away is counted over what the reader may see, as if the rest did not exist. Counted so, it does not
depend either on how often the index was written to since it was built, and the same archive always answers alike.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from heapq import nsmallest
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np

from archive.index import cancelling, library
from archive.index.library import LENGTHS, Numbers
from archive.index.query import unquoted
from archive.index.schema import DESCRIPTION, FACETS, GLIMPSE, PUBLIC
from archive.index.snapshot import Snapshot

K1, B = 1.2, 0.75
"""BM25's usual constants: how soon repetition stops counting, and how much length counts."""

MEASURED = {"word": "stem", "stem": "stem", "title_stem": "title_stem"}
"""Where it is known how long a field is; names count alike however long they are."""

_FIRST_DAY, _LAST_DAY = 10_000, 99_991_231
"""The days between which decades are named, as `testimonies.edtf` writes them."""


class Docs(NamedTuple):
    """Documents, by their numbers in ascending order, with how well each matches."""

    ids: Numbers
    scores: Numbers


class Sight:
    """What one reader sees of a snapshot."""

    def __init__(self, snapshot: Snapshot, levels: Iterable[str]) -> None:
        self.snapshot = snapshot
        self.owner = snapshot.owner
        self.owners = len(snapshot.owner.texts)
        """Testimonies the index knows of, seen or not; they are numbered as in `owner.codes`."""
        self.is_passage = snapshot.is_passage
        self.seen = snapshot.live & snapshot.level.among(levels)
        self.every = int(self.seen.sum())
        self._sees_all = self.every == len(self.seen)
        self.description = self._descriptions()
        self.described = self.description >= 0
        """For every testimony whether the reader knows of it."""
        self._norms: dict[str, Numbers] = {}
        self._facets: dict[str, tuple[list[str], Numbers, Numbers]] = {}
        self._spelled: dict[str, dict[str, list[str]]] = {}

    @classmethod
    def of(cls, snapshot: Snapshot, levels: Iterable[str]) -> Sight:
        """Give what a reader sees who may see these levels; made once for a snapshot."""
        key = tuple(sorted(levels))
        return snapshot.remembered(key, lambda: cls(snapshot, key))

    def _descriptions(self) -> Numbers:
        """Give for every testimony the document of its description, the fullest the reader may see; -1 for none."""
        found = np.full(self.owners, -1, np.int64)
        for kind in (GLIMPSE, PUBLIC, DESCRIPTION):
            docs = np.flatnonzero(self.seen & self.snapshot.kind.among((kind,)))
            found[self.owner.codes[docs]] = docs
        return found

    # Testimonies

    def name(self, owner: int) -> str:
        """Give the id of a testimony."""
        return self.owner.texts[owner]

    def row(self, owner: int) -> Mapping[str, Any]:
        """Give what a list shows of a testimony."""
        return self.snapshot.row(int(self.description[owner]))

    def is_glimpse(self, owner: int) -> bool:
        """Whether this reader gets no more than a line of it."""
        return self.snapshot.kind[int(self.description[owner])] == GLIMPSE

    def numbers(self, name: str) -> Numbers:
        """Give a column of numbers for every testimony; those the reader does not know of have any."""
        if not len(self.seen):
            return np.empty(0, np.int64)
        return self.snapshot.numbers(name)[self.description]

    def facets(self, among: Numbers) -> dict[str, dict[str, int]]:
        """Count what some testimonies, given as yes or no for each, are made of; the most frequent first.

        A value counts as many as asking for it finds: of a language, those in its scripts and regions too, and of a
        decade, those that may tell of some day of it.
        """
        return {
            facet: self._decades(among) if field == "decade" else self._counted(field, among)
            for facet, field in FACETS.items()
        }

    def _counted(self, field: str, among: Numbers) -> dict[str, int]:
        values, of, owners = self._facet(field)
        return _frequent(zip(values, np.bincount(of[among[owners]], minlength=len(values)).tolist(), strict=True))

    def _decades(self, among: Numbers) -> dict[str, int]:
        first, last = self.numbers("told_from"), self.numbers("told_to")
        dated = among & self.described & (first != library.NEVER) & (first <= _LAST_DAY) & (last >= _FIRST_DAY)
        begun, ended = (np.clip(days[dated] // 100_000, 0, 999) for days in (first, last))
        changes = np.bincount(begun, minlength=1001) - np.bincount(ended + 1, minlength=1001)
        # Between an open beginning and an open end there are more decades than anybody wants to choose from.
        named = [*np.unique(begun[first[dated] >= _FIRST_DAY]), *np.unique(ended[last[dated] <= _LAST_DAY])]
        counts = np.cumsum(changes)
        return _frequent((f"{decade * 10}s", int(counts[decade])) for decade in {int(one) for one in named})

    def _facet(self, field: str) -> tuple[list[str], Numbers, Numbers]:
        """Give the values of a field, and side by side the number of a value and of a testimony that has it."""
        if field not in self._facets:
            values = list(self.snapshot.words(field))
            held = [self._holders(field, value, values) for value in values]
            of = np.repeat(np.arange(len(values)), [len(one) for one in held])
            self._facets[field] = values, of, np.concatenate([np.empty(0, np.int32), *held])
        return self._facets[field]

    def _holders(self, field: str, value: str, values: Iterable[str]) -> Numbers:
        held = self.owner.codes[self.found(field, value)]
        alike = [one for one in values if one.startswith(f"{value}-")] if field == "lang" else []
        if field == "where":
            alike = [one for one in self.called(field, value) if one != value]
        others = (self.owner.codes[self.found(field, one)] for one in alike)
        return np.unique(np.concatenate([held, *others])) if alike else held

    def called(self, field: str, name: str) -> Sequence[str]:
        """Give the values of a field that are spelled as a name is, quotation marks apart."""
        if field not in self._spelled:
            spelled: dict[str, list[str]] = {}
            for value in self.snapshot.words(field):
                spelled.setdefault(unquoted(value), []).append(value)
            self._spelled[field] = spelled
        return self._spelled[field].get(unquoted(name), ())

    def years(self) -> dict[int, int]:
        """Count for each year the testimonies that tell of it, or were given in it where they do not say."""
        first, last = self.numbers("told_from"), self.numbers("told_to")
        dated = self.described & (first != library.NEVER) & (last - first < _LONGEST)
        begins, ends = first[dated] // _YEAR, last[dated] // _YEAR
        if not len(begins):
            return {}
        # One up where a testimony begins, one down behind its end, added up over the years.
        steps = np.zeros(int(ends.max() - begins.min()) + 2, np.int64)
        np.add.at(steps, begins - begins.min(), 1)
        np.add.at(steps, ends - begins.min() + 1, -1)
        counts = np.cumsum(steps)[:-1]
        return {int(begins.min()) + at: int(counts[at]) for at in np.flatnonzero(counts).tolist()}

    @cached_property
    def linked(self) -> Mapping[str, int]:
        """Count for each authority record the testimonies that link it; what is there at all."""
        # A description is seen in one document only. Where all are seen, the index has counted them already.
        counts = {name: self.snapshot.words(name) for name in ("ref", "held_in")}
        if not self._sees_all:
            counts = {name: {one: self.count(name, one) for one in of} for name, of in counts.items()}
        refs = {ref: many for ref, many in counts["ref"].items() if "=" not in ref}
        every = refs | {f"collection-{one}": many for one, many in counts["held_in"].items()}
        return {key: many for key, many in every.items() if many}

    def links(self, authority_id: str) -> int:
        """Count the testimonies that link one authority record."""
        prefix = authority_id.removeprefix("collection-")
        return self.count("ref" if prefix == authority_id else "held_in", prefix)

    # Words

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Give the languages the reader may meet."""
        return tuple(sorted(word for word in self.snapshot.words("lang") if self.count("lang", word)))

    def found(self, name: str, word: str) -> Numbers:
        """Give the documents that hold a word or value, as an array."""
        ids = self.snapshot.postings(name, word).ids
        return ids if self._sees_all else ids[self.seen[ids]]

    def ids(self, name: str, word: str) -> list[int]:
        """Give the documents that hold a word or value."""
        found: list[int] = self.found(name, word).tolist()
        return found

    def count(self, name: str, word: str) -> int:
        """Count the documents that hold a word or value."""
        return len(self.found(name, word))

    def placed(self, name: str, word: str, docs: Numbers) -> list[bytes]:
        """Give where a word stands in some of the documents that hold it, for `library.places`."""
        held = self.snapshot.postings(name, word, places=True)
        return [held.values[at] for at in np.searchsorted(held.ids, docs).tolist()]

    def scored(self, name: str, word: str) -> Docs:
        """Give the documents that hold a word, each with its BM25 score."""
        ids, often, _ = self.snapshot.postings(name, word)
        if not self._sees_all:
            seen = self.seen[ids]
            ids, often = ids[seen], often[seen]
        rarity = np.float32(self.rarity(len(ids)) * (K1 + 1))
        norms = self._norm(name)
        more = norms[self.snapshot.lengths(MEASURED[name])[ids]] if name in MEASURED else norms[0]
        return Docs(ids, rarity * often / (often + more))

    def rarity(self, many: int) -> float:
        """Give how much it tells that a word is there which so many documents hold."""
        return math.log(1 + (self.every - many + 0.5) / (many + 0.5))

    def _norm(self, name: str) -> Numbers:
        """Give for every length, as a byte, what BM25 adds to how often a word is there: the more, the longer."""
        if name not in self._norms:
            norm = np.full(len(LENGTHS), K1)
            if name in MEASURED:
                counts = np.bincount(self.snapshot.lengths(MEASURED[name])[self.seen], minlength=len(LENGTHS))
                counts[0] = 0
                norm = K1 * (1 - B + B * LENGTHS / (counts @ LENGTHS / max(counts.sum(), 1) or 1.0))
            self._norms[name] = norm.astype(np.float32)
        return self._norms[name]

    def frequent(self, name: str, counts: Mapping[str, int], most: int) -> tuple[frozenset[str], bool]:
        """Give those of some words that most documents hold which the reader sees, and whether there are others.

        Reading every list would take long where a star stands for thousands. The index's own `counts` are at
        least as high as what the reader sees, so that reading in their order can stop early.
        """
        kept: list[tuple[int, str]] = []
        more = False
        for word in sorted(counts, key=lambda word: (-counts[word], word)):
            cancelling.check()
            if len(kept) == most and more and counts[word] < -kept[-1][0]:
                break
            many = self.count(name, word)
            if many:
                more = more or len(kept) == most
                kept = nsmallest(most, [*kept, (-many, word)])
        return frozenset(word for _, word in kept), more

    # Order

    def id_order(self, owner: int) -> tuple[str, int]:
        """Give what sorts testimonies by their ids."""
        return _id_order(self.name(owner))

    def orders(self, sort: str) -> list[Numbers]:
        """Give what testimonies are sorted by, the last thing first, as `lexsort` wants it."""
        by_id = self._by_id
        match sort:
            case "title":
                return [by_id, self._by_title]
            case "date" | "told":
                first = self.numbers("given" if sort == "date" else "told_from")
                return [by_id, first, first == library.NEVER]
            case "extent":
                return [by_id, -self.numbers("words")]
        return [by_id]

    @cached_property
    def _by_id(self) -> Numbers:
        return _places([_id_order(name) for name in self.owner.texts])

    @cached_property
    def _by_title(self) -> Numbers:
        owners = np.flatnonzero(self.described).tolist()
        found = self.snapshot.texts("title_key", self.description[owners].tolist())
        titles = dict(zip(owners, found, strict=True))
        return _places([titles.get(owner, b"") for owner in range(self.owners)])


def _frequent(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Give what is there at all, the most frequent first."""
    return dict(sorted(((value, count) for value, count in counts if count), key=lambda pair: (-pair[1], pair[0])))


_YEAR = 10_000
"""What lies between a day and the same day of the next year: days are numbers such as 19930704."""
_LONGEST = 150 * _YEAR
"""What tells of more than so many years tells of none of them in particular."""


def _places(keys: Sequence[Any]) -> Numbers:
    """Give the place of every testimony in the order of these keys; those with the same key share theirs."""
    order = sorted(range(len(keys)), key=keys.__getitem__)
    is_new = np.fromiter((keys[one] != keys[other] for one, other in pairwise(order)), np.int64)
    places = np.zeros(len(keys), np.int64)
    places[order[1:]] = np.cumsum(is_new)
    return places


def _id_order(testimony_id: str) -> tuple[str, int]:
    prefix, _, number = testimony_id.rpartition("-")
    return prefix, int(number) if number.isdecimal() else 0
