"""The front door, for tests: a command is run as a person runs it, and what it said is kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tui.cli import run

MAIN = "import tui.cli; tui.cli.main()"

LETTER = "The flood\n\nThe river came at night.\n\nWe ran up the hill.\n"

SHEET = """\
---
title: The night of the flood
kind: interview
date: 1993~
language: en
narrator: Amina
interviewer: Sona
access: open
---
[00:01:05] Amina: The river came at night.
[00:02:10] Sona: Where did you go?
[00:02:15] Amina: Up the hill, with the lamp.
"""

ACTING = (
    {chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))} - {"\n"}
    | {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
    | {"\u200e", "\u200f", "\u061c", "\u2028", "\u2029"}
)
"""What a terminal acts on: controls, C1, and what turns the reading direction."""

NASTY = (
    "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x9b2J", "abc\u202egpj", "\u2066x\u2069", "a\rb", "a\tb", "\x00nul",
    "\x7f", "[@click=app.quit]x[/]", "[/broken]", "%s%n", "../../etc/passwd", "$(reboot)", "`id`", "'; DROP TABLE",
    "\ud800", "﷽", "e\u0301\u0301\u0301", "\u2028line", "=cmd|' /C calc'!A0", "-rf", "--json", "\u200e\u200f",
    "\ufeff", "ﬀ", "İ",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What a command gave back."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


def ask(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Said:
    """Run a command in this process."""
    capsys.readouterr()
    code = run([str(argument) for argument in arguments])
    said = capsys.readouterr()
    return Said(code, said.out, said.err)


def spawn(*arguments: str | Path, **more: Any) -> subprocess.Popen[str]:
    """Start a command as a process of its own."""
    program = [sys.executable, "-c", MAIN]
    given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL, "text": True}
    return subprocess.Popen([*program, *map(str, arguments)], env={**os.environ}, **(given | more))


def everything_in(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder with its bytes, to compare a folder with itself."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def checked(said: Said) -> Said:
    """Check what holds for everything any command says."""
    for text in (said.out, said.err):
        assert not ACTING & {*text}, ascii(text)
        text.encode("utf-8")
    assert "Traceback" not in said.err
    assert said.code in (0, 1, 2, 3, 4)
    if said.code >= 2:
        assert (said.err or said.out).strip()
    return said
