"""Finding what was meant: the index kept in step with what is kept, and its answers in words of the kept text.

The index is derived. It remembers the last line of the audit trail it holds and catches up from there; one that is
gone, torn, foreign or of an older kind is built anew, beside the old one and in batches that survive an interruption.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from archive.access import view, visible_levels
from archive.index import grammar, words
from archive.index.documents import documents
from archive.index.evaluate import Evaluation, Outcome, Snapshot
from archive.index.folding import fold
from archive.index.matching import Matcher, Sought, expand
from archive.index.schema import GLIMPSE
from archive.index.storage import Index, IndexUnusable, open_index, own_key, rebuilding
from archive.register import Register
from archive.store import StorageRoot, Trail
from testimonies.errors import Damaged, Locked, NotFound
from testimonies.testimony import Testimony

BATCH = 120
"""Testimonies in one commit: measured, twenty times faster than one each."""

PASSAGES = 5
"""Passages shown of one testimony."""

Progress = Callable[[int, int, str], object]
Load = Callable[[str], Testimony | None]


@dataclass(frozen=True, slots=True)
class Row:
    """What a list shows of a testimony."""

    id: str
    kind: str
    collection: str
    access: str
    title: str = ""
    date: str = "XXXX"
    extent: str | None = None
    listed_title: str | None = None
    glimpse: bool = False

    def shown_title(self) -> str:
        """Give the title, or what stands in its place for a reader who may not see it."""
        return (self.listed_title or "(not open)") if self.glimpse else self.title

    def summary(self) -> dict[str, Any]:
        """Give the row as plain values."""
        described = ("id", "title", "kind", "date", "collection", "extent", "access")
        names = ("id", "kind", "collection", "access", "listed_title") if self.glimpse else described
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class Match:
    """A name that was found under another spelling."""

    asked: str
    found: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers, with its words and where to mark them."""

    id: str
    number: int
    at: str | None
    speaker: str | None
    text: str
    marks: tuple[tuple[int, int], ...]
    """[start, end) in code points of `text`."""


@dataclass(frozen=True, slots=True)
class Result:
    """A testimony that answers, with the passages to show of it."""

    row: Row
    score: float
    passage_count: int
    matched_names: tuple[Match, ...]
    passages: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything a screen or a command says about a search."""

    query: str
    understood: str
    notes: tuple[str, ...]
    total: int
    total_passages: int
    took_ms: float
    testimonies: tuple[Result, ...]
    facets: Mapping[str, Mapping[str, int]]
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of testimonies, and how many there are."""

    total: int
    rows: tuple[Row, ...]


