"""Where one has been in the library: every question with its order and its cursor, to go back and forth between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from archive.narrowing import Choice

MOST = 200
"""Places remembered during a sitting."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One place: what is asked there, in which order, and where the cursor stands."""

    typed: str = ""
    """Empty in the plain list."""
    chosen: Sequence[Choice] = ()
    sort: str = "id"
    cursor: int = 0

    def is_same_place(self, other: Visit) -> bool:
        """Whether nothing but the cursor differs."""
        return replace(self, cursor=0) == replace(other, cursor=0)


@dataclass(slots=True)
class History:
    """The places one after another, and at which of them one is."""

    visits: list[Visit] = field(default_factory=lambda: [Visit()])
    at: int = 0

    @property
    def here(self) -> Visit:
        """The place one is at."""
        return self.visits[self.at]

    def stay(self, visit: Visit) -> None:
        """Remember this place as it is now."""
        self.visits[self.at] = visit

    def go(self, visit: Visit) -> None:
        """Go to a new place; what lay ahead is forgotten, as in any browser."""
        if visit.is_same_place(self.here):
            return
        self.visits[self.at + 1 :] = [visit]
        del self.visits[:-MOST]
        self.at = len(self.visits) - 1

    def step(self, by: int) -> Visit | None:
        """Go so many places back (negative) or forth; None where there are no more."""
        if not 0 <= self.at + by < len(self.visits):
            return None
        self.at += by
        return self.here
