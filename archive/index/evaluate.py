"""A question put to the index, leaf by leaf: testimonies that answer it, and the passages to show.

AND, OR and NOT join testimonies, not passages: words of one question may be said an hour apart. A phrase holds
within a passage, and so does what is asked beside `speaker:`. What a reader may not see is dropped where postings
are read, before anything is scored or counted.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from archive.index.folding import fold
from archive.index.library import places_in
from archive.index.matching import Matcher, Run, Sought, linking
from archive.index.query import And, DateRange, Everything, Field, Has, Node, Not, Or, Prefix, Wildcard, Word
from archive.index.snapshot import Docs, Sight
from testimonies import edtf
from testimonies.edtf import Edtf

TITLE, NAME, LINK = 4.0, 3.0, 3.0
"""How much more a word counts in the title, in a name, or as a link to its authority record."""

TOGETHER = 10.0
"""What each further thing that was asked for is worth in one and the same passage: more than any scattered words."""

WHOLE = {"kind": "kind", "lang": "lang", "access": "level", "id": "testimony"}
"""Fields asked for whole, and where the index has them."""

Owners = dict[str, float]
"""Testimonies with how well they match."""


@dataclass(frozen=True, slots=True)
class Found:
    """What answers a part of the question."""

    owners: Owners
    shown: tuple[Docs, ...] = ()
    """For each thing that was asked for and is to be shown, the documents that hold it."""
    sought: tuple[Sought, ...] = ()
    """What to mark in the kept text, and names to say the other spelling of."""


class Outcome:
    """The answer of the index."""

    def __init__(self, found: Found, sight: Sight) -> None:
        self.sought = tuple(dict.fromkeys(found.sought))
        self._scores, self._holding = _united(found.shown)
        self._passages: defaultdict[str, list[int]] = defaultdict(list)
        best: dict[str, tuple[int, float]] = {}
        owner_of, is_passage = sight.owner, sight.is_passage
        for docnum, score in self._scores.items():
            owner = owner_of[docnum]
            if owner in found.owners:
                if is_passage[docnum]:
                    self._passages[owner].append(docnum)
                rank = (self._holding.get(docnum, 1), score)
                if rank > best.get(owner, (0, 0.0)):
                    best[owner] = rank
        self.scores = {owner: _score(score, *best.get(owner, (1, 0.0))) for owner, score in found.owners.items()}
        self.total_passages = sum(map(len, self._passages.values()))

    def passages(self, owner: str) -> Sequence[int]:
        """Give the passages of a testimony that answer, those that hold most of what was asked first."""
        holding, scores = self._holding, self._scores
        found = self._passages.get(owner, [])
        return sorted(found, key=lambda docnum: (-holding.get(docnum, 1), -scores[docnum], docnum))


def _united(shown: Sequence[Docs]) -> tuple[Docs, Mapping[int, int]]:
    """Give the score of every document shown, and how many things it holds where that is more than one."""
    if len(shown) == 1:
        return shown[0], {}
    scores: dict[int, float] = {}
    holding: dict[int, int] = {}
    for docs in shown:
        for docnum, score in docs.items():
            if docnum in scores:
                scores[docnum] += score
                holding[docnum] = holding.get(docnum, 1) + 1
            else:
                scores[docnum] = score
    return scores, holding


def _score(everywhere: float, together: int, at_best: float) -> float:
    """Score a testimony: one that says it all in one breath comes before one that says it over an afternoon."""
    raw = everywhere + at_best
    return TOGETHER * (together - 1) + TOGETHER * raw / (raw + TOGETHER)


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where a part of the question is looked for."""

    name: str = "word"
    within: frozenset[int] | None = None
    """Only these passages, said by the speaker who was asked for."""
    shown: bool = True
    """Whether what matches is to be shown as a passage; not so in a field of the description."""


