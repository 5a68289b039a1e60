"""How a testimony is cited: narrator, interviewer, date, id, form, collection, archive, and the moment.

The order is that of the Chicago Manual of Style, 17th ed., 14.219 (interviews) with the archive's id and place added.
"""

from __future__ import annotations

from collections.abc import Sequence

from testimonies import edtf, locator
from testimonies.authority import Collection
from testimonies.errors import NotFound
from testimonies.locator import Line, Locator, Time
from testimonies.testimony import Testimony
from testimonies.transcript import Passage

LONGEST_LAST = 3_600_000
"""In milliseconds: an hour, as long as a side of the longest cassettes. Where neither the words nor the recording say
when the last passage ends, a place further behind its beginning is taken for a slip."""

FORMS = {
    "interview": "interview",
    "written_account": "written account",
    "reported_account": "reported account",
    "statement": "statement",
    "reported_statement": "reported statement",
    "found_document": "document",
    "document_described": "document, as described",
    "observation": "observation",
    "recording": "recording",
    "photographs": "photographs",
    "press_report": "press report",
}


def cite(
    testimony: Testimony,
    collection: Collection | None,
    archive: str,
    at: Locator | None = None,
    *,
    glimpse: bool = False,
) -> str:
    """Give the citation in one line, ending with the place in the testimony where one is given.

    Of a `glimpse` nothing is known but that it is there, so nothing is said of its date. Raises NotFound where no
    passage stands at that place.
    """
    if at is not None:
        passage_at(testimony, at)
    who = " and ".join(agent.name for agent in testimony.named("narrator") if agent.name)
    interviewers = " and ".join(agent.name for agent in testimony.named("interviewer") if agent.name)
    parts = [
        who or (f"“{testimony.title}”" if testimony.title else ""),
        f"interview by {interviewers}" if interviewers else FORMS[testimony.kind],
        "" if glimpse else edtf.display(testimony.date),
        testimony.id,
        collection.title if collection else testimony.collection,
        archive if not collection or collection.title != archive else "",
        f"at {at}" if at else "",
    ]
    line = ", ".join(part for part in parts if part) + "."
    if collection and collection.citation_form:
        line += f" {collection.citation_form}"
    return line


def passage_at(testimony: Testimony, at: Locator) -> int:
    """Give the number, from 0, of the passage at a place or the last one that begins before it.

    Counted through all transcripts in their order. Raises NotFound where the testimony has no such place, also where
    it ends before it.
    """
    passages = [passage for transcript in testimony.transcripts for passage in transcript.passages]
    number = locator.nearest([passage.at for passage in passages], at)
    if number is None:
        raise NotFound(f"{testimony.id} has no passage at {at}; see: earwitness show {testimony.id}")
    if ended := _ended(testimony, passages, passages[number], at):
        raise NotFound(f"{testimony.id} has no passage at {at}; {ended}; see: earwitness show {testimony.id}")
    return number


def numbered(testimony: Testimony, passage_id: str | None) -> int:
    """Give the number, from 0, of the passage with an id; raises NotFound where it is not there any more."""
    every = (passage.id for transcript in testimony.transcripts for passage in transcript.passages)
    for number, one in enumerate(every):
        if one == passage_id:
            return number
    raise NotFound(f"{testimony.id} has no passage {passage_id}; see: earwitness show {testimony.id}")


def _ended(testimony: Testimony, passages: Sequence[Passage], found: Passage, at: Locator) -> str | None:
    """Say where the part that is meant ends, where a place lies behind its end."""
    there = [one for one in passages if one.at and found.at and _is_of_one_part(one.at, found.at)]
    last = max(there, key=_begins)
    begins = last.at or at
    if isinstance(at.spot, Line) and isinstance(begins.spot, Line) and at.spot.page == begins.spot.page:
        # A passage takes as many lines as it needs; only another page is none of it.
        return None
    if last.until is None and isinstance(at.spot, Time) and isinstance(begins.spot, Time):
        known = [part.duration_ms for part in testimony.parts if part.duration_ms]
        known += [item.duration_ms for item in testimony.media if item.duration_ms]
        longest = max(known, default=begins.spot.milliseconds + LONGEST_LAST)
        return f"its last passage begins at {begins}" if at.spot.milliseconds > longest else None
    end = max((begins, *(one.until for one in there if one.until)), key=lambda place: place.position)
    return f"it ends at {end}" if at.position > end.position else None


def _is_of_one_part(one: Locator, other: Locator) -> bool:
    return type(one.spot) is type(other.spot) and (one.part or "").casefold() == (other.part or "").casefold()


def _begins(passage: Passage) -> tuple[int, int, int]:
    return passage.at.position if passage.at else (0, 0, 0)
