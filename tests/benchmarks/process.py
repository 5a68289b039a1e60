"""Running the program as a person does, and what one whole process took."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

BARE = (sys.executable, "-c", "pass")
"""What everything is compared with: an interpreter that does nothing."""

_OWN = ("XDG_", "EARWITNESS_")
_OURS = ("EARWITNESS_CORPUS", "EARWITNESS_BENCH")
"""What says where the material lies is nothing of the user's own."""

EARWITNESS = str(Path(sys.executable).with_name("earwitness"))


@dataclass(frozen=True, slots=True)
class Ran:
    """What one process took."""

    wall: float
    cpu: float
    peak: int
    """The most memory it held at once, in bytes."""
    together: int
    """The most that it and the processes it started held, where they were looked at; else 0."""
    said: bytes


def run(command: Sequence[str], env: dict[str, str], family: bool = False) -> Ran:
    """Run a process to its end; with `family`, look at what those hold that it starts.

    The one that measures must itself be small: a child's peak begins at its parent's.
    """
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=env) as process:
        watch = _Watch(process.pid) if family else None
        assert process.stdout is not None
        said = process.stdout.read()
        together = watch.end() if watch else 0
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - begun
    if process.returncode not in (0, 3):  # 3: something of an import was refused, which the report says
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}.")
    return Ran(wall, usage.ru_utime + usage.ru_stime, peak(usage), together, said)


def peak(usage: resource.struct_rusage) -> int:
    """Give the most memory a process held, in bytes: Linux counts in kilobytes, macOS in bytes."""
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


class _Watch(threading.Thread):
    """Looks ten times a second at what a process and those it started hold together; on Linux only."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._over = threading.Event()
        self._most = 0
        self.start()

    def run(self) -> None:
        while not self._over.wait(0.1):
            processes = [*_family(self._pid)]
            if len(processes) > 1:
                self._most = max(self._most, sum(map(_held, processes)))

    def end(self) -> int:
        """Give the most that was held by more than one process, in bytes."""
        self._over.set()
        self.join()
        return self._most


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        # It has ended meanwhile, or there is no /proc here.
        return
    for child in children:
        yield from _family(int(child))


def _held(pid: int) -> int:
    """Give what a process holds, what it shares with others divided among them; in bytes."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def beside_bare(commands: dict[str, Sequence[str]], env: dict[str, str], rounds: int) -> dict[str, float]:
    """Give each command's median time in seconds, taken in turns with the bare interpreter's."""
    every = {"bare": BARE, **commands}
    times: dict[str, list[float]] = {name: [] for name in every}
    for _ in range(rounds):
        for name, command in every.items():
            times[name].append(run(command, env).wall)
    return {name: median(found) for name, found in times.items()}


def home(folder: Path) -> dict[str, str]:
    """Give an environment in which nothing of the user's own is read or written."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(_OWN) or name in _OURS}
    return env | {"HOME": str(folder), "TERM": "xterm-256color"}
