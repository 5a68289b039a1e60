"""`init` and `template`: an archive begins, a sheet to fill in."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from testimonies.testimony import KINDS
from tui import door, printing
from tui.commands import options


@click.command(name="init")
@click.argument("folder", metavar="DIR", type=options.a_path)
@click.option("--title", metavar="T", default="An oral-history archive", help="The archive's title.")
@click.option("--founding", is_flag=True, help="With the founding collection in it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def init_command(folder: Path, title: str, founding: bool, as_json: bool) -> int:
    """Begin an archive in DIR, a new or empty folder."""
    from archive.archive import Archive  # noqa: PLC0415 - `template` needs no archive
    from archive.founding import create_with_founding  # noqa: PLC0415 - as above

    if founding:
        archive = create_with_founding(folder, title, door.signature())
    else:
        archive = Archive.create(folder, title, door.signature())
    if as_json:
        printing.document({"archive": archive.settings.archive, "folder": str(folder), "title": title})
        return 0
    printing.say(f"{folder} is an archive now; README.txt in it says how to read, check and back it up.")
    # To be pasted into a shell, also where the name holds a space.
    pasted = shlex.quote(str(folder))
    printing.say(f"Add a testimony:   earwitness -A {pasted} add FILE")
    printing.say(f"Read and search:   earwitness -A {pasted}")
    return 0


@click.command(name="template")
@click.argument("kind", type=click.Choice(KINDS))
def template_command(kind: str) -> int:
    """Print a description sheet for a testimony of KIND, to fill in and give to `earwitness add`."""
    from testimonies import sheet  # noqa: PLC0415 - the YAML reader is only needed here

    click.echo(sheet.template(kind), nl=False)
    return 0
