"""`transcribe`: the reading room, opened where one transcript is typed beside its recording."""

from __future__ import annotations

import click

from archive.transcribing import begun
from testimonies.errors import WrongUsage
from tui import threshold
from tui.commands import options
from tui.commands.room import is_terminal


@click.command(name="transcribe")
@click.argument("id")
@click.option(
    "--transcript",
    "number",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    metavar="N",
    help="Which of its transcripts; the number behind the last begins a new one.",
)
@options.archive
def transcribe_command(id: str, number: int) -> int:  # noqa: A002 - as the contract names it
    """Type a transcript while its recording is heard, in one screen and without leaving the keys.

    F4 or Ctrl+Space plays and pauses (a foot pedal that sends one of them does too), Ctrl+T stamps the time, Ctrl+N
    begins the next turn, Ctrl+G and a digit says who speaks, Ctrl+S keeps it. What is typed is saved as a draft every
    second.
    """
    if not is_terminal():
        raise WrongUsage(f"There is no terminal here to type in. To change it otherwise: earwitness edit {id}")
    archive = options.to_change().archive
    begun(archive.show(id).testimony, number - 1)
    with threshold.Threshold() as before:
        from tui.app import ReadingRoom  # noqa: PLC0415 - a plain command must not pay for a screen

        room = ReadingRoom(lambda: archive)
        room.first = lambda: room.begin_transcribing(id, number - 1)
        before.hand_over(room)
        room.run()
    if room.refused:
        raise room.refused
    if room.broken_by:
        raise room.broken_by
    return room.return_code or 0
