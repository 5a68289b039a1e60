"""Words: where they begin and end in what was said, and what they are in the index.

Nothing is too short or too common to be a word: `W`, `2` and `the` are found, and a phrase may need every one
of them. A word is a run of letters, digits and the marks that belong to them. Apostrophes inside it are kept
(`don't` and `O'Neil` are single words), but an elided article stands apart (`l'homme` is `l` and `homme`); hyphens
divide (`W-2` is `W` and `2`); a number keeps its commas (`7,000`). Scripts that set no space between words
(Chinese, Japanese, Thai, Khmer) are taken letter by letter, and a query in them becomes a phrase.

Each word goes into the index twice: folded, and stemmed in the language of its own transcript. A stem carries the
mark of its stemmer, so that the English `notes` is not found under the French `not`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from archive.index.folding import WITHIN_WORDS, fold, lower

_UNSPACED = (
    "\u0e01-\u0e4f\u0e81-\u0ecf\u0edc-\u0edf\u1000-\u103f\u1050-\u109f\u1780-\u17d3\u17dc\u3005-\u3007\u3021-\u3029"
    "\u3031-\u3035\u3038-\u303c\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
)
_UNSPACED_FAR = "\U00020000-\U0003ffff"
"""Thai, Lao, Burmese, Khmer, Japanese and Chinese: no space between words, so each letter counts as one."""

_ELIDED = re.compile("((?:jus|lors|puis|quoi)?qu|[cdjlmnst]|(?:a|co|da|de|ne|que|su)ll|gl|un)['’]", re.IGNORECASE)
"""Articles and little words that French, Italian, Catalan and their neighbours shorten before a vowel."""

_MARK_RANGES = (
    (0x300, 0x1DFF), (0x20D0, 0x20F0), (0x2CEF, 0x2DFF), (0x302A, 0x309A), (0xA66F, 0xABED), (0xFB1E, 0xFE2F),
    (0x101FD, 0x1037A), (0x10A00, 0x11FFF), (0x16AF0, 0x16FF1), (0x1E000, 0x1E94A),
)  # fmt: skip
"""Where in Unicode the marks of scripts are: looking there alone takes a fifth of the time."""

_ALGORITHMS = {
    "ar": "arabic", "hy": "armenian", "hyw": "armenian", "eu": "basque", "ca": "catalan", "cs": "czech",
    "da": "danish", "nl": "dutch", "en": "english", "eo": "esperanto", "et": "estonian", "fi": "finnish",
    "fr": "french", "de": "german", "el": "greek", "hi": "hindi", "hu": "hungarian", "id": "indonesian",
    "ga": "irish", "it": "italian", "lt": "lithuanian", "ne": "nepali", "no": "norwegian", "nb": "norwegian",
    "nn": "norwegian", "fa": "persian", "prs": "persian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "hr": "serbian", "bs": "serbian", "sh": "serbian",
    "cnr": "serbian", "st": "sesotho", "es": "spanish", "sv": "swedish", "ta": "tamil", "tr": "turkish",
    "az": "turkish", "azj": "turkish", "yi": "yiddish",
}  # fmt: skip
"""The stemmer of each language (BCP 47). Azerbaijani has none of its own and shares the Turkish one."""

_MARKS = {code: min(one for one, other in _ALGORITHMS.items() if other == name) for code, name in _ALGORITHMS.items()}
"""What stands before the stems of each language; languages that share a stemmer share their stems."""

_MEMORY = 200_000
"""How many words of a language are remembered before the memory starts afresh."""


class Token(NamedTuple):
    """One word where it stands."""

    word: str
    """Folded: what is compared."""
    lower: str
    """In lower case, unfolded: what is stemmed."""
    start: int
    """Where it begins, in code points of the text it was read from."""
    end: int
    """Where it ends: the place after its last letter."""


def tokens(text: str, language: str | None = None) -> Iterator[Token]:
    """Read a text word by word.

    >>> [token.word for token in tokens("Don't lose the W-2 of l'Été: 7,000 ft.")]
    ['dont', 'lose', 'the', 'w', '2', 'of', 'l', 'ete', '7000', 'ft']
    """
    for match in _pattern(text).finditer(text):
        start = match.start()
        for raw in pieces(match.group()):
            yield Token(folded(raw), lower(raw, language), start, start + len(raw))
            start += len(raw) + 1


def spelled(text: str) -> list[str]:
    """List the words of a text as they are spelled in it.

    >>> spelled("“Under control”, O'Neil said")
    ['Under', 'control', "O'Neil", 'said']
    """
    return [piece for raw in divided(text) for piece in pieces(raw)]


def indexed(text: str, language: str | None = None) -> tuple[list[str], list[str]]:
    """Give the words of a text as they are indexed: all of them folded, and all their stems as `stems` gives them."""
    return read(divided(text), language)


def divided(text: str) -> list[str]:
    """List the words of a text as they are spelled, an elided article still with the word that follows it."""
    return _pattern(text).findall(text)


def matches(text: str) -> Iterator[re.Match[str]]:
    """Give the words of a text as `divided` does, each with where it stands."""
    return _pattern(text).finditer(text)


def parts(code: str) -> Mapping[str, Sequence[tuple[str, tuple[str, ...], int]]]:
    """Give for every word as it is spelled in a language its parts: each folded, with its stems, and how long it is.

    Between an elided article and its word stands one sign, the apostrophe.
    """
    return _reading(code)


def read(raws: Iterable[str], language: str | None = None) -> tuple[list[str], list[str]]:
    """Give words that were `divided` as they are indexed."""
    reading = _reading(primary(language))
    words: list[str] = []
    stemmed: list[str] = []
    for raw in raws:
        for word, found, _ in reading[raw]:
            words.append(word)
            stemmed += found
    return words, stemmed


def placed(text: str, language: str | None) -> Iterator[tuple[str, tuple[str, ...], int, int]]:
    """Give every word of a text, folded, with its stems, and where it begins and ends."""
    reading = _reading(primary(language))
    for match in _pattern(text).finditer(text):
        start = match.start()
        for word, found, length in reading[match.group()]:
            yield word, found, start, start + length
            # Between an elided article and its word stands the apostrophe.
            start += length + 1


def stems(word: str, language: str | None, *, itself: bool = False) -> tuple[str, ...]:
    """Give the stems under which a word, as it is spelled, is found in texts of a language.

    Mostly there is one. A second one stands in where the word without its accents has another, so that it is
    found however carefully it was typed. `itself` gives the word as if it were a stem, too.

    >>> stems("controls", "en-GB"), stems("évacués", "fr"), stems("Controls", "und")
    (('en:control',), ('fr:evacu',), (':controls',))
    """
    reading = _reading(primary(language))
    found = tuple(stem for _, found, _ in reading[word] for stem in found)
    return (*found, f"{reading.mark}:{folded(word)}") if itself else found


def folded(word: str) -> str:
    """Fold one word, or a part of one, as it is in the index: a number without its commas."""
    return fold(word).replace(",", "")


def stem(word: str, language: str | None) -> str:
    """Give the folded stem of a word; of a language without a stemmer, the folded word itself.

    The word comes in lower case but not folded (`Token.lower`): the endings of French, German, Turkish
    and Armenian are known by letters that folding removes.

    >>> stem("évacués", "fr"), stem("evlerimizden", "tr"), stem("mothers", "und")
    ('evacu', 'ev', 'mothers')
    """
    return folded(bare_stem(word, language))


def bare_stem(word: str, language: str | None) -> str:
    """Give the stem of a word in lower case, not yet folded.

    >>> bare_stem("évacués", "fr"), bare_stem("həsənin", "az")
    ('évacu', 'həsən')
    """
    code = primary(language)
    algorithm = _algorithm(code)
    if algorithm is None:
        return word
    plain = word.replace("ə", "e") if code in {"az", "azj"} else word
    found: str = algorithm.stemWord(plain)
    return word[: len(found)] if plain.startswith(found) else found


def languages_known() -> frozenset[str]:
    """List the languages (BCP 47) whose words are found in their other forms too."""
    return frozenset(code for code in _ALGORITHMS if _algorithm(code) is not None)


def primary(language: str | None) -> str:
    """Give the language of a tag without its script and region: `en` of `en-GB`, `und` of nothing."""
    return (language or "und").replace("_", "-").partition("-")[0].lower()


def pieces(raw: str) -> list[str]:
    """Part a word from the article elided before it: `l'homme` is two words, `O'Neil` is one."""
    parted: list[str] = []
    start = 0
    while elided := _ELIDED.match(raw, start):
        parted.append(elided[1])
        start = elided.end()
    return [*parted, raw[start:]]


def _pattern(text: str) -> re.Pattern[str]:
    """Give the pattern that finds the words of this text; plain English needs no marks of other scripts."""
    return _plain_pattern() if text.isascii() else _full_pattern()


# Nearly every word is letters and nothing else: that is tried first and never gone back on (`++`). The sets
# of characters are kept apart by plane, since Python looks up a set in one step only below U+10000.
_COMMA = r"(?<=\d),(?=\d{3}(?!\d))\d{3}"


@cache
def _plain_pattern() -> re.Pattern[str]:
    """Compile the pattern of words in plain ASCII."""
    letter = "[A-Za-z0-9]"
    return re.compile(rf"{letter}++(?!'|,\d)|{letter}+(?:'{letter}+|{_COMMA})*")


@cache
def _full_pattern() -> re.Pattern[str]:
    """Compile the pattern of words in every script, when the first text needs it."""
    marks = [
        chr(code)
        for first, last in _MARK_RANGES
        for code in range(first, last + 1)
        if unicodedata.category(chr(code)).startswith("M")
    ]
    near = "".join(mark for mark in marks if mark <= "\uffff")
    far = "".join(mark for mark in marks if mark > "\uffff")
    mark = f"(?:[{near}]|[{far}])"
    letter = rf"[^\W_{_UNSPACED}{_UNSPACED_FAR}]"
    plain = rf"{letter}++(?![{near}{WITHIN_WORDS}])(?![\U00010000-\U0001ffff]|,\d)"
    whole = rf"{letter}+(?:{mark}+{letter}*|[{WITHIN_WORDS}]{letter}+|{_COMMA})*"
    unspaced = f"(?:[{_UNSPACED}]|[{_UNSPACED_FAR}]){mark}*"
    return re.compile(f"{plain}|{whole}|{unspaced}")


@cache
def _algorithm(code: str) -> Any:
    """Give the stemmer of a language, or None."""
    import Stemmer  # noqa: PLC0415  a command that only shows a record has nothing to stem

    name = _ALGORITHMS.get(code)
    return Stemmer.Stemmer(name) if name in Stemmer.algorithms() else None


class _Reading(dict[str, tuple[tuple[str, tuple[str, ...], int], ...]]):
    """The folded word, the stems and the length of every spelling met in one language; of each after an elision."""

    def __init__(self, code: str) -> None:
        super().__init__()
        self.code = code
        self.mark = _MARKS.get(code, "")

    def __missing__(self, raw: str) -> tuple[tuple[str, tuple[str, ...], int], ...]:
        if len(self) >= _MEMORY:
            self.clear()
        parted = tuple((folded(piece), self._stems(piece), len(piece)) for piece in pieces(raw))
        self[raw] = parted
        return parted

    def _stems(self, piece: str) -> tuple[str, ...]:
        spelled = lower(piece, self.code)
        # Turkish parts a name from its ending with an apostrophe, which may be typed while the accents are not.
        plain = "'".join(folded(part) for part in spelled.split("'"))
        found = (stem(one, self.code) for one in dict.fromkeys((spelled, plain, folded(piece))))
        return tuple(f"{self.mark}:{one}" for one in dict.fromkeys(found))


@cache
def _reading(code: str) -> _Reading:
    return _Reading(code)
