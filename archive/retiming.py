"""Retiming: the time codes of a record shifted and stretched so that they fit the recording again, as values.

An anchor says that what stands at one time is heard at another. One anchor shifts everything by the same; between two
of them time is stretched evenly, and before the first and behind the last it goes on as beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive import listening
from testimonies import locator
from testimonies.errors import BadInput, WrongUsage
from testimonies.locator import Locator, Time
from testimonies.quoting import quoted
from testimonies.testimony import Testimony
from testimonies.transcript import Transcript

TOLERANCE = 1000
"""Milliseconds a time may stand behind the end of its recording: lengths are told in whole seconds by many."""


@dataclass(frozen=True, slots=True, order=True)
class Anchor:
    """What stands at one time in the transcript is heard at another in the recording; both in milliseconds."""

    stands: int
    heard: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A time code before and after, with the words that stand there."""

    before: Locator
    after: Locator
    words: str


@dataclass(frozen=True, slots=True)
class Retimed:
    """A record with other time codes, and what of it was moved."""

    testimony: Testimony
    moved: Sequence[Moved]
    """Every turn that was moved, in its order."""
    passages: int
    segments: int
    redactions: int


def read_anchor(text: str) -> tuple[str | None, Anchor]:
    """Read `01:00=01:03`, with the part before it where one is named: `2b/01:00=01:03`.

    >>> read_anchor("01:00=01:03")
    (None, Anchor(stands=60000, heard=63000))
    """
    stands, equals, heard = text.partition("=")
    if not equals:
        raise WrongUsage(f"--anchor {quoted(text)} is not OLD=NEW, such as 01:00=01:03.")
    before, after = locator.parse(stands), locator.parse(heard)
    if not isinstance(before.spot, Time) or not isinstance(after.spot, Time):
        raise WrongUsage(f"--anchor {quoted(text)}: both have to be times, such as 01:00=01:03.")
    if after.part and _folded(after.part) != _folded(before.part):
        raise WrongUsage(f"--anchor {quoted(text)}: both have to be of the same part.")
    return before.part, Anchor(before.spot.milliseconds, after.spot.milliseconds)


def retimed(testimony: Testimony, anchors: Sequence[Anchor], part: str | None = None) -> Retimed:
    """Move every timed place of one part of a record: passages, segments and redactions.

    Raises WrongUsage where the anchors contradict one another or the part is not said, BadInput where a time would
    come to stand before the beginning or behind the end of the recording.
    """
    moves = _course(anchors)
    label = _part(testimony, part)
    whole_seconds = all(at.milliseconds % 1000 == 0 for at in _times(testimony, label))

    def move(at: Locator | None) -> Locator | None:
        if at is None or not isinstance(at.spot, Time) or _folded(at.part) != label:
            return at
        after = moves(at.spot.milliseconds)
        # A transcript that tells seconds goes on telling seconds: a thousandth would claim what nobody measured.
        milliseconds = round(after / 1000) * 1000 if whole_seconds else round(after)
        if milliseconds < 0:
            raise BadInput(
                f"{at} would come to stand {Time(-milliseconds)} before the beginning; "
                "an anchor near the beginning is wrong or missing."
            )
        return replace(at, spot=Time(milliseconds))

    after = _with_places(testimony, move)
    _refuse_behind_the_end(testimony, after, label)
    return Retimed(
        after,
        tuple(_moved(testimony, after, label)),
        passages=sum(1 for at in _passage_places(testimony) if _is_in(at, label)),
        segments=sum(1 for segment in testimony.segments if _is_in(segment.at, label)),
        redactions=sum(1 for one in testimony.redactions if _is_in(one.at, label) or _is_in(one.until, label)),
    )


def preview(moved: Sequence[Moved], anchors: Sequence[Anchor]) -> Sequence[Moved]:
    """Choose the turns to look at before it is done: the first, the last, and the one at each anchor."""
    if not moved:
        return ()
    wanted = {0, len(moved) - 1}
    places = [one.before for one in moved]
    for anchor in anchors:
        wanted.add(locator.nearest(places, Locator(Time(anchor.stands), places[0].part)) or 0)
    return [moved[number] for number in sorted(wanted)]


