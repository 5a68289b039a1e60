"""`authority`: persons, bodies, places, events, subjects and collections, with all their names."""

from __future__ import annotations

from collections.abc import Iterator

import click

from archive import editing
from testimonies import edtf
from testimonies.authority import AUTHORITIES, Authority, Collection, Event, kind_of, label
from testimonies.errors import WrongUsage
from testimonies.form import plain
from tui import door, printing, safe
from tui.commands import options

_set = click.option("--set", "values", multiple=True, metavar="KEY=VALUE", help="Set a field, as in `edit`.")


@click.group(name="authority", invoke_without_command=True)
@options.archive
@click.pass_context
def authority_command(context: click.Context) -> int:
    """Keep the names of persons, bodies, places, events, subjects and collections."""
    if context.invoked_subcommand is not None:
        return 0
    code: int = context.invoke(list_command, kind=None, limit=20, offset=0, who="staff", as_json=False)
    return code


@authority_command.command(name="list")
@click.argument("kind", required=False, type=click.Choice(tuple(AUTHORITIES)))
@options.results
def list_command(kind: str | None, limit: int, offset: int, who: str, as_json: bool) -> int:
    """List authority records, all or those of one KIND."""
    found = options.entered().archive.authorities(who)
    records = [record for key, record in sorted(found.items()) if kind in (None, kind_of(key))]
    shown = options.page(records, limit, offset)
    if as_json:
        rows = [{"id": r.id, "kind": kind_of(r.id), "label": label(r)} for r in shown]
        printing.document({"total": len(records), "authorities": rows})
        return 0 if records else 1
    if shown:
        printing.table([(r.id, label(r), _names(r)) for r in shown], ("ID", "NAME", "ALSO"))
    if records:
        printing.more(offset, len(shown), len(records))
    else:
        printing.tell("There is no such authority record yet.")
    return 0 if records else 1


def _names(record: Authority) -> str:
    return ", ".join(dict.fromkeys(name.text for name in record.names[1:]))


@authority_command.command(name="show")
@click.argument("id")
@options.record
def show_command(id: str, who: str, as_json: bool) -> int:  # noqa: A002 - as the contract names it
    """Show an authority record: every name, who uses it, and where it is from."""
    record = options.entered().archive.authority(id, who)
    if as_json:
        printing.document(plain(record))
        return 0
    printing.say(safe.line(f"{record.id}  {label(record)}"))
    printing.say()
    rows = [(n.text, n.language or "", n.kind, n.used_by or "", n.source or "") for n in record.names]
    printing.table(rows, ("NAME", "LANGUAGE", "KIND", "USED BY", "SOURCE"))
    for said in (*_described(record), record.note):
        if said:
            printing.say()
            printing.paragraph(said)
    return 0


def _described(record: Authority) -> Iterator[str]:
    """Say what a record holds beside its names: a collection's description, an event's figures."""
    if isinstance(record, Collection) and record.description:
        yield record.description
    if isinstance(record, Event):
        if record.date:
            yield edtf.display(record.date)
        for figure in record.figures:
            yield f"{figure.what}: {figure.number}" + (f", given by {figure.given_by}" if figure.given_by else "")


@authority_command.command(name="add")
@click.argument("kind", type=click.Choice(tuple(AUTHORITIES)))
@click.argument("name")
@_set
@options.why
@options.change
def add_command(kind: str, name: str, values: tuple[str, ...], why: str, as_json: bool) -> int:
    """Add an authority record called NAME; a collection's NAME is its title (and --set prefix=…)."""
    archive = options.to_change().archive
    record = editing.new_authority(kind, name, options.settings(values))
    kept = archive.add_authority(record, by=door.signature(), why=why or "Added")
    options.acknowledge(kept, as_json)
    return 0


@authority_command.command(name="edit")
@click.argument("id")
@_set
@options.why
@options.change
def edit_command(id: str, values: tuple[str, ...], why: str, as_json: bool) -> int:  # noqa: A002 - as above
    """Change an authority record with --set."""
    archive = options.to_change().archive
    settings = options.settings(values)
    if not settings:
        raise WrongUsage("Nothing to change was given; say it with --set KEY=VALUE.")
    kept = archive.edit_authority(
        id, lambda before: editing.authority_with(before, settings), by=door.signature(), why=why or "Edited"
    )
    options.acknowledge(kept, as_json)
    return 0


@authority_command.command(name="merge")
@click.argument("kept")
@click.argument("merged")
@options.why
@options.change
def merge_command(kept: str, merged: str, why: str, as_json: bool) -> int:
    """Make one of two: names are joined, links follow, and MERGED says where it went."""
    done = options.to_change().archive.merge(kept, merged, by=door.signature(), why=why)
    options.acknowledge(done, as_json)
    return 0
