"""Ours, asked through the one door everybody uses: `archive.archive.Archive`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from importlib import import_module

from archive import keeping
from archive.archive import Archive
from archive.store import Change
from testimonies import edtf, locator
from testimonies.access import Access
from testimonies.testimony import Testimony
from testimonies.transcript import Passage, Transcript
from tests.benchmarks.peers.peer import TESTIMONIES, Found, Peer, Place, Question, Screen, Shown, Told, size

KEEPER = "The benchmark"


class Earwitness(Peer):
    """An archive in `archive/`, with its cache beside it."""

    name = "Earwitness"
    unit = "testimonies"

    def prepare(self) -> None:
        # Otherwise imported when they are first needed.
        for module in ("archive.finding", "platformdirs"):
            import_module(module)

    def build(self, every: Iterable[Told]) -> None:
        """Read every record from its object and index it, as `reindex` does; `every` is not needed."""
        self.open()
        self.archive.reindex()
        self.archive.close()

    def weigh(self) -> int:
        return size(self.folder / "cache" / "index")

    def open(self) -> None:
        self.archive = Archive(self.folder / "archive", self.folder / "cache")

    def ask(self, question: Question) -> Found:
        if question.kind == "two facets":
            answer = self.archive.search(question.typed, limit=0)
            return Found(answer.total, (), answer.facets)
        sort = "date" if question.kind == "sort by date" else "relevance"
        listing = self.archive.list(question.typed, sort=sort, limit=TESTIMONIES)
        return Found(listing.total, listing.rows)

    def answer(self, question: Question) -> Screen:
        answer = self.archive.search(question.typed, "open", limit=TESTIMONIES)
        page = tuple(
            (one.row.id, tuple(Shown(hit.id, hit.text, hit.marks) for hit in one.passages))
            for one in answer.testimonies
        )
        return Screen(answer.total, answer.total_passages, page, answer.facets)

    def keep(self, one: Told) -> None:
        """Keep a testimony as an object, durably, without its being indexed yet."""
        ready = replace(keeping.ready(testimony(one), self.archive.register), id=one.id)
        change = Change(keeping.content(ready, {}, {}), by=KEEPER, at=datetime.now(UTC), why="Added")
        self.archive.store.put("testimonies", one.id, change)

    def commit(self, one: Told) -> None:
        self.archive.catch_up()

    def search(self, question: Question, limit: int) -> list[Place]:
        return self.first(question.typed, limit)

    def first(self, typed: str, limit: int) -> list[Place]:
        """Give the first passages of an answer, as they follow one another on the screen."""
        answer = self.archive.search(typed, limit=limit)
        return [(one.row.id, hit.id) for one in answer.testimonies for hit in one.passages][:limit]


def testimony(one: Told) -> Testimony:
    """Give a testimony as an archive keeps it."""
    day = str(one.day)
    passages = tuple(Passage(words, at=locator.parse(f"n{n}")) for n, (_, words) in enumerate(one.passages, 1))
    return Testimony(
        kind=one.kind,
        title=one.title,
        date=edtf.parse(f"{day[:4]}-{day[4:6]}-{day[6:]}"),
        collection=one.collection,
        languages=(one.language,),
        access=Access.of(one.access),
        transcripts=(Transcript(one.language, timing="paragraph", passages=passages),),
    )