class Evaluation:
    """One question, one reader."""

    def __init__(self, sight: Sight, matcher: Matcher) -> None:
        self._sight = sight
        self._matcher = matcher

    def answer(self, root: Node) -> Outcome:
        """Give the testimonies that answer, and their passages."""
        return Outcome(self._find(root, _Scope()), self._sight)

    # The question's joints

    def _find(self, node: Node, scope: _Scope) -> Found:
        match node:
            case Everything():
                return Found(dict.fromkeys(self._sight.described, 0.0))
            case And(nodes):
                return self._all_of(nodes, scope)
            case Or(nodes):
                return _either([self._find(one, scope) for one in nodes])
            case Not(inner):
                without = self._find(inner, replace(scope, shown=False)).owners
                return Found({owner: 0.0 for owner in self._sight.described if owner not in without})
            case Field(name, asked):
                return self._field(name, asked, scope)
            case DateRange():
                return Found(dict.fromkeys(self._dated(node), 0.0))
            case Has(kind):
                return Found(self._holding("has", (kind,)))
        return self._leaf(self._matcher.sought(node, scope.name), scope)

    def _all_of(self, nodes: Sequence[Node], scope: _Scope) -> Found:
        speakers = [node for node in nodes if isinstance(node, Field) and node.name == "speaker"]
        others = [node for node in nodes if node not in speakers]
        said: list[Docs] = [self._said_by(speaker.asked) for speaker in speakers]
        for docs in said:
            within = frozenset(docs)
            scope = replace(scope, within=within if scope.within is None else scope.within & within)
        answers = list(self._each_of(others, scope))
        # Who asks for a speaker alone is shown what was said; beside other words, those are what is looked for.
        show = scope.shown and not any(one.shown for one in answers)
        return _all([*answers, *(Found(self._belonging(docs), (docs,) if show else ()) for docs in said)])

    def _each_of(self, nodes: Sequence[Node], scope: _Scope) -> Iterator[Found]:
        """Answer each part; plain words that stand side by side and make up a name are one part."""
        at = 0
        while at < len(nodes):
            row = list(_words_from(nodes, at))
            name = self._matcher.longest_name(row)
            if name:
                count, sought = name
                yield self._name_or_words(sought, row[:count], scope)
                at += count
            else:
                yield self._find(nodes[at], scope)
                at += 1

    def _name_or_words(self, name: Sought, row: Sequence[Word], scope: _Scope) -> Found:
        """Find a name of several words; where it does not stand as a name, its words count each for itself."""
        named = self._leaf(name, scope)
        apart = _all([self._leaf(self._matcher.sought(word, scope.name), scope) for word in row])
        others = {owner: score for owner, score in apart.owners.items() if owner not in named.owners}
        if not others:
            return named
        owner_of = self._sight.owner
        shown = ({one: score for one, score in docs.items() if owner_of[one] in others} for docs in apart.shown)
        return _either([named, Found(others, tuple(shown), apart.sought)])

    def _field(self, name: str, asked: Node, scope: _Scope) -> Found:
        if name in WHOLE:
            return Found(self._whole(WHOLE[name], asked))
        if name == "speaker":
            said = self._said_by(asked)
            if scope.within is not None:
                said = {docnum: score for docnum, score in said.items() if docnum in scope.within}
            return Found(self._belonging(said), (said,) if scope.shown else ())
        return self._find(asked, replace(scope, name=name, within=None, shown=False))

    def _said_by(self, asked: Node) -> Docs:
        """Give the passages of a speaker; several words must all be in the speaker's name."""
        if isinstance(asked, And):
            every = [self._said_by(one) for one in asked.nodes]
            return {one: sum(docs[one] for docs in every) for one in every[0] if all(one in docs for docs in every)}
        if isinstance(asked, Or):
            return _united([self._said_by(one) for one in asked.nodes])[0]
        if isinstance(asked, Not):
            without = self._said_by(asked.node)
            seen, is_passage = self._sight.seen, self._sight.is_passage
            every_passage = (one for one in range(len(seen)) if seen[one] and is_passage[one])
            return {docnum: 0.0 for docnum in every_passage if docnum not in without}
        return self._documents(self._matcher.sought(asked, "speaker"), "speaker")

    def _whole(self, name: str, asked: Node) -> Owners:
        if isinstance(asked, And):
            return _common([self._whole(name, one) for one in asked.nodes])
        if isinstance(asked, Or):
            return _sum(self._whole(name, one) for one in asked.nodes)
        if isinstance(asked, Not):
            without = self._whole(name, asked.node)
            return {owner: 0.0 for owner in self._sight.described if owner not in without}
        values = self._sight.snapshot.words(name)
        return self._holding(name, (value for value in values if _is_asked(value, asked, name)))

    def _dated(self, asked: DateRange) -> Iterator[str]:
        wanted = edtf.between(*(edtf.parse(text) if text else None for text in (asked.first, asked.last)))
        for owner in self._sight.described:
            row = self._sight.row(owner)
            spans = row.get("recorded", []) if asked.field == "recorded" else [row.get("told")]
            if any(span and _overlap(span, wanted) for span in spans):
                yield owner

    # The question's leaves

    def _leaf(self, sought: Sought, scope: _Scope) -> Found:
        docs = self._documents(sought, scope.name)
        if scope.within is not None:
            docs = {docnum: score for docnum, score in docs.items() if docnum in scope.within}
        # A name is said to have been found under another spelling wherever it was asked for.
        marked = (sought,) if scope.shown or sought.names else ()
        return Found(self._belonging(docs), (docs,) if scope.shown else (), marked)

    def _documents(self, sought: Sought, name: str) -> Docs:
        """Give every visible document that counts as what is sought, with its best score."""
        found: list[Docs] = []
        if name in ("word", "title"):
            found += self._terms("title_stem", sought.stems, TITLE)
        if name == "word" and sought.stems:
            # Every form of a word, accents or not, is found under one of its stems.
            found += self._terms("stem", sought.stems, 1.0)
        else:
            found += self._terms(name, sought.forms, 1.0 if name == "word" else NAME)
        found += [self._run(name, run) for run in sought.runs]
        found += [dict.fromkeys(self._sight.ids("ref", ref), LINK) for ref in linking(sought, name)]
        return _best([docs for docs in found if docs])

    def _terms(self, name: str, words: Iterable[str], weight: float) -> Iterator[Docs]:
        for word in words:
            docs = self._sight.scored(name, word)
            yield docs if weight == 1.0 else {docnum: score * weight for docnum, score in docs.items()}

    def _run(self, name: str, run: Run) -> Docs:
        """Give the documents that hold words side by side, the rarest word deciding where to look."""
        places = {word: self._sight.places(name, word) for word in run}
        rarest, *others = sorted(places.values(), key=len)
        docs = [docnum for docnum in rarest if all(docnum in other for other in others)]
        rarity = sum(self._sight.rarity(len(places[word])) for word in run)
        counts = ((docnum, _side_by_side([places[word][docnum] for word in run])) for docnum in docs)
        return {docnum: rarity * (1 + math.log(count)) for docnum, count in counts if count}

    def _belonging(self, docs: Docs) -> Owners:
        """Give the testimonies of some documents, each as good as its best description and its best passage."""
        told: Owners = {}
        said: Owners = {}
        owner_of, is_passage = self._sight.owner, self._sight.is_passage
        for docnum, score in docs.items():
            best = said if is_passage[docnum] else told
            owner = owner_of[docnum]
            if score >= best.get(owner, 0.0):
                best[owner] = score
        if told:
            for owner, score in told.items():
                said[owner] = said.get(owner, 0.0) + score
        return {owner: score for owner, score in said.items() if owner in self._sight.described}

    def _holding(self, name: str, values: Iterable[str]) -> Owners:
        owner_of = self._sight.owner
        return {owner_of[docnum]: 0.0 for value in values for docnum in self._sight.ids(name, value)}


