"""The words: passages in the order they were said or written, in one language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from testimonies.form import Extra, extra, one_of
from testimonies.locator import Locator

KINDS = ("original", "translation")
METHODS = ("human", "machine", "machine_corrected")
STATUSES = ("raw", "checked", "authorised_by_narrator")
TIMINGS = ("none", "cue", "interval", "page_line", "paragraph")


@dataclass(frozen=True, slots=True)
class Passage:
    """One turn of speech, one paragraph, or one line of a document: what a search finds."""

    words: str
    id: str = ""
    """Permanent: survives every edit and is never given to another passage. Empty until kept."""
    at: Locator | None = None
    """Where it stands: a time, a page and line, or a paragraph; None where nobody knows."""
    until: Locator | None = None
    speaker: str | None = None
    unclear: tuple[tuple[int, int], ...] = ()
    """Stretches [start, end) in code points that the transcriber could not hear or read for certain."""
    extra: Extra = extra()


@dataclass(frozen=True, slots=True)
class Transcript:
    """The passages of a testimony in one language, and how they came to be."""

    language: str
    """A BCP 47 tag; `und` where nobody knows."""
    kind: str = one_of(KINDS, "original")
    method: str = one_of(METHODS, "human")
    status: str = one_of(STATUSES, "raw")
    timing: str = one_of(TIMINGS, "none")
    by: str | None = None
    """Transcriber or translator."""
    note: str | None = None
    passages: tuple[Passage, ...] = ()
    extra: Extra = extra()

    HEADER: ClassVar[tuple[str, ...]] = ("language", "kind", "method", "status", "timing", "by", "note")

    @property
    def words(self) -> int:
        """How many words it holds, counted as runs between spaces."""
        return sum(len(passage.words.split()) for passage in self.passages)


_NUMBERED = re.compile(r"s([0-9]{4,})")


def with_ids(transcripts: Iterable[Transcript], used: Iterable[str] = ()) -> tuple[Transcript, ...]:
    """Give every passage that has none a permanent id, after the highest ever `used`.

    >>> with_ids([Transcript("en", passages=(Passage("It rained."),))])[0].passages[0].id
    's0001'
    """
    transcripts = tuple(transcripts)
    taken = {*used, *(passage.id for transcript in transcripts for passage in transcript.passages)}
    numbers = (int(match[1]) for name in taken if (match := _NUMBERED.fullmatch(name)))
    following = max(numbers, default=0) + 1
    given = []
    for transcript in transcripts:
        passages = []
        for passage in transcript.passages:
            if not passage.id:
                passage = replace(passage, id=f"s{following:04}")  # noqa: PLW2901 - the same passage, named
                following += 1
            passages.append(passage)
        given.append(replace(transcript, passages=tuple(passages)))
    return tuple(given)
