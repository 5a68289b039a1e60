"""An object's inventory: which versions it has, which files each of them holds, and their digests.

>>> from datetime import datetime, timezone
>>> first = Version(1, "2026-01-02T03:04:05+00:00", "Kept", "A. Keeper", "", {"record.json": "ab" * 64})
>>> inventory = Inventory("nk-0001", {1: first}, {"ab" * 64: ("v1/content/record.json",)})
>>> inventory.head, inventory.content_path("record.json")
(1, 'v1/content/record.json')
>>> read(write(inventory)).version().message
'Kept'
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from archive.store import rules
from testimonies import errors

NAME = "inventory.json"
ALGORITHM = "sha512"
SIDECAR = f"{NAME}.{ALGORITHM}"
CONTENT = "content"
TYPE = "https://ocfl.io/1.1/spec/#inventory"


@dataclass(frozen=True, slots=True)
class Version:
    """One state of an object: what it held, since when, by whom and why."""

    number: int
    created: str
    """RFC 3339, with a zone."""
    message: str
    user: str
    address: str
    state: Mapping[str, str]
    """Logical path → digest."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """Everything there is to know about an object but the bytes of its files."""

    id: str
    versions: Mapping[int, Version]
    manifest: Mapping[str, tuple[str, ...]]
    """Digest → where its bytes lie in the object's folder."""
    algorithm: str = ALGORITHM
    content: str = CONTENT
    type: str = TYPE
    fixity: Mapping[str, Any] = field(default_factory=dict)
    """Further digests another program gave; passed on untouched."""
    names: Mapping[int, str] = field(default_factory=dict)
    """The versions' folders where they are not simply `v1`, `v2` …"""

    @property
    def head(self) -> int:
        """The number of the newest version."""
        return len(self.versions)

    def version(self, number: int | None = None) -> Version:
        """One version, or the newest."""
        wanted = self.head if number is None else number
        if wanted not in self.versions:
            raise errors.NotFound(f"{self.id} has no version {wanted}; it has 1 to {self.head}.")
        return self.versions[wanted]

    def digest(self, path: str, number: int | None = None) -> str:
        """Give the digest of a logical path in one version, or in the newest."""
        version = self.version(number)
        if path not in version.state:
            raise errors.NotFound(f"{self.id} holds no file {path} in version {version.number}.")
        return version.state[path]

    def content_path(self, path: str, number: int | None = None) -> str:
        """Where the bytes of a logical path lie, from the object's folder."""
        return self.manifest[self.digest(path, number)][0]

    def folder(self, number: int) -> str:
        """Give the name of a version's folder."""
        return self.names.get(number, f"v{number}")


def digest_of(data: bytes, algorithm: str = ALGORITHM) -> str:
    """Give the digest of bytes held in memory."""
    return hashlib.new(algorithm, data).hexdigest()


def sidecar(data: bytes) -> bytes:
    """Give the line that stands beside an inventory, as `sha512sum --check` reads it."""
    return f"{digest_of(data)} {NAME}\n".encode()


def write(inventory: Inventory) -> bytes:
    """Give the inventory as the file it is."""
    document: dict[str, Any] = {
        "id": inventory.id,
        "type": inventory.type,
        "digestAlgorithm": inventory.algorithm,
        "head": inventory.folder(inventory.head),
        "manifest": {digest: list(paths) for digest, paths in inventory.manifest.items()},
        "versions": {
            inventory.folder(number): _version_block(version) for number, version in inventory.versions.items()
        },
    }
    if inventory.content != CONTENT:
        document["contentDirectory"] = inventory.content
    if inventory.fixity:
        document["fixity"] = inventory.fixity
    return (json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _version_block(version: Version) -> dict[str, Any]:
    state: dict[str, list[str]] = {}
    for path, digest in sorted(version.state.items()):
        state.setdefault(digest, []).append(path)
    block: dict[str, Any] = {"created": version.created, "message": version.message, "state": state}
    if version.user:
        block["user"] = {"name": version.user}
        if version.address:
            block["user"]["address"] = version.address
    return block


def read(data: bytes) -> Inventory:
    """Read an inventory strictly; ValueError says in a few words what is wrong with it."""
    document = rules.load(data)
    found = rules.faults(document)
    if found or not isinstance(document, dict):
        raise ValueError("; ".join(found))
    return from_document(document)


def from_document(document: dict[str, Any]) -> Inventory:
    """Give the inventory in a document that breaks none of the rules."""
    names = {rules.version_number(name) or 0: name for name in document["versions"]}
    return Inventory(
        id=document["id"],
        versions={number: _version(number, document["versions"][names[number]]) for number in sorted(names)},
        manifest={digest: tuple(paths) for digest, paths in document["manifest"].items()},
        algorithm=document["digestAlgorithm"],
        content=document.get("contentDirectory", CONTENT),
        type=document["type"],
        fixity=document.get("fixity", {}),
        names={number: name for number, name in names.items() if name != f"v{number}"},
    )


def _version(number: int, block: dict[str, Any]) -> Version:
    user = block.get("user", {})
    return Version(
        number=number,
        created=block["created"],
        message=block.get("message", ""),
        user=user.get("name", ""),
        address=user.get("address", ""),
        state={path: digest for digest, paths in block["state"].items() for path in paths},
    )
