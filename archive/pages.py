"""Pages of a scan and the lines that were transcribed from them; what why nothing can be drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from testimonies.locator import Line
from testimonies.testimony import MediaItem, Testimony
from testimonies.transcript import Passage

_NOT_DRAWN = {
    "image/svg+xml": "SVG files, which may hold scripts, are never drawn here; o opens it in another program.",
    "image/heic": "Nothing here can decode HEIC images; o opens it in another program.",
    "image/heif": "Nothing here can decode HEIF images; o opens it in another program.",
    "application/pdf": "The pages of a PDF are not drawn here; o opens it in another program.",
}


@dataclass(frozen=True, slots=True)
class Page:
    """One page, as a person turns it."""

    item: int
    """Which of the media it is in, counted from 0."""
    within: int
    """Which page of that file, from 1."""
    number: int | None = None
    """Which page of the transcribed document, from 1; None for what is no page of it."""


def pages(testimony: Testimony) -> Sequence[Page]:
    """Give every page of the media in the order of the media; what has no pages is one.

    The scans of a part are counted through, as their transcription is. Where nothing is marked as a scan, a file of
    several pages is counted by itself.
    """
    counted: dict[str | None, int] = {}
    scanned = any(item.role == "scan_page" for item in testimony.media)
    found = []
    for at, item in enumerate(testimony.media):
        many = max(item.pages or 1, 1)
        is_scan = item.role == "scan_page"
        before = counted.get(item.part, 0) if is_scan else 0
        numbered = is_scan or (not scanned and many > 1)
        found += [Page(at, within, before + within if numbered else None) for within in range(1, many + 1)]
        if is_scan:
            counted[item.part] = before + many
    return found


def page_at(testimony: Testimony, passage_id: str) -> Page | None:
    """Give the page a passage was transcribed from, where there is a picture of it."""
    spot = next((one.at for one in _passages(testimony) if one.id == passage_id), None)
    if spot is None or not isinstance(spot.spot, Line):
        return None
    for page in pages(testimony):
        if page.number == spot.spot.page and _belongs(testimony.media[page.item], spot.part):
            return page
    return None


def lines(testimony: Testimony, page: Page) -> Sequence[Passage]:
    """Give the passages that were transcribed from a page, in the order of its lines."""
    item = testimony.media[page.item]
    found = [
        one
        for one in _passages(testimony)
        if one.at
        and isinstance(one.at.spot, Line)
        and one.at.spot.page == page.number
        and _belongs(item, one.at.part)
    ]
    return sorted(found, key=lambda one: one.at.position if one.at else (0, 0, 0))


def _belongs(item: MediaItem, part: str | None) -> bool:
    return item.part is None or part is None or item.part == part


def _passages(testimony: Testimony) -> Iterator[Passage]:
    for transcript in testimony.transcripts:
        yield from transcript.passages


def why_not_drawn(item: MediaItem) -> str | None:
    """Say in a sentence why nothing is drawn of a medium; None where it can be tried."""
    if item.mime in _NOT_DRAWN:
        many = f" ({item.pages:,} pages)" if item.mime == "application/pdf" and item.pages else ""
        return _NOT_DRAWN[item.mime].replace(" are not drawn", f"{many} are not drawn")
    if item.unreadable:
        return item.unreadable
    if (item.mime or "").startswith(("audio/", "video/")):
        return "A recording; Space plays it, and o opens it in another program."
    if not (item.mime or "").startswith("image/"):
        return "Nothing can be drawn of this file; o opens it in another program."
    return None
