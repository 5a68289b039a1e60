"""`add`, `edit`, `restore`, `purge` and `relate`: what changes the archive, signed and durable."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from archive import keeping
from archive.access import refuse_closed
from archive.archive import Archive
from archive.checking import Check, checks, refuse
from archive.editing import with_values
from testimonies import locator
from testimonies.authority import Event, label
from testimonies.errors import BadInput, Damaged, WrongUsage
from testimonies.testimony import RELATIONS, Link, Point, Relation, Testimony
from tui import door, printing, safe
from tui.commands import options

_set = click.option(
    "--set",
    "values",
    multiple=True,
    metavar="KEY=VALUE",
    help="Set a field: KEY is dotted (agents.0.name), VALUE is JSON if it parses, else text. Repeatable.",
)


@click.command(name="add", cls=options.TakesSeveral)
@click.argument("file", metavar="FILE", type=options.a_path)
@click.option(
    "--media",
    cls=options.Several,
    multiple=True,
    type=options.a_path,
    metavar="FILE …",
    help="Keep these files with it.",
)
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
    settings = options.settings(values)
    proposal = propose_one(
        file,
        otherwise=Defaults(collection=archive.settings.default_collection),
        check=_unless_set(checks(archive.register), settings),
    )
    if proposal.refused or proposal.testimony is None:
        raise BadInput(proposal.refused or f"{file} holds no testimony.")
    testimony = with_values(proposal.testimony, settings)
    refuse(testimony, archive.register)
    files = (*proposal.media, *media)
    if draft:
        refuse_closed(testimony)
        for path in files:
            # A file that could not be kept later is refused now, while its giver is here.
            keeping.digest_of(path)
        name = archive.drafts.save({"sheet": sheet.write(testimony), "media": [str(p.resolve()) for p in files]})
        options.remark(proposal.notes)
        _print_draft(name, as_json)
        return 0
    kept = archive.add(
        testimony, by=door.signature(), media=files, sources=proposal.sources, why=why or "Added", again=again
    )
    options.remark(proposal.notes)
    options.acknowledge(kept, as_json)
    return 0


def _unless_set(check: Check, settings: Sequence[tuple[str, Any]]) -> Check:
    """Leave out faults of what is set anew anyway."""
    first = {key.partition(".")[0] for key, _ in settings}
    anew = first | ({"languages", "transcripts"} if "language" in first else set())
    return lambda values: (fault for fault in check(values) if fault.where.partition(".")[0] not in anew)


def _print_draft(name: str, as_json: bool) -> None:
    if as_json:
        printing.document({"draft": name})
    else:
        printing.say(f"Saved as the draft {name}; finish it in the reading room, or add it when it is ready.")


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
        kept = archive.edit(id, _setting(archive, settings), by=door.signature(), why=why or f"Set {keys}")
    else:
        from tui.commands import sheets  # noqa: PLC0415 - the YAML reader is only needed here

        edited = sheets.edit(archive, id, why)
        if edited is None:
            printing.tell(f"Nothing was changed in {id}.")
            return 0
        kept = edited
    options.acknowledge(kept, as_json)
    return 0


def _setting(archive: Archive, settings: Sequence[tuple[str, Any]]) -> Callable[[Testimony], Testimony]:
    def change(before: Testimony) -> Testimony:
        after = with_values(before, settings)
        refuse(after, archive.register, before)
        return after

    return change


@click.command(name="restore")
@click.argument("id")
@click.option("--version", type=click.IntRange(1), required=True, metavar="N", help="The version to make the newest.")
@options.why
@options.change
def restore_command(id: str, version: int, why: str, as_json: bool) -> int:  # noqa: A002 - the contract's name
    """Make version N the newest again, under today's access, consents and redactions."""
    options.acknowledge(options.to_change().archive.restore(id, version, by=door.signature(), why=why), as_json)
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
    with suppress(Damaged):
        # What can't be read must be able to go; what is not there, or gone already, is said before anybody is asked.
        archive.show(id)
    what = safe.line(f"{file} of {id}" if file else id)
    if not yes:
        if not sys.stdin.isatty():
            raise WrongUsage(f"Nobody can be asked here whether {what} is to be removed for good; say so with --yes.")
        click.confirm(f"Remove {what} from every version, for good?", abort=True, err=True)
    kept = archive.purge(id, file, by=door.signature(), why=why or "Reason not given")
    if as_json:
        options.acknowledge(kept, as_json)
    else:
        printing.say(f"{what} is removed. Copies and backups made earlier still hold it.")
    return 0


@click.command(name="relate")
@click.argument("from_", metavar="FROM")
@click.argument("type", type=click.Choice(RELATIONS))
@click.argument("to", metavar="TO")
@click.option("--about", required=True, metavar="TEXT", help="The point, in one sentence.")
@click.option("--event", metavar="EVENT_ID", help="The event both speak of, such as event-0001.")
@click.option("--asserted-by", metavar="WHO", help="Who says so, where it is not you.")
@click.option("--note", metavar="TEXT", help="A signed note on it.")
@options.why
@options.change
def relate_command(
    from_: str,
    type: str,  # noqa: A002 - as the contract names it
    to: str,
    about: str,
    event: str | None,
    asserted_by: str | None,
    note: str | None,
    why: str,
    as_json: bool,
) -> int:
    """Put two statements beside each other; FROM and TO are ids, or id@PLACE for one passage."""
    archive = options.to_change().archive
    relation = Relation(
        from_=_point(archive, from_),
        type=type,
        to=_point(archive, to),
        about=about,
        event=_event(archive, event) if event else None,
        asserted_by=asserted_by,
        note=note,
    )
    options.acknowledge(archive.relate(relation, by=door.signature(), why=why), as_json)
    return 0


def _point(archive: Archive, typed: str) -> Point:
    testimony_id, at, place = typed.partition("@")
    return archive.point(testimony_id, locator.parse(place) if at else None)


def _event(archive: Archive, event_id: str) -> Link:
    record = archive.authority(event_id)
    if not isinstance(record, Event):
        raise BadInput(f"{event_id} is no event; see which there are: earwitness authority list event")
    if "merged_into" in record.extra:
        raise BadInput(f"{event_id} is a part of {record.extra['merged_into']} now; name that one with --event.")
    return Link(label(record), event_id)
