"""The writer over all storage roots of an archive: a new object, a new version, a replacement.

A crash at any point leaves the old state or the new one:

1. Take the lock, finish what an interrupted write left (see `recovery`).
2. Build in `work/`, hashing while copying; flush every file, then every folder.
3. Write down the intent (`work/<root>.<id>.intent`) and flush it.
4. Rename into place: a whole new object; or a version folder, then the inventory above it (from
   here on the new version stands), then its sidecar; or the old object out and the new one in.
5. Write the line of the audit trail and flush it, then drop the intent. Only now is it acknowledged.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from archive.store import audit, durable, inventory, lock, names, recovery, root
from archive.store.audit import Event, Trail
from archive.store.change import Change, Kept, Receipt
from archive.store.intent import PUT, REPLACE, Intent, Places
from archive.store.inventory import Inventory, Version
from archive.store.root import StorageRoot
from archive.store.staging import Staging, content_of
from testimonies import errors

ROOTS = ("testimonies", "authorities", "accessions", "closed")
LOCK = "archive.lock"
USUAL = {
    (PUT, True): "ingestion",
    (PUT, False): "metadata modification",
    (REPLACE, False): "deletion",
}
"""PREMIS's word for a change that names none."""
OURS = (inventory.ALGORITHM, inventory.CONTENT, inventory.TYPE)


def create_roots(folder: Path) -> None:
    """Make the storage roots of an archive and the folders a writer needs, or finish making them."""
    with durable.explained(f"the archive {folder} could not be made"):
        for name in ROOTS:
            root.create(folder / name)
        for name in (root.WORK, recovery.QUARANTINE):
            durable.make_folder(folder / name)
        durable.sync_folder(folder)
        durable.sync_folder(folder.parent)


def nothing(_path: str) -> bool:
    """Let no earlier content stay."""
    return False


