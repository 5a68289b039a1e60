"""Running the program as a person does, and what one whole process took."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

BARE = (sys.executable, "-c", "pass")
"""What everything is compared with: an interpreter that does nothing."""

EARWITNESS = str(Path(sys.executable).with_name("earwitness"))


@dataclass(frozen=True, slots=True)
class Ran:
    """What one process took."""

    wall: float
    cpu: float
    peak: int
    """The most memory it held at once, in bytes."""
    said: bytes


def run(command: Sequence[str], env: dict[str, str]) -> Ran:
    """Run a process to its end. The one that measures must itself be small: a child's peak begins at its parent's."""
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=env) as process:
        assert process.stdout is not None
        said = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - begun
    if process.returncode not in (0, 3):  # 3: something of an import was refused, which the report says
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}.")
    return Ran(wall, usage.ru_utime + usage.ru_stime, peak(usage), said)


def peak(usage: resource.struct_rusage) -> int:
    """Give the most memory a process held, in bytes: Linux counts in kilobytes, macOS in bytes."""
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


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
    env = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "EARWITNESS_"))}
    return env | {"HOME": str(folder), "TERM": "xterm-256color"}
