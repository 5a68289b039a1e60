"""Going through the form: from step to step, from field to field, from one thing to mend to the next."""

from __future__ import annotations

from textual import events, on
from textual.widget import Widget

from tui.screens.steps import consents, names, telling
from tui.screens.steps.fields import FIELDS, STEPS, at_step
from tui.screens.steps.filing import Filing
from tui.screens.steps.form import REVIEW, without_why
from tui.screens.steps.pane import in_short
from tui.screens.steps.taking import Taking
from tui.widgets.fields import LineBox, TextBox
from tui.widgets.virtual_list import VirtualList


class Stepping(Taking):
    """A form one goes through in any order; nothing is awaited on the way, so that no key is lost."""

    def open_step(self, step: int, field: str | None = None) -> None:
        """Show a step, and go to its first field or the one named; nothing is awaited, so no key is lost."""
        step = min(max(step, 0), REVIEW)
        before = self.step
        if step != before:
            if before >= 0:
                self._seen.add(before)
                self._steps[before].remove_class("here")
            self.step = step
            self._bring(step)
            self._steps[step].add_class("here")
            self.pane.go(step)
        if step == 4 and isinstance(box := self._boxes["consents"], TextBox):
            told = [one.name for one in names.read(self._boxes["narrator"].said)]
            if told and not box.said.strip() and not self._boxes["basis"].said.strip():
                box.fill(consents.begun("", told))
                box.move_cursor(box.get_cursor_line_end_location())
        self._offer(())
        self._go_to_field(field or self._first_field())
        self.say_steps()
        if step == REVIEW:
            self.call_later(self.examine)

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
        # Not put into the middle, as Textual would: its label is to be seen above it.
        self.set_focus(target, scroll_visible=False)
        self.call_after_refresh(self._steps[self.step].keep_in_sight)

    def action_step(self, by: int) -> None:
        """Go to the next step, or the one before."""
        self.open_step(self.step + by)

    def action_go_step(self, step: int) -> None:
        """Go to a step by its number."""
        self.open_step(step)

    def action_path(self) -> None:
        """Begin a path: what stands behind a slash here is a file, not a question."""
        self.open_step(0, "media")
        self.set_focus(self.filing.box)
        self.filing.box.insert_text_at_cursor("/")

    @on(VirtualList.Moved, "#steps")
    def _step_chosen(self, moved: VirtualList.Moved) -> None:
        if self.focused is self.pane and moved.cursor != self.step:
            self.open_step(moved.cursor)
            self.set_focus(self.pane)

    @on(VirtualList.Chosen, "#steps")
    def _step_entered(self) -> None:
        self.open_step(self.pane.cursor)

    def say_steps(self) -> None:
        """Say how far each step has come."""
        values = self.values
        states = telling.states(values, self._told, self._seen | {self.step}, self._reviewed == without_why(values))
        self.pane.show(states)
        self.heading.say(
            f"{self.called} › {self.step + 1} {STEPS[self.step]}", self._where(in_short(states, self.step))
        )

    def _where(self, steps: str) -> str:
        return steps if self.has_class("-narrow") else "nothing is in the archive before step 6"

    def on_resize(self) -> None:
        """Say beside or above how far one is."""
        if self.step >= 0:
            self.call_after_refresh(self.say_steps)

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

    def action_choose(self, by: int) -> None:
        """Move in what is offered; where nothing is, to the next field or the one before."""
        self._offer_for(self.focused)
        if self._offers:
            self.offered.step(by)
        elif by > 0:
            self.action_next_field()
        else:
            self.action_previous_field()

    def action_choose_files(self) -> None:
        """Choose files from folders: for the transcript at its step, else for the list of files."""
        from tui.widgets.file_tree import FileTree  # noqa: PLC0415 - only where it is opened

        if self.step == 3:
            self.app.push_screen(FileTree(lambda path: self._read_words(str(path))))
        else:
            if self.step != 0:
                self.open_step(0)
            self.app.push_screen(FileTree(lambda path: self.take_files([path])))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Point at the field one is in, for those who see no colours too."""
        here = self._name_of(event.widget)
        for name, field in FIELDS.items():
            sign = self._labels[name]
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
        if self.focused in (self.filing.box, self.filing.list) and self.filing.wanting() is not None:
            # What a picture shows is said in a box of its own, and one is not there yet.
            here -= 1
        wrong = [name for name in order if name in self._told]
        name = next((one for one in wrong if order.index(one) > here), wrong[0])
        self.open_step(FIELDS[name].step, name)

    def examine(self) -> None:
        """Have the archive make what it would keep."""
