"""tantivy through its Python binding: passages with English stems, testimonies as numbers in fast fields."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tests.benchmarks.peers.grouping import Grouping, Rows
from tests.benchmarks.peers.peer import TESTIMONIES, CannotError, Found, Place, Question, Shown, Told, pattern_of

MOST_BUCKETS = 65_000


class Tantivy(Grouping):
    """Built with the writer's own defaults: a thread a core, 128 MB of heap."""

    name = "tantivy"

    def prepare(self) -> None:
        try:
            self._tantivy: Any = importlib.import_module("tantivy")
        except ImportError as error:
            raise CannotError("not installed") from error
        t = self._tantivy
        analyzer = t.TextAnalyzerBuilder(t.Tokenizer.simple()).filter(t.Filter.lowercase())
        self._analyzer = analyzer.filter(t.Filter.stemmer("english")).build()
        self.rows = Rows(self.folder / "rows.json")

    def build(self, every: Iterable[Told]) -> None:
        index_folder = self.folder / "index"
        index_folder.mkdir(parents=True)
        schema = self._tantivy.SchemaBuilder()
        schema.add_text_field("words", stored=True, tokenizer_name="en_stem")
        schema.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        schema.add_unsigned_field("testimony", indexed=True, fast=True)
        schema.add_integer_field("day", indexed=True, fast=True)
        for name in ("kind", "collection", "access"):
            schema.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
        writer = self._tantivy.Index(schema.build(), str(index_folder)).writer()
        for one in every:
            self._put(writer, one)
            self.rows.add(one)
        writer.commit()
        writer.wait_merging_threads()
        self.rows.write()

    def _put(self, writer: Any, one: Told) -> None:
        for key, words in one.passages:
            document = self._tantivy.Document()
            document.add_text("words", words)
            document.add_text("id", f"{one.id}#{key}")
            document.add_unsigned("testimony", one.number)
            document.add_integer("day", one.day)
            document.add_text("kind", one.kind)
            document.add_text("collection", one.collection)
            document.add_text("access", one.access)
            writer.add_document(document)

    def open(self) -> None:
        self._index = self._tantivy.Index.open(str(self.folder / "index"))
        self._schema = self._index.schema
        self._searcher = self._index.searcher()
        self._writer: Any = None

    def commit(self, one: Told) -> None:
        self._writer = self._writer or self._index.writer()
        self._put(self._writer, one)
        self._writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def ask(self, question: Question) -> Found:
        query = self._query(question)
        if question.kind == "two facets":
            asked = {name: {"terms": {"field": name}} for name in ("kind", "collection")}
            made = self._searcher.aggregate(query, asked)
            facets = {name: {b["key"]: b["doc_count"] for b in made[name]["buckets"]} for name in asked}
            return Found(sum(facets["kind"].values()), (), facets)
        if question.kind == "sort by date":
            order = self._tantivy.Order.Asc
            result = self._searcher.search(query, TESTIMONIES, order_by_field="day", order=order)
        else:
            result = self._searcher.search(query, TESTIMONIES)
        return Found(result.count, result.hits)

    def _query(self, question: Question) -> Any:
        make = self._tantivy.Query
        terms = [self._term(word) for word in question.words]
        if question.kind == "phrase":
            return make.phrase_query(self._schema, "words", self._stems(question.words))
        if question.kind in {"prefix", "wildcard"}:
            return make.regex_query(self._schema, "words", pattern_of(question.words[0]))
        if question.kind == "fuzzy":
            # There are stems in the index: a slip inside the word is then inside its stem too.
            return make.fuzzy_term_query(self._schema, "words", *self._stems(question.words), 1, True)
        if question.days:
            kind = self._tantivy.FieldType.Integer
            within = make.range_query(self._schema, "day", kind, *question.days)
            return self._both(terms[0], within)
        return self._joined(terms, "Should" if question.kind == "OR 5" else "Must")

    def _stems(self, words: Sequence[str]) -> list[str]:
        return [stem for word in words for stem in self._analyzer.analyze(word)]

    def _term(self, word: str) -> Any:
        make = self._tantivy.Query
        stems = self._stems([word])
        return make.term_query(self._schema, "words", stems[0]) if stems else make.empty_query()

    def _joined(self, queries: Sequence[Any], occur: str) -> Any:
        if len(queries) == 1:
            return queries[0]
        how = getattr(self._tantivy.Occur, occur)
        return self._tantivy.Query.boolean_query([(how, query) for query in queries])

    def _both(self, query: Any, condition: Any) -> Any:
        """Join a query with what only filters."""
        unscored = self._tantivy.Query.const_score_query(condition, 0.0)
        return self._joined([query, unscored], "Must")

    # The screen

    def parts(self, question: Question) -> Sequence[Any]:
        if question.kind == "AND 2":
            return [self._term(word) for word in question.words]
        return [self._query(question)]

    def either(self, parts: Sequence[Any]) -> Any:
        return self._joined(parts, "Should")

    def counted(self, query: Any) -> Mapping[int, int]:
        asked = {"by": {"terms": {"field": "testimony", "size": MOST_BUCKETS, "segment_size": MOST_BUCKETS}}}
        made = self._searcher.aggregate(self._open(query), asked)
        return {int(bucket["key"]): bucket["doc_count"] for bucket in made["by"]["buckets"]}

    def ranked(self, query: Any, limit: int, within: Sequence[int] = ()) -> Sequence[tuple[int, Any]]:
        asked = self._open(query)
        if within:
            asked = self._both(asked, self._tantivy.Query.term_set_query(self._schema, "testimony", list(within)))
        places = [place for _, place in self._searcher.search(asked, limit, count=False).hits]
        return list(zip(map(int, self._searcher.fast_field_values("testimony", places)), places, strict=True))

    def _open(self, query: Any) -> Any:
        return self._both(query, self._tantivy.Query.term_query(self._schema, "access", "open"))

    def shown(self, query: Any, passages: Sequence[Any]) -> Sequence[Shown]:
        marking = self._tantivy.SnippetGenerator.create(self._searcher, query, self._schema, "words")
        # The whole passage is shown, as ours is.
        marking.set_max_num_chars(1_000_000)
        shown = []
        for place in passages:
            document = self._searcher.doc(place)
            marks = [(one.start, one.end) for one in marking.snippet_from_doc(document).highlighted()]
            shown.append(Shown(document.get_first("id").partition("#")[2], document.get_first("words"), marks))
        return shown

    def search(self, question: Question, limit: int) -> list[Place]:
        hits = self._searcher.search(self._query(question), limit).hits
        found = (self._searcher.doc(place).get_first("id") for _, place in hits)
        return [tuple(key.split("#")) for key in found]
