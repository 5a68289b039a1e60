"""What the form says back: how a field was understood, how far a step has come, how a value reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archive.register import Register
from testimonies import edtf
from testimonies.errors import ArchiveError
from tui.screens.steps import files, names, words
from tui.screens.steps.fields import FIELDS, RIGHTS, STEPS, at_step
from tui.screens.steps.pane import DONE, MEND, TO_DO

Entry = Mapping[str, str]

UNSAID = {"kind", "collection", "description", "access", "media_access"}
"""Fields that say something before anybody has touched them."""


def understood(name: str, value: str, register: Register) -> str:
    """Say how a field that is in order was understood, where that is worth a line.

    >>> understood("date", "1993~", Register())
    'about 1993'
    """
    if not value.strip():
        return ""
    if name in ("date", "covers"):
        return _date(value)
    if name == "transcript":
        return words.counted(value)
    if name == "rights":
        return next((said for code, said in RIGHTS.items() if f"/{code}/" in value or code == value.strip()), "")
    if not FIELDS[name].links:
        return ""
    linked = [one for one in names.read(value) if one.ref in register.records]
    return "; ".join(f"{one.name} → {register.label(one.ref or '')} ({one.ref})" for one in linked)


def _date(value: str) -> str:
    try:
        return edtf.display(edtf.parse(value.strip()))
    except ArchiveError:
        return ""


def read_as(name: str, value: str) -> str:
    """Give a field's value as a person reads it in a list of changes."""
    if name == "media":
        rows = files.read(value)
        return "; ".join(f"{row.name}{f' ({row.alt})' if row.alt else ''}" for row in rows)
    if name == "transcript":
        return words.counted(value)
    short = " / ".join(part for part in value.splitlines() if part.strip())
    return short if len(short) <= 200 else f"{short[:199]}…"


def states(entry: Entry, problems: Mapping[str, str], seen: set[int], reviewed: bool) -> Sequence[tuple[str, str]]:
    """Give the sign of each step and a word on it; what nobody has looked at yet is not called wrong."""
    return [_state(step, entry, problems, step in seen) for step in range(len(STEPS) - 1)] + [
        (DONE, "as it will be kept") if reviewed else (TO_DO, f"{len(problems)} to mend first" if problems else "")
    ]


def _state(step: int, entry: Entry, problems: Mapping[str, str], seen: bool) -> tuple[str, str]:
    wrong = [name for name in at_step(step) if name in problems]
    filled = any(entry[name].strip() for name in at_step(step) if name not in UNSAID)
    if wrong and (seen or filled):
        return MEND, f"{len(wrong)} to mend"
    if step == 0 and filled:
        count = len(files.read(entry["media"]))
        return DONE, f"{count} file{'' if count == 1 else 's'}"
    if step == 3 and filled:
        return DONE, words.counted(entry["transcript"]).partition(",")[0]
    return (DONE, "") if filled else (TO_DO, "nothing yet" if seen else "")
