"""Changes of a record as functions of values: old words under today's rules, and two authority records made one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from archive import keeping
from testimonies import languages, record
from testimonies.access import LEVELS
from testimonies.authority import AUTHORITIES, Authority, Collection, Name, Person, is_protected, kind_of
from testimonies.errors import BadInput
from testimonies.form import build, plain, unknown_keys
from testimonies.quoting import quoted
from testimonies.testimony import ROLES, Agent, Link, Relation, Testimony


def under_todays_rules(old: Testimony, today: Testimony) -> Testimony:
    """Give an older state of a testimony under today's access, consents and redactions.

    A medium that is still here keeps today's decision; one that is gone today goes by the transcript's.
    """
    decisions = {item.file: item.access for item in today.media}
    return replace(
        old,
        access=today.access,
        consents=today.consents,
        basis=today.basis,
        redactions=today.redactions,
        content_notes=tuple(dict.fromkeys((*today.content_notes, *old.content_notes))),
        last_passage=max(old.last_passage, today.last_passage),
        media=tuple(replace(item, access=decisions.get(item.file, item.access)) for item in old.media),
    )


def with_values(testimony: Testimony, values: Sequence[tuple[str, Any]]) -> Testimony:
    """Set dotted keys of a testimony, in their order; the short forms of a sheet are understood too.

    Raises BadInput where a key leads nowhere, MalformedRecord where a value does not fit.
    """
    data = plain(testimony)
    for key, value in values:
        _refuse_key(key.split(".")[0], data)
        for long_key, meant in _written_out(data, key, value):
            keeping.set_value(data, long_key, meant)
    after = build(Testimony, data)
    _refuse_new_keys(testimony, after, ("language", *ROLES))
    return after


def _refuse_key(first: str, data: Mapping[str, Any]) -> None:
    if first in ("id", "last_passage", "source"):
        raise BadInput(f"--set {first}: the archive itself gives this; it can't be set.")
    if first not in data:
        # Before a required field that is misspelt is taken for one of a record's own keys.
        _refuse_unknown(first, (*record.KEYS, "transcripts", "language", *ROLES))


def _refuse_new_keys(before: object, after: object, short: Sequence[str] = ()) -> None:
    """Refuse keys nobody knows; what a record holds already, from another program, may still be changed."""
    held = {key for key, _ in unknown_keys(before)}
    for key, known in unknown_keys(after):
        if key not in held:
            _refuse_unknown(key, known if "." in key else (*known, *short))


def _refuse_unknown(key: str, known: Sequence[str]) -> None:
    last = key.rpartition(".")[2]
    if last in known or last.startswith("x-"):
        return
    meant = get_close_matches(last, known, 1, 0.75)
    instead = f"is “{meant[0]}” meant?" if meant else "one of your own begins with x-."
    raise BadInput(f"--set {keeping.printable(key)}: there is no such field; {instead}")


def _written_out(data: Mapping[str, Any], key: str, value: Any) -> list[tuple[str, Any]]:
    """Put the short forms of a hand, `access=open`, `language=hy` and `narrator=Amina`, into the record's own."""
    if key == "access" and isinstance(value, str):
        if value not in LEVELS:
            raise BadInput(f"--set access: {quoted(value)} is not one of {', '.join(LEVELS)}.")
        return [("access.description", value), ("access.transcript", value)]
    if key == "language":
        # Words of which nobody has said the language are in this one: only then are their forms found.
        tags = [one["language"] for one in data.get("transcripts", [])]
        unsaid = [n for n, tag in enumerate(tags) if tag == "und" or not languages.is_tag(tag)]
        words = value if isinstance(value, str) else value[0] if isinstance(value, list) and value else "und"
        return [("languages", value), *((f"transcripts.{n}.language", words) for n in unsaid)]
    if key in ROLES:
        kept = data["agents"] if isinstance(data["agents"], list) else []
        agents = [agent for agent in kept if not isinstance(agent, dict) or agent.get("role") != key]
        for one in value if isinstance(value, list) else [value]:
            agents.append({**(one if isinstance(one, dict) else {"name": one}), "role": key})
        return [("agents", agents)]
    return [(key, value)]


def refuse_to_itself(relation: Relation) -> None:
    """Refuse to put a statement beside itself; two passages of one testimony are two statements."""
    one, other = relation.from_, relation.to
    apart = one.passage and other.passage and one.passage != other.passage
    if one.testimony == other.testimony and not apart:
        raise BadInput(
            f"{one.testimony} can't be put beside itself; name another testimony, or two passages of it: "
            f"{one.testimony}@PLACE."
        )


def refuse_merge(kept: Authority, merged: Authority) -> None:
    """Refuse to make one of two records that are not of one kind, or that would tell on a protected person."""
    if kept.id == merged.id:
        raise BadInput(f"{kept.id} can't be merged with itself.")
    for one in (kept, merged):
        if into := one.extra.get("merged_into"):
            raise BadInput(f"{one.id} is a part of {into} already; name that one instead.")
    if kind_of(kept.id) != kind_of(merged.id):
        raise BadInput(f"{kept.id} and {merged.id} are not of one kind; only like can be merged with like.")
    if isinstance(kept, Collection):
        raise BadInput("Collections can't be merged: their prefixes are in the ids of their testimonies.")
    if is_protected(kept) != is_protected(merged):
        raise BadInput(
            f"One of {kept.id} and {merged.id} is protected; merging them would tie a protected person to a name."
        )


