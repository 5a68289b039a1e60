"""Helping with the question while it is typed: what a word may become, and what was perhaps meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.suggester import SuggestionReady
from textual.worker import get_current_worker

from tui.keys import Command
from tui.screens.searching import Searching
from tui.widgets.bars import Bar
from tui.widgets.words import line

if TYPE_CHECKING:
    from archive.finding import Answer
    from archive.index.completing import Completion
    from archive.index.suggesting import Suggestion

PROMPTING = (Command("ctrl+y", "take_meant", "Ask what was perhaps meant"),)


class Prompting(Searching):
    """A screen that helps who types a question; help comes after the answer, and never holds up a letter."""

    def __init__(self) -> None:
        super().__init__()
        self.meant = Bar(id="meant")
        self.meant.display = False
        self._meant = ""
        """The question that was perhaps meant."""
        self.completion = ""
        """The whole question, its last word completed; empty where nothing completes it."""
        self.completed = ""
        """What Tab takes, in words."""

    def forget_help(self) -> None:
        """Take back what was offered for another question."""
        self._meant = self.completion = self.completed = ""
        self.meant.display = False

    def _help(self, answer: Answer) -> None:
        """Ask what the word may become, and, where little is found, what was meant."""
        if self.focused is not self.box:
            return
        typed = self.box.value
        self._ask_help(lambda: self.archive.complete(typed, None, self.who, limit=5), self._complete, typed)
        if answer.is_doubtful:
            self._ask_help(lambda: self.archive.suggest(typed, self.who), self._say_meant, typed)

    def _ask_help(self, question: Callable[[], object], answered: Callable[..., object], typed: str) -> None:
        from archive.index import cancelling  # noqa: PLC0415 - not before the first frame

        def asked() -> object:
            with cancelling.until(lambda: get_current_worker().is_cancelled):
                return question()

        def told(found: object) -> None:
            if typed == self.box.value:
                answered(typed, found)

        self.ask(asked, told, group="help", overtakes=False)

    def _complete(self, typed: str, completions: Sequence[Completion]) -> None:
        """Offer the likeliest completion: dim behind what is typed where it goes on so, and in words with its key."""
        for one in completions:
            whole = typed[: one.start] + one.text + typed[one.end :]
            if whole.casefold() != typed.casefold():
                self.completion = whole
                count = f" ({one.count:,})" if one.count else ""
                self.completed = f"Tab: {line(one.text)}{count}"
                if whole.casefold().startswith(typed.casefold()):
                    self.box.post_message(SuggestionReady(typed, whole))
                self._say_where()
                return

    def take_completion(self) -> bool:
        """Put what completes the question into the box; False where nothing does."""
        if not self.completion:
            return False
        self.box.value, self.box.cursor_position = self.completion, len(self.completion)
        self.forget_help()
        return True

    def _say_meant(self, _typed: str, suggestions: Sequence[Suggestion]) -> None:
        # What Tab takes need not be said a second time.
        if suggestions and suggestions[0].query.casefold() != self.completion.casefold():
            best = suggestions[0]
            many = "1 testimony" if best.total == 1 else f"{best.total:,} testimonies"
            self._meant = best.query
            self.meant.say(f"Did you mean: {best.query}?{'' if self.chosen else f' ({many})'}   ^y asks that")
            self.meant.display = True

    def action_take_meant(self) -> None:
        """Ask what was perhaps meant."""
        if self._meant:
            self.box.value, self.box.cursor_position = self._meant, len(self._meant)
            self.forget_help()
        else:
            self.status.tell("Nothing else seems to be meant.")
