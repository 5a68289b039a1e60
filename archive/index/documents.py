"""A testimony as documents of the index: one description, every passage on its own, and what the public may know.

A passage with a redaction is findable for staff only, whatever its level: a hit would tell what was withheld.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from archive import holdings
from archive.index.folding import fold
from archive.index.schema import DESCRIPTION, GLIMPSE, PASSAGE, PUBLIC, apart
from archive.index.sounds import FIELDS, PROPER, Names, named, under
from archive.index.words import divided, indexed, read
from testimonies import edtf
from testimonies.access import strictest
from testimonies.authority import kind_of
from testimonies.edtf import Edtf
from testimonies.testimony import Link, MediaItem, Testimony
from testimonies.transcript import Passage

Document = Mapping[str, Any]

DESCRIBED_IN = "en"
"""Descriptions are stemmed as English: nothing in a record says which language its archivist writes."""


def documents(testimony: Testimony, public: Testimony | None = None) -> Iterator[Document]:
    """Give the documents of a testimony, its description first; `public` is what of it everybody may see.

    Where the open description of a testimony speaks of parts that are not open, it is for staff, and a public one
    stands beside it.
    """
    access = testimony.access
    is_open = access.description.level == "open"
    hides = is_open and public is not None and _said(public) != _said(testimony)
    described = _description(testimony)
    yield {**described, "access": "staff"} if hides else described
    if hides and public is not None:
        beside = {"doc": f"{testimony.id}#", "kind_of_doc": PUBLIC, "access": GLIMPSE}
        yield {**_description(public), **beside}
    if not is_open and access.listed:
        yield _glimpse(testimony)
    redacted = {redaction.passage for redaction in testimony.redactions}
    spelled = [[divided(passage.words) for passage in transcript.passages] for transcript in testimony.transcripts]
    names = Names(_passages_of(testimony), (raws for passages in spelled for raws in passages))
    for transcript, passages in zip(testimony.transcripts, spelled, strict=True):
        for number, (passage, raws) in enumerate(zip(transcript.passages, passages, strict=True), 1):
            level = strictest((access.level, "staff")) if passage.id in redacted else access.level
            head = {"doc": f"{testimony.id}#{passage.id}", "kind_of_doc": PASSAGE, "access": level}
            yield {**head, **_passage(transcript.language, number, passage, raws, names)}


def _said(testimony: Testimony) -> list[Any]:
    """Give all that a description tells the index in words, links and numbers."""
    return [*_told(testimony), *_refs(testimony), names_in_fields(testimony), row(testimony)]


def _passage(language: str, number: int, passage: Passage, raws: Sequence[str], names: Names) -> Document:
    words, stems = read(raws, language)
    speaker = passage.speaker or ""
    at = str(passage.at) if passage.at else None
    return {
        "word": words,
        "stem": stems,
        "speaker": indexed(speaker, "und")[0],
        "sound": [*under("word", names.terms(raws, language)), *under("speaker", named(speaker))],
        "told": _kept((passage.id, number, at, passage.speaker, passage.words, language)),
    }


def _kept(told: Sequence[Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode(errors="surrogatepass")


def _description(testimony: Testimony) -> Document:
    told = [*_told(testimony)]
    shown = row(testimony)
    title, title_stems = indexed(testimony.title, DESCRIBED_IN)
    described = [indexed(text, DESCRIBED_IN) for text in told]
    return {
        "doc": testimony.id,
        "kind_of_doc": DESCRIPTION,
        "access": testimony.access.description.level,
        "word": apart(words for words, _ in described),
        "stem": [stem for _, stems in described for stem in stems],
        "title": title,
        "title_stem": title_stems,
        **{name: _names(names) for name, names in names_in_fields(testimony).items()},
        "sound": list(_sounds(testimony, told)),
        "kind": [testimony.kind],
        "lang": list(_languages(testimony)),
        "has": list(_has(testimony)),
        "level": [testimony.access.level],
        "ref": list(_refs(testimony)),
        "digest": list(digests(testimony)),
        "held_in": [testimony.collection],
        "where": shown["places"],
        "decade": [shown["decade"]] if shown["decade"] else [],
        "title_key": fold(testimony.title)[:_KEY],
        "words": shown["words"],
        "row": shown,
        **_all_days(testimony),
    }


def _glimpse(testimony: Testimony) -> Document:
    """All that a reader may find of a listed record that is not open to them."""
    words, stems = indexed(testimony.access.listed_title or "", DESCRIBED_IN)
    return {
        "doc": f"{testimony.id}#",
        "kind_of_doc": GLIMPSE,
        "access": GLIMPSE,
        "word": words,
        "stem": stems,
        "sound": under("word", _told_names([testimony.access.listed_title or ""])),
        "collection": indexed(testimony.collection)[0],
        "held_in": [testimony.collection],
        "kind": [testimony.kind],
        "level": [testimony.access.level],
        "row": {
            "id": testimony.id,
            "kind": testimony.kind,
            "collection": testimony.collection,
            "access": testimony.access.level,
            "listed_title": testimony.access.listed_title,
        },
    }


def _told(testimony: Testimony) -> Iterator[str]:
    """Everything the description says in words."""
    yield testimony.title
    yield testimony.id
    yield from (agent.name for agent in testimony.agents)
    yield from (link.name for link in testimony.links())
    for text in (testimony.scope_and_content, testimony.circumstances, testimony.reference_code):
        if text:
            yield text
    yield from (*testimony.not_stated, *testimony.content_notes, *(note.text for note in testimony.notes))
    yield from (identifier.value for identifier in testimony.identifiers)
    for item in testimony.media:
        yield from (text for text in (item.file, item.caption, item.alt_text) if text)
    for segment in testimony.segments:
        yield from (segment.title, segment.synopsis or "", *segment.keywords)
    for relation in testimony.relations:
        yield relation.about


def names_in_fields(testimony: Testimony) -> dict[str, list[str]]:
    """Give the names of the description, by the field a reader may ask for."""
    agents = testimony.agents
    people = [agent.name for agent in agents if not _is_body(agent.ref)]
    return {
        "narrator": [agent.name for agent in agents if agent.role == "narrator"],
        "interviewer": [agent.name for agent in agents if agent.role == "interviewer"],
        "person": [*people, *(link.name for link in (*testimony.persons, *_in_segments(testimony, "persons")))],
        "body": [*(a.name for a in agents if _is_body(a.ref)), *(link.name for link in testimony.bodies)],
        "place": [link.name for link in _places(testimony)],
        "event": [link.name for link in testimony.events],
        "subject": [link.name for link in (*testimony.subjects, *_in_segments(testimony, "subjects"))],
        "collection": [testimony.collection],
    }


def _passages_of(testimony: Testimony) -> Iterator[str]:
    return (passage.words for transcript in testimony.transcripts for passage in transcript.passages)


def _sounds(testimony: Testimony, told: Sequence[str]) -> Iterator[str]:
    """Give the names of the description by how they sound, in all that it tells and in each of its fields."""
    yield from under("word", _told_names(told))
    fields = {"title": [testimony.title], **names_in_fields(testimony)}
    for name in FIELDS:
        for text in fields.get(name, ()):
            yield from under(name, named(text))
            if name in PROPER:
                yield from under("word", named(text))


def _told_names(told: Sequence[str]) -> list[str]:
    spelled = [divided(text) for text in told]
    names = Names(told, spelled)
    return [term for raws in spelled for term in names.terms(raws, DESCRIBED_IN)]


def _is_body(ref: str | None) -> bool:
    return bool(ref) and kind_of(ref or "") == "body"


def _in_segments(testimony: Testimony, which: str) -> Iterator[Link]:
    for segment in testimony.segments:
        yield from getattr(segment, which)


def _places(testimony: Testimony) -> Iterator[Link]:
    yield from (testimony.place,) if testimony.place else ()
    yield from testimony.places
    yield from _in_segments(testimony, "places")
    yield from (part.place for part in testimony.parts if part.place)


def _names(names: Iterable[str]) -> list[str]:
    return apart(indexed(name)[0] for name in names)


def _refs(testimony: Testimony) -> Iterator[str]:
    """Give authority ids, and with its role before it every agent's, so that `narrator:` can ask for one."""
    in_parts = [link for part in testimony.parts for link in (part.place, *part.interviewers)]
    in_relations = [relation.event for relation in testimony.relations]
    yield from dict.fromkeys(link.ref for link in (*testimony.links(), *in_parts, *in_relations) if link and link.ref)
    yield from dict.fromkeys(f"{agent.role}={agent.ref}" for agent in testimony.agents if agent.ref)


