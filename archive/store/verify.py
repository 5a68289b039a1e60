"""What is damaged: every file of an object against its digest, every folder against its inventory.

Nothing found here is ever an exception: a damaged archive is what this is for.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from archive.store import content, durable, inventory, rules
from archive.store.content import FILE, FOLDER
from archive.store.examine import Examination
from archive.store.names import ID, visible
from archive.store.root import (
    LAYOUT_NAME,
    LAYOUT_TEXT,
    OBJECT_NAME,
    ROOT_NAME,
    ROOT_TEXT,
    StorageRoot,
    intent_path,
)
from archive.store.write import Store
from testimonies import errors

PATIENCE = 3
PAUSE = 0.3
"""A write that is under way while an object is looked at is no damage: wait for it and look again."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it was when it was kept."""

    id: str
    """The object; empty for what belongs to the storage root or the audit trail."""
    version: int | None
    file: str
    """From the object's folder."""
    problem: str


def verify(root: StorageRoot, object_id: str, progress: durable.Progress = durable.silent) -> list[Problem]:
    """Everything that is wrong with an object of ours; nothing, if all is as it was kept."""
    folder = root.path / object_id
    marker = intent_path(root.path.parent, root.name, object_id)
    if not durable.exists(folder) and not durable.exists(marker):
        raise errors.NotFound(f"There is no {object_id} in {root.name}.")
    still: list[tuple[object, ...]] = []
    while True:
        before = _moment(folder, marker)
        found = verify_object(folder, object_id, progress)
        if not found:
            return []
        if before != _moment(folder, marker):
            continue
        if not durable.exists(marker):
            return found
        # A program that writes makes the moment change; one that was killed does not.
        still = [*still, before] if before in still else [before]
        if len(still) == PATIENCE:
            waiting = "a write was interrupted here; the next change to the archive finishes it"
            return [*found, Problem(object_id, None, "", waiting)]
        time.sleep(PAUSE)


def _moment(folder: Path, marker: Path) -> tuple[object, ...]:
    """Take down what changes with every write of an object: its top, and the marker of the write."""
    seen: list[object] = []
    for path in (folder / inventory.NAME, folder / inventory.SIDECAR, marker):
        try:
            found = path.lstat()
        except OSError:
            seen.append(None)
        else:
            seen.append((found.st_ino, found.st_mtime_ns, found.st_size))
    return tuple(seen)


def verify_object(
    folder: Path, object_id: str | None = None, progress: durable.Progress = durable.silent
) -> list[Problem]:
    """Everything that is wrong with an OCFL object; one of ours, with all that means, if its id is given."""
    seen = Examination(folder, ours=object_id is not None, progress=progress)
    if object_id is not None and 0 in seen.raw and not _says_id(seen.raw[0], object_id):
        seen.say(inventory.NAME, f"it does not have the id {object_id}")
    return [
        Problem(object_id or folder.name, rules.version_number(file.partition("/")[0]), visible(file), problem)
        for file, problem in seen.findings
    ]


def _says_id(data: bytes, object_id: str) -> bool:
    try:
        return inventory.read(data).id == object_id
    except ValueError:
        return True  # what is wrong with it has been said already


def verify_root(root: StorageRoot) -> list[Problem]:
    """Everything that is wrong with a storage root itself, its objects' insides left alone."""
    problems: list[Problem] = []

    def say(file: str, problem: str) -> None:
        problems.append(Problem("", None, f"{root.name}/{visible(file)}", problem))

    found = content.entries(root.path, "", say)
    for name, text in ((ROOT_NAME, ROOT_TEXT), (LAYOUT_NAME, LAYOUT_TEXT)):
        if found.pop(name, None) != FILE:
            say(name, "it is missing")
        elif (root.path / name).read_bytes() != text:
            say(name, "its text is not what it must be")
    for name, kind in found.items():
        if kind == FILE or (kind == FOLDER and not ID.fullmatch(name)):
            say(name, "it has no place in a storage root")
        elif kind == FOLDER and not durable.exists(root.path / name / OBJECT_NAME):
            problems.append(Problem(name, None, OBJECT_NAME, "the folder is not declared an OCFL object"))
    return problems


def verify_trail(store: Store) -> list[Problem]:
    """Everything that is wrong with the audit trail, and where it and the objects contradict each other."""
    problems = [Problem("", None, store.audit.path.name, problem) for problem in store.audit.verify()]
    newest = store.audit.newest()
    for name, root in store.roots.items():
        ids = set(root.ids())
        for object_id in sorted(ids):
            if _digest(root, object_id) != newest.get((name, object_id)):
                said = "its newest version is not the one the audit trail names last"
                problems.append(Problem(object_id, None, inventory.NAME, said))
        for gone in sorted(object_id for root_name, object_id in newest if root_name == name):
            if gone not in ids:
                problems.append(Problem(gone, None, "", f"the audit trail knows it, but {name} does not hold it"))
    return problems


def _digest(root: StorageRoot, object_id: str) -> str:
    try:
        return root.inventory_digest(object_id)
    except errors.Unavailable:
        return ""  # what is wrong with it, `verify` says
