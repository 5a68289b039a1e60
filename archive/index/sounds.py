"""The words of a text that may be names, and the terms under which they are found by how they sound.

A word counts as a name where it is written as one: with a capital letter, and nowhere in the same testimony without
it. Where a script has no capitals every word may be a name; a text all in capitals tells nothing. Each name goes into
the index as `skeleton=sounds=form`, in the form that stands there and in its stem where that has other consonants, so
that `Мамедовым` is heard as Mammadov; the terms that begin with a skeleton are then all that share it. A word that is
only ever written large where a sentence begins is doubtful, and its terms end in `=`: it is heard in other scripts,
but is no other spelling of anything in its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from archive.index.folding import lower
from archive.index.skeleton import LEAST, SHORTEST, Sound, script_of, sound
from archive.index.words import bare_stem, folded, pieces, primary, spelled

FIELDS = ("title", "narrator", "interviewer", "speaker", "person", "body", "place", "event", "subject")
"""Fields of names that are found by sound too, each under its own name."""

PROPER = frozenset(FIELDS) - {"title", "subject"}
"""Those whose words are names wherever they stand."""

HEARD_IN = frozenset({"word", *FIELDS})
"""Where names are heard: in what is told, which is called `word`, and in those fields."""

_STEMMED_AS = {"CYRILLIC": "ru", "ARMENIAN": "hy", "ARABIC": "ar", "GREEK": "el"}
"""Whose endings a name has in a script, where the text is in a language that does not write so."""

_WRITTEN_IN = {"fa": "ARABIC", "prs": "ARABIC", "yi": "HEBREW"}
"""Languages with a stemmer of their own for a script."""

_ENDINGS = {
    # In, on, from, with, of, to; and the letters Hebrew joins to the word that follows.
    "GEORGIAN": re.compile("(?<=...)(?:ში|ზე|იდან|დან|თან|ისა|ის|ით|ად|მა|ს|ი)$"),
    "HEBREW": re.compile("^[ובכלמשה](?=....)"),
}
"""What may be taken off a name in a script whose languages have no stemmer."""


class Heard(NamedTuple):
    """A form of a name as the index has it."""

    sound: Sound
    form: str
    """Folded: the word, or its stem."""

    @property
    def term(self) -> str:
        """What stands in the index for it."""
        return f"{self.sound.skeleton}={self.sound.spelled}={self.form}"


def read(term: str) -> Heard:
    """Read a form of a name from its term, with its field or without.

    >>> read(heard("Мамедовым", "ru")[-1].term) == heard("Мамедовым", "ru")[-1]
    True
    """
    _, spelled, form, *_ = term.rpartition(":")[2].split("=")
    return Heard(Sound(spelled, script_of(form)), form)


def is_doubtful(term: str) -> bool:
    """Whether the term is of a word that may have its capital from the sentence."""
    return term.endswith("=")


def doubtful(term: str) -> str:
    """Give the term of a word that may have its capital from the sentence."""
    return f"{term}="


@lru_cache(maxsize=65_536)
def heard(word: str, language: str | None) -> tuple[Heard, ...]:
    """Give the forms under which a word is found by its sound: itself, and its stem where that sounds otherwise.

    >>> [one.term for one in heard("Мамедовым", "ru")]
    ['mmdvm=mamedovim=мамедовым', 'mmdv=mamedov=мамедов']
    >>> [one.term for one in heard("Степанакерте", "ru")], heard("Lo", "en")
    (['stpnkrt=stepanakert=степанакерт'], ())
    """
    whole = itself(word, language)
    stem = itself(_stem(word, whole.sound.script, language), language)
    found = {whole.sound.skeleton: whole}
    if stem.sound.script == whole.sound.script:
        found[stem.sound.skeleton] = stem
    return tuple(one for one in found.values() if is_long(one.sound))


def itself(word: str, language: str | None) -> Heard:
    """Give a word in the form that it has."""
    return Heard(sound(word, language), folded(word))


def of_word(word: str, language: str | None) -> frozenset[str]:
    """Give the terms of a word in a text, if it may be a name."""
    if not may_be_name(word):
        return frozenset()
    terms = [one.term for one in heard(word, primary(language))]
    return frozenset((*terms, *map(doubtful, terms)))


def may_be_name(word: str) -> bool:
    """Whether a word is written as names are: with a capital, or in a script that has none."""
    return not word[0].islower() or "ა" <= word[0] <= "ჿ"


_START = re.compile(r"(?:^|[.!?…։:;\n][\"'”’»)\]]*\s)\s*[\"'“‘«„¿¡(\[—–-]*([^\W\d_]+)")
"""The word with which a sentence begins."""


class _Spellings(dict[str, bool]):
    """For every spelling met, whether it, or a part of it, may be a name."""

    def __missing__(self, raw: str) -> bool:
        if len(self) >= _MEMORY:
            self.clear()
        self[raw] = may = may_be_name(raw) or not raw.isalpha()
        return may


_MEMORY = 1 << 18
"""Spellings that are remembered."""
_WORTH_HEARING = _Spellings()


class Names:
    """What may be a name in one testimony, or in its description."""

    def __init__(self, texts: Iterable[str], words: Iterable[Sequence[str]]) -> None:
        """Take all its texts, and the words of each as they are spelled."""
        self._spelled = Counter(chain.from_iterable(words))
        self._at_start = Counter(chain.from_iterable(map(_START.findall, texts)))
        self._has_small_letters = any(word != word.upper() for word in self._spelled)

    def terms(self, raws: Iterable[str], language: str | None) -> list[str]:
        """Give the terms of those words that may be names."""
        code = primary(language)
        return [
            term if self._is_firm(raw) else doubtful(term)
            for raw in filter(_WORTH_HEARING.__getitem__, dict.fromkeys(raws))
            for word in pieces(raw)
            if word and self._is_name(word)
            for term in (one.term for one in heard(word, code))
        ]

    def _is_firm(self, raw: str) -> bool:
        """Whether a word has its capital not only from the sentence that it begins."""
        return self._spelled[raw] > self._at_start[raw] or raw.lower() == raw

    def _is_name(self, word: str) -> bool:
        small = word.lower()
        if small == word:
            return may_be_name(word)
        return word[0].isupper() and self._has_small_letters and small not in self._spelled


def named(name: str) -> list[str]:
    """Give the terms of a name, each of its words being one whatever letter it begins with."""
    return [one.term for word in spelled(name) for one in heard(word, "und")]


def under(field: str, terms: Iterable[str]) -> list[str]:
    """Give terms as they stand in the index for one field, or for what is told."""
    return [f"{field}:{term}" for term in terms]


def is_long(one: Sound) -> bool:
    """Whether enough is heard of a word to tell it from others."""
    return len(one.spelled) >= SHORTEST and len(one.skeleton) >= LEAST


def _stem(word: str, script: str, language: str | None) -> str:
    if script in _ENDINGS and _WRITTEN_IN.get(primary(language)) != script:
        return _ENDINGS[script].sub("", word)
    fits = script == "LATIN" or _WRITTEN_IN.get(primary(language)) == script
    language = language if fits else _STEMMED_AS.get(script)
    return bare_stem(lower(word, language), language)
