"""What is found, as values: rows of a list, hits with their words, and all that an answer says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """What a list shows of a testimony."""

    id: str
    kind: str
    collection: str
    access: str
    title: str = ""
    date: str = "XXXX"
    extent: str | None = None
    listed_title: str | None = None
    glimpse: bool = False
    covers: str | None = None
    """The time it tells about, where that is not its date."""
    languages: Sequence[str] = ()
    places: Sequence[str] = ()
    """Names, or the ids of their authority records."""
    narrators: Sequence[str] = ()

    def shown_title(self) -> str:
        """Give the title, or what stands in its place for a reader who may not see it."""
        return (self.listed_title or "(not open)") if self.glimpse else self.title

    def summary(self) -> dict[str, Any]:
        """Give the row as plain values."""
        described = ("id", "title", "kind", "date", "collection", "extent", "access")
        names = ("id", "kind", "collection", "access", "listed_title") if self.glimpse else described
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Match:
    """A name that was found under another spelling."""

    asked: str
    found: str
    why: str | None = None
    """Why it counts, where no record says that the two are one name."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers, with its words and where to mark them."""

    id: str
    number: int
    at: str | None
    speaker: str | None
    text: str
    marks: tuple[tuple[int, int], ...]
    """[start, end) in code points of `text`."""


@dataclass(frozen=True, slots=True)
class Result:
    """A testimony that answers, with the passages to show of it."""

    row: Row
    score: float
    passage_count: int
    matched_names: tuple[Match, ...]
    passages: tuple[Hit, ...]


FEW = 3
"""Where no more testimonies are found, a question that finds more may have been meant."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything a screen or a command says about a search."""

    query: str
    understood: str
    notes: tuple[str, ...]
    total: int
    total_passages: int
    took_ms: float
    testimonies: tuple[Result, ...]
    facets: Mapping[str, Mapping[str, int]]
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_doubtful(self) -> bool:
        """Whether something else may have been meant: little is found, or not as it was asked."""
        heard = any(match.why for result in self.testimonies for match in result.matched_names)
        return self.total <= FEW or bool(self.notes) or heard


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of testimonies, and how many there are."""

    total: int
    rows: tuple[Row, ...]
