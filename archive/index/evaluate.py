"""A question put to the index, leaf by leaf: testimonies that answer it, and the passages to show.

AND, OR and NOT join testimonies, not passages: words of one question may be said an hour apart. A phrase holds
within a passage, and so does what is asked beside `speaker:`. What a reader may not see is dropped where postings
are read, before anything is scored or counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from archive.index import cancelling, library, ordering
from archive.index.folding import fold
from archive.index.hearing import beneath
from archive.index.library import NEVER, Numbers
from archive.index.matching import Matcher, Run, Sought, linking, sounding
from archive.index.outcome import Outcome, best_of, united
from archive.index.query import And, DateRange, Everything, Field, Has, Node, Not, Or, Prefix, Whole, Wildcard, Word
from archive.index.sight import Docs, Sight
from testimonies import edtf

TITLE, NAME, LINK = 4.0, 3.0, 3.0
"""How much more a word counts in the title, in a name, or as a link to its authority record."""

WHOLE = {"kind": "kind", "lang": "lang", "access": "level", "id": "testimony"}
"""Fields asked for whole, and where the index has them."""


class Owners(NamedTuple):
    """Testimonies: for each, by its number, whether it answers, and how well."""

    answer: Numbers
    scores: Numbers


@dataclass(frozen=True, slots=True)
class Found:
    """What answers a part of the question."""

    owners: Owners
    shown: tuple[Docs, ...] = ()
    """For each thing that was asked for and is to be shown, the documents that hold it."""
    sought: tuple[Sought, ...] = ()
    """What to mark in the kept text, and names to say the other spelling of."""
    described: tuple[tuple[Sought, Numbers], ...] = ()
    """For each name: the testimonies whose description holds it, in whatever spelling."""


@dataclass(frozen=True, slots=True, eq=False)
class _Scope:
    """Where a part of the question is looked for."""

    name: str = "word"
    within: Numbers | None = None
    """Only these passages, said by the speaker who was asked for: yes or no for every document."""
    shown: bool = True
    """Whether what matches is to be shown as a passage; not so in a field of the description."""


class Evaluation:
    """One question, one reader."""

    def __init__(self, sight: Sight, matcher: Matcher, *, hears: bool = True) -> None:
        """Begin; without `hears`, only what is spelled as asked counts, and not what sounds like it."""
        self._sight = sight
        self._matcher = matcher
        self._hears = hears

    def answer(self, root: Node) -> Outcome:
        """Give the testimonies that answer, and their passages."""
        found = self._find(root, _Scope())
        described: dict[Sought, list[Numbers]] = {}
        for sought, owners in found.described:
            described.setdefault(sought, []).append(owners)
        return Outcome(
            self._sight, found.owners.answer, found.owners.scores, found.shown, found.sought,
            {sought: np.unique(np.concatenate(owners)) for sought, owners in described.items()},
        )  # fmt: skip

    # The question's joints

    def _find(self, node: Node, scope: _Scope) -> Found:
        cancelling.check()
        match node:
            case Everything():
                return Found(self._plain(self._sight.described))
            case And(nodes):
                return self._all_of(nodes, scope)
            case Or(nodes):
                return _either([self._find(one, scope) for one in nodes])
            case Not(inner):
                without = self._find(inner, replace(scope, shown=False)).owners.answer
                return Found(self._plain(self._sight.described & ~without))
            case Field(name, asked):
                return self._field(name, asked, scope)
            case DateRange():
                return Found(self._plain(self._dated(node)))
            case Has(kind):
                return Found(self._plain(self._holding("has", (kind,))))
            case Whole(text):
                return Found(self._plain(self._holding("where", self._sight.called("where", text))))
        return self._leaf(self._matcher.sought(node, scope.name), scope)

    def _all_of(self, nodes: Sequence[Node], scope: _Scope) -> Found:
        speakers = [node for node in nodes if isinstance(node, Field) and node.name == "speaker"]
        others = [node for node in nodes if node not in speakers]
        said: list[Docs] = [self._said_by(speaker.asked) for speaker in speakers]
        for docs in said:
            within = self._marked(docs.ids)
            scope = replace(scope, within=within if scope.within is None else scope.within & within)
        answers = _once(self._each_of(others, scope))
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
        others = apart.owners.answer & ~named.owners.answer
        if not others.any():
            return named
        owner_of = self._sight.owner.codes
        shown = tuple(_where(docs, others[owner_of[docs.ids]]) for docs in apart.shown)
        only = Owners(others, np.where(others, apart.owners.scores, np.float32(0)))
        return _either([named, Found(only, shown, apart.sought, apart.described)])

    def _field(self, name: str, asked: Node, scope: _Scope) -> Found:
        if name in WHOLE:
            return Found(self._plain(self._whole(WHOLE[name], asked)))
        if name == "speaker":
            said = self._within(self._said_by(asked), scope)
            return Found(self._belonging(said), (said,) if scope.shown else ())
        return self._find(asked, replace(scope, name=name, within=None, shown=False))

    def _said_by(self, asked: Node) -> Docs:
        """Give the passages of a speaker; several words must all be in the speaker's name."""
        if isinstance(asked, And):
            every = [self._said_by(one) for one in asked.nodes]
            docs, holding = united(every, len(self._sight.seen))
            return _where(docs, holding == len(every))
        if isinstance(asked, Or):
            return united([self._said_by(one) for one in asked.nodes], len(self._sight.seen))[0]
        if isinstance(asked, Not):
            without = self._marked(self._said_by(asked.node).ids)
            ids = np.flatnonzero(self._sight.seen & self._sight.is_passage & ~without)
            return Docs(ids, np.zeros(len(ids), np.float32))
        return self._documents(self._matcher.sought(asked, "speaker"), "speaker")

    def _whole(self, name: str, asked: Node) -> Numbers:
        if isinstance(asked, And):
            return _every(self._whole(name, one) for one in asked.nodes)
        if isinstance(asked, Or):
            return _any(self._whole(name, one) for one in asked.nodes)
        if isinstance(asked, Not):
            return self._sight.described & ~self._whole(name, asked.node)
        values = self._sight.snapshot.words(name)
        return self._holding(name, (value for value in values if _is_asked(value, asked, name)))

    def _dated(self, asked: DateRange) -> Numbers:
        wanted = edtf.between(*(edtf.parse(text) if text else None for text in (asked.first, asked.last)))
        if wanted.earliest is None or wanted.latest is None:
            return np.zeros(self._sight.owners, np.bool_)
        name = "recorded" if asked.field == "recorded" else "told"
        first, last = self._sight.numbers(f"{name}_from"), self._sight.numbers(f"{name}_to")
        found = self._sight.described & (first != NEVER) & (first <= wanted.latest) & (last >= wanted.earliest)
        if name == "recorded":
            # Between the first session and the last there may be years in which nothing was recorded.
            for owner in np.flatnonzero(found).tolist():
                spans = self._sight.row(owner)["recorded"]
                found[owner] = any(begin <= wanted.latest and wanted.earliest <= end for begin, end in spans)
        answer: Numbers = found
        return answer

    # The question's leaves

    def _leaf(self, sought: Sought, scope: _Scope) -> Found:
        docs = self._within(self._documents(sought, scope.name), scope)
        # A name is said to have been found under another spelling wherever it was asked for.
        is_name = bool(sought.names or sought.alike)
        marked = (sought,) if scope.shown or is_name else ()
        described = ((sought, self._describing(docs)),) if is_name else ()
        return Found(self._belonging(docs), (docs,) if scope.shown else (), marked, described)

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
        linked = (self._sight.found("ref", ref) for ref in linking(sought, name))
        found += [Docs(ids, np.full(len(ids), LINK, np.float32)) for ids in linked]
        asked = best_of([docs for docs in found if len(docs.ids)], len(self._sight.seen))
        if not sought.alike or not self._hears:
            return asked
        heard = best_of(list(self._terms("sound", sounding(sought, name), 1.0)), len(self._sight.seen))
        return best_of([asked, beneath(heard, asked)], len(self._sight.seen))

    def _terms(self, name: str, words: Iterable[str], weight: float) -> Iterator[Docs]:
        for word in words:
            cancelling.check()
            docs = self._sight.scored(name, word)
            yield docs if weight == 1.0 else Docs(docs.ids, docs.scores * np.float32(weight))

    def _run(self, name: str, run: Run) -> Docs:
        """Give the documents that hold words side by side."""
        cancelling.check()
        lists = {word: self._sight.found(name, word) for word in run}
        ids = _common([*lists.values()])
        rarity = sum(self._sight.rarity(len(lists[word])) for word in run)
        rarest = min(range(len(run)), key=lambda at: len(lists[run[at]]))
        counts = self._sight.snapshot.side_by_side(run, ids, rarest) if name == ordering.FIELD else None
        if counts is None:
            counts = self._standing(name, run, ids)
        ids, counts = ids[counts > 0], counts[counts > 0]
        return Docs(ids, (rarity * (1 + np.log(counts))).astype(np.float32))

    def _standing(self, name: str, run: Run, ids: Numbers) -> Numbers:
        """Say how often words stand side by side, from the lists of where each stands."""
        starts: Numbers | None = None
        stands: dict[str, tuple[Numbers, Numbers]] = {}
        for distance, word in enumerate(run):
            if word not in stands:
                stands[word] = library.places(self._sight.placed(name, word, ids))
            of, at = stands[word]
            # One number for the document and the place; a place before the first word of a text meets no other.
            here = (of << 32) + at + len(run) - distance
            starts = here if starts is None else np.intersect1d(starts, here, assume_unique=True)
        return np.bincount((starts if starts is not None else np.empty(0, np.int64)) >> 32, minlength=len(ids))

    # Documents and their testimonies

    def _within(self, docs: Docs, scope: _Scope) -> Docs:
        return docs if scope.within is None else _where(docs, scope.within[docs.ids])

    def _marked(self, ids: Numbers) -> Numbers:
        marked = np.zeros(len(self._sight.seen), np.bool_)
        marked[ids] = True
        return marked

    def _describing(self, docs: Docs) -> Numbers:
        """Give the testimonies whose descriptions are among some documents."""
        found: Numbers = self._sight.owner.codes[docs.ids[~self._sight.is_passage[docs.ids]]]
        return found

    def _plain(self, answer: Numbers) -> Owners:
        return Owners(answer, np.zeros(len(answer), np.float32))

    def _belonging(self, docs: Docs) -> Owners:
        """Give the testimonies of some documents, each as good as its best description and its best passage."""
        scores = np.zeros(self._sight.owners, np.float32)
        answer = np.zeros(self._sight.owners, np.bool_)
        owners = self._sight.owner.codes[docs.ids]
        answer[owners] = True
        said = self._sight.is_passage[docs.ids]
        for some in (said, ~said):
            # The documents of a testimony lie side by side.
            own, values = owners[some], docs.scores[some]
            if len(own):
                firsts = np.flatnonzero(np.diff(own, prepend=-1))
                scores[own[firsts]] += np.maximum.reduceat(values, firsts)
        return Owners(answer & self._sight.described, scores)

    def _holding(self, name: str, values: Iterable[str]) -> Numbers:
        answer = np.zeros(self._sight.owners, np.bool_)
        for value in values:
            answer[self._sight.owner.codes[self._sight.found(name, value)]] = True
        return answer & self._sight.described


