"""Postings on their way to the disk: gathered word by word in memory, written list by list.

Whoosh passes each posting by itself through sorting and writing. A batch fits into memory, where documents come in
the order of their numbers, so nothing needs sorting but the words themselves. What is written is Whoosh's own
format, in a later dialect of pickle that keeps bytes as bytes: its stock codec reads it, and is the one that the
index names.
"""

from __future__ import annotations

import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pickle import dumps
from struct import Struct
from typing import Any

from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter
from whoosh.writing import SegmentWriter

from archive.index import library
from archive.index.library import LENGTHS, Postings

BLOCK = 512
"""Postings in one block: a list is read faster in few blocks, and nothing here skips any."""
_SMALL = 100
"""Bytes that are not worth compressing."""
_PROTOCOL = 4
_FAST = 1
"""zlib's level: half the time of Whoosh's own 3, for a twentieth more bytes."""
_INT = Struct("!i").pack

Terms = Iterator[tuple[bytes, Postings]]


class Pool:
    """The postings of one batch, by field and word."""

    def __init__(self) -> None:
        self._fields: defaultdict[str, dict[str, tuple[Any, Any, list[bytes]]]] = defaultdict(dict)

    def add(self, name: str, docnum: int, values: Iterable[tuple[str, int, float, bytes]]) -> int:
        """Take in a field of a document and give its length; documents come in the order of their numbers."""
        field = self._fields[name]
        length = 0
        for word, times, weight, value in values:
            held = field.get(word)
            if held is None:
                held = field[word] = (array("I"), array("f"), [])
            held[0].append(docnum)
            held[1].append(weight)
            if value:
                held[2].append(value)
            length += times
        return length

    def extend(self, name: str, word: str, more: Postings) -> None:
        """Take in a list whose documents all come after those of the word that are here already."""
        if not more.ids:
            return
        ids, weights, values = self._fields[name].setdefault(word, (array("I"), array("f"), []))
        ids.extend(more.ids)
        weights.extend(more.weights)
        values.extend(more.values)

    def iter_postings(self) -> Iterator[tuple[str, Terms]]:
        """Give every field and its words, both in their order: that of letters is that of their bytes."""
        for name in sorted(self._fields):
            field = self._fields[name]
            yield name, ((word.encode(), Postings(*field[word])) for word in sorted(field))

    def cleanup(self) -> None:
        """Let go of everything."""
        self._fields.clear()


class _FieldWriter(W3FieldWriter):
    """Writes whole lists where Whoosh writes posting by posting."""

    _fieldid: int
    _tindex: Any
    _postfile: Any

    def add_postings(self, schema: Any, documents: Any, items: Iterable[tuple[str, Terms]]) -> None:
        """Write the fields of a batch."""
        whoosh: Any = self
        for name, found in items:
            whoosh.start_field(name, schema[name])
            sizes = library.lengths(_Documents(documents), name) if schema[name].scorable else b""
            number = self._fieldid.to_bytes(2, "big")
            for term, held in found:
                self._tindex.add(number + term, self._list(held, sizes).to_bytes())
            whoosh.finish_field()

    def _list(self, held: Postings, sizes: bytes) -> Any:
        file = self._postfile
        start = file.tell()
        about = library.TermInfo()
        file.write(library.MAGIC)
        for first in range(0, len(held.ids), BLOCK):
            last = first + BLOCK >= len(held.ids)
            some = slice(first, first + BLOCK)
            block = Postings(held.ids[some], held.weights[some], held.values[some])
            self._block(block, sizes, about, last=last)
        about.set_extent(start, file.tell() - start)
        return about

    def _block(self, block: Postings, sizes: bytes, about: Any, *, last: bool) -> None:
        ids, weights, values = block
        steps = (ids[0], *(after - before for before, after in pairwise(ids)))
        highest, lowest = max(weights), min(weights)
        often = tuple(weights) if highest != lowest else (None if highest == 1.0 else highest)
        data = dumps((steps, often, tuple(values) or None), _PROTOCOL)
        level = _FAST if len(data) >= _SMALL else 0
        if level:
            data = zlib.compress(data, level)
        marked = bytes(sizes[one] for one in ids) if sizes else b"\0"
        shortest, longest = min(marked), max(marked)
        head = dumps((len(ids), ids[-1], highest, level, shortest, longest), 2)
        size = len(head) + len(data)
        self._postfile.write(_INT(-size if last else size) + head + data)
        _tell(about, block, highest, (LENGTHS[shortest], LENGTHS[longest]))


def _tell(about: Any, block: Postings, highest: float, length: tuple[int, int]) -> None:
    """Add a block to what Whoosh keeps about a word."""
    known = about._df > 0
    about._weight += sum(block.weights)
    about._df += len(block.ids)
    about._maxweight = max(about._maxweight, highest)
    about._minlength = min(about._minlength, length[0]) if known else length[0]
    about._maxlength = max(about._maxlength, length[1])
    about._minid = about._minid if known else block.ids[0]
    about._maxid = block.ids[-1]


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
        writer: Any = _FieldWriter
        return writer(self, storage, segment)

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
        self.pool = Pool()

    def add_document(self, **values: Any) -> None:
        """Hold a document: the words of its fields, and the values that stand beside them."""
        fields = {name: self.schema[name] for name in values}
        self.perdocwriter.start_doc(self.docnum)
        for name, field in fields.items():
            value = values[name]
            words = field.format.word_values(value, None) if field.indexed else ()
            length = self.pool.add(name, self.docnum, words) if words else 0
            self.perdocwriter.add_field(name, field, value if field.stored else None, length if field.scorable else 0)
            if field.column_type:
                self.perdocwriter.add_column_value(name, field.column_type, field.to_column_value(value))
        self.perdocwriter.finish_doc()
        self._added = True
        self.docnum += 1

    def add_postings_to_pool(self, reader: Any, startdoc: int, docmap: dict[int, int] | None) -> None:
        """Take over the postings of a segment that is merged into this one, without deleted documents."""
        for name in reader.schema.names():
            for word, _ in library.terms(reader, name):
                self.pool.extend(name, word, _moved(library.postings(reader, name, word.encode()), startdoc, docmap))


def _moved(held: Postings, start: int, places: dict[int, int] | None) -> Postings:
    """Give a list with the numbers its documents have in the new segment."""
    if places is None:
        return held._replace(ids=array("I", (start + one for one in held.ids)))
    kept = [at for at, one in enumerate(held.ids) if one in places]
    return Postings(
        array("I", (places[held.ids[at]] for at in kept)),
        array("f", (held.weights[at] for at in kept)),
        [held.values[at] for at in kept] if held.values else [],
    )
