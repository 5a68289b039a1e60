"""Every passage that names a person, a place, a body, an event or a subject, by any of its names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from archive.register import Register
from testimonies.testimony import Link

if TYPE_CHECKING:
    from archive.answer import Answer, Hit, Result


def question_for(link: Link, register: Register) -> str:
    """Give the question that finds a name: its record's, which stands for all its names, else the name as used.

    A protected person's names stand for nothing else, and are never joined by others.
    """
    record = register.records.get(link.ref) if link.ref else None
    name = record.names[0].text if record and record.names else link.name
    return f'"{" ".join(name.replace(chr(34), " ").split())}"'


def in_full(answer: Answer, passages: Callable[[str], tuple[Hit, ...]]) -> Answer:
    """Give an answer with every passage of its testimonies; an answer of a search has a few of each."""

    def full(result: Result) -> Result:
        if result.passage_count <= len(result.passages):
            return result
        return replace(result, passages=passages(result.row.id))

    return replace(answer, testimonies=tuple(full(one) for one in answer.testimonies))
