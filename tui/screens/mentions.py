"""Every passage of the archive that names somebody or something, by any name it has."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.worker import get_current_worker

from archive.mentions import question_for
from tui.keys import MOVING, Command, bindings
from tui.places import PLACES
from tui.screens.place import Place
from tui.widgets.bars import Bar
from tui.widgets.key_line import KeyLine
from tui.widgets.results import ResultList
from tui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from archive.finding import Answer
    from testimonies.testimony import Link

MANY = 20
"""Testimonies asked for at once."""


class Mentions(Place):
    """Passages under their testimonies; Enter reads there, with every mention marked."""

    WHAT = "Every passage that names somebody or something, under any of the names it goes by."

    CSS_PATH = "../styles/mentions.tcss"
    KEYS: ClassVar[Sequence[Command]] = (
        Command("escape,q,backspace", "back", "One step back", "Back"),
        Command("enter", "read", "Read there, everything that names it marked", "Read there"),
        Command("o", "record", "Open the authority record of this name", "Its record"),
        *MOVING,
    )
    BINDINGS: ClassVar = bindings(KEYS)

    def __init__(self, link: Link) -> None:
        super().__init__()
        self._link = link
        self.heading = Bar(classes="heading")
        self.results = ResultList(id="mentions")
        self._total = self._loaded = self._passages = 0
        self._is_asking = False

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield self.heading
        yield self.results
        yield self.status
        yield KeyLine()

    def on_mount(self) -> None:
        """Ask for the first of them."""
        self.heading.say(f"Every passage that names {self._link.name}", self._link.ref or "")
        self.status.say("Looking through the archive …")
        self.set_focus(self.results)
        self._ask()

    def _ask(self) -> None:
        if self._is_asking:
            return
        self._is_asking = True
        offset = self._loaded
        self.ask(
            lambda: self.archive.mentions(
                self._link, self.who, offset=offset, limit=MANY, cancelled=lambda: get_current_worker().is_cancelled
            ),
            partial(self._show, offset),
            group="mentions",
        )

    def _show(self, offset: int, answer: Answer) -> None:
        self._is_asking = False
        self._total, self._passages = answer.total, answer.total_passages
        self._loaded = offset + len(answer.testimonies)
        (self.results.extend if offset else self.results.show)(answer.testimonies)
        self.results.catch_up()
        label = self.archive.register.label(self._link.ref) if self._link.ref else ""
        name = f"{self._link.name} ({label})" if label and label != self._link.name else self._link.name
        self.heading.say(f"Every passage that names {name}")
        self._say_where()

    @on(VirtualList.Moved)
    def _moved(self) -> None:
        self._say_where()
        if self._loaded < self._total and self.results.cursor >= self.results.count - 5:
            self._ask()

    def _say_where(self) -> None:
        if not self._total:
            self.status.say("" if self._is_asking else "No passage here names it.")
            return
        passages = "1 passage" if self._passages == 1 else f"{self._passages:,} passages"
        testimonies = "1 testimony" if self._total == 1 else f"{self._total:,} testimonies"
        self.status.say(f"{self.results.cursor + 1:,} · {passages} in {testimonies}")

    @property
    def rows(self) -> VirtualList:
        """The passages."""
        return self.results

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the record only where there is one, and a place that shows it."""
        return action != "record" or bool(self._link.ref and "authority" in PLACES)

    def action_record(self) -> None:
        """Open the authority record."""
        self.reading_room.go_to("authority", self._link.ref)

    @on(VirtualList.Chosen)
    def action_read(self) -> None:
        """Read what the cursor stands on."""
        found = self.results.found
        if found:
            query = question_for(self._link, self.archive.register)
            passages = found.result.passages
            self.reading_room.read(found.result.row.id, query, passages, found.hit.id if found.hit else None)
