"""Plain texts, `.txt` and `.md`: where their paragraphs and pages begin.

Blank lines separate paragraphs. Where they are too few to do so (fewer than one for ten lines), or where lines are so
long that nobody broke them by hand (more than one in ten beyond 120 characters), every line is a paragraph.
Pages are marked by form feeds, or by at least two lines `[p. 3]`, `[page 4]` whose numbers rise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from archive.exchange import speech
from archive.exchange.speech import Paragraph, Speech

_PAGE = re.compile(r"\s*\[?(?:p\.|pg\.?|page) ?(?P<number>[1-9][0-9]{0,4})\]?\s*", re.IGNORECASE)
_LONG_LINE = 120


def read(words: str) -> Speech:
    """Turn a plain text into passages."""
    # A feed behind the last word of a line begins a page all the same.
    lines = words.replace("\f", "\n\f").split("\n")
    marks = _page_marks(lines)
    full = [line for line in lines if line.strip()]
    by_lines = _every_line_is_one(lines, full)
    names = speech.beginnings(full)
    return speech.read(
        [paragraph for block in _blocks(lines, marks, by_lines) for paragraph in speech.at_names(block, names)]
    )


def _every_line_is_one(lines: Sequence[str], full: Sequence[str]) -> bool:
    blank = sum(not line.strip() and "\f" not in line for line in lines[:-1])
    long = sum(len(line) > _LONG_LINE for line in full)
    return blank * 10 < len(full) or long * 10 > len(full)


def _page_marks(lines: Sequence[str]) -> dict[int, int]:
    """Line index → the page that begins there; empty where the marks do not rise or are fewer than two."""
    found = {n: int(match["number"]) for n, line in enumerate(lines) if (match := _PAGE.fullmatch(line))}
    numbers = list(found.values())
    rising = all(earlier < later for earlier, later in pairwise(numbers))
    return found if len(numbers) > 1 and rising else {}


def _blocks(lines: Sequence[str], marks: dict[int, int], by_lines: bool) -> Iterator[list[Paragraph]]:
    """Give runs of lines that belong together, each line with its place on its page."""
    page = 1 if any("\f" in line for line in lines) else None
    on_page = 0
    block: list[Paragraph] = []
    for number, line in enumerate(lines):
        if number in marks:
            page, on_page = marks[number], 0
        feeds = line.count("\f") if page is not None and not marks else 0
        if feeds:
            page, on_page = (page or 1) + feeds, 0
        words = line.replace("\f", "") if feeds or number not in marks else ""
        on_page += bool(words.strip())
        if block and (by_lines or not words.strip() or feeds or number in marks):
            yield block
            block = []
        if words.strip():
            block.append(Paragraph(words, page, max(on_page, 1)))
    if block:
        yield block
