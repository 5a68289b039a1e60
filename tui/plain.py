"""The reading room in lines: a question is typed, an answer is printed; for screen readers, and for any terminal.

Nothing moves, no cell is addressed, no frame is drawn. Every line is a command of the command line, or plain words,
which are searched.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from tui import printing
from tui.cli import COMMANDS

PAGE = 10
"""Testimonies printed at once."""

BEGIN = "Type words to search, list to see everything, a number to read, help, or quit."
HELP = """\
words              search every word; the passages found are printed, each testimony with a number
list [QUERY]       list testimonies, each with a number
3                  read the testimony with that number
show ID            read a testimony; show ID --at 00:14:32 begins there
next, previous     the next testimonies of the list or search, or those before
quit               leave

Everything else works as on the command line: cite, history, media, add, edit, stats … and COMMAND --help."""

Run = Callable[[Sequence[str]], int]
Ids = Callable[[str, str, int], Sequence[str]]
"""Gives the ids of a page: of `list` or `search`, for a query, from the one after so many on."""


@dataclass(slots=True)
class Room:
    """A conversation: what was asked last, and which testimonies were printed for it."""

    run: Run
    """Runs a command on the archive of this room."""
    ids: Ids
    who: str = "staff"
    _kind: str = "list"
    _query: str = ""
    _offset: int = 0
    _printed: Sequence[str] = field(default=())

    def converse(self, lines: Iterable[str]) -> None:
        """Answer line by line, until there are no more or somebody leaves."""
        printing.say(BEGIN)
        for line in lines:
            if line.strip() in ("quit", "exit", "q"):
                return
            self._answer(line.strip())

    def _answer(self, line: str) -> None:
        first = line.partition(" ")[0]
        if not line or line == "help":
            printing.say(HELP if line else BEGIN)
        elif line.isdecimal():
            self._read(int(line))
        elif line in ("next", "previous"):
            self._turn(PAGE if line == "next" else -PAGE)
        elif first in ("list", "search"):
            self._ask(first, line.removeprefix(first).strip(), 0)
        elif first in COMMANDS:
            self._command(line)
        else:
            self._ask("search", line, 0)

    def _ask(self, kind: str, query: str, offset: int) -> None:
        found = self.ids(kind, query, offset)
        if offset and not found:
            printing.say("There are no more.")
            return
        self._kind, self._query, self._offset, self._printed = kind, query, offset, found
        page = ["--limit", str(PAGE), "--offset", str(offset), "--as-reader", self.who]
        self.run([kind, *page, "--", query] if query else [kind, *page])
        if found:
            printing.say(f"Numbers: {', '.join(f'{n} {one}' for n, one in enumerate(found, 1))}")

    def _turn(self, step: int) -> None:
        if self._offset + step < 0:
            printing.say("This is the beginning.")
        else:
            self._ask(self._kind, self._query, self._offset + step)

    def _read(self, number: int) -> None:
        if 1 <= number <= len(self._printed):
            self.run(["show", self._printed[number - 1], "--as-reader", self.who])
        else:
            printing.say(f"There is no number {number} here; list or search first.")

    def _command(self, line: str) -> None:
        try:
            words = shlex.split(line)
        except ValueError:
            printing.say("A quotation mark is open; close it and try again.")
            return
        if words[0] in ("browse", "serve"):
            printing.say("You are in the reading room already; type words to search.")
        else:
            self.run(words)
