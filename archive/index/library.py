"""Whoosh, as far as the index speaks to it: its types are partial, so past this door its objects are `Any`.

Whoosh gives postings and columns out one value at a time, through several layers of Python for each. Here they
are read as they lie: a column in one piece, the list of a word block by block. Written the same way, they remain
what plain Whoosh reads.
"""

from __future__ import annotations

import pickle
import zlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from io import BytesIO
from struct import Struct
from typing import Any, NamedTuple, TypeAlias

import numpy as np
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
formats: Any = whoosh.formats
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

Numbers: TypeAlias = np.ndarray[Any, np.dtype[Any]]
"""Numbers side by side, one for each document, posting or testimony."""

LENGTHS: Numbers = np.array([whoosh.util.numeric.byte_to_length(byte) for byte in range(256)])
"""How many words a document has that is marked with a byte: exact for short ones, nearly so for long ones."""


NEVER = -(2**62)
"""In a column of days: there is none."""


class Postings(NamedTuple):
    """The documents that hold a word."""

    ids: Numbers
    often: Numbers
    """How often each holds it."""
    values: Sequence[bytes]
    """Where it stands in each, for `places`; empty in a field without places."""


NO_POSTINGS = Postings(np.empty(0, np.uint32), np.empty(0, np.float32), ())
_SIZE = Struct("!i")

TERM = Struct("!BfIBBfII")
"""What is kept about a word: whether its list is inlined; its weight and number of documents; the lengths of the
shortest and the longest; how often it is in one at most; the first and the last."""
EXTENT = Struct("!qi")
"""Where the list of a word is, and how long."""


def postings(reader: Any, name: str, term: bytes) -> Postings:
    """Read the whole list of a word in one segment, documents that were deleted since with it."""
    terms = reader._terms
    number = terms._fieldmap.get(name)
    about = terms._tindex.get(number.to_bytes(2, "big") + term) if number is not None else None
    if about is None:
        return NO_POSTINGS
    if about[0]:
        ids, often, values = pickle.loads(about[TERM.size :])  # noqa: S301 - opened under our own seal only
        places = () if values[0] is None else values
        return Postings(np.array(ids, np.uint32), np.array(often, np.float32), places)
    blocks = [_block(block) for block in _blocks(terms._postfile.get(*EXTENT.unpack_from(about, TERM.size)))]
    if len(blocks) == 1:
        return blocks[0]
    return Postings(
        np.concatenate([block.ids for block in blocks]),
        np.concatenate([block.often for block in blocks]),
        [value for block in blocks for value in block.values],
    )


def _blocks(data: bytes) -> Iterator[memoryview]:
    """Part a list into its blocks: each begins with its size, which is negative for the last."""
    if not data.startswith(MAGIC):
        raise ValueError("this is not where a list begins")
    at, size = len(MAGIC), 1
    while size > 0:
        (size,) = _SIZE.unpack_from(data, at)
        at += _SIZE.size
        yield memoryview(data)[at : at + abs(size)]
        at += abs(size)


def _block(block: memoryview) -> Postings:
    head = BytesIO(block)
    count, _, _, is_compressed, _, _ = pickle.load(head)  # noqa: S301 - opened under our own seal only
    rest = block[head.tell() :]
    steps, often, values = pickle.loads(zlib.decompress(rest) if is_compressed else rest)  # noqa: S301 - as above
    weights = np.full(count, often or 1.0, np.float32) if isinstance(often, float | None) else np.asarray(often)
    return Postings(np.cumsum(np.asarray(steps), dtype=np.uint32), weights.astype(np.float32), values or ())


FRAME = 7
"""Bytes around the steps of one posting: how many, a pickle's word for bytes, how many again, and its full stop.

So written, the places of a word are what stock Whoosh reads as a pickled sequence of steps, and lie in a row.
"""


_NUMBER = Struct("!I").pack


def stock_places(steps: Sequence[int]) -> bytes:
    """Write steps as Whoosh does, where one of them, or their number, needs more than a byte."""
    return _NUMBER(len(steps)) + pickle.dumps(steps, 2)


