"""Whoosh's writer with whole lists in place of single postings.

What is written is Whoosh's own format, in a later dialect of pickle that keeps bytes as bytes and numbers as arrays:
its stock codec reads it, and is the one that the index names.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pickle import dumps
from struct import Struct
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter
from whoosh.filedb.filetables import HashWriter, OrderedHashWriter
from whoosh.writing import SegmentWriter

from archive.index import library, ordering
from archive.index.inversion import FEW, Pool, Terms, writable
from archive.index.library import Numbers, Postings
from archive.index.schema import COUNTED, PLACED, TWICE, VALUES

BLOCK = 8192
"""Postings in one block: a list is read faster in few blocks, and nothing here skips any."""
_SMALL = 256
"""Bytes that are not worth compressing."""
_PROTOCOL = 4
_FAST = 1
"""zlib's level: half the time of Whoosh's own 3, for a twentieth more bytes."""
_INT = Struct("!i").pack


_TWINS = frozenset(twin for _, twin in TWICE)


class _TermIndex(OrderedHashWriter):
    """The words of a segment, hashed by a checksum, and written many at a time."""

    _MANY = 1 << 20
    """Bytes that are written at once."""

    def __init__(self, file: Any) -> None:
        whoosh: Any = HashWriter
        whoosh.__init__(self, file, hashtype=1)
        self._file = file
        self._at: int = file.tell()
        self._waiting: list[bytes] = []
        self._places: list[int] = []
        self._digests: list[int] = []
        self._sizes = Struct("!ii").pack
        self._written = self._at

    def put(self, key: bytes, value: bytes) -> None:
        """Add a word; words come in their order."""
        self._places.append(self._at)
        self._digests.append(zlib.crc32(key))
        entry = self._sizes(len(key), len(value)) + key + value
        self._waiting.append(entry)
        self._at += len(entry)
        if self._at - self._written > self._MANY:
            self._flush()

    def _flush(self) -> None:
        self._file.write(b"".join(self._waiting))
        self._waiting.clear()
        self._written = self._at

    def _write_hashes(self) -> None:
        """Write 256 tables of pointers, each with twice as many slots as words, so that few words share one."""
        self._flush()
        digests, places = np.array(self._digests, np.uint32), np.array(self._places, np.int64)
        for bucket in range(256):
            mine = np.flatnonzero(digests & 255 == bucket)
            slots = 2 * len(mine)
            self.directory.append((self._file.tell(), slots))
            table = np.zeros(slots, [("digest", ">u4"), ("place", ">i8")])
            if slots:
                table[_slots((digests[mine] >> 8).tolist(), slots)] = list(
                    zip(digests[mine].tolist(), places[mine].tolist(), strict=True)
                )
                self._file.write(table.tobytes())

    def _write_extras(self) -> None:
        """Write where each word is, in their order."""
        code = "I" if self._at < 1 << 32 else "q"
        self.extras |= {"indextype": code, "indexlen": len(self._places)}
        whoosh: Any = HashWriter
        whoosh._write_extras(self)
        self._file.write(np.array(self._places, ">u4" if code == "I" else ">i8").tobytes())


def _slots(digests: Sequence[int], size: int) -> list[int]:
    """Give every word the first free slot from its own on."""
    taken = bytearray(size)
    found = []
    for digest in digests:
        slot = digest % size
        while taken[slot]:
            slot = slot + 1 if slot + 1 < size else 0
        taken[slot] = 1
        found.append(slot)
    return found


class _FieldWriter(W3FieldWriter):
    """Writes whole lists where Whoosh writes posting by posting."""

    _postfile: Any

    def __init__(self, codec: Any, storage: Any, segment: Any) -> None:
        whoosh: Any = self
        whoosh._codec, whoosh._storage, whoosh._segment = codec, storage, segment
        self._index = self._tindex = _TermIndex(whoosh._create_file(W3Codec.TERMS_EXT))
        # The field whose words are kept in their order comes first: see `ordering`.
        self._fieldmap = self._tindex.extras["fieldmap"] = {ordering.FIELD: 0}
        self._postfile = whoosh._create_file(W3Codec.POSTS_EXT)
        self._at: int = self._postfile.tell()
        self._infield = self.is_closed = False

    def add_postings(self, schema: Any, documents: Any, items: Iterable[tuple[str, Terms]]) -> None:
        """Write the fields of a batch, in the order in which words of all fields are kept."""
        for name, found in items:
            sizes = library.lengths(_Documents(documents), name) if schema[name].scorable else None
            number = self._fieldmap.setdefault(name, len(self._fieldmap)).to_bytes(2, "big")
            for term, held in found:
                about = _single(held, sizes) if len(held.ids) == 1 else self._list(held, sizes)
                self._index.put(number + term, about)

    def _list(self, held: Postings, sizes: Numbers | None) -> bytes:
        start = self._at
        count = len(held.ids)
        if count <= BLOCK:
            blocks = [_Block(held, sizes)]
        else:
            blocks = [
                _Block(Postings(held.ids[some], held.often[some], held.values[some]), sizes)
                for some in (slice(first, first + BLOCK) for first in range(0, count, BLOCK))
            ]
        data = library.MAGIC + b"".join(block.written(last=block is blocks[-1]) for block in blocks)
        self._postfile.write(data)
        self._at += len(data)
        head = library.TERM.pack(
            0, sum(block.weight for block in blocks), count, min(block.shortest for block in blocks),
            max(block.longest for block in blocks), max(block.highest for block in blocks),
            blocks[0].first, blocks[-1].last,
        )  # fmt: skip
        return head + library.EXTENT.pack(start, len(data))


def _single(held: Postings, sizes: Numbers | None) -> bytes:
    """Give a list of one document within what is kept about its word, as Whoosh does: half of all words have one."""
    docnum, often = int(held.ids[0]), float(held.often[0])
    size = 0 if sizes is None else int(sizes[docnum])
    values = tuple(held.values) or (None,)
    head = library.TERM.pack(1, often, 1, size, size, often, docnum, docnum)
    return head + dumps(((docnum,), (often,), values), 2)


class _Block:
    """Some postings of a list, and what Whoosh keeps about them."""

    __slots__ = ("_often", "_steps", "_values", "count", "first", "highest", "last", "longest", "shortest", "weight")

    def __init__(self, held: Postings, sizes: Numbers | None) -> None:
        self._values = tuple(held.values) or None
        self.count = len(held.ids)
        if self.count <= FEW:
            self._few([*held.ids], [*held.often], sizes)
        else:
            self._many(held.ids, held.often, sizes)

    def _few(self, ids: Sequence[int], often: Sequence[float], sizes: Numbers | None) -> None:
        self.first, self.last = int(ids[0]), int(ids[-1])
        self.weight, self.highest = sum(often), float(max(often))
        marked = (0,) if sizes is None else [int(sizes[one]) for one in ids]
        self.shortest, self.longest = min(marked), max(marked)
        self._steps: Any = (self.first, *[int(after - before) for before, after in pairwise(ids)])
        same = self.highest == min(often)
        self._often: Any = (None if self.highest == 1.0 else self.highest) if same else tuple(map(float, often))

    def _many(self, ids: Numbers, often: Numbers, sizes: Numbers | None) -> None:
        self.first, self.last = int(ids[0]), int(ids[-1])
        self.weight, self.highest = float(often.sum()), float(often.max())
        marked = None if sizes is None else sizes[ids]
        self.shortest, self.longest = (0, 0) if marked is None else (int(marked.min()), int(marked.max()))
        steps = ids.copy()
        steps[1:] -= ids[:-1]
        self._steps = _packed(steps)
        same = self.weight == self.highest * self.count
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
    return array(code, numbers.astype(kind).tobytes())


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
        self._known: dict[str, tuple[Any, Any]] = {}
        self._codes = ordering.Codes()

    def add_document(self, **values: Any) -> None:
        """Hold a document: the words of its fields, and the values that stand beside them."""
        documents, docnum = self.perdocwriter, self.docnum
        documents.start_doc(docnum)
        if ordering.FIELD in values:
            values[ordering.COLUMN] = self._codes.of(values[ordering.FIELD])
        for name, value in values.items():
            field, add = self._field(name)
            if name in COUNTED or name in PLACED:
                self.pool.add(name, docnum, value)
            elif name in VALUES:
                self.pool.add(name, docnum, [value] if isinstance(value, str) else [*dict.fromkeys(value)])
            if field.scorable or field.stored:
                documents.add_field(name, field, value if field.stored else None, len(value) if field.scorable else 0)
            if add:
                add(docnum, value if isinstance(value, int | bytes) else writable(value).encode())
        documents.finish_doc()
        self._added = True
        self.docnum += 1

    def _field(self, name: str) -> tuple[Any, Any]:
        """Give a field, and what takes in its column, if it has one."""
        known = self._known.get(name)
        if known is None:
            field, documents = self.schema[name], self.perdocwriter
            add = None
            if field.column_type:
                if not documents._has_column(name):
                    documents._create_column(name, field.column_type)
                add = documents._get_column(name).add
            known = self._known[name] = field, add
        return known

    def add_postings_to_pool(self, reader: Any, startdoc: int, docmap: dict[int, int] | None) -> None:
        """Take over the postings of a segment that is merged into this one, without deleted documents."""
        places = np.full(reader.doc_count_all(), -1, np.int64)
        kept = np.arange(len(places)) if docmap is None else np.array([*docmap], np.int64)
        places[kept] = kept + startdoc if docmap is None else np.array([*docmap.values()], np.int64)
        for name in reader.schema.names():
            if name in _TWINS:
                continue
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
