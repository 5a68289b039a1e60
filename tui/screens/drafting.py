"""Drafts of the form: what was typed, and what a draft that was made elsewhere says beyond the form's fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from archive.drafts import Drafts
from testimonies.testimony import Testimony
from tui.screens import entry

FORM = "form"
VERSION = "version"
SHEET = "sheet"
FAULTY = "faulty"
"""A sheet that came back from an editor with faults, word for word."""
FROM = "faulty_from"
"""The version that sheet was written from."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One unfinished testimony."""

    name: str | None = None
    """None until it is saved for the first time."""
    typed: Mapping[str, str] = field(default_factory=dict)
    base: Testimony = entry.EMPTY
    """What it says in fields the form does not have."""
    kept: Mapping[str, Any] = field(default_factory=dict)
    """Everything in its file."""


def load(drafts: Drafts, name: str) -> Draft:
    """Read a draft of this form, or one that `earwitness add --draft` made."""
    kept = drafts.load(name)
    base = _base(kept.get(SHEET))
    typed = kept.get(FORM)
    if not isinstance(typed, Mapping):
        media = kept.get("media")
        typed = entry.of(base, [str(path) for path in media] if isinstance(media, list) else [])
    return Draft(name, {str(key): str(value) for key, value in typed.items()}, base, kept)


def keep(drafts: Drafts, draft: Draft, typed: Mapping[str, str]) -> Draft:
    """Save what is typed under the draft's name, or a new one."""
    kept = {**draft.kept, FORM: dict(typed)}
    return replace(draft, name=drafts.save(kept, draft.name), typed=dict(typed), kept=kept)


def with_faults(draft: Draft, text: str) -> Draft:
    """Give the draft a sheet that has faults still, or none."""
    kept = {key: value for key, value in draft.kept.items() if key != FAULTY}
    return replace(draft, kept={**kept, FAULTY: text} if text else kept)


def over(draft: Draft, base: Testimony) -> Draft:
    """Give the draft another record beneath the form, as a sheet from an editor is."""
    from testimonies import sheet  # noqa: PLC0415 - as below

    return replace(draft, base=base, kept={**draft.kept, SHEET: sheet.write(base)})


def _base(sheet_text: object) -> Testimony:
    if not isinstance(sheet_text, str):
        return entry.EMPTY
    from testimonies import sheet  # noqa: PLC0415 - only a draft that was a sheet pays for YAML

    return sheet.read(sheet_text)
