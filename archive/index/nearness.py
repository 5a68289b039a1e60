"""Words of an index that are a slip or two away from the one that was typed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from archive.index import cancelling


class Neighbours:
    """The words of a field by their length, each with its letters as bits, so that most are passed over quickly."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_length: defaultdict[int, list[str]] = defaultdict(list)
        for word in words:
            self._by_length[len(word)].append(word)
        self._letters: dict[int, list[int]] = {}

    def near(self, word: str, distance: int) -> Iterator[str]:
        """Give every word at most so many slips away."""
        asked = letters(word)
        for length in range(len(word) - distance, len(word) + distance + 1):
            cancelling.check()
            words = self._by_length.get(length, [])
            if length not in self._letters:
                self._letters[length] = [letters(one) for one in words]
            for one, bits in zip(words, self._letters[length], strict=True):
                # A slip changes one letter into another: two bits at most.
                if (bits ^ asked).bit_count() <= 2 * distance and slips(word, one, distance) <= distance:
                    yield one


_BIT = [1 << place for place in range(64)]


def letters(word: str) -> int:
    """Give the letters of a word as bits, those that share a bit told apart by nothing."""
    bits = 0
    for letter in word:
        bits |= _BIT[ord(letter) & 63]
    return bits


def slips(one: str, other: str, most: int) -> int:
    """Count the letters left out, put in, changed or swapped with their neighbour between two words.

    This is the optimal string alignment: no letter is touched twice. Above `most`, any number above it may come.

    >>> slips("kontrol", "control", 2), slips("control", "contorl", 2), slips("home", "homes", 1)
    (1, 1, 1)
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, above, row = row, before, [at]
        for to, facing in enumerate(other, 1):
            cost = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (letter != facing))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == facing:
                cost = min(cost, above[to - 2] + 1)
            row.append(cost)
        if min(row) > most and min(before) > most:
            return most + 1
    return row[-1]
