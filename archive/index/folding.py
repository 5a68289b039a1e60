"""Folding: the one spelling in which a word asked for and a word kept meet.

Folding only serves comparison. What people said is kept and shown as they said it; the folded
form lives in the index and nowhere else. It is the same for every language, so that a query,
whose language nobody knows, meets every document:

- Unicode's compositions first, then letter case, then compatibility forms: `ﬁ` is `fi`, `Ａ` is `a`, `٣` is `3`;
- Latin, Greek, Arabic and Hebrew letters lose their marks: `é` is `e`, `ή` is `η`, `أ إ آ` are `ا`; niqqud,
  tashkil and tatweel go; `ى` is `ا`, `ة` is `ه`, and the Persian `ی` and `ک` are `ي` and `ك`;
- the Turkish and Azerbaijani `I İ ı i` are all `i`; only `lower` tells them apart, for the stemmers;
- `ə` is `e`. English has it as `a` in Mammadov and as `e` in Khankendi; in Azerbaijani it is the front vowel
  that Turkish writes `e`, and only so do Turkish endings fit Azerbaijani words;
- `ё` is `е`, but `й`, `ї` and `ў` are letters of their own; stress marks go; `և` is `եւ`;
- `ß æ œ þ ø ł đ` are `ss ae oe th o l d`;
- what stands inside words without being a letter goes: apostrophes, soft hyphens, joiners, Hebrew geresh and
  the Armenian marks of tone.

Marks of other scripts (Devanagari vowels, Japanese voicing) are part of the letter and stay.
"""

from __future__ import annotations

import unicodedata

WITHIN_WORDS = "'’‘＇·՚՛՜՞՟׳״\u00ad\u200c\u200d\u2060"
"""Signs inside a word that do not end it: apostrophes, the Catalan dot, Armenian marks of tone, joiners."""

_LETTERS = {
    "ı": "i", "ə": "e", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h",
    "ŧ": "t", "ŋ": "n", "ɨ": "i", "ʉ": "u", "ƣ": "g", "ɔ": "o", "ɛ": "e", "ɣ": "g", "ƶ": "z", "ς": "σ",
    "ё": "е", "ѐ": "е", "ѝ": "и", "ى": "ا", "ة": "ه", "ی": "ي", "ک": "ك", "ہ": "ه", "ٱ": "ا", "ـ": "",
}  # fmt: skip
"""Letters that Unicode does not take apart, and those it takes apart differently than readers do."""

_UNMARKED = ("LATIN", "GREEK", "ARABIC", "HEBREW")
"""Scripts whose letters are looked for without their marks."""

_MARK_BLOCKS = (
    (0x0300, 0x036F), (0x0483, 0x0489), (0x0591, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F),
    (0x0670, 0x0670), (0x06D6, 0x06ED), (0x08CA, 0x08FF), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F),
)  # fmt: skip
"""Marks that go wherever they stand alone: those of the scripts above, and stress marks over Cyrillic."""

_MODIFIERS = range(0x02B9, 0x02C2)
"""Transliterators' hamza, ayn and primes (`ʿAlī`), letters to Unicode but apostrophes to a reader."""


_DOTLESS = frozenset({"tr", "az", "azj", "crh", "gag", "tt"})
"""Turkish, Azerbaijani, Crimean Tatar, Gagauz and Tatar."""


def fold(text: str) -> str:
    """Give the spelling in which words are compared; folding twice changes nothing more.

    >>> fold("Xankəndi"), fold("IĞDIR"), fold("ığdır"), fold("Стёпа"), fold("ինչո՞ւ")
    ('xankendi', 'igdir', 'igdir', 'степа', 'ինչու')
    """
    if text.isascii():
        return text.lower().replace("'", "")
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(_FOLDED))


def lower(text: str, language: str | None = None) -> str:
    """Give a word in lower case as its language writes it, which is what stemmers expect.

    >>> lower("IŞIK", "tr"), lower("IŞIK", "en"), lower("İstanbul")
    ('ışık', 'işik', 'istanbul')
    """
    if text.isascii() and not dotless(language):
        return text.lower()
    composed = unicodedata.normalize("NFC", text)
    if dotless(language):
        composed = composed.replace("I", "ı")
    lowered = composed.replace("İ", "i").lower().translate(_INNER)
    return unicodedata.normalize("NFC", lowered)


def dotless(language: str | None) -> bool:
    """Whether the language writes ı and i as two letters, so that its capital I is not an i."""
    return (language or "").replace("_", "-").partition("-")[0].lower() in _DOTLESS


class _Letters(dict[int, str]):
    """What each letter folds to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = _fold_letter(chr(code))
        self[code] = folded
        return folded


_FOLDED = _Letters()
_INNER = {ord(sign): "'" for sign in "’‘＇՚"} | dict.fromkeys(map(ord, "՛՜՞՟\u00ad\u200c\u200d\u2060"), "")


def _fold_letter(letter: str) -> str:
    """Fold one letter until nothing more changes."""
    if letter in WITHIN_WORDS or ord(letter) in _MODIFIERS or _is_free_mark(letter):
        return ""
    if letter in _LETTERS:
        return _LETTERS[letter]
    if unicodedata.category(letter) == "Nd":
        return str(unicodedata.digit(letter))
    changed = letter.casefold()
    if changed == letter:
        apart = unicodedata.normalize("NFKD", letter)
        changed = apart if _loses_marks(apart) else unicodedata.normalize("NFKC", letter)
    if changed == letter:
        return letter
    return unicodedata.normalize("NFC", "".join(map(_fold_letter, changed)))


def _is_free_mark(letter: str) -> bool:
    """Whether this is a mark to be left out, wherever it stands."""
    if not unicodedata.category(letter).startswith("M"):
        return False
    return any(first <= ord(letter) <= last for first, last in _MARK_BLOCKS)


def _loses_marks(apart: str) -> bool:
    """Whether a letter taken apart belongs to a script that is searched without its marks."""
    return len(apart) > 1 and unicodedata.name(apart[0], "").startswith(_UNMARKED)
