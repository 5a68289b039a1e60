"""The index on disk: opened only if we built it ourselves, written in batches, thrown away when in doubt.

An index is made of pickles, and a pickle runs what it says. So each index carries a seal in `index.json`: made with
a key that stays with the user, over the folder it was built in. An index that came along with a copied
archive, or was put together by someone else, has no such seal and is never read; it is built anew.
"""

from __future__ import annotations

import errno
import hmac
import json
import os
import secrets
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.index.library import TOC, EmptyReader, FileIndex, LockError, MultiReader, SegmentReader, SegmentWriter
from archive.index.schema import VERSION, schema
from archive.index.zero_copy import ZeroCopyStorage, sync_folder
from testimonies import errors

STATE = "index.json"
NAME = "MAIN"
"""What Whoosh's own files are named after."""
MOST_TESTIMONIES = 60_000
"""In one batch, and in one segment: a column tells apart 65,535 at most."""
_FAN_IN = 6
"""Segments of about one size that are merged into one."""
_ATTEMPTS = 10
_LONGEST_MERGE = 5_000
"""Documents merged while a person waits; more only when asked for."""


class IndexUnusable(Exception):
    """There is no index, or not one to be trusted or read: build it anew."""


@dataclass(frozen=True, slots=True)
class State:
    """What an index says of itself."""

    held: str
    """The digest of the last line of the audit trail whose change is in it; empty before the first."""
    version: int
    folder: int
    """The folder's own number (inode), which no copy shares."""

    def seal(self, key: bytes) -> str:
        """Give what only the holder of the key can have written."""
        said = json.dumps([self.held, self.version, self.folder])
        return hmac.new(key, said.encode(), "sha256").hexdigest()


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
        self._state = _state(self._folder, self._key)
        self._look()

    def _look(self) -> None:
        with _readable(self._folder):
            if TOC._latest_generation(self._storage, NAME) == self._generation:
                return
            before = self._segments
            self._generation, self._reader, self._segments = _opened(self._storage, before)
            kept = {id(reader) for reader in self._segments.values()}
            for reader in before.values():
                if id(reader) not in kept:
                    reader.close()

    @contextmanager
    def writing(self, held: str, timeout: float = 10.0, thorough: bool = False) -> Iterator[Batch]:
        """Change the index; at the end it holds the archive up to this line of the audit trail.

        On any exception nothing of the batch is kept: a document half added would leak into the next.
        `thorough` merges everything into one segment, which takes long and makes searching quickest.
        """
        with _explained(self._folder):
            writer = _writer(self._storage, timeout)
            try:
                yield Batch(writer)
                writer.commit(mergetype=_merge_all if thorough else _merge_alike)
            except BaseException:
                if not writer.is_closed:
                    writer.cancel()
                raise
            # After the commit: a crash in between makes the last changes be put once more, never missed.
            _declare(self._folder, self._key, held)
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
    return Index(folder, key, _state(folder, key))


