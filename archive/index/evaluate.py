"""A question put to the index, leaf by leaf: testimonies that answer it, and the passages to show.

AND, OR and NOT join testimonies, not passages: words of one question may be said an hour apart. A phrase holds
within a passage, and so does what is asked beside `speaker:`. What a reader may not see is dropped where postings
are read, before anything is scored or counted.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from archive.index.folding import fold
from archive.index.matching import Matcher, Sought, expand, linking
from archive.index.query import And, DateRange, Everything, Field, Has, Node, Not, Or, Prefix, Wildcard, Word
from archive.index.schema import DESCRIPTION, GLIMPSE, PASSAGE, PUBLIC
from testimonies import edtf
from testimonies.edtf import Edtf

K1, B = 1.2, 0.75
"""BM25's usual constants: how soon repetition stops counting, and how much length counts."""

TITLE, NAME, LINK = 4.0, 3.0, 3.0
"""How much more a word counts in the title, in a name, or as a link to its authority record."""

WHOLE = {"kind": "kind", "lang": "lang", "access": "level", "id": "testimony"}
"""Fields asked for whole, and where the index has them."""

Docs = dict[int, float]
"""Document numbers with how well they match."""
Owners = dict[str, float]
"""Testimonies with how well they match."""


class Snapshot:
    """What is known of every document number of an index as it is at one moment."""

    def __init__(self, reader: Any) -> None:
        self.reader = reader
        self.owner = self._column("testimony")
        self.kind = self._column("kind_of_doc")
        self.level = self._column("access")
        self.languages = tuple(expand(reader, "lang", ""))
        self._average: dict[str, float] = {}
        self._rows: dict[int, Mapping[str, Any]] = {}
        self._names: Any = None

    def _column(self, name: str) -> Sequence[str]:
        # The reader of an index without a document has no columns at all.
        return list(self.reader.column_reader(name)) if self.reader.doc_count_all() else []

    def document(self, docnum: int) -> str:
        """Give a document's own name, `nk-0002#s0001` for a passage."""
        if self._names is None:
            self._names = self.reader.column_reader("doc")
        name: str = self._names[docnum]
        return name

    def row(self, docnum: int) -> Mapping[str, Any]:
        """Give what a list shows of the testimony whose description, or glimpse, has this number."""
        found = self._rows.get(docnum)
        if found is None:
            found = self._rows[docnum] = self.reader.stored_fields(docnum)["row"]
        return found

    def average(self, name: str) -> float:
        """Give how many words a document holds in a field on average, at least one."""
        if name not in self._average:
            self._average[name] = max(1.0, self.reader.field_length(name) / max(1, self.reader.doc_count()))
        return self._average[name]


