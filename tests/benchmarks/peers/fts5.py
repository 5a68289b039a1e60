"""SQLite's FTS5: passages with Porter stems, and a table of testimonies beside them."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tests.benchmarks.peers.peer import (
    PASSAGES,
    TESTIMONIES,
    CannotError,
    Found,
    Peer,
    Place,
    Question,
    Screen,
    Shown,
    Told,
)

MOST = 100_000
"""A passage's row is its testimony's number times this, plus its own: grouping then needs no look at a row."""

_MAKE = """
CREATE TABLE testimony (number INTEGER PRIMARY KEY, id TEXT, day INTEGER, kind TEXT, collection TEXT, access TEXT,
    passages TEXT);
CREATE VIRTUAL TABLE passage USING fts5(words, tokenize = 'porter unicode61 remove_diacritics 2');
"""
_BEST = "SELECT rowid, rank FROM passage WHERE passage MATCH ? ORDER BY rank LIMIT ?"
_COUNT = "SELECT count(*) FROM passage WHERE passage MATCH ?"
_DATED = """
SELECT passage.rowid, rank FROM passage JOIN testimony ON number = passage.rowid / 100000
WHERE passage MATCH ? AND day BETWEEN ? AND ? ORDER BY rank LIMIT ?
"""
_COUNT_DATED = """
SELECT count(*) FROM passage JOIN testimony ON number = passage.rowid / 100000
WHERE passage MATCH ? AND day BETWEEN ? AND ?
"""
_BY_DAY = """
SELECT passage.rowid, day FROM passage JOIN testimony ON number = passage.rowid / 100000
WHERE passage MATCH ? ORDER BY day LIMIT ?
"""
_KINDS = """
SELECT kind, count(*) FROM passage JOIN testimony ON number = passage.rowid / 100000
WHERE passage MATCH ? GROUP BY kind
"""
_COLLECTIONS = """
SELECT collection, count(*) FROM passage JOIN testimony ON number = passage.rowid / 100000
WHERE passage MATCH ? GROUP BY collection
"""
_HITS = "SELECT rowid / 100000 AS number, bm25(passage) AS score FROM passage WHERE passage MATCH ?"
_AND_IN = " AND rowid / 100000 IN (SELECT rowid / 100000 FROM passage WHERE passage MATCH ?)"
# Materialised, for bm25() must not be called where rows are grouped.
_WITH, _HELD = (
    "WITH hit AS MATERIALIZED (",
    ") SELECT number, id, count(*), collection, kind, day, passages FROM hit JOIN testimony USING (number) "
    "WHERE access = 'open' GROUP BY number ORDER BY min(score)",
)
_WITHIN = """
SELECT rowid, bm25(passage) AS score FROM passage
WHERE passage MATCH ? AND rowid / 100000 IN (SELECT value FROM json_each(?)) ORDER BY score
"""
_MARK = "SELECT highlight(passage, 0, char(2), char(3)) FROM passage WHERE passage MATCH ? AND rowid = ?"
_PLACES = """
SELECT id, passages, passage.rowid FROM passage JOIN testimony ON number = passage.rowid / 100000
WHERE passage MATCH ? ORDER BY rank LIMIT ?
"""
_MARKED = re.compile("\x02(.*?)\x03", re.DOTALL)

Held = tuple[int, str, int, str, str, int, str]
"""A testimony that answers: number, id, how many passages, collection, kind, day, and the ids of all its passages."""


class Fts5(Peer):
    """One file, durable at every commit."""

    name = "FTS5"

    def prepare(self) -> None:
        """Import nothing: it comes with Python."""

    def build(self, every: Iterable[Told]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.open()
        self._sql.executescript(_MAKE)
        with self._sql:
            for one in every:
                self._put(one)
        self._sql.execute("INSERT INTO passage(passage) VALUES ('optimize')")
        self._sql.commit()
        self._sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._sql.close()

    def open(self) -> None:
        self._sql = sqlite3.connect(self.folder / "index.sqlite")
        self._sql.execute("PRAGMA journal_mode = WAL")
        self._sql.execute("PRAGMA synchronous = FULL")

    def commit(self, one: Told) -> None:
        with self._sql:
            self._put(one)

    def _put(self, one: Told) -> None:
        first = one.number * MOST
        ids = json.dumps([key for key, _ in one.passages])
        told = (one.number, one.id, one.day, one.kind, one.collection, one.access, ids)
        self._sql.execute("INSERT INTO testimony VALUES (?, ?, ?, ?, ?, ?, ?)", told)
        rows = ((first + place, words) for place, (_, words) in enumerate(one.passages))
        self._sql.executemany("INSERT INTO passage(rowid, words) VALUES (?, ?)", rows)

    def ask(self, question: Question) -> Found:
        match = _match(question)
        if question.kind == "two facets":
            facets = {"kind": dict(self._all(_KINDS, match)), "collection": dict(self._all(_COLLECTIONS, match))}
            return Found(sum(facets["kind"].values()), (), facets)
        if question.days:
            best = self._all(_DATED, match, *question.days, TESTIMONIES)
            return Found(self._all(_COUNT_DATED, match, *question.days)[0][0], best)
        best = self._all(_BY_DAY if question.kind == "sort by date" else _BEST, match, TESTIMONIES)
        return Found(self._all(_COUNT, match)[0][0], best)

    def _all(self, sql: str, *values: object) -> list[Any]:
        return self._sql.execute(sql, values).fetchall()

    def answer(self, question: Question) -> Screen:
        either = _either(question)
        held = self._held(question, either)
        page = held[:TESTIMONIES]
        places = self._best_passages(either, [row[0] for row in page])
        facets = {
            "collection": Counter(row[3] for row in held),
            "kind": Counter(row[4] for row in held),
            "decade": Counter(str(row[5] // 100_000) for row in held),
        }
        shown = tuple((row[1], tuple(self._shown(either, row[6], places[row[0]]))) for row in page)
        return Screen(len(held), sum(row[2] for row in held), shown, facets)

    def _held(self, question: Question, either: str) -> list[Held]:
        """Give the open testimonies that answer, those with the best passage first."""
        joined = [f'"{word}"' for word in question.words] if question.kind == "AND 2" else []
        return self._all(_WITH + _HITS + _AND_IN * len(joined) + _HELD, either, *joined)

    def _best_passages(self, either: str, numbers: Sequence[int]) -> dict[int, list[int]]:
        best: dict[int, list[int]] = {number: [] for number in numbers}
        for row, _ in self._all(_WITHIN, either, json.dumps(numbers)):
            if len(best[row // MOST]) < PASSAGES:
                best[row // MOST].append(row)
        return best

    def _shown(self, either: str, passages: str, rows: Sequence[int]) -> Iterator[Shown]:
        ids = json.loads(passages)
        for row in rows:
            ((marked,),) = self._all(_MARK, either, row)
            # Every mark before this one was two signs too many.
            found = enumerate(_MARKED.finditer(marked))
            marks = [(one.start() - 2 * n, one.end() - 2 * n - 2) for n, one in found]
            yield Shown(ids[row % MOST], marked.replace("\x02", "").replace("\x03", ""), marks)

    def search(self, question: Question, limit: int) -> list[Place]:
        found = self._all(_PLACES, _match(question), limit)
        return [(key, json.loads(passages)[row % MOST]) for key, passages, row in found]


def _match(question: Question) -> str:
    """Give a question in FTS5's own language."""
    words = question.words
    if question.kind in {"wildcard", "fuzzy"}:
        raise CannotError("no shapes" if question.kind == "wildcard" else "no near misses")
    if question.kind == "phrase":
        return f'"{" ".join(words)}"'
    if question.kind == "prefix":
        return f'"{words[0].rstrip("*")}" *'
    return (" OR " if question.kind == "OR 5" else " AND ").join(f'"{word}"' for word in words)


def _either(question: Question) -> str:
    """Give what a passage must hold to be shown: any of the words, which together may fall in different passages."""
    return " OR ".join(f'"{word}"' for word in question.words) if question.kind == "AND 2" else _match(question)
