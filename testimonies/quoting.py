"""What a person typed, put into a sentence about it."""

from __future__ import annotations

LONGEST = 60


def quoted(text: str) -> str:
    """Put the text in quotation marks, shortened, and with nothing in it that a terminal would act on.

    >>> quoted("1993-13")
    '“1993-13”'
    """
    short = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    return f"“{short}”" if short.isprintable() else ascii(short)
