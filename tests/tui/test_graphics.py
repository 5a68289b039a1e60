"""What a terminal is told and asked about pictures: the bytes themselves, in a terminal that answers as told."""

from __future__ import annotations

import base64
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from archive.archive import Archive
from testimonies.testimony import MediaItem
from tests.conftest import KEEPER, told
from tests.tui.conftest import PROGRAM
from tui import showing
from tui.graphics import known

ASKED = b"\x1b[16t\x1b[c"
PATIENCE = 40.0


class FakeTerminal:
    """A terminal of 100 × 30 that keeps every byte it is sent."""

    def __init__(self, master: int) -> None:
        self._master = master
        self.heard = b""

    def wait(self, pattern: bytes) -> re.Match[bytes]:
        """Read until a pattern was sent."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = re.search(pattern, self.heard, re.DOTALL)
            if found:
                return found
            if select.select([self._master], [], [], 0.1)[0]:
                self.heard += os.read(self._master, 65536)
        raise AssertionError(f"never sent: {pattern!r}\n{self.heard[-2000:]!r}")

    def type(self, typed: bytes) -> None:
        """Send keys, or an answer."""
        os.write(self._master, typed)


@contextmanager
def begun(folder: Path, *arguments: str, **environment: str) -> Iterator[FakeTerminal]:
    kept = {name: value for name, value in os.environ.items() if name in ("HOME", "PATH") or name.startswith("XDG_")}
    surroundings = {**kept, "TERM": "xterm-256color", "LANG": "C.UTF-8", "COLORTERM": "truecolor", **environment}
    child, master = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        os.execve(PROGRAM, [PROGRAM, "--archive", str(folder), "browse", *arguments], surroundings)  # noqa: S606
    try:
        yield FakeTerminal(master)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(master)


@pytest.fixture
def folder(archive: Archive, tmp_path: Path) -> Path:
    """An archive with one photograph, wide and red."""
    Image.new("RGB", (400, 200), (200, 30, 30)).save(tmp_path / "red.png")
    archive.add(told(title="Red", media=(MediaItem("red.png"),)), by=KEEPER, media=[tmp_path / "red.png"])
    archive.catch_up()
    archive.close()
    return archive.folder


def test_a_terminal_that_says_it_can_gets_sixels_and_what_was_typed_meanwhile_is_done(folder: Path) -> None:
    with begun(folder) as terminal:
        terminal.wait(re.escape(ASKED))
        # `/Re` is typed before, between and after the answers.
        terminal.type(b"/R\x1b[6;16;8t" + b"e\x1b[?62;4;22c" + b"d")
        terminal.wait(rb"1 testimony")
        terminal.type(b"\x1b")
        time.sleep(0.3)
        terminal.type(b"m")
        sixels = terminal.wait(rb"\x1bP[\d;]*q\"1;1;(\d+);(\d+)(.*?)\x1b\\")
        # The space is 58 cells of 8 pixels wide; a picture is never enlarged.
        assert (int(sixels[1]), int(sixels[2])) == (400, 200)
        assert b"\x1b_G" not in terminal.heard


def test_kitty_is_known_by_its_name_and_gets_a_picture_with_its_placeholders(folder: Path) -> None:
    with begun(folder, TERM="xterm-kitty") as terminal:
        terminal.wait(re.escape(ASKED))
        terminal.type(b"\x1b[6;20;10t\x1b[?62c")
        terminal.wait(rb"oh-0001")
        terminal.type(b"m")
        placed = terminal.wait(rb"\x1b_Ga=p,i=(\d+),c=(\d+),r=(\d+),U=1,q=2\x1b\\")
        assert (int(placed[2]), int(placed[3])) == (40, 10)
        terminal.wait("\U0010eeee".encode() * 39)
        number = int(placed[1])
        colour = f"\x1b[38;2;{number >> 16 & 255};{number >> 8 & 255};{number & 255}m".encode()
        terminal.wait(re.escape(colour + "\U0010eeee".encode()))
        sent = b"".join(re.findall(rb"\x1b_G[^;]*;([A-Za-z0-9+/=]+)\x1b\\", terminal.heard))
        assert base64.b64decode(sent).startswith(b"\x89PNG")
        terminal.type(b"q")
        terminal.wait(rb"\x1b_Ga=d,d=I,i=%d,q=2\x1b\\" % number)


def test_a_terminal_that_never_answers_gets_half_blocks_and_loses_no_key(folder: Path) -> None:
    with begun(folder) as terminal:
        terminal.wait(re.escape(ASKED))
        terminal.type(b"/Red")
        terminal.wait(rb"1 testimony")
        assert b"\x1bP" not in terminal.heard


def test_no_terminal_is_asked_where_it_was_said_what_to_show(folder: Path) -> None:
    for said in ("blocks", "none"):
        with begun(folder, "--pictures", said) as terminal:
            terminal.wait(rb"oh-0001")
            assert ASKED not in terminal.heard
    # It is remembered.
    with begun(folder) as terminal:
        terminal.wait(rb"oh-0001")
        assert ASKED not in terminal.heard


@pytest.mark.parametrize(
    ("surroundings", "way"),
    [
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"TERM": "xterm-ghostty"}, "kitty"),
        ({"TERM": "tmux-256color", "KITTY_WINDOW_ID": "1"}, "blocks"),
        ({"TERM": "xterm-256color", "TMUX": "socket,1,0"}, "blocks"),
        ({"TERM": "linux"}, "blocks"),
        ({}, "blocks"),
        ({"TERM": "foot"}, "sixel"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, "sixel"),
        ({"TERM": "xterm-256color"}, None),
    ],
)
def test_surroundings_are_believed(surroundings: dict[str, str], way: str | None) -> None:
    assert known(surroundings) == way


def test_a_large_picture_is_sent_in_pieces_kitty_takes() -> None:
    messages = showing.kitty(bytes(10_000), 70_000, 5, 5)
    pieces = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", messages)
    assert [len(data) <= 4096 for _, data in pieces] == [True] * 4
    assert [head.rpartition("m=")[2][0] for head, _ in pieces] == ["1", "1", "1", "0"]
    assert base64.b64decode("".join(data for _, data in pieces)) == bytes(10_000)
