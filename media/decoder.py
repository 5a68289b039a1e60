"""The limited process itself: for every file it forks a fresh one, with little memory, time and no way to write.

It is started by `media.workbench` and speaks JSON lines over a socket. The libraries are imported once, here;
a file is only ever touched in a fork, which dies with whatever the file did to it.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import resource
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from typing import Any, NoReturn

MEMORY = 2 * 1024**3
"""An A3 page at 600 dots an inch, in colour and twice, fits; a bomb does not."""
CPU_SECONDS = 30
WRITTEN = 16 * 1024 * 1024
"""The largest thumbnail anybody needs."""

_WORK = {
    "picture": ("media.picture_facts", "describe"),
    "thumbnail": ("media.picture_facts", "shrink"),
    "view": ("media.picture_view", "cut"),
    "recording": ("media.recording_facts", "describe"),
    "still": ("media.recording_facts", "still"),
    "pdf": ("media.pdf_facts", "describe"),
    "guess": ("media.guess", "describe"),
}

Work = Callable[..., dict[str, Any]]


def main(line: socket.socket) -> None:
    """Answer one question after the other until the other side hangs up."""
    line.sendall(b"ready\n")
    while True:
        asked, files, _, _ = socket.recv_fds(line, 1 << 16, 2)
        while asked and not asked.endswith(b"\n"):
            asked += line.recv(1 << 16)
        if not asked:
            return
        try:
            question = json.loads(asked)
            module, function = _WORK[question.pop("work")]
            # Imported before the fork, so that it is paid for once.
            work: Work = getattr(importlib.import_module(module), function)
            line.sendall(_in_a_fork(line, work, files, question) + b"\n")
        finally:
            for file in files:
                os.close(file)


def _in_a_fork(line: socket.socket, work: Work, files: list[int], details: dict[str, Any]) -> bytes:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        line.close()
        os.close(reading)
        _answer_and_end(work, files, details, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as answers:
        answer = answers.read(1 << 19)
    _, status = os.waitpid(child, 0)
    return _ending(status) or answer


def _ending(status: int) -> bytes:
    """Say why a fork ended without an answer; nothing if it answered."""
    if os.WIFSIGNALED(status):
        why = {signal.SIGXCPU: "time", signal.SIGALRM: "time", signal.SIGKILL: "memory"}
        return json.dumps({"ended": why.get(signal.Signals(os.WTERMSIG(status)), "crash")}).encode()
    return b"" if os.WEXITSTATUS(status) == 0 else b'{"ended": "crash"}'


def _answer_and_end(work: Work, files: list[int], details: dict[str, Any], writing: int) -> NoReturn:
    try:
        _limit(details.pop("wall"))
        try:
            facts = work(*files, **details)
        except MemoryError:
            facts = {"ended": "memory"}
        answer = json.dumps(facts).encode()
        while answer:
            answer = answer[os.write(writing, answer) :]
        os._exit(0)
    except BaseException:
        # Whatever it is, this process must never return into the loop of its parent.
        traceback.print_exc()
    os._exit(1)


def _limit(wall: float) -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        # macOS knows no limit of address space; there the clock below is what ends a bomb.
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(what, (most, most))
    # The default action of the alarm ends a process even in the middle of a C library.
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, wall)
    # Decoders grumble about strangers' files; nobody is to read that on a terminal.
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
