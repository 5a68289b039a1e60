"""How many pages a PDF has and whether it can be opened at all; it runs only in the limited process."""

from __future__ import annotations

import os
from typing import Any

import pypdf
from pypdf.errors import DependencyError

LOCKED = "The PDF document is encrypted and can't be looked into; the file is kept as it is."

_ARCHIVAL = {
    ("1", "A"): "fmt/95",
    ("1", "B"): "fmt/354",
    ("2", "A"): "fmt/476",
    ("2", "B"): "fmt/477",
    ("2", "U"): "fmt/478",
    ("3", "A"): "fmt/479",
    ("3", "B"): "fmt/480",
    ("3", "U"): "fmt/481",
}


def describe(file: int) -> dict[str, Any]:
    """Count the pages; say in a sentence why that can't be done."""
    with os.fdopen(file, "rb", closefd=False) as opened:
        try:
            return _read(pypdf.PdfReader(opened, strict=False))
        except MemoryError:
            raise
        except DependencyError:
            # The cipher is one that pypdf alone can't undo.
            return {"unreadable": LOCKED}
        except Exception:
            # Whatever the parser raises about a stranger's bytes is a fact about the file.
            return {"unreadable": "The PDF document is damaged and can't be opened; the file is kept as it is."}


def _read(document: pypdf.PdfReader) -> dict[str, Any]:
    if document.is_encrypted and not document.decrypt(""):
        return {"unreadable": LOCKED}
    pages = len(document.pages)
    if not pages:
        return {"unreadable": "The PDF document holds no page; the file is kept as it is."}
    # Reaching for each page shows that the tree of pages is whole.
    for number in range(min(pages, 500)):
        _ = document.pages[number].mediabox
    return {"pages": pages, **_conformance(document)}


def _conformance(document: pypdf.PdfReader) -> dict[str, Any]:
    try:
        about = document.xmp_metadata
        if about is None or not about.pdfaid_part:
            return {}
        part, level = str(about.pdfaid_part), str(about.pdfaid_conformance or "").upper()
    except MemoryError:
        raise
    except Exception:
        # A broken description of a sound document is no fault of its pages.
        return {"notes": ["The description inside the PDF document is damaged."]}
    puid = _ARCHIVAL.get((part, level))
    return {"puid": puid, "codec": {"conformance": f"PDF/A-{part}{level.lower()}"}} if puid else {}
