"""`serve`: the reading room in a browser, on this machine."""

from __future__ import annotations

import os
import socket

import click

from testimonies.errors import Unavailable, WrongUsage
from tui import door, printing, visiting
from tui.commands import options

HERE = ("127.0.0.1", "localhost")


@click.command(name="serve")
@click.option(
    "--host", default=HERE[0], show_default=True, help="The address to listen on, one of this machine's own."
)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
@options.archive
def serve_command(host: str, port: int) -> int:
    """Open the reading room in a browser: read-only, as the open reader, for whoever has the link it prints."""
    if host not in HERE:
        raise WrongUsage(
            f"--host {host} is beyond this machine, and nothing would be encrypted on the way. From another machine: "
            f"ssh -L {port or 8000}:127.0.0.1:{port or 8000} this-machine, and open the link there."
        )
    free = _free_port(host, port)
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
    reception = Reception(archive.folder.resolve(), host, free)
    os.environ[visiting.MARK] = "1"
    printing.say(f"The reading room is open at {reception.link}")
    printing.tell("Ctrl+C closes it.")
    reception.serve()
    return 0


def _free_port(host: str, port: int) -> int:
    """Give the port, or a free one for 0; raises Unavailable where somebody else has it."""
    with socket.socket() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((host, port))
        except OSError as error:
            raise Unavailable(
                f"Port {port} can't be listened on ({error.strerror}); name another: --port N."
            ) from error
        found: int = one.getsockname()[1]
    return found
