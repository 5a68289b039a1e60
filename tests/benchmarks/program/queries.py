"""How long an answer takes in a program that is open: `python -m tests.benchmarks.program.queries ARCHIVE ROUNDS`."""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

from archive.archive import Archive

EACH = 20
"""Different questions of every kind."""

Ask = Callable[[], object]


def main(folder: Path, rounds: int) -> None:
    with Archive(folder) as archive:
        begun = time.perf_counter()
        archive.search("the")
        figures = {"first search, opening included": {"p50": 1000 * (time.perf_counter() - begun)}}
        for kind, questions in ask_everything(archive).items():
            figures[kind] = timed(questions, rounds)
    print(json.dumps(figures))


def timed(questions: list[Ask], rounds: int) -> dict[str, float]:
    """Ask every question, round after round; milliseconds."""
    times = []
    for _ in range(rounds):
        for ask in questions:
            begun = time.perf_counter()
            ask()
            times.append(1000 * (time.perf_counter() - begun))
    return {"p50": median(times), "p95": quantiles(times, n=20)[-1]}


def ask_everything(archive: Archive) -> dict[str, list[Ask]]:
    """Make questions out of what was said, the same ones every time."""
    chance = random.Random(4)  # noqa: S311 - chance for a test, not a secret
    texts = [said(archive, key) for key in archive.testimonies.ids()]
    spread = Counter(word for text in texts for word in set(text))
    rare = [word for word, count in spread.items() if count <= 2]
    common = [word for word, _ in spread.most_common(100)]
    middling = [word for word, _ in spread.most_common(2000)[100:] if len(word) > 4]

    def asks(make: Callable[[], str], sort: str = "") -> list[Ask]:
        queries = [make() for _ in range(EACH)]
        return [lambda query=query: archive.search(query, sort=sort) for query in queries]  # type: ignore[misc]  # mypy sees no type in a lambda's default

    def phrase() -> str:
        text = chance.choice(texts)
        start = chance.randrange(len(text) - 2)
        return f'"{" ".join(text[start : start + 2])}"'

    def misspelt() -> str:
        word = chance.choice(middling)
        return f"{word[0]}{word[2]}{word[1]}{word[3:]}~"

    return {
        "rare word": asks(lambda: chance.choice(rare)),
        "common word": asks(lambda: chance.choice(common)),
        "two words (AND)": asks(lambda: " ".join(chance.sample(middling, 2))),
        '"a phrase"': asks(phrase),
        "prefix*": asks(lambda: chance.choice(middling)[:4] + "*"),
        "w?ldc*rd": asks(lambda: f"{(word := chance.choice(middling))[0]}?{word[2:4]}*"),
        "fuzzy~": asks(misspelt),
        "field (title:)": asks(lambda: f"title:{chance.choice(middling)}"),
        "word and date": asks(lambda: f"{chance.choice(middling)} date:1938..1939"),
        "common word, by date": asks(lambda: chance.choice(common), sort="date"),
        "first page of the list": [archive.list] * EACH,
    }


def said(archive: Archive, testimony_id: str) -> list[str]:
    """Give the plain words of a testimony in their order."""
    transcripts = archive.show(testimony_id).testimony.transcripts
    words = " ".join(passage.words for one in transcripts for passage in one.passages)
    return [word for word in words.lower().split() if word.isalpha()]


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
