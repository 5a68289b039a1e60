"""The form for a new testimony: kept as a draft while it is typed, and the archive's when it is saved."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Footer, Input, Select, Static, TextArea

from archive.archive import Added
from testimonies.access import LEVELS
from testimonies.errors import ArchiveError
from testimonies.testimony import KINDS
from tui import door
from tui.keys import Command, bindings
from tui.screens import drafting, entry
from tui.screens.place import Place
from tui.widgets.bars import Bar
from tui.widgets.words import line, text

PAUSE = 1.0
"""Seconds without typing after which the draft is saved."""

_LEVELS = {
    "open": "open: everyone",
    "restricted": "restricted: on request",
    "staff": "staff: those who keep the archive",
    "closed": "closed: nobody without a key",
}


class Adding(Place):
    """A form, one field below the other."""

    KEYS: ClassVar[Sequence[Command]] = (
        Command("ctrl+s", "save", "Keep it in the archive", "Save", priority=True),
        Command("escape", "back", "Back; what is typed stays as a draft", "Back"),
        Command("ctrl+n", "fresh", "Leave this draft and begin another", "New"),
        Command("ctrl+g", "next_draft", "Go on with another draft", "Other draft"),
        # Before the field itself sees them: else what is typed right after, in one burst, stays in the old field.
        Command("tab", "next_field", "To the next field", priority=True),
        Command("shift+tab", "previous_field", "To the field before", priority=True),
    )
    BINDINGS: ClassVar = bindings(KEYS)
    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self.heading = Bar(classes="heading")
        self.draft = drafting.Draft()
        self._pause: Timer | None = None
        self._untouched: entry.Entry = {}
        self._saving = False
        self._choices: dict[str, list[tuple[str, str]]] = {}

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield self.heading
        with VerticalScroll(id="form", can_focus=False):
            for name, label in entry.FIELDS.items():
                yield Static(f"  {label}", id=f"{name}-label", classes="label", markup=False)
                yield self._field(name)
                yield Static("", id=f"{name}-remark", classes="remark", markup=False)
        yield self.status
        yield Footer(show_command_palette=False)

    def _field(self, name: str) -> Widget:
        if name in ("scope", "media", "transcript"):
            return TextArea(id=name, show_line_numbers=False, highlight_cursor_line=False)
        if name not in ("kind", "collection", "access"):
            return Input(id=name, select_on_focus=False)
        self._choices[name] = {
            "kind": [(kind.replace("_", " "), kind) for kind in KINDS],
            "access": [(_LEVELS[level], level) for level in LEVELS],
            "collection": [
                (f"{prefix}: {line(collection.title)}", prefix)
                for prefix, collection in self.archive.register.collections.items()
            ],
        }[name]
        options = [(Content(shown), value) for shown, value in self._choices[name]]
        return Select(options, id=name, allow_blank=False, compact=True)

    def on_mount(self) -> None:
        """Begin where the last draft ended, or with an empty form."""
        for field in self._fields():
            if isinstance(field, Input | TextArea):
                field.cursor_blink = False
        self.heading.say("Add a testimony", "nothing is in the archive before ^s")
        kept = self.archive.drafts.names()
        self._open(kept[0] if kept else None)
        self.set_focus(self.query_one("#title"), scroll_visible=False)

    async def _settled(self) -> None:
        """Wait until every field has taken in what was typed into it; a burst reaches them later than ^s does."""
        for field in self._fields():
            done = asyncio.Event()
            field.call_later(done.set)
            await done.wait()

    def action_next_field(self) -> None:
        """Go on to the next field."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """Go back to the field before."""
        self.focus_previous()

    def _fields(self) -> Iterator[Input | TextArea | Select[str]]:
        for name in entry.FIELDS:
            field = self.query_one(f"#{name}")
            assert isinstance(field, Input | TextArea | Select)  # noqa: S101 - they are made above
            yield field

    def _open(self, name: str | None) -> None:
        try:
            self.draft = drafting.load(self.archive.drafts, name) if name else drafting.Draft()
        except ArchiveError as error:
            self.reading_room.tell(error)
            self.draft = drafting.Draft()
        collection = self.archive.settings.default_collection
        # A new record begins as staff, whatever stands first in the list of levels.
        self._fill({"kind": KINDS[0], "access": "staff", "collection": collection, **self.draft.typed})
        count = len(self.archive.drafts.names())
        more = f" of {count}; ^g the next, ^n a new one" if count > 1 else "; ^n begins a new one"
        self.status.say(f"This goes on with {name}{more}." if name else "What you type is kept as a draft.")

    def _fill(self, values: entry.Entry) -> None:
        for field in self._fields():
            name = str(field.id)
            value = values.get(name, "")
            if isinstance(field, TextArea):
                field.text = value
            elif isinstance(field, Input) or value in [known for _, known in self._choices[name]]:
                field.value = value
            self._remark(name, None)
        self._untouched = self.values

    @property
    def values(self) -> dict[str, str]:
        """What is typed."""
        return {
            str(field.id): field.text if isinstance(field, TextArea) else str(field.value) for field in self._fields()
        }

    # The draft

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Select.Changed)
    def _typed(self, changed: Input.Changed | TextArea.Changed | Select.Changed) -> None:
        field = changed.control
        if field is not self.focused and field.id in entry.FIELDS:
            # The end of a burst arrives after the field was left: what was said of it then may not be true now.
            self._check(field.id)
        if self._pause:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self.keep_draft)

    def keep_draft(self) -> None:
        """Save what is typed, where it differs from what is saved."""
        typed = self.values
        if typed == self._untouched or self._saving:
            return
        try:
            self.draft = drafting.keep(self.archive.drafts, self.draft, typed)
        except ArchiveError as error:
            self.reading_room.tell(error)
        else:
            self._untouched = typed
            self.status.say(f"Kept as {self.draft.name}.")

    def action_back(self) -> None:
        """Go one step back; what was typed stays as a draft."""
        self.call_later(self._back)

    async def _back(self) -> None:
        await self._settled()
        self.reading_room.step_back()
        if self.draft.name:
            self.reading_room.say(f"What you typed is kept as {self.draft.name}; a goes on with it.")

    def hush(self) -> None:
        """Leave what went wrong there while it is being mended; the next try takes it away."""
        if not self.status.wrong:
            super().hush()

    def leave(self) -> None:
        """Keep the draft before the screen goes."""
        self.keep_draft()

    def action_fresh(self) -> None:
        """Begin another testimony; the draft stays."""
        self.call_later(self._fresh)

    async def _fresh(self) -> None:
        await self._settled()
        self.keep_draft()
        self._open(None)

    def action_next_draft(self) -> None:
        """Go on with the next draft."""
        self.call_later(self._next_draft)

    async def _next_draft(self) -> None:
        await self._settled()
        self.keep_draft()
        names = sorted(self.archive.drafts.names())
        if names:
            after = [name for name in names if name > (self.draft.name or "")]
            self._open((after or names)[0])

    # What is wrong

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Point at the field one is in, for those who see no colours too."""
        for name, label in entry.FIELDS.items():
            here = event.widget.id == name
            sign = self.query_one(f"#{name}-label", Static)
            if sign.has_class("here") != here:
                sign.set_class(here, "here")
                sign.update(f"▶ {label}" if here else f"  {label}")

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Say what is wrong with a field one leaves; nobody is kept from leaving it."""
        if event.widget.id in entry.FIELDS:
            self._check(event.widget.id)

    @on(Select.Changed)
    def _selected(self, changed: Select.Changed) -> None:
        self._check(str(changed.select.id))

    def _check(self, name: str) -> str | None:
        said = entry.problem(name, self.values[name])
        self._remark(name, said)
        return said

    def _remark(self, name: str, said: str | None) -> None:
        remark = self.query_one(f"#{name}-remark", Static)
        remark.set_class(bool(said), "said")
        remark.update(Content(f"! {text(said)}" if said else ""))

    # Keeping it

    def action_save(self) -> None:
        """Keep it in the archive, or say everything that is wrong."""
        self.call_later(self._save)

    async def _save(self) -> None:
        await self._settled()
        self.keep_draft()
        typed = self.values
        wrong = [name for name in entry.FIELDS if self._check(name)]
        if wrong:
            self.query_one(f"#{wrong[0]}").focus()
            sentence = f"{len(wrong)} to mend before it can be kept: {', '.join(wrong)}."
            self.status.tell(sentence, wrong=True)
            return
        self._saving = True
        self.status.hush()
        self.status.say("Keeping it …")
        self.ask(partial(self._keep, typed, self.draft), self._kept, group="keep", failed=self._refused)

    def _keep(self, typed: entry.Entry, draft: drafting.Draft) -> Added:
        """Add it, and drop the draft. Runs in a thread, to its end also where one leaves meanwhile."""
        made = entry.testimony(typed, draft.base)
        added = self.archive.add(made, by=door.signature(), media=entry.media_paths(typed))
        if draft.name:
            self.archive.drafts.remove(draft.name)
        return added

    def _kept(self, added: Added) -> None:
        self.reading_room.kept(added)

    def _refused(self, error: ArchiveError) -> None:
        self._saving = False
        self.status.say("Not kept yet; the draft is.")
        self.reading_room.tell(error)
