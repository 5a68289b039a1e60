"""What a writer writes down before the first rename, so that recovery knows where to look and what was meant."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from archive.store import durable
from archive.store.audit import Event
from archive.store.root import WORK, intent_path

PUT = "put"
REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Intent:
    """A write under way: the event names the object, its new version and the digest of its inventory."""

    action: str
    event: Event

    def write(self, archive: Path) -> None:
        """Make it durable, and with it the names of everything staged so far."""
        path = intent_path(archive, self.event.root, self.event.id)
        durable.write(path, json.dumps({"action": self.action, "event": asdict(self.event)}).encode())
        durable.sync_folder(path.parent)

    def drop(self, archive: Path) -> None:
        """Done with. One that comes back after a power cut does no harm: it is found finished."""
        durable.remove(intent_path(archive, self.event.root, self.event.id))

    def places(self, archive: Path) -> Places:
        """Where the object and its parts under way are."""
        return Places(archive, self.event.root, self.event.id)


@dataclass(frozen=True, slots=True)
class Places:
    """The folders a write of one object goes through."""

    archive: Path
    root: str
    id: str

    @property
    def object(self) -> Path:
        """Where it stands when all is done."""
        return self.archive / self.root / self.id

    @property
    def staged(self) -> Path:
        """Where the new is built."""
        return self.archive / WORK / f"{self.root}.{self.id}.new"

    @property
    def old(self) -> Path:
        """Where a replaced object waits to be deleted."""
        return self.archive / WORK / f"{self.root}.{self.id}.old"


def read(data: bytes) -> Intent | None:
    """Give an intent from its file; None if it was not written to its end, so that nothing followed it."""
    try:
        block = json.loads(data)
        return Intent(block["action"], Event(**block["event"]))
    except (ValueError, KeyError, TypeError):
        return None
