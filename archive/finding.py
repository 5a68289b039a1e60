"""Finding what was meant: a query in, testimonies with their words out, for one reader."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from archive.access import visible_levels
from archive.answer import Answer, Hit, Listing, Match, Result, Row
from archive.following import Follower, Load, Progress
from archive.index import grammar
from archive.index.evaluate import Evaluation
from archive.index.hearing import unheard
from archive.index.marking import Marker
from archive.index.matching import Lexicon, Matcher, fold_name
from archive.index.outcome import Outcome
from archive.index.query import Query
from archive.index.schema import GLIMPSE
from archive.index.seal import IndexUnusable
from archive.index.sight import Sight
from archive.narrowing import Counts, Question
from archive.register import Register, Same
from archive.results import hits_of, result_of, row_of
from archive.store import StorageRoot, Trail
from testimonies.testimony import Testimony

__all__ = ["Answer", "Finder", "Hit", "Listing", "Match", "Result", "Row"]

LISTED = ("id", "title", "kind", "date", "collection", "extent", "access")
"""What a list shows of a testimony to whoever knows of it."""

_T = TypeVar("_T")


class Finder:
    """Answers for one archive; its index is opened when first asked and kept open.

    A screen may ask from several threads: one question is answered after the other.
    """

    def __init__(self, folder: Path, key: Path, root: StorageRoot, trail: Trail) -> None:
        self._follower = Follower(folder, key, root, trail)
        self._turn = threading.RLock()
        self._lexicon: Lexicon | None = None
        self._names: tuple[Register, Mapping[str, Sequence[Same]], frozenset[str]] = (Register(), {}, frozenset())

    # Keeping in step

    def catch_up(self, load: Load) -> str | None:
        """Bring the index in step with the archive; a sentence where it had to be built anew."""
        with self._turn:
            return self._follower.catch_up(load)

    def said(self) -> str | None:
        """Give the sentence about an index that had to be healed in the middle of a question, once."""
        return self._follower.said()

    def is_usable(self) -> bool:
        """Whether there is an index that answers, be it behind."""
        with self._turn:
            return self._follower.is_usable()

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
            outcome, _ = self._ask(grammar.parse(query), who, register)
            page = outcome.page(sort or "id", offset, limit)
            return Listing(outcome.total, tuple(row_of(one, outcome.sight) for one in page))

        return self._answered(ask)

    def search(
        self, query: str, who: str, register: Register, seen: Callable[[str], Testimony], *, sort: str, offset: int,
        limit: int,
    ) -> Answer:  # fmt: skip
        """Answer a query; `seen` gives a testimony as this reader may see it, for its words."""
        begun = time.perf_counter()

        def ask() -> Answer:
            asked = grammar.parse(query)
            outcome, notes = self._ask(asked, who, register)
            facets = outcome.facets()
            page = outcome.page(sort or "relevance", offset, limit)
            marker = Marker(outcome.sought)
            results = tuple(result_of(one, outcome, marker, seen, register) for one in page)
            return Answer(
                query=query,
                understood=asked.understood,
                notes=(*asked.notes, *notes),
                total=outcome.total,
                total_passages=outcome.total_passages,
                took_ms=(time.perf_counter() - begun) * 1000,
                testimonies=results,
                facets=facets,
                labels={key: register.label(key) for key in facets["place"] if key in register.records},
            )

        return self._answered(ask)

    def counts(self, question: Question, who: str, register: Register) -> Counts:
        """Count what the testimonies a question finds are made of, and what a further value would find."""

        def ask() -> Counts:
            facets = self._facets(question, who, register)
            for facet in dict.fromkeys(choice.facet for choice in question.chosen):
                facets[facet] = self._facets(question.beside(facet), who, register)[facet]
            return Counts(facets, _labels(facets, register))

        return self._answered(ask)

    def _facets(self, question: Question, who: str, register: Register) -> dict[str, dict[str, int]]:
        outcome, _ = self._ask(grammar.parse(question.text), who, register)
        return outcome.facets()

    def passages(self, query: str, testimony_id: str, who: str, register: Register) -> tuple[Hit, ...]:
        """Give every passage of one testimony that answers a query, as they follow one another."""

        def ask() -> tuple[Hit, ...]:
            outcome, _ = self._ask(grammar.parse(query), who, register)
            names = outcome.sight.owner.texts
            found = outcome.passages(names.index(testimony_id)) if testimony_id in names else []
            return hits_of(sorted(found), outcome)

        return self._answered(ask)

    def rows(self, who: str) -> Iterator[Mapping[str, Any]]:
        """Give what is counted of every testimony this reader knows of, in no order.

        Of one whose words they may not see, only what a list shows.
        """

        def ask() -> list[Mapping[str, Any]]:
            sight = self._sight(who)
            return [*sight.snapshot.rows(sight.description[sight.described.nonzero()[0]].tolist())]

        return (
            row if row["access"] in visible_levels(who) else {key: row.get(key) for key in LISTED}
            for row in self._answered(ask)
        )

    def years(self, who: str) -> Mapping[int, int]:
        """Count for each year the testimonies that tell of it, in the order of the years; none for those undated."""

        def ask() -> Mapping[int, int]:
            sight = self._sight(who)
            return sight.years()

        return self._answered(ask)

    def linked(self, who: str, ids: Sequence[str] | None = None) -> Mapping[str, int]:
        """Count for each authority record, or for those named, the testimonies this reader knows of that link it."""

        def ask() -> Mapping[str, int]:
            sight = self._sight(who)
            return sight.linked if ids is None else {one: sight.links(one) for one in ids}

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
        levels = (*visible_levels(who), *((GLIMPSE,) if who != "staff" else ()))
        return Sight.of(self._follower.snapshot(), levels)

    def _ask(self, asked: Query, who: str, register: Register) -> tuple[Outcome, tuple[str, ...]]:
        sight = self._sight(who)
        if self._lexicon is None or self._lexicon.snapshot is not sight.snapshot:
            self._lexicon = Lexicon(sight.snapshot)
        if self._names[0] is not register:
            self._names = (register, register.named(fold_name), unheard(register.protected_names()))
        _, named, apart = self._names
        matcher = Matcher(sight, self._lexicon, named, all_names=who == "staff", unheard=apart)
        outcome = Evaluation(sight, matcher).answer(asked.root)
        return outcome, tuple(dict.fromkeys(matcher.notes))


def _labels(facets: Mapping[str, Mapping[str, int]], register: Register) -> dict[str, str]:
    """Give what the records say that facets count by their ids."""
    named = {key: key for key in facets["place"]} | {key: f"collection-{key}" for key in facets["collection"]}
    return {key: register.label(record) for key, record in named.items() if record in register.records}
