"""`play`: a recording from a place on, through mpv in this very terminal."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import click

from archive import listening
from archive.listening import Moment
from testimonies import locator
from testimonies.errors import NotFound
from testimonies.locator import Locator, Time
from tui import printing, safe
from tui.commands import options
from tui.sound import saying
from tui.sound.player import foreground, is_installed

NOT_PLAYED = 1


@click.command(name="play")
@click.argument("id")
@click.option("--at", metavar="PLACE", help="Begin at 00:14:32, or 2b/00:14:32 where there are several parts.")
@options.record
def play_command(id: str, at: str | None, who: str, as_json: bool) -> int:  # noqa: A002 - as the contract names it
    """Play a testimony's recording in this terminal; at a remote machine, print what plays it at your own.

    With --json, nothing is played: it says which file would be, from where, and by which command.
    """
    archive = options.entered().archive
    testimony = archive.show(id, who).testimony
    place = locator.parse(at) if at else None
    moment = listening.moment(testimony, place)
    _refuse_behind_the_end(moment, place)
    item, path = archive.media_file(id, moment.item.file, who)
    seconds = moment.milliseconds / 1000
    remote = saying.is_remote()
    command = saying.local_command(path, seconds) if remote else shlex.join(foreground(path, seconds))
    if as_json:
        printing.document(
            {"id": id, "at": at, "file": item.file, "seconds": seconds, "remote": remote, "command": command}
        )
        return 0
    if place and not isinstance(place.spot, Time):
        printing.tell(f"{place} carries no time, so it begins at the beginning.")
    if remote:
        printing.tell(f"{saying.REMOTE}:")
        printing.say(command)
        return 0
    return _play(moment, path)


def _refuse_behind_the_end(moment: Moment, at: Locator | None) -> None:
    length = moment.item.duration_ms
    if at and length is not None and moment.milliseconds >= length:
        raise NotFound(f"{moment.item.file} ends at {Time(length // 1000 * 1000)}, before {at}.")


def _play(moment: Moment, path: Path) -> int:
    name = safe.line(moment.item.file)
    if not is_installed():
        printing.tell(f"There is no mpv on this computer to play {name}. The file is {path}")
        return NOT_PLAYED
    if listening.is_video(moment.item):
        printing.tell("Only the sound of the video is played.")
    if sys.stdin.isatty():
        printing.tell(f"{name}: Space pauses, ← and → go five seconds, [ and ] change the speed, q ends.")
    sys.stdout.flush()
    done = subprocess.run(foreground(path, moment.milliseconds / 1000), check=False)
    # 4: ended with q or Ctrl+C.
    if done.returncode not in (0, 4):
        printing.tell(f"mpv could not play {name}.")
        return NOT_PLAYED
    return 0
