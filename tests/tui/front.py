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
