"""Looking after what is kept: checking digests within a budget, oldest check first, and saying what is wrong."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive.store import ROOTS, Problem, Store, durable, verify, verify_root, verify_trail
from testimonies.errors import NotFound
from testimonies.quoting import quoted

FIXITY = "fixity.jsonl"

Progress = Callable[[int, int, str], object]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of the archive found."""

    checked: int
    """How many objects were read and compared with their digests."""
    left: int
    """How many the budget left for the next time."""
    damaged: tuple[Problem, ...]
    undated: str | None = None
    """A sentence where the dates of the checks could not be written: what was found is found all the same."""


def check(store: Store, ids: Sequence[str], budget: float | None, progress: Progress, by: str) -> Checked:
    """Check every object, or those named; with a `budget` in seconds, as many as it allows, oldest check first.

    Each check is dated in `fixity.jsonl` where the folder can be written. Raises NotFound for an id nobody knows.
    """
    objects = _asked_for(store, ids)
    last = last_checks(store.folder)
    objects.sort(key=lambda one: (last.get("/".join(one), ""), one))
    problems: list[Problem] = [] if ids else list(_of_the_whole(store))
    end = None if budget is None else time.monotonic() + budget
    done = 0
    with _FixityLog(store.folder, by) as log:
        for root, object_id in objects:
            if end is not None and done and time.monotonic() > end:
                break
            found = verify(store.roots[root], object_id)
            problems.extend(found)
            log.add(root, object_id, not found)
            done += 1
            progress(done, len(objects), "objects")
    return Checked(done, len(objects) - done, tuple(problems), log.refused)


def _asked_for(store: Store, ids: Sequence[str]) -> list[tuple[str, str]]:
    if not ids:
        return [(name, key) for name in ROOTS for key in store.roots[name].ids()]
    found = []
    for key in dict.fromkeys(ids):
        root = next((name for name in ROOTS if store.roots[name].has(key)), None)
        if root is None:
            raise NotFound(f"There is nothing called {quoted(key)} in this archive.")
        found.append((root, key))
    return found


def _of_the_whole(store: Store) -> Iterator[Problem]:
    for name in ROOTS:
        yield from verify_root(store.roots[name])
    yield from verify_trail(store)


def last_checks(folder: Path) -> dict[str, str]:
    """Give when each object was last checked, by `root/id`."""
    return {key: at for key, (at, _) in last_outcomes(folder).items()}


def last_outcomes(folder: Path) -> dict[str, tuple[str, bool]]:
    """Give when each object was last checked and whether it was sound, by `root/id`; a torn line is passed over."""
    path = folder / FIXITY
    if not path.is_file():
        return {}
    checks: dict[str, tuple[str, bool]] = {}
    for line in path.read_bytes().splitlines():
        try:
            said = json.loads(line)
            checks[f"{said['root']}/{said['id']}"] = said["at"], said["outcome"] == "pass"
        except (ValueError, KeyError, TypeError):
            # Only a date of a check is lost, and that object is simply checked first again.
            continue
    return checks


class _FixityLog:
    """Appends to `fixity.jsonl`; on a read-only archive there is nowhere to write a date, and that is no fault."""

    def __init__(self, folder: Path, by: str) -> None:
        self._path = folder / FIXITY
        self._by = by
        self._lines: list[bytes] = []
        self.refused: str | None = None
        """Why no date could be written."""

    def __enter__(self) -> _FixityLog:
        return self

    def add(self, root: str, object_id: str, sound: bool) -> None:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        said = {"at": at, "by": self._by, "id": object_id, "outcome": "pass" if sound else "fail", "root": root}
        self._lines.append(json.dumps(said, ensure_ascii=False).encode() + b"\n")

    def __exit__(self, *_: object) -> None:
        # Written also when the check was interrupted: what was checked was checked.
        if self._lines and os.access(self._path.parent, os.W_OK):
            try:
                self._append(b"".join(self._lines))
            except OSError as error:
                what = f"everything was checked, but the dates of the checks in {self._path} could not be written"
                self.refused = str(durable.explain(error, what))

    def _append(self, lines: bytes) -> None:
        with self._path.open("ab") as file:
            durable.write_all(file.fileno(), lines)
            durable.sync(file.fileno())
