"""Xapian: passages with English stems and positions. Debian's python3-xapian, so this runs in the system's Python."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tests.benchmarks.peers.grouping import Grouping, Rows
from tests.benchmarks.peers.peer import TESTIMONIES, CannotError, Found, Place, Question, Shown, Told

NUMBER, DAY, KIND, COLLECTION = range(4)
"""The slots of values."""
BATCH = 10_000
"""Documents held in memory before they are written: Xapian's own default."""


class Xapian(Grouping):
    """A glass database, as a new one is made."""

    name = "Xapian"

    def prepare(self) -> None:
        try:
            self._xapian: Any = importlib.import_module("xapian")
        except ImportError as error:
            raise CannotError("not installed") from error
        self._stem = self._xapian.Stem("en")
        self.rows = Rows(self.folder / "rows.json")

    def build(self, every: Iterable[Told]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        database = self._xapian.WritableDatabase(str(self.folder / "index"), self._xapian.DB_CREATE)
        for one in every:
            self._put(database, one)
            self.rows.add(one)
        database.commit()
        database.close()
        self.rows.write()

    def _put(self, database: Any, one: Told) -> None:
        xapian = self._xapian
        generator = xapian.TermGenerator()
        generator.set_stemmer(self._stem)
        for key, words in one.passages:
            document = xapian.Document()
            generator.set_document(document)
            generator.set_termpos(0)
            generator.index_text(words)
            document.add_boolean_term(f"XA{one.access}")
            document.add_boolean_term(f"Q{one.number}")
            document.add_value(NUMBER, str(one.number))
            document.add_value(DAY, xapian.sortable_serialise(one.day))
            document.add_value(KIND, one.kind)
            document.add_value(COLLECTION, one.collection)
            document.set_data(f"{one.id}#{key}\n{words}")
            database.add_document(document)

    def open(self) -> None:
        self._database = self._xapian.Database(str(self.folder / "index"))
        self._writable: Any = None

    def commit(self, one: Told) -> None:
        if self._writable is None:
            path = str(self.folder / "index")
            self._writable = self._xapian.WritableDatabase(path, self._xapian.DB_OPEN)
        self._put(self._writable, one)
        self._writable.commit()
        self._database.reopen()

    def ask(self, question: Question) -> Found:
        enquire = self._enquire(self._query(question))
        if question.kind == "two facets":
            spies = {"kind": self._spy(enquire, KIND), "collection": self._spy(enquire, COLLECTION)}
            enquire.get_mset(0, 0, self._database.get_doccount())
            facets = {name: {one.term.decode(): one.termfreq for one in spy.values()} for name, spy in spies.items()}
            return Found(sum(facets["kind"].values()), (), facets)
        if question.kind == "sort by date":
            enquire.set_sort_by_value(DAY, False)
        # All are looked at, so that the total is exact.
        found = enquire.get_mset(0, TESTIMONIES, self._database.get_doccount())
        return Found(found.get_matches_estimated(), [(one.weight, one.docid) for one in found])

    def _enquire(self, query: Any) -> Any:
        enquire = self._xapian.Enquire(self._database)
        enquire.set_query(query)
        return enquire

    def _spy(self, enquire: Any, slot: int) -> Any:
        spy = self._xapian.ValueCountMatchSpy(slot)
        enquire.add_matchspy(spy)
        return spy

    def _query(self, question: Question) -> Any:
        make = self._xapian.Query
        if question.kind in {"wildcard", "fuzzy"}:
            raise CannotError("only at the end" if question.kind == "wildcard" else "no near misses")
        if question.kind == "phrase":
            return make(make.OP_PHRASE, list(question.words), len(question.words))
        if question.kind == "prefix":
            start = question.words[0].rstrip("*")
            return make(make.OP_WILDCARD, start, 0, make.WILDCARD_LIMIT_ERROR, make.OP_SYNONYM)
        terms = [self._term(word) for word in question.words]
        if question.days:
            days = [self._xapian.sortable_serialise(day) for day in question.days]
            return make(make.OP_FILTER, terms[0], make(make.OP_VALUE_RANGE, DAY, *days))
        return make(make.OP_OR if question.kind == "OR 5" else make.OP_AND, terms)

    def _term(self, word: str) -> Any:
        return self._xapian.Query("Z" + self._stem(word.lower()).decode())

    # The screen

    def parts(self, question: Question) -> Sequence[Any]:
        if question.kind == "AND 2":
            return [self._term(word) for word in question.words]
        return [self._query(question)]

    def either(self, parts: Sequence[Any]) -> Any:
        return self._xapian.Query(self._xapian.Query.OP_OR, list(parts))

    def counted(self, query: Any) -> Mapping[int, int]:
        enquire = self._enquire(self._open(query))
        spy = self._spy(enquire, NUMBER)
        enquire.get_mset(0, 0, self._database.get_doccount())
        return {int(one.term): one.termfreq for one in spy.values()}

    def ranked(self, query: Any, limit: int, within: Sequence[int] = ()) -> Sequence[tuple[int, Any]]:
        make = self._xapian.Query
        asked = self._open(query)
        if within:
            asked = make(make.OP_FILTER, asked, make(make.OP_OR, [make(f"Q{number}") for number in within]))
        self._found = self._enquire(asked).get_mset(0, limit)
        return [(int(one.document.get_value(NUMBER)), one.document) for one in self._found]

    def _open(self, query: Any) -> Any:
        make = self._xapian.Query
        return make(make.OP_FILTER, query, make("XAopen"))

    def shown(self, query: Any, passages: Sequence[Any]) -> Sequence[Shown]:
        xapian = self._xapian
        shown = []
        for document in passages:
            key, _, words = document.get_data().decode().partition("\n")
            flags = xapian.MSet.SNIPPET_EXHAUSTIVE
            marked = self._found.snippet(words, len(words) + 1, self._stem, flags, "\x02", "\x03", "").decode()
            marks = []
            for number, piece in enumerate(marked.split("\x02")[1:]):
                start = sum(map(len, marked.split("\x02")[: number + 1])) - number
                marks.append((start, start + piece.index("\x03")))
            shown.append(Shown(key.partition("#")[2], words, marks))
        return shown

    def search(self, question: Question, limit: int) -> list[Place]:
        found = self._enquire(self._query(question)).get_mset(0, limit)
        return [tuple(one.document.get_data().decode().partition("\n")[0].split("#")) for one in found]
