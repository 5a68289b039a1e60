"""A mute terminal that runs the reading room: it takes keys, and says when and how much is painted."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

PATIENCE = 30.0
"""Seconds until something that is waited for has failed to come."""
ANSWER = 5.0
"""Seconds until a key was answered with nothing."""
STILL = 0.3
"""Seconds without a byte after which nothing more is coming."""


class Painted(NamedTuple):
    """What a key made the room paint."""

    first: float
    """Seconds until the first byte."""
    last: float
    """Seconds until the last byte before the room was still."""
    bytes: int


class MuteTerminal:
    """A program on a pseudo-terminal that answers none of its questions, as a slow line does."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], size: tuple[int, int] = (100, 30)) -> None:
        columns, rows = size
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.begun = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=env, start_new_session=True
        )
        os.close(theirs)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the program, where it has not ended by itself."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE)
        os.close(self._ours)

    def wait_for(self, painted: str) -> float:
        """Wait until something was painted; give the seconds since the program began."""
        seen, wanted = b"", painted.encode()
        while wanted not in seen:
            data = self._read(self.begun + PATIENCE - time.perf_counter())
            if not data:
                raise SystemExit(f"The reading room did not paint {painted!r}; it said: {seen[-300:]!r}")
            seen += data
        return time.perf_counter() - self.begun

    def press(self, keys: str) -> Painted:
        """Send keys in one burst, and wait until nothing more is painted for them."""
        begun = time.perf_counter()
        os.write(self._ours, keys.encode())
        first = last = 0.0
        count = 0
        while data := self._read(STILL if count else ANSWER):
            last = time.perf_counter() - begun
            first = first or last
            count += len(data)
        if self.process.poll() is not None:
            raise SystemExit(f"The reading room ended at {keys!r}.")
        if not count:
            raise SystemExit(f"The reading room painted nothing for {keys!r}.")
        return Painted(first, last, count)

    def held(self) -> Mapping[str, int]:
        """Give the most memory the program has held, and what of it now is its own and no mapped file; in bytes."""
        status = Path(f"/proc/{self.process.pid}/status")
        if not status.exists():
            return {}
        lines = (line.split() for line in status.read_text(encoding="utf-8").splitlines())
        said = {line[0]: 1024 * int(line[1]) for line in lines if line[0] in ("VmHWM:", "RssAnon:")}
        return {"peak": said["VmHWM:"], "own": said["RssAnon:"]}

    def _read(self, patience: float) -> bytes:
        if not select.select([self._ours], [], [], max(0.0, patience))[0]:
            return b""
        try:
            return os.read(self._ours, 1 << 16)
        except OSError:
            # The other side is closed: this is how a terminal says so.
            return b""
