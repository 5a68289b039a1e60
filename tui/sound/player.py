"""`Player`: mpv as a child process that plays one recording at a time and says how far it is.

    screen ──play, seek, …──▶ Player ──JSON lines──▶ mpv
       ▲                                              │
       └────── changed(Sound), in our own thread ◀────┘

The two talk over a pair of connected sockets with no name on any disk: nobody else can speak to this mpv, and it ends
by itself when our side is closed, whatever way we end.
"""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tui.sound import saying

_MEDIUM = (
    "--no-video",
    "--audio-display=no",
    # The recording and nothing beside it: no playlist, no reference in it, no file of a like name is followed.
    "--no-ytdl",
    "--autoload-files=no",
    "--ordered-chapters=no",
    "--demuxer-lavf-o=protocol_whitelist=[file]",
)
OPTIONS = (
    "--idle",
    "--no-config",
    "--no-terminal",
    "--load-scripts=no",
    "--no-input-default-bindings",
    "--no-resume-playback",
    "--audio-client-name=earwitness",
    *_MEDIUM,
)
"""What mpv is told before anything: to leave the screen and the keyboard alone, and to open one file only."""

MORE = "EARWITNESS_MPV_OPTIONS"
"""The environment's further options for mpv, such as --ao=null or --audio-device=…"""

SLOWEST, FASTEST = 0.5, 2.0
_OBSERVED = ("time-pos", "duration", "pause", "speed", "ab-loop-a")
_FOLLOWING = 4
"""How often in a second the position is told: enough to follow a voice, and little to send over a slow line."""


@dataclass(frozen=True, slots=True)
class Sound:
    """What is heard, as the screen shows it."""

    path: Path | None = None
    """The recording that is on; None where none is."""
    position: float = 0.0
    """In seconds."""
    duration: float | None = None
    """In seconds, once mpv knows."""
    paused: bool = True
    speed: float = 1.0
    looping: bool = False
    ended: bool = False
    """Whether it was played to its end."""
    trouble: str = ""
    """What is wrong, as a sentence; empty where nothing is."""

    @property
    def playing(self) -> bool:
        """Whether there is something to be heard."""
        return self.path is not None and not self.paused and not self.ended


def is_installed() -> bool:
    """Whether mpv is on this computer."""
    return shutil.which("mpv") is not None


def foreground(path: Path, at: float) -> list[str]:
    """Give the command that plays a recording in the terminal one is at, with mpv's own keys and one's settings."""
    start = [f"--start={at:.3f}"] if at else []
    return ["mpv", *_MEDIUM, *_more(), *start, "--", os.fspath(path.absolute())]


def _more() -> list[str]:
    return shlex.split(os.environ.get(MORE, ""))


