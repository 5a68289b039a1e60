"""What is typed into the form for a new testimony, and the testimony it makes: functions of values, no screen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from archive import access
from testimonies import edtf, sheet_body
from testimonies.access import LEVELS, Access
from testimonies.errors import ArchiveError, Fault, MalformedRecord, MalformedSheet
from testimonies.testimony import KINDS, Agent, Link, MediaItem, Testimony
from testimonies.transcript import Transcript

Entry = Mapping[str, str]
"""The fields of the form as they are typed."""

FIELDS = {
    "title": "Title",
    "kind": "Kind",
    "date": "Date (1993, 1993~ for about, 2023-09-19; empty where nobody knows)",
    "collection": "Collection",
    "language": "Language, as a tag (hy, az, en …; several with commas)",
    "narrator": "Narrator (several with semicolons)",
    "interviewer": "Interviewer (several with semicolons)",
    "place": "Place",
    "scope": "Scope and content: what it is about",
    "access": "Access: who may see it",
    "media": "Media files, one a line; after a | what a picture shows",
    "transcript": "Transcript: a paragraph a turn, [00:14:32] NAME: words, or plain text",
}
"""The fields in their order, and what each is called."""

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".webp", ".bmp", ".jp2")

EMPTY = Testimony(kind=KINDS[0], title="", date=access.UNDATED, collection="")


def problem(name: str, value: str) -> str | None:
    """Say what is wrong with a field as it stands, and how it would be right; None where nothing is."""
    check = _CHECKS.get(name)
    try:
        return check(value) if check else None
    except MalformedSheet as error:
        return "; ".join(str(fault) for fault in error.faults[:3])
    except ArchiveError as error:
        return str(error)


def testimony(entry: Entry, base: Testimony = EMPTY) -> Testimony:
    """Make a testimony of what is typed; what the form has no field for stays as it was in `base`.

    Raises MalformedRecord with every field that is wrong.
    """
    wrong = [Fault(name, said) for name in FIELDS if (said := problem(name, entry[name]))]
    if wrong:
        raise MalformedRecord(wrong)
    return replace(
        base,
        title=entry["title"].strip(),
        kind=entry["kind"],
        date=_date(entry["date"]),
        collection=entry["collection"],
        languages=_tags(entry["language"]) or ("und",),
        agents=_agents(entry, base),
        place=_place(entry["place"].strip(), base),
        scope_and_content=entry["scope"].strip() or None,
        access=_access(entry["access"], base),
        transcripts=_transcripts(entry, base),
        media=_described(entry["media"], base),
    )


def media_paths(entry: Entry) -> list[Path]:
    """Give the media files that are named."""
    return [path for path, _ in _media(entry["media"])]


def of(testimony: Testimony, media: Iterable[str] = ()) -> dict[str, str]:
    """Fill the form from a testimony, such as a draft made elsewhere.

    >>> of(EMPTY)["access"]
    'staff'
    """
    alt = {item.file: item.alt_text or "" for item in testimony.media}
    lines = [f"{path} | {alt[Path(path).name]}" if alt.get(Path(path).name) else path for path in media]
    body: list[str] = []
    for number, transcript in enumerate(testimony.transcripts):
        if number or transcript.kind != "original" or transcript.language not in testimony.languages[:1]:
            body += [f"# transcript: {transcript.language} {transcript.kind}", ""]
        body += sheet_body.write(transcript.passages)
    return {
        "title": testimony.title,
        "kind": testimony.kind,
        "date": "" if testimony.date == access.UNDATED else testimony.date.text,
        "collection": testimony.collection,
        "language": ", ".join(testimony.languages),
        "narrator": "; ".join(agent.name for agent in testimony.named("narrator")),
        "interviewer": "; ".join(agent.name for agent in testimony.named("interviewer")),
        "place": testimony.place.name if testimony.place else "",
        "scope": testimony.scope_and_content or "",
        "access": testimony.access.level,
        "media": "\n".join(lines),
        "transcript": "\n".join(body),
    }


def _date(value: str) -> edtf.Edtf:
    return edtf.parse(value.strip()) if value.strip() else access.UNDATED


def _tags(value: str) -> tuple[str, ...]:
    return tuple(tag.strip() for tag in value.split(",") if tag.strip())


def _names(value: str) -> list[str]:
    return [name.strip() for name in value.split(";") if name.strip()]


def _agents(entry: Entry, base: Testimony) -> tuple[Agent, ...]:
    known = {(agent.role, agent.name): agent for agent in base.agents}
    typed = [
        known.get((role, name)) or Agent(role=role, name=name)
        for role in ("narrator", "interviewer")
        for name in _names(entry[role])
    ]
    return (*typed, *(agent for agent in base.agents if agent.role not in ("narrator", "interviewer")))


def _place(name: str, base: Testimony) -> Link | None:
    if base.place and base.place.name == name:
        return base.place
    return Link(name) if name else None


def _access(level: str, base: Testimony) -> Access:
    return base.access if base.access.level == level else Access.of(level)


def _transcripts(entry: Entry, base: Testimony) -> tuple[Transcript, ...]:
    default = (_tags(entry["language"]) or ("und",))[0]
    made = []
    for number, section in enumerate(_body(entry["transcript"]).sections):
        before = base.transcripts[number] if number < len(base.transcripts) else Transcript(default)
        made.append(
            replace(
                before,
                language=section.language or default,
                kind=section.kind or "original",
                timing=sheet_body.timing_of(section.passages),
                passages=tuple(section.passages),
            )
        )
    return tuple(made)


def _body(value: str) -> sheet_body.Body:
    return sheet_body.read(value.replace("\r\n", "\n").split("\n"))


def _media(value: str) -> list[tuple[Path, str]]:
    found = []
    for typed in value.splitlines():
        name, _, shows = typed.partition("|")
        if name.strip():
            # Dropping a file on a terminal pastes its path in quotes, or with its spaces escaped.
            bare = name.strip().strip("'\"").replace("\\ ", " ")
            found.append((Path(bare).expanduser(), shows.strip()))
    return found


def _described(value: str, base: Testimony) -> tuple[MediaItem, ...]:
    known = {item.file: item for item in base.media}
    return tuple(
        replace(known.get(path.name) or MediaItem(path.name), alt_text=shows or None)
        for path, shows in _media(value)
        if shows or path.name in known
    )


def _check_title(value: str) -> str | None:
    return None if value.strip() else "Give it a title; a few words that say what it is are enough."


def _check_date(value: str) -> None:
    _date(value)


def _check_language(value: str) -> str | None:
    wrong = [tag for tag in _tags(value) if not _LANGUAGE.fullmatch(tag)]
    return f"“{wrong[0]}” is no language tag; write hy, az, ru, en … or und where nobody knows." if wrong else None


def _check_access(value: str) -> None:
    access.refuse_closed(replace(EMPTY, access=Access.of(value if value in LEVELS else "staff")))


def _check_media(value: str) -> str | None:
    for path, shows in _media(value):
        if not path.is_file():
            return f"There is no file {path}; paste its path, or leave the line out."
        if path.suffix.lower() in _PICTURES and not shows:
            return f"Say after a | what {path.name} shows, for those who can't see it."
    names = [path.name for path, _ in _media(value)]
    double = next((name for name in names if names.count(name) > 1), None)
    return f"Two of the files are called {double}; rename one of them." if double else None


def _check_transcript(value: str) -> None:
    faults = _body(value).faults
    if faults:
        raise MalformedSheet([Fault(f"line {number}", said) for number, said in sorted(faults)])


_CHECKS = {
    "title": _check_title,
    "date": _check_date,
    "language": _check_language,
    "access": _check_access,
    "media": _check_media,
    "transcript": _check_transcript,
}
