"""Whoosh, as far as the index speaks to it: its types are partial, so past this door its objects are `Any`."""

from __future__ import annotations

from typing import Any

import whoosh.columns
import whoosh.fields
import whoosh.index
import whoosh.reading
import whoosh.writing

columns: Any = whoosh.columns
fields: Any = whoosh.fields
FileIndex: Any = whoosh.index.FileIndex
TOC: Any = whoosh.index.TOC
EmptyReader: Any = whoosh.reading.EmptyReader
MultiReader: Any = whoosh.reading.MultiReader
SegmentReader: Any = whoosh.reading.SegmentReader
SegmentWriter: Any = whoosh.writing.SegmentWriter
LockError = whoosh.index.LockError
