"""A testimony: what one narrator, document or statement tells, and all that is known about how it came here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from testimonies.access import Access, Consent, Decision, Redaction, Rights
from testimonies.edtf import Edtf
from testimonies.form import Extra, always, extra, one_of
from testimonies.locator import Locator
from testimonies.transcript import Transcript

KINDS = (
    "interview",
    "written_account",
    "reported_account",
    "statement",
    "reported_statement",
    "found_document",
    "document_described",
    "observation",
    "recording",
    "photographs",
    "press_report",
)

ROLES = (
    "narrator",
    "interviewer",
    "author",
    "finder",
    "official",
    "observer",
    "translator",
    "transcriber",
    "photographer",
    "editor",
    "publisher",
    "depositor",
    "contributor",
)

BASES = ("stated", "supplied")
"""Whether the source says it, or the archive concluded it."""

RELATIONS = ("same_event", "agrees_on", "differs_on", "adds_to", "responds_to", "quotes", "translation_of")

MEDIA_ROLES = ("preservation_master", "access_copy", "scan_page", "portrait", "supplement")

STATUSES = ("draft", "described", "transcribed", "checked", "complete")


@dataclass(frozen=True, slots=True)
class Link:
    """A name as used here, and the authority record it stands for."""

    SHORTHAND: ClassVar[str] = "name"

    name: str
    ref: str | None = always(None)
    """An authority id such as `place-0001`, or None while nobody has looked."""
    extra: Extra = extra()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """Someone who had a part in it: narrator, interviewer, author, finder, official, translator and so on."""

    role: str = one_of(ROLES)
    name: str
    ref: str | None = always(None)
    note: str | None = None
    extra: Extra = extra()


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number somebody else gave it: a tape label, a call number, the id in a source."""

    SHORTHAND: ClassVar[str] = "value"

    value: str
    type: str | None = None
    extra: Extra = extra()


@dataclass(frozen=True, slots=True)
class Carrier:
    """The thing the sound or text sits on: a cassette, a reel, a notebook."""

    SHORTHAND: ClassVar[str] = "type"

    type: str
    label: str | None = None
    """As written on it."""
    side: str | None = None
    speed: str | None = None
    condition: str | None = None
    shelf: str | None = None
    extra: Extra = extra()


@dataclass(frozen=True, slots=True)
class Part:
    """A session, a tape side or a document inside the testimony."""

    SHORTHAND: ClassVar[str] = "label"

    label: str
    """Short, as it stands before the slash of a place: `1`, `2b`, `log`."""
    title: str | None = None
    date: Edtf | None = None
    place: Link | None = None
    interviewers: tuple[Link, ...] = ()
    carrier: Carrier | None = None
    media: tuple[str, ...] = ()
    duration_ms: int | None = None
    extra: Extra = extra()


@dataclass(frozen=True, slots=True)
class Segment:
    """An index point: a stretch of the testimony with a title and what it is about."""

    at: Locator
    title: str
    synopsis: str | None = None
    keywords: tuple[str, ...] = ()
    subjects: tuple[Link, ...] = ()
    places: tuple[Link, ...] = ()
    persons: tuple[Link, ...] = ()
    extra: Extra = extra()


@dataclass(frozen=True, slots=True)
class MediaItem:
    """A photograph, scan, recording or document kept with the testimony, byte for byte as it came."""

    SHORTHAND: ClassVar[str] = "file"

    file: str
    """Its name in the object's `media/` folder."""
    role: str = one_of(MEDIA_ROLES, "supplement")
    part: str | None = None
    caption: str | None = None
    alt_text: str | None = None
    """What a person who cannot see the picture should know; every image needs one."""
    mime: str | None = None
    """As sniffed from the bytes, whatever the name says."""
    format: str | None = None
    puid: str | None = None
    """The PRONOM id of the format, where known."""
    technical: Mapping[str, Any] = field(default_factory=dict)
    """Codec, sampling rate, channels and the like, as far as the file tells."""
    size: int | None = None
    """In bytes."""
    sha512: str | None = None
    width: int | None = None
    height: int | None = None
    """In pixels, as seen upright."""
    pages: int | None = None
    duration_ms: int | None = None
    captured: Edtf | None = None
    has_gps: bool = False
    """Whether the file tells where it was taken, which may endanger someone when it leaves."""
    creator: str | None = None
    identifiable: tuple[str, ...] = ()
    """`voice` or `face`: what in it could give someone away."""
    access: Decision | None = None
    """None: as the transcript."""
    rights: Rights | None = None
    derived_from: str | None = None
    received_as: str | None = None
    """The name it came under, where the archive had to choose another."""
    unreadable: str | None = None
    """One sentence on why nobody could decode it; the file is kept all the same."""
    observations: tuple[str, ...] = ()
    """What was noticed about the file while taking it in."""
    extra: Extra = extra()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it was received, which the record was made from."""

    file: str
    """Its name in the object's `source/` folder, or the name of the medium it became."""
    sha512: str
    received_as: str | None = None
    extra: Extra = extra()


