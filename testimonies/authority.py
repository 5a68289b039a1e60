"""Authority records: who and what the testimonies speak of, with every name in every script and who uses it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from testimonies.access import Access
from testimonies.edtf import Edtf
from testimonies.form import Extra, always, extra, one_of
from testimonies.testimony import Link

NAME_KINDS = ("authorised", "variant", "transliteration", "pseudonym", "nickname")
IDENTITIES = ("known", "unknown")
PROTECTIONS = ("none", "pseudonym", "anonymous")
LEVELS = ("fonds", "series", "file")


@dataclass(frozen=True, slots=True)
class Name:
    """One name, in its own script, with the language it belongs to and who uses it."""

    SHORTHAND: ClassVar[str] = "text"

    text: str
    language: str | None = None
    script: str | None = None
    """ISO 15924, such as Armn, Cyrl, Latn."""
    kind: str = one_of(NAME_KINDS, "variant")
    used_by: str | None = None
    from_: Edtf | None = None
    to: Edtf | None = None
    family: str | None = None
    """The family name inside a person's name; the last word where nothing is said."""
    source: str | None = None
    """Where the archive has this name from."""
    extra: Extra = extra()

    @property
    def family_name(self) -> str | None:
        """The family name, or None where the name is a single word."""
        if self.family:
            return self.family
        words = self.text.split()
        return words[-1] if len(words) > 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone who speaks or is spoken of. A protected person's record holds the pseudonym only."""

    id: str = ""
    names: tuple[Name, ...]
    identity: str = one_of(IDENTITIES, "known")
    protection: str = one_of(PROTECTIONS, "none")
    dates: Edtf | None = None
    roles: tuple[str, ...] = ()
    note: str | None = None
    sources: tuple[str, ...] = ()
    extra: Extra = extra()


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An organisation, an army, a government, a family."""

    id: str = ""
    names: tuple[Name, ...]
    dates: Edtf | None = None
    note: str | None = None
    sources: tuple[str, ...] = ()
    extra: Extra = extra()


@dataclass(frozen=True, slots=True)
class Claim:
    """That a place belongs to another, according to somebody."""

    SHORTHAND: ClassVar[str] = "name"

    name: str
    ref: str | None = None
    claimed_by: str | None = None
    extra: Extra = extra()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place with all its names, none ranked above the others."""

    id: str = ""
    names: tuple[Name, ...]
    kind: str | None = None
    coordinates: str | None = None
    """Latitude and longitude in degrees, `39.8177, 46.7528`."""
    precision: str | None = None
    public_precision: str | None = None
    """How exactly readers below staff may learn it: exact, town, district or none."""
    part_of: tuple[Claim, ...] = ()
    note: str | None = None
    sources: tuple[str, ...] = ()
    extra: Extra = extra()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number about an event, and who gave it."""

    what: str
    number: str
    given_by: str | None = None
    note: str | None = None
    extra: Extra = extra()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, as different people date and count it."""

    id: str = ""
    names: tuple[Name, ...]
    date: Edtf | None = None
    date_source: str | None = None
    places: tuple[Link, ...] = ()
    figures: tuple[Figure, ...] = ()
    note: str | None = None
    sources: tuple[str, ...] = ()
    extra: Extra = extra()


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A term testimonies are described with."""

    id: str = ""
    names: tuple[Name, ...]
    broader: tuple[Link, ...] = ()
    narrower: tuple[Link, ...] = ()
    note: str | None = None
    sources: tuple[str, ...] = ()
    extra: Extra = extra()


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Testimonies that belong together, and whose voices are missing from them."""

    id: str = ""
    prefix: str
    """`[a-z]{1,8}`: what its testimonies' ids begin with."""
    title: str
    description: str | None = None
    level: str = one_of(LEVELS, "fonds")
    parent: str | None = None
    period: Edtf | None = None
    languages: tuple[str, ...] = ()
    naming_policy: str | None = None
    default_access: Access = always(Access())
    citation_form: str | None = None
    note: str | None = None
    sources: tuple[str, ...] = ()
    extra: Extra = extra()

    @property
    def names(self) -> tuple[Name, ...]:
        """Its title, as the one name it has."""
        return (Name(self.title),)


Authority = Person | Body | Place | Event | Subject | Collection

AUTHORITIES: dict[str, type[Authority]] = {
    "person": Person,
    "body": Body,
    "place": Place,
    "event": Event,
    "subject": Subject,
    "collection": Collection,
}
"""What the first word of an authority id says it is."""


def kind_of(authority_id: str) -> str:
    """Give the kind an authority id speaks of.

    >>> kind_of("place-0001")
    'place'
    """
    return authority_id.partition("-")[0]


def label(authority: Authority) -> str:
    """Give its authorised names side by side, or the first name where none is authorised.

    >>> label(Place(names=(Name("Stepanakert", kind="authorised"), Name("Khankendi", kind="authorised"))))
    'Stepanakert / Khankendi'
    """
    if isinstance(authority, Collection):
        return authority.title
    authorised = [name.text for name in authority.names if name.kind == "authorised"]
    return " / ".join(authorised) or next((name.text for name in authority.names), authority.id)


def is_protected(authority: Authority) -> bool:
    """Whether its names must never be expanded to one another."""
    return isinstance(authority, Person) and (
        authority.protection != "none" or any(name.kind == "pseudonym" for name in authority.names)
    )


def equivalents(authority: Authority) -> Iterator[tuple[str, ...]]:
    """Give the sets of names that stand for one another: all names, and all family names of a person.

    A protected person gives none, so that a pseudonym never leads to anything else.
    """
    if is_protected(authority) or isinstance(authority, Collection):
        return
    yield tuple(name.text for name in authority.names)
    if isinstance(authority, Person):
        yield tuple(dict.fromkeys(name.family_name for name in authority.names if name.family_name))
