"""The overview: what the archive holds and what needs a person, every figure a way into the library."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.worker import get_current_worker

from archive.index.cancelling import Cancelled
from testimonies.authority import AUTHORITIES, kind_of
from testimonies.errors import ArchiveError
from tui.keys import MOVING, Command, bindings
from tui.places import PLACES
from tui.screens.place import Place
from tui.widgets.bars import Bar
from tui.widgets.figures import FigureList, entries
from tui.widgets.key_line import KeyLine
from tui.widgets.place_map import PlaceMap, Point
from tui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from archive.care import Checked
    from archive.overview import Overview as Seen

OFTEN = 0.2
"""Seconds after which a check says again how far it is."""


class Overview(Place):
    """The archive at a glance."""

    KEYS: ClassVar[Sequence[Command]] = (
        Command("enter", "follow", "Show the testimonies this figure counts, or the record it names", "Show these"),
        Command("v", "check", "Compare files with their digests, the longest unchecked first", "Check"),
        Command("r", "renew", "Count anew", "Count anew"),
        *MOVING,
        Command("escape,q", "back", "Back; stop a check that is running", "Back"),
    )
    BINDINGS: ClassVar = bindings(KEYS)
    CSS_PATH = "../styles/overview.tcss"
    WHAT = "What this archive holds and what needs a person. Enter on a figure shows the testimonies it counts."

    def __init__(self) -> None:
        super().__init__()
        self.heading = Bar(classes="heading")
        self.figures = FigureList(id="figures")
        self.map = PlaceMap(id="map")
        self._checking = False

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield self.heading
        with Horizontal(id="looked-over"):
            yield self.figures
            yield self.map
        yield self.status
        yield KeyLine()

    def on_mount(self) -> None:
        """Paint first, then count."""
        self.heading.say(self.archive.settings.title, "Overview")
        self.set_focus(self.figures)
        self.action_renew()

    @property
    def rows(self) -> VirtualList:
        """The keys move in the figures."""
        return self.figures

    def action_renew(self) -> None:
        """Count anew."""
        self.status.say("Counting …")
        self.ask(partial(self.archive.overview, self.who), self._show, group="overview")

    def _show(self, seen: Seen) -> None:
        self.figures.show(entries(seen, staff=self.who == "staff"))
        placed = [spot for spot in seen.spots if spot.where]
        self.map.show(
            [Point(spot.label, spot.count, *spot.where) for spot in placed[:9] if spot.where],
            [spot.label for spot in seen.spots[:9] if not spot.where],
        )
        self.figures.catch_up()
        self._say_where(seen)

    def _say_where(self, seen: Seen) -> None:
        checked = f"last checked {seen.last_check[:10]}" if seen.last_check else "never checked"
        needs = "1 thing needs a person" if len(seen.needs) == 1 else f"{len(seen.needs)} things need a person"
        self.status.say(f"{needs} · {checked}" if self.who == "staff" else "What everybody may see", "")

    # Going on from here

    @on(VirtualList.Chosen)
    def _chosen(self) -> None:
        self.action_follow()

    def action_follow(self) -> None:
        """Go where the figure leads."""
        entry = self.figures.entry
        if entry is None:
            return
        if entry.record and kind_of(entry.record) in AUTHORITIES and "authority" in PLACES:
            self.reading_room.go_to("authority", entry.record)
        elif entry.question is not None:
            self.reading_room.find(entry.question)
        elif entry.record and self.archive.testimonies.has(entry.record):
            self.reading_room.read(entry.record)
        else:
            self.status.tell("This leads nowhere: it is only a figure.")

    # Checking

    def action_check(self) -> None:
        """Begin to compare files with their digests; what was checked stays so, however it ends."""
        if self.who != "staff":
            self.status.tell("You look through the eyes of an open reader. To check, open the reading room as staff.")
        elif not self._checking:
            self._checking = True
            self.status.say("Checking …", "Esc stops it")
            self.run_worker(self._check, group="check", thread=True)

    def _check(self) -> None:
        """Check in a thread of its own, beside whatever is asked meanwhile: it reads what never changes."""
        from tui.door import signature  # noqa: PLC0415 - not before the first frame

        worker = get_current_worker()
        said = 0.0

        def progress(done: int, of: int, _what: str) -> None:
            nonlocal said
            if worker.is_cancelled:
                raise Cancelled
            if time.monotonic() - said > OFTEN:
                said = time.monotonic()
                self.call_later(self.status.say, f"Checking … {done:,} of {of:,} records", "Esc stops it")

        then: Callable[[], object]
        try:
            then = partial(self._checked, self.archive.verify(progress=progress, by=signature()))
        except Cancelled:
            return
        except ArchiveError as error:
            then = partial(self._not_checked, error)
        self.call_later(then)

    def _not_checked(self, error: ArchiveError) -> None:
        self._checking = False
        self.reading_room.tell(error)

    def _checked(self, found: Checked) -> None:
        if not self._checking:
            return
        self._checking = False
        self.action_renew()
        wrong = len({problem.id for problem in found.damaged})
        said = f"{wrong:,} differ." if wrong else "all are sound."
        self.status.tell(f"{found.checked:,} records were compared with their digests; {said}")

    def action_back(self) -> None:
        """Stop a check that is running, or go one step back."""
        if self._checking:
            self._checking = False
            self.workers.cancel_group(self, "check")
            self.status.tell("The check is stopped; what was checked is noted, and v goes on with the others.")
            self.action_renew()
        else:
            super().action_back()
