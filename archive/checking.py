"""What an archive does not keep, found in plain values, so that a sheet names its line together with all others.

Passages and media are looked at where they are at hand, in `keeping.ready`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from archive.register import Register
from testimonies import languages
from testimonies.authority import AUTHORITIES, kind_of, label
from testimonies.errors import Fault, MalformedRecord
from testimonies.form import plain
from testimonies.quoting import quoted
from testimonies.testimony import Testimony

Check = Callable[[Mapping[str, Any]], Iterable[Fault]]
"""Gives what is wrong with a testimony's plain values, each with its dotted key."""

_PREFIX = re.compile(r"[a-z]{1,8}")
_LINKED = (
    "agents", "place", "places", "persons", "bodies", "events", "subjects", "parts", "segments", "relations",
)  # fmt: skip
"""Where links to authority records stand."""
_SOME = 5


def refuse(testimony: Testimony, register: Register, before: Testimony | None = None) -> None:
    """Refuse what a person typed that is not kept, or that links to nothing; MalformedRecord names all of it."""
    faults = list(checks(register, before)(values_of(testimony)))
    if faults:
        raise MalformedRecord(faults)


def checks(register: Register, before: Testimony | None = None) -> Check:
    """Give what looks for faults; those a record had `before` an edit don't stand in its way."""

    def found(values: Mapping[str, Any]) -> Iterator[Fault]:
        yield from unkept(values, register)
        yield from _dead_links(values, register)

    had = set(found(values_of(before))) if before else set()
    return lambda values: (fault for fault in found(values) if fault not in had)


def values_of(testimony: Testimony) -> dict[str, Any]:
    """Give a testimony as plain values, of its transcripts only what they are."""
    bare = tuple(replace(transcript, passages=()) for transcript in testimony.transcripts)
    values: dict[str, Any] = plain(replace(testimony, transcripts=bare))
    return values


def unkept(values: Mapping[str, Any], register: Register) -> Iterator[Fault]:
    """Give what no record is kept with. A link that leads nowhere is kept: what it leads to may be damaged only."""
    title, collection = values.get("title"), values.get("collection")
    if isinstance(title, str) and not title.strip():
        yield Fault("title", "is empty; give the record a title")
    if isinstance(collection, str) and not (_PREFIX.fullmatch(collection) and collection in register.collections):
        known = ", ".join(sorted(register.collections)) or "none yet"
        yield Fault("collection", f"there is no collection {quoted(collection)}; there is: {known}")
    yield from _tags(values)


def _dead_links(values: Mapping[str, Any], register: Register) -> Iterator[Fault]:
    for key in _LINKED:
        for where, ref in _refs(values.get(key), key):
            if ref not in register.records:
                yield Fault(where, f"there is no authority record {quoted(ref)}; {_instead_of(ref, register)}")


def _tags(values: Mapping[str, Any]) -> Iterator[Fault]:
    said = {f"languages.{number}": tag for number, tag in enumerate(_listed(values.get("languages")))}
    for number, transcript in enumerate(_listed(values.get("transcripts"))):
        if isinstance(transcript, Mapping) and transcript.get("language") not in said.values():
            said[f"transcripts.{number}.language"] = transcript.get("language")
    for where, tag in said.items():
        if isinstance(tag, str) and not languages.is_tag(tag):
            meant = languages.meant(tag)
            instead = f"write {meant}" if meant else "write en, hy, az, ru … or und"
            yield Fault(where, f"{quoted(tag)} is not a language tag; {instead}")


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value] if isinstance(value, str) else []


def _refs(value: object, where: str) -> Iterator[tuple[str, str]]:
    """Give every authority id that is linked to somewhere in a value, and where."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key == "ref" and isinstance(inner, str) and inner:
                yield f"{where}.ref", inner
            else:
                yield from _refs(inner, f"{where}.{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _refs(inner, f"{where}.{number}")


def _instead_of(ref: str, register: Register) -> str:
    kind = kind_of(ref)
    if kind not in AUTHORITIES:
        return f"an id begins with one of {', '.join(AUTHORITIES)}"
    # What was merged away stays as a pointer, and nobody should link to it.
    alike = [record for record in register.of_kind(kind) if "merged_into" not in record.extra]
    if not alike:
        return f"there is no {kind} yet; add one with: earwitness authority add {kind}"
    some = ", ".join(f"{record.id} ({_short(label(record))})" for record in alike[:_SOME])
    more = f" and {len(alike) - _SOME:,} more" if len(alike) > _SOME else ""
    return f"there is: {some}{more}"


def _short(name: str) -> str:
    return quoted(name)[1:-1]
