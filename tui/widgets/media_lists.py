"""Beside a picture: the media by their names, the lines of a page, and what is known of a file, in words."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from testimonies import edtf
from testimonies.locator import Time
from testimonies.testimony import MediaItem
from testimonies.transcript import Passage
from tui.widgets.drawing import Block, Span, wrapped
from tui.widgets.virtual_list import VirtualList
from tui.widgets.words import fitted, line, text


class ItemList(VirtualList):
    """The media by their names."""

    def __init__(self) -> None:
        super().__init__(id="items")
        self.items: Sequence[MediaItem] = ()

    def show(self, items: Sequence[MediaItem]) -> None:
        """Show these."""
        self.items = items
        self.count = len(items)
        self.renew()

    def block(self, index: int, width: int) -> Block:
        """Draw one of them."""
        item = self.items[index]
        return Block([[Span(f"{index + 1} "), Span(fitted(line(item.file), max(width - 2, 1)))]])


class LineList(VirtualList):
    """The transcribed lines of a page, each with its number."""

    def __init__(self) -> None:
        super().__init__(id="lines")
        self.passages: Sequence[Passage] = ()

    def show(self, passages: Sequence[Passage], at: str | None = None) -> None:
        """Show these, with the cursor on one of them."""
        self.passages = passages
        self.count = len(passages)
        self.renew()
        self.go(next((row for row, one in enumerate(passages) if one.id == at), 0))

    def block(self, index: int, width: int) -> Block:
        """Draw a line as it is read, with its number before it."""
        passage = self.passages[index]
        number = str(getattr(passage.at.spot, "line", "")) if passage.at else ""
        said = text(f"{passage.speaker}: {passage.words}" if passage.speaker else passage.words)
        first, rest = [Span(f"{number:>3}  ", "dim")], [Span("     ")]
        return Block(wrapped([Span(said)], max(width - 5, 1), first=first, rest=rest))


def is_undescribed(item: MediaItem) -> bool:
    """Whether nobody has said what it shows; the archive writes as much where it is taken in."""
    return not item.alt_text or item.alt_text.startswith("Not described yet")


def about(item: MediaItem, verified: str | None) -> Content:
    """Say in words what an item is and shows, and how it came here."""
    shows = None if is_undescribed(item) else item.alt_text
    said = [text(part) for part in (item.caption, shows, item.unreadable) if part]
    rights = item.rights
    facts = [
        ("format", item.format or item.mime),
        ("size", f"{item.size:,} bytes" if item.size is not None else None),
        ("pixels", f"{item.width} × {item.height}" if item.width and item.height else None),
        ("length", str(Time(item.duration_ms // 1000 * 1000)) if item.duration_ms else None),
        ("pages", str(item.pages) if item.pages else None),
        ("role", item.role.replace("_", " ")),
        ("part", item.part),
        ("captured", edtf.display(item.captured) if item.captured else None),
        ("made by", item.creator),
        ("made from", item.derived_from),
        ("came as", item.received_as),
        ("rights", (rights.note or rights.statement or rights.holder) if rights else None),
        ("access", item.access.level if item.access else "as the words"),
        ("shows", ", ".join(item.identifiable)),
        ("noticed", "; ".join(item.observations)),
        ("checked", verified[:10] if verified else "never since it came"),
        ("sha512", f"{item.sha512[:16]}…" if item.sha512 else None),
    ]
    if is_undescribed(item):
        said.append("Nobody has described what it shows; d does.")
    rows = [line(item.file), "", *(part for one in said for part in (one, ""))]
    rows += [f"{name:9}  {line(value)}" for name, value in facts if value]
    return Content("\n".join(rows))
