"""The search box and its results: asked as one types, fetched as one goes on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.widgets import Input
from textual.worker import get_current_worker

from tui.screens.place import Place
from tui.threshold import ASK
from tui.widgets.results import ResultList

if TYPE_CHECKING:
    from archive.finding import Answer

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
        self._answer: Answer | None = None
        self._loaded = 0
        self._asking_more = False
        self._read_when_found = False
        self.came_from: Callable[[], object] | None = None
        """How to go back to what was being read when the search began."""

    def _say_where(self) -> None:
        """Say where the cursor is, and what was found."""
        raise NotImplementedError

    def _look_soon(self) -> None:
        """Show beside what the cursor stands on."""
        raise NotImplementedError

    def _read(self) -> None:
        """Read what the cursor stands on."""
        raise NotImplementedError

    @property
    def _query(self) -> str:
        """The question that is answered here."""
        return self._answer.query if self._answer else ""

    @property
    def searching(self) -> bool:
        """Whether what is shown are the results of a search."""
        return self.has_class("searching")

    def begin_search(self, came_from: Callable[[], object] | None = None) -> None:
        """Go into the search box. No awaiting: what is typed next is in the same burst of keys."""
        self._read_when_found = False
        self.came_from = came_from
        self.set_focus(self.box)
        self.box.cursor_position = len(self.box.value)
        self._show_results(bool(self.box.value.strip()))

    def _show_results(self, shown: bool) -> None:
        self.set_class(shown, "searching")
        self._say_where()
        self._look_soon()

    @on(Input.Changed, "#box")
    def _typed(self, changed: Input.Changed) -> None:
        query = changed.value.strip()
        self._show_results(bool(query))
        if query:
            self._search()
        else:
            self.workers.cancel_group(self, "search")

    def _search(self) -> None:
        query, sort = self.box.value, "relevance" if self._sort == "id" else self._sort
        self.ask(
            lambda: self.archive.search(
                query, self.who, sort=sort, limit=FOUND, cancelled=lambda: get_current_worker().is_cancelled
            ),
            self._found,
            group="search",
        )

    def _found(self, answer: Answer) -> None:
        self._answer, self._loaded, self._asking_more = answer, len(answer.testimonies), False
        self.results.show(answer.testimonies)
        self._say_where()
        self._look_soon()
        if self._read_when_found:
            self._read()

    def _ask_more(self) -> None:
        """Ask for the next testimonies where the cursor has come near the last of those that are here."""
        answer = self._answer
        if self._asking_more or not answer or self._loaded >= answer.total:
            return
        self._asking_more = True
        sort = "relevance" if self._sort == "id" else self._sort
        question = partial(self.archive.search, answer.query, self.who, sort=sort, offset=self._loaded, limit=FOUND)
        self.ask(question, self._found_more, group="search")

    def _found_more(self, answer: Answer) -> None:
        self._asking_more = False
        self._loaded += len(answer.testimonies)
        self.results.extend(answer.testimonies)
