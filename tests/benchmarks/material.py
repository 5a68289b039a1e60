"""What is imported: the life histories of the test corpus, or as many made-up ones as it takes without it."""

from __future__ import annotations

import os
import random
import shutil
from dataclasses import dataclass
from pathlib import Path

HISTORIES = Path("transcripts") / "fwp-life-histories"
MADE = 200
"""Texts of three thousand words, as long as the median life history."""


@dataclass(frozen=True, slots=True)
class Material:
    """A folder to import, and what it is in a few words."""

    folder: Path
    name: str


def material(folder: Path, quick: bool) -> Material:
    """Give what there is: the corpus (a part of it when it must be quick), else something made up."""
    corpus = Path(os.environ.get("EARWITNESS_CORPUS", Path(__file__).parents[3] / "shared" / "corpus")) / HISTORIES
    if not corpus.is_dir():
        count = MADE // 10 if quick else MADE
        return Material(_made(folder / "made", count), "made-up texts, for the test corpus is not here")
    if not quick:
        return Material(corpus, "life histories of the Federal Writers' Project, 1936-39")
    some = folder / "some"
    some.mkdir()
    for path in sorted(corpus.rglob("*.txt"))[::10]:
        shutil.copy(path, some)
    return Material(some, "every tenth life history of the Federal Writers' Project, without its tables")


def _made(folder: Path, count: int) -> Path:
    """Write texts in which, as in speech, a few words are said all the time and most only once."""
    folder.mkdir()
    chance = random.Random(1)  # noqa: S311 - chance for a test, not a secret
    syllables = [a + b for a in "bdfgklmnprst" for b in "aeiou"]
    words = ["".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(20_000)]
    weights = [1 / (rank + 1) for rank in range(len(words))]
    for number in range(count):
        said = chance.choices(words, weights, k=3_000)
        passages = (" ".join(said[n : n + 80]) + "." for n in range(0, len(said), 80))
        (folder / f"{said[0]} {number}.txt").write_text("\n\n".join(passages), encoding="utf-8")
    return folder
