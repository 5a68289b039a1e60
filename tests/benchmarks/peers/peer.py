"""What every engine is told and asked, in plain values, and the one face all of them have."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, ClassVar

TESTIMONIES = 20
"""On one page of an answer."""
PASSAGES = 5
"""Shown of each."""

Place = tuple[str, str]
"""A testimony's id and a passage's."""


@dataclass(frozen=True, slots=True)
class Told:
    """A testimony as every engine gets it."""

    number: int
    """Which one it is, from 0."""
    id: str
    title: str
    day: int
    """When it was told, as 19380506."""
    kind: str
    collection: str
    access: str
    passages: Sequence[tuple[str, str]]
    """The id of each passage, and its words."""
    language: str = "en"

    def line(self) -> str:
        """Give it as one line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


def read(path: Path) -> Iterator[Told]:
    """Read testimonies line by line."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield Told(**json.loads(line))


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: its words for an engine, and all of it as it is typed into ours."""

    kind: str
    words: tuple[str, ...]
    """For a prefix or a wildcard the whole pattern: `rive*`."""
    typed: str
    days: tuple[int, int] | None = None

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Question:
        """Read a question from plain values."""
        days = tuple(plain["days"]) if plain["days"] else None
        return cls(plain["kind"], tuple(plain["words"]), plain["typed"], days)  # type: ignore[arg-type]  # two of them


@dataclass(frozen=True, slots=True)
class Found:
    """The best places with their scores, and how many there are in all."""

    total: int
    best: Sequence[Any]
    facets: Mapping[str, Mapping[str, int]] | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage on the screen, and where to mark it."""

    id: str
    words: str
    marks: Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Screen:
    """All that a screen shows of an answer, totals and facets exact and over testimonies this reader may see."""

    total: int
    total_passages: int
    testimonies: Sequence[tuple[str, Sequence[Shown]]]
    facets: Mapping[str, Mapping[str, int]]


class CannotError(Exception):
    """Why an engine cannot do what is asked, in a few words for the table."""


class Peer(ABC):
    """An engine over one folder. What it needs beyond the standard library it imports in `prepare`."""

    name: ClassVar[str]
    unit: ClassVar[str] = "passages"
    """What `ask` counts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @abstractmethod
    def prepare(self) -> None:
        """Import the engine: no part of what is timed."""

    @abstractmethod
    def build(self, every: Iterable[Told]) -> None:
        """Make the index of everything, from nothing."""

    @abstractmethod
    def open(self) -> None:
        """Open what was built."""

    @abstractmethod
    def ask(self, question: Question) -> Found:
        """Give the twenty best with their scores, and the total, in the way that is natural to the engine."""

    @abstractmethod
    def answer(self, question: Question) -> Screen:
        """Give all that a screen needs, to a reader who may see what is open."""

    def keep(self, one: Told) -> None:  # noqa: B027 - most have nothing to do
        """Do what comes before a commit and is no matter of the index."""

    @abstractmethod
    def commit(self, one: Told) -> None:
        """Add one testimony: durable when this returns, and found by the next question."""

    @abstractmethod
    def search(self, question: Question, limit: int) -> list[Place]:
        """Give the best passages, the best first: for a phrase those that hold it, else for any of its words."""

    def weigh(self) -> int:
        """Give how many bytes the index takes on the disk."""
        return size(self.folder)


def size(folder: Path) -> int:
    """Give how many bytes the files of a folder have."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def pattern_of(word: str) -> str:
    """Give `r?ver*` as a regular expression.

    >>> pattern_of("r?v*")
    'r.v.*'
    """
    return word.replace("?", ".").replace("*", ".*")
