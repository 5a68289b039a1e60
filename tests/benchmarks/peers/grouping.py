"""From an engine's passages to a screen of testimonies, for engines that answer in passages."""

from __future__ import annotations

import json
from abc import abstractmethod
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tests.benchmarks.peers.peer import PASSAGES, TESTIMONIES, Peer, Question, Screen, Shown, Told


class Row(NamedTuple):
    """What is known of a testimony, by its number."""

    id: str
    day: int
    kind: str
    collection: str


class Rows:
    """The testimonies' rows, kept beside an index."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rows: dict[int, Row] = {}

    def add(self, one: Told) -> None:
        """Remember a testimony."""
        self._rows[one.number] = Row(one.id, one.day, one.kind, one.collection)

    def write(self) -> None:
        """Keep the rows."""
        self._path.write_text(json.dumps(self._rows), encoding="utf-8")

    def __getitem__(self, number: int) -> Row:
        # Read when first needed: to find alone, an engine does without them.
        if not self._rows:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
            self._rows = {int(key): Row(*row) for key, row in kept.items()}
        return self._rows[number]


class Grouping(Peer):
    """An engine that can count passages by testimony and rank them; the rest of a screen is made of that."""

    rows: Rows

    @abstractmethod
    def parts(self, question: Question) -> Sequence[Any]:
        """Give the engine's queries that a testimony must each answer somewhere, for what is open."""

    @abstractmethod
    def either(self, parts: Sequence[Any]) -> Any:
        """Give the query for passages that answer one or more of them."""

    @abstractmethod
    def counted(self, query: Any) -> Mapping[int, int]:
        """Count the passages that answer, by their testimony's number; exactly."""

    @abstractmethod
    def ranked(self, query: Any, limit: int, within: Sequence[int] = ()) -> Sequence[tuple[int, Any]]:
        """Give the best passages, where that is said of some testimonies only: each with its testimony's number."""

    @abstractmethod
    def shown(self, query: Any, passages: Sequence[Any]) -> Sequence[Shown]:
        """Give passages with their words and marks."""

    def answer(self, question: Question) -> Screen:
        parts = self.parts(question)
        query = self.either(parts)
        counts = self.counted(query)
        if len(parts) > 1:
            each = [self.counted(part) for part in parts]
            counts = {number: many for number, many in counts.items() if all(number in one for one in each)}
        best = self._best(query, counts)
        passages: dict[int, list[Any]] = {number: [] for number in best}
        for number, passage in self.ranked(query, sum(counts[one] for one in best), best) if best else ():
            if len(passages[number]) < PASSAGES:
                passages[number].append(passage)
        shown = iter(self.shown(query, [one for some in passages.values() for one in some]))
        page = tuple((self.rows[number].id, tuple(next(shown) for _ in some)) for number, some in passages.items())
        return Screen(len(counts), sum(counts.values()), page, self._facets(counts))

    def _best(self, query: Any, counts: Mapping[int, int]) -> list[int]:
        """Give the testimonies with the best passages: read on in the ranking until there are twenty."""
        limit, passages = 5 * TESTIMONIES, sum(counts.values())
        while True:
            ranked = self.ranked(query, limit)
            best = list(dict.fromkeys(number for number, _ in ranked if number in counts))
            if len(best) >= min(TESTIMONIES, len(counts)) or not passages:
                return best[:TESTIMONIES]
            limit *= 5

    def _facets(self, counts: Mapping[int, int]) -> dict[str, Counter[str]]:
        rows = [self.rows[number] for number in counts]
        return {
            "collection": Counter(row.collection for row in rows),
            "kind": Counter(row.kind for row in rows),
            "decade": Counter(str(row.day // 100_000) for row in rows),
        }
