"""Text on its way to a widget: made safe and steady at one border, measured in cells, and broken into lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from rich.cells import cell_len

from tui import safe

_UNSTEADY = re.compile("[\u200c\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0000-\U000e01ff]")
"""What joins or colours characters: terminals disagree on its width, and whatever stands to the right would shift."""
_FLAG_LETTER = re.compile("[\U0001f1e6-\U0001f1ff]")
_WORD = re.compile(r"\S+")


def line(value: str) -> str:
    r"""Give text as one safe line.

    >>> line("two\nlines")
    'two lines'
    """
    return safe.line(_steady(value))


def text(value: str) -> str:
    """Give safe text with its own line breaks."""
    return safe.text(_steady(value))


def _steady(value: str) -> str:
    if value.isascii():
        return value
    return _FLAG_LETTER.sub(lambda match: chr(ord(match[0]) - 0x1F1E6 + ord("A")), _UNSTEADY.sub("", value))


def cells(value: str) -> int:
    """Give how many cells of a terminal a line takes."""
    return len(value) if value.isascii() else cell_len(value)


def fitted(value: str, width: int) -> str:
    """Give a line exactly as wide as its column, cut with an ellipsis where it is too long.

    >>> fitted("Karabakh", 5), fitted("Van", 5)
    ('Kara…', 'Van  ')
    """
    if width < 1:
        return ""
    taken = cells(value)
    if taken <= width:
        return value + " " * (width - taken)
    kept = value[: _prefix(value, width - 1)] + "…"
    return kept + " " * (width - cells(kept))


def breaks(value: str, width: int) -> list[tuple[int, int]]:
    """Break text into lines no wider than `width`, each as [start, end) in code points of it.

    >>> breaks("It rained.", 7)
    [(0, 2), (3, 10)]
    >>> breaks("It rained.", 6)
    [(0, 2), (3, 9), (9, 10)]
    """
    width = max(width, 1)
    measure = len if value.isascii() else cell_len
    found: list[tuple[int, int]] = []
    offset = 0
    for paragraph in value.split("\n"):
        found += ((offset + start, offset + end) for start, end in _broken(paragraph, width, measure))
        offset += len(paragraph) + 1
    return found


def _broken(paragraph: str, width: int, measure: Callable[[str], int]) -> Iterator[tuple[int, int]]:
    begin = end = used = 0
    for match in _WORD.finditer(paragraph):
        gap, wide = match.start() - end, measure(match[0])
        if used + gap + wide > width and (end > begin or gap):
            if end > begin:
                yield begin, end
            begin, used, gap = match.start(), 0, 0
        if wide > width:
            *full, (begin, last) = _cut(match[0], width)
            yield from ((match.start() + a, match.start() + b) for a, b in full)
            begin, wide = match.start() + begin, measure(match[0][begin:last])
        used += gap + wide
        end = match.end()
    yield begin, end


def _cut(word: str, width: int) -> list[tuple[int, int]]:
    """Cut a word that is wider than a line into pieces that fit, at least a character each."""
    pieces: list[tuple[int, int]] = []
    start = used = 0
    for number, character in enumerate(word):
        wide = _wide(character)
        if used + wide > width and number > start:
            pieces.append((start, number))
            start, used = number, 0
        used += wide
    return [*pieces, (start, len(word))]


def _prefix(value: str, width: int) -> int:
    """Say how many characters fit into `width` cells."""
    used = 0
    for number, character in enumerate(value):
        used += _wide(character)
        if used > width:
            return number
    return len(value)


@lru_cache(4096)
def _wide(character: str) -> int:
    return cells(character)
