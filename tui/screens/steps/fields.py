"""The fields of the form for a testimony: what each is called, and at which step it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from testimonies.access import LEVELS
from testimonies.testimony import KINDS

STEPS = ("Files", "People", "Recording", "Transcript", "Consent and access", "Review and save")
"""What is asked, in the order in which most people know it; one may go to any at any time."""

Shape = Literal["line", "text", "choice", "files"]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is asked."""

    label: str
    step: int
    """Which of STEPS."""
    shape: Shape = "line"
    links: tuple[str, ...] = ()
    """The kinds of authority records its names may stand for."""
    choices: tuple[tuple[str, str], ...] = ()
    """What may be chosen: words and value."""
    hint: str = ""
    """What may be typed, shown while nothing is."""
    several: bool = False
    """Whether it holds several names with semicolons."""


LEVEL_WORDS: Mapping[str, str] = {
    "open": "open: everyone",
    "restricted": "restricted: on request",
    "staff": "staff: those who keep the archive",
    "closed": "closed: nobody without a key",
}
_LEVELS = tuple((LEVEL_WORDS[level], level) for level in LEVELS)
AS_TRANSCRIPT = ("as the transcript", "")
AS_DECIDED = ("each as it was decided", "each")

_NAMES = "a name; another name"
_WHO = ("person", "body")

FIELDS: Mapping[str, Field] = {
    "media": Field("Files", 0, "files"),
    "narrator": Field("Narrators", 1, links=_WHO, several=True, hint=f"who tells it: {_NAMES}"),
    "interviewer": Field("Interviewers", 1, links=_WHO, several=True, hint=f"who asks: {_NAMES}"),
    "others": Field("Others", 1, links=_WHO, several=True, hint="translator: a name; photographer: a name"),
    "title": Field("Title", 2, hint="a few words that say what it is"),
    "kind": Field("Kind", 2, "choice", choices=tuple((kind.replace("_", " "), kind) for kind in KINDS)),
    "collection": Field("Collection", 2, "choice"),
    "date": Field("Given, recorded or written", 2, hint="2023-09-19, 1986-05, 1993~ for about; empty: undated"),
    "covers": Field("The time it tells about", 2, hint="1988/1994, 1915-04"),
    "place": Field("Place where it was given", 2, links=("place",)),
    "language": Field("Language", 2, hint="hy, az, ru, en …; several with commas; empty: und, undetermined"),
    "scope": Field("Scope and content: what it tells, in your own words", 2, "text"),
    "subjects": Field("Subjects", 2, links=("subject",), several=True, hint="displacement; a bridge"),
    "places": Field("Places it speaks of", 2, links=("place",), several=True, hint=_NAMES),
    "persons": Field("Persons it speaks of", 2, links=("person",), several=True, hint=_NAMES),
    "events": Field("Events it speaks of", 2, links=("event",), several=True, hint=_NAMES),
    "content_notes": Field(
        "Content notes", 2, several=True, hint="what to warn of before it is opened; tells of drowning"
    ),
    "transcript": Field("A paragraph a turn, as [00:14:32] NAME: words · ^o reads a file", 3, "text"),
    "consents": Field("Consent · NAME: signed form, 2023-09-19, archive research", 4, "text"),
    "basis": Field("Or another ground on which it is kept", 4, hint="a published statement"),
    "rights": Field("Rights statement", 4, hint="InC, CNE, UND … or an address"),
    "holder": Field("Who holds the rights", 4),
    "description": Field("Who may see the description", 4, "choice", choices=_LEVELS),
    "access": Field("Who may see the transcript", 4, "choice", choices=_LEVELS),
    "media_access": Field("Who may see the media", 4, "choice", choices=(AS_TRANSCRIPT, *_LEVELS, AS_DECIDED)),
    "why": Field("Why", 5, hint="the reason; it is kept with the version"),
}
"""The fields in the order in which they are asked."""

RIGHTS: Mapping[str, str] = {
    "InC": "in copyright",
    "InC-RUU": "in copyright, the holder can't be found",
    "InC-EDU": "in copyright, educational use permitted",
    "InC-NC": "in copyright, non-commercial use permitted",
    "NoC-CR": "no copyright, contractual restrictions",
    "NoC-OKLR": "no copyright, other legal restrictions",
    "CNE": "copyright not evaluated",
    "UND": "copyright undetermined",
    "NKC": "no known copyright",
}
"""The statements of rightsstatements.org that fit a testimony."""


def rights_address(typed: str) -> str:
    """Give the address of a rights statement that was typed by its code; anything else as it is.

    >>> rights_address("CNE")
    'http://rightsstatements.org/vocab/CNE/1.0/'
    """
    code = next((code for code in RIGHTS if code.casefold() == typed.strip().casefold()), None)
    return f"http://rightsstatements.org/vocab/{code}/1.0/" if code else typed.strip()


def short(name: str) -> str:
    """Give what a field is called in a sentence."""
    return _SHORT.get(name, FIELDS[name].label)


_SHORT = {"scope": "Scope and content", "transcript": "Transcript", "consents": "Consent", "basis": "Other ground"}


def at_step(step: int) -> tuple[str, ...]:
    """Give the names of the fields of a step."""
    return tuple(name for name, field in FIELDS.items() if field.step == step)
