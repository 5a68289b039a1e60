"""The form for a new testimony, step by step: a draft while it is typed, and the archive's when it was reviewed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult, SuspendNotSupported
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Footer, Input, Select, Static, TextArea

from archive.archive import Added
from archive.choosing import Choice, choices
from testimonies.errors import ArchiveError
from testimonies.testimony import KINDS, Testimony
from tui import door, editor
from tui.keys import Command, bindings
from tui.screens import drafting, entry, reviewing
from tui.screens.place import Place
from tui.screens.steps import consents, files, filing, names, sheets, telling, words
from tui.screens.steps.fields import FIELDS, RIGHTS, STEPS, at_step
from tui.screens.steps.filing import FileRows, Filing, PathBox
from tui.screens.steps.pane import StepsPane, in_short
from tui.screens.steps.undoing import Changes
from tui.widgets.bars import Bar
from tui.widgets.fields import ChoiceBox, Choices, LineBox, TextBox
from tui.widgets.virtual_list import VirtualList
from tui.widgets.words import line, text

PAUSE = 0.8
"""Seconds after which what was typed is saved as a draft: more than these a crash never takes."""

REVIEW = len(STEPS) - 1

Boxes = LineBox | TextBox | ChoiceBox | Filing


class Adding(Place):
    """A form in steps; one may go to any of them at any time."""

    KEYS: ClassVar[Sequence[Command]] = (
        Command("ctrl+s", "save", "Review it; from the review, keep it in the archive", "Save", priority=True),
        Command("ctrl+n", "step(1)", "To the next step", "Next step", priority=True),
        Command("ctrl+b", "step(-1)", "To the step before", priority=True),
        Command("ctrl+pagedown", "step(1)", "To the next step", priority=True),
        Command("ctrl+pageup", "step(-1)", "To the step before", priority=True),
        Command("ctrl+l,f8", "next_problem", "To the next thing to mend", "To mend", priority=True),
        Command("ctrl+o", "choose_files", "Choose files from folders", priority=True),
        Command("ctrl+z", "take_back(-1)", "Take back the last change, wherever it was made", "Undo", priority=True),
        Command("ctrl+y", "take_back(1)", "Make it again", priority=True),
        Command("escape", "back", "Back; what is typed stays as a draft", "Back"),
        Command("ctrl+e", "sheet", "Write it as a sheet in your own editor", priority=True),
        Command("ctrl+t", "fresh", "Leave this draft and begin another", priority=True),
        Command("ctrl+g", "next_draft", "Go on with another draft", priority=True),
        # Before the field itself sees them: else what is typed right after, in one burst, stays in the old field.
        Command("tab", "next_field", "To the next field", priority=True),
        Command("shift+tab", "previous_field", "To the field before", priority=True),
        *(
            Command(str(number), f"go_step({number - 1})", f"To step {number}: {step} (beside the boxes)")
            for number, step in enumerate(STEPS, 1)
        ),
        Command("enter", "enter", "Go into the step, to what is to mend, or to what a picture shows"),
        Command("delete,backspace", "remove_file", "Take the file out again"),
        Command("t", "use_file", "Read the file as the transcript, or keep it as a medium"),
        Command("j,down", "move(1)", "Down"),
        Command("k,up", "move(-1)", "Up"),
        Command("u", "take_back(-1)", "Take back the last change"),
        Command("ctrl+r", "take_back(1)", "Make it again"),
    )
    BINDINGS: ClassVar = bindings(KEYS)
    CSS_PATH = "../styles/adding.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (90, "-middle"), (120, "-wide")]  # noqa: RUF012 - as Textual has it
    AUTO_FOCUS = ""
    TITLE_WORDS = "Add a testimony"
    FIRST_STEP = 0

    def __init__(self) -> None:
        super().__init__()
        self.heading = Bar(classes="heading")
        self.pane = StepsPane()
        self.filing = Filing()
        self.offered = Choices()
        self.review = reviewing.Review()
        self.draft = drafting.Draft()
        self.step = -1
        self.changes = Changes({})
        self._offers: Sequence[tuple[str, Choice | None]] = ()
        self._boxes: dict[str, Boxes] = {}
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

    # What it looks like

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield self.heading
        with Horizontal(id="writing"):
            yield self.pane
            with Vertical(id="page"):
                for number in range(REVIEW):
                    with VerticalScroll(id=f"step-{number}", classes="step", can_focus=False):
                        for name in at_step(number):
                            yield from self._field(name)
                with Vertical(id=f"step-{REVIEW}", classes="step"):
                    for name in at_step(REVIEW):
                        yield from self._field(name)
                    yield self.review
                yield self.offered
        yield self.status
        yield Footer(show_command_palette=False)

    def _field(self, name: str) -> Iterator[Widget]:
        field = FIELDS[name]
        yield Static(f"  {field.label}", id=f"{name}-label", classes="label", markup=False)
        box: Boxes
        if field.shape == "text":
            box = TextBox(id=name)
        elif field.shape == "choice":
            box = ChoiceBox(self._choices(name), id=name)
        else:
            box = self.filing if field.shape == "files" else LineBox(id=name, placeholder=field.hint)
        self._boxes[name] = box
        yield box
        yield Static("", id=f"{name}-remark", classes="remark", markup=False)

    def _choices(self, name: str) -> Sequence[tuple[str, str]]:
        if name != "collection":
            return FIELDS[name].choices
        held = self.archive.register.collections
        return [(f"{prefix}: {collection.title}", prefix) for prefix, collection in held.items()]

    def on_mount(self) -> None:
        """Begin where the last draft ended, or with an empty form."""
        self.begin()
        self.open_step(self.FIRST_STEP)

    def begin(self) -> None:
        """Fill the form."""
        for part in ("#why", "#why-label"):
            # That it is new is reason enough.
            self.query_one(part).display = False
        kept = drafting.new_ones(self.archive.drafts)
        self._open(kept[0] if kept else None)

    @property
    def base(self) -> Testimony:
        """What the form does not say."""
        return self.draft.base

    # Steps

    def open_step(self, step: int, field: str | None = None) -> None:
        """Show a step, and go to its first field or the one named; nothing is awaited, so no key is lost."""
        step = min(max(step, 0), REVIEW)
        before = self.step
        if step != before:
            if before >= 0:
                self._seen.add(before)
                self.query_one(f"#step-{before}").remove_class("here")
            self.step = step
            self.query_one(f"#step-{step}").add_class("here")
            self.pane.go(step)
        if step == 4 and isinstance(box := self._boxes["consents"], TextBox):
            told = [one.name for one in names.read(self._boxes["narrator"].said)]
            if told and not box.said.strip() and not self._boxes["basis"].said.strip():
                box.fill(consents.begun("", told))
                box.move_cursor(box.get_cursor_line_end_location())
        self._offer(())
        self._go_to_field(field or self._first_field())
        self._say_steps()
        if step == REVIEW:
            self.call_later(self._examine)

    def _first_field(self) -> str:
        return at_step(self.step)[0]

    def _go_to_field(self, name: str) -> None:
        box = self._boxes[name]
        if not box.display:
            self.set_focus(self.review)
            return
        if isinstance(box, Filing):
            wanting = box.wanting()
            target: Widget = box.box
            if name in self._told and wanting is not None:
                box.list.go(wanting)
                box.ask_alt()
                target = box.alt
        else:
            target = box
        self.set_focus(target, scroll_visible=True)

    def action_step(self, by: int) -> None:
        """Go to the next step, or the one before."""
        self.open_step(self.step + by)

    def action_go_step(self, step: int) -> None:
        """Go to a step by its number."""
        self.open_step(step)

    @on(VirtualList.Moved, "#steps")
    def _step_chosen(self, moved: VirtualList.Moved) -> None:
        if self.focused is self.pane and moved.cursor != self.step:
            self.open_step(moved.cursor)
            self.set_focus(self.pane)

    @on(VirtualList.Chosen, "#steps")
    def _step_entered(self) -> None:
        self.open_step(self.pane.cursor)

    def _say_steps(self) -> None:
        values = self.values
        states = telling.states(values, self._told, self._seen | {self.step}, self._reviewed == _without_why(values))
        self.pane.show(states)
        self.heading.say(
            f"{self.TITLE_WORDS} › {self.step + 1} {STEPS[self.step]}", self._where(in_short(states, self.step))
        )

    def _where(self, steps: str) -> str:
        return steps if self.has_class("-narrow") else "nothing is in the archive before step 6"

    def on_resize(self) -> None:
        """Say beside or above how far one is."""
        if self.step >= 0:
            self.call_after_refresh(self._say_steps)

    # Fields

    def action_next_field(self) -> None:
        """Go on to the next field; after the last one of a step, to the next step."""
        self._take_paths()
        if self.step < REVIEW and self.focused is not self.pane and self.focused is self._last_box():
            self.open_step(self.step + 1)
        else:
            self.focus_next()

    def action_previous_field(self) -> None:
        """Go back to the field before."""
        self._take_paths()
        self.focus_previous()

    def _last_box(self) -> Widget | None:
        shown = [one for one in self.focus_chain if one is not self.pane]
        return shown[-1] if shown else None

    def action_enter(self) -> None:
        """Take the choice the arrows stand on; else go on."""
        focused = self.focused
        if isinstance(focused, LineBox) and self.offered.chosen is not None:
            self._take(self.offered.chosen)
        elif focused is self.filing.box and self.filing.box.value.strip():
            self._take_paths()
        elif focused is self.filing.list:
            self.set_focus(self.filing.alt if self.filing.alt.display else self.filing.box)
        elif focused is self.filing.alt and (wanting := self.filing.wanting()) is not None:
            self.filing.list.go(wanting)
            self.filing.ask_alt()
        elif focused is self.pane:
            self.open_step(self.pane.cursor)
        elif focused is self.review:
            if self.review.field:
                self.open_step(FIELDS[self.review.field].step, self.review.field)
        elif isinstance(focused, LineBox):
            self.action_next_field()

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
        self._look_at_files()

    async def _settled(self) -> None:
        """Wait until every field has taken in what was typed into it; a burst reaches them later than ^s does."""
        for box in (*self._boxes.values(), self.filing.box, self.filing.alt):
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

    # Files

    def give_files(self, dropped: str) -> None:
        """Take what was dropped or typed as paths."""
        self.take_files(files.paths(dropped))

    def _take_paths(self) -> None:
        typed = self.filing.box.value
        if self.focused is self.filing.box and typed.strip():
            self.filing.box.value = ""
            self.give_files(typed)

    def take_files(self, paths: Sequence[Path]) -> None:
        """Add files to the form, look at each, and read the first that holds words where there are none yet."""
        new = self.filing.add(paths)
        if not new:
            self.status.tell("That file is in the list already." if paths else "There is no path in that.")
            return
        self._look_at_files()
        texts = [row for row in self.filing.rows if row.holds_words and Path(row.path) in new]
        if len(texts) == 1 and not self._boxes["transcript"].said.strip():
            self._read_words(texts[0].path)

    def _look_at_files(self) -> None:
        unknown = [
            row.path for row in self.filing.rows if row.use != "kept" and row.path not in self.filing.list.facts
        ]
        if unknown:
            self.ask(
                lambda: {path: filing.look(Path(path)) for path in unknown},
                self._learn,
                group="look",
                overtakes=False,
            )

    def _learn(self, facts: dict[str, filing.Fact]) -> None:
        self.filing.learn(facts)
        self._check("media")

    def action_choose_files(self) -> None:
        """Choose files from folders: for the transcript at its step, else for the list of files."""
        from tui.widgets.file_tree import FileTree  # noqa: PLC0415 - only where it is opened

        if self.step == 3:
            self.app.push_screen(FileTree(lambda path: self._read_words(str(path))))
        else:
            if self.step != 0:
                self.open_step(0)
            self.app.push_screen(FileTree(lambda path: self.take_files([path])))

    def action_remove_file(self) -> None:
        """Take the file out again on which the cursor stands."""
        if self.focused is self.filing.list and (said := self.filing.remove()):
            self.status.tell(said)

    def action_use_file(self) -> None:
        """Read the file as the transcript, or keep it as a medium."""
        row = self.filing.row
        if self.focused is not self.filing.list or row is None:
            return
        if row.use == "words":
            self.filing.set(row.path, "media")
        elif row.holds_words:
            self._read_words(row.path)
        else:
            self.status.tell(f"{row.name} holds no words that can be read.")

    def _read_words(self, path: str) -> None:
        self.status.say(f"Reading {line(Path(path).name)} …")
        self.ask(partial(words.from_file, Path(path)), partial(self._words_read, path), group="words")

    def _words_read(self, path: str, found: words.Imported) -> None:
        """Put the words of a file into the form; what else it says fills fields that are still empty."""
        self._note()
        self._boxes["transcript"].fill(found.text)
        self.filing.add([Path(path)])
        self.filing.set(str(Path(path).absolute()), "words")
        self._look_at_files()
        if found.testimony:
            said = entry.of(found.testimony)
            for name in ("title", "narrator", "interviewer", "place", "date", "language"):
                if not self._boxes[name].said.strip() and said[name] not in ("", "und"):
                    self._boxes[name].fill(said[name])
        notes = "".join(f"\n{note}" for note in found.notes)
        self.status.tell(f"{Path(path).name} is the transcript: {words.counted(found.text)}.{notes}")
        self._check("transcript")

    @on(TextBox.Pasted)
    def _pasted(self, pasted: TextBox.Pasted) -> None:
        if pasted.box.id != "transcript" or not pasted.alone:
            return
        if files.is_dropped(pasted.text):
            pasted.box.fill("")
            self._read_words(str(files.paths(pasted.text)[0]))
        elif found := words.from_paste(pasted.text):
            self._note()
            pasted.box.fill(found.text)
            notes = "".join(f"\n{note}" for note in found.notes)
            self.status.tell(f"Captions were pasted: {words.counted(found.text)}.{notes}")

    # Names to choose from

    def action_choose(self, by: int) -> None:
        """Move in what is offered; where nothing is, to the next field or the one before."""
        self._offer_for(self.focused)
        if self._offers:
            self.offered.step(by)
        elif by > 0:
            self.action_next_field()
        else:
            self.action_previous_field()

    def _offer_for(self, widget: Widget | None) -> None:
        name = self._name_of(widget)
        if not isinstance(widget, LineBox) or name is None or not (FIELDS[name].links or name == "rights"):
            self._offer(())
        elif name == "rights":
            typed = widget.value.strip().casefold()
            fits = [
                (f"{code}: {said}", None) for code, said in RIGHTS.items() if typed in f"{code} {said}".casefold()
            ]
            self._offer(fits if "/" not in typed else ())
        else:
            self._offer([(str(one), one) for one in self._names_for(widget, FIELDS[name].links)])

    def _names_for(self, box: LineBox, kinds: Sequence[str]) -> Sequence[Choice]:
        _, _, typed = names.being_typed(box.value, box.cursor_position)
        name, bracket, ref = typed.partition("[")
        if bracket and "]" in ref:
            return ()
        wanted = ref if bracket else name.rpartition(": ")[2]
        return choices(self.archive.register, kinds, wanted)

    def _offer(self, offers: Sequence[tuple[str, Choice | None]]) -> None:
        if [said for said, _ in offers] != [said for said, _ in self._offers]:
            self._offers = tuple(offers)
            self.offered.offer([said for said, _ in offers])
            # What is offered takes room from the step; the field one types in stays in sight.
            self.call_after_refresh(self._stay_in_sight)

    def _stay_in_sight(self) -> None:
        if self.focused is not None:
            self.focused.scroll_visible(animate=False)

    def _take(self, number: int) -> None:
        """Link the name one types to the record that was chosen; the name as written stays."""
        box = self.focused
        assert isinstance(box, LineBox)  # noqa: S101 - only they are offered anything
        said, choice = self._offers[number]
        if choice is None:
            box.fill(said.partition(":")[0])
        else:
            start, end, typed = names.being_typed(box.value, box.cursor_position)
            linked = names.linked(typed, choice.name, choice.ref)
            after = box.value[end:] or ("; " if FIELDS[str(box.id)].several else "")
            box.value = f"{box.value[:start]}{linked}{after}"
            box.cursor_position = start + len(linked) + (2 if after == "; " else 0)
        self._offer(())

    # The draft

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
        count = len(drafting.new_ones(self.archive.drafts))
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
        self._say_steps()

    def _note(self) -> None:
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
            self.status.say(f"Kept as {self.draft.name}.")

    def action_take_back(self, step: int) -> None:
        """Take back the last change (-1) or make it again (1), wherever it was made, and show it."""
        self.call_later(self._take_back, step)

    async def _take_back(self, step: int) -> None:
        await self._settled()
        self._note()
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
        if self.draft.name:
            self.reading_room.say(self.goes_on())

    def goes_on(self) -> str:
        """Say how one comes back to what was typed."""
        return f"What you typed is kept as {self.draft.name}; a goes on with it."

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
        kept = sorted(drafting.new_ones(self.archive.drafts))
        if kept:
            after = [name for name in kept if name > (self.draft.name or "")]
            self._open((after or kept)[0])
            self.open_step(self.FIRST_STEP)

    # What is wrong

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Point at the field one is in, for those who see no colours too."""
        here = self._name_of(event.widget)
        for name, field in FIELDS.items():
            sign = self.query_one(f"#{name}-label", Static)
            if sign.has_class("here") != (name == here):
                sign.set_class(name == here, "here")
                sign.update(f"▶ {field.label}" if name == here else f"  {field.label}")
        self.filing.ask_alt()
        self.review.show_cursor(event.widget is self.review)
        self._offer_for(event.widget)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Say what is wrong with a field one leaves; nobody is kept from leaving it."""
        if name := self._name_of(event.widget):
            self._check(name)

    def _check(self, name: str) -> None:
        values = self.values
        self._told = {**self._told, **entry.problems(values, self.base, self.archive.register, (name,))}
        if name not in entry.problems(values, self.base, self.archive.register, (name,)):
            self._told.pop(name, None)
        self._remark(name, self._told.get(name, ""), telling.understood(name, values[name], self.archive.register))
        self._say_steps()

    def _remark(self, name: str, wrong: str, understood: str = "") -> None:
        remark = self.query_one(f"#{name}-remark", Static)
        remark.set_class(bool(wrong or understood), "said")
        remark.set_class(bool(wrong), "wrong")
        said = f"! {wrong}" if wrong else understood
        remark.update(Content(text(said)))

    def action_next_problem(self) -> None:
        """Go to the next field that wants mending."""
        self.call_later(self._next_problem)

    async def _next_problem(self) -> None:
        await self._settled()
        self.look_for_problems()
        if not self._told:
            self.status.tell("There is nothing to mend.")
            return
        order = list(FIELDS)
        here = order.index(self._name_of(self.focused) or at_step(self.step)[0])
        wrong = [name for name in order if name in self._told]
        name = next((one for one in wrong if order.index(one) > here), wrong[0])
        self.open_step(FIELDS[name].step, name)

    def look_for_problems(self) -> dict[str, str]:
        """Look at every field, say under each what is wrong with it, and give all of it."""
        values, register = self.values, self.archive.register
        self._told = entry.problems(values, self.base, register)
        for name in FIELDS:
            self._remark(name, self._told.get(name, ""), telling.understood(name, values[name], register))
        self._say_steps()
        return self._told

    # Keeping it

    def action_save(self) -> None:
        """Review it; from the review, keep it."""
        self.call_later(self._save)

    async def _save(self) -> None:
        await self._settled()
        self._take_paths()
        self.keep_draft()
        if self._saving:
            return
        if self.step != REVIEW:
            self.open_step(REVIEW)
        elif self._reviewed != _without_why(self.values) or self.look_for_problems():
            self._examine()
        else:
            self._saving = True
            self.status.hush()
            self.status.say("Keeping it …")
            self.ask(self.keeping(), self._kept, group="keep", failed=self._refused)

    def _examine(self) -> None:
        """Have the archive make what it would keep, and show it."""
        if self.step != REVIEW:
            return
        problems = self.look_for_problems()
        if problems:
            self.review.show(reviewing.mending(problems))
            self.status.tell(f"{len(problems)} to mend before it can be kept; ^l goes to the next.", wrong=True)
            return
        typed = self.values
        self.status.hush()
        self.status.say("Looking at everything …")
        self.review.show([reviewing.Told("Looking at everything as the archive will …", style="dim")])
        self.ask(self.examining(typed), partial(self._examined, typed), group="examine", failed=self._not_kept)

    def examining(self, typed: entry.Entry) -> Callable[[], Sequence[reviewing.Told]]:
        """Give what makes the review; it is called in a thread."""
        made = entry.testimony(typed, self.base, self.archive.register)

        def examine() -> Sequence[reviewing.Told]:
            found = self.archive.examiner()(made, media=entry.new_files(typed), sources=entry.sources(typed))
            return reviewing.kept(found, entry.defaults(typed), self.archive.register.label)

        return examine

    def _examined(self, typed: entry.Entry, rows: Sequence[reviewing.Told]) -> None:
        self._reviewed = _without_why(typed)
        self.review.show(rows)
        self._say_steps()
        self.status.say("This is what will be kept. ^s keeps it.", "")

    def _not_kept(self, error: ArchiveError) -> None:
        self._reviewed = None
        self.review.show(
            [reviewing.Told("It can't be kept as it stands:", style="strong"), reviewing.Told(str(error))]
        )
        self.reading_room.tell(error)

    def keeping(self) -> Callable[[], Added]:
        """Give what adds it and drops the draft; it runs in a thread, to its end also where one leaves meanwhile."""
        typed, draft = self.values, self.draft
        made = entry.testimony(typed, draft.base, self.archive.register)

        def keep() -> Added:
            added = self.archive.add(
                made,
                by=door.signature(),
                media=entry.new_files(typed),
                sources=entry.sources(typed),
                why=typed["why"].strip() or "Added",
            )
            if draft.name:
                self.archive.drafts.remove(draft.name)
            return added

        return keep

    def _kept(self, added: Added) -> None:
        self.reading_room.kept(added)

    def _refused(self, error: ArchiveError) -> None:
        self._saving = False
        self.status.say("Not kept yet; the draft is.")
        self.reading_room.tell(error)

    def action_sheet(self) -> None:
        """Write it as a sheet in one's own editor."""
        self.call_later(self._sheet)

    async def _sheet(self) -> None:
        await self._settled()
        self._note()
        self.keep_draft()
        typed = self.values
        begun, wrong = sheets.write(typed, self.base, self.archive.register)
        text = self._sheet_text or begun
        try:
            with self.app.suspend():
                came_back = editor.edited(text)
        except SuspendNotSupported:
            self.status.tell("This terminal can't lend itself to an editor.", wrong=True)
            return
        except ArchiveError as error:
            self.reading_room.tell(error)
            return
        left = f" Left as in the form: {', '.join(wrong)}." if wrong else ""
        if came_back == begun:
            self._sheet_text = ""
            self.status.tell(f"Nothing was changed in the sheet.{left}")
            return
        self._sheet_text = came_back
        try:
            values, base = sheets.read(came_back, typed, self.base, self.archive.register)
        except ArchiveError as error:
            self.reading_room.tell(error)
            self.status.tell(f"{self.status.told}\nYour text is kept: ^e opens it again to be mended.")
            return
        self._sheet_text = ""
        self.draft = drafting.over(self.draft, base)
        self.fill({**values, **{name: typed[name] for name in wrong}})
        self._note()
        self._reviewed = None
        self.look_for_problems()
        self.status.tell(f"The form says what your sheet says.{left}")
        if self.step == REVIEW:
            self._examine()


def _without_why(values: entry.Entry) -> entry.Entry:
    """Give what a review shows: the reason is typed beside it."""
    return {name: value for name, value in values.items() if name != "why"}
