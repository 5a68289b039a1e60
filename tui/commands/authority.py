"""`authority`: persons, bodies, places, events, subjects and collections, with all their names."""

from __future__ import annotations

from collections.abc import Iterator

import click

from archive import editing, uses
from testimonies import edtf, languages
from testimonies.authority import AUTHORITIES, Authority, Collection, Event, Name, kind_of, label
from testimonies.errors import WrongUsage
from testimonies.form import plain
from tui import door, printing, safe, telling
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
    """List authority records, all or those of one KIND, with how many testimonies link each."""
    archive = options.entered().archive
    found = archive.authorities(who)
    records = [record for key, record in sorted(found.items()) if kind in (None, kind_of(key))]
    shown = options.page(records, limit, offset)
    used = uses.counted(archive, who, [one.id for one in shown]) if shown else {}
    if as_json:
        rows = [{"id": r.id, "kind": kind_of(r.id), "label": label(r), "used_in": used.get(r.id, 0)} for r in shown]
        printing.document({"total": len(records), "authorities": rows})
        return 0 if records else 1
    if shown:
        lines = [(r.id, label(r), f"{used.get(r.id, 0):,}", _names(r)) for r in shown]
        printing.table(lines, ("ID", "NAME", "USED IN", "ALSO"))
    if records:
        printing.more(offset, len(shown), len(records))
    else:
        printing.tell("There is no such authority record yet.")
    return 0 if records else 1


def _names(record: Authority) -> str:
    return ", ".join(dict.fromkeys(name.text for name in record.names[1:]))


@authority_command.command(name="show")
@click.argument("id")
@click.option("--uses", "with_uses", is_flag=True, help="List the testimonies that link it, as what and since when.")
@options.results
def show_command(
    id: str,  # noqa: A002 - as the contract names it
    with_uses: bool,
    limit: int,
    offset: int,
    who: str,
    as_json: bool,
) -> int:
    """Show an authority record: every name, who uses it, and where it is from; --limit and --offset are of --uses."""
    archive = options.entered().archive
    record = archive.authority(id, who)
    used = uses.uses(archive, id, who, offset=offset, limit=limit, since=True) if with_uses else None
    if as_json:
        printing.document({**plain(record), **({"uses": _plain_uses(used)} if used else {})})
        return 0
    printing.say(safe.line(f"{record.id}  {label(record)}"))
    printing.say()
    rows = [(n.text, n.language or "", n.script or "", n.kind, _used_by(n), n.source or "") for n in record.names]
    printing.table(rows, ("NAME", "LANGUAGE", "SCRIPT", "KIND", "USED BY", "SOURCE"))
    for said in (*_described(record), record.note):
        if said:
            printing.say()
            printing.paragraph(said)
    if used:
        printing.say()
        _print_uses(used, id, offset)
    return 0


def _used_by(name: Name) -> str:
    """Say who uses a name, and in which years."""
    years = " – ".join(edtf.display(one) for one in (name.from_, name.to) if one)
    return ", ".join(part for part in (name.used_by, years) if part)


def _plain_uses(used: uses.Uses) -> dict[str, object]:
    testimonies = [
        {
            "id": one.row.id,
            "title": one.row.shown_title(),
            "as": [
                {"field": link.role, "name": link.name, "script": languages.script_of(link.name) or None}
                for link in one.links
            ],
            "since": one.since,
        }
        for one in used.page
    ]
    return {"total": used.total, "testimonies": testimonies}


def _print_uses(used: uses.Uses, authority_id: str, offset: int) -> None:
    """Print a line for each link; a testimony that can't be read now has a line all the same."""
    lines = [
        (
            one.row.id,
            link.role,
            link.name,
            languages.script_of(link.name),
            (one.since or "")[:10],
            one.row.shown_title(),
        )
        for one in used.page
        for link in one.links or (uses.Linked("", ""),)
    ]
    if lines:
        printing.table(lines, ("LINKED BY", "AS", "NAME THERE", "SCRIPT", "SINCE", "TITLE"))
    printing.more(offset, len(used.page), used.total)
    if not used.total:
        printing.tell(f"No testimony links {safe.line(authority_id)}.")


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
@click.option("--dry-run", is_flag=True, help="Only say which names come over and which records would be rewritten.")
@options.why
@options.change
def merge_command(kept: str, merged: str, dry_run: bool, why: str, as_json: bool) -> int:
    """Make one of two: KEPT takes the names and links of MERGED, which then only says where it went."""
    if dry_run:
        _print_merge(options.entered().archive.would_merge(kept, merged), as_json)
        return 0
    done = options.to_change().archive.merge(kept, merged, by=door.signature(), why=why)
    options.acknowledge(done, as_json)
    return 0


def _print_merge(merge: editing.Merge, as_json: bool) -> None:
    if as_json:
        told = {
            "kept": merge.kept,
            "merged": merge.merged,
            "names": [plain(name) for name in merge.names],
            "names_coming": [name.text for name in merge.coming],
            "rewritten": [*merge.testimonies, merge.merged, merge.kept],
        }
        printing.document(told)
        return
    printing.paragraph(telling.merge(merge))
    printing.tell("Nothing is changed yet; without --dry-run it is.")
