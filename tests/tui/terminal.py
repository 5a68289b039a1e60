"""A real terminal for the stories: a private tmux server that runs the program, takes keys and shows its screen.

With EARWITNESS_PICTURES naming a folder, every `look` also draws the screen into it as a PNG.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from rich.ansi import AnsiDecoder
from rich.cells import cell_len
from rich.console import Console

from tests.conftest import missing

CELL = (11, 22)
FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf",
    "/usr/share/fonts/truetype/noto/NotoSansArmenian-Regular.ttf",
    "/usr/share/fonts/truetype/noto/NotoSansSymbols2-Regular.ttf",
)
BOLD = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono-Bold.ttf"
PAPER, INK = (18, 18, 18), (224, 224, 224)
PATIENCE = 30.0
"""Seconds to wait for something to appear before the story has failed."""


class Terminal:
    """One window of a private tmux server."""

    def __init__(self, folder: Path, command: Sequence[str], environment: Mapping[str, str], size: str) -> None:
        if shutil.which("tmux") is None:
            missing("tmux")
        self.size = size
        self.called = ""
        """What is added to the names of its pictures."""
        self._socket = folder / "tmux"
        self._ended = folder / "ended"
        columns, rows = size.split("x")
        script = folder / "run.sh"
        quoted = " ".join(f"'{part}'" for part in command)
        script.write_text(f"{quoted}\necho $? > '{self._ended}'\nsleep 60\n", encoding="utf-8")
        surroundings = {
            **{
                name: value
                for name, value in os.environ.items()
                # The terminal has a size of its own, whatever the one has that the tests run in.
                if name not in ("TMUX", "NO_COLOR", "SSH_CONNECTION", "COLUMNS", "LINES")
            },
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            **environment,
        }
        begin = ["new-session", "-d", "-s", "story", "-x", columns, "-y", rows, "sh", str(script)]
        subprocess.run([*self._tmux, "-f", "/dev/null", *begin], env=surroundings, check=True)
        for option in (("-g", "status", "off"), ("-sg", "escape-time", "10")):
            self._run("set", *option)

    @property
    def _tmux(self) -> list[str]:
        return ["tmux", "-S", str(self._socket)]

    def _run(self, *arguments: str) -> str:
        done = subprocess.run([*self._tmux, *arguments], check=True, capture_output=True, text=True)
        return done.stdout

    def screen(self) -> str:
        """Give the screen as text."""
        return self._run("capture-pane", "-p", "-t", "story")

    def type(self, text: str) -> None:
        """Send text in one burst, as a fast typist over SSH does."""
        self._run("send-keys", "-l", "-t", "story", text)

    def press(self, *keys: str) -> None:
        """Press keys by tmux's names: Enter, Escape, Down, C-p."""
        for key in keys:
            self._run("send-keys", "-t", "story", key)

    def wait(self, pattern: str) -> str:
        """Wait until the screen shows a pattern."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            screen = self.screen()
            if re.search(pattern, screen):
                return screen
            time.sleep(0.05)
        raise AssertionError(f"never seen: {pattern}\n{self.screen()}")

    def wait_until_gone(self, pattern: str) -> str:
        """Wait until the screen no longer shows a pattern."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            screen = self.screen()
            if not re.search(pattern, screen):
                return screen
            time.sleep(0.05)
        raise AssertionError(f"still there: {pattern}\n{self.screen()}")

    def wait_for_the_end(self) -> int:
        """Wait until the program has ended, and give its exit code."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self._ended.exists() and (said := self._ended.read_text(encoding="utf-8").strip()):
                return int(said)
            time.sleep(0.05)
        raise AssertionError(f"the program did not end\n{self.screen()}")

    def look(self, name: str) -> None:
        """Draw the screen as a picture, where pictures are wanted."""
        folder = os.environ.get("EARWITNESS_PICTURES")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            draw(
                self._run("capture-pane", "-e", "-N", "-p", "-t", "story"),
                self.size,
                self._picture(Path(folder), name),
            )

    def _picture(self, folder: Path, name: str) -> Path:
        return folder / f"{name}-{self.called or self.size}.png"

    def close(self) -> None:
        """End the program and its terminal."""
        subprocess.run([*self._tmux, "kill-server"], check=False, capture_output=True)


def draw(screen: str, size: str, path: Path) -> None:
    """Draw a screen with its colours on a grid of cells."""
    columns, rows = (int(part) for part in size.split("x"))
    fonts, bold = _fonts(FONTS), _fonts((BOLD, *FONTS))
    absent = {id(font): bytes(font.getmask("\U0010fffe")) for font in (*fonts, *bold)}
    image = Image.new("RGB", (columns * CELL[0], rows * CELL[1]), PAPER)
    pen = ImageDraw.Draw(image)
    console = Console(width=columns, color_system="truecolor", file=sys.stderr)
    # One decoder for all lines: tmux carries the colours of one line on into the next.
    decoder = AnsiDecoder()
    for y, line in enumerate(screen.split("\n")[:rows]):
        x = 0
        for segment in decoder.decode_line(line).render(console):
            style = segment.style
            ink, paper = _colour(style and style.color, INK), _colour(style and style.bgcolor, PAPER)
            if style and style.dim:
                ink = _between(ink, paper)
            if style and style.reverse:
                ink, paper = paper, ink
            for letter in segment.text.replace("\n", ""):
                left, top, width = x * CELL[0], y * CELL[1], cell_len(letter)
                box = [left, top, left + max(1, width) * CELL[0] - 1, top + CELL[1] - 1]
                pen.rectangle(box, fill=paper)
                if letter in "▀▄█":
                    middle = top + CELL[1] // 2
                    upper, lower = (top, middle - 1), (middle, box[3])
                    begin, end = {"▀": upper, "▄": lower, "█": (top, box[3])}[letter]
                    pen.rectangle([left, begin, box[2], end], fill=ink)
                else:
                    among = bold if style and style.bold else fonts
                    font = next((one for one in among if bytes(one.getmask(letter)) != absent[id(one)]), among[0])
                    pen.text((left, top + 1), letter, font=font, fill=ink)
                if style and style.underline:
                    pen.line([left, box[3] - 1, box[2], box[3] - 1], fill=ink)
                x += width
    image.save(path)


def _between(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, int, int]:
    red, green, blue = ((a + b) // 2 for a, b in zip(one, other, strict=True))
    return red, green, blue


def _fonts(paths: Sequence[str]) -> list[Any]:
    return [ImageFont.truetype(font, 18) for font in paths if Path(font).exists()] or [ImageFont.load_default()]


def _colour(colour: Any, default: tuple[int, int, int]) -> tuple[int, int, int]:
    if not colour or colour.is_default:
        return default
    return tuple(colour.get_truecolor())