@dataclass(slots=True)
class PassageHit:
    """A passage that holds something of what was asked."""

    docnum: int
    leaves: int = 0
    """How many different things that were asked for it holds."""
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer of the index."""

    scores: Owners
    passages: Mapping[str, Sequence[PassageHit]]
    """By testimony, those that hold most of what was asked first."""
    sought: tuple[Sought, ...]
    """What to mark in the kept text."""
    described: Mapping[str, int]
    """The document number of each visible testimony's description or glimpse."""


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where a part of the question is looked for."""

    name: str = "word"
    within: frozenset[int] | None = None
    """Only these passages, said by the speaker who was asked for."""
    shown: bool = True
    """Whether what matches is to be shown as a passage; not so in a field of the description."""
    excluded: bool = False
    """Whether it stands behind NOT, and so is neither shown nor named."""


class Evaluation:
    """One question, one reader."""

    def __init__(self, snapshot: Snapshot, matcher: Matcher, levels: Iterable[str]) -> None:
        self._snapshot = snapshot
        self._reader = snapshot.reader
        self._matcher = matcher
        self._levels = frozenset(levels)
        self._hits: dict[int, PassageHit] = {}
        self._sought: list[Sought] = []
        self._described = dict(self._visible_descriptions())

    def answer(self, root: Node) -> Outcome:
        """Give the testimonies that answer, and their passages."""
        scores = self._owners(root, _Scope())
        passages: defaultdict[str, list[PassageHit]] = defaultdict(list)
        for hit in self._hits.values():
            owner = self._snapshot.owner[hit.docnum]
            if owner in scores:
                passages[owner].append(hit)
        for hits in passages.values():
            hits.sort(key=lambda hit: (-hit.leaves, -hit.score, hit.docnum))
        for owner, hits in passages.items():
            # A testimony that says it all in one breath comes before one that says it over an afternoon.
            scores[owner] += hits[0].score * hits[0].leaves
        return Outcome(scores, passages, tuple(self._sought), self._described)

    def _visible_descriptions(self) -> Iterator[tuple[str, int]]:
        for kind in (GLIMPSE, PUBLIC, DESCRIPTION):
            for docnum in self._ids("kind_of_doc", kind):
                if self._snapshot.level[docnum] in self._levels:
                    yield self._snapshot.owner[docnum], docnum

    # The question's joints

    def _owners(self, node: Node, scope: _Scope) -> Owners:
        match node:
            case Everything():
                return dict.fromkeys(self._described, 0.0)
            case And(nodes):
                return self._all_of(nodes, scope)
            case Or(nodes):
                return _sum(self._owners(one, scope) for one in nodes)
            case Not(inner):
                without = self._owners(inner, replace(scope, shown=False, excluded=True))
                return {owner: 0.0 for owner in self._described if owner not in without}
            case Field(name, asked):
                return self._field(name, asked, scope)
            case DateRange():
                return dict.fromkeys(self._dated(node), 0.0)
            case Has(kind):
                return self._unscored(self._ids("has", kind))
        return self._leaf(self._matcher.sought(node, scope.name), scope)

    def _all_of(self, nodes: Sequence[Node], scope: _Scope) -> Owners:
        speakers = [node for node in nodes if isinstance(node, Field) and node.name == "speaker"]
        others = [node for node in nodes if node not in speakers]
        answers = []
        for speaker in speakers:
            said = self._said_by(speaker, scope, shown=not others)
            answers.append(self._belonging(dict.fromkeys(said, 0.0)))
            scope = replace(scope, within=said if scope.within is None else scope.within & said)
        answers += self._each_of(others, scope)
        return _common(answers)

    def _each_of(self, nodes: Sequence[Node], scope: _Scope) -> Iterator[Owners]:
        """Answer each part; plain words that stand side by side and make up a name are one part."""
        row: list[Node] = []
        for node in [*nodes, None]:
            if isinstance(node, Word):
                row.append(node)
                continue
            for _, sought in self._matcher.name_among(row):
                yield self._leaf(sought, scope)
            row = []
            if node is not None:
                yield self._owners(node, scope)

    def _field(self, name: str, asked: Node, scope: _Scope) -> Owners:
        if name in WHOLE:
            return self._whole(WHOLE[name], asked)
        if name == "speaker":
            said = self._said_by(Field(name, asked), scope, shown=scope.shown)
            return self._belonging(dict.fromkeys(said, 0.0))
        return self._owners(asked, replace(scope, name=name, within=None, shown=False))

    def _said_by(self, speaker: Field, scope: _Scope, *, shown: bool) -> frozenset[int]:
        """Give the passages of a speaker."""
        sought = self._leaves_of(speaker.asked, "speaker")
        docs = _sum(self._documents(one, "speaker") for one in sought)
        if shown and scope.shown:
            for docnum in docs:
                self._hit(docnum, 1.0)
        return frozenset(docs)

    def _leaves_of(self, node: Node, name: str) -> list[Sought]:
        if isinstance(node, And | Or):
            return [sought for one in node.nodes for sought in self._leaves_of(one, name)]
        if isinstance(node, Not | Everything | Field | DateRange | Has):
            return []
        return [self._matcher.sought(node, name)]

    def _whole(self, name: str, asked: Node) -> Owners:
        if isinstance(asked, And | Or):
            return _sum(self._whole(name, one) for one in asked.nodes)
        if isinstance(asked, Not):
            without = self._whole(name, asked.node)
            return {owner: 0.0 for owner in self._described if owner not in without}
        values = [value for value in expand(self._reader, name, "") if _is_asked(value, asked, name)]
        return self._unscored(docnum for value in values for docnum in self._ids(name, value))

    def _dated(self, asked: DateRange) -> Iterator[str]:
        wanted = edtf.between(*(edtf.parse(text) if text else None for text in (asked.first, asked.last)))
        for owner, docnum in self._described.items():
            row = self._snapshot.row(docnum)
            spans = row.get("recorded", []) if asked.field == "recorded" else [row.get("told")]
            if any(span and _overlap(span, wanted) for span in spans):
                yield owner

    # The question's leaves

    def _leaf(self, sought: Sought, scope: _Scope) -> Owners:
        docs = self._documents(sought, scope.name)
        if scope.within is not None:
            docs = {docnum: score for docnum, score in docs.items() if docnum in scope.within}
        if scope.shown or (sought.names and not scope.excluded):
            self._sought.append(sought)
        if scope.shown:
            for docnum, score in docs.items():
                if self._snapshot.kind[docnum] == PASSAGE:
                    self._hit(docnum, score)
        return self._belonging(docs)

    def _hit(self, docnum: int, score: float) -> None:
        hit = self._hits.setdefault(docnum, PassageHit(docnum))
        hit.leaves += 1
        hit.score += score

    def _documents(self, sought: Sought, name: str) -> Docs:
        """Give every visible document that counts as what is sought, with its best score."""
        found: Docs = {}
        if name == "word":
            _best(found, self._terms("stem", sought.stems, 1.0))
            _best(found, self._terms("title_stem", sought.stems, TITLE))
        weight = 1.0 if name == "word" else NAME
        _best(found, self._terms(name, sought.forms - sought.stems if name == "word" else sought.forms, weight))
        if name == "title":
            _best(found, self._terms("title_stem", sought.stems, TITLE))
        for run in sought.runs:
            _best(found, self._run(name, run))
        for ref in linking(sought, name):
            _best(found, dict.fromkeys(self._ids("ref", ref), LINK))
        return {docnum: score for docnum, score in found.items() if self._snapshot.level[docnum] in self._levels}

    def _terms(self, name: str, terms: Iterable[str], weight: float) -> Iterator[tuple[int, float]]:
        for term in terms:
            if (name, term) not in self._reader:
                continue
            many, every = self._reader.doc_frequency(name, term), self._reader.doc_count()
            rarity = weight * math.log(1 + (every - many + 0.5) / (many + 0.5))
            average = self._snapshot.average(name)
            postings = self._reader.postings(name, term)
            while postings.is_active():
                docnum, often = postings.id(), postings.weight()
                length = self._reader.doc_field_length(docnum, name, average)
                yield docnum, rarity * often * (K1 + 1) / (often + K1 * (1 - B + B * length / average))
                postings.next()

    def _ids(self, name: str, term: str) -> Iterator[int]:
        if (name, term) in self._reader:
            yield from self._reader.postings(name, term).all_ids()

    def _run(self, name: str, run: tuple[str, ...]) -> Docs:
        """Give the documents that hold words side by side, the rarest word deciding where to look."""
        if any((name, word) not in self._reader for word in run):
            return {}
        rarest = sorted(set(run), key=lambda word: int(self._reader.doc_frequency(name, word)))
        docs = set(self._ids(name, rarest[0]))
        for word in rarest[1:]:
            docs &= set(self._ids(name, word))
        places = {word: self._positions(name, word, docs) for word in rarest}
        counts = {docnum: _side_by_side([places[word][docnum] for word in run]) for docnum in docs}
        every = self._reader.doc_count()
        rarity = sum(math.log(1 + every / (1 + self._reader.doc_frequency(name, word))) for word in run)
        return {docnum: rarity * (1 + math.log(count)) for docnum, count in counts.items() if count}

    def _positions(self, name: str, word: str, docs: set[int]) -> dict[int, Sequence[int]]:
        postings = self._reader.postings(name, word)
        places: dict[int, Sequence[int]] = {}
        while postings.is_active():
            if postings.id() in docs:
                places[postings.id()] = postings.value_as("positions")
            postings.next()
        return places

    def _belonging(self, docs: Docs) -> Owners:
        """Give the testimonies of some documents, each as good as its best description and its best passage."""
        best: defaultdict[tuple[str, bool], float] = defaultdict(float)
        for docnum, score in docs.items():
            key = (self._snapshot.owner[docnum], self._snapshot.kind[docnum] == PASSAGE)
            best[key] = max(best[key], score)
        owners: Owners = {}
        for (owner, _), score in best.items():
            if owner in self._described:
                owners[owner] = owners.get(owner, 0.0) + score
        return owners

    def _unscored(self, docnums: Iterable[int]) -> Owners:
        visible = (docnum for docnum in docnums if self._snapshot.level[docnum] in self._levels)
        return {self._snapshot.owner[docnum]: 0.0 for docnum in visible}


def _sum(answers: Iterable[dict[Any, float]]) -> dict[Any, float]:
    total: dict[Any, float] = {}
    for answer in answers:
        for key, score in answer.items():
            total[key] = total.get(key, 0.0) + score
    return total


def _common(answers: Sequence[Owners]) -> Owners:
    smallest = min(answers, key=len, default={})
    return {
        owner: sum(answer[owner] for answer in answers)
        for owner in smallest
        if all(owner in answer for answer in answers)
    }


def _best(found: Docs, more: Docs | Iterable[tuple[int, float]]) -> None:
    for docnum, score in more.items() if isinstance(more, dict) else more:
        if score > found.get(docnum, -1.0):
            found[docnum] = score


def _side_by_side(places: Sequence[Sequence[int]]) -> int:
    """Count how often places follow one another directly.

    >>> _side_by_side([[1, 7], [2, 9], [3]])
    1
    """
    starts = set(places[0])
    for distance, later in enumerate(places[1:], 1):
        starts &= {place - distance for place in later}
    return len(starts)


def _overlap(span: Sequence[int], wanted: Edtf) -> bool:
    if wanted.earliest is None or wanted.latest is None:
        return False
    return span[0] <= wanted.latest and wanted.earliest <= span[1]


def _is_asked(value: str, asked: Node, name: str) -> bool:
    value = value.casefold()
    match asked:
        case Prefix(text):
            return value.startswith(text.casefold())
        case Wildcard(shape):
            pieces = [re.escape(piece) for piece in shape.casefold().split("*")]
            return re.fullmatch(".*".join(pieces).replace(r"\?", "."), value) is not None
    text = fold(" ".join(getattr(asked, "words", ())) or getattr(asked, "text", "")).strip()
    # A language is asked for with all its scripts and regions: `az` finds az-Latn.
    return value == text or (name == "lang" and value.startswith(f"{text}-"))
