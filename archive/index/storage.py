"""The index on disk: opened only under our seal, written in batches, thrown away when in doubt."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from archive.index.library import TOC, EmptyReader, FileIndex, LockError, MultiReader, SegmentReader
from archive.index.schema import schema
from archive.index.seal import (
    Files,
    IndexUnusable,
    State,
    declare,
    explained,
    readable,
    refuse_changed,
    signature,
    state_of,
)
from archive.index.writing import Writer
from archive.index.zero_copy import ZeroCopyStorage, sync_folder
from testimonies import errors

NAME = "MAIN"
"""What Whoosh's own files are named after."""
MOST_TESTIMONIES = 60_000
"""In one batch, and in one segment: a column tells apart 65,535 at most."""
_FAN_IN = 8
"""Segments of about one size that are merged into one."""
_ATTEMPTS = 10
_LONGEST_MERGE = 2_000
"""Documents merged while a person waits; more only when asked for."""


class Batch:
    """Changes that become findable together or not at all."""

    def __init__(self, writer: Any) -> None:
        self._writer = writer
        self._changed: set[str] = set()

    def put(self, testimony: str, documents: Iterable[Mapping[str, Any]]) -> None:
        """Hold these documents of a testimony, and no others."""
        self.forget(testimony)
        for document in documents:
            self._writer.add_document(testimony=testimony, **document)

    def forget(self, testimony: str) -> None:
        """Hold nothing of a testimony any more."""
        # Whoosh can't take back what was added in the same batch.
        if testimony in self._changed:
            raise ValueError(f"{testimony} is changed twice in one batch")
        if len(self._changed) >= MOST_TESTIMONIES:
            raise ValueError(f"a batch holds at most {MOST_TESTIMONIES} testimonies")
        self._changed.add(testimony)
        with _whole():
            self._writer.delete_by_term("testimony", testimony)


class Index:
    """An open index: a reader that sees one moment, and batches that make the next."""

    def __init__(self, folder: Path, key: bytes, state: State) -> None:
        self._folder = folder
        self._key = key
        self._state = state
        self._storage = ZeroCopyStorage(folder)
        self._segments: dict[str, Any] = {}
        self._generation: int | None = None
        self._seen: tuple[int, ...] | None = None
        self._look()

    @property
    def held(self) -> str:
        """The digest of the last line of the audit trail whose change is in it."""
        return self._state.held

    @property
    def reader(self) -> Any:
        """The index as it was at the last `refresh` or batch."""
        return self._reader

    def refresh(self) -> None:
        """See what was written since; segments that did not change stay open."""
        now = signature(self._folder)
        if now is not None and now == self._seen:
            return
        self._state = state_of(self._folder, self._key)
        self._look()
        self._seen = now

    def _look(self) -> None:
        with readable(self._folder):
            if TOC._latest_generation(self._storage, NAME) == self._generation:
                return
            before = self._segments
            self._generation, self._reader, self._segments = _opened(self._storage, before, self._state.files)
            kept = {id(reader) for reader in self._segments.values()}
            for reader in before.values():
                if id(reader) not in kept:
                    reader.close()

    @contextmanager
    def writing(self, held: str, timeout: float = 10.0, thorough: bool = False) -> Iterator[Batch]:
        """Change the index; at the end it holds the archive up to this line of the audit trail.

        On any exception nothing of the batch is kept: a document half added would leak into the next.
        `thorough` writes anew every segment something was deleted from, so that no file holds it any more.
        """
        with explained(self._folder):
            writer = _writer(self._storage, timeout)
            try:
                yield Batch(writer)
                with _whole():
                    writer.commit(mergetype=_merge_worn if thorough else _merge_alike)
            except BaseException:
                if not writer.is_closed:
                    writer.cancel()
                raise
            # After the commit: a crash in between makes the last changes be put once more, never missed.
            declare(self._folder, self._key, held)
        self.refresh()

    def close(self) -> None:
        """Give back what is mapped."""
        for reader in self._segments.values():
            reader.close()
        self._segments = {}
        self._generation = None
        self._reader = EmptyReader(schema())

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()


def open_index(folder: Path, key: bytes) -> Index:
    """Open an index that was built here with this key; anything else is `IndexUnusable`."""
    return Index(folder, key, state_of(folder, key))


