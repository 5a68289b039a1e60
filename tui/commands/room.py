"""`browse`: the reading room, or its plain list where there is no terminal."""

from __future__ import annotations

import os
import sys

import click

from tui import printing
from tui.commands import find, options


@click.command(name="browse")
@options.as_reader
@options.archive
def browse_command(who: str = "staff") -> int:
    """Open the reading room. Where there is no terminal, print the list and how to search."""
    found = options.entered()
    if not _is_terminal():
        context = click.get_current_context()
        code = context.invoke(find.list_command, query=(), sort="id", limit=20, offset=0, who=who, as_json=False)
        printing.tell("There is no terminal here for the reading room. To search: earwitness search WORDS")
        return code if isinstance(code, int) else 0
    from tui.app import ReadingRoom  # noqa: PLC0415 - a plain command must not pay for a screen

    ReadingRoom(found.archive, who).run()
    return 0


def _is_terminal() -> bool:
    streams = (sys.stdin, sys.stdout)
    return (
        all(stream is not None and stream.isatty() for stream in streams) and os.environ.get("TERM", "dumb") != "dumb"
    )
