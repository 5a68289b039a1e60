"""Where in a text stands what was asked: every spelling is looked at once, however often it is met."""

from __future__ import annotations

from collections.abc import Sequence

from archive.index import words
from archive.index.matching import Sought, Text

Spans = tuple[tuple[int, int], ...]
"""[start, end) in code points."""


class Marker:
    """Marks what one question asked, in any number of texts."""

    def __init__(self, asked: Sequence[Sought]) -> None:
        self._forms = frozenset[str]().union(*(one.forms for one in asked))
        self._stems = frozenset[str]().union(*(one.stems for one in asked))
        self._beyond = [one for one in asked if one.runs or one.alike]
        """What more than one word decides, or how a word sounds."""
        self._known: dict[str, _Spellings] = {}

    def marks(self, text: Text) -> Spans:
        """Give where it stands, in order, marks that overlap made one."""
        code = words.primary(text.language)
        known = self._known.get(code)
        if known is None:
            known = self._known[code] = _Spellings(self._forms, self._stems, code)
        found = [
            (match.start() + start, match.start() + end)
            for match in words.matches(text.text)
            for start, end in known[match.group()]
        ]
        for one in self._beyond:
            found += one.marks(text)
        return merged(found)


class _Spellings(dict[str, Spans]):
    """For every spelling met in one language, which parts of it count: all of it, mostly none."""

    def __init__(self, forms: frozenset[str], stems: frozenset[str], code: str) -> None:
        super().__init__()
        self._forms, self._stems = forms, stems
        self._parts = words.parts(code)

    def __missing__(self, raw: str) -> Spans:
        start = 0
        found: Spans = ()
        for word, stems, length in self._parts[raw]:
            if word in self._forms or not self._stems.isdisjoint(stems):
                found = (*found, (start, start + length))
            start += length + 1
        self[raw] = found
        return found


def merged(marks: Sequence[tuple[int, int]]) -> Spans:
    """Give marks in their order, those that overlap made one.

    >>> merged([(4, 9), (0, 3), (6, 12)])
    ((0, 3), (4, 12))
    """
    done: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if done and start < done[-1][1]:
            done[-1] = (done[-1][0], max(end, done[-1][1]))
        else:
            done.append((start, end))
    return tuple(done)
