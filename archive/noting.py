"""Notes on a testimony and on its passages, as functions of values: signed, dated, and pointing at the words.

Notes are for the people who keep the archive: `access.view` gives them to nobody else, however open the words are.
"""

from __future__ import annotations

from dataclasses import replace

from testimonies.edtf import Edtf
from testimonies.errors import BadInput, NotFound
from testimonies.testimony import Note, Point, Testimony


def noted(testimony: Testimony, text: str, about: Point | None, by: str, on: Edtf) -> Testimony:
    """Add a note."""
    if not text.strip():
        raise BadInput("The note says nothing; write what is to be remembered.")
    return replace(testimony, notes=(*testimony.notes, Note(text.strip(), by, on, about)))


def rewritten(testimony: Testimony, note: Note, text: str, by: str, on: Edtf) -> Testimony:
    """Let a note say something else, signed anew; without a text it is taken away. Older versions keep it.

    Raises NotFound where it is not there any more as it was read.
    """
    if note not in testimony.notes:
        raise NotFound(f"That note on {testimony.id} was changed or taken away meanwhile; look at it again.")
    at = testimony.notes.index(note)
    new = (replace(note, text=text.strip(), by=by, on=on),) if text.strip() else ()
    return replace(testimony, notes=(*testimony.notes[:at], *new, *testimony.notes[at + 1 :]))


def notes_on(testimony: Testimony, passage: str | None) -> tuple[Note, ...]:
    """Give the notes on a passage, or with None those on the whole testimony."""
    return tuple(note for note in testimony.notes if (note.about.passage if note.about else None) == passage)
