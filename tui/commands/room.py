"""`browse`: the reading room, or its plain list where there is no terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence

import click

from tui import door, graphics, habits, keymap, printing, visiting
from tui.commands import options
from tui.threshold import Threshold


@click.command(name="browse")
@click.option(
    "--pictures",
    type=click.Choice(graphics.WAYS),
    help="How to show pictures in this terminal; remembered.",
)
@click.option(
    "--plain", is_flag=True, envvar="EARWITNESS_PLAIN", help="Ask and answer in lines, for a screen reader."
)
@options.as_reader
@options.archive
def browse_command(who: str = "staff", pictures: str | None = None, plain: bool = False) -> int:
    """Open the reading room. Where there is no terminal, print the list and how to search."""
    if visiting.is_visited():
        return _for_a_visitor()
    if plain or os.environ.get("EARWITNESS_PLAIN", "") not in ("", "0"):
        return _in_lines(who)
    if not is_terminal():
        from tui.commands import find  # noqa: PLC0415 - the room itself does without

        context = click.get_current_context()
        code = context.invoke(find.list_command, query=(), sort="id", limit=20, offset=0, who=who, as_json=False)
        printing.tell("There is no terminal here for the reading room. To search: earwitness search WORDS")
        return code if isinstance(code, int) else 0
    given = click.get_current_context().find_root().obj
    welcome = "" if door.check(given) else f"This is the founding collection, a sample. {door.BEGIN}"
    with Threshold(coloured=habits.is_calm()) as threshold:
        # Asked now and heard when the room is imported, so that nobody waits for it.
        asking = graphics.Asking(_pictures(pictures))
        asking.begin()
        from tui.app import ReadingRoom  # noqa: PLC0415 - a plain command must not pay for a screen

        keymap.use(keymap.read(door.configuration()))
        room = ReadingRoom(lambda: door.enter(given, sample=True).archive, who, welcome)
        room.graphics = asking.end()
        room.typed_before(asking.typed)
        threshold.hand_over(room)
        room.run()
    if room.refused:
        raise room.refused
    if room.broken_by:
        raise room.broken_by
    return room.return_code or 0


def _for_a_visitor() -> int:
    """Open the room for somebody in a browser: as the open reader, whatever was asked for."""
    from tui.app import ReadingRoom  # noqa: PLC0415 - a plain command must not pay for a screen

    given = click.get_current_context().find_root().obj
    room = ReadingRoom(lambda: door.enter(given, sample=True).archive, "open")
    room.run()
    return room.return_code or 0


def _in_lines(who: str) -> int:
    """Open the reading room as a conversation in lines, on whatever stdin is."""
    from tui import cli  # noqa: PLC0415 - it imports this module when it runs it
    from tui.plain import PAGE, Room  # noqa: PLC0415 - the other room does without

    given = click.get_current_context().find_root().obj
    archive = door.enter(given, sample=True).archive

    def ids(kind: str, query: str, offset: int) -> Sequence[str]:
        if kind == "list":
            return [row.id for row in archive.list(query, who, offset=offset, limit=PAGE).rows]
        return [one.row.id for one in archive.search(query, who, offset=offset, limit=PAGE).testimonies]

    here = ["--archive", str(archive.folder)]
    Room(lambda words: cli.run([*here, *words]), ids, who).converse(_typed())
    return 0


def _typed() -> Iterator[str]:
    """Give what is typed, line by line, each asked for where somebody sits there."""
    asks = sys.stdin.isatty()
    while True:
        if asks:
            print("> ", end="", flush=True)  # noqa: T201 - a prompt, not a result
        line = sys.stdin.readline()
        if not line:
            return
        yield line


def _pictures(wanted: str | None) -> str:
    """Give how pictures are shown: as is said now, or was said before."""
    if wanted is not None:
        habits.remember(graphics.HABIT, wanted)
        return wanted
    kept = habits.remembered().get(graphics.HABIT)
    return kept if kept in graphics.WAYS else "auto"


def is_terminal() -> bool:
    """Whether there is a terminal for the reading room."""
    streams = (sys.stdin, sys.stdout)
    return (
        all(stream is not None and stream.isatty() for stream in streams) and os.environ.get("TERM", "dumb") != "dumb"
    )
