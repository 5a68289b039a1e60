"""The search box and its results: asked as one types, fetched as one goes on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import on
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import get_current_worker

from archive.narrowing import Choice, Question
from tui.screens.place import Place
from tui.threshold import ASK
from tui.widgets.results import ResultList
from tui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from archive.finding import Answer, Row

SORTS = {"id": "number", "title": "title", "date": "date given", "told": "time told about", "extent": "length"}
"""By what the list may be sorted, and how it is called."""

FOUND = 20
"""Testimonies asked for at once in a search."""


class Searching(Place):
    """A screen one can search on; `Library` says what stands around the results."""

    def __init__(self) -> None:
        super().__init__()
        self.box = Input(placeholder=ASK, id="box", select_on_focus=False)
        self.box.cursor_blink = False
        self.results = ResultList(id="results")
        self._sort = "id"
        self.chosen: tuple[Choice, ...] = ()
        """What the question is narrowed by, besides what is typed."""
        self._answer: Answer | None = None
        self._asked = ("", "")
        """The question, and the order, that is answered or on its way."""
        self._how_many = FOUND
        """Testimonies to ask for: more where one comes back to where one was."""
        self._loaded = 0
        self._asking_more = False
        self._searching = False
        self._read_when_found = False
        self.came_from: Callable[[], object] | None = None
        """How to go back to what was being read when the search began."""

    @property
    def listing(self) -> VirtualList:
        """The list that is shown: of testimonies, or of results."""
        raise NotImplementedError

    def _say_where(self) -> None:
        """Say where the cursor is, and what was found."""
        raise NotImplementedError

    def _look_soon(self) -> None:
        """Show beside what the cursor stands on."""
        raise NotImplementedError

    def _row(self) -> Row | None:
        """Give the testimony the cursor stands on."""
        raise NotImplementedError

    def _read(self) -> None:
        """Read what the cursor stands on."""
        raise NotImplementedError

    def _help(self, answer: Answer) -> None:
        """Help with the question, now that it is answered."""
        raise NotImplementedError

    def forget_help(self) -> None:
        """Take back what was offered for another question."""
        raise NotImplementedError

    def _typed_on(self) -> None:
        """Do what is to be done when something else is asked now than a letter ago."""
        raise NotImplementedError

    def _arrived(self) -> None:
        """Do what is to be done once what was asked for is here."""
        raise NotImplementedError

    @property
    def _query(self) -> str:
        """The question that is answered here."""
        return self._answer.query if self._answer else ""

    @property
    def question(self) -> Question:
        """What is asked where one is."""
        return Question(self.box.value.strip() if self.searching else "", self.chosen)

    @property
    def _order(self) -> str:
        """The order of the results: the best first, where nothing else was asked for."""
        return "relevance" if self._sort == "id" else self._sort

    @property
    def searching(self) -> bool:
        """Whether one is at the results of a search: those that are shown, or are on their way."""
        return self._searching

    def _switch(self) -> None:
        """Show the list one is at."""
        self.set_class(self._searching, "searching")

    def set_focus(self, widget: Widget | None, *args: Any, **kwargs: Any) -> None:
        """Where one leaves the box before the first results are here, one goes to their list all the same."""
        if widget is not self.box:
            self._switch()
        super().set_focus(widget, *args, **kwargs)

    def begin_search(self, came_from: Callable[[], object] | None = None) -> None:
        """Go into the search box. No awaiting: what is typed next is in the same burst of keys."""
        self._read_when_found = False
        self.came_from = came_from
        self.set_focus(self.box)
        self.box.cursor_position = len(self.box.value)
        self._show_results(bool(self.box.value.strip()))
        if self.searching:
            self._search()

    def _show_results(self, shown: bool) -> None:
        if shown != self.searching:
            self._searching = shown
            # The first letter stands on the screen before there is anything to show for it.
            if not shown or self.focused is not self.box:
                self._switch()
            # The footer is made anew by this, which must not happen with every letter.
            self.refresh_bindings()
        self._say_where()
        self._look_soon()

    @on(Input.Changed, "#box")
    def _typed(self, changed: Input.Changed) -> None:
        query = changed.value.strip()
        self.forget_help()
        self._show_results(bool(query))
        if query:
            self._search()
        else:
            self._forget_search()
        self._typed_on()

    def _forget_search(self) -> None:
        """Withdraw what is being asked."""
        self.workers.cancel_group(self, "search")
        if self._answer is None or self._asked != (self._answer.query, self._order):
            self._asked = ("", "")

    def _search(self, *, anew: bool = False) -> None:
        """Ask, unless just this is asked already."""
        asked = query, sort = self.question.text, self._order
        if asked == self._asked and not anew:
            if self._answer and asked == (self._answer.query, sort):
                self._switch()
                self._arrived()
            return
        self._asked, limit = asked, self._how_many
        # Whatever else is being asked, the answer to what is typed comes first.
        self.workers.cancel_group(self, "counts")
        self.workers.cancel_group(self, "help")
        self.ask(
            lambda: self.archive.search(
                query, self.who, sort=sort, limit=limit, cancelled=lambda: get_current_worker().is_cancelled
            ),
            self._found,
            group="search",
        )

    def _found(self, answer: Answer) -> None:
        self._answer, self._loaded, self._asking_more = answer, len(answer.testimonies), False
        self._how_many = FOUND
        self.results.show(answer.testimonies)
        self._switch()
        self._arrived()
        self._say_where()
        self._look_soon()
        if self._read_when_found:
            self._read()
        else:
            self._help(answer)

    def _ask_more(self) -> None:
        """Ask for the next testimonies where the cursor has come near the last of those that are here."""
        answer = self._answer
        if self._asking_more or not answer or self._loaded >= answer.total:
            return
        self._asking_more = True
        question = partial(
            self.archive.search, answer.query, self.who, sort=self._order, offset=self._loaded, limit=FOUND
        )
        self.ask(question, self._found_more, group="search")

    def _found_more(self, answer: Answer) -> None:
        self._asking_more = False
        self._loaded += len(answer.testimonies)
        self.results.extend(answer.testimonies)
