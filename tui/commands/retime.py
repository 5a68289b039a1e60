"""`retime`: time codes that run beside the recording brought back onto it."""

from __future__ import annotations

from collections.abc import Sequence

import click

from archive.retiming import Moved, Retimed, preview, read_anchor, retimed
from testimonies.errors import WrongUsage
from tui import door, printing, safe
from tui.commands import options


@click.command(name="retime")
@click.argument("id")
@click.option(
    "--anchor",
    "given",
    multiple=True,
    required=True,
    metavar="OLD=NEW",
    help="What stands at OLD is heard at NEW, such as 01:00=01:03. One shifts, several stretch. Repeatable.",
)
@click.option("--part", metavar="PART", help="The part that is meant, where there are several.")
@click.option("--dry-run", is_flag=True, help="Only show what would be moved.")
@options.why
@options.change
def retime_command(
    id: str,  # noqa: A002 - as the contract names it
    given: tuple[str, ...],
    part: str | None,
    dry_run: bool,
    why: str,
    as_json: bool,
) -> int:
    """Shift and stretch the time codes of a testimony, so that they fit its recording again.

    Turns, index points and redactions move together; a new version is written and the old one stays.
    """
    read = [read_anchor(text) for text in given]
    part = _the_part([named for named, _ in read], part)
    anchors = [anchor for _, anchor in read]
    archive = options.to_change().archive
    before = archive.show(id).testimony
    planned = retimed(before, anchors, part)
    looked_at = preview(planned.moved, anchors)
    if not as_json:
        _print(planned, looked_at)
    version = None
    if not dry_run:
        said = why or f"Retimed: {', '.join(given)}"
        kept = archive.edit(id, lambda today: retimed(today, anchors, part).testimony, by=door.signature(), why=said)
        version = kept.version
        options.remark(kept.remarks)
    if as_json:
        printing.document(_plain(id, version, planned, looked_at))
    elif version is None:
        printing.tell("Nothing is changed yet; without --dry-run it is.")
    else:
        printing.say(f"{id}, version {version}")
    return 0


def _the_part(named: Sequence[str | None], part: str | None) -> str | None:
    """Give the part the anchors and --part agree on."""
    said = {one.casefold(): one for one in (*named, part) if one}
    if len(said) > 1:
        raise WrongUsage(f"One part at a time is retimed; {' and '.join(said.values())} are named.")
    return next(iter(said.values()), None)


def _print(planned: Retimed, looked_at: Sequence[Moved]) -> None:
    rows = [(str(one.before), str(one.after), _short(one.words)) for one in looked_at]
    printing.table(rows, ("BEFORE", "AFTER", "WORDS"))
    more = [
        f"{count:,} {name if count == 1 else f'{name}s'}"
        for count, name in ((planned.segments, "index point"), (planned.redactions, "redaction"))
        if count
    ]
    turns = "1 turn" if planned.passages == 1 else f"{planned.passages:,} turns"
    printing.say(f"{', '.join((turns, *more))} in all.")


def _short(words: str) -> str:
    line = safe.line(words)
    return line if len(line) <= 60 else f"{line[:59]}…"


def _plain(testimony_id: str, version: int | None, planned: Retimed, looked_at: Sequence[Moved]) -> dict[str, object]:
    return {
        "id": testimony_id,
        "version": version,
        "moved": {
            "passages": planned.passages,
            "segments": planned.segments,
            "redactions": planned.redactions,
        },
        "preview": [{"before": str(one.before), "after": str(one.after), "words": one.words} for one in looked_at],
    }
