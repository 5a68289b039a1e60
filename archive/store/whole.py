"""Whether a version that was being written is all there, before recovery lets it stand."""

from __future__ import annotations

import os
from pathlib import Path

from archive.store import durable, inventory
from archive.store.root import pair
from testimonies import errors


def is_whole(folder: Path, number: int) -> bool:
    """Whether a version's inventory agrees with its digest, and its files with the inventory.

    Content of earlier versions has been checked when they were written; here it must only exist.
    """
    name = f"v{number}"
    data = pair(folder / name)
    if data is None:
        return False
    try:
        held = inventory.read(data)
    except ValueError:
        return False
    if held.head != number or held.algorithm != inventory.ALGORITHM:
        return False
    listed = {path: digest for digest, paths in held.manifest.items() for path in paths}
    own = {path for path in listed if path.startswith(f"{name}/")}
    return (
        own == _files(folder, folder / name / held.content)
        and all((folder / path).is_file() for path in listed)
        and all(_matches(folder / path, listed[path]) for path in own)
    )


def _files(top: Path, folder: Path) -> set[str]:
    found: set[str] = set()
    for parent, _, files in os.walk(folder):
        found |= {(Path(parent) / file).relative_to(top).as_posix() for file in files}
    return found


def _matches(path: Path, digest: str) -> bool:
    try:
        return durable.fingerprint(path).sha512 == digest
    except errors.UnreadableFile:
        # The store itself takes empty content given as bytes; only a source from outside may not be empty.
        return path.stat().st_size == 0 and digest == inventory.digest_of(b"")
