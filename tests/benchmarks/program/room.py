"""How long until the reading room shows its first frame, and the first row of its list, on a mute terminal."""

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
from collections.abc import Sequence

from tests.benchmarks.process import peak
from tui.threshold import OPENING

ROWS, COLUMNS = 30, 100
PATIENCE = 30.0


def opening(command: Sequence[str], row: bytes, env: dict[str, str]) -> tuple[float, float, int]:
    """Open the room and leave it; give the seconds to its first frame and until `row` was painted, and its memory."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    begun = time.perf_counter()
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env, start_new_session=True)
    os.close(theirs)
    try:
        frame = _wait_for(ours, OPENING.encode(), begun + PATIENCE) - begun
        listed = _wait_for(ours, row, begun + PATIENCE) - begun
        os.write(ours, b"q")
        _drain(ours)
    finally:
        # Where `q` has not ended it; one that has ended, and was not waited for yet, does not mind.
        os.kill(process.pid, signal.SIGKILL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        os.close(ours)
    return frame, listed, peak(usage)


def _wait_for(terminal: int, row: bytes, end: float) -> float:
    seen = b""
    while row not in seen:
        if not (data := _read(terminal, max(0.0, end - time.perf_counter()))):
            raise SystemExit(f"The reading room did not paint {row!r}; it said: {seen[-300:]!r}")
        seen += data
    return time.perf_counter()


def _drain(terminal: int) -> None:
    """Read what is painted on the way out, until nothing comes."""
    while _read(terminal, 3.0):
        pass


def _read(terminal: int, patience: float) -> bytes:
    if not select.select([terminal], [], [], patience)[0]:
        return b""
    try:
        return os.read(terminal, 1 << 16)
    except OSError:
        # The other side is closed: this is how a terminal says so.
        return b""
