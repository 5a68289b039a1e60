"""Real prose: the narrated texts of the test corpus in their paragraphs, or made-up ones where it is not here."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from pathlib import Path

HISTORIES = Path("transcripts") / "fwp-life-histories"
NARRATIVES = Path("transcripts") / "fwp-slave-narratives"

SHORTEST, LONGEST = 4, 250
"""Words of a paragraph: a shorter one is a heading, a longer one is cut where a sentence ends."""

_SENTENCE = re.compile(r"(?<=[.!?][\"'”]) +|(?<=[.!?]) +")
_BLANK = re.compile(r"\n\s*\n")

Text = list[str]
"""The paragraphs of one text."""


def corpus() -> Path | None:
    """Give the folder of the test corpus, None where it is not on this machine."""
    folder = Path(os.environ.get("EARWITNESS_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))
    return folder if (folder / HISTORIES).is_dir() else None


def texts() -> Iterator[Text]:
    """Give every text there is: some four million words of accounts taken down in 1936-39."""
    folder = corpus()
    if folder is None:
        yield from (_cut(paragraphs) for paragraphs in made_up(200))
        return
    for path in sorted((folder / HISTORIES).rglob("text/*.txt")):
        yield _cut(_read(path).splitlines())
    for path in sorted((folder / NARRATIVES).glob("*.txt")):
        yield _cut(_BLANK.split(_read(path)))


def made_up(count: int) -> Iterator[Text]:
    """Make texts of three thousand words in which a few words are said all the time and most only once."""
    chance = random.Random(1)  # noqa: S311 - chance for a test, not a secret
    syllables = [a + b for a in "bdfgklmnprst" for b in "aeiou"]
    words = ["".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(20_000)]
    weights = [1 / (rank + 1) for rank in range(len(words))]
    for _ in range(count):
        said = chance.choices(words, weights, k=3_000)
        yield [" ".join(said[n : n + 80]) + "." for n in range(0, len(said), 80)]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _cut(paragraphs: list[str]) -> Text:
    text: Text = []
    for paragraph in paragraphs:
        words = paragraph.split()
        if len(words) > LONGEST:
            text += _pieces(" ".join(words))
        elif len(words) >= SHORTEST:
            text.append(" ".join(words))
    return text


def _pieces(paragraph: str) -> Iterator[str]:
    """Cut a long paragraph into pieces of whole sentences."""
    piece: list[str] = []
    length = 0
    for sentence in _SENTENCE.split(paragraph):
        piece.append(sentence)
        length += len(sentence.split())
        if length >= LONGEST // 2:
            yield " ".join(piece)
            piece, length = [], 0
    if length >= SHORTEST:
        yield " ".join(piece)
