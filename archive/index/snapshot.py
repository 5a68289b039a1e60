"""What an index holds at one moment, and what of it one reader sees.

How rare a word is, how long a text is on average, which words there are at all: everything a score or a note could
give away is counted over what the reader may see, as if the rest did not exist. Counted so, it does not depend
either on how often the index was written to since it was built, and the same archive always answers alike.
"""

from __future__ import annotations

import math
from array import array
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nsmallest
from itertools import compress
from typing import Any, Generic, TypeVar

from archive.index import library
from archive.index.library import LENGTHS, Postings
from archive.index.schema import BOUNDARY, DESCRIPTION, GLIMPSE, PASSAGE, PUBLIC
from archive.index.seal import readable

K1, B = 1.2, 0.75
"""BM25's usual constants: how soon repetition stops counting, and how much length counts."""

REMEMBERED = 2_000_000
"""Postings kept in memory after they were read or scored, some 40 MB of each."""

MEASURED = {"word": "stem", "stem": "stem", "title_stem": "title_stem"}
"""Where it is known how long a field is; names count alike however long they are."""

Docs = Mapping[int, float]
"""Document numbers with how well they match."""

_T = TypeVar("_T")


class Recent(Generic[_T]):
    """What was asked for last, up to a size."""

    def __init__(self, size: int) -> None:
        self._room = size
        self._held: OrderedDict[Any, tuple[_T, int]] = OrderedDict()

    def get(self, key: Any, make: Callable[[], _T], size: Callable[[_T], int]) -> _T:
        """Give what is held under a key, made if it is not there; what was not asked for longest goes."""
        if key in self._held:
            self._held.move_to_end(key)
            return self._held[key][0]
        made = make()
        self._held[key] = (made, size(made) + 1)
        self._room -= size(made) + 1
        while self._room < 0 and len(self._held) > 1:
            _, (_, freed) = self._held.popitem(last=False)
            self._room += freed
        return made


class Part:
    """A segment of the index. It never changes, so what was read of it stays true."""

    def __init__(self, reader: Any) -> None:
        self.reader = reader
        self.count: int = reader.doc_count_all()
        self.owner = library.column(reader, "testimony")
        self.kind = library.column(reader, "kind_of_doc")
        self.level = library.column(reader, "access")
        self._words: dict[str, dict[str, int]] = {}
        self._lengths: dict[str, bytes] = {}
        self._rows: dict[int, Mapping[str, Any]] = {}
        self._names: Any = None

    def words(self, name: str) -> dict[str, int]:
        """Give the words of a field in their order, with how many documents hold each."""
        if name not in self._words:
            self._words[name] = dict(library.terms(self.reader, name))
        return self._words[name]

    def lengths(self, name: str) -> bytes:
        """Give how long a field of every document is, to look up in `LENGTHS`."""
        if name not in self._lengths:
            self._lengths[name] = library.lengths(self.reader, name)
        return self._lengths[name]

    def name(self, docnum: int) -> str:
        """Give a document's own name."""
        if self._names is None:
            self._names = library.names(self.reader)
        return str(self._names[docnum])

    def row(self, docnum: int) -> Mapping[str, Any]:
        """Give what a list shows of the testimony whose description has this number."""
        if docnum not in self._rows:
            self._rows[docnum] = self.reader.stored_fields(docnum)["row"]
        return self._rows[docnum]


