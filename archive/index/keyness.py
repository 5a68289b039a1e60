"""What a text is about, told from the words it has more of than the archive around it.

Key words are found by the log-likelihood ratio (Dunning 1993, "Accurate methods for the statistics of surprise and
coincidence"), over passages that hold a word rather than over its repetitions, so that one refrain does not drown
everything else. All forms of a word count as one. Compared is only with what the same reader sees.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from archive.index import cancelling, words
from archive.index.library import Numbers
from archive.index.matching import Sought
from archive.index.outcome import Outcome
from archive.index.sight import Docs, Sight
from testimonies.transcript import Passage, Transcript

MOST = 20
"""Key words given where nobody asks for another number."""
FEW = 8
"""In a text of more passages than this, what stands in one of them only is no key word."""
TELLING = 16
"""Words of a passage by which others like it are looked for."""
LEAST = 0.15
"""How much of a passage's telling words, by weight, another one must share to be called like it."""


@dataclass(frozen=True, slots=True)
class KeyWord:
    """A word that a testimony has more of than the others."""

    word: str
    """In the form it most often has there."""
    count: int
    """How often it is said there, in any form."""
    passages: int
    """In how many of its passages, the description counted as one."""
    elsewhere: int
    """In how many passages and descriptions of other testimonies."""
    score: float
    """The log-likelihood ratio: chance brings 6.6 with one word in a hundred, 10.8 with one in a thousand."""


class _Forms:
    """The words of some passages: for each stem how often it is there, and in which spellings."""

    def __init__(self) -> None:
        self.spelled: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def read(self, passage: Passage, language: str) -> None:
        for _, stems, start, end in words.placed(passage.words, language):
            if stems:
                self.spelled[stems[0]][passage.words[start:end]] += 1

    def count(self, stem: str) -> int:
        return self.spelled[stem].total()

    def form(self, stem: str) -> str:
        """Give the commonest spelling; one in small letters before the same at the beginning of a sentence."""
        spellings = self.spelled[stem]
        small = Counter({one: many for one, many in spellings.items() if one == one.lower()})
        return min(small or spellings, key=lambda one: (-spellings[one], one))


def key_words(testimony: str, transcripts: Iterable[Transcript], sight: Sight, most: int = MOST) -> list[KeyWord]:
    """Give the key words of a testimony, the most telling first; `transcripts` as this reader may see them.

    There are none where the reader sees nothing to compare it with.
    """
    forms = _Forms()
    for transcript in transcripts:
        for passage in transcript.passages:
            forms.read(passage, transcript.language)
    own = sight.found("testimony", testimony)
    others = sight.every - len(own)
    if not len(own) or not others:
        return []
    found = list(_compared(forms, own, others, sight))
    found.sort(key=lambda one: (-one.score, -one.count, one.word))
    return found[:most]


def _compared(forms: _Forms, own: Numbers, others: int, sight: Sight) -> Iterator[KeyWord]:
    least = 2 if len(own) > FEW else 1
    for stem in forms.spelled:
        cancelling.check()
        if forms.count(stem) < least or not stem.strip("0123456789:"):
            continue
        docs = sight.found("stem", stem)
        here = _among(own, docs)
        elsewhere = len(docs) - here
        # More of it here than elsewhere, in proportion.
        if here >= least and here * others > elsewhere * len(own):
            score = log_likelihood(here, len(own), elsewhere, others)
            yield KeyWord(forms.form(stem), forms.count(stem), here, elsewhere, score)


def log_likelihood(here: int, size: int, elsewhere: int, others: int) -> float:
    """Give how unlikely it is that a word is as frequent here as elsewhere (Dunning's G², two cells).

    >>> round(log_likelihood(10, 100, 10, 1000), 2), log_likelihood(1, 10, 10, 100)
    (22.14, 0.0)
    """
    both = here + elsewhere
    expected = both * size / (size + others), both * others / (size + others)
    parts = (seen * math.log(seen / wanted) for seen, wanted in zip((here, elsewhere), expected, strict=True) if seen)
    return max(0.0, round(2 * sum(parts), 6))


def _among(own: Numbers, docs: Numbers) -> int:
    """Count the documents that are among these few; both are in order."""
    first, last = np.searchsorted(docs, (own[0], own[-1] + 1)).tolist()
    if len(own) == own[-1] - own[0] + 1:
        return int(last - first)
    return int(np.isin(docs[first:last], own).sum())


def telling(
    testimony: str, passages: Iterable[tuple[Passage, str]], sight: Sight, most: int = TELLING
) -> dict[str, float]:
    """Give the stems that tell most about some passages of a testimony, each with its weight.

    A language goes with each passage. A word weighs by how rarely others say it, and a little more for every
    repetition. What nobody else says leads nowhere, and is left out.
    """
    forms = _Forms()
    for passage, language in passages:
        forms.read(passage, language)
    own = sight.found("testimony", testimony)
    weights: dict[str, float] = {}
    for stem in forms.spelled:
        cancelling.check()
        docs = sight.found("stem", stem)
        elsewhere = len(docs) - (_among(own, docs) if len(own) else 0)
        if elsewhere and stem.strip("0123456789:"):
            weights[stem] = sight.rarity(elsewhere) * (1 + math.log(forms.count(stem)))
    chosen = sorted(weights, key=lambda stem: (-weights[stem], stem))[:most]
    return {stem: weights[stem] for stem in chosen}


def forms_of(passages: Iterable[tuple[Passage, str]], stems: Iterable[str]) -> list[str]:
    """Give stems as words, in the spelling they have in some passages."""
    forms = _Forms()
    for passage, language in passages:
        forms.read(passage, language)
    return [forms.form(stem) for stem in stems]


def alike(weights: Mapping[str, float], testimony: str, within: Numbers, sight: Sight) -> Outcome:
    """Find the passages of other testimonies that share telling words; `within` says which may be among them."""
    scores = np.zeros(len(sight.seen), np.float32)
    for stem, weight in weights.items():
        cancelling.check()
        scores[sight.found("stem", stem)] += np.float32(weight)
    # Floats add up to a little more or less.
    enough = scores >= max(LEAST * sum(weights.values()) * (1 - 1e-6), 1e-6)
    own = sight.owner.among((testimony,))
    ids = np.flatnonzero(enough & sight.is_passage & ~own & (within & sight.described)[sight.owner.codes])
    best = np.zeros(sight.owners, np.float32)
    np.maximum.at(best, sight.owner.codes[ids], scores[ids])
    sought = Sought("", stems=frozenset(weights))
    return Outcome(sight, best > 0, best, (Docs(ids, scores[ids]),), (sought,), {})
