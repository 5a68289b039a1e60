"""What a writer is asked for: the content of a new version, and who gives it when and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive.store.inventory import Version


@dataclass(frozen=True, slots=True)
class Kept:
    """Content the object holds already, in any of its versions."""

    sha512: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file to copy in, which must still be what it was when its digest was taken."""

    path: Path
    sha512: str


Content = bytes | Path | Incoming | Kept


def kept(version: Version) -> dict[str, Content]:
    """All that a version holds, to be changed a little and written as the next one."""
    return {path: Kept(digest) for path, digest in version.state.items()}


@dataclass(frozen=True, slots=True)
class Change:
    """A new version of an object: everything it holds, so that what is not named is not in it."""

    content: Mapping[str, Content]
    """Logical path → its bytes, the file to copy in, or a reference to what is there already."""
    by: str
    at: datetime
    """When; with a zone."""
    why: str = ""
    """Goes to the inventory and to the audit trail, where it stays for ever."""
    address: str = ""
    """Of the one who signs, as a URI: `mailto:…`."""
    event: str = ""
    """PREMIS's word for it. Else `ingestion`, `metadata modification` or `deletion`, as it is."""
    after: int | None = None
    """The version this one was made from (0: there is none yet); refused if there is a newer one by now."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was written, and is on the disk."""

    root: str
    id: str
    version: int
    inventory: str
    """The digest of the new inventory."""
    entry: str
    """The digest of its line in the audit trail, to which an index may now catch up."""
