"""A question that is narrowed: what was typed, and beside it the values chosen of what results are counted by.

However it came about, it is asked as one text in the language of searching: what a screen chooses, a command can say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from archive.index.query import unquoted

FACETS = ("collection", "kind", "language", "place", "decade", "media", "access")
"""What results are counted by."""


class Choice(NamedTuple):
    """One value of one facet."""

    facet: str
    value: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked."""

    typed: str = ""
    chosen: tuple[Choice, ...] = ()
    """In the order they were chosen. Several of one facet mean any of them, several facets all of them."""

    @property
    def text(self) -> str:
        """The whole question, as it may be typed anywhere.

        >>> Question("river", (Choice("kind", "interview"), Choice("decade", "1910s"))).text
        'kind:interview date:1910..1919 river'
        """
        return " ".join(part for part in (self.narrowed, self._bounded) if part)

    @property
    def narrowed(self) -> str:
        """The part of the question that was chosen and not typed.

        >>> Question("", (Choice("kind", "interview"), Choice("kind", "statement"))).narrowed
        'kind:(interview OR statement)'
        """
        facets = dict.fromkeys(choice.facet for choice in self.chosen)
        return " ".join(_clause(facet, [one.value for one in self.chosen if one.facet == facet]) for facet in facets)

    @property
    def _bounded(self) -> str:
        """What was typed, so that it ends where it ends: OR reaches no further than what was typed with it."""
        typed = self.typed.strip()
        if not self.chosen or "OR" not in typed:
            return typed
        from archive.index import grammar  # noqa: PLC0415 - only what is typed so needs to be understood here

        return f"({understood})" if (understood := grammar.parse(typed).understood) else typed

    def turned(self, choice: Choice) -> Question:
        """Choose a value, or choose it no longer."""
        if choice in self.chosen:
            return replace(self, chosen=tuple(one for one in self.chosen if one != choice))
        return replace(self, chosen=(*self.chosen, choice))

    def beside(self, facet: str) -> Question:
        """Give the question without what was chosen of one facet: by it, further values of that facet are counted."""
        return replace(self, chosen=tuple(one for one in self.chosen if one.facet != facet))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many testimonies each value would find: one more of its facet, beside all that is chosen of the others."""

    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    """What values are called that are ids of authority records."""


def ids(testimonies: tuple[str, ...]) -> str:
    """Write the question for some testimonies by their ids.

    >>> ids(("nk-0001", "nk-0002"))
    'id:(nk-0001 OR nk-0002)'
    """
    return f"id:{testimonies[0]}" if len(testimonies) == 1 else f"id:({' OR '.join(testimonies)})"


def _clause(facet: str, values: list[str]) -> str:
    name, write = _WRITTEN[facet]
    written = [write(value) for value in values]
    return f"{name}:{written[0] if len(written) == 1 else '(' + ' OR '.join(written) + ')'}"


def _plainly(value: str) -> str:
    return value


def _exactly(value: str) -> str:
    return f"={value}"


def _as_it_is(value: str) -> str:
    """Write a whole name; quotation marks in it can't be said in quotation marks, and don't count."""
    return f'="{unquoted(value)}"'


def _as_years(decade: str) -> str:
    first = int(decade.removesuffix("s"))
    return f"{first:04}..{first + 9:04}"


_WRITTEN: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "collection": ("collection", _exactly),
    "kind": ("kind", _plainly),
    "language": ("lang", _plainly),
    "place": ("place", _as_it_is),
    "decade": ("date", _as_years),
    "media": ("has", _plainly),
    "access": ("access", _plainly),
}
"""The field a facet is asked by, and how a value of it is written there."""