@contextmanager
def rebuilding(folder: Path, key: bytes, held: str) -> Iterator[Index]:
    """Build an index beside the old one, which keeps answering, and put it in its place when it is done.

    `held` is where the audit trail ends now. An index whose building was interrupted is gone on with: it then still
    holds the end of the trail as it was at its own beginning, from where it has to catch up.
    """
    new, old = _beside(folder)
    with explained(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        if not _is_begun(new, key):
            _discard(new)
            new.mkdir(mode=0o700)
            FileIndex.create(ZeroCopyStorage(new), schema(), NAME)
            declare(new, key, held)
    with open_index(new, key) as index:
        yield index
    with explained(folder):
        _discard(old)
        if folder.is_symlink() or folder.exists():
            folder.rename(old)
        new.rename(folder)
        sync_folder(folder.parent)
        _discard(old)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let one program at a time build an index; the others wait, and find it built."""
    with explained(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def discard_unfinished(folder: Path) -> None:
    """Remove what an interrupted building has left: it may hold what was purged meanwhile."""
    with explained(folder):
        for path in _beside(folder):
            _discard(path)


def _beside(folder: Path) -> tuple[Path, Path]:
    return folder.with_name(f"{folder.name}.new"), folder.with_name(f"{folder.name}.old")


def _is_begun(new: Path, key: bytes) -> bool:
    try:
        open_index(new, key).close()
    except IndexUnusable:
        return False
    return True


def _opened(storage: ZeroCopyStorage, before: Mapping[str, Any], marked: Files) -> tuple[int, Any, dict[str, Any]]:
    """Open the latest generation, with the segments of the one before as far as they are the same.

    Whoosh would do this too, but hands out segments that are no longer in the index.
    """
    for _ in range(_ATTEMPTS):
        readers: dict[str, Any] = {}
        try:
            generation = TOC._latest_generation(storage, NAME)
            refuse_changed(Path(storage.folder), TOC._filename(NAME, generation), marked)
            toc = TOC.read(storage, NAME, gen=generation)
            for segment in toc.segments:
                name = segment.segment_id()
                known = before.get(name)
                same = known is not None and set(known.segment().deleted_docs()) == set(segment.deleted_docs())
                if known is None:
                    refuse_changed(Path(storage.folder), segment.make_filename(".seg"), marked)
                readers[name] = known if same else SegmentReader(storage, toc.schema, segment, toc.generation)
        except FileNotFoundError:
            # Someone has just finished a batch and removed what it replaced: look again.
            for name, reader in readers.items():
                if reader is not before.get(name):
                    reader.close()
            continue
        if len(readers) == 1:
            return toc.generation, *readers.values(), readers
        return toc.generation, MultiReader([*readers.values()]) if readers else EmptyReader(toc.schema), readers
    raise IndexUnusable(f"{storage.folder} lacks files that it names")


def _writer(storage: ZeroCopyStorage, timeout: float) -> Any:
    try:
        return Writer(FileIndex(storage, indexname=NAME), timeout)
    except LockError as error:
        raise errors.Locked("The index is being written by someone else; try again in a moment.") from error


def _merge_worn(writer: Any, segments: list[Any]) -> list[Any]:
    """Write anew every segment something was deleted from."""
    return _merge(writer, segments, [one for one in segments if one.doc_count() and one.deleted_count()])


def _merge_alike(writer: Any, segments: list[Any]) -> list[Any]:
    """Merge the smallest segments when they have become many, and those that are mostly deleted."""
    live = sorted((segment for segment in segments if segment.doc_count()), key=lambda one: one.doc_count())
    alike: list[Any] = []
    documents = writer.doc_count()
    for segment in live:
        documents += segment.doc_count()
        if documents > _LONGEST_MERGE:
            break
        alike.append(segment)
    worn = [segment for segment in live if segment.deleted_count() > segment.doc_count()]
    return _merge(writer, segments, [*alike, *worn] if len(alike) >= _FAN_IN else worn)


def _merge(writer: Any, segments: list[Any], chosen: list[Any]) -> list[Any]:
    """Write the chosen segments into the new one, and give those that stay; empty ones do not."""
    merged: set[str] = set()
    testimonies = 0
    for segment in dict.fromkeys(chosen):
        reader = SegmentReader(writer.storage, writer.schema, segment)
        try:
            testimonies += sum(1 for _ in reader.lexicon("testimony"))
            if testimonies <= MOST_TESTIMONIES:
                writer.add_reader(reader)
                merged.add(segment.segment_id())
        finally:
            reader.close()
    return [one for one in segments if one.doc_count() and one.segment_id() not in merged]


@contextmanager
def _whole() -> Iterator[None]:
    """Turn what Whoosh says of older segments that are damaged, and only that, into the one answer to it."""
    try:
        yield
    except (OSError, errors.ArchiveError):
        raise
    except Exception as error:
        raise IndexUnusable("a segment of the index can't be read") from error


def _discard(folder: Path) -> None:
    """Remove an index that is not used any more."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)
