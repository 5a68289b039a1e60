"""`add`, `edit`, `restore`, `purge` and `relate`: what changes the archive, signed and durable."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from archive.archive import Added, Archive
from archive.editing import with_values
from testimonies import locator
from testimonies.errors import ArchiveError, BadInput
from testimonies.testimony import RELATIONS, Point, Relation
from tui import door, printing
from tui.commands import options

_set = click.option(
    "--set",
    "values",
    multiple=True,
    metavar="KEY=VALUE",
    help="Set a field: KEY is dotted (agents.0.name), VALUE is JSON if it parses, else text. Repeatable.",
)


@click.command(name="add")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--media", multiple=True, type=click.Path(path_type=Path), metavar="FILE", help="Keep it with it.")
@_set
@click.option("--draft", is_flag=True, help="Only save a draft, to be finished in the reading room.")
@click.option("--again", is_flag=True, help="Keep it although the same file is in the archive already.")
@options.why
@options.change
def add_command(
    file: Path, media: tuple[Path, ...], values: tuple[str, ...], draft: bool, again: bool, why: str, as_json: bool
) -> int:
    """Add one testimony: FILE is a description sheet, a transcript, a document or a medium."""
    from archive.exchange.plan import propose_one  # noqa: PLC0415 - the readers of formats, only where needed
    from archive.exchange.proposal import Defaults  # noqa: PLC0415 - as above
    from testimonies import sheet  # noqa: PLC0415 - as above

    archive = options.to_change().archive
    proposal = propose_one(file, Defaults(collection=archive.settings.default_collection))
    if proposal.refused or proposal.testimony is None:
        raise BadInput(proposal.refused or f"{file} holds no testimony.")
    testimony = with_values(proposal.testimony, options.settings(values))
    for note in proposal.notes:
        printing.tell(note)
    if draft:
        files = [str(path.resolve()) for path in (*proposal.media, *media)]
        name = archive.drafts.save({"sheet": sheet.write(testimony), "media": files})
        _print_draft(name, as_json)
        return 0
    kept = archive.add(
        testimony,
        by=door.signature(),
        media=(*proposal.media, *media),
        sources=proposal.sources,
        why=why or "Added",
        again=again,
    )
    _print_kept(kept, as_json)
    return 0


def _print_draft(name: str, as_json: bool) -> None:
    if as_json:
        printing.document({"draft": name})
    else:
        printing.say(f"Saved as the draft {name}; finish it in the reading room, or add it when it is ready.")


def _print_kept(kept: Added, as_json: bool) -> None:
    for remark in kept.remarks:
        printing.tell(remark)
    if as_json:
        printing.document({"id": kept.id, "version": kept.version})
    else:
        printing.say(f"{kept.id}, version {kept.version}")


@click.command(name="edit")
@click.argument("id")
@_set
@options.why
@options.change
def edit_command(id: str, values: tuple[str, ...], why: str, as_json: bool) -> int:  # noqa: A002 - the contract's name
    """Change a record: with --set, else as a description sheet in $EDITOR."""
    archive = options.to_change().archive
    if values:
        settings = options.settings(values)
        keys = ", ".join(key for key, _ in settings)
        kept = archive.edit(
            id, lambda before: with_values(before, settings), by=door.signature(), why=why or f"Set {keys}"
        )
    else:
        edited = _edit_as_sheet(archive, id)
        if edited is None:
            printing.tell(f"Nothing was changed in {id}.")
            return 0
        kept = archive.edit(id, lambda _: edited, by=door.signature(), why=why or "Edited as a sheet")
    _print_kept(kept, as_json)
    return 0


def _edit_as_sheet(archive: Archive, testimony_id: str) -> Any:
    from testimonies import sheet  # noqa: PLC0415 - the YAML reader is only needed here

    before = archive.show(testimony_id).testimony
    text = sheet.write(before)
    while True:
        after = click.edit(text, extension=".md")
        if after is None or after == text:
            return None
        try:
            read = sheet.read(after)
            return replace(read, last_passage=before.last_passage, source=before.source)
        except ArchiveError as error:
            printing.tell(str(error))
            text = after
            if not click.confirm("Edit it again? Otherwise nothing is changed", default=True, err=True):
                return None


@click.command(name="restore")
@click.argument("id")
@click.option("--version", type=click.IntRange(1), required=True, metavar="N", help="The version to make the newest.")
@options.why
@options.change
def restore_command(id: str, version: int, why: str, as_json: bool) -> int:  # noqa: A002 - the contract's name
    """Make version N the newest again, under today's access, consents and redactions."""
    _print_kept(options.to_change().archive.restore(id, version, by=door.signature(), why=why), as_json)
    return 0


@click.command(name="purge")
@click.argument("id")
@click.argument("file", required=False)
@click.option("--yes", is_flag=True, help="Do not ask.")
@options.why
@options.change
def purge_command(id: str, file: str | None, why: str, yes: bool, as_json: bool) -> int:  # noqa: A002 - as above
    """Remove a testimony, or one FILE of it, from every version. This can't be undone."""
    archive = options.to_change().archive
    archive.show(id)
    what = f"{file} of {id}" if file else id
    if not yes:
        click.confirm(f"Remove {what} from every version, for good?", abort=True, err=True)
    kept = archive.purge(id, file, by=door.signature(), why=why)
    if as_json:
        _print_kept(kept, as_json)
    else:
        printing.say(f"{what} is removed. Copies and backups made earlier still hold it.")
    return 0


@click.command(name="relate")
@click.argument("from_", metavar="FROM")
@click.argument("type", type=click.Choice(RELATIONS))
@click.argument("to", metavar="TO")
@click.option("--about", required=True, metavar="TEXT", help="The point, in one sentence.")
@click.option("--asserted-by", metavar="WHO", help="Who says so, where it is not you.")
@click.option("--note", metavar="TEXT", help="A signed note on it.")
@options.change
def relate_command(
    from_: str,
    type: str,  # noqa: A002 - as the contract names it
    to: str,
    about: str,
    asserted_by: str | None,
    note: str | None,
    as_json: bool,
) -> int:
    """Put two statements beside each other; FROM and TO are ids, or id@PLACE for one passage."""
    archive = options.to_change().archive
    relation = Relation(
        from_=_point(archive, from_),
        type=type,
        to=_point(archive, to),
        about=about,
        asserted_by=asserted_by,
        note=note,
    )
    _print_kept(archive.relate(relation, by=door.signature()), as_json)
    return 0


def _point(archive: Archive, typed: str) -> Point:
    testimony_id, at, place = typed.partition("@")
    return archive.point(testimony_id, locator.parse(place) if at else None)