@dataclass(frozen=True, slots=True)
class Acquisition:
    """How it came to the archive."""

    accession: str | None = None
    immediate_source: str | None = None
    method: str | None = None
    on: Edtf | None = None
    extra: Extra = extra()


CUSTODY = ("created", "found", "received", "copied", "published", "verified")


@dataclass(frozen=True, slots=True)
class CustodialEvent:
    """One station on the way from its making to the archive."""

    action: str = one_of(CUSTODY)
    date: Edtf | None = None
    place: str | None = None
    by: str | None = None
    note: str | None = None
    extra: Extra = extra()


@dataclass(frozen=True, slots=True)
class Point:
    """A testimony, or one passage of it together with the words that stood there when it was pointed at."""

    SHORTHAND: ClassVar[str] = "testimony"
    BRIEF: ClassVar[bool] = True

    testimony: str
    passage: str | None = None
    version: int | None = None
    transcript: str | None = None
    quoted: str | None = None
    extra: Extra = extra()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Two statements beside each other; who asserts it is said, and the archive gives no verdict."""

    from_: Point
    type: str = one_of(RELATIONS)
    to: Point
    about: str
    """The point in one sentence."""
    event: Link | None = None
    asserted_by: str | None = None
    note: str | None = None
    by: str | None = None
    on: Edtf | None = None
    extra: Extra = extra()


@dataclass(frozen=True, slots=True)
class Note:
    """A signed remark on the testimony or on one of its passages."""

    SHORTHAND: ClassVar[str] = "text"

    text: str
    by: str | None = None
    on: Edtf | None = None
    about: Point | None = None
    extra: Extra = extra()


@dataclass(frozen=True, slots=True, kw_only=True)
class Testimony:
    """The whole record with its words; media and source files stand beside it in the archive."""

    id: str = ""
    """`nk-0002`; empty until kept, then permanent."""
    kind: str = one_of(KINDS)
    title: str
    date: Edtf
    """When it was given, recorded or written; `XXXX` where undated."""
    date_basis: str = one_of(BASES, "stated")
    covers: Edtf | None = None
    """The time it tells about."""
    covers_basis: str = one_of(BASES, "stated")
    published: Edtf | None = None
    languages: tuple[str, ...] = always(())
    """BCP 47 tags; `und` where nobody knows."""
    collection: str
    """The prefix of its collection, such as `nk`."""
    part_of: str | None = None
    """The testimony it is described in or belongs to."""
    reference_code: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    extent: str | None = None
    agents: tuple[Agent, ...] = always(())
    place: Link | None = None
    places: tuple[Link, ...] = ()
    persons: tuple[Link, ...] = ()
    bodies: tuple[Link, ...] = ()
    events: tuple[Link, ...] = ()
    """What it speaks of, as far as someone has said so; mentions in the words are computed, not stored."""
    scope_and_content: str | None = None
    circumstances: str | None = None
    not_stated: tuple[str, ...] = ()
    """What the source leaves open, so that nobody mistakes silence for knowledge."""
    subjects: tuple[Link, ...] = ()
    content_notes: tuple[str, ...] = ()
    """What a reader should be warned of before opening it."""
    parts: tuple[Part, ...] = ()
    segments: tuple[Segment, ...] = ()
    access: Access = always(Access())
    consents: tuple[Consent, ...] = ()
    basis: str | None = None
    """On what ground it is held where no consent applies, such as a published statement."""
    rights: Rights | None = None
    acquisition: Acquisition | None = None
    custodial_history: tuple[CustodialEvent, ...] = ()
    relations: tuple[Relation, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    notes: tuple[Note, ...] = ()
    processing_status: str | None = None
    media: tuple[MediaItem, ...] = ()
    source: tuple[SourceFile, ...] = ()
    transcripts: tuple[Transcript, ...] = ()
    last_passage: int = 0
    """The highest passage number ever given, so that none is given twice."""
    extra: Extra = extra()

    def named(self, role: str) -> Iterator[Agent]:
        """Give the agents with one role, in their order."""
        return (agent for agent in self.agents if agent.role == role)

    def links(self) -> Iterator[Link]:
        """Give every link to an authority that the record itself states."""
        yield from (Link(agent.name, agent.ref) for agent in self.agents)
        yield from (self.place,) if self.place else ()
        yield from (*self.places, *self.persons, *self.bodies, *self.events, *self.subjects)
        for segment in self.segments:
            yield from (*segment.subjects, *segment.places, *segment.persons)
