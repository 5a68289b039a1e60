"""The boxes of the form for a testimony: what is in them, what is wrong with it, and how it was understood."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from archive.choosing import Choice
from testimonies.testimony import Testimony
from tui.screens import drafting, entry, reviewing
from tui.screens.place import Place
from tui.screens.steps import telling
from tui.screens.steps.fields import FIELDS, STEPS, at_step
from tui.screens.steps.filing import FileRows, Filing, PathBox
from tui.screens.steps.pane import StepsPane
from tui.screens.steps.undoing import Changes
from tui.widgets.bars import Bar
from tui.widgets.fields import ChoiceBox, Choices, LineBox, TextBox
from tui.widgets.key_line import KeyLine
from tui.widgets.words import text

REVIEW = len(STEPS) - 1

Boxes = LineBox | TextBox | ChoiceBox | Filing


class Step(VerticalScroll, can_focus=False):
    """The boxes of one step; on the screen from the first time that one goes there."""

    def on_resize(self) -> None:
        """Keep the box one types in in sight, as where what is offered takes room from the step."""
        self.call_after_refresh(self.keep_in_sight)

    def keep_in_sight(self) -> None:
        """Have the box one types in on the screen, below its label."""
        focused = self.screen.focused
        if focused is not None and self in focused.ancestors:
            # Its label first: of both, what one types in is seen for certain.
            label = self.screen.label_of(focused)  # type: ignore[attr-defined]  # it stands in the form only
            for one in (label, focused):
                if one is not None:
                    one.scroll_visible(animate=False, immediate=True)


class Form(Place):
    """Boxes on steps, and what is said under each."""

    FIRST_STEP = 0

    def __init__(self) -> None:
        super().__init__()
        self.called = "Add a testimony"
        """What one is doing, for the line above."""
        self.heading = Bar(classes="heading")
        self.pane = StepsPane()
        self.filing = Filing()
        self.offered = Choices()
        self.review = reviewing.Review()
        self.draft = drafting.Draft()
        self.step = -1
        self.changes = Changes({})
        self._offers: Sequence[tuple[str, Choice | None]] = ()
        self._page = Vertical(id="page")
        self._steps: list[Step] = []
        self._labels: dict[str, Static] = {}
        self._boxes: dict[str, Boxes] = {}
        self._remarks: dict[str, Static] = {}
        self._pause: Timer | None = None
        self._untouched: entry.Entry = {}
        self._saving = False
        self._seen: set[int] = set()
        self._reviewed: entry.Entry | None = None
        """What was typed when the review was made."""
        self._sheet_text = ""
        """A sheet that came back from the editor with faults."""
        self._told: dict[str, str] = {}
        """What is wrong, as far as it was looked at."""

    def compose(self) -> ComposeResult:
        """Lay it out."""
        # Said before there is anything on the screen: said by its first event, everything would be styled twice.
        for name in self._get_breakpoint_classes(self.app.size.width, self.HORIZONTAL_BREAKPOINTS or []):
            self.add_class(name)
        self._steps = [self._step(number) for number in range(len(STEPS))]
        yield self.heading
        with Horizontal(id="writing"):
            yield self.pane
            with self._page:
                yield self._steps[self.FIRST_STEP]
                yield self.offered
        yield self.status
        yield KeyLine()

    def _step(self, number: int) -> Step:
        for name in at_step(number):
            field = FIELDS[name]
            self._labels[name] = Static(f"  {field.label}", classes="label", markup=False)
            self._boxes[name] = self._box(name)
            self._remarks[name] = Static("", id=f"{name}-remark", classes="remark", markup=False)
        fields = [part[name] for name in at_step(number) for part in (self._labels, self._boxes, self._remarks)]
        return Step(*fields, *((self.review,) if number == REVIEW else ()), id=f"step-{number}")

    def _box(self, name: str) -> Boxes:
        field = FIELDS[name]
        if field.shape == "text":
            return TextBox(id=name)
        if field.shape == "choice":
            return ChoiceBox(self._choices(name), id=name)
        return self.filing if field.shape == "files" else LineBox(id=name, placeholder=field.hint)

    def _bring(self, step: int) -> None:
        """Put a step on the screen, where it has not been yet: most who come here fill in one or two."""
        if not self._steps[step].is_attached:
            self._page.mount(self._steps[step], before=self.offered)

    def _choices(self, name: str) -> Sequence[tuple[str, str]]:
        if name != "collection":
            return FIELDS[name].choices
        held = self.archive.register.collections
        return [(f"{prefix}: {collection.title}", prefix) for prefix, collection in held.items()]

    @property
    def values(self) -> dict[str, str]:
        """What is typed."""
        return {name: box.said for name, box in self._boxes.items()}

    def fill(self, values: entry.Entry) -> None:
        """Put values into the fields."""
        for name, box in self._boxes.items():
            value = values.get(name, "")
            if box.said != value:
                box.fill(value)
            self._remark(name, "")
        self.look_at_files()

    async def _settled(self) -> None:
        """Wait until every field has taken in what was typed into it; a burst reaches them later than ^s does."""
        for box in (*self._boxes.values(), self.filing.box, self.filing.alt):
            if not box.is_running:
                continue
            done = asyncio.Event()
            box.call_later(done.set)
            await done.wait()

    def _name_of(self, widget: Widget | None) -> str | None:
        """Give the field a widget belongs to."""
        if widget is None:
            return None
        if isinstance(widget, PathBox | FileRows) or widget.id == "alt":
            return "media"
        return widget.id if widget.id in self._boxes else None

    def label_of(self, widget: Widget) -> Widget | None:
        """Give what stands above the field a widget belongs to."""
        return self._labels.get(self._name_of(widget) or "")

    def _check(self, name: str) -> None:
        values = self.values
        self._told = {**self._told, **entry.problems(values, self.base, self.archive.register, (name,))}
        if name not in entry.problems(values, self.base, self.archive.register, (name,)):
            self._told.pop(name, None)
        self._remark(name, self._told.get(name, ""), telling.understood(name, values[name], self.archive.register))
        self.say_steps()

    def _remark(self, name: str, wrong: str, understood: str = "") -> None:
        remark = self._remarks[name]
        remark.set_class(bool(wrong or understood), "said")
        remark.set_class(bool(wrong), "wrong")
        said = f"! {wrong}" if wrong else understood
        remark.update(Content(text(said)))

    def look_for_problems(self) -> dict[str, str]:
        """Look at every field, say under each what is wrong with it, and give all of it."""
        values, register = self.values, self.archive.register
        self._told = entry.problems(values, self.base, register)
        for name in FIELDS:
            self._remark(name, self._told.get(name, ""), telling.understood(name, values[name], register))
        self.say_steps()
        return self._told

    # What those who build on this say

    @property
    def base(self) -> Testimony:
        """What the form does not say."""
        return self.draft.base

    def look_at_files(self) -> None:
        """Find out what the files are of which nothing is known yet."""

    def say_steps(self) -> None:
        """Say how far each step has come."""

    def note(self) -> None:
        """Note how the form stands, so that one can come back to it."""


def without_why(values: entry.Entry) -> entry.Entry:
    """Give what a review shows: the reason is typed beside it."""
    return {name: value for name, value in values.items() if name != "why"}
