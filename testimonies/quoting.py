"""What a person typed, put into a sentence about it."""

from __future__ import annotations

LONGEST = 60


def quoted(text: str) -> str:
    """Put the text in quotation marks, shortened, and with nothing in it that a terminal would act on.

    >>> quoted("1993-13")
    '“1993-13”'
    """
    short = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return f"“{legible(short)}”"


def legible(text: str) -> str:
    r"""Give text with its letters in their own script, and whatever can't be printed written out.

    >>> print(legible("für\nՀայ"))
    für\nՀայ
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
