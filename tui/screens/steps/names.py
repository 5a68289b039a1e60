"""Names as they are typed: several with semicolons, each with the authority record it stands for in brackets.

    Stepanakert [place-0001]; the mill

The name as written stays; the bracket is the link. A name without one is linked to nothing, which is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from archive.index.folding import fold
from archive.register import Register
from testimonies.testimony import ROLES

_LINKED = re.compile(r"(?s)(?P<name>.*?)\s*\[(?P<ref>[a-z]+-[a-z0-9]+)?\]\s*")
_TAIL = re.compile(r"(?s)\[(?:[a-z]+-[a-z0-9]+)?\]\s*")


class Named(NamedTuple):
    """A name as used here, and the id of the record it stands for."""

    name: str
    ref: str | None = None


def read(value: str) -> tuple[Named, ...]:
    """Read names and their links.

    >>> read("Stepanakert [place-0001]; the mill")
    (Named(name='Stepanakert', ref='place-0001'), Named(name='the mill', ref=None))
    """
    return tuple(read_one(part) for part in value.split(";") if part.strip())


def read_one(value: str) -> Named:
    """Read one name and its link."""
    match = _LINKED.fullmatch(value.strip())
    return Named(match["name"].strip(), match["ref"]) if match and match["name"] else Named(value.strip())


def write(names: Iterable[tuple[str, str | None]]) -> str:
    """Write names so that `read` gives them back, as far as they hold no semicolon.

    >>> write([("Stepanakert", "place-0001"), ("a word [sic-1]", None)])
    'Stepanakert [place-0001]; a word [sic-1] []'
    """
    return "; ".join(write_one(name, ref) for name, ref in names)


def write_one(name: str, ref: str | None) -> str:
    """Write one name with its link; an empty bracket where the name itself would be read as having one."""
    return f"{name} [{ref or ''}]" if ref or _TAIL.search(name) else name


def problem(value: Iterable[Named], kinds: Iterable[str], register: Register) -> str | None:
    """Say what is wrong with links: a record that is not there, or one of another kind."""
    kinds = tuple(kinds)
    for _, ref in value:
        if ref and ref not in register.records:
            return f"There is no authority record {ref}; choose one of those below, or leave the bracket out."
        if ref and ref.partition("-")[0] not in kinds:
            return f"{ref} is no {' or '.join(kinds)}; choose one of those below, or leave the bracket out."
    return None


def roles(value: str) -> tuple[tuple[str, Named], ...]:
    """Read names that say their role.

    >>> roles("translator: B. C. [person-0003]")
    (('translator', Named(name='B. C.', ref='person-0003')),)
    """
    found = []
    for part in value.split(";"):
        if part.strip():
            role, _, name = part.partition(":")
            found.append((role.strip().casefold(), read_one(name)))
    return tuple(found)


def roles_problem(value: str, register: Register) -> str | None:
    """Say what is wrong with such names, and how they would be right."""
    for role, named in roles(value):
        if role not in ROLES:
            return f"Write ROLE: NAME, the role one of {', '.join(ROLES[2:])}."
        if not named.name:
            return f"Write the name of the {role} after the colon."
    return problem([named for _, named in roles(value)], ("person", "body"), register)


def being_typed(value: str, at: int) -> tuple[int, int, str]:
    """Give the stretch of a field in which the cursor stands, from one semicolon to the next, and its words.

    >>> being_typed("Amina; Ste", 10)
    (7, 10, 'Ste')
    """
    start = value.rfind(";", 0, at) + 1
    end = value.find(";", at)
    end = len(value) if end < 0 else end
    start += len(value[start:end]) - len(value[start:end].lstrip())
    return start, end, value[start:end].strip()


def linked(typed: str, name: str, ref: str) -> str:
    """Link what is typed to a record: a name as written stays, a beginning is completed to the name that was found.

    >>> linked("the city [kha", "Khankendi", "place-0001"), linked("stepanakert", "Stepanakert", "place-0001")
    ('the city [place-0001]', 'stepanakert [place-0001]')
    >>> linked("translator: kha", "Khankendi", "place-0001")
    'translator: Khankendi [place-0001]'
    """
    before, bracket, _ = typed.partition("[")
    role, colon, begun = before.rpartition(": ")
    if bracket or fold(begun) == fold(name):
        name = begun.strip()
    return f"{role}{colon}{write_one(name, ref)}"
