"""The program killed at any moment loses nothing it has acknowledged, and its index comes back in step."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.archive import Archive
from tests.archive.faults.ledger import Ledger, assert_remembered, word_of
from tests.conftest import HOUSE, KEEPER

KILLS = 20
"""Of one archive; then a new one, for its versions grow too many to check after each."""


@pytest.mark.timeout(7200)
def test_a_killed_program_loses_nothing_it_acknowledged(tmp_path: Path, photograph: Path, long_dose: bool) -> None:
    chance = random.Random(2)  # noqa: S311 - chance for a test, not a secret
    doses = 25 if long_dose else 1
    acknowledged = 0
    for dose in range(doses):
        folder = tmp_path / f"archive-{dose}"
        Archive.create(folder, "Voices of the valley", KEEPER).close()
        acknowledged += killed_again_and_again(folder, chance, dose * KILLS, KILLS if long_dose else 8)
    assert acknowledged > 0
    print(f"{acknowledged} acknowledged writes, none lost")  # noqa: T201 - the figure of the long dose


def killed_again_and_again(folder: Path, chance: random.Random, seed: int, kills: int) -> int:
    ledger = Ledger()
    acknowledged = 0
    for kill in range(seed, seed + kills):
        acknowledged += run_and_kill(folder, kill, chance, ledger)
        with Archive(folder) as archive:
            # A reader comes first: what was acknowledged is there before anything was mended.
            for key, word in ledger.certain():
                assert word_of(archive, key) == word
                if word:
                    assert archive.search(word).total == 1
            with archive.writing():
                pass  # taking the lock is what recovers
            ledger.find_out(archive)
            assert_remembered(archive, ledger, folder.parent / f"fresh-{kill}")
        assert list((folder / "quarantine").glob("[!a]*")) == []
    return acknowledged


def run_and_kill(folder: Path, seed: int, chance: random.Random, ledger: Ledger) -> int:
    """Let a keeper work and kill it somewhere in its next write; how many it acknowledged."""
    with keeper(folder, seed) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert json.loads(running.stdout.readline()) == {"said": "ready"}
        running.stdin.write(b"begin\n")
        running.stdin.flush()
        # Not by the clock alone, so that a slow machine is killed in the same places.
        acknowledged, enough = 0, chance.randrange(5)
        while acknowledged < enough:
            acknowledged += ledger.hear(json.loads(running.stdout.readline()))
        time.sleep(chance.uniform(0.0, 0.2))
        running.kill()
        lines = running.stdout.read().splitlines()
    return acknowledged + sum(ledger.hear(json.loads(line)) for line in lines)


@contextmanager
def keeper(folder: Path, seed: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "tests.archive.faults.keeper", str(folder), str(seed)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=HOUSE) as running:
        yield running
        assert running.wait() == -9
