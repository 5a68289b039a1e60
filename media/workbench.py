"""The limited process apart, in which strangers' files are decoded, seen from this side.

    look, thumbnail ──ask──▶ workbench ──(socket, one open file)──▶ decoder ──fork──▶ one file, one process

A picture can be a bomb, and a decoder can be wrong. So nothing here decodes: the file is opened for reading,
its open end is handed over, and what comes back is a small answer, or the news that the process had to end.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from typing import IO, Any, Literal

WALL_SECONDS = 60
"""How long one file may take, however slow the disk."""
GRACE_SECONDS = 15
"""The process keeps its own time; only when that fails does this side lose patience."""
_START_SECONDS = 60
_ANSWER_BYTES = 1 << 20

Ending = Literal["time", "memory", "crash"]


@dataclass(frozen=True, slots=True)
class Ended:
    """The process had to end before it could answer."""

    why: Ending


class _Gone(Exception):
    """The decoder went away between two files, which is no file's fault."""


class _Decoder:
    """One running decoder; thrown away whole at the first doubt, so that no answer meets the wrong question."""

    def __init__(self) -> None:
        self.line, theirs = socket.socketpair()
        self.grumbles: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed in `stop`, with the rest
        with theirs:
            # -P: a folder of photographs that happens to hold a `media.py` is not imported from.
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "media.decoder", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self.grumbles,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )
        self.line.settimeout(_START_SECONDS)
        if not self._ready():
            raise RuntimeError(f"The process that decodes files could not start: {self.stop()}")

    def ask(self, question: dict[str, Any], files: list[int], patience: float) -> dict[str, Any] | Ended:
        """Hand over open files with a question about them, and wait for the answer."""
        self.line.settimeout(patience)
        try:
            socket.send_fds(self.line, [json.dumps(question).encode() + b"\n"], files)
            answer = self._read()
        except TimeoutError:
            return Ended("time")
        except OSError as error:
            raise _Gone from error
        if not answer.endswith(b"\n"):
            raise _Gone
        facts: dict[str, Any] = json.loads(answer)
        ended: Ending | None = facts.pop("ended", None)
        return Ended(ended) if ended else facts

    def _ready(self) -> bool:
        try:
            return self._read() == b"ready\n"
        except OSError:
            return False

    def _read(self) -> bytes:
        answer = b""
        while not answer.endswith(b"\n") and len(answer) < _ANSWER_BYTES:
            more = self.line.recv(1 << 16)
            if not more:
                break
            answer += more
        return answer

    def stop(self) -> str:
        """End it with all it has started, and give back what it last said."""
        self.line.close()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            # The group may be gone already; macOS says "not permitted" for one that has ended.
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        with self.grumbles:
            self.grumbles.seek(0)
            return self.grumbles.read()[-2000:].decode(errors="replace").strip()


class Workbench:
    """Starts a decoder when the first file comes, and another when one has had to be ended."""

    def __init__(self, wall: float = WALL_SECONDS) -> None:
        self.wall = wall
        self.grace: float = GRACE_SECONDS
        self._decoder: _Decoder | None = None
        self._one_at_a_time = threading.Lock()

    def ask(self, work: str, *files: int, **details: Any) -> dict[str, Any] | Ended:
        """Have one piece of work done on open files: a dict of facts, or why there is none."""
        question = {"work": work, "wall": self.wall, **details}
        with self._one_at_a_time:
            try:
                return self._ask(question, list(files))
            except _Gone:
                self._drop()
            try:
                return self._ask(question, list(files))
            except _Gone:
                self._drop()
                return Ended("crash")

    def _ask(self, question: dict[str, Any], files: list[int]) -> dict[str, Any] | Ended:
        if self._decoder is None:
            self._decoder = _Decoder()
        answered = False
        try:
            answer = self._decoder.ask(question, files, self.wall + self.grace)
            answered = answer != Ended("time")
        finally:
            if not answered:
                self._drop()
        return answer

    def _drop(self) -> None:
        if self._decoder is not None:
            self._decoder.stop()
            self._decoder = None

    def close(self) -> None:
        """End the decoder; the next question starts another."""
        with self._one_at_a_time:
            self._drop()

    def forget(self) -> None:
        """In a forked copy of this program: leave the decoder to the original."""
        if self._decoder is not None:
            self._decoder.line.close()
            self._decoder.grumbles.close()
            self._decoder.process.returncode = 0
        self._decoder = None
        self._one_at_a_time = threading.Lock()


BENCH = Workbench()
"""The one everybody uses."""

atexit.register(BENCH.close)
os.register_at_fork(after_in_child=BENCH.forget)
