"""Who may see what. Every surface asks `may`, and shows a record only through `view`.

`staff` sees open, restricted and staff parts; `open` sees open parts only; closed parts need a key, and there are
none yet. A reader is a view and no protection: whoever can read the folder reads what is not encrypted.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from testimonies import edtf
from testimonies.access import LEVELS, Access, Decision, Redaction, strictest
from testimonies.authority import Authority, Collection, Name, Place, is_protected
from testimonies.errors import AccessRefused, WrongUsage
from testimonies.testimony import CustodialEvent, MediaItem, Relation, Testimony
from testimonies.transcript import Passage, Transcript

READERS = ("open", "staff")
"""Whose eyes a command looks through; `staff` where nothing is said."""

_SEES = {"open": LEVELS[:1], "staff": LEVELS[:3]}

UNDATED = edtf.parse("XXXX")

WITHHELD = "[withheld]"
"""What stands in place of withheld words."""


def reader(name: str) -> str:
    """Check a reader's name."""
    if name not in READERS:
        raise WrongUsage(f"There is no reader “{name}”; use one of {', '.join(READERS)}.")
    return name


def may(who: str, part: Decision | str) -> bool:
    """Whether the reader `who` may see a part with this decision or level.

    >>> may("open", "staff"), may("staff", "restricted"), may("staff", "closed")
    (False, True, False)
    """
    return (part if isinstance(part, str) else part.level) in _SEES[who]


def visible_levels(who: str) -> tuple[str, ...]:
    """Give the levels a reader may see, for the index to filter by before it scores."""
    return _SEES[who]


def transcript_level(access: Access) -> str:
    """Give the level of the words: never more open than the description they belong to."""
    return access.level


def media_level(testimony: Testimony, item: MediaItem) -> str:
    """Give the level of a media item: its own decision or the transcript's, never above the description's."""
    own = item.access or testimony.access.transcript
    return strictest((own.level, testimony.access.description.level))


def exists_for(who: str, testimony: Testimony) -> bool:
    """Whether the record exists at all for this reader."""
    return may(who, testimony.access.description) or testimony.access.listed


def staff_only(who: str, what: str) -> None:
    """Refuse to show others than staff what no level is given for: histories, records as they are kept, the trail."""
    if who != "staff":
        raise AccessRefused(f"{what} is for the people who keep the archive; ask as staff.")


def names_only(authority: Authority) -> Authority:
    """Give what readers below staff see of an authority record: its names, or what a collection says of itself."""
    if isinstance(authority, Collection):
        return replace(authority, naming_policy=None, default_access=Access(), note=None, extra={})
    names = tuple(replace(name, source=None, extra={}) for name in public_names(authority))
    if isinstance(authority, Place) and (coordinates := public_coordinates(authority)):
        return Place(
            id=authority.id,
            names=names,
            coordinates=f"{coordinates[0]:g}, {coordinates[1]:g}",
            precision=authority.public_precision,
        )
    return type(authority)(id=authority.id, names=names)


def public_names(authority: Authority) -> Sequence[Name]:
    """Give the names everybody may know: of a protected person only those that stand for them.

    >>> from testimonies.authority import Person
    >>> one = Person(protection="pseudonym", names=(Name("Real", kind="authorised"), Name("Amina", kind="pseudonym")))
    >>> [name.text for name in public_names(one)]
    ['Amina']
    """
    if isinstance(authority, Collection) or not is_protected(authority):
        return () if isinstance(authority, Collection) else authority.names
    return [name for name in authority.names if name.kind == "pseudonym"] or authority.names[:1]


_PUBLIC_DIGITS = {"exact": 6, "town": 1, "district": 0}
"""How many decimals of a degree everybody may know: of a town some ten kilometres, of a district a hundred."""


def public_coordinates(place: Place) -> tuple[float, float] | None:
    """Give where a place is, as exactly as everybody may know it; None where nobody may, or nobody has said."""
    digits = _PUBLIC_DIGITS.get(place.public_precision or "none")
    where = coordinates(place)
    return (round(where[0], digits), round(where[1], digits)) if where and digits is not None else None


def coordinates(place: Place) -> tuple[float, float] | None:
    """Give the degrees of latitude and longitude of a place; None where it has none that can be read.

    >>> coordinates(Place(names=(), coordinates="39.8177, 46.7528")), coordinates(Place(names=(), coordinates="up"))
    ((39.8177, 46.7528), None)
    """
    parts = (place.coordinates or "").replace(";", ",").split(",")
    try:
        latitude, longitude = (float(part) for part in parts)
    except ValueError:
        return None
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None


def nothing_of(testimony_id: str) -> Testimony:
    """Give an empty testimony, for one that can't be read."""
    return Testimony(id=testimony_id, kind="observation", title="", date=UNDATED, collection="")


