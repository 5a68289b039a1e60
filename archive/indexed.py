"""`Indexed`: an archive on disk, opened, and the index that is kept in step with it.

It needs no lock, and sees what others write. An index that is gone, torn or foreign heals on the way.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from archive import care, keeping, settings
from archive.asking import Asking
from archive.care import Checked
from archive.drafts import Drafts
from archive.holdings import Finding, needs
from archive.register import Register
from archive.searches import Searches
from archive.store import StorageRoot, Store, verify_trail
from testimonies.authority import Authority
from testimonies.errors import NoRoom, NotFound, ReadOnly, Unavailable
from testimonies.testimony import Testimony

if TYPE_CHECKING:
    from tempfile import TemporaryDirectory

    from archive.guiding import Guide

TESTIMONIES = "testimonies"
AUTHORITY = "authorities"

Progress = Callable[[int, int, str], object]
"""Told how much of how much is done, and of what: `(12, 735, "testimonies")`."""


def silent(_done: int, _of: int, _what: str) -> None:
    """Report progress to nobody."""


class Indexed(Asking):
    """An archive on disk, opened."""

    def __init__(self, folder: Path, cache: Path | None = None) -> None:
        self.folder = folder
        self.settings = settings.read(folder)
        self.store = Store(folder)
        self.testimonies = self.store.roots[TESTIMONIES]
        self.cache = cache or _cache_of(folder, self.settings.archive)
        self.drafts = Drafts(folder / "drafts")
        self._unread: set[str] = set()
        self._meanwhile: TemporaryDirectory[str] | None = None
        """Where derived files are while there is no room for them in their place."""
        self._healed: str | None = None
        self._finder: Guide | None = None
        self._register: tuple[str, Register] | None = None

    def close(self) -> None:
        """Give back what is open."""
        if self._finder is not None:
            self._finder.close()
        if self._meanwhile is not None:
            self._meanwhile.cleanup()

    @property
    def finder(self) -> Guide:
        """The index, made ready when it is first asked: showing one testimony must not pay for it."""
        if self._finder is None:
            from archive.guiding import Guide  # noqa: PLC0415 - a third of the time `show` takes

            self._finder = Guide(self.cache / "index", _key(), self.testimonies, self.store.audit)
        return self._finder

    @property
    def searches(self) -> Searches:
        """The saved searches, read anew every time."""
        return Searches(self.folder / "saved", self.store.writing)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # What is kept

    @property
    def register(self) -> Register:
        """The authority records, read anew when one has changed."""
        root = self.store.roots[AUTHORITY]
        mark = self.store.audit.last_digest()
        if self._register is None or self._register[0] != mark:
            # A damaged record is left out, so that the others stay usable; `doctor` and `verify` name it.
            records = [one for key in root.ids() if (one := self._read_authority(root, key))]
            self._register = (mark, Register.of(records))
        return self._register[1]

    @staticmethod
    def _read_authority(root: StorageRoot, key: str) -> Authority | None:
        try:
            return keeping.load_authority(root, key)
        except Unavailable:
            return None

    @staticmethod
    def _unknown(testimony_id: str) -> NotFound:
        return NotFound(f"There is no testimony {keeping.printable(testimony_id)} in this archive.")

    def _load(self, testimony_id: str, version: int | None = None) -> Testimony:
        if not self.testimonies.has(testimony_id):
            raise self._unknown(testimony_id)
        return keeping.load(self.testimonies, testimony_id, version)

    # The index

    def catch_up(self) -> str | None:
        """Bring the index in step with what is kept; a sentence where it had to heal."""
        self._unread.clear()
        try:
            said = self.finder.catch_up(self._indexable)
        except (NoRoom, ReadOnly) as error:
            said = self._answer_all_the_same(error)
        said = " ".join(one for one in (said, self._left_out()) if one) or None
        self._healed = said or self._healed
        return said

    @property
    def healed(self) -> str | None:
        """Give the sentence for a person where the index had to be healed."""
        said = self._finder.said() if self._finder else None
        self._healed = said or self._healed
        return self._healed

    @healed.setter
    def healed(self, said: None) -> None:
        """Take the sentence as told."""
        self._healed = said

    def _answer_all_the_same(self, error: NoRoom | ReadOnly) -> str | None:
        """Go on with the index as it was; where there is none, with one that is gone when this archive is closed."""
        if self.finder.is_usable():
            return f"{error} Until then, what was changed last is found by no search."
        if self._meanwhile is not None:
            raise error
        from tempfile import TemporaryDirectory  # noqa: PLC0415 - only where the disk is full

        self.finder.close()
        self._meanwhile = TemporaryDirectory(prefix="earwitness-")
        self.cache, self._finder = Path(self._meanwhile.name), None
        self.finder.catch_up(self._indexable)
        return f"{error} Until then, the index is built anew each time."

    def _left_out(self) -> str | None:
        """Say which testimonies the index had to do without."""
        if not self._unread:
            return None
        named = " ".join(sorted(self._unread)[:10]) + (" …" if len(self._unread) > 10 else "")
        one = len(self._unread) == 1
        many, them = ("1 testimony", "it") if one else (f"{len(self._unread):,} testimonies", "them")
        return f"{many} can't be read, and no search finds {them}; run: earwitness verify {named}"

    def verify(
        self, ids: Sequence[str] = (), *, budget: float | None = None, progress: Progress = silent, by: str
    ) -> Checked:
        """Check digests: of everything, or of the objects named; see `archive.care.check`."""
        return care.check(self.store, ids, budget, progress, by)

    def doctor(self) -> Sequence[Finding]:
        """Find what needs a person; an index that is out of step is healed on the way."""
        findings = [Finding(said, ()) for said in (self.catch_up(),) if said]
        findings += self._unreadable()
        findings += [Finding(problem.problem, ("audit.jsonl",)) for problem in verify_trail(self.store)]
        lost = sorted(path.name for path in (self.folder / "quarantine").glob("*"))
        if lost:
            findings.append(Finding("In quarantine, to be looked at by hand", tuple(lost)))
        kept = (self._indexable(testimony_id) for testimony_id in self.testimonies.ids())
        findings += needs((one for one in kept if one), self.register, datetime.now(UTC).date())
        return findings

    def _unreadable(self) -> Iterator[Finding]:
        """Name the records that can't be read, and take up again those that were mended meanwhile."""
        mended = []
        for root, load in ((self.store.roots[AUTHORITY], keeping.load_authority), (self.testimonies, keeping.load)):
            for key in root.ids():
                try:
                    load(root, key)
                except NotFound:
                    continue
                except Unavailable as error:
                    yield Finding(str(error), (key,))
                else:
                    mended.append(key)
        taken_up = self.finder.take_up([key for key in mended if self.testimonies.has(key)], self._indexable)
        if taken_up:
            yield Finding("These were missing in the index and are in it again", tuple(taken_up))

    def reindex(self, progress: Progress = silent) -> int:
        """Build the index anew, beside the old one; give how many testimonies it holds."""
        return self.finder.rebuild(self._indexable, progress)

    def _indexable(self, testimony_id: str) -> Testimony | None:
        """Give a testimony for the index, or None where there is nothing (more) to find.

        A damaged one is left out, so that the others stay usable; it is named, as by `doctor` and `verify`.
        """
        try:
            return self._load(testimony_id)
        except NotFound:
            return None
        except Unavailable:
            self._unread.add(testimony_id)
            return None


def _cache_of(folder: Path, archive_id: str) -> Path:
    """Give where derived files go: into the archive, or into the user's cache folder.

    The latter for an archive on a read-only disk, and beside an index that somebody else has built in it: theirs
    can't be trusted and is of use to them, so each keeps one.
    """
    inside = folder / "cache"
    if _is_for_us(inside):
        return inside
    from platformdirs import user_cache_path  # noqa: PLC0415 - only for archives we share or can't write

    # Two copies of an archive have one id; and an id that somebody else wrote is no part of a path.
    name = hashlib.sha256(f"{archive_id} {folder.resolve()}".encode()).hexdigest()[:32]
    return user_cache_path("earwitness") / name


def _is_for_us(cache: Path) -> bool:
    """Whether we may write a cache folder, and its index is ours or nobody's yet."""
    if not os.access(cache if cache.exists() else cache.parent, os.W_OK | os.X_OK):
        return False
    try:
        return (cache / "index").lstat().st_uid == os.geteuid()
    except OSError:
        return True


def _key() -> Path:
    """Say where the key lies that seals this user's indexes; never in an archive."""
    from platformdirs import user_state_path  # noqa: PLC0415 - also counted in milliseconds

    return user_state_path("earwitness") / "index.key"
