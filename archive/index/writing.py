"""Whoosh's writer with whole lists in place of single postings.

What is written is Whoosh's own format, in a later dialect of pickle that keeps bytes as bytes and numbers as arrays:
its stock codec reads it, and is the one that the index names.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable
from itertools import pairwise
from pickle import dumps
from struct import Struct
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter
from whoosh.filedb.filetables import HashWriter, OrderedHashWriter
from whoosh.writing import SegmentWriter

from archive.index import library
from archive.index.inversion import Pool, Terms
from archive.index.library import Numbers, Postings
from archive.index.schema import COUNTED, PLACED, TWICE, VALUES

BLOCK = 8192
"""Postings in one block: a list is read faster in few blocks, and nothing here skips any."""
_SMALL = 256
"""Bytes that are not worth compressing."""
_PROTOCOL = 4
_FAST = 1
"""zlib's level: half the time of Whoosh's own 3, for a twentieth more bytes."""
_FEW = 16
"""Postings that are written sooner as plain numbers than as an array."""

_INT = Struct("!i").pack


class _TermIndex(OrderedHashWriter):
    """The words of a segment; hashed by a checksum, which is a fifth of the work of Whoosh's usual MD5."""

    def __init__(self, file: Any) -> None:
        whoosh: Any = HashWriter
        whoosh.__init__(self, file, hashtype=1)
        self.index: Any = library.GrowableArray("H")
        self.lastkey = b""
        self._lengths = Struct("!ii").pack

    def put(self, key: bytes, value: bytes) -> None:
        """Add a word; words come in their order."""
        whoosh: Any = self
        at = whoosh.dbfile.tell()
        self.index.append(at)
        whoosh.dbfile.write(self._lengths(len(key), len(value)) + key + value)
        digest = zlib.crc32(key)
        whoosh.buckets[digest & 255].append((digest, at))


class _FieldWriter(W3FieldWriter):
    """Writes whole lists where Whoosh writes posting by posting."""

    _fieldid: int
    _postfile: Any

    def __init__(self, codec: Any, storage: Any, segment: Any) -> None:
        whoosh: Any = self
        whoosh._codec, whoosh._storage, whoosh._segment = codec, storage, segment
        self._index = self._tindex = _TermIndex(whoosh._create_file(W3Codec.TERMS_EXT))
        self._fieldmap = self._tindex.extras["fieldmap"] = {}
        self._postfile = whoosh._create_file(W3Codec.POSTS_EXT)
        self._infield = self.is_closed = False

    def add_postings(self, schema: Any, documents: Any, items: Iterable[tuple[str, Terms]]) -> None:
        """Write the fields of a batch, in the order in which words of all fields are kept."""
        for name, found in items:
            sizes = library.lengths(_Documents(documents), name) if schema[name].scorable else None
            number = self._fieldmap.setdefault(name, len(self._fieldmap)).to_bytes(2, "big")
            for term, held in found:
                self._index.put(number + term, self._list(held, sizes))

    def _list(self, held: Postings, sizes: Numbers | None) -> bytes:
        file = self._postfile
        start = file.tell()
        count = len(held.ids)
        if count <= BLOCK:
            blocks = [_Block(held, sizes)]
        else:
            blocks = [
                _Block(Postings(held.ids[some], held.often[some], held.values[some]), sizes)
                for some in (slice(first, first + BLOCK) for first in range(0, count, BLOCK))
            ]
        data = library.MAGIC + b"".join(block.written(last=block is blocks[-1]) for block in blocks)
        file.write(data)
        return library.TERM.pack(
            0, sum(block.weight for block in blocks), count, min(block.shortest for block in blocks),
            max(block.longest for block in blocks), max(block.highest for block in blocks),
            blocks[0].first, blocks[-1].last, start, len(data),
        )  # fmt: skip