class Finder:
    """The index of one archive, opened when first asked and kept open."""

    def __init__(self, folder: Path, key: Path, root: StorageRoot, trail: Trail) -> None:
        self._folder = folder
        self._key = key
        self._root = root
        self._trail = trail
        self._index: Index | None = None
        self._snapshot: Snapshot | None = None

    # Keeping in step

    def catch_up(self, load: Load) -> str | None:
        """Bring the index in step with the archive; a sentence where it had to be built anew."""
        try:
            index = self._open()
            entries = self._trail.after(index.held)
        except (IndexUnusable, NotFound, Damaged) as error:
            # A damaged line of the trail is `verify`'s to name; what is kept stays findable.
            existed = self._folder.exists()
            count = self.rebuild(load)
            why = "could not be used" if isinstance(error, IndexUnusable) else "belonged to another state"
            return f"The index {why} and was built anew from {count:,} testimonies." if existed else None
        if not entries:
            return None
        changed = {entry.event.id: None for entry in entries if entry.event.root == self._root.name}
        try:
            self._take_in(index, list(changed), load, entries[-1].digest)
        except Locked:
            # Someone else is taking the same changes in; until then the index answers as it was.
            return None
        return None

    def _take_in(self, index: Index, ids: Sequence[str], load: Load, held: str) -> None:
        batches = list(_batched(ids, BATCH))
        for number, batch in enumerate(batches, 1):
            # Only the last batch may say that all is held; interrupted before, the rest is simply put again.
            with index.writing(held if number == len(batches) else index.held) as writer:
                for testimony_id in batch:
                    _put(writer, testimony_id, load(testimony_id))
        if not batches:
            with index.writing(held):
                pass
        self._snapshot = None

    def rebuild(self, load: Load, progress: Progress | None = None, *, fresh: bool = False) -> int:
        """Build the index from what is kept; give how many testimonies it holds.

        Interrupted, it goes on where it stopped, unless it is to be `fresh`.
        """
        every = self._root.ids()
        with rebuilding(self._folder, own_key(self._key), self._trail.last_digest()) as index:
            if fresh and index.reader.doc_count():
                with index.writing(index.held) as writer:
                    for testimony_id in list(expand(index.reader, "testimony", "")):
                        writer.forget(testimony_id)
            done = set(expand(index.reader, "testimony", "")) if not fresh else set()
            missing = [testimony_id for testimony_id in every if testimony_id not in done]
            reached = len(every) - len(missing)
            for batch in _batched(missing, BATCH):
                with index.writing(index.held) as writer:
                    for testimony_id in batch:
                        _put(writer, testimony_id, load(testimony_id))
                reached += len(batch)
                if progress:
                    progress(reached, len(every), "testimonies")
        self.close()
        return int(self._current().reader.doc_frequency("kind_of_doc", "description"))

    def take_up(self, ids: Iterable[str], load: Load) -> Sequence[str]:
        """Put those testimonies into the index that are missing there; give which they are."""
        index = self._open()
        known = set(expand(index.reader, "testimony", ""))
        missing = [testimony_id for testimony_id in ids if testimony_id not in known]
        if missing:
            self._take_in(index, missing, load, index.held)
        return missing

    def forget(self, load: Load) -> None:
        """Take in a purge so that no segment of the index still holds the words."""
        self.catch_up(load)
        index = self._open()
        with index.writing(index.held, thorough=True):
            pass
        self._snapshot = None

    def _open(self) -> Index:
        if self._index is None:
            self._index = open_index(self._folder, own_key(self._key))
        else:
            try:
                self._index.refresh()
            except IndexUnusable:
                # Built anew by someone else, or gone: what is in memory is not to be trusted either.
                self.close()
                self._index = open_index(self._folder, own_key(self._key))
        return self._index

    def close(self) -> None:
        """Give the index back; it opens again when it is asked."""
        if self._index is not None:
            self._index.close()
        self._index = self._snapshot = None

    def _current(self) -> Snapshot:
        reader = self._open().reader
        if self._snapshot is None or self._snapshot.reader is not reader:
            self._snapshot = Snapshot(reader)
        return self._snapshot

    # Answering

    def kept_as(self, sha512: str) -> str | None:
        """Give the testimony that holds a file with this digest, if there is one."""
        snapshot = self._current()
        if ("digest", sha512) not in snapshot.reader:
            return None
        return next((snapshot.owner[n] for n in snapshot.reader.postings("digest", sha512).all_ids()), None)

    def listing(self, query: str, who: str, register: Register, *, sort: str, offset: int, limit: int) -> Listing:
        """Give a page of the testimonies a query finds."""
        outcome, snapshot, _, _ = self._ask(query, who, register)
        order = self._sorted(outcome, snapshot, sort or "id")
        page = order[offset : offset + limit]
        return Listing(len(order), tuple(_row(snapshot, outcome, one) for one in page))

    def search(
        self, query: str, who: str, register: Register, seen: Callable[[str], Testimony], *, sort: str, offset: int,
        limit: int,
    ) -> Answer:  # fmt: skip
        """Answer a query; `seen` gives a testimony as this reader may see it, for its words."""
        begun = time.perf_counter()
        outcome, snapshot, understood, notes = self._ask(query, who, register)
        order = self._sorted(outcome, snapshot, sort or "relevance")
        page = order[offset : offset + limit]
        facets = self._facets(outcome, snapshot)
        results = tuple(_result(one, outcome, snapshot, seen, register) for one in page)
        labels = {key: register.label(key) for key in facets["place"] if key in register.records}
        return Answer(
            query=query,
            understood=understood,
            notes=notes,
            total=len(order),
            total_passages=sum(len(hits) for hits in outcome.passages.values()),
            took_ms=(time.perf_counter() - begun) * 1000,
            testimonies=results,
            facets=facets,
            labels=labels,
        )

    def totals(self, who: str) -> dict[str, int]:
        """Count what a reader may see of the archive: testimonies, passages, words, media files."""
        outcome, snapshot, _, _ = self._ask("", who, Register())
        counted = Counter(dict.fromkeys(("testimonies", "passages", "words", "media files"), 0))
        for docnum in outcome.described.values():
            row = snapshot.row(docnum)
            words_seen = row["access"] in visible_levels(who)
            counted["testimonies"] += 1
            counted["passages"] += row.get("passages", 0) if words_seen else 0
            counted["words"] += row.get("words", 0) if words_seen else 0
            counted["media files"] += row.get("files", 0) if words_seen else 0
        return dict(counted)

    def _ask(self, query: str, who: str, register: Register) -> tuple[Outcome, Snapshot, str, tuple[str, ...]]:
        asked = grammar.parse(query)
        snapshot = self._current()
        matcher = Matcher(snapshot.reader, register, snapshot.languages)
        levels = (*visible_levels(who), *((GLIMPSE,) if who == "open" else ()))
        outcome = Evaluation(snapshot, matcher, levels).answer(asked.root)
        return outcome, snapshot, asked.understood, (*asked.notes, *dict.fromkeys(matcher.notes))

    def _sorted(self, outcome: Outcome, snapshot: Snapshot, sort: str) -> Sequence[str]:
        def row(one: str) -> Mapping[str, Any]:
            return snapshot.row(outcome.described[one])

        keys: dict[str, Callable[[str], Any]] = {
            "relevance": lambda one: (-outcome.scores[one], one),
            "id": _id_order,
            "title": lambda one: (fold(row(one).get("title") or ""), _id_order(one)),
            "date": lambda one: (_first_day(row(one).get("given")), _id_order(one)),
            "told": lambda one: (_first_day(row(one).get("told")), _id_order(one)),
            "extent": lambda one: (-row(one).get("words", 0), _id_order(one)),
        }
        return sorted(outcome.scores, key=keys[sort])

    def _facets(self, outcome: Outcome, snapshot: Snapshot) -> dict[str, dict[str, int]]:
        names = ("collection", "kind", "language", "place", "decade", "media", "access")
        counts: dict[str, Counter[str]] = {name: Counter() for name in names}
        for one in outcome.scores:
            row = snapshot.row(outcome.described[one])
            for name in ("collection", "kind", "decade", "access"):
                counts[name].update([row[name]] if row.get(name) else [])
            for name, key in (("language", "languages"), ("place", "places"), ("media", "media")):
                counts[name].update(row.get(key, []))
        return {
            name: dict(sorted(count.items(), key=lambda pair: (-pair[1], pair[0]))) for name, count in counts.items()
        }


