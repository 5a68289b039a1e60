"""Opening a file in the program this computer has for it; never at a remote machine, where nobody would see it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tui.sound.saying import is_remote
from tui.visiting import SENTENCE, is_visited

OPENER = "EARWITNESS_OPENER"
"""Names the program to open files with, where a person wants another than the usual one."""


def open_outside(path: Path) -> str:
    """Open a file, and give the sentence that says what happens."""
    if is_visited():
        return SENTENCE
    opener = os.environ.get(OPENER) or ("open" if sys.platform == "darwin" else "xdg-open")
    if is_remote():
        return f"You are at a remote machine, where nobody would see it. The file is {path}"
    if shutil.which(opener) is None:
        return f"There is no program {opener} here to open it with. The file is {path}"
    quiet = subprocess.DEVNULL
    subprocess.Popen([opener, str(path.absolute())], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
    return f"{path.name} opens in another program. Do not save changes there: it is the original."