def _words_from(nodes: Sequence[Node], at: int) -> Iterator[Word]:
    for node in nodes[at:]:
        if not isinstance(node, Word):
            return
        yield node


def _all(answers: Sequence[Found]) -> Found:
    return _joined(_common([one.owners for one in answers]), answers)


def _either(answers: Sequence[Found]) -> Found:
    return _joined(_sum(one.owners for one in answers), answers)


def _joined(owners: Owners, answers: Sequence[Found]) -> Found:
    shown = tuple(docs for one in answers for docs in one.shown)
    return Found(owners, shown, tuple(sought for one in answers for sought in one.sought))


def _sum(answers: Iterable[Owners]) -> Owners:
    total: Owners = {}
    for answer in answers:
        for owner, score in answer.items():
            total[owner] = total.get(owner, 0.0) + score
    return total


def _common(answers: Sequence[Owners]) -> Owners:
    smallest = min(answers, key=len, default={})
    return {
        owner: sum(answer[owner] for answer in answers)
        for owner in smallest
        if all(owner in answer for answer in answers)
    }


def _best(answers: Sequence[Docs]) -> Docs:
    """Give every document with its best score."""
    if len(answers) == 1:
        return answers[0]
    found: dict[int, float] = {}
    for docs in answers:
        for docnum, score in docs.items():
            if score >= found.get(docnum, 0.0):
                found[docnum] = score
    return found


def _side_by_side(places: Sequence[bytes]) -> int:
    """Count how often places follow one another directly.

    >>> _side_by_side([bytes([1, 6]), bytes([2, 7]), bytes([3])])
    1
    """
    starts: Sequence[int] = places_in(places[0])
    for distance, data in enumerate(places[1:], 1):
        later: Collection[int] = places_in(data)
        if len(later) > _FEW:
            later = frozenset(later)
        starts = [place for place in starts if place + distance in later]
        if not starts:
            return 0
    return len(starts)


_FEW = 8
"""Places that are looked through faster than a set of them is made."""


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
