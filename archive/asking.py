"""`Asking`: every question that may be put to an archive's words, for one reader at a time.

A question may be withdrawn while it is being answered: `cancelled` is asked now and then whether it was, and then
`archive.index.cancelling.Cancelled` is raised.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from archive import access, citation
from archive.index import cancelling
from archive.mentions import in_full, question_for
from archive.register import Register
from archive.searches import SavedSearch, Searches
from testimonies.errors import NotFound, Unavailable
from testimonies.testimony import Link, Testimony
from testimonies.transcript import Passage

if TYPE_CHECKING:
    from archive.concordance import Concordance
    from archive.finding import Answer, Hit, Listing
    from archive.guiding import Guide
    from archive.index.completing import Completion
    from archive.index.keyness import KeyWord
    from archive.index.suggesting import Suggestion
    from archive.narrowing import Counts, Question
    from archive.reading import Shown
    from testimonies.locator import Locator


class Asking(ABC):
    """The part of an archive that answers questions."""

    @property
    @abstractmethod
    def finder(self) -> Guide:
        """The index."""

    @property
    @abstractmethod
    def register(self) -> Register:
        """The authority records."""

    @property
    @abstractmethod
    def searches(self) -> Searches:
        """The saved searches."""

    @abstractmethod
    def catch_up(self) -> str | None:
        """Bring the index in step with what is kept."""

    @abstractmethod
    def show(self, testimony_id: str, who: str = "staff", version: int | None = None) -> Shown:
        """Give what a reader may see of a testimony."""

    # Finding

    def search(
        self, query: str, who: str = "staff", *, sort: str = "", offset: int = 0, limit: int = 20,
        cancelled: cancelling.Withdrawn | None = None,
    ) -> Answer:  # fmt: skip
        """Search every word; see `archive.index.grammar` for what a query may say."""
        damaged: dict[str, str] = {}
        with cancelling.until(cancelled):
            self.catch_up()
            answer = self.finder.search(
                query,
                access.reader(who),
                self.register,
                self._seen_by(who, damaged),
                sort=sort,
                offset=offset,
                limit=limit,
            )
        return replace(answer, notes=(*answer.notes, *damaged.values())) if damaged else answer

    def passages(
        self, query: str, testimony_id: str, who: str = "staff", *, cancelled: cancelling.Withdrawn | None = None
    ) -> tuple[Hit, ...]:
        """Give every passage of one testimony that answers a query, in order; an answer of `search` has five of them.

        There are none where this reader does not find the testimony by that query.
        """
        with cancelling.until(cancelled):
            self.catch_up()
            return self.finder.passages(query, testimony_id, access.reader(who), self.register)

    def mentions(
        self, link: Link, who: str = "staff", *, offset: int = 0, limit: int = 20,
        cancelled: cancelling.Withdrawn | None = None,
    ) -> Answer:  # fmt: skip
        """Find every passage that names what a link stands for, by any of its names, and who is linked to it."""
        query = question_for(link, self.register)
        answer = self.search(query, who, offset=offset, limit=limit, cancelled=cancelled)
        return in_full(answer, lambda one: self.passages(query, one, who, cancelled=cancelled))

    def list(
        self, query: str = "", who: str = "staff", *, sort: str = "", offset: int = 0, limit: int = 20,
        cancelled: cancelling.Withdrawn | None = None,
    ) -> Listing:  # fmt: skip
        """List the testimonies a query finds; all of them where it is empty."""
        with cancelling.until(cancelled):
            self.catch_up()
            return self.finder.listing(
                query, access.reader(who), self.register, sort=sort, offset=offset, limit=limit
            )

    def counts(
        self, question: Question, who: str = "staff", *, cancelled: cancelling.Withdrawn | None = None
    ) -> Counts:
        """Count what the testimonies a question finds are made of, exactly and for this reader."""
        with cancelling.until(cancelled):
            self.catch_up()
            return self.finder.counts(question, access.reader(who), self.register)

    def like(
        self, testimony_id: str, at: Locator | None = None, who: str = "staff", *, within: str = "", offset: int = 0,
        limit: int = 20, cancelled: cancelling.Withdrawn | None = None,
    ) -> Answer:  # fmt: skip
        """Find passages of other testimonies that speak of what one passage, or one whole testimony, speaks of.

        `within` is a question they answer besides. Raises NotFound where there is no such passage for this reader.
        """
        passages = self._passages(self.show(testimony_id, access.reader(who)).testimony, at)
        damaged: dict[str, str] = {}
        with cancelling.until(cancelled):
            self.catch_up()
            answer = self.finder.like(
                f"{testimony_id}@{at}" if at else testimony_id,
                passages,
                testimony_id,
                within,
                who,
                self.register,
                self._seen_by(who, damaged),
                offset=offset,
                limit=limit,
            )
        return replace(answer, notes=(*answer.notes, *damaged.values())) if damaged else answer

    @staticmethod
    def _passages(testimony: Testimony, at: Locator | None) -> Sequence[tuple[Passage, str]]:
        """Give the passage at a place, or all of them, each with its language."""
        every = [(passage, one.language) for one in testimony.transcripts for passage in one.passages]
        return every if at is None else [every[citation.passage_at(testimony, at)]]

    # Helping with the question

    def suggest(
        self, query: str, who: str = "staff", *, cancelled: cancelling.Withdrawn | None = None
    ) -> tuple[Suggestion, ...]:
        """Give at most three questions that find more, where words of this one seem to be misspelt."""
        with cancelling.until(cancelled):
            self.catch_up()
            return self.finder.suggest(query, access.reader(who), self.register, self._seen_by(who, {}))

    def complete(
        self, query: str, cursor: int | None = None, who: str = "staff", *, limit: int = 10,
        cancelled: cancelling.Withdrawn | None = None,
    ) -> tuple[Completion, ...]:  # fmt: skip
        """Give what the word at the cursor (a place in `query`; its end where nothing is said) may become."""
        where = len(query) if cursor is None else cursor
        with cancelling.until(cancelled):
            self.catch_up()
            return self.finder.complete(
                query, where, access.reader(who), self.register, self._seen_by(who, {}), limit
            )

    # Reading closely

    def concordance(
        self, query: str, who: str = "staff", *, sort: str = "place", context: int = 200, offset: int = 0,
        limit: int = 20, cancelled: cancelling.Withdrawn | None = None,
    ) -> Concordance:  # fmt: skip
        """Give every occurrence with so many code points of `context` on either side, sorted by place, left or right.

        Every passage that answers is read for it, so that the total is exact.
        """
        with cancelling.until(cancelled):
            self.catch_up()
            return self.finder.concordance(
                query, access.reader(who), self.register, sort=sort, context=context, offset=offset, limit=limit
            )

    def key_words(
        self, testimony_id: str, who: str = "staff", *, most: int = 20, cancelled: cancelling.Withdrawn | None = None
    ) -> Sequence[KeyWord]:
        """Give the words a testimony has more of than all the others this reader may see."""
        testimony = self.show(testimony_id, access.reader(who)).testimony
        with cancelling.until(cancelled):
            self.catch_up()
            return self.finder.key_words(testimony, who, most)

    # Saved searches

    def saved_searches(self, who: str = "staff") -> Sequence[SavedSearch]:
        """Give the saved searches by name; for staff only, since a question may name what is not open."""
        access.staff_only(access.reader(who), "The list of saved searches")
        return self.searches.every()

    def _seen_by(self, who: str, damaged: dict[str, str]) -> Callable[[str], Testimony]:
        """Give the way to a testimony's words; one damaged since it was indexed has none, and is noted."""

        def seen(testimony_id: str) -> Testimony:
            try:
                return self.show(testimony_id, who).testimony
            except (NotFound, Unavailable):
                damaged[testimony_id] = f"{testimony_id} can't be read now; run: earwitness verify {testimony_id}"
                return access.nothing_of(testimony_id)

        return seen
