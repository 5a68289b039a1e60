"""Results: the words that were found, read from what is kept, with what was asked marked in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from archive.answer import Hit, Match, Result, Row
from archive.index.matching import Sought, Text
from archive.index.outcome import Outcome
from archive.index.sight import Sight
from archive.register import Register
from testimonies.testimony import Testimony

PASSAGES = 5
"""Passages shown of one testimony."""


def row_of(owner: int, sight: Sight) -> Row:
    """Give what a list shows of a testimony."""
    kept = sight.row(owner)
    shown = {name: kept[name] for name in Row.__dataclass_fields__ if name in kept}
    return Row(**shown, glimpse=sight.is_glimpse(owner))


def result_of(owner: int, outcome: Outcome, seen: Callable[[str], Testimony], register: Register) -> Result:
    """Give a testimony that answers, with its passages; `seen` gives it as this reader may see it."""
    row = row_of(owner, outcome.sight)
    score = float(outcome.scores[owner])
    if row.glimpse:
        return Result(row, score, 0, (), ())
    found = outcome.passages(owner)
    told = [outcome.sight.snapshot.stored(docnum)["told"] for docnum in found[:PASSAGES]]
    texts = [Text(words, language) for *_, words, language in told]
    hits = tuple(
        Hit(its_id, number, at, speaker, words, _marks(text, outcome.sought))
        for (its_id, number, at, speaker, words, _), text in zip(told, texts, strict=True)
    )
    names = [sought for sought in outcome.sought if sought.names]
    matches = tuple(_matches(names, texts, lambda: seen(row.id), register)) if names else ()
    return Result(row, score, len(found), matches, hits)


def _marks(text: Text, asked: Iterable[Sought]) -> tuple[tuple[int, int], ...]:
    return merged(mark for sought in asked for mark in sought.marks(text))


def _matches(
    names: Iterable[Sought], texts: Sequence[Text], seen: Callable[[], Testimony], register: Register
) -> Iterator[Match]:
    """Say under which name each name that was asked for was found: in the words, or else in the description."""
    for sought in names:
        found = {name for text in texts for name in sought.spellings(text)}
        if not found:
            testimony = seen()
            found = {name for text in _described(testimony) for name in sought.spellings(text)}
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
