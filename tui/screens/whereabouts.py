"""What the line at the bottom of the library says: where one is, in which order, and how much is marked."""

from __future__ import annotations

from collections.abc import Sized
from typing import TYPE_CHECKING

from tui.screens.searching import SORTS
from tui.widgets.table import TestimonyTable

if TYPE_CHECKING:
    from archive.finding import Answer


def found(answer: Answer, sort: str, marks: Sized) -> str:
    """Say what a search found."""
    order = "best first" if sort == "id" else f"sorted by {SORTS[sort]}"
    said = (counted(answer), *_marked(marks), order) if answer.total else ("Nothing is found.", *_marked(marks))
    return " · ".join((*said, *answer.notes))


def listed(table: TestimonyTable, room: int, sort: str, marks: Sized, kept: str, *, narrowed: bool) -> str:
    """Say where in the list one is; `kept` is the question that stands in the box and is not asked."""
    back = f" · /: back to “{kept}”" if kept else ""
    if table.count:
        where = f"{table.cursor + 1:,} of {table.count:,}"
        return " · ".join((where, *_marked(marks), *table.left_out(room), f"sorted by {SORTS[sort]}")) + back
    if narrowed:
        return "Nothing is left. x takes away what was chosen last, X all." + back
    return "There is no testimony here yet; a adds the first."


def counted(answer: Answer) -> str:
    """Count what was found."""
    testimonies = "1 testimony" if answer.total == 1 else f"{answer.total:,} testimonies"
    passages = "1 passage" if answer.total_passages == 1 else f"{answer.total_passages:,} passages"
    return f"{passages} in {testimonies}"


def _marked(marks: Sized) -> tuple[str, ...]:
    return (f"{len(marks):,} marked",) if len(marks) else ()
