"""A testimony in the words that commands and screens share: its description, its media, a stretch of its text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from testimonies import edtf, locator

if TYPE_CHECKING:
    from archive.editing import Merge
    from testimonies.testimony import MediaItem, Testimony
    from testimonies.transcript import Transcript


def glimpse(testimony: Testimony) -> dict[str, Any]:
    """Give all that is shown of a listed record that is not open to its reader."""
    return {
        "id": testimony.id,
        "kind": testimony.kind,
        "collection": testimony.collection,
        "access": testimony.access.level,
        "listed_title": testimony.access.listed_title,
    }


def described(testimony: Testimony, label: Callable[[str], str]) -> list[tuple[str, str]]:
    """Give the description as names and values, in the order a reader wants them."""
    rows = [("kind", testimony.kind.replace("_", " "))]
    for agent in testimony.agents:
        rows.append((agent.role, agent.name + (f" ({agent.note})" if agent.note else "")))
    rows.append(("date", dated(testimony.date, testimony.date_basis)))
    if testimony.covers:
        rows.append(("tells about", dated(testimony.covers, testimony.covers_basis)))
    if testimony.place:
        known = label(testimony.place.ref) if testimony.place.ref else ""
        name = testimony.place.name
        rows.append(("place", f"{name} ({known})" if known and known != name else name))
    rows += [
        ("language", ", ".join(testimony.languages)),
        ("collection", testimony.collection),
        ("described in", testimony.part_of or ""),
        ("extent", testimony.extent or ""),
        ("subjects", ", ".join(link.name for link in testimony.subjects)),
        ("content notes", ", ".join(testimony.content_notes)),
        ("access", access(testimony)),
        ("contents", testimony.scope_and_content or ""),
        ("circumstances", testimony.circumstances or ""),
        ("not stated", "; ".join(testimony.not_stated)),
    ]
    for relation in testimony.relations:
        other = relation.to.testimony
        asserted = f", says {relation.asserted_by}" if relation.asserted_by else ""
        rows.append((relation.type.replace("_", " "), f"{other}: {relation.about}{asserted}"))
    return [(name, value) for name, value in rows if value]


def access(testimony: Testimony) -> str:
    """Say how far the description and the words are open."""
    description, words = testimony.access.description.level, testimony.access.transcript.level
    said = description if description == words else f"description {description}, transcript {words}"
    return said if testimony.access.listed else f"{said}, not listed"


def dated(date: edtf.Edtf, basis: str) -> str:
    """Give a date in words, and whether it is the archive's own conclusion."""
    return edtf.display(date) + (" (supplied)" if basis == "supplied" and date.text != "XXXX" else "")


def heading(transcript: Transcript) -> str:
    """Say what a transcript is: its language, and whether a person made and checked it."""
    made = "" if transcript.method == "human" else f", {transcript.method.replace('_', ' ')}"
    return f"Transcript: {transcript.language}, {transcript.kind}{made}, {transcript.status.replace('_', ' ')}"


def medium(item: MediaItem) -> str:
    """Describe a medium in a line: file, format, size, and what it shows."""
    facts = [item.file, item.format or item.mime or ""]
    if item.width and item.height:
        facts.append(f"{item.width} × {item.height}")
    if item.duration_ms:
        facts.append(str(locator.Time(item.duration_ms // 1000 * 1000)))
    if item.pages and item.pages > 1:
        facts.append(f"{item.pages} pages")
    line = ", ".join(fact for fact in facts if fact)
    said = item.caption or item.alt_text
    return "\n".join(part for part in (line, said, item.unreadable) if part)


def around(text: str, marks: tuple[tuple[int, int], ...], room: int = 280) -> tuple[int, int]:
    """Choose the stretch of a long text to show: beginning a little before its first mark, at a word."""
    if len(text) <= room:
        return 0, len(text)
    first = marks[0][0] if marks else 0
    start = max(0, first - room // 4)
    if start:
        space = text.find(" ", start, first)
        start = space + 1 if space >= 0 else start
    end = min(len(text), start + room)
    if end < len(text):
        space = text.rfind(" ", max(first, end - 40), end)
        end = space if space > 0 else end
    return start, end


SOME = 10
"""Ids that are named one by one."""


def merge(one: Merge) -> str:
    """Say what would come of a merge, a line each: the names, those that come over, and what is rewritten for it."""
    names = f"Names then: {' · '.join(name.text for name in one.names)}"
    coming = " · ".join(name.text for name in one.coming)
    come = f"From {one.merged} come: {coming}" if coming else f"No name comes from {one.merged}"
    many = len(one.testimonies)
    testimonies = "1 testimony" if many == 1 else f"{many:,} testimonies"
    ids = ", ".join(one.testimonies[:SOME]) + (f" and {many - SOME:,} more" if many > SOME else "")
    return "\n".join((names, come, f"Links of {testimonies} follow{f'; rewritten: {ids}' if ids else ''}"))
