"""Questions drawn from what was told, by how many testimonies hold a word; each asks for words nobody asked before.

`python -m tests.benchmarks.contest.questions TOLD EACH` prints them as JSON.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import islice
from pathlib import Path

from tests.benchmarks.peers.peer import Question, Told, read

KINDS = (
    *("rare term", "common term", "AND 2", "OR 5", "phrase", "prefix", "wildcard", "fuzzy"),
    *("term + date range", "sort by date", "two facets"),
)
WHOLE = ("rare term", "common term", "AND 2", "OR 5", "phrase", "prefix")
"""What the whole answer is asked: the kinds that every engine can do."""

COMMON = 200
"""The words that most testimonies hold, `the` among them: no word is too common to be looked for."""

SEED = 5

_WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*|[^\sa-z]+")
"""Where engines disagree what a word is (`don't`, `mid-day`, `7,000`), none is asked for."""
_PLAIN = re.compile(r"[a-z]+")
YEARS = range(1930, 1995)

Make = Callable[[str], Question]


def draw(every: Iterable[Told], each: int) -> dict[str, list[Question]]:
    """Draw questions: of every kind, some more to warm up with, and those the whole answer is asked."""
    chance = random.Random(SEED)  # noqa: S311 - chance for a test, not a secret
    spread: Counter[str] = Counter()
    said: list[list[str]] = []
    count = 0
    for one in every:
        words = _WORD.findall(" ".join(text for _, text in one.passages).lower())
        # Each once, in the order they were said: a set has another order in every process.
        spread.update(dict.fromkeys(word for word in words if len(word) > 2 and _PLAIN.fullmatch(word)).keys())
        # Enough to draw phrases from, however many are told.
        if len(said) < 2_000:
            said.append(words)
        count += 1
    drawn = _Drawn(_pools(spread, count, chance), said, chance)
    kinds = {kind: [drawn.question(kind) for _ in range(each)] for kind in KINDS}
    warming = {f"warming {kind}": [drawn.question(kind) for _ in range(max(2, each // 5))] for kind in KINDS}
    whole = {f"whole {kind}": [drawn.question(kind) for _ in range(max(2, each // 2))] for kind in WHOLE}
    return kinds | warming | whole


def _pools(spread: Counter[str], count: int, chance: random.Random) -> dict[str, Iterator[str]]:
    """Put words into three pools by how many testimonies hold them, and give each pool in an order without end."""
    ranked = [word for word, _ in spread.most_common()]
    held = {"common": range(COMMON), "rare": _ranks(spread, ranked, 0.002 * count, 0)}
    held["middling"] = _ranks(spread, ranked, 0.2 * count, 0.01 * count)
    words = {name: [ranked[rank] for rank in ranks if rank < len(ranked)] for name, ranks in held.items()}
    return {name: _endless(found or ranked, chance) for name, found in words.items()}


def _ranks(spread: Counter[str], ranked: Sequence[str], most: float, least: float) -> range:
    """Give the ranks of the words that so many testimonies hold."""
    at_most = max(most, 1)
    first = next((rank for rank, word in enumerate(ranked) if spread[word] <= at_most), len(ranked))
    last = next((rank for rank in range(first, len(ranked)) if spread[ranked[rank]] < least), len(ranked))
    return range(first, last)


def _endless(words: list[str], chance: random.Random) -> Iterator[str]:
    while True:
        chance.shuffle(words)
        yield from words


class _Drawn:
    """Makes questions out of words that are drawn one after the other."""

    def __init__(self, pools: dict[str, Iterator[str]], said: Sequence[Sequence[str]], chance: random.Random) -> None:
        self._pools = pools
        self._said = said
        self._chance = chance

    def question(self, kind: str) -> Question:
        """Make one question of a kind."""
        makes: dict[str, Callable[[], Question]] = {
            "AND 2": lambda: self._words(kind, 2, " "),
            "OR 5": lambda: self._words(kind, 5, " OR "),
            "phrase": self._phrase,
            "prefix": lambda: self._shaped(kind, lambda word: word[:4] + "*"),
            "wildcard": lambda: self._shaped(kind, lambda word: f"{word[0]}?{word[2:4]}*"),
            "fuzzy": self._fuzzy,
            "term + date range": self._dated,
        }
        if kind in makes:
            return makes[kind]()
        word = self._next("rare" if kind == "rare term" else "common")
        return Question(kind, (word,), word)

    def _next(self, pool: str, fits: Callable[[str], bool] = bool) -> str:
        # Where next to nothing is told, no word may fit.
        tried = islice(self._pools[pool], 10_000)
        return next((word for word in tried if fits(word)), "nothing")

    def _words(self, kind: str, many: int, between: str) -> Question:
        words = tuple(self._next("middling") for _ in range(many))
        return Question(kind, words, between.join(words))

    def _phrase(self) -> Question:
        """Take two or three words from somewhere in the texts, as they were said."""
        while True:
            text = self._chance.choice(self._said)
            start = self._chance.randrange(len(text))
            words = tuple(text[start : start + self._chance.choice((2, 3))])
            if len(words) > 1 and all(map(_PLAIN.fullmatch, words)):
                return Question("phrase", words, f'"{" ".join(words)}"')

    def _shaped(self, kind: str, shape: Callable[[str], str]) -> Question:
        pattern = shape(self._next("middling", lambda word: len(word) > 4))
        return Question(kind, (pattern,), pattern)

    def _fuzzy(self) -> Question:
        """Take a word of which two letters have changed places."""
        word = self._next("middling", lambda word: len(word) > 4 and word[1] != word[2])
        typed = f"{word[0]}{word[2]}{word[1]}{word[3:]}"
        return Question("fuzzy", (typed,), f"{typed}~")

    def _dated(self) -> Question:
        word = self._next("middling")
        year = self._chance.choice(YEARS)
        days = (year * 10_000 + 101, (year + 4) * 10_000 + 1231)
        return Question("term + date range", (word,), f"{word} date:{year}..{year + 4}", days)


if __name__ == "__main__":
    drawn = draw(read(Path(sys.argv[1])), int(sys.argv[2]))
    print(json.dumps({kind: [asdict(question) for question in questions] for kind, questions in drawn.items()}))
