"""What a testimony leads to, beside its words: its contents, notes, names, what stands beside it, and its media."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from testimonies import edtf
from testimonies.authority import kind_of
from tui.widgets.drawing import Block, Line, Span, wrapped
from tui.widgets.virtual_list import VirtualList
from tui.widgets.words import line, text

if TYPE_CHECKING:
    from testimonies.testimony import Link, MediaItem, Note, Point, Relation, Segment, Testimony

    Thing = Segment | Note | Link | MediaItem | Relation

KINDS = {"person": "Persons", "place": "Places", "body": "Bodies", "event": "Events", "subject": "Subjects"}
"""From the kind of an authority record to the head above the names that lead there."""

LONGEST = 12
"""Lines of a note or a synopsis that are shown beside the words, at most."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing it leads to."""

    section: str
    label: str
    thing: Thing
    more: str = ""
    """What is said below it, dimmer."""
    place: str = ""
    number: int = 0
    """The key that leads there at once; 0 where there is none."""


def entries_of(testimony: Testimony, label: Callable[[str], str]) -> list[Entry]:
    """Give everything a testimony leads to; the first nine links to elsewhere have a number."""
    every = [
        *(Entry("Contents", one.title, one, one.synopsis or "", str(one.at)) for one in testimony.segments),
        *_notes(testimony),
        *_names(testimony, label),
        *_relations(testimony),
        *(Entry("Media", one.caption or one.file, one, one.file if one.caption else "") for one in testimony.media),
    ]
    numbers = iter(range(1, 10))
    return [
        one
        if one.section in ("Contents", "Notes")
        else Entry(one.section, one.label, one.thing, one.more, one.place, next(numbers, 0))
        for one in every
    ]


def _notes(testimony: Testimony) -> Iterator[Entry]:
    places = {p.id: (number, str(p.at or "")) for number, p in enumerate(_passages(testimony))}
    found = []
    for note in testimony.notes:
        number, place = places.get((note.about.passage if note.about else None) or "", (-1, ""))
        lost = "" if number >= 0 or not (note.about and note.about.passage) else "on words that are gone"
        signed = " ".join(part for part in (note.by or "", edtf.display(note.on) if note.on else "", lost) if part)
        found.append((number, Entry("Notes", note.text, note, signed, place)))
    yield from (entry for _, entry in sorted(found, key=lambda one: one[0]))


def _passages(testimony: Testimony) -> Iterator:  # type: ignore[type-arg]  # of passages, which are not imported here
    return (passage for transcript in testimony.transcripts for passage in transcript.passages)


def _names(testimony: Testimony, label: Callable[[str], str]) -> Iterator[Entry]:
    sections: dict[str, dict[str, Entry]] = {head: {} for head in KINDS.values()}
    for section, link in _links(testimony):
        head = KINDS.get(kind_of(link.ref)) if link.ref else None
        known = label(link.ref) if link.ref else ""
        more = known if known and known != link.name else ""
        found = sections[head or section]
        found.setdefault(link.ref or link.name, Entry(head or section, link.name, link, more))
    for entries in sections.values():
        yield from entries.values()


def _links(testimony: Testimony) -> Iterator[tuple[str, Link]]:
    """Give the links of a record, each with the section of those that lead to no authority record."""
    agents: Iterable[Link] = testimony.links()
    own = [*testimony.places, *([testimony.place] if testimony.place else [])]
    places = [*own, *(link for segment in testimony.segments for link in segment.places)]
    subjects = [*testimony.subjects, *(link for segment in testimony.segments for link in segment.subjects)]
    for link in agents:
        section = "Persons"
        if link in places:
            section = "Places"
        elif link in subjects:
            section = "Subjects"
        elif link in testimony.events:
            section = "Events"
        elif link in testimony.bodies:
            section = "Bodies"
        if link.name:
            yield section, link


def _relations(testimony: Testimony) -> Iterator[Entry]:
    for one in testimony.relations:
        other = other_side(one, testimony.id)
        says = f"says {one.asserted_by}" if one.asserted_by else ""
        more = " · ".join(part for part in (one.about, says) if part)
        yield Entry("Beside it", f"{one.type.replace('_', ' ')} {other.testimony}", one, more)


def other_side(relation: Relation, testimony_id: str) -> Point:
    """Give the statement at the other end of a relation."""
    return relation.to if relation.from_.testimony == testimony_id else relation.from_


class Contents(VirtualList):
    """The list of them, each section under its head."""

    def __init__(self) -> None:
        super().__init__(id="contents")
        self.entries: Sequence[Entry] = ()
        self.shows_cursor = False

    def on_focus(self) -> None:
        """Show where one stands; there is one cursor on the screen, and it is where the keys go."""
        self.shows_cursor = True
        self.restyle()

    def on_blur(self) -> None:
        """Leave the cursor to the words."""
        self.shows_cursor = False
        self.restyle()

    def show(self, entries: Sequence[Entry]) -> None:
        """Show these."""
        self.entries = entries
        if self.count == len(entries):
            self.renew()
        self.count = len(entries)

    @property
    def entry(self) -> Entry | None:
        """What the cursor stands on."""
        return self.entries[self.cursor] if self.cursor < len(self.entries) else None

    def block(self, index: int, width: int) -> Block:
        """Draw one, under the head of its section where it is the first of it."""
        entry = self.entries[index]
        is_first = not index or self.entries[index - 1].section != entry.section
        above: list[Line] = []
        if is_first:
            above = [*([[]] if index else []), [Span(entry.section, "strong")]]
        elif entry.section == "Notes":
            above = [[]]
        return Block([*above, *_drawn(entry, width)], len(above))


def _drawn(entry: Entry, width: int) -> list[Line]:
    place = f"{line(entry.place)}  " if entry.place else ""
    number = f"{entry.number} " if entry.number else "  " if entry.section not in ("Contents", "Notes") else ""
    first = [Span(number, "name"), *([Span(place, "dim")] if place else [])]
    indent = Span(" " * len(number))
    room = max(width - len(number), 8)
    label = text(entry.label) if entry.section == "Notes" else line(entry.label)
    lines = wrapped([*first[1:], Span(label)], room, first=first[:1] if number else [], rest=[indent])
    below = wrapped([Span(line(entry.more), "dim")], room, first=[indent], rest=[indent]) if entry.more else []
    shown = lines[:LONGEST]
    if len(lines) > LONGEST:
        shown[-1] = [*shown[-1], Span(" …", "dim")]
    return [*shown, *below[:LONGEST]]
