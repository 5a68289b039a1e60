"""Where an authority record is used: which testimonies link it, as what, under which name, and since when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive import access, keeping
from archive.answer import Row
from archive.mentions import linking_question
from testimonies import record
from testimonies.errors import MalformedRecord, NotFound, Unavailable
from testimonies.testimony import Agent, Link, Testimony

if TYPE_CHECKING:
    from archive.reading import Reading


@dataclass(frozen=True, slots=True)
class Linked:
    """One link of a testimony to an authority record."""

    role: str
    """A role such as `narrator`, or the field it stands in: `place`, `places of 00:01:05`, `event of a relation`."""
    name: str
    """The name as it is used there."""


@dataclass(frozen=True, slots=True)
class Use:
    """A testimony that links an authority record."""

    row: Row
    links: tuple[Linked, ...]
    """None where the testimony can't be read now."""
    since: str | None = None
    """When the version was kept that linked it first, without a break since; None where nobody asked or may know."""


@dataclass(frozen=True, slots=True)
class Uses:
    """A page of them, and how many there are."""

    total: int
    page: tuple[Use, ...]


def uses(
    archive: Reading, authority_id: str, who: str = "staff", *, offset: int = 0, limit: int = 20, since: bool = False
) -> Uses:
    """Give the testimonies that link an authority record, as far as this reader may know of them.

    `since` reads their older versions, and only for staff: histories are for the people who keep the archive.
    """
    listing = archive.list(linking_question(authority_id), access.reader(who), offset=offset, limit=limit)
    dated = since and who == "staff"
    page = (
        Use(row, _links(archive, row.id, authority_id, who), _since(archive, row.id, authority_id) if dated else None)
        for row in listing.rows
    )
    return Uses(listing.total, tuple(page))


def counted(archive: Reading, who: str = "staff", ids: Sequence[str] | None = None) -> Mapping[str, int]:
    """Count for each authority record, or for those named, the testimonies this reader knows of that link it."""
    archive.catch_up()
    return archive.finder.linked(access.reader(who), ids)


def links_of(testimony: Testimony, authority_id: str) -> Iterator[Linked]:
    """Give each link of a testimony to an authority record, with the role or field it stands in.

    >>> from testimonies import edtf
    >>> one = Testimony(kind="interview", title="A flood", date=edtf.parse("1993"), collection="oh",
    ...                 agents=(Agent(role="narrator", name="Amina", ref="person-0001"),))
    >>> [*links_of(one, "person-0001")], [link.role for link in links_of(one, "collection-oh")]
    ([Linked(role='narrator', name='Amina')], ['collection'])
    """
    if authority_id == f"collection-{testimony.collection}":
        yield Linked("collection", testimony.collection)
    for role, links in _by_role(testimony):
        for link in links:
            if link.ref == authority_id:
                yield Linked(role, link.name)


def _by_role(testimony: Testimony) -> Iterator[tuple[str, Iterable[Link | Agent]]]:
    for agent in testimony.agents:
        yield agent.role, (agent,)
    yield "place", (testimony.place,) if testimony.place else ()
    for field in ("places", "persons", "bodies", "events", "subjects"):
        yield field, getattr(testimony, field)
    for part in testimony.parts:
        yield f"place of part {part.label}", (part.place,) if part.place else ()
        yield f"interviewer of part {part.label}", part.interviewers
    for segment in testimony.segments:
        for field in ("subjects", "places", "persons"):
            yield f"{field} of {segment.at}", getattr(segment, field)
    for relation in testimony.relations:
        yield "event of a relation", (relation.event,) if relation.event else ()


def _links(archive: Reading, testimony_id: str, authority_id: str, who: str) -> tuple[Linked, ...]:
    kept = _described(archive, testimony_id)
    seen = access.view(kept, who, lambda other: _described(archive, other)) if kept else None
    return tuple(dict.fromkeys(links_of(seen, authority_id))) if seen else ()


def _described(archive: Reading, testimony_id: str, version: int | None = None) -> Testimony | None:
    """Give a testimony without its words, which link nothing; None where it is gone, or can't be read now."""
    try:
        data = record.from_json(archive.testimonies.read(testimony_id, record.RECORD, version), record.RECORD)
        return None if keeping.TOMBSTONE in data else record.describe(data)
    except (NotFound, Unavailable, MalformedRecord):
        return None


def _since(archive: Reading, testimony_id: str, authority_id: str) -> str | None:
    """Give when the oldest of the versions was kept that have linked it ever since."""
    try:
        versions = archive.testimonies.inventory(testimony_id).versions
    except (NotFound, Unavailable):
        return None
    known: dict[str | None, bool] = {}
    first = None
    for number, version in sorted(versions.items(), reverse=True):
        digest = version.state.get(record.RECORD)
        if digest not in known:
            then = _described(archive, testimony_id, number)
            known[digest] = then is not None and any(links_of(then, authority_id))
        if not known[digest]:
            break
        first = version.created
    return first
