"""Who may see what: the levels, the decisions behind them, and what is withheld inside a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from testimonies.edtf import Edtf
from testimonies.form import Extra, always, extra, one_of
from testimonies.locator import Locator

LEVELS = ("open", "restricted", "staff", "closed")
"""From everyone, over on request and staff only, to nobody without a key."""

REASONS = (
    "safety",
    "privacy",
    "third_party",
    "narrator_request",
    "community",
    "legal",
    "copyright",
    "donor_agreement",
    "other",
)
"""Reason classes: why something is kept back, in a word that gives nothing away."""


@dataclass(frozen=True, slots=True)
class Decision:
    """How far one part is open, and who decided it, when, why and until when."""

    SHORTHAND: ClassVar[str] = "level"
    BRIEF: ClassVar[bool] = True

    level: str = one_of(LEVELS)
    reason: str | None = None
    """A reason class, one of REASONS."""
    decided_by: str | None = None
    decided_on: Edtf | None = None
    until: Edtf | None = None
    """After this day the closure review looks at it again; nothing opens by itself."""
    review_on: Edtf | None = None
    extra: Extra = extra()


STAFF = Decision("staff")
"""Where every new record begins."""


@dataclass(frozen=True, slots=True)
class Access:
    """How far a testimony's description and words are open; each media item carries its own decision."""

    description: Decision = always(STAFF)
    transcript: Decision = always(STAFF)
    listed: bool = always(True)
    """Whether a reader who may not see the description still learns that the record exists."""
    listed_title: str | None = None
    """The title such a reader sees."""
    extra: Extra = extra()

    @classmethod
    def of(cls, level: str) -> Access:
        """Give the same level to the description and the transcript."""
        return cls(Decision(level), Decision(level))

    @property
    def level(self) -> str:
        """The stricter of the two levels, for lists and filters."""
        return strictest((self.description.level, self.transcript.level))


def strictest(levels: Iterable[str]) -> str:
    """Give the strictest of some levels; none at all is `staff`, because silence is not consent."""
    return max(levels, key=LEVELS.index, default="staff")


REDACTIONS = ("withheld", "anonymised", "bleep", "blur")


@dataclass(frozen=True, slots=True)
class Redaction:
    """A stretch of words, sound or picture that readers below staff do not get."""

    passage: str | None = None
    """The passage id it applies to, for words."""
    at: Locator | None = None
    until: Locator | None = None
    """From and to in the recording, for sound."""
    media: str | None = None
    box: tuple[int, int, int, int] | None = None
    """Left, top, right, bottom in pixels of the upright picture `media`."""
    span: tuple[int, int] | None = None
    """[start, end) in code points of the passage; the whole passage where absent."""
    action: str = one_of(REDACTIONS, "withheld")
    replacement: str | None = None
    reason: str | None = None
    by: str | None = None
    on: Edtf | None = None
    until_date: Edtf | None = None
    version: int | None = None
    transcript: str | None = None
    quoted: str | None = None
    """The words it was placed on. When the text no longer holds them, the whole passage is withheld."""
    extra: Extra = extra()


CONSENT_KINDS = ("signed_form", "recorded_oral", "guardian", "none_found")

CONSENT_SCOPES = (
    "archive",
    "research",
    "quote",
    "name",
    "voice",
    "face",
    "publish",
    "translate",
    "train_models",
)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What a narrator took back, and when."""

    on: Edtf
    scope: tuple[str, ...] = ()
    """Empty: all of it."""
    extra: Extra = extra()


@dataclass(frozen=True, slots=True)
class Consent:
    """What one narrator agreed to."""

    narrator: str
    kind: str = one_of(CONSENT_KINDS)
    when: Edtf | None = None
    scope: tuple[str, ...] = ()
    until: Edtf | None = None
    form_version: str | None = None
    file: str | None = None
    withdrawn: tuple[Withdrawal, ...] = ()
    note: str | None = None
    extra: Extra = extra()


@dataclass(frozen=True, slots=True)
class Rights:
    """Who holds the rights, said with a rightsstatements.org address."""

    statement: str | None = None
    """For example http://rightsstatements.org/vocab/InC/1.0/"""
    holder: str | None = None
    contact: str | None = None
    """How to reach the holder or the heirs."""
    note: str | None = None
    extra: Extra = extra()
