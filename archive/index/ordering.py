"""The words of every document in the order they were said, as numbers: a phrase is found in them by comparing.

Lists that say where each word stands are long for frequent words, and reading them takes most of the time of a
phrase. Here every word of a document is four bytes beside it, the checksum under which Whoosh's term index keeps the
word. Two words of a segment may share one; the term index tells, and such a phrase is looked for in the lists.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Sequence
from struct import Struct
from typing import Any

import numpy as np

from archive.index import library
from archive.index.library import Numbers

FIELD = "word"
"""The field whose words are kept so; first in every segment, so that the checksums of its words are known at once."""
COLUMN = "order"
PREFIX = b"\0\0"
"""What stands before the words of the first field in the term index."""

DENSE = 8
"""Where one word of so many is to be looked at, looking at all of them takes no longer than picking those out."""

_SLOT = np.dtype([("digest", ">u4"), ("place", ">i8")])
"""One entry of Whoosh's table of checksums; nothing is at place 0."""
_CODE = Struct("<I").pack
_START = zlib.crc32(PREFIX)


def code_of(word: str) -> int:
    """Give the number of a word."""
    return zlib.crc32(word.encode(errors="replace"), _START)


class Codes(dict[str, bytes]):
    """The words met, each with its number as bytes."""

    def __missing__(self, word: str) -> bytes:
        self[word] = made = _CODE(code_of(word))
        return made

    def of(self, words: Sequence[str]) -> bytes:
        """Give words as they are kept."""
        return b"".join(map(self.__getitem__, words))


class Order:
    """The words of one segment's documents, one document after the other."""

    def __init__(self, reader: Any) -> None:
        self._column = library.texts(reader, COLUMN)
        self._table = reader._terms._tindex
        self._begins = _words(self._column._offsets)
        self._sizes = _words(self._column._lengths)

    @property
    def _said(self) -> Numbers:
        """All words; lent by the open file, so that nothing keeps it from being closed."""
        last = int(self._begins[-1] + self._sizes[-1]) if len(self._begins) else 0
        return np.frombuffer(self._column._dbfile._buf, "<u4", last, self._column._basepos)

    def tells_apart(self, word: str) -> bool:
        """Whether no other word of this segment has the number of this one."""
        digest = code_of(word)
        start, slots = self._table.tables[digest & 255]
        table = np.frombuffer(self._table.dbfile._buf, _SLOT, slots, start)
        return bool(np.count_nonzero((table["digest"] == digest) & (table["place"] != 0)) <= 1)

    def counts(self, run: Sequence[str], docs: Numbers, rarest: int = 0) -> Numbers:
        """Say how often words stand side by side in some documents, given in their order.

        `rarest` says which of the words to look for first.
        """
        codes = [np.uint32(code_of(word)) for word in run]
        said, sizes = self._said, self._sizes[docs]
        if sizes.sum() * DENSE > len(said):
            starts = _side_by_side(said, codes, rarest)
            of = np.searchsorted(self._begins, starts, "right") - 1
            # A phrase does not reach from one document into the next.
            of = of[starts + len(codes) <= self._begins[of] + self._sizes[of]]
            return np.bincount(of, minlength=len(self._sizes))[docs]
        behind = np.cumsum(sizes)
        of = np.repeat(np.arange(len(docs)), sizes)
        picked = said[np.arange(len(of)) + np.repeat(self._begins[docs] - (behind - sizes), sizes)]
        starts = _side_by_side(picked, codes, rarest)
        return np.bincount(of[starts[starts + len(codes) <= behind[of[starts]]]], minlength=len(docs))


def _words(sizes: array[int]) -> Numbers:
    """Give numbers of bytes as numbers of words."""
    return np.frombuffer(sizes, sizes.typecode).astype(np.int64) // 4


def _side_by_side(said: Numbers, codes: Sequence[np.uint32], rarest: int) -> Numbers:
    """Give where a run begins."""
    starts = np.flatnonzero(said == codes[rarest]) - rarest
    starts = starts[(starts >= 0) & (starts <= len(said) - len(codes))]
    for distance, code in enumerate(codes):
        if distance != rarest:
            starts = starts[said[starts + distance] == code]
    return starts
