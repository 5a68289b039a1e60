"""`serve`: the reading room in a browser, on this machine."""

from __future__ import annotations

import os
import socket

import click

from testimonies.errors import Unavailable, WrongUsage
from tui import door, printing, visiting
from tui.commands import options

HERE = ("127.0.0.1", "localhost", "::1")


@click.command(name="serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
@click.option("--beyond-this-machine", is_flag=True, help="Allow another --host than this machine's own.")
@options.archive
def serve_command(host: str, port: int, beyond_this_machine: bool) -> int:
    """Open the reading room in a browser: read-only, as the open reader, for whoever has the link it prints."""
    if host not in HERE and not beyond_this_machine:
        raise WrongUsage(f"--host {host} is beyond this machine; add --beyond-this-machine if that is meant.")
    try:
        from tui.serving import Reception  # noqa: PLC0415 - an extra that few install
    except ImportError as error:
        raise Unavailable(
            f"{error.name} is not installed, which serve needs: pip install 'earwitness[serve]'"
        ) from error
    given = click.get_current_context().find_root().obj
    archive = door.enter(given, sample=True).archive
    archive.catch_up()
    archive.close()
    if host not in HERE:
        printing.tell("Whoever has the link can read what is open, and nothing of it is encrypted on the way.")
    reception = Reception(archive.folder.resolve(), host, port or _free_port(host))
    os.environ[visiting.MARK] = "1"
    printing.say(f"The reading room is open at {reception.link}")
    printing.tell("Ctrl+C closes it.")
    reception.serve()
    return 0


def _free_port(host: str) -> int:
    with socket.socket() as one:
        one.bind((host, 0))
        port: int = one.getsockname()[1]
    return port