class _Block:
    """Some postings of a list, and what Whoosh keeps about them."""

    def __init__(self, held: Postings, sizes: Numbers | None) -> None:
        self._values = tuple(held.values) or None
        if len(held.ids) <= _FEW:
            self._few(held, sizes)
        else:
            self._many(held, sizes)

    def _few(self, held: Postings, sizes: Numbers | None) -> None:
        ids, often = held.ids.tolist(), held.often.tolist()
        self.first, self.last, self.count = ids[0], ids[-1], len(ids)
        self.weight, self.highest = sum(often), max(often)
        marked = [0] if sizes is None else [int(sizes[one]) for one in ids]
        self.shortest, self.longest = min(marked), max(marked)
        self._steps: Any = (ids[0], *(after - before for before, after in pairwise(ids)))
        same = self.highest == min(often)
        self._often: Any = (None if self.highest == 1.0 else self.highest) if same else tuple(often)

    def _many(self, held: Postings, sizes: Numbers | None) -> None:
        ids, often = held.ids, held.often
        self.first, self.last, self.count = int(ids[0]), int(ids[-1]), len(ids)
        self.weight, self.highest = float(often.sum()), float(often.max())
        marked = None if sizes is None else sizes[ids]
        self.shortest, self.longest = (0, 0) if marked is None else (int(marked.min()), int(marked.max()))
        self._steps = _packed(np.diff(ids, prepend=np.uint32(0)))
        same = self.highest == float(often.min())
        self._often = (None if self.highest == 1.0 else self.highest) if same else _packed(often.astype(np.uint32))

    def written(self, *, last: bool) -> bytes:
        """Give it as Whoosh reads it; the last of a list is marked by its size."""
        data = dumps((self._steps, self._often, self._values), _PROTOCOL)
        level = _FAST if len(data) >= _SMALL else 0
        if level:
            data = zlib.compress(data, level)
        head = dumps((self.count, self.last, self.highest, level, self.shortest, self.longest), 2)
        size = len(head) + len(data)
        return _INT(-size if last else size) + head + data


def _packed(numbers: Numbers) -> array[int]:
    """Give whole numbers as the smallest array that holds them."""
    highest = int(numbers.max())
    code, kind = ("B", np.uint8) if highest < 1 << 8 else ("H", np.uint16) if highest < 1 << 16 else ("I", np.uint32)
    packed: array[int] = array(code)
    packed.frombytes(numbers.astype(kind).tobytes())
    return packed


class _Documents:
    """A reader of documents alone, with the little that `lengths` asks of a segment."""

    def __init__(self, documents: Any) -> None:
        self._perdoc = documents
        self.doc_count_all = documents.doc_count_all


# Whoosh's own methods are without types: they are called through names that are `Any`.
class _Codec(W3Codec):
    """Writes as said above; segments name the stock codec, which reads them."""

    def field_writer(self, storage: Any, segment: Any) -> Any:
        """Give what writes lists."""
        return _FieldWriter(self, storage, segment)

    def new_segment(self, _storage: Any, name: str) -> Any:
        """Begin a segment that plain Whoosh reads."""
        return library.Segment(library.StockCodec(), name)


class Writer(SegmentWriter):
    """Whoosh's writer with lists in place of single postings."""

    pool: Any

    def __init__(self, index: Any, timeout: float) -> None:
        whoosh: Any = super()
        codec: Any = _Codec
        try:
            whoosh.__init__(index, timeout=timeout, codec=codec())
        except BaseException:
            # Whoosh keeps the lock where something fails as it begins.
            if self.writelock and self.writelock.fd is not None:
                self.writelock.release()
            raise
        # Whoosh takes a class of pools and then makes its own all the same.
        self.pool = Pool(PLACED, TWICE)

    def add_document(self, **values: Any) -> None:
        """Hold a document: the words of its fields, and the values that stand beside them."""
        documents = self.perdocwriter
        documents.start_doc(self.docnum)
        for name, value in values.items():
            field = self.schema[name]
            length = 0
            if name in COUNTED or name in PLACED:
                length = len(value)
                self.pool.add(name, self.docnum, value)
            elif name in VALUES:
                self.pool.add(name, self.docnum, [value] if isinstance(value, str) else [*dict.fromkeys(value)])
            documents.add_field(name, field, value if field.stored else None, length if field.scorable else 0)
            if field.column_type:
                beside = value if isinstance(value, int) else field.to_column_value(value)
                documents.add_column_value(name, field.column_type, beside)
        documents.finish_doc()
        self._added = True
        self.docnum += 1

    def add_postings_to_pool(self, reader: Any, startdoc: int, docmap: dict[int, int] | None) -> None:
        """Take over the postings of a segment that is merged into this one, without deleted documents."""
        places = np.full(reader.doc_count_all(), -1, np.int64)
        kept = np.arange(len(places)) if docmap is None else np.array([*docmap], np.int64)
        places[kept] = kept + startdoc if docmap is None else np.array([*docmap.values()], np.int64)
        for name in reader.schema.names():
            for word, _ in library.terms(reader, name):
                self.pool.extend(name, word, _moved(library.postings(reader, name, word.encode()), places))


def _moved(held: Postings, places: Numbers) -> Postings:
    """Give a list with the numbers its documents have in the new segment."""
    moved = places[held.ids]
    kept = moved >= 0
    if kept.all():
        return held._replace(ids=moved.astype(np.uint32))
    values = [held.values[at] for at in np.flatnonzero(kept).tolist()] if held.values else []
    return Postings(moved[kept].astype(np.uint32), held.often[kept], values)