class Player:
    """One mpv, started by the first recording and ended with the screen that plays."""

    def __init__(self, changed: Callable[[Sound], object]) -> None:
        self.sound = Sound()
        self._changed = changed
        self._lock = threading.RLock()
        self._line: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = 0
        self._loading = False
        self._load = 0
        """The number of the question to put a recording in; mpv answers it with a number of its own."""
        self._entries: tuple[object, object] = (None, None)
        """mpv's numbers of the recording that was asked for, and of the one it has begun with."""
        self._seeking = 0
        """The number of the last question to go somewhere, until mpv is there: before, it tells where it was."""

    # What one can do

    def play(self, path: Path, at: float = 0.0) -> None:
        """Play a recording from a moment in seconds; what was played before gives way."""
        path = path.absolute()
        with self._lock:
            if not self._is_alive() and not self._start():
                return
            speed = self.sound.speed
            self.sound, self._seeking = Sound(path, position=at, paused=False, speed=speed), 0
            self._say("set_property", "ab-loop-a", "no")
            self._say("set_property", "ab-loop-b", "no")
            # As a property, because the arguments of loadfile differ from one mpv to the next.
            self._say("set_property", "start", f"{max(at, 0.0):.3f}")
            self._say("set_property", "pause", False)
            # An absolute path is neither an option nor an address, whatever the file is called.
            self._say("loadfile", os.fspath(path), "replace")
            self._loading, self._load = True, self._asked
        self._tell()

    def pause(self, paused: bool = True) -> None:
        """Hold it, or go on."""
        with self._lock:
            self._seeking = self._seeking if paused else 0
        self._set("pause", paused)

    def seek(self, seconds: float) -> None:
        """Go back or ahead from where it is."""
        self.go(self.sound.position + seconds)

    def go(self, position: float) -> None:
        """Go to a moment of the recording, in seconds."""
        with self._lock:
            sound = self.sound
            if sound.path is None:
                return
            last = sound.duration if sound.duration is not None else position
            position = min(max(position, 0.0), max(last, 0.0))
            if sound.ended or self._loading:
                # Nothing is there yet, or any more, in which mpv could go anywhere.
                paused = sound.paused
                self.play(sound.path, position)
                self.pause(paused)
            else:
                self._say("seek", position, "absolute+exact")
                self._seeking = self._asked
                self.sound = replace(sound, position=position)
        self._tell()

    def set_speed(self, speed: float) -> None:
        """Play faster or slower; voices keep their pitch."""
        speed = round(min(max(speed, SLOWEST), FASTEST), 2)
        with self._lock:
            self.sound = replace(self.sound, speed=speed)
        self._set("speed", speed)
        self._tell()

    def loop(self, start: float | None, end: float | None = None) -> None:
        """Repeat a stretch of the recording, or no longer."""
        looping = start is not None and end is not None
        if start is not None and looping:
            # First, because a recording that is put in again forgets what was repeated.
            self.go(start)
        self._set("ab-loop-a", round(max(start or 0.0, 0.0), 3) if looping else "no")
        self._set("ab-loop-b", round(end or 0.0, 3) if looping else "no")
        with self._lock:
            self.sound = replace(self.sound, looping=looping)
        self._tell()

    def close(self) -> None:
        """End mpv; the next recording starts another."""
        with self._lock:
            line, process, self._line, self._process = self._line, self._process, None, None
            self.sound = Sound(speed=self.sound.speed)
        if line is not None:
            # A close alone would not wake our reader, which stands in `recv`.
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        if process is not None:
            process.terminate()
            try:
                process.wait(2)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    # The child

    def _is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _start(self) -> bool:
        if not is_installed():
            self._trouble(saying.NO_MPV)
            return False
        ours, theirs = socket.socketpair()
        quiet = subprocess.DEVNULL
        try:
            with theirs:
                self._process = subprocess.Popen(
                    ["mpv", *OPTIONS, f"--input-ipc-client=fd://{theirs.fileno()}", *_more()],
                    stdin=quiet,
                    stdout=quiet,
                    stderr=quiet,
                    pass_fds=(theirs.fileno(),),
                    start_new_session=True,
                )
        except OSError as error:
            ours.close()
            self._trouble(saying.not_started(error))
            return False
        self._line = ours
        # A daemon: it ends with the socket, and the program never waits for it.
        threading.Thread(target=self._listen, args=(ours, self._process), name="mpv", daemon=True).start()
        for number, name in enumerate(_OBSERVED, 1):
            self._say("observe_property", number, name)
        self._say("set_property", "speed", self.sound.speed)
        return True

    def _say(self, *command: Any) -> None:
        with self._lock:
            if self._line is None:
                return
            self._asked += 1
            said = json.dumps({"command": command, "request_id": self._asked}) + "\n"
            # Where mpv has just ended, its reader says so.
            with contextlib.suppress(OSError):
                self._line.sendall(said.encode("utf-8", "surrogateescape"))

    def _set(self, name: str, value: Any) -> None:
        if self.sound.path is not None:
            self._say("set_property", name, value)

    # What mpv says

    def _listen(self, line: socket.socket, process: subprocess.Popen[bytes]) -> None:
        for said in _lines(line):
            with contextlib.suppress(ValueError):
                self._heard(json.loads(said), line)
        process.wait()
        with self._lock:
            if line is not self._line:
                # We closed it ourselves.
                return
            self._line.close()
            self._line = self._process = None
            self.sound = Sound(speed=self.sound.speed)
        self._trouble(saying.GONE)

    def _heard(self, said: dict[str, Any], line: socket.socket) -> None:
        with self._lock:
            if line is not self._line:
                return
            self._follow_loading(said)
            if self._is_there(said):
                self._seeking = 0
            if self._seeking and said.get("name") == "time-pos":
                return
            before, after = self.sound, _after(self.sound, said)
            self.sound = after
        if _as_shown(before) != _as_shown(after):
            self._tell()

    def _follow_loading(self, said: dict[str, Any]) -> None:
        """Notice when the recording that was asked for last is in; those before it may still be talked of."""
        wanted, begun = self._entries
        data = said.get("data")
        if said.get("request_id") == self._load and isinstance(data, dict):
            wanted = data.get("playlist_entry_id")
        if said.get("event") == "start-file":
            begun = said.get("playlist_entry_id")
        self._entries = wanted, begun
        if wanted == begun and said.get("event") == "file-loaded":
            self._loading = False

    def _is_there(self, said: dict[str, Any]) -> bool:
        """Whether mpv has gone where it was asked to; held there, what is still in its buffer makes it tell less."""
        if said.get("request_id") == self._seeking:
            return said.get("error") != "success"
        return said.get("event") == "playback-restart" and not self.sound.paused

    def _trouble(self, sentence: str) -> None:
        with self._lock:
            self.sound = replace(self.sound, path=None, trouble=sentence)
        self._tell()

    def _tell(self) -> None:
        self._changed(self.sound)


def _lines(line: socket.socket) -> Iterator[bytes]:
    """Give what mpv says, line by line, until it says no more."""
    with contextlib.suppress(OSError), line.makefile("rb") as said:
        yield from said


def _as_shown(sound: Sound) -> Sound:
    return replace(sound, position=int(sound.position * _FOLLOWING))


def _after(sound: Sound, said: dict[str, Any]) -> Sound:
    """Give what is heard after mpv has said something."""
    event = said.get("event")
    if event == "property-change":
        return _changed(sound, str(said.get("name")), said.get("data"))
    if event == "start-file":
        return replace(sound, ended=False, trouble="")
    if event == "end-file" and said.get("reason") == "error":
        name = sound.path.name if sound.path else ""
        return replace(sound, path=None, trouble=saying.not_played(str(said.get("file_error")), name))
    if event == "end-file" and said.get("reason") == "eof":
        return replace(sound, ended=True, position=sound.duration or sound.position)
    return sound


def _changed(sound: Sound, name: str, value: Any) -> Sound:
    if name == "pause":
        return replace(sound, paused=bool(value))
    if name == "ab-loop-a":
        return replace(sound, looping=isinstance(value, int | float))
    if not isinstance(value, int | float):
        # Nothing is on at the moment.
        return sound
    if name == "time-pos":
        return sound if sound.ended else replace(sound, position=max(float(value), 0.0))
    if name == "duration":
        return replace(sound, duration=float(value))
    return replace(sound, speed=float(value)) if name == "speed" else sound
