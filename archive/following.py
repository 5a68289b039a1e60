"""The index kept in step with what is kept.

The index is derived. It remembers the last line of the audit trail it holds and catches up from there; one that is
gone, torn, foreign or of an older kind is built anew, beside the old one and in batches that survive an interruption.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from archive.access import view
from archive.index.documents import documents
from archive.index.seal import IndexUnusable, own_key
from archive.index.snapshot import Snapshot
from archive.index.storage import Index, alone, discard_unfinished, open_index, rebuilding
from archive.store import Entry, StorageRoot, Trail
from testimonies.errors import Damaged, Locked, NotFound
from testimonies.testimony import Testimony

BATCH = 3_000_000
"""Words written in one commit: few large segments are searched quicker, and this many fit easily into memory."""

PATIENCE = 1.0
"""Seconds to wait for someone else who is writing the index, most likely the same changes."""

Progress = Callable[[int, int, str], object]
Load = Callable[[str], Testimony | None]


class Follower:
    """The index of one archive, opened when first asked, kept open, and brought up to the end of the audit trail."""

    def __init__(self, folder: Path, key: Path, root: StorageRoot, trail: Trail) -> None:
        self._folder = folder
        self._key = key
        self._root = root
        self._trail = trail
        self._index: Index | None = None
        self._snapshot: Snapshot | None = None
        self._load: Load = lambda _: None
        self._said: str | None = None

    def mark(self) -> str:
        """Give what is another one as soon as anything at all has changed in the archive."""
        return self._trail.last_digest()

    def catch_up(self, load: Load) -> str | None:
        """Bring the index in step with the archive; a sentence where it had to be built anew since last asked."""
        self._load = load
        try:
            self._take_in(self._behind())
        except (IndexUnusable, NotFound, Damaged) as error:
            # A damaged line of the trail is `verify`'s to name; what is kept stays findable.
            self.heal(error)
        except Locked:
            # Someone else is taking the same changes in; until then the index answers as it was.
            pass
        return self.said()

    def said(self) -> str | None:
        """Give the sentence about the last healing, once."""
        said, self._said = self._said, None
        return said

    def heal(self, error: Exception) -> None:
        """Build anew an index that can't be used, unless someone else has just done it."""
        existed = self._folder.exists()
        self.close()
        with alone(self._folder):
            try:
                self._behind()
            except (IndexUnusable, NotFound, Damaged):
                count = self._build()
                why = "could not be used" if isinstance(error, IndexUnusable) else "belonged to another state"
                testimonies = "1 testimony" if count == 1 else f"{count:,} testimonies"
                said = f"The index {why if existed else 'was missing'} and was built anew from {testimonies}."
                # An archive nothing was put into yet has never had one.
                self._said = said if existed or count else None
        self._take_in(self._behind())

    def _behind(self) -> Sequence[Entry]:
        """Give the lines of the audit trail the index does not hold yet."""
        return self._trail.after(self._open().held)

    def _take_in(self, entries: Sequence[Entry]) -> None:
        """Put what was changed into the index, and what was deleted out of every file of it."""
        if not entries:
            return
        index = self._open()
        mine = [entry.event for entry in entries if entry.event.root == self._root.name]
        purged = any(event.event == "deletion" for event in mine)
        waiting = list(dict.fromkeys(event.id for event in mine))
        if purged:
            discard_unfinished(self._folder)
        while waiting:
            self._put_some(index, waiting)
        # Only now is all of it held; interrupted before, it is simply put again.
        with index.writing(entries[-1].digest, timeout=PATIENCE, thorough=purged):
            pass

    def _put_some(self, index: Index, waiting: list[str], each: Callable[[], object] = lambda: None) -> None:
        """Put as many testimonies as make up a batch, taking them off the list."""
        room = BATCH
        with index.writing(index.held, timeout=PATIENCE) as batch:
            while waiting and room > 0:
                each()
                testimony_id = waiting.pop(0)
                room -= _put(batch, testimony_id, self._load(testimony_id))
        each()

    def rebuild(self, load: Load, progress: Progress | None = None) -> int:
        """Build the index from what is kept; give how many testimonies it holds."""
        self._load = load
        self.close()
        with alone(self._folder):
            self._build(progress)
        self._take_in(self._behind())
        return len(self._living(self._open()))

    def _build(self, progress: Progress | None = None) -> int:
        """Build the index, or go on where that was interrupted."""
        every = self._root.ids()
        with rebuilding(self._folder, own_key(self._key), self._trail.last_digest()) as index:
            done = self._living(index)
            waiting = [testimony_id for testimony_id in every if testimony_id not in done]

            def report() -> None:
                if progress:
                    progress(len(every) - len(waiting), len(every), "testimonies")

            while waiting:
                self._put_some(index, waiting, report)
            return len(self._living(index))

    @staticmethod
    def _living(index: Index) -> set[str]:
        """Give the testimonies an index holds."""
        snapshot = Snapshot(index.reader)
        return {snapshot.owner.texts[code] for code in set(snapshot.owner.codes[snapshot.live].tolist())}

    def take_up(self, ids: Iterable[str], load: Load) -> Sequence[str]:
        """Put those testimonies into the index that are missing there; give which they are."""
        self._load = load
        index = self._open()
        known = self._living(index)
        missing = [testimony_id for testimony_id in ids if testimony_id not in known]
        waiting = list(missing)
        while waiting:
            self._put_some(index, waiting)
        return missing

    def is_usable(self) -> bool:
        """Whether there is an index that answers, be it behind."""
        try:
            self._open()
        except IndexUnusable:
            return False
        return True

    def snapshot(self) -> Snapshot:
        """Give the index as it is now."""
        reader = self._open().reader
        if self._snapshot is None or self._snapshot.reader is not reader:
            self._snapshot = Snapshot(reader, self._snapshot)
        return self._snapshot

    def _open(self) -> Index:
        if self._index is not None:
            try:
                self._index.refresh()
            except IndexUnusable:
                # Built anew by someone else, or gone: what is in memory is not to be trusted either.
                self.close()
        if self._index is None:
            self._index = open_index(self._folder, own_key(self._key))
        return self._index

    def close(self) -> None:
        """Give the index back; it opens again when it is asked."""
        if self._index is not None:
            self._index.close()
        self._index = self._snapshot = None


def _put(batch: Any, testimony_id: str, testimony: Testimony | None) -> int:
    """Put one testimony, or forget it where there is nothing of it to be found; give how many words that were."""
    if testimony is None:
        batch.forget(testimony_id)
        return 1
    # Relations depend on other records, whose access may change: the public description goes without them.
    made = list(documents(testimony, view(testimony, "open", lambda _: None)))
    batch.put(testimony_id, made)
    return sum(len(document["word"]) for document in made)
