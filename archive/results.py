"""Results: the words that were found, read from what is kept, with what was asked marked in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from archive.answer import Hit, Match, Result, Row
from archive.index.evaluate import Outcome
from archive.index.matching import Sought, Text
from archive.index.snapshot import Sight
from archive.register import Register
from testimonies.testimony import Testimony
from testimonies.transcript import Passage, Transcript

PASSAGES = 5
"""Passages shown of one testimony."""


def row_of(testimony_id: str, sight: Sight) -> Row:
    """Give what a list shows of a testimony."""
    kept = sight.row(testimony_id)
    shown = {name: kept[name] for name in Row.__dataclass_fields__ if name in kept}
    return Row(**shown, glimpse=sight.is_glimpse(testimony_id))


def result_of(
    testimony_id: str, outcome: Outcome, sight: Sight, seen: Callable[[str], Testimony], register: Register
) -> Result:
    """Give a testimony that answers, with its passages; `seen` gives it as this reader may see it."""
    row = row_of(testimony_id, sight)
    score = outcome.scores[testimony_id]
    if row.glimpse:
        return Result(row, score, 0, (), ())
    found = outcome.passages(testimony_id)
    testimony = seen(testimony_id)
    ids = [sight.snapshot.document(docnum).partition("#")[2] for docnum in found[:PASSAGES]]
    placed = {passage.id: (number, passage, told) for number, passage, told in _passages(testimony, ids)}
    texts = {one: Text(passage.words, told.language) for one, (_, passage, told) in placed.items()}
    hits = tuple(_hit(*placed[one][:2], texts[one], outcome.sought) for one in ids if one in placed)
    names = [sought for sought in outcome.sought if sought.names]
    matches = tuple(_matches(names, texts.values(), testimony, register)) if names else ()
    return Result(row, score, len(found), matches, hits)


def _passages(testimony: Testimony, ids: Sequence[str]) -> Iterator[tuple[int, Passage, Transcript]]:
    wanted = frozenset(ids)
    for transcript in testimony.transcripts:
        for number, passage in enumerate(transcript.passages, 1):
            if passage.id in wanted:
                yield number, passage, transcript


def _hit(number: int, passage: Passage, text: Text, asked: Iterable[Sought]) -> Hit:
    marks = merged(mark for sought in asked for mark in sought.marks(text))
    at = str(passage.at) if passage.at else None
    return Hit(passage.id, number, at, passage.speaker, passage.words, marks)


def _matches(
    names: Iterable[Sought], texts: Iterable[Text], testimony: Testimony, register: Register
) -> Iterator[Match]:
    """Say under which name each name that was asked for was found: in the words, or else in the description."""
    texts = list(texts)
    for sought in names:
        found = {name for text in texts for name in sought.spellings(text)}
        found = found or {name for text in _described(testimony) for name in sought.spellings(text)}
        if not found:
            linked = {link.ref for link in testimony.links() if link.ref} & sought.authorities
            found = {register.label(key) for key in linked}
        for name in sorted(found):
            yield Match(sought.asked, name)


def _described(testimony: Testimony) -> Iterator[Text]:
    for text in (testimony.title, testimony.scope_and_content or "", *(link.name for link in testimony.links())):
        yield Text(text, "en")


def merged(marks: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Give marks in their order, those that overlap made one.

    >>> merged([(4, 9), (0, 3), (6, 12)])
    ((0, 3), (4, 12))
    """
    done: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if done and start < done[-1][1]:
            done[-1] = (done[-1][0], max(end, done[-1][1]))
        else:
            done.append((start, end))
    return tuple(done)


def facets_of(outcome: Outcome, sight: Sight) -> dict[str, dict[str, int]]:
    """Count what the testimonies that answer are made of, the most frequent first."""
    counts: dict[str, dict[str, int]] = {name: {} for name in (*_ONE, *_SEVERAL)}
    for testimony_id in outcome.scores:
        for name, value in _facets(sight.row(testimony_id)):
            counts[name][value] = counts[name].get(value, 0) + 1
    order = ("collection", "kind", "language", "place", "decade", "media", "access")
    return {name: dict(sorted(counts[name].items(), key=lambda pair: (-pair[1], pair[0]))) for name in order}


_ONE = ("collection", "kind", "decade", "access")
_SEVERAL = {"language": "languages", "place": "places", "media": "media"}


def _facets(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in _ONE:
        if row.get(name):
            yield name, row[name]
    for name, key in _SEVERAL.items():
        for value in row.get(key, ()):
            yield name, value
