"""How a testimony is cited: narrator, interviewer, date, id, form, collection, archive, and the moment.

The order is that of the Chicago Manual of Style, 17th ed., 14.219 (interviews) with the archive's id and place added.
"""

from __future__ import annotations

from testimonies import edtf, locator
from testimonies.authority import Collection
from testimonies.errors import NotFound
from testimonies.locator import Locator
from testimonies.testimony import Testimony

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


def cite(testimony: Testimony, collection: Collection | None, archive: str, at: Locator | None = None) -> str:
    """Give the citation in one line, ending with the place in the testimony where one is given.

    Raises NotFound where no passage stands at that place.
    """
    if at is not None:
        passage_at(testimony, at)
    who = " and ".join(agent.name for agent in testimony.named("narrator") if agent.name)
    interviewers = " and ".join(agent.name for agent in testimony.named("interviewer") if agent.name)
    parts = [
        who or f"“{testimony.title}”",
        f"interview by {interviewers}" if interviewers else FORMS[testimony.kind],
        edtf.display(testimony.date),
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

    Counted through all transcripts in their order. Raises NotFound where the testimony has no such place.
    """
    places = [passage.at for transcript in testimony.transcripts for passage in transcript.passages]
    number = locator.nearest(places, at)
    if number is None:
        raise NotFound(f"{testimony.id} has no passage at {at}; see: earwitness show {testimony.id}")
    return number
