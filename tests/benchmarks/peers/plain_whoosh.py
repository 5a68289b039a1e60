"""Whoosh as it comes, over the index we have built, opened to be read only: what our own reading of it is worth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any

from archive.index.storage import NAME
from archive.index.words import indexed
from tests.benchmarks.peers.peer import TESTIMONIES, CannotError, Found, Peer, Place, Question, Screen, Told

OURS = "reads ours"


class PlainWhoosh(Peer):
    """Stems are asked for in `stem`, shapes, near misses and phrases in `word`, as ours does."""

    name = "plain Whoosh"

    def prepare(self) -> None:
        for module in ("index", "query", "filedb.filestore"):
            import_module(f"whoosh.{module}")
        self._query: Any = import_module("whoosh.query")

    def build(self, every: Iterable[Told]) -> None:
        raise CannotError(OURS)

    def open(self) -> None:
        storage = import_module("whoosh.filedb.filestore").FileStorage(
            str(self.folder / "cache" / "index"), readonly=True
        )
        self._searcher: Any = import_module("whoosh.index").FileIndex(storage, indexname=NAME).searcher()
        self._names: Any = None

    def ask(self, question: Question) -> Found:
        found = self._searcher.search(self._asked(question), limit=TESTIMONIES)
        return Found(len(found), [(one.score, one.docnum) for one in found])

    def _asked(self, question: Question) -> Any:
        q = self._query
        words = question.words
        if question.kind in {"term + date range", "sort by date", "two facets"}:
            raise CannotError("not in a passage's fields")
        if question.kind == "phrase":
            return q.Phrase("word", [word for one in words for word in indexed(one)[0]])
        if question.kind == "prefix":
            return q.Prefix("word", words[0].rstrip("*"))
        if question.kind == "wildcard":
            return q.Wildcard("word", words[0])
        if question.kind == "fuzzy":
            return q.FuzzyTerm("word", words[0], maxdist=1)
        return self._stems(words, q.Or if question.kind == "OR 5" else q.And)

    def _stems(self, words: Sequence[str], joined: Any) -> Any:
        stems = [stem for word in words for stem in indexed(word, "en")[1][:1]]
        return joined([self._query.Term("stem", stem) for stem in stems])

    def answer(self, question: Question) -> Screen:
        raise CannotError("stores no text")

    def commit(self, one: Told) -> None:
        raise CannotError(OURS)

    def search(self, question: Question, limit: int) -> list[Place]:
        # Some documents are descriptions, and name no passage.
        found = self._searcher.search(self._asked(question), limit=2 * limit)
        names = self._searcher.reader().column_reader("doc")
        # One segment gives them as they lie, several as text.
        raw = [names[one.docnum] for one in found]
        keys = [(name if isinstance(name, str) else bytes(name).decode()).partition("#") for name in raw]
        return [(testimony, passage) for testimony, _, passage in keys if passage][:limit]
