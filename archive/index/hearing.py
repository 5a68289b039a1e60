"""Names that sound like a word that was asked for, among those of the index that one reader sees."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

import numpy as np

from archive.index import sounds
from archive.index.sight import Docs, Sight
from archive.index.skeleton import Sound, alike, same, script_of
from archive.index.sounds import Heard
from archive.index.words import folded, languages_known, spelled

MOST_ALIKE = 16
"""Spellings of a name that are looked for because they sound alike; the most frequent are taken."""

ALIKE = 0.6
"""How much a name counts that only sounds alike, where nothing was found as it was asked."""


class Hearing:
    """Hears what one reader asks, in all the languages that are spoken in what that reader sees.

    `unheard` are the folded words of names that lead nowhere, and to which nothing leads.
    """

    def __init__(self, sight: Sight, languages: Iterable[str], unheard: Collection[str] = frozenset()) -> None:
        self._sight = sight
        self._unheard = unheard
        self._languages = tuple(languages)
        self._starting: dict[str, list[tuple[Heard, str]]] = {}

    def alike(self, text: str, field: str) -> frozenset[str]:
        """Give the terms of names in a field that sound like a word; mostly there are none.

        A word that is mostly written small here is no name, and sounds like nothing. Its own form decides; only
        where no other name sounds like that do the stems it may have.
        """
        if field not in sounds.HEARD_IN or len(spelled(text)) != 1:
            return frozenset()
        itself = dict.fromkeys(sounds.itself(text, language) for language in self._languages)
        stems = dict.fromkeys(one for language in self._languages for one in sounds.heard(text, language))
        own = {one.form for one in (*itself, *stems)}
        if not own.isdisjoint(self._unheard):
            return frozenset()
        # Where a stem has all its consonants, no more than an ending was taken off.
        heard = {one.sound.skeleton for one in itself}
        itself |= {one: None for one in stems if one.sound.skeleton in heard}
        whole = self._sounding(itself, field, alike)
        # A stem is not what was asked, and in its own script must be the very same.
        parts = self._sounding(stems, field, _alike_as_stems)
        found = whole if whole.keys() - own else parts
        script = script_of(text)
        others = [
            term
            for form in found.keys() - own - set(self._unheard)
            for term in found[form]
            if not sounds.is_doubtful(term) or sounds.read(term).sound.script != script
        ]
        ours = {term for some in (whole, parts) for form in some.keys() & own for term in some[form]}
        # Its own forms in plain Latin letters are found as words; elsewhere names have endings nobody told us of.
        kept = [] if folded(text).isascii() else [*ours]
        if others and self._is_name(text, ours, field):
            counts = {term: self._sight.count("sound", term) for term in others}
            seen = sorted((term for term in others if counts[term]), key=lambda term: (-counts[term], term))
            kept = [*kept, *seen[:MOST_ALIKE]]
        return frozenset(term.partition(":")[2] for term in kept)

    def _sounding(
        self, asked: Collection[Heard], field: str, fits: Callable[[Sound, Sound], bool]
    ) -> dict[str, list[str]]:
        """Give the terms that are alike, by their form."""
        found: dict[str, dict[str, None]] = {}
        for one in asked:
            if sounds.is_long(one.sound):
                for other, term in self._sharing(f"{field}:{one.sound.skeleton}="):
                    if fits(one.sound, other.sound):
                        found.setdefault(other.form, {})[term] = None
        return {form: list(terms) for form, terms in found.items()}

    def _sharing(self, start: str) -> list[tuple[Heard, str]]:
        """Give the names that share a skeleton, each with its term."""
        if start not in self._starting:
            terms = self._sight.snapshot.starting("sound", start)
            self._starting[start] = [(sounds.read(term), term) for term in terms]
        return self._starting[start]

    def _is_name(self, text: str, ours: Iterable[str], field: str) -> bool:
        """Whether most documents that hold a word have it as a name; so, too, if none of them holds it."""
        if field != "word":
            return True
        said = self._sight.count("word", folded(text))
        return not said or 2 * len({one for term in ours for one in self._sight.ids("sound", term)}) >= said


def unheard(names: Iterable[str]) -> frozenset[str]:
    """Give the folded words, and their stems, of names that must not be found by their sound: protected persons'."""
    return frozenset(one.form for name in names for word in spelled(name) for one in _forms(word))


def _forms(word: str) -> Iterator[Heard]:
    for language in (None, *languages_known()):
        yield sounds.itself(word, language)
        yield from sounds.heard(word, language)


def _alike_as_stems(one: Sound, other: Sound) -> bool:
    return alike(one, other) and (one.script != other.script or same(one, other))


def beneath(heard: Docs, found: Docs) -> Docs:
    """Let documents that only sound alike count for less than any that was found as it was asked."""
    if not len(heard.ids):
        return heard
    least = found.scores.min() if len(found.ids) else heard.scores.max()
    scale = ALIKE * min(1.0, float(least / heard.scores.max()))
    return Docs(heard.ids, heard.scores * np.float32(scale))
