"""From the words of documents, one after the other, to the documents of each word: a batch turned around at once.

Words are numbered as they come and kept as plain numbers. At the end of a batch one sort per field brings all
occurrences of a word together, in the order of the words' letters and of the documents.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from archive.index.library import FRAME, NO_POSTINGS, Numbers, Postings, stock_places
from archive.index.ordering import FIELD

FEW = 16
"""Postings that are handled sooner as plain numbers than as an array."""

RARE = 64
"""Documents up to which a list is not written a second time without places: it is read quickly enough with them."""

Terms = Iterator[tuple[bytes, Postings]]


class Places(NamedTuple):
    """Where words stand, posting by posting, in bytes that stock Whoosh reads."""

    data: bytes
    ends: Numbers
    """Where the bytes of each posting end."""
    odd: Mapping[int, bytes]
    """Postings with steps that need more than a byte, by their number."""

    def of(self, some: slice) -> list[bytes]:
        """Give the bytes of some postings, one by one."""
        bounds = [int(self.ends[some.start - 1]) if some.start else 0, *self.ends[some].tolist()]
        found = [self.data[first:end] for first, end in pairwise(bounds)]
        for number in self.odd.keys() & range(some.start, some.stop) if self.odd else ():
            found[number - some.start] = self.odd[number]
        return found


class Inverted(NamedTuple):
    """One field of a batch: its words in their order, and their postings one list after the other."""

    words: Sequence[str]
    begins: Numbers
    """Where the list of each word begins, and behind the last where it ends."""
    ids: Numbers
    often: Numbers
    places: Places | None

    def list_of(self, number: int) -> Postings:
        """Give the postings of one word."""
        some = slice(int(self.begins[number]), int(self.begins[number + 1]))
        ids, often = self.ids[some], self.often[some]
        values = self.places.of(some) if self.places else ()
        if len(ids) <= FEW:
            return Postings(ids.tolist(), often.tolist(), values)
        return Postings(ids, often, values)


NOTHING = Inverted((), np.zeros(1, np.int64), np.empty(0, np.uint32), np.empty(0, np.float32), None)


class Stream:
    """The words of one field, document after document."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict()
        self._numbers.default_factory = self._numbers.__len__
        self._said = array("I")
        self._docs = array("I")
        self._sizes = array("I")

    def add(self, docnum: int, words: Sequence[str]) -> None:
        """Take in the words of a document; documents come in the order of their numbers."""
        self._said.extend(map(self._numbers.__getitem__, words))
        self._docs.append(docnum)
        self._sizes.append(len(words))

    def inverted(self, *, placed: bool) -> Inverted:
        """Turn it around; `placed` keeps where in a document each word stands."""
        spelled = [writable(word) for word in self._numbers]
        words = sorted({*spelled})
        places = {word: place for place, word in enumerate(words)}
        ranks = np.array([places[word] for word in spelled], np.uint64)
        said = np.frombuffer(self._said, np.uint32)
        # One number for the word and its place in the stream: sorting plain numbers is quickest.
        keys = ranks[said] << np.uint64(32) | np.arange(len(said), dtype=np.uint64)
        keys.sort()
        at = (keys & np.uint64(0xFFFFFFFF)).astype(np.uint32)
        word_of = (keys >> np.uint64(32)).astype(np.uint32)
        del keys
        sizes = np.frombuffer(self._sizes, np.uint32)
        doc_of = np.repeat(np.frombuffer(self._docs, np.uint32), sizes)[at]
        is_new = np.ones(len(at), np.bool_)
        is_new[1:] = (word_of[1:] != word_of[:-1]) | (doc_of[1:] != doc_of[:-1])
        firsts = np.flatnonzero(is_new)
        often = np.diff(np.append(firsts, len(at)))
        begins = np.searchsorted(word_of[firsts], np.arange(len(words) + 1))
        found = None
        if placed and len(at):
            before = np.cumsum(sizes) - sizes
            steps = (at - np.repeat(before, sizes)[at]).astype(np.int64)
            steps[1:] -= np.where(is_new[1:], 0, steps[:-1])
            found = _placed(steps, often)
        return Inverted(words, begins, doc_of[firsts], often.astype(np.float32), found)


