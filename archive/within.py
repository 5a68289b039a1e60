"""Finding in one testimony that lies open: what is typed is compared word by word, as the index compares it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from archive.index import words
from testimonies.testimony import Testimony

Spans = Sequence[tuple[int, int]]
"""[start, end) in code points of a passage's words."""

_Word = tuple[str, tuple[str, ...], int, int]


class Within:
    """The words of one testimony, read when they are first looked through."""

    def __init__(self, testimony: Testimony) -> None:
        self._testimony = testimony
        self._read: list[tuple[str, str, list[_Word]]] = []
        self._is_read = False

    def find(self, typed: str, cancelled: Callable[[], bool] = lambda: False) -> Mapping[str, Spans]:
        """Give where what is typed stands, by passage id in the order of the text.

        Every word counts in each of its forms; the last one, unless a space follows it, also where it only begins a
        word, since it may be half typed. Several words count side by side.
        """
        is_half_typed = not typed[-1:].isspace()
        asked: dict[str, list[_Word]] = {}
        found: dict[str, Spans] = {}
        for passage, language, text in self._passages(cancelled):
            if cancelled():
                return {}
            if language not in asked:
                asked[language] = list(words.placed(typed, language))
            spans = list(_spans(text, asked[language], is_half_typed)) if asked[language] else []
            if spans:
                found[passage] = spans
        return found

    def _passages(self, cancelled: Callable[[], bool]) -> Iterator[tuple[str, str, list[_Word]]]:
        if self._is_read:
            yield from self._read
            return
        read = []
        for transcript in self._testimony.transcripts:
            for passage in transcript.passages:
                if cancelled():
                    return
                one = passage.id, transcript.language, list(words.placed(passage.words, transcript.language))
                read.append(one)
                yield one
        self._read, self._is_read = read, True


def _spans(text: Sequence[_Word], asked: Sequence[_Word], is_half_typed: bool) -> Iterator[tuple[int, int]]:
    """Give where a row of words stands in a text, one behind the other."""
    *before, (last, last_stems, _, _) = asked
    many = len(asked)
    following = 0
    for at in range(len(text) - many + 1):
        word, stems, _, end = text[at + many - 1]
        is_last = word == last or (is_half_typed and word.startswith(last)) or not _apart(stems, last_stems)
        if is_last and at >= following and all(_is(text[at + n], one) for n, one in enumerate(before)):
            yield text[at][2], end
            following = at + many


def _is(one: _Word, asked: _Word) -> bool:
    return one[0] == asked[0] or not _apart(one[1], asked[1])


def _apart(some: Sequence[str], others: Sequence[str]) -> bool:
    return not any(one in others for one in some)
