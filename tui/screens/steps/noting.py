"""What is typed is noted as it is typed: as a draft that outlives a crash, and as a way to take it back."""

from __future__ import annotations

from textual import on
from textual.widgets import Input, Select, TextArea

from testimonies.errors import ArchiveError
from testimonies.testimony import KINDS
from tui.screens import drafting, entry
from tui.screens.steps.fields import FIELDS
from tui.screens.steps.filing import Filing
from tui.screens.steps.stepping import Stepping
from tui.screens.steps.undoing import Changes

PAUSE = 0.8
"""Seconds after which what was typed is saved as a draft: more than these a crash never takes."""


class Noting(Stepping):
    """A form with a draft, and with a way back and forth through everything that was typed."""

    def begin(self) -> None:
        """Fill the form."""
        for part in (self._labels["why"], self._boxes["why"]):
            # That it is new is reason enough.
            part.display = False
        kept = self.archive.drafts.names()
        self._open(kept[0] if kept else None)

    def on_mount(self) -> None:
        """Begin where the last draft ended, or with an empty form."""
        self.begin()
        self.open_step(self.FIRST_STEP)

    def _open(self, name: str | None) -> None:
        try:
            self.draft = drafting.load(self.archive.drafts, name) if name else drafting.Draft()
        except ArchiveError as error:
            self.reading_room.tell(error)
            self.draft = drafting.Draft()
        collection = self.archive.settings.default_collection
        # A new record begins as staff, whatever stands first in the list of levels.
        first = {"kind": KINDS[0], "access": "staff", "description": "staff", "collection": collection}
        self.restart({**first, **self.draft.typed})
        self._sheet_text = str(self.draft.kept.get(drafting.FAULTY, ""))
        count = len(self.archive.drafts.names())
        more = f" of {count}; ^g the next, ^t a new one" if count > 1 else "; ^t begins a new one"
        self.status.say(f"This goes on with {name}{more}." if name else "What you type is kept as a draft.")

    def restart(self, values: entry.Entry) -> None:
        """Begin with these values: nothing before them can be taken back."""
        self.fill(values)
        self._untouched = self.values
        self.changes = Changes(self._untouched)
        self._told, self._reviewed, self._seen = {}, None, set()

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Select.Changed)
    @on(Filing.Changed)
    def _typed(self, changed: Input.Changed | TextArea.Changed | Select.Changed | Filing.Changed) -> None:
        name = self._name_of(changed.control)
        if name and (changed.control is not self.focused or isinstance(changed, Filing.Changed | Select.Changed)):
            # The end of a burst arrives after the field was left: what was said of it then may not be true now.
            self._check(name)
        if changed.control is self.focused and isinstance(changed, Input.Changed):
            self._offer_for(self.focused)
        if self._pause is None:
            self._pause = self.set_timer(PAUSE, self._tick)

    def _tick(self) -> None:
        self._pause = None
        self.keep_draft()
        self.say_steps()

    def note(self) -> None:
        """Note how the form stands, so that one can come back to it."""
        self.changes.note(self.values)

    def keep_draft(self) -> None:
        """Save what is typed, where it differs from what is saved."""
        typed = self.values
        self.changes.note(typed)
        if typed == self._untouched or self._saving:
            return
        try:
            self.draft = drafting.keep(self.archive.drafts, self.draft, typed)
        except ArchiveError as error:
            self.reading_room.tell(error)
        else:
            self._untouched = typed
            self.status.say("Kept as a draft.")

    def action_take_back(self, step: int) -> None:
        """Take back the last change (-1) or make it again (1), wherever it was made, and show it."""
        self.call_later(self._take_back, step)

    async def _take_back(self, step: int) -> None:
        await self._settled()
        self.note()
        found = self.changes.go(step)
        if found is None:
            self.status.tell("There is nothing more to take back." if step < 0 else "There is nothing to make again.")
            return
        values, name = found
        self.fill(values)
        self.open_step(FIELDS[name].step, name)
        self.status.say("Taken back; ^y makes it again." if step < 0 else "Made again; ^z takes it back.")
        self._check(name)

    def action_back(self) -> None:
        """Go one step back; what was typed stays as a draft."""
        if self._offers:
            self._offer(())
            return
        self.call_later(self._back)

    async def _back(self) -> None:
        await self._settled()
        self.reading_room.step_back()
        if said := self.goes_on():
            self.reading_room.say(said)

    def goes_on(self) -> str:
        """Say how one comes back to what was typed."""
        return f"What you typed is kept as {self.draft.name}; a goes on with it." if self.draft.name else ""

    def hush(self) -> None:
        """Leave what went wrong there while it is being mended; the next try takes it away."""
        if not self.status.wrong:
            super().hush()

    def leave(self) -> None:
        """Keep the draft before the screen goes."""
        self._take_paths()
        self.keep_draft()

    def action_fresh(self) -> None:
        """Begin another testimony; the draft stays."""
        self.call_later(self._fresh)

    async def _fresh(self) -> None:
        await self._settled()
        self.keep_draft()
        self._open(None)
        self.open_step(self.FIRST_STEP)

    def action_next_draft(self) -> None:
        """Go on with the next draft."""
        self.call_later(self._next_draft)

    async def _next_draft(self) -> None:
        await self._settled()
        self.keep_draft()
        kept = sorted(self.archive.drafts.names())
        if kept:
            after = [name for name in kept if name > (self.draft.name or "")]
            self._open((after or kept)[0])
            self.open_step(self.FIRST_STEP)
