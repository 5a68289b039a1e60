"""What is typed into the form for a testimony, and the testimony it makes: functions of values, no screen.

What nobody touched stays as it was, to the last key: a field is put into the record only where it says something
else than the record did.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from archive import access
from archive.register import Register
from testimonies.access import Decision, Rights
from testimonies.errors import ArchiveError, Fault, MalformedRecord
from testimonies.testimony import KINDS, Agent, Link, MediaItem, Testimony
from tui.screens.steps import consents, files, mending, names, words
from tui.screens.steps.fields import AS_DECIDED, FIELDS, rights_address

Entry = Mapping[str, str]
"""The fields of the form as they are typed."""

EMPTY = Testimony(kind=KINDS[0], title="", date=access.UNDATED, collection="")
NOBODY = Register()


def of(testimony: Testimony, media: Iterable[str] = ()) -> dict[str, str]:
    """Fill the form from a testimony, such as a draft made elsewhere; `media` are files that are not kept yet.

    >>> of(EMPTY)["access"]
    'staff'
    """
    rights = testimony.rights or Rights()
    return {
        **dict.fromkeys(FIELDS, ""),
        "media": files.write(_rows(testimony, list(media))),
        **{role: _named(testimony.named(role)) for role in ("narrator", "interviewer")},
        "others": "; ".join(
            f"{agent.role}: {names.write_one(agent.name, agent.ref)}" for agent in _others(testimony)
        ),
        "title": testimony.title,
        "kind": testimony.kind,
        "collection": testimony.collection,
        "date": "" if testimony.date == access.UNDATED else testimony.date.text,
        "covers": testimony.covers.text if testimony.covers else "",
        "place": _named([testimony.place]) if testimony.place else "",
        "language": ", ".join(testimony.languages),
        "scope": testimony.scope_and_content or "",
        **{name: _named(getattr(testimony, name)) for name in _LINKED},
        "content_notes": "; ".join(testimony.content_notes),
        "transcript": words.write(testimony),
        "consents": consents.write(testimony.consents),
        "basis": testimony.basis or "",
        "rights": rights.statement or "",
        "holder": rights.holder or "",
        "description": testimony.access.description.level,
        "access": testimony.access.transcript.level,
        "media_access": _media_level(testimony),
    }


def testimony(entry: Entry, base: Testimony = EMPTY, register: Register = NOBODY) -> Testimony:
    """Make a testimony of what is typed over `base`; what is not touched stays as it is there.

    Raises MalformedRecord with every field that is wrong.
    """
    wrong = problems(entry, base, register)
    if wrong:
        raise MalformedRecord([Fault(name, said) for name, said in wrong.items()])
    return over(entry, base)


def over(entry: Entry, base: Testimony) -> Testimony:
    """Put what is typed, which is in order, over a testimony."""
    was = of(base)
    typed = {**was, **entry}
    made = base
    touched = {name for name, value in typed.items() if value != was[name]}
    for needs, put in _PUT:
        if touched & set(needs):
            made = put(made, typed, base)
    return made if made.languages else replace(made, languages=("und",))


def problems(
    entry: Entry, base: Testimony = EMPTY, register: Register = NOBODY, among: Iterable[str] = FIELDS
) -> dict[str, str]:
    """Give what is wrong, by the field; what was so before in a record that is kept stands in nobody's way."""
    was = of(base) if base.id else {}
    typed = {**of(EMPTY), **entry}
    found = {}
    for name in among:
        untouched = name in was and typed[name] == was[name] and _about(name, typed) == _about(name, was)
        if not untouched and (said := problem(name, typed, register)):
            found[name] = said
    return found


def _about(name: str, entry: Entry) -> tuple[str, ...]:
    """Give the other fields that what is wrong with a field depends on."""
    return (entry["narrator"], entry["basis"]) if name == "consents" else ()


def problem(name: str, entry: Entry, register: Register = NOBODY) -> str | None:
    """Say what is wrong with a field as it stands, and how it would be right; None where nothing is."""
    field = FIELDS[name]
    try:
        check = mending.CHECKS.get(name)
        if check and (said := check(entry)):
            return said
        if name == "others":
            return names.roles_problem(entry[name], register)
        return names.problem(names.read(entry[name]), field.links, register) if field.links else None
    except ArchiveError as error:
        return str(error)


def defaults(entry: Entry) -> list[str]:
    """Say what is taken where nobody said anything."""
    said = []
    if not entry["date"].strip():
        said.append("No date was given; it is kept as undated.")
    if not entry["language"].strip():
        said.append("No language was given; it is kept as und, undetermined.")
    return said


def new_files(entry: Entry) -> list[Path]:
    """Give the media files that are to be kept."""
    return [Path(row.path) for row in files.read(entry["media"]) if row.use == "media"]


def sources(entry: Entry) -> list[Path]:
    """Give the files the words were read from."""
    return [Path(row.path) for row in files.read(entry["media"]) if row.use == "words"]


# From the record to the form


def _named(links: Iterable[Agent | Link]) -> str:
    return names.write((link.name, link.ref) for link in links)


def _others(testimony: Testimony) -> list[Agent]:
    return [agent for agent in testimony.agents if agent.role not in ("narrator", "interviewer")]


