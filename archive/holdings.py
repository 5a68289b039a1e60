"""What needs a person: missing consents, links that lead nowhere, restrictions to review, files nobody can decode."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from archive.register import Register
from testimonies.access import Decision
from testimonies.testimony import Testimony


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that needs a person, and the records it is about."""

    what: str
    where: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Say it in one sentence, naming the first records."""
        if len(self.where) == 1 and self.where[0] in self.what:
            return self.what
        some = ", ".join(self.where[:8]) + (f" and {len(self.where) - 8:,} more" if len(self.where) > 8 else "")
        return f"{self.what.removesuffix('.')}: {some}" if self.where else self.what


NEEDS: dict[str, tuple[str, str]] = {
    "consent": (
        "No consent and no other basis is on file",
        "Edit the record: a consent for each narrator, or the basis on which it is kept.",
    ),
    "review": (
        "A restriction has run out and is to be reviewed; nothing opens by itself",
        "Edit the record: decide anew who may see it, or until when it stays closed.",
    ),
    "redaction": (
        "The words under a redaction have changed; the whole passage is withheld until it is placed anew",
        "Edit the record: place the redaction on the words as they stand now.",
    ),
    "link": (
        "A link leads to an authority record that is not there",
        "Edit the record, or add the authority record it names.",
    ),
    "decode": (
        "A media file can't be decoded",
        "It is kept as it came; ask where it came from for a copy that opens.",
    ),
    "alt": (
        "An image has no alt text yet",
        "Say in a sentence what the picture shows, for those who can't see it.",
    ),
}
"""What may need a person: what is wrong, and what to do, each by a short key."""


def needs(testimonies: Iterable[Testimony], register: Register, today: date) -> Iterator[Finding]:
    """Give what needs a person, each kind of it once."""
    found: dict[str, list[str]] = {}
    for testimony in testimonies:
        for key in _all_of(testimony, register, today):
            found.setdefault(key, []).append(testimony.id)
    yield from (Finding(what, tuple(found[key])) for key, (what, _) in NEEDS.items() if key in found)


def _all_of(testimony: Testimony, register: Register, today: date) -> Iterator[str]:
    yield from lasting(testimony)
    due = review_day(testimony)
    if due is not None and due < number_of(today):
        yield "review"
    if any(link.ref and link.ref not in register.records for link in testimony.links()):
        yield "link"


def lasting(testimony: Testimony) -> Iterator[str]:
    """Give what a record needs whatever day it is and whatever else is kept, by its keys in `NEEDS`."""
    if not testimony.consents and not testimony.basis:
        yield "consent"
    if _has_misplaced_redaction(testimony):
        yield "redaction"
    if any(item.unreadable for item in testimony.media):
        yield "decode"
    if any((item.alt_text or "").startswith("Not described yet") for item in testimony.media):
        yield "alt"


def number_of(day: date) -> int:
    """Give a day as dates are compared: 20231231.

    >>> number_of(date(2023, 12, 31))
    20231231
    """
    return day.year * 10000 + day.month * 100 + day.day


def review_day(testimony: Testimony) -> int | None:
    """Give the first day after which a restriction of this record is to be looked at again, as a number."""
    decisions: list[Decision] = [testimony.access.description, testimony.access.transcript]
    decisions += [item.access for item in testimony.media if item.access]
    days = (one for decision in decisions for one in (decision.until, decision.review_on) if one is not None)
    return min((one.latest for one in days if one.latest is not None), default=None)


def seconds_heard(testimony: Testimony) -> float:
    """Give how long its recordings run, copies made from others left out."""
    return sum((item.duration_ms or 0) / 1000 for item in testimony.media if not item.derived_from)


def pictures(testimony: Testimony) -> int:
    """Count its photographs and scanned pages."""
    return sum(item.pages or 1 for item in testimony.media if (item.mime or "").startswith("image/"))


def _has_misplaced_redaction(testimony: Testimony) -> bool:
    words = {passage.id: passage.words for transcript in testimony.transcripts for passage in transcript.passages}
    for redaction in testimony.redactions:
        if redaction.passage and redaction.quoted is not None:
            start, end = redaction.span or (0, len(words.get(redaction.passage, "")))
            if words.get(redaction.passage, "")[start:end] != redaction.quoted:
                return True
    return False