class Snapshot:
    """An index as it is at one moment; documents are numbered through all its parts."""

    def __init__(self, reader: Any, before: Snapshot | None = None) -> None:
        self.reader = reader
        known = before.parts if before else {}
        self.parts: dict[str, Part] = {}
        self._offsets: list[int] = []
        self.owner: list[str] = []
        self.kind: list[str] = []
        self.level: list[str] = []
        self.live = bytearray()
        self.is_passage = bytearray()
        self._words: dict[str, dict[str, int]] = {}
        self._lengths: dict[str, bytes] = {}
        self._postings: Recent[Postings] = Recent(REMEMBERED)
        self._sights: dict[tuple[str, ...], Sight] = {}
        with readable("the index"):
            for one, offset in reader.leaf_readers() if reader.doc_count_all() else ():
                self._join(one, offset, known)

    def _join(self, reader: Any, offset: int, known: Mapping[str, Part]) -> None:
        name = reader.segment().segment_id()
        part = known.get(name) or Part(reader)
        # Where documents were deleted meanwhile, the reader is another one, and the old one is closed.
        part.reader = reader
        self.parts[name] = part
        self._offsets.append(offset)
        self.owner += part.owner
        self.kind += part.kind
        self.level += part.level
        self.live += b"\1" * part.count
        self.is_passage += bytes(kind == PASSAGE for kind in part.kind)
        for docnum in reader.segment().deleted_docs():
            self.live[offset + docnum] = 0

    def sight(self, levels: Iterable[str]) -> Sight:
        """Give what a reader sees who may see these levels."""
        key = tuple(sorted(levels))
        if key not in self._sights:
            self._sights[key] = Sight(self, key)
        return self._sights[key]

    def words(self, name: str) -> dict[str, int]:
        """Give the words of a field, each with at most how many documents hold it."""
        if name not in self._words:
            with readable("the index"):
                self._words[name] = _counted(part.words(name).items() for part in self.parts.values())
        return self._words[name]

    def starting(self, name: str, start: str) -> dict[str, int]:
        """Give the words of a field that begin so, each with at most how many documents hold it."""
        if not start:
            return self.words(name)
        with readable("the index"):
            return _counted(library.terms(part.reader, name, start) for part in self.parts.values())

    def lengths(self, name: str) -> bytes:
        """Give how long a field of every document is, to look up in `LENGTHS`."""
        if name not in self._lengths:
            with readable("the index"):
                self._lengths[name] = b"".join(part.lengths(name) for part in self.parts.values())
        return self._lengths[name]

    def postings(self, name: str, word: str) -> Postings:
        """Give the documents that hold a word, seen or not."""
        return self._postings.get((name, word), lambda: self._read(name, word), lambda made: len(made.ids))

    def _read(self, name: str, word: str) -> Postings:
        ids, weights = array("I"), array("f")
        values: list[bytes] = []
        with readable("the index"):
            for part, offset in zip(self.parts.values(), self._offsets, strict=True):
                found = library.postings(part.reader, name, word.encode(errors="replace"))
                ids.extend(array("I", (offset + one for one in found.ids)) if offset else found.ids)
                weights.extend(found.weights)
                values.extend(found.values)
        return Postings(ids, weights, values)

    def row(self, docnum: int) -> Mapping[str, Any]:
        """Give what a list shows of the testimony whose description has this number."""
        part, local = self._placed(docnum)
        with readable("the index"):
            return part.row(local)

    def document(self, docnum: int) -> str:
        """Give a document's own name, `nk-0002#s0001` for a passage."""
        part, local = self._placed(docnum)
        with readable("the index"):
            return part.name(local)

    def _placed(self, docnum: int) -> tuple[Part, int]:
        for part, offset in zip(self.parts.values(), self._offsets, strict=True):
            if docnum < offset + part.count:
                return part, docnum - offset
        raise IndexError(docnum)


def _counted(parts: Iterable[Iterable[tuple[str, int]]]) -> dict[str, int]:
    """Add up how often words are in several parts; what stands between two values is no word."""
    total: dict[str, int] = {}
    for part in parts:
        if not total:
            total.update(part)
            continue
        for word, count in part:
            total[word] = total.get(word, 0) + count
    total.pop(BOUNDARY, None)
    return total


