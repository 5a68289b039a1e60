"""Narrowing what is listed or found: the facets beside it, and what is chosen of them as a line one can take from."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.worker import get_current_worker

from archive.narrowing import Choice, Question
from tui.keys import Command
from tui.screens.prompting import Prompting
from tui.widgets.chips import Chips
from tui.widgets.facets import Entry, FacetList

if TYPE_CHECKING:
    from archive.narrowing import Counts

NARROWING = (
    Command("f", "filters", "Narrow by place, time, kind …: go to what one may choose, or hide it", "Narrow"),
    Command("x", "clear", "Take away what was chosen last"),
    Command("X", "clear_all", "Take away all that was chosen"),
)


class Narrowing(Prompting):
    """A screen whose question can be narrowed by what the results are counted by."""

    def __init__(self) -> None:
        super().__init__()
        self.facets = FacetList(id="facets")
        self.chips = Chips(id="chips")
        self._soon = False
        self._counted: Question | None = None
        """The question whose figures are shown."""

    def _asked_anew(self) -> None:
        """Ask again what is listed or found here, because the question has changed."""
        raise NotImplementedError

    def _choose(self, chosen: tuple[Choice, ...]) -> None:
        """Narrow by this and by nothing else."""
        self.chosen = chosen
        self.facets.choose(chosen)
        self.chips.show(chosen, self.facets.labels)
        self._asked_anew()

    def turn(self, entry: Entry) -> None:
        """Choose a value, or choose it no longer; open or close a section."""
        if entry.part == "value":
            self._choose(Question("", self.chosen).turned(Choice(entry.section, entry.value)).chosen)
        else:
            self.facets.turn(entry)

    def action_clear(self) -> None:
        """Take away what was chosen last."""
        if self.chosen:
            self._choose(self.chosen[:-1])
        else:
            self.status.tell("Nothing is chosen to narrow by; f shows what there is.")

    def action_clear_all(self) -> None:
        """Take away all that was chosen."""
        if self.chosen:
            self._choose(())
        else:
            self.status.tell("Nothing is chosen to narrow by; f shows what there is.")

    @on(Chips.Removed)
    def _taken_away(self, removed: Chips.Removed) -> None:
        self._choose(tuple(one for one in self.chosen if one != removed.choice))

    def _count(self, *, anew: bool = False) -> None:
        """Count what is listed or found here, where the figures are shown and not known yet."""
        question = self.question
        # A label is known where a value was counted; what is chosen was.
        if not self.facets.display or (question == self._counted and not anew):
            return
        self.ask(
            lambda: self.archive.counts(question, self.who, cancelled=lambda: get_current_worker().is_cancelled),
            partial(self._show_counts, question),
            group="counts",
        )

    def _show_counts(self, question: Question, counts: Counts) -> None:
        self._counted = question
        self.facets.show(counts, self.chosen)
        self.facets.catch_up()
        self.chips.show(self.chosen, self.facets.labels)
        soon, self._soon = self._soon, False
        if soon and self.facets.entry:
            self.turn(self.facets.entry)

    def chooses_soon(self) -> None:
        """Choose what the cursor is going to stand on: Space was typed before the facets were counted."""
        self._soon = True
