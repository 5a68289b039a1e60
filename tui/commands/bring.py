"""`import`: whole folders, with a report of what was kept, repaired or refused and why."""

from __future__ import annotations

from pathlib import Path

import click

from archive.importing import Outcome, bring
from tui import door, printing, safe
from tui.commands import options


@click.command(name="import")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…", type=options.a_path)
@click.option("--as", "format", metavar="FORMAT", help="Read every text as: sheet, text, docx, webvtt, srt.")
@click.option("--map", "mapping", type=options.a_path, metavar="FILE", help="The mapping of the tables.")
@click.option("--collection", metavar="C", help="The prefix of the collection they go to.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@options.change
def import_command(
    paths: tuple[Path, ...],
    format: str | None,  # noqa: A002 - as the contract names it
    mapping: Path | None,
    collection: str | None,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Add folders of sheets, .txt, .md, .docx, .vtt and .srt, with the CSV tables that describe them.

    Run again after an interruption, it goes on where it stopped; nothing is kept twice.
    """
    archive = options.to_change().archive
    with printing.Progress() as progress:
        report = bring(
            archive,
            paths,
            by=door.signature(),
            format=format,
            mapping=mapping,
            collection=collection,
            dry_run=dry_run,
            progress=progress,
        )
    if as_json:
        options.remark([archive.unindexed] if archive.unindexed else [])
        printing.document(
            {
                "kept": report.kept,
                "repaired": report.repaired,
                "refused": report.refused,
                "files": [
                    {"file": one.file, "id": one.id, "outcome": one.outcome, "notes": list(one.notes)}
                    for one in report.files
                ],
            }
        )
    else:
        for note in report.notes:
            printing.tell(safe.line(note))
        for one in report.files:
            if one.outcome in ("repaired", "refused", "left out"):
                _print(one)
        would = "would be " if dry_run else ""
        printing.say(
            f"{report.kept:,} {would}kept, {report.repaired:,} of them repaired; "
            f"{report.known:,} were kept already; {report.refused:,} {would}refused."
        )
        for remark in report.remarks:
            printing.paragraph(safe.line(remark))
        if report.mapping:
            printing.say(f"The tables were read with {report.mapping}; edit it and give it with --map.")
    return 3 if report.refused else 0


def _print(one: Outcome) -> None:
    printing.paragraph(safe.line(f"{one.file}: {one.outcome}: {' '.join(one.notes)}"), indent="    ", first="")
