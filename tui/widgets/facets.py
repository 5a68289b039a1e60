"""What one may narrow by: saved searches, and under each facet its values with how many testimonies they find."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.narrowing import Choice, Counts
from tui.widgets.drawing import Block, Span
from tui.widgets.virtual_list import VirtualList
from tui.widgets.words import cells, fitted, line

if TYPE_CHECKING:
    from archive.searches import SavedSearch

TITLES = {
    "place": "Place",
    "decade": "Tells of",
    "kind": "Kind",
    "language": "Language",
    "media": "Comes with",
    "collection": "Collection",
    "access": "Access",
}
"""What the facets are called, in the order in which they are shown."""

FEW = 5
"""Values of a facet shown before it is opened."""

SAVED = "saved"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: the head of a section, a value, a saved search, or the way to the values that are not shown."""

    section: str
    """A facet, or `saved`."""
    part: str = "head"
    """`head`, `value`, `search` or `more`."""
    value: str = ""
    label: str = ""
    count: int = 0
    chosen: bool = False

    @property
    def name(self) -> tuple[str, str, str]:
        """What makes it the same row when the figures change."""
        return self.section, self.part, self.value


def called(choice: Choice, labels: Mapping[str, str]) -> str:
    """Give what a value of a facet is called."""
    known = labels.get(choice.value)
    if choice.facet == "collection" and known:
        return line(f"{choice.value}, {known}")
    if choice == ("language", "und"):
        return "not stated (und)"
    return line(known or (choice.value.replace("_", " ") if choice.facet == "kind" else choice.value))


class FacetList(VirtualList):
    """Sections with their values; Enter or Space chooses what the cursor stands on."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._entries: list[Entry] = []
        self._counts = Counts()
        self._chosen: Sequence[Choice] = ()
        self._saved: Sequence[SavedSearch] = ()
        self._opened: set[str] = set()
        self._folded: set[str] = set()
        self.shows_cursor = False

    def on_focus(self) -> None:
        """Show the cursor where the keys move it."""
        self.shows_cursor = True
        self.restyle()

    def on_blur(self) -> None:
        """Show none where they don't: what is chosen says it all."""
        self.shows_cursor = False
        self.restyle()

    @property
    def labels(self) -> Mapping[str, str]:
        """What values are called."""
        return self._counts.labels

    @property
    def entry(self) -> Entry | None:
        """What the cursor stands on."""
        return self._entries[self.cursor] if self.cursor < len(self._entries) else None

    def show(self, counts: Counts, chosen: Sequence[Choice]) -> None:
        """Show other figures; the cursor stays on what it stands on."""
        self._counts, self._chosen = counts, chosen
        self._put()

    def choose(self, chosen: Sequence[Choice]) -> None:
        """Show what is chosen now; the figures are still to come."""
        self._chosen = chosen
        self._put()

    def keep(self, saved: Sequence[SavedSearch]) -> None:
        """Show the saved searches."""
        self._saved = saved
        self._put()

    def turn(self, entry: Entry) -> None:
        """Open or close a section, or show all its values."""
        which = self._opened if entry.part == "more" else self._folded
        which ^= {entry.section}
        self._put()

    def saved(self, name: str) -> SavedSearch | None:
        """Give a saved search that is shown."""
        return next((one for one in self._saved if one.name == name), None)

    def _put(self) -> None:
        on = self.entry.name if self.entry else None
        self._entries = list(self._every())
        names = [entry.name for entry in self._entries]
        if on in names:
            self.cursor = names.index(on)
        elif on is None:
            # Standing on the first value, what one does first is one key away.
            self.cursor = 1 if len(names) > 1 else 0
        if self.count == len(names):
            self.renew()
        self.count = len(names)
        if on in names:
            self.go(names.index(on))
        elif on is None:
            self.go(1)

    def _every(self) -> Iterator[Entry]:
        if self._saved:
            yield Entry(SAVED, label="Saved searches")
            if SAVED not in self._folded:
                yield from (Entry(SAVED, "search", one.name, line(one.name)) for one in self._saved)
        for facet, title in TITLES.items():
            values = self._values(facet)
            if values:
                yield Entry(facet, label=title, count=len(values))
                if facet not in self._folded:
                    yield from self._shown(facet, values)

    def _values(self, facet: str) -> list[Entry]:
        """Give the values of a facet, those chosen among them even where they find nothing any more."""
        chosen = [one.value for one in self._chosen if one.facet == facet]
        counted = self._counts.facets.get(facet, {})
        every = {**counted, **{value: counted.get(value, 0) for value in chosen}}
        return [
            Entry(facet, "value", value, called(Choice(facet, value), self.labels), count, value in chosen)
            for value, count in every.items()
        ]

    def _shown(self, facet: str, values: Sequence[Entry]) -> Iterator[Entry]:
        kept = values
        if facet not in self._opened:
            kept = [one for number, one in enumerate(values) if number < FEW or one.chosen]
        if facet == "decade":
            kept = sorted(kept, key=lambda one: (len(one.value), one.value))
        yield from kept
        if len(values) > len(kept):
            yield Entry(facet, "more", label=f"… {len(values) - len(kept):,} more")
        elif facet in self._opened and len(values) > FEW:
            yield Entry(facet, "more", label="… fewer")

    def block(self, index: int, width: int) -> Block:
        """Draw a row."""
        entry = self._entries[index]
        if entry.part == "head":
            sign = "▸" if entry.section in self._folded else "▾"
            head = [Span(fitted(f"{sign} {entry.label}", width), "strong")]
            return Block([[], head] if index else [head], 1 if index else 0)
        if entry.part == "value":
            count = f" {entry.count:,}"
            box = "[✓] " if entry.chosen else "[ ] "
            label = fitted(entry.label, width - 4 - cells(count))
            return Block([[Span(box, "name" if entry.chosen else "dim"), Span(label), Span(count, "dim")]])
        if entry.part == "more":
            return Block([[Span(fitted(f"    {entry.label}", width), "note")]])
        return Block([[Span("  › ", "dim"), Span(fitted(entry.label, width - 4))]])
