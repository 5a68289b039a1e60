"""What the index knows of a testimony: one description, and every passage on its own.

Words come in already divided, folded and stemmed; no text is stored, for the archive itself has it. Where a field
holds several values, `apart` keeps a phrase from reaching from one into the next.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from archive.index.library import NEVER, columns, fields, formats

VERSION = 9
"""Raised whenever anything here, or in folding, words or stemming, changes: the index is then built anew."""

DESCRIPTION = "description"
PASSAGE = "passage"
PUBLIC = "public"
"""What of an open description everybody may see, where the whole of it speaks of parts that are not open."""
GLIMPSE = "glimpse"
"""What is public about a listed record that is not open; it is also the level that only readers below staff see."""

NAMED = (
    *("title", "narrator", "interviewer", "speaker", "person", "body"),
    *("place", "event", "subject", "collection"),
)
"""The fields a reader may name, each in folded words with their positions."""
PLACED = ("word", *NAMED)
"""Fields of words that keep where each stands."""
COUNTED = ("stem", "title_stem")
"""Fields that keep how often each of their words occurs, and how long the whole is: the material of scores."""
TWICE = (("word", "form"),)
"""A field with places, and the same of its frequent words without them: to find forms, no places need be read."""
VALUES = ("testimony", "kind", "lang", "level", "has", "ref", "digest", "held_in", "where", "decade", "sound")
"""Whole values: what a reader may name, authority ids (`ref`), the sha512 of files (`digest`), and more facets."""
FACETS = {
    "collection": "held_in", "kind": "kind", "language": "lang", "place": "where", "decade": "decade",
    "media": "has", "access": "level",
}  # fmt: skip
"""What results are counted by, and the fields that have it."""
DAYS = ("told_from", "told_to", "given", "recorded_from", "recorded_to")
"""Columns of days, as `testimonies.edtf` counts them; `NEVER` for none."""

BOUNDARY = "\x1e"
"""A word nobody can ask for, between two values of one field."""


def schema() -> Any:
    """Draw up the fields of every kind of document.

    `doc` names a document, `testimony` joins what belongs together, `access` says who may see it. `stem` holds the
    stems and `word` the folded words of what is told: the passage's own, or the description's. `sound` holds
    what may be names by how they sound, those of a named field with its name before them. `row` is what a list
    shows of a testimony, `told` a passage as it is shown, `order` the words of `word` as numbers. All of it is
    Whoosh's own: any Whoosh opens it.
    """
    listed: dict[str, Any] = {name: _listed(formats.Positions()) for name in PLACED}
    listed |= {name: _listed() for name in VALUES}
    listed |= {name: _listed(scorable=True) for name in COUNTED}
    listed |= {twin: _listed() for _, twin in TWICE}
    listed |= {name: _beside(columns.NumericColumn("q", default=NEVER)) for name in DAYS}
    listed["testimony"] = _listed(sortable=columns.RefBytesColumn())
    return fields.Schema(
        doc=_beside(columns.VarBytesColumn()),
        kind_of_doc=_beside(columns.RefBytesColumn()),
        access=_beside(columns.RefBytesColumn()),
        title_key=_beside(columns.VarBytesColumn()),
        words=_beside(columns.NumericColumn("q", default=0)),
        row=fields.STORED,
        told=_beside(columns.VarBytesColumn()),
        order=_beside(columns.VarBytesColumn()),
        **listed,
    )


def apart(values: Iterable[list[str]]) -> list[str]:
    """Put the words of several values into one field, each beyond the reach of the other's phrases.

    >>> apart([["zaur", "mammadov"], ["hikmet"]]) == ["zaur", "mammadov", BOUNDARY, "hikmet"]
    True
    """
    words: list[str] = []
    for value in values:
        words += [BOUNDARY, *value] if words else value
    return words


def _listed(form: Any = None, *, scorable: bool = False, sortable: Any = False) -> Any:
    """Make a field of words or values; how they are inverted is told in `writing`."""
    form = form or formats.Existence()
    return fields.FieldType(format=form, analyzer=None, scorable=scorable, sortable=sortable)


def _beside(column: Any) -> Any:
    """Make a field that is known of a document but looked for in none."""
    return fields.FieldType(format=formats.Existence(), analyzer=None, sortable=column)
