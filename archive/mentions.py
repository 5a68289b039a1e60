"""Every passage that names a person, a place, a body, an event or a subject, by any of its names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from archive.access import public_names
from archive.register import Register
from testimonies.testimony import Link

if TYPE_CHECKING:
    from archive.answer import Answer, Hit, Result


def question_for(link: Link, register: Register) -> str:
    """Give the question that finds a name: its record's, which stands for all its names, else the name as used.

    A protected person's names stand for nothing else, and are never joined by others.
    """
    record = register.records.get(link.ref) if link.ref else None
    names = public_names(record) if record else ()
    name = names[0].text if names else link.name
    return f'"{" ".join(name.replace(chr(34), " ").split())}"'


def in_full(answer: Answer, passages: Callable[[str], tuple[Hit, ...]]) -> Answer:
    """Give an answer with every passage of its testimonies; an answer of a search has a few of each."""

    def full(result: Result) -> Result:
        if result.passage_count <= len(result.passages):
            return result
        return replace(result, passages=passages(result.row.id))

    return replace(answer, testimonies=tuple(full(one) for one in answer.testimonies))


_FIELDS = {
    "person": ("narrator", "interviewer", "person"),
    "body": ("body",),
    "place": ("place",),
    "event": ("event",),
    "subject": ("subject",),
}


def linking_question(authority_id: str) -> str:
    """Give the question that finds the testimonies whose records link an authority record.

    >>> linking_question("place-0001"), linking_question("collection-nk")
    ('place:place-0001', 'collection:nk')
    """
    kind, _, rest = authority_id.partition("-")
    if kind == "collection":
        return f"collection:{rest}"
    return " OR ".join(f"{field}:{authority_id}" for field in _FIELDS[kind])
