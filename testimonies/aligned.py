"""Two transcripts beside each other, such as an original and its translation, moment by moment."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import pairwise, zip_longest

from testimonies.locator import Locator
from testimonies.transcript import Passage, Transcript

Pair = tuple[tuple[Passage, ...], tuple[Passage, ...]]
"""What the one and the other transcript have at one place; either may have nothing there, or several passages."""


def aligned(one: Transcript, other: Transcript) -> list[Pair]:
    """Put two transcripts beside each other: by their places, or one after another where places are missing.

    A passage of the other stands beside the last one of the first that begins at or before it.
    """
    if not _is_placed(one.passages) or not _is_placed(other.passages):
        pairs = zip_longest(one.passages, other.passages)
        return [((left,) if left else (), (right,) if right else ()) for left, right in pairs]
    return _by_place(one.passages, other.passages)


def _is_placed(passages: Sequence[Passage]) -> bool:
    """Whether every passage has a place of one kind, and they stand in their order within each part."""
    places = [passage.at for passage in passages]
    if not places or any(place is None for place in places):
        return False
    known = [place for place in places if place]
    if len({type(place.spot) for place in known}) > 1:
        return False
    return all(a.part != b.part or a.position <= b.position for a, b in pairwise(known))


def _by_place(ones: Sequence[Passage], others: Sequence[Passage]) -> list[Pair]:
    if type(ones[0].at and ones[0].at.spot) is not type(others[0].at and others[0].at.spot):
        return [((one,), ()) for one in ones] + [((), (other,)) for other in others]
    pairs: list[tuple[list[Passage], list[Passage]]] = []
    waiting = deque(others)
    while waiting and _comes_before(waiting[0].at, ones[0].at):
        pairs.append(([], [waiting.popleft()]))
    for number, one in enumerate(ones):
        beside: list[Passage] = []
        following = ones[number + 1].at if number + 1 < len(ones) else None
        while waiting and _belongs(waiting[0].at, one.at, following):
            beside.append(waiting.popleft())
        pairs.append(([one], beside))
    return [(tuple(left), tuple(right)) for left, right in pairs] + [((), (other,)) for other in waiting]


def _comes_before(place: Locator | None, first: Locator | None) -> bool:
    return bool(place and first and place.part == first.part and place.position < first.position)


def _belongs(place: Locator | None, here: Locator | None, following: Locator | None) -> bool:
    """Whether a place is reached here, and not only with what follows."""
    if not place or not here or place.part != here.part:
        return False
    return following is None or following.part != here.part or place.position < following.position
