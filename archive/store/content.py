"""The content of an object as it lies on the disk, against what its inventories say of it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from archive.store import durable
from archive.store.inventory import Inventory

Say = Callable[[str, str], None]
"""Told a file (from the object's folder) and what is wrong with it."""

FILE, FOLDER, OTHER = "file", "folder", "other"

_BLAKE_BYTES = {"blake2b-512": 64, "blake2b-384": 48, "blake2b-256": 32, "blake2b-160": 20}
_PLAIN = {"md5", "sha1", "sha256", "sha512"}


def entries(folder: Path, where: str, say: Say) -> dict[str, str]:
    """List a folder of an object; what is neither file nor folder has no place in one and is told."""
    found = {}
    try:
        with os.scandir(folder / where) as scanned:
            for entry in scanned:
                found[entry.name] = _kind(entry)
    except OSError as error:
        say(where, f"it can't be read: {error.strerror}")
    for name, kind in found.items():
        if kind == OTHER:
            say(f"{where}{name}", "it is a link or a special file, which no object may hold")
    return dict(sorted(found.items()))


def _kind(entry: os.DirEntry[str]) -> str:
    if entry.is_dir(follow_symlinks=False):
        return FOLDER
    return FILE if entry.is_file(follow_symlinks=False) else OTHER


def files(folder: Path, where: str, say: Say) -> Iterator[str]:
    """Walk a content folder: every regular file under it; empty folders are told."""
    waiting = [where]
    while waiting:
        place = waiting.pop()
        found = entries(folder, place, say)
        if not found and place != where:
            say(place, "it is an empty folder")
        for name, kind in found.items():
            if kind == FOLDER:
                waiting.append(f"{place}{name}/")
            elif kind == FILE:
                yield f"{place}{name}"


def promised(inventories: Mapping[int, Inventory]) -> dict[str, dict[str, set[str]]]:
    """Collect which digests the inventories promise for each file: path → algorithm → digests."""
    wanted: dict[str, dict[str, set[str]]] = {}
    for held in inventories.values():
        blocks: dict[str, Mapping[str, Any]] = {**held.fixity}
        for algorithm, block in [*blocks.items(), (held.algorithm, held.manifest)]:
            if _hasher(algorithm) is None:
                continue
            for digest, paths in block.items():
                for path in paths:
                    wanted.setdefault(path, {}).setdefault(algorithm, set()).add(digest.lower())
    return wanted


def check(folder: Path, path: str, promise: Mapping[str, set[str]], progress: durable.Progress) -> str:
    """Read a file once and say in what it breaks its promise; nothing if it keeps it."""
    hashers = {algorithm: hasher for algorithm in promise if (hasher := _hasher(algorithm))}
    try:
        descriptor = os.open(folder / path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            while block := os.read(descriptor, durable.BLOCK):
                for hasher in hashers.values():
                    hasher.update(block)
                progress(len(block))
        finally:
            os.close(descriptor)
    except OSError as error:
        return f"it can't be read: {error.strerror}"
    broken = [name for name, hasher in hashers.items() if promise[name] != {hasher.hexdigest()}]
    return f"it does not match its {' and '.join(sorted(broken))} digest" if broken else ""


def _hasher(algorithm: str) -> Any:
    if algorithm in _PLAIN:
        return hashlib.new(algorithm, usedforsecurity=False)
    if algorithm in _BLAKE_BYTES:
        return hashlib.blake2b(digest_size=_BLAKE_BYTES[algorithm])
    # Whoever gave a digest this program does not know gave it beside one that it does.
    return None