def _words_from(nodes: Sequence[Node], at: int) -> Iterator[Word]:
    for node in nodes[at:]:
        if not isinstance(node, Word):
            return
        yield node


def _once(answers: Iterable[Found]) -> list[Found]:
    """Leave out what was asked again: a word counts once, however often it was typed.

    What looks for the same need not mean it: `a OR -b` marks no more than `a` does.
    """
    kept: list[Found] = []
    for one in answers:
        if not any(one.shown and _is_again(one, other) for other in kept):
            kept.append(one)
    return kept


def _is_again(one: Found, other: Found) -> bool:
    return bool(other.shown) and one.sought == other.sought and np.array_equal(one.owners.answer, other.owners.answer)


def _all(answers: Sequence[Found]) -> Found:
    return _joined(_every(one.owners.answer for one in answers), answers)


def _either(answers: Sequence[Found]) -> Found:
    return _joined(_any(one.owners.answer for one in answers), answers)


def _every(answers: Iterable[Numbers]) -> Numbers:
    return np.logical_and.reduce([*answers])  # type: ignore[no-any-return]  # NumPy leaves it open


def _any(answers: Iterable[Numbers]) -> Numbers:
    return np.logical_or.reduce([*answers])  # type: ignore[no-any-return]  # as above


def _joined(answer: Numbers, answers: Sequence[Found]) -> Found:
    scores = np.where(answer, np.sum([one.owners.scores for one in answers], axis=0), np.float32(0))
    shown = tuple(docs for one in answers for docs in one.shown)
    sought = tuple(sought for one in answers for sought in one.sought)
    return Found(Owners(answer, scores), shown, sought, tuple(pair for one in answers for pair in one.described))


def _common(lists: Sequence[Numbers]) -> Numbers:
    """Give the documents that all lists have, the shortest list deciding where to look."""
    shortest, *others = sorted(lists, key=len)
    for other in others:
        places = np.minimum(np.searchsorted(other, shortest), max(len(other) - 1, 0))
        shortest = shortest[other[places] == shortest] if len(other) else shortest[:0]
    return shortest


def _where(docs: Docs, wanted: Numbers) -> Docs:
    return Docs(docs.ids[wanted], docs.scores[wanted])


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
