"""Results: the words that were found, read from what is kept, with what was asked marked in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import repeat

from archive.answer import Hit, Match, Result, Row
from archive.index.marking import Marker
from archive.index.matching import Sought, Text
from archive.index.outcome import Outcome
from archive.index.sight import Sight
from archive.index.snapshot import Told
from archive.register import Register
from testimonies.testimony import Testimony

ALIKE = "sounds alike"
"""Why a name counts that was found by its sound."""

PASSAGES = 5
"""Passages shown of one testimony."""


def row_of(owner: int, sight: Sight) -> Row:
    """Give what a list shows of a testimony."""
    kept = sight.row(owner)
    shown = {name: kept[name] for name in Row.__dataclass_fields__ if name in kept}
    return Row(**shown, glimpse=sight.is_glimpse(owner))


def result_of(
    owner: int, outcome: Outcome, marker: Marker, seen: Callable[[str], Testimony], register: Register
) -> Result:
    """Give a testimony that answers, with its passages; `seen` gives it as this reader may see it."""
    row = row_of(owner, outcome.sight)
    score = float(outcome.scores[owner])
    if row.glimpse:
        return Result(row, score, 0, (), ())
    found = outcome.passages(owner)
    told = [outcome.sight.snapshot.told(docnum) for docnum in found[:PASSAGES]]
    texts = [Text(one.words, one.language) for one in told]
    hits = tuple(map(_hit, told, texts, repeat(marker)))
    names = {sought: outcome.is_described(owner, sought) for sought in outcome.sought if sought.names or sought.alike}
    matches = tuple(_matches(names, texts, lambda: seen(row.id), register))
    return Result(row, score, len(found), matches, hits)


def hits_of(docnums: Iterable[int], outcome: Outcome) -> tuple[Hit, ...]:
    """Give passages with what was asked marked in them."""
    marker = Marker(outcome.sought)
    told = [outcome.sight.snapshot.told(docnum) for docnum in docnums]
    return tuple(_hit(one, Text(one.words, one.language), marker) for one in told)


def _hit(told: Told, text: Text, marker: Marker) -> Hit:
    return Hit(told.id, told.number, told.at, told.speaker, told.words, marker.marks(text))


def _matches(
    names: Mapping[Sought, bool], texts: Sequence[Text], seen: Callable[[], Testimony], register: Register
) -> Iterator[Match]:
    """Say under which name each name that was asked for was found: in the words, or else in the description.

    Whether the description holds it is known of each name: mostly it does not, and nothing is read for it.
    """
    read = cache(lambda: list(_described(seen())))
    for sought, is_described in names.items():
        described = read if is_described else tuple
        found = _spelled(texts, described, sought.spellings)
        if sought.names and is_described and not found:
            linked = {link.ref for link in seen().links() if link.ref} & sought.authorities
            found = {register.label(key) for key in linked}
        for name in sorted(found):
            yield Match(sought.asked, name)
        if sought.alike:
            for name in sorted(_spelled(texts, described, sought.heard) - found):
                yield Match(sought.asked, name, ALIKE)


def _spelled(
    texts: Iterable[Text], described: Callable[[], Iterable[Text]], spellings: Callable[[Text], set[str]]
) -> set[str]:
    """Give the spellings that stand in the words, or else in the description."""
    return set().union(*map(spellings, texts)) or set().union(*map(spellings, described()))


def _described(testimony: Testimony) -> Iterator[Text]:
    for text in (testimony.title, testimony.scope_and_content or "", *(link.name for link in testimony.links())):
        yield Text(text, "en")
