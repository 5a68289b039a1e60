"""What is said of sound, in words: why there is none, and how a person at another machine comes to hear it."""

from __future__ import annotations

import getpass
import os
import shlex
from collections.abc import Mapping
from pathlib import Path

from tui import safe

OUTSIDE = "o opens the recording in another program"

NO_MPV = f"There is no mpv on this computer to play it; {OUTSIDE}."
NO_DEVICE = f"There is no sound device here; {OUTSIDE}."
GONE = f"mpv has ended by itself; Space starts it again, and {OUTSIDE}."
SOUND_ONLY = "Only its sound is played here; o opens the video in another program."
REMOTE = "This is a remote machine: its sound would come out there. On your own machine, this plays it"

_TROUBLE = {
    "audio output initialization failed": NO_DEVICE,
    "no audio or video data played": "There is nothing to be heard in {name}; o opens it in another program.",
    "unrecognized file format": "{name} is in no format mpv knows; o opens it in another program.",
    "loading failed": "{name} can't be opened by mpv; o opens it in another program.",
}


def not_played(error: str, name: str) -> str:
    """Give the sentence for why mpv did not play a file.

    >>> not_played("unrecognized file format", "side-a.wav")
    'side-a.wav is in no format mpv knows; o opens it in another program.'
    """
    sentence = _TROUBLE.get(error, "{name} could not be played ({error}); o opens it in another program.")
    return sentence.format(name=safe.line(name), error=safe.line(error))


def not_started(error: OSError) -> str:
    """Say that mpv is there and can't be run."""
    return f"mpv can't be started ({error.strerror or error}); {OUTSIDE}."


def is_remote(surroundings: Mapping[str, str] = os.environ) -> bool:
    """Whether the person sits at another machine than this one."""
    return any(surroundings.get(name) for name in ("SSH_CONNECTION", "SSH_TTY"))


def local_command(path: Path, seconds: float, surroundings: Mapping[str, str] = os.environ) -> str:
    """Give the command that plays a recording of this machine at the one where the person sits.

    It copies nothing: the recording flows through the line into mpv, which keeps what has come and can go back in it.
    """
    _, _, address, port = (surroundings.get("SSH_CONNECTION", "").split() + [""] * 4)[:4]
    there = f"{getpass.getuser()}@{address or 'HOST'}"
    ssh = ["ssh", *(["-p", port] if port not in ("", "22") else []), there, shlex.join(["cat", "--", str(path)])]
    start = f" --start={seconds:.0f}" if seconds >= 1 else ""
    return f"{shlex.join(ssh)} | mpv --no-video --force-seekable=yes{start} -"
