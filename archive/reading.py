"""`Reading`: an archive opened to be read. Whatever anybody is shown of it is asked for here."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive import access, care, citation, editing, keeping, pages, waveforms
from archive.differences import Change, differences
from archive.indexed import TESTIMONIES, Indexed
from archive.mentions import linking_question
from archive.store import Entry
from testimonies import record
from testimonies.authority import Authority
from testimonies.errors import NotFound, ReadOnly, UnreadableFile
from testimonies.locator import Locator
from testimonies.testimony import MediaItem, Point, Relation, Testimony

if TYPE_CHECKING:
    from archive.comparing import Row
    from archive.overview import Counted, Overview
    from media.view import Seen, View

MOST_TOLD = 100
"""Accounts of one event that are offered to be compared."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What one reader sees of one testimony."""

    testimony: Testimony
    version: int
    versions: int
    glimpse: bool
    """Whether this is no more than the line a reader gets of a listed record that is not open to them."""


class Reading(Indexed):
    """What a reader is shown of an archive."""

    def __init__(self, folder: Path, cache: Path | None = None) -> None:
        super().__init__(folder, cache)
        self._counts: dict[str, tuple[str, Counted]] = {}
        """What was last counted for each reader, and the digest of the trail's last line then."""

    # Testimonies

    def show(self, testimony_id: str, who: str = "staff", version: int | None = None) -> Shown:
        """Give what a reader may see of a testimony, older versions under today's access and redactions.

        Raises NotFound where there is none, or none for this reader.
        """
        today = self._for(who, testimony_id)
        held = self.testimonies.inventory(testimony_id)
        wanted = today
        if version is not None and version != held.head:
            wanted = editing.under_todays_rules(self._load(testimony_id, version), today)
        seen = access.view(wanted, who, self._indexable)
        if seen is None:
            raise self._unknown(testimony_id)
        return Shown(seen, version or held.head, held.head, access.is_glimpse(today, who))

    def _for(self, who: str, testimony_id: str) -> Testimony:
        """Load a testimony that exists for this reader; to others than staff, what was purged never was."""
        try:
            found = self._load(testimony_id)
        except NotFound:
            if who == "staff":
                raise
        else:
            if access.exists_for(who, found):
                return found
        raise self._unknown(testimony_id)

    def history(self, testimony_id: str, who: str = "staff") -> Sequence[dict[str, Any]]:
        """Give every version: when, by whom, why, and which files it changed; for staff only."""
        self._for(who, testimony_id)
        access.staff_only(who, f"The history of {testimony_id}")
        held = self.testimonies.inventory(testimony_id)
        before: Mapping[str, str] = {}
        told = []
        for number, version in sorted(held.versions.items()):
            changed = sorted(p for p in {**before, **version.state} if before.get(p) != version.state.get(p))
            told.append(
                {
                    "version": number,
                    "created": version.created,
                    "by": version.user,
                    "why": version.message,
                    "changed": changed,
                }
            )
            before = version.state
        return told

    def changes(
        self, testimony_id: str, old: int | None = None, new: int | None = None, who: str = "staff"
    ) -> tuple[int, int, Sequence[Change]]:
        """Give two versions, the newest and the one before where none are named, and what changed between; for staff.

        What is closed today is in neither of them.
        """
        self._for(who, testimony_id)
        access.staff_only(who, f"The history of {testimony_id}")
        last = self.testimonies.inventory(testimony_id).head if new is None else new
        first = max(last - 1, 1) if old is None else old
        found = differences(self._as_kept(testimony_id, first), self._as_kept(testimony_id, last))
        return first, last, found

    def _as_kept(self, testimony_id: str, version: int) -> Testimony:
        """Give a version with the rules that stood in it, but only what staff may see today."""
        seen = self.show(testimony_id, "staff", version)
        if seen.glimpse:
            return seen.testimony
        kept = self._load(testimony_id, version)
        names = ("access", "consents", "basis", "redactions", "content_notes")
        return replace(seen.testimony, **{name: getattr(kept, name) for name in names})

    def trail(self, who: str = "staff", limit: int | None = None) -> Sequence[Entry]:
        """Give the audit trail, or so many of its entries, the newest first; for staff only."""
        access.staff_only(who, "The audit trail")
        audit = self.store.audit
        return list(audit.read())[::-1] if limit is None else audit.latest(limit)

    def compare(self, ids: Sequence[str], who: str = "staff") -> tuple[Sequence[Testimony], Sequence[Row]]:
        """Give two to four accounts as this reader may see them, and what they say beside each other."""
        from archive import comparing  # noqa: PLC0415 - few ask for it

        comparing.refuse_count(ids)
        accounts = [self.show(one, who).testimony for one in ids]
        return accounts, comparing.rows(accounts)

    def related(self, testimony_id: str, who: str = "staff") -> Sequence[str]:
        """Give the testimonies that were put beside one, whichever record says so, and then those of the same event.

        As far as this reader may know of either.
        """
        self.catch_up()
        # Who holds a relation is looked up for staff; what is given is read from what this reader sees of them.
        holders = [row["id"] for row in self.finder.rows("staff") if testimony_id in (row.get("related") or ())]
        found: dict[str, None] = {}
        for relation in (one for key in (testimony_id, *holders) for one in self._relations(key, who)):
            ends = (relation.from_.testimony, relation.to.testimony)
            if testimony_id in ends:
                found |= dict.fromkeys(end for end in ends if end != testimony_id)
        for event in self.show(testimony_id, who).testimony.events:
            told = self.list(linking_question(event.ref), who, sort="id", limit=MOST_TOLD) if event.ref else None
            found |= dict.fromkeys(row.id for row in told.rows if row.id != testimony_id) if told else {}
        return [key for key in found if self.testimonies.has(key)]

    def _relations(self, testimony_id: str, who: str) -> Sequence[Relation]:
        try:
            return self.show(testimony_id, who).testimony.relations
        except NotFound:
            return ()

    def stats(self, who: str = "staff") -> Mapping[str, int | float]:
        """Count what a reader may see of the archive."""
        from archive import overview  # noqa: PLC0415 - few ask for it

        return overview.stats(self, self._counted(access.reader(who)), who)

    def overview(self, who: str = "staff") -> Overview:
        """Give what the archive holds and, to staff, what needs a person."""
        from archive import overview  # noqa: PLC0415 - as above

        return overview.overview(self, self._counted(access.reader(who)), who, datetime.now(UTC).date())

    def _counted(self, who: str) -> Counted:
        """Count what a reader knows of, once until something is written."""
        from archive import overview  # noqa: PLC0415 - as above

        self.catch_up()
        as_of = self.store.audit.last_digest()
        if self._counts.get(who, ("",))[0] != as_of:
            self._counts[who] = as_of, overview.count(self.finder.rows(who))
        return self._counts[who][1]

    def media_file(self, testimony_id: str, name: str, who: str = "staff") -> tuple[MediaItem, Path]:
        """Give a medium a reader may see, and where its bytes lie; they are never to be changed there."""
        for item in self.show(testimony_id, who).testimony.media:
            if item.file == name:
                return item, self.testimonies.path_of(testimony_id, keeping.media_path(name))
        raise NotFound(
            f"{testimony_id} has no media file {keeping.printable(name)}; see: earwitness media {testimony_id}"
        )

    def raw(self, testimony_id: str, who: str = "staff", version: int | None = None) -> str:
        """Give `record.json` as it is kept; for staff only."""
        self._for(who, testimony_id)
        access.staff_only(who, f"The record of {testimony_id} as it is kept")
        return self.testimonies.read(testimony_id, record.RECORD, version).decode()

    def thumbnail(self, testimony_id: str, name: str, who: str = "staff") -> Path | None:
        """Give a small picture of a medium, made the first time; None where nothing can be drawn of it."""
        item, path = self.media_file(testimony_id, name, who)
        if item.unreadable or not item.sha512 or not (item.mime or "").startswith("image/"):
            return None
        target = self.cache / "thumbnails" / item.sha512[:2] / f"{item.sha512}.png"
        if target.is_file():
            return target
        from media import thumbnail  # noqa: PLC0415 - only where a picture is drawn

        target.parent.mkdir(parents=True, exist_ok=True)
        return target if thumbnail.make(path, target) else None

    def picture(
        self,
        testimony_id: str,
        name: str,
        view: View,
        box: tuple[int, int],
        page: int = 1,
        who: str = "staff",
    ) -> Seen:
        """Draw a view of a medium into `box` (pixels); nothing of it is kept.

        Raises UnreadableFile with the sentence that says why nothing can be drawn of it.
        """
        from media.view import see  # noqa: PLC0415 - only where a picture is drawn

        item, path = self.media_file(testimony_id, name, who)
        why_not = pages.why_not_drawn(item)
        if why_not:
            raise UnreadableFile(why_not)
        try:
            folder = self.cache / "views"
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ReadOnly(f"{self.cache} can't be written ({error.strerror}).") from error
        return see(path, folder, view, box, page)

    def last_verified(self, testimony_id: str, who: str = "staff") -> str | None:
        """Say when the files of a testimony were last checked against their digests; staff alone are told."""
        if who != "staff":
            return None
        self._for(who, testimony_id)
        return care.last_checks(self.folder).get(f"{TESTIMONIES}/{testimony_id}")

    def waveform(self, item: MediaItem, path: Path, cancelled: Callable[[], bool] = lambda: False) -> bytes | None:
        """Give how loud a recording is, as `media_file` gave it; made the first time, which takes a while."""
        return waveforms.waveform(self.cache, item, path, cancelled)

    def point(self, testimony_id: str, at: Locator | None, passage_id: str | None = None) -> Point:
        """Point at a testimony or at a passage of it, with the words that stand there today."""
        shown = self.show(testimony_id)
        if at is None and passage_id is None:
            return Point(testimony_id)
        number = citation.passage_at(shown.testimony, at) if at else citation.numbered(shown.testimony, passage_id)
        names = record.transcript_files(shown.testimony.transcripts)
        every = [
            (name, passage)
            for name, transcript in zip(names, shown.testimony.transcripts, strict=True)
            for passage in transcript.passages
        ]
        name, passage = every[number]
        return Point(testimony_id, passage.id, shown.version, name, passage.words)

    def cite(self, testimony_id: str, at: Locator | None = None, who: str = "staff") -> str:
        """Give the citation of a testimony, to the passage where a place is given."""
        shown = self.show(testimony_id, who)
        collection = self.register.collections.get(shown.testimony.collection)
        return citation.cite(shown.testimony, collection, self.settings.title, at, glimpse=shown.glimpse)

    # Authority records

    def authorities(self, who: str = "staff") -> Mapping[str, Authority]:
        """Give the authority records by id; to others than staff, the names that lead from what they may see."""
        if who == "staff":
            return self.register.records
        linked: set[str | None] = set()
        for row in self.list(who=who, limit=sys.maxsize).rows:
            linked.add(f"collection-{row.collection}")
            linked.update(link.ref for link in self.show(row.id, who).testimony.links())
        return {key: access.names_only(one) for key, one in self.register.records.items() if key in linked}

    def authority(self, authority_id: str, who: str = "staff") -> Authority:
        """Give one authority record."""
        found = self.authorities(who).get(authority_id)
        if found is None:
            raise NotFound(f"There is no authority record {keeping.printable(authority_id)}.")
        return found
