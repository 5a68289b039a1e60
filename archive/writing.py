"""`Writing`: how a change is made: under the lock, signed, durable, and only then in the index; authority records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from archive import editing, keeping
from archive.indexed import AUTHORITY, TESTIMONIES
from archive.reading import Reading
from archive.store import Change, Content, Receipt
from testimonies import record
from testimonies.authority import AUTHORITIES, Authority, Collection
from testimonies.errors import BadInput, NotFound, Unavailable
from testimonies.form import plain
from testimonies.testimony import Testimony


@dataclass(frozen=True, slots=True)
class Added:
    """A testimony that is durably kept."""

    id: str
    version: int
    remarks: tuple[str, ...] = ()
    """Defaults taken and things noticed on the way, each a sentence."""
    record: Testimony | None = None
    """The record as it would be kept, where it was only examined."""


@dataclass(slots=True)
class _Session:
    """What one writer knows while it holds the lock, before the index does."""

    numbers: dict[str, int] = field(default_factory=dict)
    """The highest number given under each prefix."""
    digests: dict[str, str] = field(default_factory=dict)
    """The testimony that holds each file kept meanwhile, by the file's digest."""


class Writing(Reading):
    """An archive that is written to."""

    def __init__(self, folder: Path, cache: Path | None = None) -> None:
        super().__init__(folder, cache)
        self._session: _Session | None = None
        self.unindexed: str | None = None
        """A sentence where the last change is kept and the index could not take it in."""

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the lock for several changes; their index entries are written together at the end."""
        with self.store.writing():
            if self._session is not None:
                yield
                return
            self.catch_up()
            self._session = _Session()
            self.unindexed = None
            try:
                yield
            finally:
                self._session = None
                self._catch_up_with_changes()

    def _catch_up_with_changes(self) -> None:
        """Bring the index in step with what was just kept, which stays kept and acknowledged where that fails."""
        try:
            self.catch_up()
        except Unavailable as error:
            self.unindexed = f"What was changed is kept, but a search does not know it yet. {error}"

    def _added(self, receipt: Receipt, remarks: Sequence[str] = ()) -> Added:
        """Acknowledge what is durable, and say where the index could not follow."""
        return Added(receipt.id, receipt.version, (*remarks, *([self.unindexed] if self.unindexed else [])))

    # What every change goes through

    def _next_id(self, prefix: str) -> str:
        assert self._session is not None, "ids are given under the lock"  # noqa: S101 - our own bug, not input
        numbers = self._session.numbers
        if prefix not in numbers:
            numbers[prefix] = int(self.store.next_id(TESTIMONIES, prefix).rpartition("-")[2]) - 1
        numbers[prefix] += 1
        return f"{prefix}-{numbers[prefix]:04}"

    def _remember(self, kept: Testimony) -> None:
        """Know the files of a testimony that is kept but not yet in the index."""
        if self._session is not None:
            from archive.index.documents import digests  # noqa: PLC0415 - as the index itself

            self._session.digests.update(dict.fromkeys(digests(kept), kept.id))

    def _put(self, testimony_id: str, held: Mapping[str, Content], by: str, why: str) -> Receipt:
        return self.store.put(TESTIMONIES, testimony_id, self._change(held, by, why))

    @staticmethod
    def _change(held: Mapping[str, Content], by: str, why: str, event: str = "") -> Change:
        # A word typed in another encoding arrives as half characters, which no file of the archive can hold.
        by, why = (text.encode(errors="backslashreplace").decode() for text in (by, why))
        return Change(held, by=by, at=datetime.now(UTC), why=why, event=event)

    def _rewrite(self, after: Testimony, by: str, why: str, new: Mapping[str, Content] | None = None) -> Receipt:
        """Write a new version with another record, the same files, and further ones where given."""
        media = keeping.kept_media(self.testimonies, after.id) | dict(new or {})
        sources = keeping.kept_sources(self.testimonies, after.id)
        return self._put(after.id, keeping.content(after, media, sources), by, why)

    # Authority records

    def add_authority(self, authority: Authority, *, by: str, why: str = "Added") -> Added:
        """Keep a new authority record, numbering it where it has no id yet."""
        with self.writing():
            kind = next(name for name, cls in AUTHORITIES.items() if isinstance(authority, cls))
            if isinstance(authority, Collection):
                authority = replace(authority, id=f"collection-{authority.prefix}")
            key = authority.id or self.store.next_id(AUTHORITY, kind)
            if self.store.roots[AUTHORITY].has(key):
                raise BadInput(
                    f"There is an authority record {key} already; change it with: earwitness authority edit {key}"
                )
            receipt = self._put_authority(replace(authority, id=key), by, why)
        return self._added(receipt)

    def edit_authority(
        self, authority_id: str, change: Callable[[Authority], Authority], *, by: str, why: str = "Edited"
    ) -> Added:
        """Write a new version of an authority record."""
        with self.writing():
            after = replace(change(self.authority(authority_id)), id=authority_id)
            receipt = self._put_authority(after, by, why)
        return self._added(receipt)

    def _put_authority(self, authority: Authority, by: str, why: str) -> Receipt:
        if not authority.names or not all(name.text.strip() for name in authority.names):
            raise BadInput(f"The authority record {authority.id} has no name; give it at least one.")
        editing.refuse_names_of_protected(authority)
        held = {record.RECORD: record.to_json(plain(authority))}
        return self.store.put(AUTHORITY, authority.id, self._change(held, by, why))

    def merge(self, kept: str, merged: str, *, by: str, why: str = "") -> Added:
        """Make one authority record of two: names are joined, links follow, and the other says where it went."""
        editing.refuse_merge(self.authority(kept), self.authority(merged))
        reason = f": {why}" if why else ""
        with self.writing():
            other = self.authority(merged)
            # All are read before the first is written: a damaged one stops the merge while nothing is changed.
            for after in self._relinked(merged, kept):
                self._rewrite(after, by, f"{merged} merged into {kept}{reason}")
            self._put_authority(editing.merged_away(other, kept), by, f"Merged into {kept}{reason}")
            joined = editing.joined(self.authority(kept), other)
            receipt = self._put_authority(joined, by, f"{merged} merged into it{reason}")
        return self._added(receipt)

    def would_merge(self, kept: str, merged: str) -> editing.Merge:
        """Say what `merge` would do, and do nothing; refuses what it would refuse."""
        editing.refuse_merge(self.authority(kept), self.authority(merged))
        return editing.merge_of(self.authority(kept), self.authority(merged), self._relinked(merged, kept))

    def _relinked(self, old: str, new: str) -> Sequence[Testimony]:
        changed = []
        for testimony_id in self.testimonies.ids():
            try:
                before = self._load(testimony_id)
            except NotFound:
                # Purged: there is no link left in it.
                continue
            after = editing.relinked(before, old, new)
            changed += [after] if after != before else []
        return changed
