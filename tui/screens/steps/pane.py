"""The steps of the form beside it: which are done, which want mending, and where one is."""

from __future__ import annotations

from collections.abc import Sequence

from tui.screens.steps.fields import STEPS
from tui.widgets.drawing import Block, Span
from tui.widgets.virtual_list import VirtualList
from tui.widgets.words import fitted

TO_DO, DONE, MEND = " ", "✓", "!"


class StepsPane(VirtualList):
    """One row a step; the cursor stands on the step that is open."""

    def __init__(self) -> None:
        super().__init__(id="steps")
        self.states: Sequence[tuple[str, str]] = ((TO_DO, ""),) * len(STEPS)
        """The sign of each step, and what it says beside it."""

    def on_mount(self) -> None:
        """Show them."""
        self.count = len(STEPS)

    def show(self, states: Sequence[tuple[str, str]]) -> None:
        """Show other states."""
        if tuple(states) != tuple(self.states):
            self.states = tuple(states)
            self.renew()

    def block(self, index: int, width: int) -> Block:
        """Draw a step, and below it what is to be known of it."""
        sign, said = self.states[index]
        style = "mark" if sign == MEND else "text"
        first = [
            Span(f"{index + 1} "),
            Span(sign, style),
            Span(f" {fitted(STEPS[index], max(width - 4, 1))}", "strong"),
        ]
        return Block([first, [Span("    "), Span(fitted(said, max(width - 4, 1)), "dim")]])


def in_short(states: Sequence[tuple[str, str]], here: int) -> str:
    """Say the states of all steps in one line, for where there is no room beside.

    >>> in_short([("✓", ""), ("!", ""), (" ", "")], 2)
    '1✓ 2! ▶3·'
    """
    return " ".join(
        f"{'▶' if number == here else ''}{number + 1}{sign if sign != TO_DO else '·'}"
        for number, (sign, _) in enumerate(states)
    )
