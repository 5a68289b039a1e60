"""Whoosh, as far as the index speaks to it: its types are partial, so past this door its objects are `Any`.

Whoosh gives postings and columns out one value at a time, through several layers of Python for each. Here they
are read as they lie: a column in one piece, the list of a word block by block. Written the same way, they remain
what plain Whoosh reads.
"""

from __future__ import annotations

import sys
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from struct import Struct
from typing import Any, NamedTuple

import whoosh.codec.whoosh3
import whoosh.columns
import whoosh.fields
import whoosh.formats
import whoosh.index
import whoosh.reading
import whoosh.util.numeric
import whoosh.writing

columns: Any = whoosh.columns
fields: Any = whoosh.fields
FileIndex: Any = whoosh.index.FileIndex
TOC: Any = whoosh.index.TOC
EmptyReader: Any = whoosh.reading.EmptyReader
MultiReader: Any = whoosh.reading.MultiReader
SegmentReader: Any = whoosh.reading.SegmentReader
LockError = whoosh.index.LockError
Segment: Any = whoosh.codec.whoosh3.W3Segment
StockCodec: Any = whoosh.codec.whoosh3.W3Codec
TermInfo: Any = whoosh.codec.whoosh3.W3TermInfo
MAGIC: bytes = whoosh.codec.whoosh3.WHOOSH3_HEADER_MAGIC

LENGTHS: Sequence[int] = [whoosh.util.numeric.byte_to_length(byte) for byte in range(256)]
"""How many words a document has that is marked with a byte: exact for short ones, nearly so for long ones."""


class Counted(whoosh.formats.Existence):
    """How often each word of a list is in it, kept as the posting's weight and nothing else."""

    def word_values(self, value: Any, analyzer: Any, **kwargs: Any) -> Iterator[tuple[Any, int, float, bytes]]:
        """Give each word, how often, the same as its weight, and no further bytes."""
        for word, times in Counter(value).items():
            yield word, times, float(times), b""


class Valued(whoosh.formats.Existence):
    """Values as they are, each once."""

    def word_values(self, value: Any, analyzer: Any, **kwargs: Any) -> Iterator[tuple[Any, int, float, bytes]]:
        """Give each value."""
        for one in dict.fromkeys([value] if isinstance(value, str) else value):
            yield one, 1, 1.0, b""


class Placed(whoosh.formats.Positions):
    """Where each word of a list stands in it, as the steps from one place to the next in a byte or a few each."""

    def word_values(self, value: Any, analyzer: Any, **kwargs: Any) -> Iterator[tuple[Any, int, float, bytes]]:
        """Give each word, how often, its weight, and its places in bytes."""
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(value):
            places[word].append(place)
        for word, found in places.items():
            # Nearly every word of a passage is in it once, at a place that others had before.
            encoded = _once(found[0]) if len(found) == 1 else self.encode(found)
            yield word, len(found), float(len(found)), encoded

    def encode(self, poslist: Any) -> bytes:
        """Write places as steps, seven bits a byte, the highest bit saying that more follows."""
        data = bytearray()
        for before, place in pairwise((0, *poslist)):
            step = place - before
            while step > 0x7F:
                data.append(step & 0x7F | 0x80)
                step >>= 7
            data.append(step)
        return bytes(data)

    def decode_positions(self, valuestring: bytes) -> list[int]:
        """Read places."""
        return list(places_in(valuestring))

    def decode_frequency(self, valuestring: bytes) -> int:
        """Count places."""
        return len(places_in(valuestring))


@lru_cache(maxsize=4096)
def _once(place: int) -> bytes:
    encoded: bytes = Placed().encode([place])
    return encoded


@lru_cache(maxsize=65_536)
def places_in(data: bytes) -> tuple[int, ...]:
    """Read the places of a word in a document.

    >>> places_in(Placed().encode([3, 5, 70_000]))
    (3, 5, 70000)
    """
    places: list[int] = []
    place = step = shift = 0
    for byte in data:
        step |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            place += step
            places.append(place)
            step = shift = 0
    return tuple(places)


class Beside(whoosh.fields.FieldType):
    """A value that is known of every document but looked for in none."""

    indexed = False

    def __init__(self, column: Any) -> None:
        whoosh_field: Any = super()
        whoosh_field.__init__(format=Valued(), analyzer=None, sortable=column)


class Postings(NamedTuple):
    """The documents that hold a word."""

    ids: Sequence[int]
    weights: Sequence[float]
    """How often each holds it."""
    values: Sequence[bytes]
    """Where it stands in each, for `places_in`; empty in a field without places."""


NO_POSTINGS = Postings(array("I"), array("f"), ())


def postings(reader: Any, name: str, term: bytes) -> Postings:
    """Read the whole list of a word in one segment, documents that were deleted since with it."""
    if (name, term) not in reader._terms:
        return NO_POSTINGS
    matcher = reader._terms.matcher(name, term, reader.schema[name].format)
    ids, weights = array("I"), array("f")
    values: list[bytes] = []
    while matcher.is_active():
        matcher._read_data()
        steps, often, places = matcher._data
        ids.extend(accumulate(steps))
        weights.extend(often if isinstance(often, tuple) else (often or 1.0,) * len(steps))
        values.extend(places or ())
        matcher._next_block()
    return Postings(ids, weights, values)


_COUNT = Struct("!I")
_SIZES = Struct("!ii")
"""What Whoosh writes before each term: the length of the term and of what is said about it."""


def terms(reader: Any, name: str, start: str = "") -> Iterator[tuple[str, int]]:
    """Give the words of a field in one segment that begin so, and how many documents hold each.

    They come in the order of their letters, which is that of their bytes.
    """
    number = reader._terms._fieldmap.get(name)
    if number is None:
        return
    table = reader._terms._tindex
    wanted = number.to_bytes(2, "big") + start.encode()
    first = table.closest_key_pos(wanted)
    # No byte of a word is as high as this one.
    end = table.closest_key_pos(wanted + b"\xff") or table.endofdata
    data = bytes(table.dbfile._buf[first:end]) if first is not None else b""
    unpack, count = _SIZES.unpack_from, _COUNT.unpack_from
    at, last = 0, len(data)
    while at < last:
        length, size = unpack(data, at)
        about = at + 8 + length
        # After one byte of flags and four of weight.
        yield data[at + 10 : about].decode(), count(data, about + 5)[0]
        at = about + size


def column(reader: Any, name: str) -> list[str]:
    """Give the value of every document of one segment in a column of few different values."""
    if not reader.has_column(name):
        return [""] * int(reader.doc_count_all())
    raw = reader.column_reader(name).raw_column()
    references = array(raw._typecode)
    references.frombytes(raw._dbfile.get(raw._basepos, raw._doccount * raw._itemsize))
    if sys.byteorder == "little":
        references.byteswap()
    values = [value.decode() for value in raw._uniques]
    return [values[reference] for reference in references]


def lengths(reader: Any, name: str) -> bytes:
    """Give for every document of one segment how long a field is, as a byte to look up in `LENGTHS`."""
    count: int = reader.doc_count_all()
    stored = f"_{name}_len"
    if not reader._perdoc.has_column(stored):
        return bytes(count)
    # Opened by the reader, which remembers the file and closes it with itself.
    reader._perdoc.column_reader(stored, columns.NumericColumn("B"))
    file, offset, size = reader._perdoc._colfiles[stored]
    return bytes(file.get(offset, size)).ljust(count, b"\0")


def names(reader: Any) -> Any:
    """Give the name of every document of one segment, by its number."""
    # To be kept: Whoosh reads the whole column anew each time it is asked for it.
    return reader.column_reader("doc")