class Sight:
    """What one reader sees of a snapshot."""

    def __init__(self, snapshot: Snapshot, levels: Iterable[str]) -> None:
        self.snapshot = snapshot
        self.owner = snapshot.owner
        self.is_passage = snapshot.is_passage
        allowed = frozenset(levels)
        self.seen = bytearray(
            live and level in allowed for live, level in zip(snapshot.live, snapshot.level, strict=True)
        )
        self.every = sum(self.seen)
        self.described = dict(self._descriptions())
        self._average: dict[str, float] = {}
        self._scored: Recent[Docs] = Recent(REMEMBERED)
        self.languages = tuple(sorted(word for word in snapshot.words("lang") if self.ids("lang", word)))

    def _descriptions(self) -> Iterable[tuple[str, int]]:
        """Give the document number of each visible testimony's description: the fullest one the reader may see."""
        kinds = self.snapshot.kind
        told = [docnum for docnum, kind in enumerate(kinds) if kind != PASSAGE and self.seen[docnum]]
        fullness = (GLIMPSE, PUBLIC, DESCRIPTION)
        return ((self.owner[docnum], docnum) for docnum in sorted(told, key=lambda one: fullness.index(kinds[one])))

    def row(self, owner: str) -> Mapping[str, Any]:
        """Give what a list shows of a testimony."""
        return self.snapshot.row(self.described[owner])

    def is_glimpse(self, owner: str) -> bool:
        """Whether this reader gets no more than a line of it."""
        return self.snapshot.kind[self.described[owner]] == GLIMPSE

    def ids(self, name: str, word: str) -> list[int]:
        """Give the documents that hold a word or value."""
        seen = self.seen
        return [docnum for docnum in self.snapshot.postings(name, word).ids if seen[docnum]]

    def places(self, name: str, word: str) -> dict[int, bytes]:
        """Give the documents that hold a word, and where it stands in each, for `places_in`."""
        found = self.snapshot.postings(name, word)
        seen = self.seen
        return {docnum: value for docnum, value in zip(found.ids, found.values, strict=True) if seen[docnum]}

    def scored(self, name: str, word: str) -> Docs:
        """Give the documents that hold a word, each with its BM25 score."""
        return self._scored.get((name, word), lambda: self._score(name, word), len)

    def rarity(self, many: int) -> float:
        """Give how much it tells that a word is there which so many documents hold."""
        return math.log(1 + (self.every - many + 0.5) / (many + 0.5))

    def _score(self, name: str, word: str) -> Docs:
        found = self.snapshot.postings(name, word)
        seen, sizes = self.seen, self._sizes(name)
        pairs = [(one, often) for one, often in zip(found.ids, found.weights, strict=True) if seen[one]]
        rarity = self.rarity(len(pairs))
        scores = _Scores(rarity, self._mean(name))
        return {docnum: scores[often, sizes[docnum]] for docnum, often in pairs}

    def _sizes(self, name: str) -> Sequence[int]:
        measured = MEASURED.get(name)
        return self.snapshot.lengths(measured) if measured else bytes(len(self.seen))

    def _mean(self, name: str) -> float:
        """Give how long a field is on average, zero where that does not count."""
        if name not in MEASURED:
            return 0.0
        if name not in self._average:
            sizes = [LENGTHS[size] for size in compress(self._sizes(name), self.seen) if size]
            self._average[name] = sum(sizes) / len(sizes) if sizes else 1.0
        return self._average[name]

    def frequent(self, name: str, counts: Mapping[str, int], most: int) -> tuple[frozenset[str], bool]:
        """Give those of some words that most documents hold which the reader sees, and whether there are others.

        Reading every list would take long where a star stands for thousands. The index's own `counts` are at
        least as high as what the reader sees, so that reading in their order can stop early.
        """
        kept: list[tuple[int, str]] = []
        more = False
        for word in sorted(counts, key=lambda word: (-counts[word], word)):
            if len(kept) == most and more and counts[word] < -kept[-1][0]:
                break
            many = len(self.ids(name, word))
            if many:
                more = more or len(kept) == most
                kept = nsmallest(most, [*kept, (-many, word)])
        return frozenset(word for _, word in kept), more


class _Scores(defaultdict[tuple[float, int], float]):
    """BM25 scores of one word by how often it stands in how long a text: there are few different ones."""

    def __init__(self, rarity: float, mean: float) -> None:
        super().__init__()
        self._rarity = rarity
        self._mean = mean

    def __missing__(self, key: tuple[float, int]) -> float:
        often, size = key
        length = LENGTHS[size] / self._mean if self._mean else 1.0
        score = self._rarity * often * (K1 + 1) / (often + K1 * (1 - B + B * length))
        self[key] = score
        return score
