"""`concordance`: every occurrence of a word in its context, one under the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from unicodedata import combining

import click

from archive.concordance import SORTS, Concordance, Line
from tui import printing, safe
from tui.commands import options

NARROWEST = 12
"""Cells on either side that are shown even where the terminal has no room for them."""
PER_CELL = 8
"""Code points read for each cell: stacked accents take several and no room."""


@click.command(name="concordance")
@click.argument("query", nargs=-1, required=True, metavar="WORD …")
@click.option("--sort", type=click.Choice(SORTS), default="place", show_default=True, help="By what stands there.")
@click.option("--width", type=click.IntRange(1, 1000), metavar="N", help="Cells on either side; else what has room.")
@options.results
def concordance_command(
    query: tuple[str, ...], sort: str, width: int | None, limit: int, offset: int, who: str, as_json: bool
) -> int:
    """Show every occurrence of WORD with what stands to its left and right.

    WORD is whatever a search may ask for: a word in all its forms, "a phrase", contr*, w?ld*, kontrol~, =control, a
    name with all it stands for; speaker:, date: and other fields narrow it down. See: earwitness search --help
    """
    read = (width or printing.width()) * PER_CELL
    found = options.entered().archive.concordance(
        " ".join(query), who, sort=sort, context=read, offset=offset, limit=limit
    )
    if as_json:
        printing.document(_plain(found, width or 40))
    else:
        _print(found, width, offset)
    return 0 if found.total else 1


def _plain(found: Concordance, width: int) -> dict[str, Any]:
    return {
        "query": found.query,
        "understood": found.understood,
        "notes": list(found.notes),
        "total": found.total,
        "total_testimonies": found.testimonies,
        "lines": [
            {
                "id": one.testimony,
                "passage": one.passage,
                "number": one.number,
                "at": one.at,
                "speaker": one.speaker,
                "before": ending(one.before, width),
                "word": one.word,
                "after": beginning(one.after, width),
            }
            for one in found.lines
        ],
    }


def _print(found: Concordance, width: int | None, offset: int) -> None:
    printing.say(safe.line(found.understood))
    for note in found.notes:
        printing.tell(safe.line(note))
    if not found.total:
        printing.tell("It stands nowhere in what was said or written.")
        return
    times = "1 occurrence" if found.total == 1 else f"{found.total:,} occurrences"
    testimonies = "1 testimony" if found.testimonies == 1 else f"{found.testimonies:,} testimonies"
    printing.say(f"{times} in {testimonies}")
    printing.say()
    for line in aligned(found.lines, width):
        printing.say(line)
    printing.more(offset, len(found.lines), found.total)


def aligned(lines: Sequence[Line], width: int | None) -> list[str]:
    """Give one line for each occurrence, every word that was found beginning in the same column."""
    places = [safe.line(f"{one.testimony} {one.at or f'#{one.number}'}") for one in lines]
    column = max(map(printing.cells, places), default=0)
    longest = max((printing.cells(safe.line(one.word)) for one in lines), default=0)
    room = width or max(NARROWEST, (printing.width() - column - longest - 4) // 2)
    shown = []
    for place, one in zip(places, lines, strict=True):
        before = ending(_flat(one.before), room)
        after = beginning(_flat(one.after), room)
        left = " " * (column - printing.cells(place)) + " " * (room - printing.cells(before))
        shown.append(f"{place}  {left}{before}«{_flat(one.word)}»{after}".rstrip())
    return shown


def _flat(text: str) -> str:
    """Give text safe for one line, the spaces at its ends kept: they stand between it and the word."""
    return " ".join(safe.text(text).split("\n"))


def ending(text: str, width: int) -> str:
    """Give the end of a text that takes at most so many cells, never an accent without its letter.

    >>> ending("It was under ", 7)
    ' under '
    """
    start, room = len(text), width
    for at in range(len(text) - 1, -1, -1):
        room -= printing.cells(text[at])
        if room < 0:
            break
        if not combining(text[at]):
            start = at
    return text[start:]


def beginning(text: str, width: int) -> str:
    """Give the beginning of a text that takes at most so many cells, its last letter with all its accents."""
    room = width
    for at, letter in enumerate(text):
        room -= printing.cells(letter)
        if room < 0:
            return text[:at]
    return text
