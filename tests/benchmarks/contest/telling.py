"""Testimonies of real prose: as many as are wanted, recombined from the corpus once all of it has been told."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from tests.benchmarks.peers.peer import Told
from tests.benchmarks.prose import Text

MEAN, SPREAD = 1_500, 0.6
"""Words of a testimony: their mean, and how widely their logarithm is spread."""
STRETCH = 350
"""Words that are taken over together from one text: people come back to what they speak of."""

KINDS = {"interview": 60, "written_account": 25, "recording": 10, "statement": 5}
COLLECTIONS = {"oh": 60, "rv": 30, "ml": 10}
ACCESS = {"open": 90, "staff": 10}
FIRST_DAY, DAYS = date(1930, 1, 1), 70 * 365


def tell(texts: Sequence[Text], count: int, seed: int) -> Iterator[Told]:
    """Tell testimonies, the same ones for the same seed; a longer row begins like a shorter one."""
    chance = random.Random(seed)  # noqa: S311 - chance for a test, not a secret
    stretches = _shuffled([one for text in texts for one in _stretches(text)], chance)
    numbers = dict.fromkeys(COLLECTIONS, 0)
    for number in range(count):
        passages: Text = []
        wanted = chance.lognormvariate(math.log(MEAN) - SPREAD**2 / 2, SPREAD)
        while (lacking := wanted - sum(map(_words, passages))) > STRETCH / 2 or not passages:
            passages += _shortened(next(stretches), lacking)
        collection = _drawn(COLLECTIONS, chance)
        numbers[collection] += 1
        day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
        yield Told(
            number=number,
            id=f"{collection}-{numbers[collection]:04}",
            title=" ".join(passages[0].split()[:6]),
            day=int(f"{day:%Y%m%d}"),
            kind=_drawn(KINDS, chance),
            collection=collection,
            access=_drawn(ACCESS, chance),
            passages=[(f"s{place:04}", words) for place, words in enumerate(passages, 1)],
        )


def _words(passage: str) -> int:
    return passage.count(" ") + 1


def _stretches(text: Text) -> Iterator[Text]:
    stretch: Text = []
    for passage in text:
        stretch.append(passage)
        if sum(map(_words, stretch)) >= STRETCH:
            yield stretch
            stretch = []
    if stretch:
        yield stretch


def _shortened(stretch: Text, words: float) -> Text:
    """Take no more of a stretch than is lacking, but at least its first passage."""
    taken: Text = []
    for passage in stretch:
        if taken and words <= 0:
            break
        taken.append(passage)
        words -= _words(passage)
    return taken


def _shuffled(stretches: list[Text], chance: random.Random) -> Iterator[Text]:
    """Give every stretch once in some order, and only then every one again in another."""
    while True:
        chance.shuffle(stretches)
        yield from stretches


def _drawn(weights: dict[str, int], chance: random.Random) -> str:
    return chance.choices([*weights], [*weights.values()])[0]
