"""Language tags as records carry them (BCP 47), told apart from names of languages."""

from __future__ import annotations

import re
import unicodedata

_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{1,8})*|[ix](?:-[a-z0-9]{1,8})+", re.IGNORECASE)
"""Two or three letters first: RFC 5646 keeps longer beginnings for registrations nobody has ever made."""

_NAMED = {
    "arabic": "ar", "armenian": "hy", "azerbaijani": "az", "azeri": "az", "chinese": "zh", "dutch": "nl",
    "english": "en", "french": "fr", "georgian": "ka", "german": "de", "greek": "el", "hebrew": "he",
    "italian": "it", "kurdish": "ku", "persian": "fa", "farsi": "fa", "polish": "pl", "portuguese": "pt",
    "romanian": "ro", "russian": "ru", "spanish": "es", "swedish": "sv", "turkish": "tr", "ukrainian": "uk",
    "unknown": "und", "yiddish": "yi",
}  # fmt: skip
"""What people write instead, in English."""


def is_tag(text: str) -> bool:
    """Whether a text can be a language tag.

    >>> is_tag("hy"), is_tag("az-Cyrl"), is_tag("und"), is_tag("english"), is_tag("zz-!!")
    (True, True, True, False, False)
    """
    return _TAG.fullmatch(text) is not None


def meant(text: str) -> str | None:
    """Give the tag of a language that was called by its English name.

    >>> meant("Armenian")
    'hy'
    """
    return _NAMED.get(text.strip().lower())


def script_of(text: str) -> str:
    """Say in which script a name is written, by its first letter: Unicode names every letter after its script.

    >>> script_of("Stepanakert"), script_of("Ստեփանակերտ"), script_of("1993")
    ('Latin', 'Armenian', '')
    """
    letter = next((letter for letter in text if letter.isalpha()), "")
    name = unicodedata.name(letter, "").partition(" ")[0] if letter else ""
    return name if name == "CJK" else name.capitalize()
