"""The reading room in lines: the same words as the commands, nothing but lines, from a pipe or a terminal."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.tui.conftest import PROGRAM


def converse(folder: Path, *typed: str, who: str = "staff") -> str:
    """Type lines into the room, and give all it said."""
    done = subprocess.run(
        [PROGRAM, "--archive", str(folder), "browse", "--plain", "--as-reader", who],
        input="\n".join(typed),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout + done.stderr


def test_one_searches_reads_and_leaves(founding: Path) -> None:
    said = converse(founding, "under control", "1", "quit", "list")
    assert "Everything is under control." in said
    assert "Log book in a deserted outpost" in said
    assert "nk-0007" not in said, "what is typed after quit is not read"


def test_a_list_goes_on_and_back(founding: Path) -> None:
    said = converse(founding, "list", "next", "previous", "2", "9")
    assert said.count("nk-0001") >= 1
    assert "There are no more." in said
    assert "This is the beginning." in said
    assert "There is no number 9 here" in said


def test_every_command_works_and_what_is_wrong_is_one_sentence(founding: Path) -> None:
    said = converse(founding, "cite nk-0001", "show nk-9999", "show 'open", "stats", "help")
    assert "nk-9999" in said
    assert "A quotation mark is open" in said
    assert "narrators named" in said
    assert "Traceback" not in said


def test_an_open_reader_stays_one(founding: Path) -> None:
    assert "nk-0001" in converse(founding, "list", who="open")


@pytest.mark.parametrize("hostile", ["\x1b]0;owned\x07", "--help; rm -rf", "'\"'", "(((", "-x", "\u202e"])
def test_whatever_is_typed_nothing_but_lines_comes_back(founding: Path, hostile: str) -> None:
    said = converse(founding, hostile)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", said)
    assert "Traceback" not in said