def view(testimony: Testimony, who: str, load: Callable[[str], Testimony | None]) -> Testimony | None:
    """Give what a reader may see of a testimony, or None where it does not exist for them.

    `load` gives another record, or None where there is none, so that no relation gives one away.
    """
    if who == "staff":
        return _without_closed(testimony)
    if not exists_for(who, testimony):
        return None
    if not may(who, testimony.access.description):
        return glimpse(testimony)
    words = may(who, transcript_level(testimony.access))
    whole = load(testimony.part_of) if testimony.part_of else None
    return replace(
        testimony,
        part_of=testimony.part_of if whole and exists_for(who, whole) else None,
        transcripts=tuple(redacted(t, testimony.redactions) for t in testimony.transcripts) if words else (),
        segments=testimony.segments if words and not testimony.redactions else (),
        media=tuple(
            _public(item)
            for item in testimony.media
            if may(who, media_level(testimony, item)) and not _is_redacted(item, testimony.redactions)
        ),
        relations=tuple(
            _without_quotes(relation)
            for relation in testimony.relations
            if words and all(_words_open(who, load(point.testimony)) for point in (relation.from_, relation.to))
        ),
        access=_levels_only(testimony.access),
        rights=replace(testimony.rights, contact=None, note=None, extra={}) if testimony.rights else None,
        # What only the people who keep the archive need: names on forms, who brought it, what came from where.
        consents=(),
        acquisition=None,
        custodial_history=tuple(CustodialEvent(event.action, event.date) for event in testimony.custodial_history),
        notes=(),
        redactions=(),
        source=(),
        extra={},
    )


def _words_open(who: str, testimony: Testimony | None) -> bool:
    # What is said of two records is as open as the stricter of them.
    return testimony is not None and may(who, testimony.access.description) and may(who, testimony.access.level)


def _without_quotes(relation: Relation) -> Relation:
    """Point at passages without their words: they may have been redacted since."""
    from_, to = (replace(point, quoted=None, extra={}) for point in (relation.from_, relation.to))
    return replace(relation, from_=from_, to=to, note=None, by=None, extra={})


def glimpse(testimony: Testimony) -> Testimony:
    """Give what is shown of a listed record whose description is not open."""
    return Testimony(
        id=testimony.id,
        kind=testimony.kind,
        title=testimony.access.listed_title or "",
        date=UNDATED,
        collection=testimony.collection,
        access=replace(_levels_only(testimony.access), listed_title=testimony.access.listed_title),
    )


def is_glimpse(testimony: Testimony, who: str) -> bool:
    """Whether this reader gets no more than a glimpse of the record."""
    return not may(who, testimony.access.description)


def _levels_only(access: Access) -> Access:
    return Access(Decision(access.description.level), Decision(access.transcript.level), access.listed)


def _without_closed(testimony: Testimony) -> Testimony:
    if "closed" not in (testimony.access.description.level, testimony.access.transcript.level):
        return replace(testimony, media=tuple(m for m in testimony.media if may("staff", media_level(testimony, m))))
    if not may("staff", testimony.access.description):
        return glimpse(testimony)
    return replace(testimony, transcripts=(), segments=(), media=())


def _is_redacted(item: MediaItem, redactions: tuple[Redaction, ...]) -> bool:
    # A picture with a box to blur, or a recording with a stretch to bleep, is no copy for readers below staff;
    # making that copy is publishing, which is another door.
    sound = any(redaction.at is not None and redaction.passage is None for redaction in redactions)
    is_sound = bool(item.mime and item.mime.startswith(("audio/", "video/")))
    return any(redaction.media == item.file for redaction in redactions) or (sound and is_sound)


def _public(item: MediaItem) -> MediaItem:
    return replace(item, rights=None, received_as=None, observations=(), access=None, technical={}, extra={})


def redacted(transcript: Transcript, redactions: tuple[Redaction, ...]) -> Transcript:
    """Give a transcript as readers below staff get it."""
    by_passage: dict[str, list[Redaction]] = {}
    for redaction in redactions:
        if redaction.passage:
            by_passage.setdefault(redaction.passage, []).append(redaction)
    if not by_passage:
        return transcript
    passages = tuple(_redacted(passage, by_passage.get(passage.id, [])) for passage in transcript.passages)
    return replace(transcript, passages=passages)


def _redacted(passage: Passage, redactions: list[Redaction]) -> Passage:
    if not redactions:
        return passage
    words = passage.words
    if not all(_still_fits(redaction, words) for redaction in redactions):
        return replace(passage, words=WITHHELD, unclear=(), extra={})
    spans = [(r.span or (0, len(words)), r.replacement or WITHHELD) for r in redactions]
    # From the end, so that earlier spans keep their places; a span reaching into a later one swallows it.
    reached = len(words) + 1
    for (start, end), put in sorted(spans, reverse=True):
        tail = words[end:] if end <= reached else words[reached:]
        words = words[:start] + put + tail
        reached = start
    return replace(passage, words=words, unclear=(), extra={})


def _still_fits(redaction: Redaction, words: str) -> bool:
    start, end = redaction.span or (0, len(words))
    if not 0 <= start <= end <= len(words):
        return False
    return redaction.quoted is None or words[start:end] == redaction.quoted


def refuse_closed(testimony: Testimony) -> None:
    """Refuse a record with a closed part: the archive can't keep that promise before it has keys."""
    levels = [
        ("description", testimony.access.description.level),
        ("transcript", testimony.access.transcript.level),
        *((f"media file {item.file}", item.access.level) for item in testimony.media if item.access),
    ]
    for part, level in levels:
        if level == "closed":
            raise AccessRefused(
                f"The {part} can't be closed: closed parts are kept encrypted, and this archive has no keys yet. "
                "Use staff, or leave it out of the archive."
            )