def refuse_names_of_protected(authority: Authority) -> None:
    """Refuse to keep other names beside the pseudonym of a person who is stated to be protected."""
    if not isinstance(authority, Person) or authority.protection == "none":
        return
    kinds = {name.kind for name in authority.names}
    if "pseudonym" in kinds and kinds != {"pseudonym"}:
        raise BadInput(
            f"{authority.id or 'This person'} is protected: the record holds the pseudonym only. Leave out the other "
            "names, or make every name that may be known a pseudonym."
        )


@dataclass(frozen=True, slots=True)
class Merge:
    """What would come of making one of two authority records."""

    kept: str
    merged: str
    """The one that would only say where it went."""
    names: tuple[Name, ...]
    """All names the record that stays would then have."""
    coming: tuple[Name, ...]
    """Those of them that come over."""
    testimonies: tuple[str, ...]
    """Those whose links follow, which is a new version of each."""


def merge_of(kept: Authority, merged: Authority, relinked: Sequence[Testimony]) -> Merge:
    """Say what would come of a merge that is not refused, with the testimonies whose links follow."""
    after = joined(kept, merged)
    refuse_names_of_protected(after)
    coming = after.names[len(kept.names) :]
    return Merge(kept.id, merged.id, after.names, coming, tuple(one.id for one in relinked))


def joined(kept: Authority, merged: Authority) -> Authority:
    """Give the record that stays, with the other's names and sources added to its own."""
    if isinstance(kept, Collection) or isinstance(merged, Collection):
        raise BadInput("Collections can't be merged.")
    known = {(name.text, name.language) for name in kept.names}
    first = [name for name in kept.names if name.kind == "authorised"]
    new = (_beside(name, first) for name in merged.names if (name.text, name.language) not in known)
    names = (*kept.names, *new)
    return replace(kept, names=names, sources=tuple(dict.fromkeys((*kept.sources, *merged.sources))))


def _beside(name: Name, authorised: Sequence[Name]) -> Name:
    """Give a name that joins others: one authorised in a language and script that has one already is a variant."""
    taken = any(
        languages.script_of(one.text) == languages.script_of(name.text)
        and (one.language == name.language or not one.language or not name.language)
        for one in authorised
    )
    return replace(name, kind="variant") if name.kind == "authorised" and taken else name


def merged_away(merged: Authority, kept_id: str) -> Authority:
    """Give what stays of the other record: a pointer, with no name that could be found twice."""
    pointer = (Name(f"see {kept_id}"),)
    if isinstance(merged, Person):
        return Person(id=merged.id, names=pointer, extra={"merged_into": kept_id})
    if isinstance(merged, Collection):
        raise BadInput("Collections can't be merged.")
    return type(merged)(id=merged.id, names=pointer, extra={"merged_into": kept_id})


def relinked(testimony: Testimony, old: str, new: str) -> Testimony:
    """Let every link to one authority record lead to another, names as used left alone."""

    def again(value: Any) -> Any:
        if isinstance(value, Link | Agent) and value.ref == old:
            return replace(value, ref=new)
        return value

    def all_again(values: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(again(value) for value in values)

    return replace(
        testimony,
        agents=all_again(testimony.agents),
        place=again(testimony.place),
        places=all_again(testimony.places),
        persons=all_again(testimony.persons),
        bodies=all_again(testimony.bodies),
        events=all_again(testimony.events),
        subjects=all_again(testimony.subjects),
        parts=tuple(
            replace(part, place=again(part.place), interviewers=all_again(part.interviewers))
            for part in testimony.parts
        ),
        segments=tuple(
            replace(
                segment,
                subjects=all_again(segment.subjects),
                places=all_again(segment.places),
                persons=all_again(segment.persons),
            )
            for segment in testimony.segments
        ),
        relations=tuple(replace(relation, event=again(relation.event)) for relation in testimony.relations),
    )


def new_authority(kind: str, name: str, values: Sequence[tuple[str, Any]]) -> Authority:
    """Build an authority record of a kind from its first name and dotted keys."""
    first: dict[str, Any] = {"names": [{"text": name, "kind": "authorised"}]}
    data = {"title": name} if kind == "collection" else first
    for key, value in values:
        keeping.set_value(data, key, value)
    return _without_new_keys(None, build(AUTHORITIES[kind], data))


def authority_with(authority: Authority, values: Sequence[tuple[str, Any]]) -> Authority:
    """Set dotted keys of an authority record."""
    data = plain(authority)
    for key, value in values:
        if key.split(".")[0] in ("id", "prefix"):
            raise BadInput(f"--set {keeping.printable(key)}: ids and prefixes are permanent; they can't be set.")
        keeping.set_value(data, key, value)
    return _without_new_keys(authority, build(type(authority), data))


def _without_new_keys(before: Authority | None, after: Authority) -> Authority:
    _refuse_new_keys(before, after)
    return after