def _rows(testimony: Testimony, given: list[str]) -> list[files.Row]:
    described = {item.file: item.alt_text or "" for item in testimony.media}
    if testimony.id:
        return [files.Row(item.file, item.alt_text or "", "kept") for item in testimony.media]
    return [files.Row(path, described.get(Path(path).name, "")) for path in given]


def _media_level(testimony: Testimony) -> str:
    levels = {item.access.level if item.access else "" for item in testimony.media}
    return levels.pop() if len(levels) == 1 else AS_DECIDED[1] if levels else ""


# From the form to the record


def _agents(made: Testimony, entry: Entry, base: Testimony) -> Testimony:
    was, agents = of(base), list[Agent]()
    for group, before in (
        *((role, list(base.named(role))) for role in ("narrator", "interviewer")),
        ("others", _others(base)),
    ):
        if entry[group] == was[group]:
            agents += before
            continue
        known = {(agent.role, agent.name): agent for agent in before}
        typed = names.roles(entry[group]) if group == "others" else [(group, one) for one in names.read(entry[group])]
        for role, one in typed:
            new = Agent(role=role, name=one.name)
            agents.append(replace(known.get((role, one.name), new), ref=one.ref))
    return replace(made, agents=tuple(agents))


def _links(value: str, before: Iterable[Link]) -> tuple[Link, ...]:
    known = {link.name: link for link in before}
    return tuple(replace(known.get(one.name) or Link(one.name), ref=one.ref) for one in names.read(value))


def _place(made: Testimony, entry: Entry, base: Testimony) -> Testimony:
    one = names.read_one(entry["place"])
    before = base.place if base.place and base.place.name == one.name else Link(one.name)
    return replace(made, place=replace(before, ref=one.ref) if one.name else None)


def _dated(made: Testimony, entry: Entry, _base: Testimony) -> Testimony:
    return replace(made, date=mending.date(entry["date"]) or access.UNDATED, covers=mending.date(entry["covers"]))


def _plain(made: Testimony, entry: Entry, base: Testimony) -> Testimony:
    notes = tuple(note.strip() for note in entry["content_notes"].split(";") if note.strip())
    return replace(
        made,
        title=_changed(entry["title"], base.title) or "",
        kind=entry["kind"],
        collection=entry["collection"],
        scope_and_content=_changed(entry["scope"], base.scope_and_content),
        content_notes=base.content_notes if entry["content_notes"] == "; ".join(base.content_notes) else notes,
        basis=_changed(entry["basis"], base.basis),
    )


def _changed(value: str, before: str | None) -> str | None:
    return before if value == (before or "") else value.strip() or None


def _linked(made: Testimony, entry: Entry, base: Testimony) -> Testimony:
    for name in _LINKED:
        before = getattr(base, name)
        if entry[name] != _named(before):
            made = replace(made, **{name: _links(entry[name], before)})  # type: ignore[arg-type]  # all are links
    return made


def _words(made: Testimony, entry: Entry, base: Testimony) -> Testimony:
    tags = mending.tags(entry["language"])
    transcripts = words.read(entry["transcript"], base.transcripts, (tags or ("und",))[0])
    return replace(made, languages=tags, transcripts=transcripts)


def _ground(made: Testimony, entry: Entry, base: Testimony) -> Testimony:
    before = base.rights or Rights()
    statement, holder = rights_address(entry["rights"]) or None, entry["holder"].strip() or None
    rights = replace(before, statement=statement, holder=holder)
    return replace(
        made,
        consents=base.consents
        if entry["consents"] == consents.write(base.consents)
        else consents.over(consents.read(entry["consents"]), base.consents),
        rights=rights if rights != Rights() else None,
    )


def _levels(made: Testimony, entry: Entry, base: Testimony) -> Testimony:
    def level(old: Decision, value: str) -> Decision:
        return old if old.level == value else Decision(value)

    kept = base.access
    return replace(
        made,
        access=replace(
            kept,
            description=level(kept.description, entry["description"]),
            transcript=level(kept.transcript, entry["access"]),
        ),
    )


def _media(made: Testimony, entry: Entry, base: Testimony) -> Testimony:
    known = {item.file: item for item in base.media}
    anew = entry["media_access"] != _media_level(base)
    items = []
    for row in files.read(entry["media"]):
        if row.use == "words":
            continue
        item = known.get(row.name) or MediaItem(row.name)
        if row.alt != (item.alt_text or ""):
            item = replace(item, alt_text=row.alt.strip() or None)
        if (anew or row.name not in known) and entry["media_access"] != AS_DECIDED[1]:
            item = _decided(item, entry["media_access"])
        items.append(item)
    return replace(made, media=tuple(items))


def _decided(item: MediaItem, level: str) -> MediaItem:
    if level == (item.access.level if item.access else ""):
        return item
    return replace(item, access=Decision(level) if level else None)


_LINKED = ("subjects", "places", "persons", "events")

_PUT: tuple[tuple[tuple[str, ...], Callable[[Testimony, Entry, Testimony], Testimony]], ...] = (
    (("narrator", "interviewer", "others"), _agents),
    (("place",), _place),
    (("date", "covers"), _dated),
    (("title", "kind", "collection", "scope", "content_notes", "basis"), _plain),
    (_LINKED, _linked),
    (("language", "transcript"), _words),
    (("consents", "rights", "holder"), _ground),
    (("description", "access"), _levels),
    (("media", "media_access"), _media),
)
"""What puts which fields into the record."""
