"""Names to choose from while one types: the records they may stand for, below the step."""

from __future__ import annotations

from collections.abc import Sequence

from textual.widget import Widget

from archive.choosing import Choice, choices
from tui.screens.steps import names
from tui.screens.steps.fields import FIELDS, RIGHTS
from tui.screens.steps.form import Form
from tui.widgets.fields import LineBox


class Offering(Form):
    """A form that offers authority records for the names typed into it."""

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