def _put(writer: Any, testimony_id: str, testimony: Testimony | None) -> None:
    if testimony is None:
        writer.forget(testimony_id)
    else:
        # Relations depend on other records, whose access may change: the public description goes without them.
        writer.put(testimony_id, documents(testimony, view(testimony, "open", lambda _: None)))


def _row(snapshot: Snapshot, outcome: Outcome, testimony_id: str) -> Row:
    docnum = outcome.described[testimony_id]
    kept = snapshot.row(docnum)
    shown = {name: kept[name] for name in Row.__dataclass_fields__ if name in kept}
    return Row(**shown, glimpse=snapshot.kind[docnum] == GLIMPSE)


def _result(
    testimony_id: str, outcome: Outcome, snapshot: Snapshot, seen: Callable[[str], Testimony], register: Register
) -> Result:
    row = _row(snapshot, outcome, testimony_id)
    found = outcome.passages.get(testimony_id, ())
    score = outcome.scores[testimony_id]
    if row.glimpse:
        return Result(row, score, 0, (), ())
    testimony = seen(testimony_id)
    wanted = {_passage_id(snapshot, hit.docnum): n for n, hit in enumerate(found[:PASSAGES])}
    hits: list[tuple[int, Hit]] = []
    spellings: dict[Sought, set[str]] = {}
    names = [sought for sought in outcome.sought if sought.names]
    for transcript in testimony.transcripts:
        for number, passage in enumerate(transcript.passages, 1):
            if passage.id not in wanted:
                continue
            tokens = list(words.tokens(passage.words, transcript.language))
            marks = _merged(mark for one in outcome.sought for mark in one.marks(tokens, transcript.language))
            for one in names:
                spellings.setdefault(one, set()).update(one.spellings(tokens))
            at = str(passage.at) if passage.at else None
            hits.append((wanted[passage.id], Hit(passage.id, number, at, passage.speaker, passage.words, marks)))
    matches = tuple(_matches(names, spellings, testimony, register))
    return Result(row, score, len(found), matches, tuple(hit for _, hit in sorted(hits, key=lambda pair: pair[0])))


def _matches(
    names: Iterable[Sought], spellings: Mapping[Sought, set[str]], testimony: Testimony, register: Register
) -> Iterator[Match]:
    """Say under which name each name that was asked for was found, in the words or else in the description."""
    described = [testimony.title, testimony.scope_and_content or "", *(link.name for link in testimony.links())]
    tokens = [token for text in described for token in [*words.tokens(text), _BETWEEN]]
    for sought in names:
        found = spellings.get(sought) or sought.spellings(tokens)
        if not found:
            linked = {link.ref for link in testimony.links()} & sought.authorities
            found = {register.label(key) for key in linked if key}
        for name in sorted(found):
            yield Match(sought.asked, name)


_BETWEEN = words.Token("\x1e", "\x1e", 0, 0)
"""Keeps a name from reaching from one text into the next."""


def _passage_id(snapshot: Snapshot, docnum: int) -> str:
    doc: str = snapshot.document(docnum)
    return doc.partition("#")[2]


def _merged(marks: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Give marks in their order, those that touch or overlap made one.

    >>> _merged([(4, 9), (0, 3), (6, 12)])
    ((0, 3), (4, 12))
    """
    merged: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _id_order(testimony_id: str) -> tuple[str, int]:
    prefix, _, number = testimony_id.rpartition("-")
    return prefix, int(number) if number.isdecimal() else 0


def _first_day(days: Sequence[int] | None) -> tuple[bool, int]:
    """Undated testimonies come last."""
    return (True, 0) if days is None else (False, days[0])


def _batched(items: Iterable[str], size: int) -> Iterator[list[str]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
