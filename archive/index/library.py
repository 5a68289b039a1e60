"""Whoosh, as far as the index speaks to it: its types are partial, so past this door its objects are `Any`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import whoosh.columns
import whoosh.fields
import whoosh.formats
import whoosh.index
import whoosh.reading
import whoosh.writing

columns: Any = whoosh.columns
fields: Any = whoosh.fields
FileIndex: Any = whoosh.index.FileIndex
TOC: Any = whoosh.index.TOC
EmptyReader: Any = whoosh.reading.EmptyReader
MultiReader: Any = whoosh.reading.MultiReader
SegmentReader: Any = whoosh.reading.SegmentReader
SegmentWriter: Any = whoosh.writing.SegmentWriter
LockError = whoosh.index.LockError


class Counted(whoosh.formats.Frequency):
    """How often each word of a list is in it; the same postings as Whoosh's own, made without its tokens."""

    def word_values(self, value: Any, analyzer: Any, **kwargs: Any) -> Iterator[tuple[Any, int, float, bytes]]:
        """Give each word, how often, its weight, and how often in bytes."""
        for word, times in Counter(value).items():
            yield word, times, float(times), times.to_bytes(4, "big")


class Placed(whoosh.formats.Positions):
    """Where each word of a list stands in it; the same postings as Whoosh's own, made without its tokens."""

    def word_values(self, value: Any, analyzer: Any, **kwargs: Any) -> Iterator[tuple[Any, int, float, bytes]]:
        """Give each word, how often, its weight, and its places in bytes."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(value):
            places[word].append(place)
        for word, found in places.items():
            # Nearly every word of a passage is in it once, at a place that others had before.
            encoded = _once(found[0]) if len(found) == 1 else self.encode(found)
            yield word, len(found), float(len(found)), encoded


@lru_cache(maxsize=4096)
def _once(place: int) -> bytes:
    encoded: bytes = Placed().encode([place])
    return encoded
