"""The form for a new testimony, step by step: a draft while it is typed, and the archive's when it was reviewed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from textual.app import SuspendNotSupported

from archive.writing import Added
from testimonies.errors import ArchiveError
from tui import door, editor
from tui.keys import Command, bindings
from tui.screens import drafting, entry, reviewing
from tui.screens.steps import sheets
from tui.screens.steps.fields import STEPS
from tui.screens.steps.form import REVIEW, without_why
from tui.screens.steps.noting import Noting


class Adding(Noting):
    """A form in steps; one may go to any of them at any time."""

    WHAT = "A testimony in six steps, any of them at any time. Nothing is in the archive before the review."

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
        Command("slash", "path", "Type the path of a file"),
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
        elif self._reviewed != without_why(self.values) or self.look_for_problems():
            self.examine()
        else:
            self._saving = True
            self.status.hush()
            self.status.say("Keeping it …")
            self.ask(self.keeping(), self._kept, group="keep", failed=self._refused)

    def examine(self) -> None:
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
        self._reviewed = without_why(typed)
        self.review.show(rows)
        self.say_steps()
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
        self.note()
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
            self._keep_sheet("")
            self.status.tell(f"Nothing was changed in the sheet.{left}")
            return
        self._keep_sheet(came_back)
        try:
            values, base = sheets.read(came_back, typed, self.base, self.archive.register)
        except ArchiveError as error:
            self.reading_room.tell(error)
            self.status.tell(f"{self.status.told}\nYour text is kept: ^e opens it again to be mended.")
            return
        self._keep_sheet("")
        self.draft = drafting.over(self.draft, base)
        self.fill({**values, **{name: typed[name] for name in wrong}})
        self.note()
        self._reviewed = None
        self.look_for_problems()
        self.status.tell(f"The form says what your sheet says.{left}")
        if self.step == REVIEW:
            self.examine()

    def _keep_sheet(self, text: str) -> None:
        """Keep a sheet that came back with faults, so that no crash takes it; none where there are no faults."""
        if text != self._sheet_text:
            self._sheet_text = text
            self.draft = drafting.keep(self.archive.drafts, drafting.with_faults(self.draft, text), self.values)
