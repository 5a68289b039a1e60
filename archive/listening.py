"""Which recording a place in a testimony is on, and which words are spoken at a moment of it: functions of values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from testimonies.errors import NotFound
from testimonies.locator import Locator, Time
from testimonies.testimony import MediaItem, Testimony

SOUNDING = ("audio/", "video/", "application/ogg", "application/mxf")
"""How the mime types of recordings begin."""

_BEST = ("access_copy", "preservation_master", "supplement")
"""Which copy one listens to, where there are several of one recording; what is not named is no recording."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of a recording."""

    item: MediaItem
    milliseconds: int
    """From the beginning of the file."""


def is_recording(item: MediaItem) -> bool:
    """Whether a medium can be listened to, as far as its type tells."""
    return bool(item.mime and item.mime.startswith(SOUNDING)) and item.role in _BEST


def is_video(item: MediaItem) -> bool:
    """Whether there is something to be seen too."""
    return bool(item.mime and item.mime.startswith(("video/", "application/mxf")))


def recordings(testimony: Testimony) -> list[MediaItem]:
    """Give the recordings of a testimony, in their order."""
    return [item for item in testimony.media if is_recording(item)]


def part_of(testimony: Testimony, item: MediaItem) -> str | None:
    """Say which part a recording is of, as the item itself or the part says; None where nobody has."""
    named = (part.label for part in testimony.parts if item.file in part.media)
    return item.part or next(named, None)


def moment(testimony: Testimony, at: Locator | None) -> Moment:
    """Give the recording a place is on, and how far into it.

    A place of a part is on that part's recording. Where there are several copies the one made for listening is
    taken, and sound before video. What carries no time is as good as the beginning. Raises NotFound, with a
    sentence on what is missing.
    """
    every = recordings(testimony)
    if not every:
        raise NotFound(f"{testimony.id} has no recording to listen to for this reader.")
    milliseconds = at.spot.milliseconds if at and isinstance(at.spot, Time) else 0
    item = min(_of_part(testimony, at.part if at else None, every), key=lambda one: _preference(one, milliseconds))
    return Moment(item, milliseconds)


def _of_part(testimony: Testimony, part: str | None, every: Sequence[MediaItem]) -> Sequence[MediaItem]:
    labelled = [(item, _folded(part_of(testimony, item))) for item in every]
    theirs = [item for item, label in labelled if label == _folded(part)]
    if theirs:
        return theirs
    if part is None:
        # Words without a part, and every recording has one: the first part is where a testimony begins.
        return [item for item, label in labelled if label == labelled[0][1]]
    free = [item for item, label in labelled if not label]
    if free and len(_parts_with_times(testimony)) <= 1:
        # There is but one part, so there is nothing a recording without one could be mistaken for.
        return free
    raise NotFound(
        f"Which recording of {testimony.id} holds part {part} is not said; say it with: "
        f"earwitness edit {testimony.id} --set media.N.part={part}"
    )


def _parts_with_times(testimony: Testimony) -> set[str]:
    labels = {_folded(part.label) for part in testimony.parts}
    return labels | {
        _folded(passage.at.part)
        for transcript in testimony.transcripts
        for passage in transcript.passages
        if passage.at and isinstance(passage.at.spot, Time)
    }


def _preference(item: MediaItem, milliseconds: int) -> tuple[bool, bool, int, bool]:
    too_short = item.duration_ms is not None and item.duration_ms <= milliseconds
    return bool(item.unreadable), too_short, _BEST.index(item.role), is_video(item)


def _folded(label: str | None) -> str:
    return (label or "").casefold()


@dataclass(frozen=True, slots=True)
class Spoken:
    """A turn on a recording."""

    begins: int
    """In milliseconds of the recording."""
    passage: str
    """Its id."""


def spoken_on(testimony: Testimony, file: str) -> list[list[Spoken]]:
    """Give, for each transcript, the turns that are on a recording, in the order they are heard."""
    parts: dict[str | None, bool] = {}

    def is_on(at: Locator) -> bool:
        if at.part not in parts:
            try:
                # Any copy of the same part counts, whichever is listened to.
                parts[at.part] = any(one.file == file for one in _of_part(testimony, at.part, recordings(testimony)))
            except NotFound:
                parts[at.part] = False
        return parts[at.part]

    return [
        sorted(
            (
                Spoken(passage.at.spot.milliseconds, passage.id)
                for passage in transcript.passages
                if passage.at and isinstance(passage.at.spot, Time) and is_on(passage.at)
            ),
            key=lambda spoken: spoken.begins,
        )
        for transcript in testimony.transcripts
    ]


def heard(turns: Sequence[Spoken], milliseconds: int) -> str | None:
    """Say which turn is heard at a moment: the last that has begun; None before the first."""
    begun = None
    for spoken in turns:
        if spoken.begins > milliseconds:
            break
        begun = spoken.passage
    return begun
