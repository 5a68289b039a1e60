"""`Archive`: the one door to everything that is kept, for those who change it.

Every change is signed, becomes a new version, is durable before it is acknowledged, and only then reaches the index:
a crash in between leaves nothing lost, and the index catches up by itself.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from archive import access, editing, keeping, noting, readme, settings, waveforms
from archive.indexed import TESTIMONIES
from archive.store import Receipt, create_roots
from archive.writing import Added, Writing
from testimonies import edtf, record
from testimonies.authority import Collection
from testimonies.edtf import Edtf
from testimonies.errors import AlreadyKept, BadInput, Damaged, NotFound, Unavailable, WrongUsage
from testimonies.locator import Locator
from testimonies.testimony import Note, Relation, Testimony

FOLDERS = ("drafts", "saved", "cache")


class Archive(Writing):
    """An archive on disk, opened to be read and changed."""

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


def _today() -> Edtf:
    return edtf.parse(f"{datetime.now(UTC):%Y-%m-%d}")
