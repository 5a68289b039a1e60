"""The one border archive text crosses on its way to a terminal: nothing in it may act, only be seen.

The kept text is never changed; what is changed here is only what is shown.
"""

from __future__ import annotations

import re
import unicodedata

_HARMFUL = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f"  # control characters, among them ESC and the C1 range
    "\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c"  # what turns the reading direction
    "\u200b\u2060\ufeff\u00ad\u180e"  # invisible, and counted differently by every terminal
    "\u2028\u2029"  # line breaks that only some terminals break at
    "\ud800-\udfff\ufffe\uffff]"  # no characters at all
)
_JSON_HARMFUL = re.compile("[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c\u2028\u2029\ud800-\udfff]")


def text(value: str) -> str:
    r"""Give text with its line breaks, and everything a terminal would act on made visible or left out.

    >>> text("a\x1b[31mb")
    'a␛[31mb'
    """
    return unicodedata.normalize("NFC", _HARMFUL.sub(_visible, value))


def line(value: str) -> str:
    r"""Give text as one line.

    >>> line("two\nlines")
    'two lines'
    """
    return " ".join(text(value).split("\n")).strip()


def json(document: str) -> str:
    """Give a JSON document whose strings can be printed: what would act is escaped, so it reads back unchanged."""
    return _JSON_HARMFUL.sub(lambda match: f"\\u{ord(match[0]):04x}", document)


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code == 0x09:
        return "    "
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if code in (0x200B, 0x2060, 0xFEFF, 0xAD, 0x180E):
        return ""
    return " " if code in (0x2028, 0x2029) else "\N{REPLACEMENT CHARACTER}"
