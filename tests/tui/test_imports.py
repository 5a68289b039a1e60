"""What a plain command imports: it must not pay for a screen, a picture, or an index it does not ask."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from archive.archive import Archive
from tests.conftest import KEEPER, told
from tests.tui.front import SHEET

OURS = {"archive", "media", "testimonies", "tui"}
HEAVY = {"PIL", "pypdf", "pymediainfo", "rich", "textual", "textual_image"}
"""What no plain command may import; a medium or a screen may."""

ALLOWED = {
    "--help": {"click"},
    "init --help": {"click"},
    "template interview": {"click"},
    "show oh-0001": {"click", "platformdirs"},
    "show oh-0001 --json": {"click", "platformdirs"},
    "cite oh-0001": {"click", "platformdirs"},
    "history oh-0001": {"click", "platformdirs"},
    "media oh-0001": {"click", "platformdirs"},
    "verify": {"click", "platformdirs"},
    "audit": {"click", "platformdirs"},
    "list": {"click", "platformdirs", "numpy", "whoosh", "Stemmer"},
    "search river": {"click", "platformdirs", "numpy", "whoosh", "Stemmer"},
    "stats": {"click", "platformdirs", "numpy", "whoosh", "Stemmer"},
    "browse": {"click", "platformdirs", "numpy", "whoosh", "Stemmer"},
    "add SHEET": {"click", "platformdirs", "numpy", "whoosh", "Stemmer", "yaml", "defusedxml"},
}
PROGRAM = """
import sys, json, io, contextlib
before = set(sys.modules)
from tui.cli import run
said = io.StringIO()
with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
    code = run(sys.argv[1:])
tops = {name.partition(".")[0] for name in set(sys.modules) - before}
print(json.dumps([code, said.getvalue(), sorted(tops - set(sys.stdlib_module_names))]))
"""


@pytest.mark.parametrize("command", ALLOWED)
def test_a_plain_command_imports_no_more_than_it_needs(archive: Archive, tmp_path: Path, command: str) -> None:
    archive.add(told("The river came at night."), by=KEEPER)
    archive.search("river")
    (tmp_path / "sheet.md").write_text(SHEET, encoding="utf-8")
    words = [str(tmp_path / "sheet.md") if word == "SHEET" else word for word in command.split()]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "-A", str(archive.folder), *words], check=True, capture_output=True, text=True
    )
    code, said, tops = json.loads(done.stdout)

    assert code <= 1, said
    imported = {top for top in tops if not top.startswith("_")} - OURS - {"cython_runtime"}
    assert not imported & HEAVY
    assert imported <= ALLOWED[command]
