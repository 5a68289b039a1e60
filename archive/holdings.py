"""What needs a person: missing consents, links that lead nowhere, restrictions to review, files nobody can decode."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
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


def needs(testimonies: Iterable[Testimony], register: Register, today: date) -> Iterator[Finding]:
    """Give what needs a person, each kind of it once."""
    found: dict[str, list[str]] = {}
    for testimony in testimonies:
        for what, applies in _QUESTIONS.items():
            if applies(testimony, register, today):
                found.setdefault(what, []).append(testimony.id)
    yield from (Finding(what, tuple(found[what])) for what in _QUESTIONS if what in found)


def _no_basis(testimony: Testimony, _register: Register, _today: date) -> bool:
    return not testimony.consents and not testimony.basis


def _dead_link(testimony: Testimony, register: Register, _today: date) -> bool:
    return any(link.ref and link.ref not in register.records for link in testimony.links())


def _to_review(testimony: Testimony, _register: Register, today: date) -> bool:
    day = today.year * 10000 + today.month * 100 + today.day
    decisions = [testimony.access.description, testimony.access.transcript]
    decisions += [item.access for item in testimony.media if item.access]
    return any(_is_due(decision, day) for decision in decisions)


def _is_due(decision: Decision, day: int) -> bool:
    dates = (decision.until, decision.review_on)
    return any(one is not None and one.latest is not None and one.latest < day for one in dates)


def _unreadable(testimony: Testimony, _register: Register, _today: date) -> bool:
    return any(item.unreadable for item in testimony.media)


def _undescribed(testimony: Testimony, _register: Register, _today: date) -> bool:
    return any((item.alt_text or "").startswith("Not described yet") for item in testimony.media)


def _misplaced_redaction(testimony: Testimony, _register: Register, _today: date) -> bool:
    words = {passage.id: passage.words for transcript in testimony.transcripts for passage in transcript.passages}
    for redaction in testimony.redactions:
        if redaction.passage and redaction.quoted is not None:
            start, end = redaction.span or (0, len(words.get(redaction.passage, "")))
            if words.get(redaction.passage, "")[start:end] != redaction.quoted:
                return True
    return False


_QUESTIONS: dict[str, Callable[[Testimony, Register, date], bool]] = {
    "No consent and no other basis is on file": _no_basis,
    "A restriction has run out and is to be reviewed; nothing opens by itself": _to_review,
    "The words under a redaction have changed; the whole passage is withheld until it is placed anew": (
        _misplaced_redaction
    ),
    "A link leads to an authority record that is not there": _dead_link,
    "A media file can't be decoded": _unreadable,
    "An image has no alt text yet": _undescribed,
}