def places(values: Sequence[bytes]) -> tuple[Numbers, Numbers]:
    r"""Read the places of a word in several documents: of which of them, and where in it.

    >>> of, at = places([b"\0\0\0\2C\2\3\5.", stock_places([700])])
    >>> of.tolist(), at.tolist()
    ([0, 0, 1], [3, 8, 700])
    """
    if not values:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    data = np.frombuffer(b"".join(values), np.uint8)
    sizes = np.fromiter(map(len, values), np.int64, len(values))
    begins = np.cumsum(sizes) - sizes
    counts = sizes - FRAME
    is_odd = (data[begins + 4] != ord("C")) | (data[begins + 5] != counts)
    odd = {one: pickle.loads(values[one][4:]) for one in np.flatnonzero(is_odd).tolist()}  # noqa: S301 - as above
    for one, steps in odd.items():
        counts[one] = len(steps)
    of = np.repeat(np.arange(len(values)), counts)
    firsts = np.cumsum(counts) - counts
    steps = np.zeros(len(of), np.int64)
    plain = np.repeat(~is_odd, counts)
    steps[plain] = data[(np.arange(len(of)) - firsts[of] + begins[of] + FRAME - 1)[plain]]
    for one, found in odd.items():
        steps[firsts[one] : firsts[one] + counts[one]] = found
    every = np.cumsum(steps)
    return of, every - (every - steps)[firsts[of]]


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
    # No byte of a word is as high as this one.
    first, end = _between(table, wanted, wanted + b"\xff")
    data = bytes(table.dbfile._buf[first:end])
    unpack, count = _SIZES.unpack_from, _COUNT.unpack_from
    at, last = 0, len(data)
    while at < last:
        length, size = unpack(data, at)
        about = at + 8 + length
        # After one byte of flags and four of weight.
        yield data[at + 10 : about].decode(), count(data, about + 5)[0]
        at = about + size


def _between(table: Any, lowest: bytes, beyond: bytes) -> tuple[int, int]:
    """Give where in a table of words the first one begins that does not come before `lowest`, and before `beyond`."""
    buffer = table.dbfile._buf
    kind = {"B": ">u1", "H": ">u2", "i": ">i4", "I": ">u4", "q": ">i8"}[table.extras["indextype"]]
    places = np.frombuffer(buffer, kind, table.indexlen, table.indexbase)

    def word(number: int) -> bytes:
        at = places.item(number)
        return bytes(buffer[at + 8 : at + 8 + _SIZES.unpack_from(buffer, at)[0]])

    every = range(len(places))
    first = bisect_left(every, lowest, key=word)
    # Mostly few words begin alike: the end is looked for nearby before it is farther on.
    last, step = first, 1
    while last < len(places) and word(last) < beyond:
        first_unknown, last, step = last, last + step, 2 * step
    if last > first:
        last = bisect_left(every, beyond, first_unknown, min(last, len(places)), key=word)
    ends = [places.item(one) if one < len(places) else int(table.endofdata) for one in (first, last)]
    return ends[0], ends[1]


def column(reader: Any, name: str) -> tuple[Numbers, list[str]]:
    """Give a column of few different values: for every document of one segment the number of its value, and these."""
    if not reader.has_column(name):
        return np.zeros(reader.doc_count_all(), np.int32), [""]
    # Whoosh's own reader takes each value through several calls, before it is asked for any.
    file, offset, size = reader._perdoc._get_column_file(name)
    data = bytes(file.get(offset, size))
    kind = f">u{1 if data[-1:] == b'B' else 2}"
    references = np.frombuffer(data, kind, reader.doc_count_all())
    count, at = _varint(data, references.nbytes)
    values = []
    for _ in range(count):
        length, at = (data[at], at + 1) if data[at] < 0x80 else _varint(data, at)
        values.append(data[at : at + length].decode())
        at += length
    file.close()
    return references.astype(np.int32), values


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Read a number of seven bits a byte, the lowest first; give it and where it ends."""
    number = shift = 0
    while data[at] > 0x7F:
        number |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
    return number | data[at] << shift, at + 1


def numbers(reader: Any, name: str) -> Numbers:
    """Give a column of whole numbers, one for every document of one segment."""
    found = np.full(reader.doc_count_all(), reader.schema[name].column_type.default_value(), np.int64)
    if reader.has_column(name):
        raw = reader.column_reader(name).raw_column()
        held = np.frombuffer(raw._dbfile.get(raw._basepos, raw._count * raw._fixedlen), ">i8")
        found[: len(held)] = held
    return found


def lengths(reader: Any, name: str) -> Numbers:
    """Give for every document of one segment how long a field is, as a byte to look up in `LENGTHS`."""
    found = np.zeros(reader.doc_count_all(), np.uint8)
    stored = f"_{name}_len"
    if reader._perdoc.has_column(stored):
        # Opened by the reader, which remembers the file and closes it with itself.
        reader._perdoc.column_reader(stored, columns.NumericColumn("B"))
        file, offset, size = reader._perdoc._colfiles[stored]
        held = np.frombuffer(bytes(file.get(offset, size)), np.uint8)
        found[: len(held)] = held[: len(found)]
    return found


def texts(reader: Any, name: str) -> Any:
    """Give a column of texts as bytes, to be asked for a document of one segment by its number."""
    return reader.column_reader(name).raw_column()
