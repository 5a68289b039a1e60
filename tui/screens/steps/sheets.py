"""The form as a description sheet, for a person's own editor, and the form again as the sheet came back."""

from __future__ import annotations

from dataclasses import replace

from archive.checking import checks
from archive.register import Register
from testimonies import sheet
from testimonies.testimony import Testimony
from tui.screens import entry
from tui.screens.entry import Entry
from tui.screens.steps import files


def write(typed: Entry, base: Testimony, register: Register) -> tuple[str, list[str]]:
    """Write the form as a sheet; fields that can't be said in one yet are left as they were, and named."""
    wrong = [name for name in entry.problems(typed, base, register) if name not in ("media", "consents", "title")]
    was = entry.of(base)
    sound = {**typed, **{name: was[name] for name in wrong}}
    return sheet.write(entry.over(sound, base)), wrong


def read(text: str, typed: Entry, base: Testimony, register: Register) -> tuple[dict[str, str], Testimony]:
    """Read a sheet that was the form: what the form shows now, and what lies beneath it.

    Raises MalformedSheet with every fault and its line.
    """
    before = base if base.id else None
    collection = {"collection": typed["collection"], "date": "XXXX"}
    found = sheet.examine(text, collection, checks(register, before)).testimony
    found = replace(found, id=base.id, last_passage=base.last_passage, source=base.source)
    alt = {item.file: item.alt_text or "" for item in found.media}
    rows = [replace(row, alt=alt.get(row.name, row.alt)) for row in files.read(typed["media"])]
    return {**entry.of(found), "media": files.write(rows), "why": typed["why"]}, found