def _course(anchors: Sequence[Anchor]) -> Callable[[int], float]:
    """Give where a time goes."""
    if not anchors:
        raise WrongUsage("Say with --anchor OLD=NEW which time is heard at which, at least once.")
    known = sorted(set(anchors))
    for one, other in pairwise(known):
        if one.stands == other.stands or one.heard >= other.heard:
            raise WrongUsage(
                f"The anchors {_said(one)} and {_said(other)} contradict each other: times would be out of order."
            )
    if len(known) == 1:
        return lambda time: time + known[0].heard - known[0].stands

    def moved(time: int) -> float:
        pairs = list(pairwise(known))
        one, other = next((pair for pair in pairs if time <= pair[1].stands), pairs[-1])
        slope = (other.heard - one.heard) / (other.stands - one.stands)
        return one.heard + (time - one.stands) * slope

    return moved


def _said(anchor: Anchor) -> str:
    return f"{Time(anchor.stands)}={Time(anchor.heard)}"


def _part(testimony: Testimony, wanted: str | None) -> str:
    """Give the part that is meant, folded; refuse to choose among several."""
    labels = {_folded(at.part): at.part or "" for at in _timed(testimony)}
    if not labels:
        raise BadInput(f"{testimony.id} has no time codes to be moved.")
    if wanted is not None:
        if _folded(wanted) not in labels:
            known = ", ".join(label for label in labels.values() if label) or "none"
            raise BadInput(f"{testimony.id} has no time codes in part {quoted(wanted)}; it has: {known}.")
        return _folded(wanted)
    if len(labels) > 1:
        known = ", ".join(label or "(no part)" for label in labels.values())
        raise WrongUsage(f"{testimony.id} has several parts: {known}; say with --part which is meant.")
    return next(iter(labels))


def _folded(label: str | None) -> str:
    return (label or "").casefold()


def _is_in(at: Locator | None, label: str) -> bool:
    return at is not None and isinstance(at.spot, Time) and _folded(at.part) == label


def _places(testimony: Testimony) -> Iterator[Locator | None]:
    for transcript in testimony.transcripts:
        for passage in transcript.passages:
            yield from (passage.at, passage.until)
    yield from (segment.at for segment in testimony.segments)
    for redaction in testimony.redactions:
        yield from (redaction.at, redaction.until)


def _passage_places(testimony: Testimony) -> Iterator[Locator | None]:
    return (passage.at for transcript in testimony.transcripts for passage in transcript.passages)


def _timed(testimony: Testimony) -> Iterator[Locator]:
    return (at for at in _places(testimony) if at and isinstance(at.spot, Time))


def _times(testimony: Testimony, label: str) -> Iterator[Time]:
    return (at.spot for at in _timed(testimony) if isinstance(at.spot, Time) and _folded(at.part) == label)


def _with_places(testimony: Testimony, move: Callable[[Locator | None], Locator | None]) -> Testimony:
    def of(transcript: Transcript) -> Transcript:
        moved = (replace(one, at=move(one.at), until=move(one.until)) for one in transcript.passages)
        return replace(transcript, passages=tuple(moved))

    return replace(
        testimony,
        transcripts=tuple(of(transcript) for transcript in testimony.transcripts),
        segments=tuple(replace(segment, at=move(segment.at) or segment.at) for segment in testimony.segments),
        redactions=tuple(replace(one, at=move(one.at), until=move(one.until)) for one in testimony.redactions),
    )


def _moved(before: Testimony, after: Testimony, label: str) -> Iterator[Moved]:
    for old, new in zip(before.transcripts, after.transcripts, strict=True):
        for one, other in zip(old.passages, new.passages, strict=True):
            if one.at and other.at and _is_in(one.at, label):
                yield Moved(one.at, other.at, one.words)


def _refuse_behind_the_end(before: Testimony, after: Testimony, label: str) -> None:
    lengths = [
        item.duration_ms
        for item in listening.recordings(before)
        if item.duration_ms and _folded(listening.part_of(before, item)) in (label, "")
    ]
    lengths += [part.duration_ms for part in before.parts if part.duration_ms and _folded(part.label) == label]
    if not lengths:
        return
    longest = max(lengths)
    for old, new in zip(_timed(before), _timed(after), strict=True):
        if _is_in(new, label) and isinstance(new.spot, Time) and new.spot.milliseconds > longest + TOLERANCE:
            raise BadInput(
                f"{old} would come to stand at {new}, behind the end of the recording at "
                f"{Time(longest // 1000 * 1000)}; an anchor near the end is wrong or missing."
            )