@contextmanager
def rebuilding(folder: Path, key: bytes, held: str) -> Iterator[Index]:
    """Build an index beside the old one, which keeps answering, and put it in its place when it is done.

    `held` is where the audit trail ends now. An index whose building was interrupted is gone on with: it then still
    holds the end of the trail as it was at its own beginning, from where it has to catch up.
    """
    new, old = folder.with_name(f"{folder.name}.new"), folder.with_name(f"{folder.name}.old")
    with _explained(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        if not _is_begun(new, key):
            _discard(new)
            new.mkdir(mode=0o700)
            FileIndex.create(ZeroCopyStorage(new), schema(), NAME)
            _declare(new, key, held)
    with open_index(new, key) as index:
        yield index
    with _explained(folder):
        _discard(old)
        if folder.is_symlink() or folder.exists():
            folder.rename(old)
        new.rename(folder)
        sync_folder(folder.parent)
        _discard(old)


def _is_begun(new: Path, key: bytes) -> bool:
    try:
        open_index(new, key).close()
    except IndexUnusable:
        return False
    return True


def own_key(path: Path) -> bytes:
    """Read the user's key, making it when it is first needed. It never lies inside an archive."""
    with _explained(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            key = path.read_bytes()
            if len(key) == 32:
                return key
            descriptor = os.open(path, os.O_WRONLY | os.O_TRUNC)
        with os.fdopen(descriptor, "wb") as file:
            key = secrets.token_bytes(32)
            file.write(key)
    return key


def _state(folder: Path, key: bytes) -> State:
    """Read what an index says of itself, and believe it only under our seal."""
    _mine(folder)
    try:
        said = json.loads((folder / STATE).read_text(encoding="utf-8"))
        state = State(str(said["held"]), int(said["version"]), folder.stat().st_ino)
        sealed = hmac.compare_digest(state.seal(key), str(said["seal"]))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise IndexUnusable(f"{folder / STATE} can't be read") from error
    if not sealed:
        raise IndexUnusable(f"{folder} was not built here")
    if state.version != VERSION:
        raise IndexUnusable(f"{folder} is of version {state.version}, not {VERSION}")
    return state


def _declare(folder: Path, key: bytes, held: str) -> None:
    """Write what an index says of itself, whole or not at all."""
    state = State(held, VERSION, folder.stat().st_ino)
    text = json.dumps({"held": held, "version": VERSION, "seal": state.seal(key)}, indent=1)
    part = folder / f"{STATE}.part"
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / STATE)
    sync_folder(folder)


def _mine(folder: Path) -> None:
    """Refuse a folder, or a file in it, that someone else owns or may write."""
    try:
        found = folder.lstat()
        others = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or others:
            raise IndexUnusable(f"{folder} is not a folder of ours alone")
        for path in folder.iterdir():
            found = path.lstat()
            ours = stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)
            if not ours or found.st_uid != os.geteuid():
                raise IndexUnusable(f"{path} is not ours")
    except OSError as error:
        raise IndexUnusable(f"{folder} can't be read") from error


def _opened(storage: ZeroCopyStorage, before: Mapping[str, Any]) -> tuple[int, Any, dict[str, Any]]:
    """Open the latest generation, with the segments of the one before as far as they are the same.

    Whoosh would do this too, but hands out segments that are no longer in the index.
    """
    for _ in range(_ATTEMPTS):
        toc = TOC.read(storage, NAME)
        readers: dict[str, Any] = {}
        try:
            for segment in toc.segments:
                name = segment.segment_id()
                known = before.get(name)
                same = known is not None and set(known.segment().deleted_docs()) == set(segment.deleted_docs())
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
        return SegmentWriter(FileIndex(storage, indexname=NAME), timeout=timeout)
    except LockError as error:
        raise errors.Locked("The index is being written by someone else; try again in a moment.") from error


def _merge_all(writer: Any, segments: list[Any]) -> list[Any]:
    """Merge everything, as far as one segment can hold it."""
    return _merge(writer, segments, [segment for segment in segments if segment.doc_count()])


def _merge_alike(writer: Any, segments: list[Any]) -> list[Any]:
    """Merge the smallest segments when they have become many, and those that are mostly deleted."""
    live = sorted((segment for segment in segments if segment.doc_count()), key=lambda one: one.doc_count())
    chosen: list[Any] = []
    documents = writer.doc_count()
    for segment in live:
        documents += segment.doc_count()
        if documents > _LONGEST_MERGE:
            break
        chosen.append(segment)
    worn = [segment for segment in chosen if segment.deleted_count() > segment.doc_count()]
    return _merge(writer, segments, chosen if len(chosen) >= _FAN_IN else worn)


def _merge(writer: Any, segments: list[Any], chosen: list[Any]) -> list[Any]:
    """Write the chosen segments into the new one, and give those that stay; empty ones do not."""
    merged: set[str] = set()
    testimonies = 0
    for segment in chosen:
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
def _readable(folder: Path) -> Iterator[None]:
    """Turn whatever Whoosh and pickle say of a damaged index into the one answer to it."""
    try:
        yield
    except Exception as error:
        raise IndexUnusable(f"{folder} can't be read") from error


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    """Turn the disk's refusals into a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise errors.NoRoom(f"The disk is full: {folder} can't be written; free some room.") from error
        if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
            raise errors.ReadOnly(f"{folder} can't be written; ask for the right to write there.") from error
        raise


def _discard(folder: Path) -> None:
    """Remove an index that is not used any more."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)
