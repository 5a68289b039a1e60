"""What an index holds at one moment: its segments side by side, their documents numbered through, as arrays.

Everything is read when it is first asked for, a list or a column in one piece, and kept as long as the segment is.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Generic, NamedTuple, TypeVar, overload

import numpy as np

from archive.index import library
from archive.index.library import Numbers, Postings
from archive.index.ordering import Order
from archive.index.schema import BOUNDARY, PASSAGE, TWICE
from archive.index.seal import readable

REMEMBERED = 4_000_000
"""Postings kept in memory after they were read: some 32 MB; one with its places counts for eight."""

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
        self._texts: dict[str, Any] = {}
        self._order: Order | None = None

    @property
    def order(self) -> Order:
        """The words of every document in the order they were said."""
        if self._order is None:
            self._order = Order(self.reader)
        return self._order

    def texts(self, name: str) -> Any:
        """Give a column of texts, as bytes."""
        # To be kept: Whoosh reads the whole column anew each time it is asked for it.
        if name not in self._texts:
            self._texts[name] = library.texts(self.reader, name)
        return self._texts[name]


class Values(Sequence[str]):
    """One of a few texts for every document: its number in `codes`, the texts themselves in `texts`."""

    def __init__(self, columns: Iterable[tuple[Numbers, Sequence[str]]]) -> None:
        known: dict[str, int] = {}
        pieces = [np.empty(0, np.int32)]
        for codes, texts in columns:
            own = texts[1:]
            if known.keys().isdisjoint(own):
                # So it is with testimonies, each in one segment; the first text is every column's default.
                first = known.setdefault(texts[0], len(known))
                through = np.arange(len(known) - 1, len(known) + len(own), dtype=np.int32)
                through[0] = first
                known.update(zip(own, range(len(known), len(known) + len(own)), strict=True))
            else:
                through = np.fromiter((known.setdefault(text, len(known)) for text in texts), np.int32, len(texts))
            pieces.append(through[codes])
        self.codes: Numbers = np.concatenate(pieces)
        self.texts = list(known)

    @overload
    def __getitem__(self, docnum: int) -> str: ...
    @overload
    def __getitem__(self, docnum: slice) -> list[str]: ...
    def __getitem__(self, docnum: int | slice) -> str | list[str]:
        """Give the text of a document."""
        if isinstance(docnum, slice):
            return [self.texts[code] for code in self.codes[docnum].tolist()]
        return self.texts[int(self.codes[docnum])]

    def __len__(self) -> int:
        return len(self.codes)

    def among(self, texts: Iterable[str]) -> Numbers:
        """Say for every document whether its text is one of these."""
        wanted = frozenset(texts)
        of_text = np.fromiter((text in wanted for text in self.texts), np.bool_, len(self.texts))
        return of_text[self.codes]


class Told(NamedTuple):
    """A passage as it is shown."""

    id: str
    number: int
    at: str | None
    speaker: str | None
    words: str
    language: str


class Snapshot:
    """An index as it is at one moment; documents are numbered through all its parts."""

    def __init__(self, reader: Any, before: Snapshot | None = None) -> None:
        self.reader = reader
        known: Mapping[str, Part] = before.parts if before else {}
        with readable("the index"):
            leaves = list(reader.leaf_readers()) if reader.doc_count_all() else []
            self.parts: dict[str, Part] = {one.segment().segment_id(): self._part(one, known) for one, _ in leaves}
            parts = self.parts.values()
            self._offsets = [offset for _, offset in leaves]
            self.owner = Values(part.owner for part in parts)
            self.kind = Values(part.kind for part in parts)
            self.level = Values(part.level for part in parts)
            self.live = np.ones(len(self.owner), np.bool_)
            for one, offset in leaves:
                self.live[[offset + docnum for docnum in one.segment().deleted_docs()]] = False
        self.is_passage = self.kind.among((PASSAGE,))
        self._words: dict[str, dict[str, int]] = {}
        self._columns: dict[str, Numbers] = {}
        self._postings: Recent[Postings] = Recent(REMEMBERED)
        self._rows: dict[int, Mapping[str, Any]] = {}
        self._sights: dict[tuple[str, ...], Any] = {}

    @staticmethod
    def _part(reader: Any, known: Mapping[str, Part]) -> Part:
        part = known.get(reader.segment().segment_id()) or Part(reader)
        # Where documents were deleted meanwhile, the reader is another one, and the old one is closed.
        part.reader = reader
        return part

    def remembered(self, key: tuple[str, ...], make: Callable[[], _T]) -> _T:
        """Give what was made of this snapshot before, or make it now."""
        if key not in self._sights:
            self._sights[key] = make()
        made: _T = self._sights[key]
        return made

    # Words

    def words(self, name: str) -> dict[str, int]:
        """Give the words of a field, each with at most how many documents hold it."""
        if name not in self._words:
            with readable("the index"):
                self._words[name] = _counted(library.terms(part.reader, name) for part in self.parts.values())
        return self._words[name]

    def starting(self, name: str, start: str) -> dict[str, int]:
        """Give the words of a field that begin so, each with at most how many documents hold it."""
        if not start:
            return self.words(name)
        with readable("the index"):
            return _counted(library.terms(part.reader, name, start) for part in self.parts.values())

    # Lists

    def postings(self, name: str, word: str, *, places: bool = False) -> Postings:
        """Give the documents that hold a word, seen or not, and where it stands in them if that is asked for."""
        key = (name, places or name not in _LEAN, word)
        return self._postings.get(key, lambda: self._read(*key), _size)

    def _read(self, name: str, places: bool, word: str) -> Postings:
        term = word.encode(errors="replace")
        with readable("the index"):
            found = [_postings(part.reader, name, term, places) for part in self.parts.values()]
        held = [(one, offset) for one, offset in zip(found, self._offsets, strict=True) if len(one.ids)]
        if len(held) <= 1:
            return held[0][0]._replace(ids=held[0][0].ids + np.uint32(held[0][1])) if held else library.NO_POSTINGS
        return Postings(
            np.concatenate([one.ids + np.uint32(offset) for one, offset in held]),
            np.concatenate([one.often for one, _ in held]),
            [value for one, _ in held for value in one.values],
        )

    def side_by_side(self, run: Sequence[str], docnums: Numbers, rarest: int) -> Numbers | None:
        """Say how often words stand side by side in some documents, given in their order.

        None where a word can't be told from another by its number: see `ordering`.
        """
        with readable("the index"):
            parts = list(self.parts.values())
            if not all(part.order.tells_apart(word) for part in parts for word in dict.fromkeys(run)):
                return None
            bounds = np.searchsorted(docnums, [*self._offsets, len(self.owner)]).tolist()
            pieces = [
                part.order.counts(run, docnums[first:end] - offset, rarest)
                for part, offset, (first, end) in zip(parts, self._offsets, pairwise(bounds), strict=True)
                if first < end
            ]
        return np.concatenate(pieces) if pieces else np.empty(0, np.int64)

    # Columns

    def lengths(self, name: str) -> Numbers:
        """Give how long a field of every document is, to look up in `LENGTHS`."""
        return self._column(f"length of {name}", lambda reader: library.lengths(reader, name))

    def numbers(self, name: str) -> Numbers:
        """Give a column of whole numbers."""
        return self._column(name, lambda reader: library.numbers(reader, name))

    def _column(self, key: str, read: Callable[[Any], Numbers]) -> Numbers:
        if key not in self._columns:
            with readable("the index"):
                pieces = [read(part.reader) for part in self.parts.values()]
            self._columns[key] = np.concatenate(pieces) if pieces else np.empty(0, np.uint8)
        return self._columns[key]

    def texts(self, name: str, docnums: Iterable[int]) -> list[bytes]:
        """Give the values of some documents in a column of texts, as bytes."""
        with readable("the index"):
            return [part.texts(name)[local] for part, local in map(self._placed, docnums)]

    # Single documents

    def told(self, docnum: int) -> Told:
        """Give a passage as it is shown."""
        (found,) = self.texts("told", [docnum])
        return Told(*json.loads(found))

    def row(self, docnum: int) -> Mapping[str, Any]:
        """Give what a list shows of the testimony whose description has this number."""
        if docnum not in self._rows:
            part, local = self._placed(docnum)
            with readable("the index"):
                self._rows[docnum] = part.reader.stored_fields(local)["row"]
        return self._rows[docnum]

    def rows(self, docnums: Iterable[int]) -> Iterator[Mapping[str, Any]]:
        """Give what lists show of many testimonies, without keeping it."""
        with readable("the index"):
            for docnum in docnums:
                part, local = self._placed(docnum)
                yield part.reader.stored_fields(local)["row"]

    def document(self, docnum: int) -> str:
        """Give a document's own name, `nk-0002#s0001` for a passage."""
        (found,) = self.texts("doc", [docnum])
        return found.decode()

    def _placed(self, docnum: int) -> tuple[Part, int]:
        """Say in which part a document is, and under which number."""
        bounds = pairwise([*self._offsets, len(self.owner)])
        for part, (first, end) in zip(self.parts.values(), bounds, strict=True):
            if first <= docnum < end:
                return part, int(docnum) - first
        raise IndexError(docnum)


_LEAN = dict(TWICE)


def _size(held: Postings) -> int:
    """Give how many postings without places take as much memory."""
    return len(held.ids) * (8 if held.values else 1)


def _postings(reader: Any, name: str, term: bytes, places: bool) -> Postings:
    """Read a list; without places where none are asked for, and the word is frequent enough to have it so."""
    lean = library.NO_POSTINGS if places else library.postings(reader, _LEAN[name], term)
    return lean if len(lean.ids) else library.postings(reader, name, term)


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