class Store:
    """All that is kept. Reading needs no lock; every write takes it, and one may be taken for many."""

    def __init__(self, folder: Path, timeout: float = 10.0) -> None:
        self.folder = folder
        self.timeout = timeout
        self.roots = {name: StorageRoot(folder / name) for name in ROOTS}
        self.audit = Trail(folder / audit.NAME)
        self.recovered: tuple[str, ...] = ()
        """What the last recovery had to do, in sentences; mostly nothing."""
        self._threads = threading.RLock()
        self._depth = 0
        self._unfinished = False

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock for several writes. Locked if somebody else holds it for too long."""
        with self._threads:
            if self._depth:
                yield
                return
            with lock.held(self.folder / LOCK, self.timeout):
                self._recover()
                self._depth += 1
                try:
                    yield
                except KeyboardInterrupt:
                    # Who stops a program by hand is told that nothing is left half done.
                    if self._unfinished:
                        self._recover()
                    raise
                finally:
                    self._depth -= 1

    def next_id(self, root_name: str, prefix: str, digits: int = 4) -> str:
        """Give an id that was never given before. Ask while `writing`, or another may get the same one."""
        highest = self.audit.highest(root_name, prefix)
        start = f"{prefix}-"
        for name in os.listdir(self.folder / root_name):  # noqa: PTH208 - names are wanted, not paths
            number = name.removeprefix(start)
            if name.startswith(start) and number.isdecimal():
                highest = max(highest, int(number))
        return names.check_id(f"{prefix}-{highest + 1:0{digits}}")

    def put(
        self, root_name: str, object_id: str, change: Change, progress: durable.Progress = durable.silent
    ) -> Receipt:
        """Keep a new object or a new version of one; returns once it is on the disk for good."""
        with self._one_write(root_name, object_id, change) as (held, places):
            staging = Staging(places.staged, object_id, onto=held)
            number = held.head + 1 if held else 1
            meant = _meant(PUT, places, number, change, _build(staging, number, change, progress))
            with self._intending(meant, places):
                if held:
                    recovery.publish_version(places, number)
                else:
                    recovery.publish_object(places)
                return self._receipt(meant, self.audit.append(meant.event).digest)

    def replace(
        self,
        root_name: str,
        object_id: str,
        change: Change,
        keep_history: Callable[[str], bool] = nothing,
        progress: durable.Progress = durable.silent,
    ) -> Receipt:
        """Build the object anew without what is to be gone, and let it take the old one's place.

        The numbers of the versions go on, so that "version 2" never comes to mean something else:
        each earlier version keeps who, when and why, but of what it held only the paths that
        `keep_history` says yes to. Content that an earlier version also had under a path that
        goes is gone from all of them; the new version holds what `change` names and nothing else.
        """
        with self._one_write(root_name, object_id, change) as (held, places):
            if held is None:
                raise errors.NotFound(f"There is no {object_id} in {root_name} to replace.")
            staging = Staging(places.staged, object_id, sources=content_of(held, places.object))
            for version in _history(held, keep_history):
                for path, digest in sorted(version.state.items()):
                    staging.add(version.number, path, Kept(digest))
                staging.close(version)
            number = held.head + 1
            meant = _meant(REPLACE, places, number, change, _build(staging, number, change, progress))
            with self._intending(meant, places):
                recovery.swap(places)
                return self._receipt(meant, recovery.finish_replacement(self.folder, self.audit, meant))

    def record(self, event: Event) -> str:
        """Write an event that changed no object (a fixity check, a copy made); the digest of its line."""
        with self.writing(), durable.explained("the audit trail could not be written"):
            return self.audit.append(event).digest

    @contextmanager
    def _one_write(self, root_name: str, object_id: str, change: Change) -> Iterator[tuple[Inventory | None, Places]]:
        """Lock and check; whatever happens inside, no staging is left behind."""
        names.check_id(object_id)
        names.check_paths(change.content)
        places = Places(self.folder, root_name, object_id)
        with self.writing():
            if self._unfinished:
                self._recover()
            self._unfinished = True
            with durable.explained(f"{object_id} could not be written, and is as it was before"):
                try:
                    yield self._held(places, change), places
                except BaseException as error:
                    _clear(places, error)
                    raise
                _clear(places)
            self._unfinished = False

    def _held(self, places: Places, change: Change) -> Inventory | None:
        """Give what the object holds already, if a new version can be built on it."""
        held = None
        if durable.exists(places.object):
            self.recovered += tuple(recovery.settle(places))
            if root.pair(places.object) is None:
                raise errors.Damaged(
                    f"{places.root}/{places.id} is damaged and can't be changed; restore it from a copy first."
                )
            held = self.roots[places.root].inventory(places.id)
            if (held.algorithm, held.content, held.type) != OURS or held.names:
                raise errors.BadInput(
                    f"{places.root}/{places.id} was written by another program in a form this one only reads."
                )
        head = held.head if held else 0
        if change.after is not None and change.after != head:
            raise errors.BadInput(
                f"{places.id} is at version {head} by now, not {change.after}; look at it and change it again."
            )
        return held

    @contextmanager
    def _intending(self, meant: Intent, places: Places) -> Iterator[None]:
        """Say what is meant, do it, and take it back if it fails before it stands."""
        try:
            meant.write(self.folder)
            yield
        except BaseException as error:
            if not recovery.stands(meant, self.folder):
                _also(error, lambda: recovery.withdraw(places, meant))
            elif isinstance(error, OSError):
                what = f"{meant.event.id} version {meant.event.version} is kept, but not all was noted; "
                raise durable.explain(error, what + "the next change finishes it") from error
            raise
        meant.drop(self.folder)

    def _recover(self) -> None:
        with durable.explained(f"an interrupted write in {self.folder} could not be finished"):
            self.recovered = recovery.recover(self.folder, self.audit)
        self._unfinished = False

    def _receipt(self, meant: Intent, entry: str) -> Receipt:
        event = meant.event
        return Receipt(event.root, event.id, event.version or 0, event.inventory, entry)


def _build(staging: Staging, number: int, change: Change, progress: durable.Progress) -> str:
    """Stage the new version and flush it; give the digest of its inventory."""
    state = {path: staging.add(number, path, content, progress) for path, content in sorted(change.content.items())}
    at = audit.moment(change.at)
    staging.close(Version(number, at, change.why, change.by, change.address, state))
    return staging.finish()


def _meant(action: str, places: Places, number: int, change: Change, digest: str) -> Intent:
    event = change.event or USUAL[action, number == 1]
    at = audit.moment(change.at)
    return Intent(action, Event(event, at, change.by, change.why, places.root, places.id, number, digest))


def _history(held: Inventory, keep: Callable[[str], bool]) -> Iterator[Version]:
    """Give the versions there were, each without the paths that go and without their content anywhere."""
    gone = {digest for version in held.versions.values() for path, digest in version.state.items() if not keep(path)}
    for version in held.versions.values():
        yield replace(version, state={path: digest for path, digest in version.state.items() if digest not in gone})


def _clear(places: Places, error: BaseException | None = None) -> None:
    """Remove what was staged, unless an intent still needs it."""
    if not durable.exists(root.intent_path(places.archive, places.root, places.id)):
        if error is None:
            durable.remove(places.staged)
        else:
            _also(error, lambda: durable.remove(places.staged))


def _also(error: BaseException, do: Callable[[], None]) -> None:
    """Tidy up after an error without hiding it; what can't be tidied now, recovery does."""
    try:
        do()
    except OSError as second:
        error.add_note(f"Nor could it be tidied up: {second}")
