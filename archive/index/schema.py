"""What the index knows of a testimony: one description, and every passage on its own.

Words come in already divided, folded and stemmed; no text is stored, for the archive itself has it. Where a field
holds several values, `apart` keeps a phrase from reaching from one into the next.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from archive.index.library import Beside, Counted, Placed, Valued, columns, fields

VERSION = 2
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
VALUES = ("kind", "lang", "level", "has", "ref", "digest")
"""Whole values: what a reader may name, authority ids (`ref`), and the sha512 of files (`digest`)."""

BOUNDARY = "\x1e"
"""A word nobody can ask for, between two values of one field."""


def schema() -> Any:
    """Draw up the fields of every kind of document.

    `doc` names a document, `testimony` joins what belongs together, `access` says who may see it. `stem` holds the
    stems and `word` the folded words of what is told: the passage's own, or the description's. `row` is what a list
    shows and a filter asks of a testimony.
    """
    listed: dict[str, Any] = {name: _words() for name in ("word", *NAMED)}
    listed |= {name: _values() for name in VALUES}
    return fields.Schema(
        doc=Beside(columns.VarBytesColumn()),
        testimony=_values(sortable=columns.RefBytesColumn()),
        kind_of_doc=Beside(columns.RefBytesColumn()),
        access=Beside(columns.RefBytesColumn()),
        stem=_stems(),
        title_stem=_stems(),
        row=fields.STORED,
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


def _words() -> Any:
    """Make a field of words with their places, the material of phrases, shapes and near misses."""
    return fields.FieldType(format=Placed(), analyzer=None)


def _stems() -> Any:
    """Make a field of stems with how often each occurs and how long the whole is, the material of scores."""
    return fields.FieldType(format=Counted(), analyzer=None, scorable=True)


def _values(sortable: Any = False) -> Any:
    return fields.FieldType(format=Valued(), analyzer=None, sortable=sortable)
