"""A kept record edited as a description sheet in one's own editor; what can't be taken yet is offered again."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import click

from archive.archive import Archive
from archive.checking import checks
from archive.merging import merged
from archive.reading import Shown
from archive.writing import Added
from testimonies import sheet
from testimonies.errors import BadInput, MalformedSheet, WrongUsage
from testimonies.testimony import Testimony
from tui import door, editor
from tui.commands import options
from tui.screens.drafting import FAULTY, FROM, VERSION


def edit(archive: Archive, testimony_id: str, why: str) -> Added | None:
    """Let a person change a testimony as a sheet, and keep it; None where nothing was changed."""
    if not editor.is_there():
        raise WrongUsage("There is no terminal for an editor here; use --set KEY=VALUE, or name one in $EDITOR.")
    today = archive.show(testimony_id)
    left = _left(archive, testimony_id)
    began = _began(archive, today, left)
    made = _Sheet(archive, began, left).edited()
    if made is None:
        return None
    change = _over(archive, began.testimony, made)
    kept = archive.edit(testimony_id, change, by=door.signature(), why=why or "Edited as a sheet")
    if FAULTY in left:
        archive.drafts.remove(archive.drafts.of_edit(testimony_id))
    return kept


def _left(archive: Archive, testimony_id: str) -> dict[str, Any]:
    """Give the draft in which it was edited before."""
    name = archive.drafts.of_edit(testimony_id)
    left = archive.drafts.load(name) if archive.drafts.has(name) else {}
    if FAULTY in left:
        options.remark([f"This goes on with the sheet of {testimony_id} that was left."])
    return left


def _began(archive: Archive, today: Shown, left: dict[str, Any]) -> Shown:
    version = left.get(FROM)
    return archive.show(today.testimony.id, version=version) if FAULTY in left and isinstance(version, int) else today


class _Sheet:
    """A sheet that goes to the editor until it can be taken."""

    def __init__(self, archive: Archive, began: Shown, left: dict[str, Any]) -> None:
        self._archive = archive
        self._began = began
        self._left = left

    def edited(self) -> Testimony | None:
        """Give the testimony the sheet makes; None where nothing was changed."""
        before = self._began.testimony
        begun = sheet.write(before)
        text = str(self._left.get(FAULTY) or begun)
        known = {remark.what for remark in sheet.examine(begun).remarks}
        while True:
            text = editor.edited(text)
            if text == begun:
                return None
            try:
                seen = sheet.examine(text, check=checks(self._archive.register, before))
            except MalformedSheet as error:
                self._ask_again(error, text)
                continue
            options.remark(str(remark) for remark in seen.remarks if remark.what not in known)
            return replace(seen.testimony, last_passage=before.last_passage, source=before.source)

    def _ask_again(self, error: MalformedSheet, text: str) -> None:
        """Say what is wrong, and go on only where somebody wants to; else the text is kept for the next time."""
        keep_text(self._archive, self._began.testimony.id, text, self._began.version)
        if not sys.stdin.isatty():
            raise error
        options.remark(str(fault) for fault in error.faults)
        question = "Edit it again? Otherwise your text waits for the next time, and nothing is changed"
        click.confirm(question, default=True, abort=True, err=True)


def keep_text(archive: Archive, testimony_id: str, text: str, version: int) -> None:
    """Keep a sheet that can't be taken yet, beside what was typed in the reading room."""
    name = archive.drafts.of_edit(testimony_id)
    held = archive.drafts.load(name) if archive.drafts.has(name) else {VERSION: version}
    archive.drafts.save({**held, FAULTY: text, FROM: version}, name)


def _over(archive: Archive, began: Testimony, made: Testimony) -> Callable[[Testimony], Testimony]:
    """Give the change; where somebody else changed the record meanwhile, both are put together to be looked at."""

    def change(today: Testimony) -> Testimony:
        if today == began:
            return made
        both, clashes = merged(made, began, today)
        keep_text(archive, today.id, sheet.write(both), archive.show(today.id).version)
        where = f", in the same field ({', '.join(clashes)}: yours stands)" if clashes else ""
        raise BadInput(
            f"{today.id} was changed by someone else meanwhile{where}; what both of you wrote is kept as a sheet: "
            f"look at it and save it with earwitness edit {today.id}"
        )

    return change
