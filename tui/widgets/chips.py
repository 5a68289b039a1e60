"""What a question is narrowed by, as one line of pieces that can be taken away: [place: Van ×] [1910s ×]."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from archive.narrowing import Choice, Question
from tui.widgets.facets import called
from tui.widgets.words import cells, fitted, line

HINT = "x takes away the last, X all"
WIDEST = 40
"""Cells of one piece, at most."""


class Chips(Widget):
    """One line; it is not there while nothing is chosen."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"chips--chip", "chips--hint"}

    @dataclass
    class Removed(Message):
        """A piece was taken away with the mouse."""

        choice: Choice

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._chosen: Sequence[Choice] = ()
        self._labels: Mapping[str, str] = {}
        self._hint = HINT
        self.display = False

    def show(self, chosen: Sequence[Choice], labels: Mapping[str, str]) -> None:
        """Show what is chosen."""
        self._chosen, self._labels = chosen, labels
        self._hint = f"{HINT} · asked as {line(Question('', tuple(chosen)).narrowed)}"
        self.display = bool(chosen)
        self.refresh()

    def _pieces(self) -> list[tuple[str, Choice]]:
        """Give the pieces there is room for, the last one chosen always among them."""
        room = self.size.width - 2
        kept: list[tuple[str, Choice]] = []
        for choice in reversed(self._chosen):
            said = f"{choice.facet}: {called(choice, self._labels)}"
            piece = f"[{fitted(said, min(cells(said), WIDEST))} ×]"
            room -= cells(piece) + 1
            if room < (4 if len(kept) + 1 < len(self._chosen) else 0) and kept:
                break
            kept.append((piece, choice))
        return kept[::-1]

    def render_line(self, y: int) -> Strip:
        """Draw it."""
        width, plain, kept = self.size.width, self.rich_style, self._pieces()
        segments = [Segment(" … " if len(kept) < len(self._chosen) else " ", plain)]
        for piece, _ in kept:
            segments += [Segment(piece, self.get_component_rich_style("chips--chip")), Segment(" ", plain)]
        room = width - sum(segment.cell_length for segment in segments) - 2
        hint = self._hint if cells(self._hint) <= room else HINT
        if cells(hint) <= room:
            segments.append(Segment(f" {hint}", self.get_component_rich_style("chips--hint")))
        return Strip(segments).adjust_cell_length(width, plain)

    def on_click(self, event: events.Click) -> None:
        """Take away the piece that was clicked."""
        kept = self._pieces()
        reached = 3 if len(kept) < len(self._chosen) else 1
        for piece, choice in kept:
            if reached <= event.x < reached + cells(piece):
                self.post_message(self.Removed(choice))
                return
            reached += cells(piece) + 1
