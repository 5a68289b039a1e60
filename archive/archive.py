"""`Archive`: the one door to everything that is kept, for those who change it.

Every change is signed, becomes a new version, is durable before it is acknowledged, and only then reaches the index:
a crash in between leaves nothing lost, and the index catches up by itself.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from archive import access, editing, keeping, noting, readme, settings, waveforms
from archive.indexed import AUTHORITY, TESTIMONIES
from archive.reading import Reading
from archive.store import Change, Content, Receipt, create_roots
from testimonies import edtf, record
from testimonies.authority import AUTHORITIES, Authority, Collection
from testimonies.edtf import Edtf
from testimonies.errors import AlreadyKept, BadInput, Damaged, NotFound, Unavailable, WrongUsage
from testimonies.form import plain
from testimonies.locator import Locator
from testimonies.testimony import Note, Relation, Testimony

FOLDERS = ("drafts", "saved", "cache")


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


class Archive(Reading):
    """An archive on disk, opened to be read and changed."""

    def __init__(self, folder: Path, cache: Path | None = None) -> None:
        super().__init__(folder, cache)
        self._session: _Session | None = None
        self.unindexed: str | None = None
        """A sentence where the last change is kept and the index could not take it in."""

    @classmethod
    def create(cls, folder: Path, title: str, by: str, *, prefix: str = "oh") -> Archive:
        """Begin an archive with one empty collection in a folder that is empty or not there yet."""
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise BadInput(f"{folder} is not an empty folder; an archive begins in a new or empty one.")
        create_roots(folder)
        for name in FOLDERS:
            (folder / name).mkdir()
        (folder / "README.txt").write_text(readme.text(title), encoding="utf-8")
        kept = settings.Settings(str(uuid.uuid4()), title, prefix)
        # Last, because a folder is an archive from the moment this file is there.
        (folder / settings.NAME).write_bytes(settings.write(kept))
        archive = cls(folder)
        archive.add_authority(Collection(id=f"collection-{prefix}", prefix=prefix, title=title), by=by)
        return archive

    # Testimonies

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

    def add(
        self,
        testimony: Testimony,
        *,
        by: str,
        media: Sequence[Path] = (),
        sources: Sequence[Path] = (),
        why: str = "Added",
        again: bool = False,
    ) -> Added:
        """Keep a new testimony with its media and the files it was made from.

        A media item already described in the record is matched to its file by name. Raises AlreadyKept where one
        of the sources is in the archive and it is not wanted `again`; MalformedRecord with every fault.
        """
        access.refuse_closed(testimony)
        if not again:
            self._refuse_known(sources or (() if testimony.transcripts else media))
        seen, remarks = self._look_at(testimony, media)
        files, source_content = keeping.source_files(sources)
        complete = replace(
            testimony,
            media=tuple(one.item for one in seen),
            source=files,
        )
        with self.writing():
            if not again:
                # Asked again under the lock: only now an interrupted write is finished, and nobody else writes.
                self._refuse_known(sources or (() if testimony.transcripts else media))
            complete = keeping.ready(complete, self.register)
            complete = replace(complete, id=self._next_id(complete.collection))
            held = keeping.content(complete, {one.item.file: one.content for one in seen}, source_content)
            receipt = self._put(complete.id, held, by, why)
            self._remember(complete)
        return self._added(receipt, remarks)

    def examiner(self) -> Callable[..., Added]:
        """Give a way to raise what `add` would raise, one testimony after the other, that keeps nothing."""
        met: dict[str, Path] = {}

        def examine(testimony: Testimony, *, media: Sequence[Path] = (), sources: Sequence[Path] = ()) -> Added:
            access.refuse_closed(testimony)
            self._refuse_known(sources or (() if testimony.transcripts else media))
            seen, remarks = self._look_at(testimony, media)
            files, _ = keeping.source_files(sources)
            complete = replace(testimony, media=tuple(one.item for one in seen), source=files)
            complete = keeping.ready(complete, self.register)
            for path in sources or media:
                first = met.setdefault(keeping.digest_of(path), path)
                if first != path:
                    raise AlreadyKept(f"{path} is the same file as {first}; it would be kept once.")
            return Added("", 0, tuple(remarks), complete)

        return examine

    def _look_at(self, testimony: Testimony, media: Sequence[Path]) -> tuple[Sequence[keeping.Seen], Sequence[str]]:
        given = {item.file: item for item in testimony.media}
        missing = sorted(set(given) - {path.name for path in media})
        if missing:
            raise BadInput(
                f"The record describes {', '.join(missing)}, but no such file was given; add it with --media."
            )
        seen = keeping.look_at_all(media, given, ())
        return seen, [remark for one in seen for remark in one.remarks]

    def _refuse_known(self, paths: Sequence[Path]) -> None:
        for path in paths:
            known = self.kept_as([path])
            if known:
                raise AlreadyKept(f"{path} is kept already, as {known}; to keep it once more, say --again.")

    def kept_as(self, paths: Iterable[Path]) -> str | None:
        """Give the testimony that holds one of these files already."""
        if self._session is None:
            self.catch_up()
        kept_now = self._session.digests if self._session else {}
        digests_of = (keeping.digest_of(path) for path in paths)
        return next((known for d in digests_of if (known := kept_now.get(d) or self.finder.kept_as(d))), None)

    def edit(
        self,
        testimony_id: str,
        change: Callable[[Testimony], Testimony],
        *,
        by: str,
        why: str = "Edited",
        media: Sequence[Path] = (),
        dry_run: bool = False,
    ) -> Added:
        """Write a new version of a testimony; where nothing changes, none is written.

        `media` are further files to keep with it; what the change says of them is matched by name, as in `add`.
        `dry_run` raises what this would raise, gives the record as it would be, and writes nothing.
        """
        seen = self._further(testimony_id, change, media) if media else ()
        new = {one.item.file: one.content for one in seen}
        with self.writing():
            before = self._load(testimony_id)
            after = change(before)
            old = tuple(item for item in after.media if item.file not in new)
            after = replace(after, media=(*old, *(one.item for one in seen)))
            access.refuse_closed(after)
            after = keeping.ready(replace(after, id=testimony_id), self.register, before)
            head = self.testimonies.inventory(testimony_id).head
            if after == before:
                return Added(testimony_id, head, (f"Nothing was changed in {testimony_id}.",))
            keeping.refuse_other_files(before, replace(after, media=old))
            if dry_run:
                return Added(testimony_id, head, tuple(remark for one in seen for remark in one.remarks), after)
            receipt = self._rewrite(after, by, why, new)
        return self._added(receipt, [remark for one in seen for remark in one.remarks])

    def _further(
        self, testimony_id: str, change: Callable[[Testimony], Testimony], media: Sequence[Path]
    ) -> Sequence[keeping.Seen]:
        """Look at files that join a testimony, before the lock is taken."""
        before = self._load(testimony_id)
        taken = [item.file for item in before.media]
        given = {item.file: item for item in change(before).media if item.file not in taken}
        return keeping.look_at_all(media, given, taken)

    def _rewrite(self, after: Testimony, by: str, why: str, new: Mapping[str, Content] | None = None) -> Receipt:
        """Write a new version with another record, the same files, and further ones where given."""
        media = keeping.kept_media(self.testimonies, after.id) | dict(new or {})
        sources = keeping.kept_sources(self.testimonies, after.id)
        return self._put(after.id, keeping.content(after, media, sources), by, why)

    def add_media(self, testimony_id: str, paths: Sequence[Path], *, by: str, why: str = "Media added") -> Added:
        """Keep further media with a testimony."""
        before = self._load(testimony_id)
        seen = keeping.look_at_all(paths, {}, [item.file for item in before.media])
        with self.writing():
            before = self._load(testimony_id)
            after = replace(before, media=(*before.media, *(one.item for one in seen)))
            media = keeping.kept_media(self.testimonies, testimony_id)
            held = keeping.content(
                after,
                media | {one.item.file: one.content for one in seen},
                keeping.kept_sources(self.testimonies, testimony_id),
            )
            receipt = self._put(testimony_id, held, by, why)
        return self._added(receipt, [remark for one in seen for remark in one.remarks])

    def restore(self, testimony_id: str, version: int, *, by: str, why: str = "") -> Added:
        """Make an older version the newest, under today's access, consents and redactions."""
        with self.writing():
            today = self._load(testimony_id)
            old = editing.under_todays_rules(self._load(testimony_id, version), today)
            held = keeping.content(
                keeping.ready(old, self.register, old),
                keeping.kept_media(self.testimonies, testimony_id, version),
                keeping.kept_sources(self.testimonies, testimony_id, version),
            )
            receipt = self._put(testimony_id, held, by, why or f"Version {version} restored")
        return self._added(receipt)

    def purge(self, testimony_id: str, file: str | None = None, *, by: str, why: str) -> Added:
        """Remove a testimony, or one of its files, from every version; only a tombstone stays.

        `why` is kept for ever: give a reason class, not the content.
        """
        if not why.strip():
            raise WrongUsage("A purge wants a reason class that may be kept for ever; say it with --why.")
        with self.writing():
            before = self._load(testimony_id) if file else self._to_bury(testimony_id)
            # First: thumbnails are made again if the purge fails, and none is left behind if it is cut off.
            self._forget_thumbnails(before, file)
            if file is None:
                self.drafts.forget_all_of(testimony_id)
                bare = keeping.tombstone(testimony_id, by, f"{datetime.now(UTC):%Y-%m-%d}", why)
                receipt = self.store.replace(TESTIMONIES, testimony_id, self._change(bare, by, why, "deletion"))
            else:
                receipt = self._purge_file(before, file, by, why)
            self._forget_words(testimony_id)
        return self._added(receipt)

    def _forget_words(self, testimony_id: str) -> None:
        """Take a purge into the index; unlike any other change, it is not done before that is."""
        try:
            self.finder.forget(self._indexable)
        except Unavailable as error:
            raise type(error)(
                f"What was to go of {testimony_id} is gone from what is kept, but not yet from the index: "
                f"run earwitness reindex. {error}"
            ) from error

    def _to_bury(self, testimony_id: str) -> Testimony:
        try:
            return self._load(testimony_id)
        except Damaged:
            # What can't be read is still there for others to read, and must be able to go.
            return access.nothing_of(testimony_id)

    def _purge_file(self, before: Testimony, file: str, by: str, why: str) -> Receipt:
        media = keeping.kept_media(self.testimonies, before.id)
        sources = keeping.kept_sources(self.testimonies, before.id)
        if file not in media and file not in sources:
            raise NotFound(f"{before.id} has no file {keeping.printable(file)}; see: earwitness media {before.id}")
        after = replace(
            before,
            media=tuple(item for item in before.media if item.file != file),
            source=tuple(item for item in before.source if item.file != file),
        )
        media.pop(file, None)
        sources.pop(file, None)
        held = keeping.content(after, media, sources)
        gone = {keeping.media_path(file), f"{keeping.SOURCE}/{file}"}
        # Older records described the file; they go with it, and the older transcripts stay.
        gone.add(record.RECORD)
        change = self._change(held, by, why, "deletion")
        return self.store.replace(TESTIMONIES, before.id, change, lambda path: path not in gone)

    def _forget_thumbnails(self, before: Testimony, file: str | None) -> None:
        """Remove the small pictures and waveforms of what is to be purged."""
        for item in before.media:
            if file in (None, item.file) and item.sha512:
                waveforms.forget(self.cache, item.sha512)
                for thumbnail in (self.cache / "thumbnails").glob(f"*/{item.sha512}*"):
                    thumbnail.unlink()

    def relate(self, relation: Relation, *, by: str, why: str = "") -> Added:
        """Put two statements beside each other; the archive gives no verdict."""
        editing.refuse_to_itself(relation)
        for point in (relation.from_, relation.to):
            self._load(point.testimony)
        signed = replace(relation, by=relation.by or by, on=relation.on or _today())
        return self.edit(
            relation.from_.testimony,
            lambda before: replace(before, relations=(*before.relations, signed)),
            by=by,
            why=why or f"{relation.type} {relation.to.testimony}",
        )

    def note(
        self, testimony_id: str, text: str, *, by: str, at: Locator | None = None, passage: str | None = None
    ) -> Added:
        """Keep a note on a testimony, or on the passage at a place or with an id, with the words that stand there."""
        about = self.point(testimony_id, at, passage) if at or passage else None
        where = f" at {at or self._place_of(testimony_id, passage)}" if about else ""
        return self.edit(
            testimony_id,
            lambda before: noting.noted(before, text, about, by, _today()),
            by=by,
            why=f"Note{where}",
        )

    def _place_of(self, testimony_id: str, passage_id: str | None) -> str | None:
        """Give the place of a passage, or its id where it has none."""
        texts = self.show(testimony_id).testimony.transcripts
        return next((str(p.at) for text in texts for p in text.passages if p.id == passage_id and p.at), passage_id)

    def rewrite_note(self, testimony_id: str, note: Note, text: str, *, by: str) -> Added:
        """Let a note say something else, or take it away where there is no text; older versions keep it."""
        return self.edit(
            testimony_id,
            lambda before: noting.rewritten(before, note, text, by, _today()),
            by=by,
            why="Note changed" if text.strip() else "Note taken away",
        )

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


def _today() -> Edtf:
    return edtf.parse(f"{datetime.now(UTC):%Y-%m-%d}")
