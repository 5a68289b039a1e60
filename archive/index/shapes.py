"""Shapes of words: `w?ld*` as a pattern that no shape and no word can keep busy for long.

Between two stars the first place that fits is as good as any later one, so it is never gone back on: `(?>…)`. What
is left to try is at most every letter of a word once for every piece of the shape.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby


def pattern_of(shape: str, fold: Callable[[str], str] = str) -> re.Pattern[str]:
    """Give the pattern whose `fullmatch` says whether a folded word has a shape: `?` one letter, `*` any number.

    >>> bool(pattern_of("w?ld*").fullmatch("wilderness")), bool(pattern_of("*a" * 300 + "b").fullmatch("a" * 2000))
    (True, False)
    """
    first, *others = (_piece(piece, fold) for piece in shape.split("*"))
    if not others:
        return re.compile(first)
    *between, last = others
    return re.compile(first + "".join(f"(?>.*?{piece})" for piece in between if piece) + f".*{last}")


def _piece(piece: str, fold: Callable[[str], str]) -> str:
    """Give the pattern of what stands between two stars."""
    runs = ((sign == "?", "".join(letters)) for sign, letters in groupby(piece, lambda letter: "?" * (letter == "?")))
    return "".join(f".{{{len(run)}}}" if asked else re.escape(fold(run)) for asked, run in runs)