def digests(testimony: Testimony) -> Iterator[str]:
    """Give the sha512 of every file a testimony was made from or holds."""
    yield from (source.sha512 for source in testimony.source)
    yield from (item.sha512 for item in testimony.media if item.sha512)


def _languages(testimony: Testimony) -> Iterator[str]:
    every = (*testimony.languages, *(transcript.language for transcript in testimony.transcripts))
    return iter(dict.fromkeys(every))


def _has(testimony: Testimony) -> Iterator[str]:
    found = [kind for item in testimony.media if (kind := media_kind(item))]
    if any(transcript.passages for transcript in testimony.transcripts):
        found.append("transcript")
    if testimony.notes:
        found.append("notes")
    return iter(dict.fromkeys(found))


def media_kind(item: MediaItem) -> str | None:
    """Say what `has:` calls a medium.

    >>> media_kind(MediaItem("page-1.png", role="scan_page", mime="image/png"))
    'scan'
    """
    mime = item.mime or ""
    if item.role == "scan_page" or mime == "application/pdf":
        return "scan"
    return {"audio": "audio", "video": "video", "image": "photo"}.get(mime.partition("/")[0])


def row(testimony: Testimony) -> dict[str, Any]:
    """Give what a list shows of a testimony, and what is counted."""
    return {
        "id": testimony.id,
        "title": testimony.title,
        "kind": testimony.kind,
        "date": testimony.date.text,
        "collection": testimony.collection,
        "extent": testimony.extent,
        "access": testimony.access.level,
        "covers": testimony.covers.text if testimony.covers else None,
        "languages": list(testimony.languages),
        "narrators": [agent.name for agent in testimony.agents if agent.role == "narrator"],
        "places": list(dict.fromkeys(link.ref or link.name for link in _places(testimony))),
        "decade": edtf.decade(testimony.covers or testimony.date),
        "recorded": [days for date in _recorded(testimony) if (days := _days(date))],
        "words": sum(transcript.words for transcript in testimony.transcripts),
        "passages": sum(len(transcript.passages) for transcript in testimony.transcripts),
        "files": len(testimony.media),
        "seconds": holdings.seconds_heard(testimony),
        "pictures": holdings.pictures(testimony),
        "needs": list(holdings.lasting(testimony)),
        "review": holdings.review_day(testimony),
        "related": sorted({end.testimony for one in testimony.relations for end in (one.from_, one.to)}),
    }


def _recorded(testimony: Testimony) -> Iterator[Edtf]:
    yield from (testimony.date, *(part.date for part in testimony.parts if part.date))


def _all_days(testimony: Testimony) -> dict[str, int]:
    """Give the first and last days a filter or a sort asks for; none where there are none."""
    told = _days(testimony.covers or testimony.date)
    given = _days(testimony.date)
    recorded = [days for date in _recorded(testimony) if (days := _days(date))]
    found = {"told_from": told and told[0], "told_to": told and told[1], "given": given and given[0]}
    found["recorded_from"] = min((first for first, _ in recorded), default=None)
    found["recorded_to"] = max((last for _, last in recorded), default=None)
    return {name: max(-_FARTHEST, min(_FARTHEST, day)) for name, day in found.items() if day is not None}


_KEY = 60
"""Letters by which titles are sorted."""
_FARTHEST = 2**61
"""Days a column can tell apart: some 6 million billion years."""


def _days(date: Edtf) -> tuple[int, int] | None:
    if date.earliest is None or date.latest is None:
        return None
    return date.earliest, date.latest