def _placed(steps: Numbers, often: Numbers) -> Places:
    """Write the steps from one place to the next, for postings that have so many of each."""
    lasts = np.cumsum(often)
    # What needs more than a byte is written as an empty list, and kept beside.
    is_odd = (often > 0xFF) | (np.maximum.reduceat(steps, lasts - often) > 0xFF)
    counts = np.where(is_odd, 0, often)
    ends = np.cumsum(counts + FRAME)
    begins = ends - counts - FRAME
    data = np.zeros(int(ends[-1]), np.uint8)
    data[begins + 3] = data[begins + 5] = counts
    data[begins + 4], data[ends - 1] = ord("C"), ord(".")
    inside = np.ones(len(data), np.bool_)
    for offset in range(FRAME - 1):
        inside[begins + offset] = False
    inside[ends - 1] = False
    data[inside] = steps[np.repeat(~is_odd, often)]
    pairs = ((one, steps[lasts[one] - often[one] : lasts[one]].tolist()) for one in np.flatnonzero(is_odd).tolist())
    return Places(data.tobytes(), ends, {one: stock_places(found) for one, found in pairs})


def writable(word: str) -> str:
    """Give a word as bytes can hold it: half a letter, which no bytes stand for, becomes a question mark."""
    if word.isascii():
        return word
    return word.encode(errors="replace").decode()


class Pool:
    """The postings of one batch, by field: words that were said, and lists taken over from older segments."""

    def __init__(self, placed: Iterable[str], twice: Iterable[tuple[str, str]]) -> None:
        """Begin; `placed` fields keep where words stand, `twice` has a field and its twin without places."""
        self._placed = frozenset(placed)
        self._twice = dict(twice)
        self._streams: defaultdict[str, Stream] = defaultdict(Stream)
        self._moved: defaultdict[str, dict[str, list[Postings]]] = defaultdict(dict)

    def add(self, name: str, docnum: int, words: Sequence[str]) -> None:
        """Take in a field of a document; documents come in the order of their numbers."""
        self._streams[name].add(docnum, words)

    def extend(self, name: str, word: str, more: Postings) -> None:
        """Take in a list whose documents all come after those of the word that are here already."""
        if len(more.ids):
            self._moved[name].setdefault(word, []).append(more)

    def iter_postings(self) -> Iterator[tuple[str, Terms]]:
        """Give every field and its words, both in their order: that of letters is that of their bytes."""
        twins = {twin: name for name, twin in self._twice.items()}
        lean: dict[str, Inverted] = {}
        names = {*self._streams, *self._moved, *(self._twice[name] for name in self._streams if name in self._twice)}
        # A twin goes with its field, whose lists it shares. The field whose words are numbered comes first.
        for name in sorted(names, key=lambda one: (twins.get(one, one) != FIELD, twins.get(one, one), one in twins)):
            stream = self._streams.pop(name, None)
            made = stream.inverted(placed=name in self._placed) if stream else lean.pop(name, None)
            del stream
            moved = self._moved.pop(name, {})
            if name in self._twice:
                # What was taken over has its places, too; the twin is made anew.
                twin = self._twice[name]
                lean[twin] = made._replace(places=None) if made else NOTHING
                self._moved[twin] = {
                    word: [one._replace(values=()) for one in lists] for word, lists in moved.items()
                }
            terms = _merged(made, moved)
            yield name, (pair for pair in terms if len(pair[1].ids) > RARE) if name in twins else terms
            del made

    def cleanup(self) -> None:
        """Let go of everything."""
        self._streams.clear()
        self._moved.clear()


def _merged(own: Inverted | None, moved: dict[str, list[Postings]]) -> Terms:
    """Give the words of both in their order, lists of one word joined."""
    if own and not moved:
        for number, word in enumerate(own.words):
            yield word.encode(), own.list_of(number)
        return
    numbers = {word: number for number, word in enumerate(own.words)} if own else {}
    for word in sorted({*numbers, *moved}):
        pieces = [own.list_of(numbers[word])] if own and word in numbers else []
        yield word.encode(), joined([*pieces, *moved.get(word, ())])


def joined(lists: Sequence[Postings]) -> Postings:
    """Join lists, each of whose documents come after those of the one before."""
    if len(lists) <= 1:
        return lists[0] if lists else NO_POSTINGS
    return Postings(
        np.concatenate([one.ids for one in lists]),
        np.concatenate([one.often for one in lists]),
        [value for one in lists for value in one.values],
    )
