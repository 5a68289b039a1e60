"""What the index knows of a testimony: one description, and every passage on its own.

Words come in already divided, folded and stemmed; no text is stored, for the archive itself has it. Where a field
holds several values, `apart` keeps a phrase from reaching from one into the next.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from archive.index.library import columns, fields

VERSION = 1
"""Raised whenever anything here, or in folding, words or stemming, changes: the index is then built anew."""

DESCRIPTION = "description"
PASSAGE = "passage"

NAMED = (
    *("title", "narrator", "interviewer", "speaker", "person", "body"),
    *("place", "event", "subject", "collection"),
)
"""The fields a reader may name, each in folded words with their positions."""
VALUES = ("kind", "lang", "has", "ref", "id")
"""The fields a reader may name, each a list of whole values; `ref` are authority ids."""
DAYS = ("earliest", "latest")
"""The days of what is told about, else of the date: year × 10000 + month × 100 + day."""
FACETS = ("facet_collection", "facet_kind", "facet_language", "facet_place", "facet_decade", "facet_media")
"""What results are counted by: values divided by `BETWEEN_VALUES`."""

NO_DAY = -(1 << 63)
"""In `earliest` and `latest`: undated."""
BETWEEN_VALUES = "\x1f"
BOUNDARY = "\x1e"
"""A word nobody can ask for, between two values of one field."""


def schema() -> Any:
    """Draw up the fields of both kinds of document.

    `doc` is unique, `testimony` joins what belongs together, `access` says who may see it. `stem` holds the stems
    and `word` the folded words of what is told: the passage's own, or the description's. `recorded` is a list of
    days from and to, as text, read only for the testimonies a question is down to.
    """
    listed: dict[str, Any] = {name: _words() for name in ("word", "title", *NAMED)}
    listed |= {name: fields.KEYWORD() for name in VALUES}
    listed |= {name: fields.COLUMN(columns.NumericColumn("q", default=NO_DAY)) for name in DAYS}
    listed |= {name: fields.COLUMN(columns.RefBytesColumn()) for name in FACETS}
    return fields.Schema(
        doc=fields.ID(unique=True, sortable=columns.VarBytesColumn()),
        testimony=fields.ID(sortable=columns.RefBytesColumn()),
        kind_of_doc=fields.ID(sortable=columns.RefBytesColumn()),
        access=fields.ID(sortable=columns.RefBytesColumn()),
        stem=fields.TEXT(phrase=False),
        title_stem=fields.TEXT(phrase=False),
        recorded=fields.COLUMN(columns.VarBytesColumn()),
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
    """Make a field of words with positions, the material of phrases, shapes and near misses."""
    return fields.TEXT(phrase=True)
