"""Media that a sheet names belong to it, whatever their own stem: they are no testimonies of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from archive.exchange import forms
from archive.exchange.reading import text_of
from archive.exchange.scan import Group
from testimonies import sheet
from testimonies.errors import BadInput


def settle(groups: Iterable[Group], told: str | None = None) -> tuple[Group, ...]:
    """Take the media that sheets name out of all other groups, and leave out groups that are empty then."""
    groups = tuple(groups)
    owners = {path: group.key for group in groups for path in _named(group, told)}
    settled = []
    for group in groups:
        files = tuple(path for path in group.files if owners.get(path, group.key) == group.key)
        if files:
            settled.append(replace(group, files=files))
    return tuple(settled)


def _named(group: Group, told: str | None) -> Iterator[Path]:
    """Give the files beside a group's sheets that those sheets name as media."""
    for path in group.files:
        if forms.form_of(path, told) != "markdown":
            continue
        try:
            text = text_of(path)
            items = sheet.read(text.words, {"collection": "oh", "date": "XXXX"}).media if text.is_sheet else ()
        except BadInput:
            # The sheet is read again when its testimony is built, and its faults are told then.
            continue
        yield from (path.parent / item.file for item in items if Path(item.file).name == item.file)
