"""What only a process of its own shows: signals, closed pipes, terminals, and encodings."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.archive import Archive
from tests.conftest import KEEPER, told
from tests.tui.front import MAIN, ask, spawn

LETTERS = 120
"""More than one batch of an import."""

STOPPED = "Stopped; nothing is left half done.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Many letters, so that an import takes a while."""
    folder = tmp_path / "box"
    folder.mkdir()
    for number in range(LETTERS):
        (folder / f"{number:03}.txt").write_text(f"Letter {number}\n\nThe river came {number}.\n", encoding="utf-8")
    return folder


def wait_for(many: int, archive: Path) -> None:
    """Wait until so many testimonies are in their place."""
    for _ in range(2000):
        if len(list((archive / "testimonies").glob("oh-*"))) >= many:
            return
        time.sleep(0.01)
    pytest.fail("the import never got that far")


@pytest.mark.parametrize("after", [1, 104])
def test_an_import_that_is_interrupted_loses_nothing_and_goes_on(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], after: int
) -> None:
    archive = tmp_path / "a"
    ask(capsys, "init", archive)
    running = spawn("import", folder, "-A", archive)
    wait_for(after, archive)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)

    assert (running.returncode, out, err) == (130, "", STOPPED)
    assert not list((archive / "work").iterdir())
    assert ask(capsys, "-A", archive, "verify").code == 0
    kept = ask(capsys, "-A", archive, "list", "--json").json["total"]
    assert after <= kept < LETTERS
    again = ask(capsys, "-A", archive, "import", folder, "--json").json
    assert again["kept"] == LETTERS - kept
    assert ask(capsys, "-A", archive, "search", "river", "--json").json["total"] == LETTERS
    assert ask(capsys, "-A", archive, "verify").code == 0


def test_a_reindex_that_is_interrupted_leaves_an_index_that_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Archive.create(tmp_path / "a", "Voices", KEEPER) as archive, archive.writing():
        for number in range(130):
            archive.add(told(*[f"The river came {number}."] * 20), by=KEEPER)
    running = spawn("reindex", "-A", tmp_path / "a")
    time.sleep(0.6)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)

    assert (running.returncode, err) in ((130, STOPPED), (0, ""))
    assert ask(capsys, "-A", tmp_path / "a", "search", "river", "--json").json["total"] == 130
    assert ask(capsys, "-A", tmp_path / "a", "reindex", "--json").json == {"testimonies": 130}


def test_a_reader_who_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "a", "Voices", KEEPER) as archive, archive.writing():
        archive.add(told(*["The river came at night."] * 6_000), by=KEEPER)
    with spawn("show", "oh-0001", "--json", "-A", tmp_path / "a") as running:
        assert running.stdout is not None and running.stderr is not None
        assert running.stdout.readline() == "{\n"
        running.stdout.close()
        assert running.stderr.read() == ""
    assert running.returncode == 0


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """A terminal: what a person holds, and what a program writes to."""
    ours, theirs = pty.openpty()
    yield ours, theirs
    for end in (ours, theirs):
        os.close(end)


def shown_on(ours: int, *ends: str) -> str:
    """Read what stands on a terminal until one of these ends it."""
    seen = b""
    while not seen.endswith(tuple(end.encode() for end in ends)):
        seen += os.read(ours, 4096)
    return seen.decode()


def test_progress_is_shown_on_a_terminals_stderr_and_nowhere_else(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], terminal: tuple[int, int]
) -> None:
    ask(capsys, "init", tmp_path / "a")
    running = spawn("import", folder, "-A", tmp_path / "a", "--json", stderr=terminal[1])
    out, _ = running.communicate(timeout=60)

    assert f"100 of {LETTERS} testimonies" in shown_on(terminal[0], "\x1b[K")
    assert out.startswith("{")
    assert f"of {LETTERS} testimonies" not in out


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 130)])
def test_a_purge_asks_on_a_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], terminal: tuple[int, int], answer: str, code: int
) -> None:
    with Archive.create(tmp_path / "a", "Voices", KEEPER) as archive:
        archive.add(told("The river came."), by=KEEPER)
    running = spawn("purge", "oh-0001", "-A", tmp_path / "a", stdin=terminal[1], stderr=terminal[1])
    assert "for good?" in shown_on(terminal[0], ": ")
    os.write(terminal[0], answer.encode())
    running.communicate(timeout=60)

    assert running.returncode == code
    assert ask(capsys, "-A", tmp_path / "a", "show", "oh-0001").code == (1 if code == 0 else 0)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_a_terminal_without_our_letters_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    with Archive.create(tmp_path / "a", "Voices", KEEPER) as archive:
        archive.add(told("Ստեփանակերտ 👵", title="Голос é"), by=KEEPER)
    monkeypatch.setenv("PYTHONIOENCODING", encoding)

    def said(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", MAIN, "-A", tmp_path / "a", *arguments], check=False, capture_output=True
        )
        assert (done.returncode, done.stderr) == (0, b"")
        return done.stdout.decode(encoding)

    assert "oh-0001" in said("list")
    assert "oh-0001" in said("search", "ստեփանակերտ")
    for option in ("--json", "--raw"):
        assert json.loads(said("show", "oh-0001", option))["title"] == "Голос é"


def test_closed_streams_are_no_error(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "a", "Voices", KEEPER) as archive:
        archive.add(told("The river came."), by=KEEPER)
    for command in ("list", "verify", "browse"):
        shell = f'exec {sys.executable} -c "{MAIN}" -A {tmp_path / "a"} {command} <&- >&- 2>&-'
        assert subprocess.run(["/bin/sh", "-c", shell], check=False).returncode == 0, command
