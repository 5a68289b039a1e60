"""`compare`: accounts of one event beside each other, and what people say of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import click

from archive.archive import Archive
from archive.comparing import SIGNS, Row, Side, numbered, said_of, with_note, without
from archive.writing import Added
from testimonies import edtf
from testimonies.errors import WrongUsage
from testimonies.testimony import Relation
from tui import door, printing
from tui.commands import options


@click.command(name="compare")
@click.argument("ids", nargs=-1, required=True, metavar="ID ID [ID ID]")
@click.option("--words", is_flag=True, help="Print the accounts' own words below, in turn.")
@options.as_reader
@options.change
def compare_command(ids: tuple[str, ...], words: bool, who: str, as_json: bool) -> int:
    """Put two to four accounts beside each other: the points people made, who asserts them, and both sides' words."""
    _accounts, rows = options.entered().archive.compare(ids, who)
    points = [row for row in rows if row.relation]
    if as_json:
        printing.document({"accounts": list(ids), "points": [_plain(row) for row in points]})
        return 0 if points else 1
    for row in points:
        _print_point(row)
    if not points:
        printing.tell("Nobody has put passages of these accounts beside each other yet: earwitness relate --help")
    for row in rows:
        if words and not row.relation:
            _print_sides(row)
    return 0 if points else 1


def _plain(row: Row) -> dict[str, object]:
    relation = row.relation
    assert relation is not None  # noqa: S101 - points have one
    return {
        "type": relation.type,
        "about": relation.about,
        "event": {"name": relation.event.name, "ref": relation.event.ref} if relation.event else None,
        "asserted_by": relation.asserted_by,
        "by": relation.by,
        "on": relation.on.text if relation.on else None,
        "note": relation.note,
        "kept_with": row.held_by,
        "sides": [_side(side) for side in _sides(row)],
    }


def _side(side: Side) -> dict[str, object]:
    passage = side.passage
    at = str(passage.at) if passage and passage.at else None
    return {"id": side.testimony, "passage": passage.id if passage else None, "at": at, "text": side.words}


def _print_point(row: Row) -> None:
    relation = row.relation
    assert relation is not None  # noqa: S101 - points have one
    printing.paragraph(f"{SIGNS.get(relation.type, '→')} {relation.about}", indent="  ", first="")
    when = f", {edtf.display(relation.on)}" if relation.on else ""
    printing.paragraph(f"{said_of(relation)}{when}; kept with {row.held_by}", indent="  ")
    if relation.event:
        printing.paragraph(f"Event: {' '.join(filter(None, (relation.event.ref, relation.event.name)))}", indent="  ")
    if relation.note:
        printing.paragraph(f"Note: {relation.note}", indent="  ")
    _print_sides(row)


def _sides(row: Row) -> Iterator[Side]:
    """Give what stands beside each other; two passages of one account are two sides."""
    for side in row.sides:
        if side:
            yield side
        if side and side.also:
            yield replace(side, passage=side.also, also=None)


def _print_sides(row: Row) -> None:
    for side in _sides(row):
        at = f" {side.passage.at}" if side.passage and side.passage.at else ""
        printing.paragraph(f"{side.testimony}{at}: {side.words}", indent="    ")
    printing.say()


@click.command(name="unrelate")
@click.argument("testimony_id", metavar="ID")
@click.argument("number", type=int)
@click.option("--note", help="Change its note instead of taking it away; empty takes the note away.")
@click.option("--why", default="", help="Why, kept with the version.")
@options.change
def unrelate_command(testimony_id: str, number: int, note: str | None, why: str, as_json: bool) -> int:
    """Take away the relation of ID with this NUMBER (from 1, as show prints them), or change its note."""
    archive = options.to_change().archive
    relation = numbered(archive.show(testimony_id).testimony, number)
    if note is None and not why.strip():
        raise WrongUsage("Say why it is taken away: --why TEXT.")
    options.acknowledge(_changed(archive, testimony_id, relation, note, why), as_json)
    return 0


def _changed(archive: Archive, testimony_id: str, relation: Relation, note: str | None, why: str) -> Added:
    if note is None:
        return archive.edit(testimony_id, lambda before: without(before, relation), by=door.signature(), why=why)
    said = why or "Note on a relation"
    return archive.edit(testimony_id, lambda before: with_note(before, relation, note), by=door.signature(), why=said)
