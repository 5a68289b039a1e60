"""`note`: remarks of the people who keep the archive, on a testimony or on a passage of it."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from testimonies import edtf, locator
from testimonies.errors import NotFound, WrongUsage
from testimonies.form import plain
from testimonies.testimony import Note, Testimony
from tui import door, printing, safe
from tui.commands import options


@click.command(name="note")
@click.argument("id")
@click.argument("text", nargs=-1)
@click.option("--at", metavar="PLACE", help="The passage at 00:14:32, p3:12 or n4; without it, the whole testimony.")
@click.option("--list", "listed", is_flag=True, help="List the notes, each with its number.")
@click.option("--change", type=click.IntRange(1), metavar="N", help="Let note N say TEXT instead.")
@click.option("--remove", type=click.IntRange(1), metavar="N", help="Take note N away; older versions keep it.")
@options.record
def note_command(
    id: str,  # noqa: A002 - as the contract names it
    text: tuple[str, ...],
    at: str | None,
    listed: bool,
    change: int | None,
    remove: int | None,
    who: str,
    as_json: bool,
) -> int:
    """Keep a note, signed and dated; for staff. TEXT may come from standard input, or is typed in $EDITOR."""
    if sum(map(bool, (listed, change, remove))) > 1 or (at and (listed or change or remove)):
        raise WrongUsage("--at, --list, --change and --remove are different things; say one of them.")
    if listed:
        testimony = options.entered().archive.show(id, who).testimony
        return _print(testimony, as_json)
    if who != "staff":
        raise WrongUsage("Notes are written by staff; leave out --as-reader.")
    archive = options.to_change().archive
    if not change and not remove:
        place = locator.parse(at) if at else None
        archive.point(id, place)
        options.acknowledge(archive.note(id, _said(text), by=door.signature(), at=place), as_json)
        return 0
    note = _numbered(archive.show(id).testimony, change or remove or 0)
    words = _said(text, note.text) if change else ""
    options.acknowledge(archive.rewrite_note(id, note, words, by=door.signature()), as_json)
    return 0


def _said(text: Sequence[str], before: str = "") -> str:
    if text:
        return " ".join(text)
    if not sys.stdin.isatty():
        return sys.stdin.read()
    return click.edit(before) or before


def _numbered(testimony: Testimony, number: int) -> Note:
    if number > len(testimony.notes):
        raise NotFound(f"{testimony.id} has no note {number}; see: earwitness note {testimony.id} --list")
    return testimony.notes[number - 1]


def _print(testimony: Testimony, as_json: bool) -> int:
    if as_json:
        printing.document({"id": testimony.id, "notes": [plain(note) for note in testimony.notes]})
    else:
        for number, note in enumerate(testimony.notes, 1):
            printing.paragraph(f"{note.text} ({signed(testimony, note)})", indent="    ", first=f"{number:>2}  ")
        if not testimony.notes:
            printing.tell(f"{safe.line(testimony.id)} has no notes for this reader.")
    return 0 if testimony.notes else 1


def signed(testimony: Testimony, note: Note) -> str:
    """Say who wrote a note when, and on which place."""
    about = note.about.passage if note.about else None
    texts = testimony.transcripts
    place = next((str(p.at or p.id) for text in texts for p in text.passages if p.id == about), about or "")
    on = edtf.display(note.on) if note.on else ""
    return ", ".join(part for part in (note.by or "", on, f"at {place}" if place else "") if part)
