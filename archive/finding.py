"""Finding what was meant: a query in, testimonies with their words out, for one reader."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from archive.access import visible_levels
from archive.answer import Answer, Hit, Listing, Match, Result, Row
from archive.following import Follower, Load, Progress
from archive.index import grammar
from archive.index.evaluate import Evaluation, Outcome
from archive.index.folding import fold
from archive.index.matching import Lexicon, Matcher, fold_name
from archive.index.query import Query
from archive.index.schema import GLIMPSE
from archive.index.seal import IndexUnusable
from archive.index.snapshot import Sight
from archive.register import Register, Same
from archive.results import facets_of, result_of, row_of
from archive.store import StorageRoot, Trail
from testimonies.testimony import Testimony

__all__ = ["Answer", "Finder", "Hit", "Listing", "Match", "Result", "Row"]

REMEMBERED = 200
"""Testimonies whose words are kept in memory: who types a query letter by letter meets the same ones again."""

_T = TypeVar("_T")


class Finder:
    """Answers for one archive; its index is opened when first asked and kept open.

    A screen may ask from several threads: one question is answered after the other.
    """

    def __init__(self, folder: Path, key: Path, root: StorageRoot, trail: Trail) -> None:
        self._follower = Follower(folder, key, root, trail)
        self._turn = threading.RLock()
        self._lexicon: Lexicon | None = None
        self._names: tuple[Register, Mapping[str, Sequence[Same]]] = (Register(), {})
        self._words: dict[tuple[str, str, str], Testimony] = {}

    # Keeping in step

    def catch_up(self, load: Load) -> str | None:
        """Bring the index in step with the archive; a sentence where it had to be built anew."""
        with self._turn:
            return self._follower.catch_up(load)

    def rebuild(self, load: Load, progress: Progress | None = None) -> int:
        """Build the index anew; give how many testimonies it holds."""
        with self._turn:
            return self._follower.rebuild(load, progress)

    def take_up(self, ids: Iterable[str], load: Load) -> Sequence[str]:
        """Put those testimonies into the index that are missing there; give which they are."""
        with self._turn:
            return self._follower.take_up(ids, load)

    def forget(self, load: Load) -> None:
        """Take in a purge, so that no file of the index and nothing in memory still holds the words."""
        with self._turn:
            self._follower.catch_up(load)
            self._words.clear()

    def close(self) -> None:
        """Give the index back; it opens again when it is asked."""
        with self._turn:
            self._follower.close()
            self._lexicon = None

    # Answering

    def kept_as(self, sha512: str) -> str | None:
        """Give the testimony that holds a file with this digest, if there is one."""

        def ask() -> str | None:
            sight = self._sight("staff")
            return next((sight.owner[docnum] for docnum in sight.ids("digest", sha512)), None)

        return self._answered(ask)

    def listing(self, query: str, who: str, register: Register, *, sort: str, offset: int, limit: int) -> Listing:
        """Give a page of the testimonies a query finds."""

        def ask() -> Listing:
            outcome, sight, _ = self._ask(grammar.parse(query), who, register)
            order = _sorted(outcome, sight, sort or "id")
            return Listing(len(order), tuple(row_of(one, sight) for one in order[offset : offset + limit]))

        return self._answered(ask)

    def search(
        self, query: str, who: str, register: Register, seen: Callable[[str], Testimony], *, sort: str, offset: int,
        limit: int,
    ) -> Answer:  # fmt: skip
        """Answer a query; `seen` gives a testimony as this reader may see it, for its words."""
        begun = time.perf_counter()

        def ask() -> Answer:
            asked = grammar.parse(query)
            outcome, sight, notes = self._ask(asked, who, register)
            order = _sorted(outcome, sight, sort or "relevance")
            facets = facets_of(outcome, sight)
            remembered = self._remembered(who, seen)
            page = order[offset : offset + limit]
            results = tuple(result_of(one, outcome, sight, remembered, register) for one in page)
            return Answer(
                query=query,
                understood=asked.understood,
                notes=(*asked.notes, *notes),
                total=len(order),
                total_passages=outcome.total_passages,
                took_ms=(time.perf_counter() - begun) * 1000,
                testimonies=results,
                facets=facets,
                labels={key: register.label(key) for key in facets["place"] if key in register.records},
            )

        return self._answered(ask)

    def totals(self, who: str) -> dict[str, int]:
        """Count what a reader may see of the archive: testimonies, passages, words, media files."""

        def ask() -> dict[str, int]:
            sight = self._sight(who)
            counted = Counter(dict.fromkeys(("testimonies", "passages", "words", "media files"), 0))
            for testimony_id in sight.described:
                row = sight.row(testimony_id)
                words_seen = row["access"] in visible_levels(who)
                counted["testimonies"] += 1
                counted["passages"] += row.get("passages", 0) if words_seen else 0
                counted["words"] += row.get("words", 0) if words_seen else 0
                counted["media files"] += row.get("files", 0) if words_seen else 0
            return dict(counted)

        return self._answered(ask)

    def _answered(self, ask: Callable[[], _T]) -> _T:
        """Answer; where the index turns out to be damaged on the way, mend it and answer then."""
        with self._turn:
            try:
                return ask()
            except IndexUnusable as error:
                self._follower.heal(error)
                return ask()

    def _sight(self, who: str) -> Sight:
        return self._follower.snapshot().sight((*visible_levels(who), *((GLIMPSE,) if who != "staff" else ())))

    def _ask(self, asked: Query, who: str, register: Register) -> tuple[Outcome, Sight, tuple[str, ...]]:
        sight = self._sight(who)
        if self._lexicon is None or self._lexicon.snapshot is not sight.snapshot:
            self._lexicon = Lexicon(sight.snapshot)
        if self._names[0] is not register:
            self._names = (register, register.named(fold_name))
        matcher = Matcher(sight, self._lexicon, self._names[1], all_names=who == "staff")
        outcome = Evaluation(sight, matcher).answer(asked.root)
        return outcome, sight, tuple(dict.fromkeys(matcher.notes))

    def _remembered(self, who: str, seen: Callable[[str], Testimony]) -> Callable[[str], Testimony]:
        """Give testimonies from memory as long as nothing at all was changed in the archive."""
        mark = self._follower.mark()

        def give(testimony_id: str) -> Testimony:
            key = (mark, who, testimony_id)
            found = self._words.pop(key, None) or seen(testimony_id)
            # Put last again: what was not asked for longest stands first, and goes.
            if found.id and found.title:
                self._words[key] = found
            while len(self._words) > REMEMBERED:
                del self._words[next(iter(self._words))]
            return found

        return give


def _sorted(outcome: Outcome, sight: Sight, sort: str) -> Sequence[str]:
    keys: dict[str, Callable[[str], Any]] = {
        "relevance": lambda one: (-outcome.scores[one], _id_order(one)),
        "id": _id_order,
        "title": lambda one: (fold(sight.row(one).get("title") or ""), _id_order(one)),
        "date": lambda one: (_first_day(sight.row(one).get("given")), _id_order(one)),
        "told": lambda one: (_first_day(sight.row(one).get("told")), _id_order(one)),
        "extent": lambda one: (-sight.row(one).get("words", 0), _id_order(one)),
    }
    return sorted(outcome.scores, key=keys[sort])


def _id_order(testimony_id: str) -> tuple[str, int]:
    prefix, _, number = testimony_id.rpartition("-")
    return prefix, int(number) if number.isdecimal() else 0


def _first_day(days: Sequence[int] | None) -> tuple[bool, int]:
    """Undated testimonies come last."""
    return (True, 0) if days is None else (False, days[0])
