"""What is imported: the life histories of the test corpus, or as many made-up ones as it takes without it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import prose

MADE = 200
"""Made-up texts, each as long as the median life history."""


@dataclass(frozen=True, slots=True)
class Material:
    """A folder to import, and what it is in a few words."""

    folder: Path
    name: str


def material(folder: Path, quick: bool) -> Material:
    """Give what there is: the corpus (a part of it when it must be quick), else something made up."""
    corpus = prose.corpus()
    if corpus is None:
        count = MADE // 10 if quick else MADE
        return Material(_made(folder / "made", count), "made-up texts, for the test corpus is not here")
    histories = corpus / prose.HISTORIES
    if not quick:
        return Material(histories, "life histories of the Federal Writers' Project, 1936-39")
    some = folder / "some"
    some.mkdir()
    for path in sorted(histories.rglob("*.txt"))[::10]:
        shutil.copy(path, some)
    return Material(some, "every tenth life history of the Federal Writers' Project, without its tables")


def _made(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number, text in enumerate(prose.made_up(count)):
        (folder / f"{text[0].split()[0]} {number}.txt").write_text("\n\n".join(text), encoding="utf-8")
    return folder
