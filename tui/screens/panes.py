"""Which panes are on the screen: facets, list and preview where there is room, one of them where there is not."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.timer import Timer
from textual.widget import Widget

from tui.keys import Command
from tui.screens.narrowing import Narrowing
from tui.widgets.reader import Reader, head_of

if TYPE_CHECKING:
    from archive.reading import Shown

PANES = (
    Command("p", "preview", "Show or hide the preview"),
    Command("tab", "pane(1)", "To the next pane; in the box, take the completion"),
    Command("shift+tab", "pane(-1)", "To the pane before"),
)

WIDE, MIDDLE = 120, 80
"""Columns from which three panes, and two, stand beside one another."""


class Panes(Narrowing):
    """A screen of three panes."""

    def __init__(self) -> None:
        super().__init__()
        self.preview = Reader(id="preview", still=True)
        self._wants: dict[str, bool] = {}
        """Panes that were asked for or sent away; of others the width decides."""
        self._looking: Timer | None = None
        self._one = "list"
        """The pane that is shown where there is room for one."""

    def _is_wanted(self, pane: str) -> bool:
        return self._wants.get(pane, self.size.width >= WIDE)

    def _shown_panes(self) -> list[str]:
        """Give the panes on the screen from left to right."""
        if self.size.width < MIDDLE:
            return [self._one]
        panes = [pane for pane in ("facets", "preview") if self._is_wanted(pane)]
        if self.size.width < WIDE:
            panes = panes[:1]
        return [*(["facets"] if "facets" in panes else []), "list", *(["preview"] if "preview" in panes else [])]

    def lay(self) -> None:
        """Put the panes on the screen that there is room for."""
        if not self.size.width:
            return
        shown = self._shown_panes()
        for pane in ("facets", "list", "preview"):
            self.set_class(pane not in shown, f"-no-{pane}")
        self.facets.display, self.preview.display = "facets" in shown, "preview" in shown
        if self.focused is self.facets and "facets" not in shown:
            self.set_focus(self.listing)
        if self.size.width < MIDDLE and self.focused is not self.box:
            self.set_focus(self.facets if self._one == "facets" else self.listing)
        self._count()
        self._look_soon()
        self.call_after_refresh(self._say_where)

    def _turn_pane(self, pane: str, other: str) -> None:
        """Show a pane, or hide it where it is shown."""
        shown = self._shown_panes()
        self._wants[pane] = pane not in shown
        if self._wants[pane] and self.size.width < WIDE:
            self._wants[other] = False
        self._one = pane if pane not in shown else "list"
        self.lay()

    def action_filters(self) -> None:
        """Go to the facets, showing them where they are hidden; from there, hide them."""
        if self.facets.display and self.focused is not self.facets:
            self.set_focus(self.facets)
            return
        self._turn_pane("facets", "preview")
        self.set_focus(self.facets if self.facets.display else self.listing)

    def action_preview(self) -> None:
        """Show the preview, or hide it."""
        self._turn_pane("preview", "facets")

    def action_pane(self, step: int) -> None:
        """Go to the next pane; where there is room for one only, it takes the place of the other."""
        if self.focused is self.box and step > 0 and self.take_completion():
            return
        if self.size.width < MIDDLE and self.focused is not self.box:
            order = ["list", "preview", "facets"]
            self._one = order[(order.index(self._one) + step) % len(order)]
            self.lay()
            return
        panes: list[Widget | None] = [self.listing, *([self.facets] if self.facets.display else [])]
        at = panes.index(self.focused) + step if self.focused in panes else 0
        self.set_focus(panes[at % len(panes)])

    # The preview

    def _look_soon(self) -> None:
        """Show beside what the cursor stands on, once it stands still."""
        if self._looking:
            self._looking.stop()
        if self.preview.display:
            self._looking = self.set_timer(0.06, self._look)

    def _look(self) -> None:
        if row := self._row():
            question = partial(self.archive.show, row.id, self.who)
            self.ask(question, self._show_beside, group="preview", failed=lambda _: None)
        else:
            self.workers.cancel_group(self, "preview")
            self.preview.count = 0

    def _show_beside(self, shown: Shown) -> None:
        found = self.results.found if self.searching else None
        marks = {hit.id: hit.marks for hit in found.result.passages} if found else {}
        head = head_of(shown, self.archive.register.label)
        self.preview.show(shown.testimony, head, marks)
        row = self.preview.row_of(found.hit.id) if found and found.hit else None
        # It points at the passage that is meant; at a whole testimony there is nothing to point at.
        self.preview.shows_cursor = row is not None
        self.preview.show_row(row or 0, above=4 if row else 0)
