"""A writer killed at any moment loses nothing it has promised."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from archive.store import Store, create_roots, verify, verify_root, verify_trail
from tests.archive.store.judge import judged_sound
from tests.archive.store.writer import ROOT
from tests.conftest import HOUSE

KILLS = 25
"""Of one archive; then a new one, for its versions grow too many to check after each."""


def test_a_killed_writer_loses_nothing_it_promised(tmp_path: Path, long_dose: bool) -> None:
    chance = random.Random(1)  # noqa: S311 - chance for a test, not a secret
    writes = 0
    for seed in range(0, 500 if long_dose else 15, KILLS):
        folder = tmp_path / f"archive-{seed}"
        create_roots(folder)
        writes += kill_again_and_again(Store(folder), chance, seed, KILLS if long_dose else 15)
        assert judged_sound(folder / ROOT)
    assert writes > 15
    print(f"{writes} promised writes, none lost")  # noqa: T201 - the figure of the long dose


def kill_again_and_again(store: Store, chance: random.Random, seed: int, kills: int) -> int:
    promised: dict[str, dict[str, Any]] = {}
    writes = 0
    for kill in range(kills):
        promises = killed(store.folder, seed + kill, chance.uniform(0.005, 0.25))
        writes += len(promises)
        promised |= {promise["id"]: promise for promise in promises}
        with store.writing():
            pass  # taking the lock is what recovers
        for promise in promised.values():
            assert_kept(store, promise)
        assert_sound(store)
        # What stands after the recovery is a promise too: it must outlive the next kill.
        promised = {object_id: standing(store, object_id) for object_id in store.roots[ROOT].ids()}
    assert verify_trail(store) == []
    return writes


def killed(folder: Path, seed: int, moment: float) -> list[dict[str, Any]]:
    """Let a writer run for a moment, kill it, and give what it promised."""
    command = [sys.executable, "-m", "tests.archive.store.writer", str(folder), str(seed)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=HOUSE) as writer:
        assert writer.stdout is not None
        assert "ready" in json.loads(writer.stdout.readline())
        time.sleep(moment)
        writer.kill()
        lines = writer.stdout.read().splitlines()
    return [promise for line in lines if "id" in (promise := json.loads(line))]


def standing(store: Store, object_id: str) -> dict[str, Any]:
    newest = store.roots[ROOT].inventory(object_id).version()
    return {"id": object_id, "version": newest.number, "content": dict(newest.state)}


def assert_kept(store: Store, promise: dict[str, Any]) -> None:
    root = store.roots[ROOT]
    held = root.inventory(promise["id"])
    # One more write may have been finished that was not promised any more.
    assert held.head in {promise["version"], promise["version"] + 1}
    version = held.version(promise["version"])
    if not version.state:
        assert held.version().message == "replace", "only a replacement takes content away"
        return
    assert dict(version.state) == promise["content"]
    for path in promise["content"]:
        root.read(promise["id"], path, promise["version"])


def assert_sound(store: Store) -> None:
    root = store.roots[ROOT]
    assert verify_root(root) == []
    assert [problem for object_id in root.ids() for problem in verify(root, object_id)] == []
    assert store.audit.verify() == []
    assert list((store.folder / "work").iterdir()) == []
    assert list((store.folder / "quarantine").glob("testimonies*")) == []
