"""Two people changed one record at the same time: what either changed is put together, field by field."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from testimonies.form import key_of
from testimonies.testimony import Testimony

_GIVEN = ("id", "last_passage", "source")
"""What the archive itself gives."""


def merged(mine: Testimony, began: Testimony, today: Testimony) -> tuple[Testimony, tuple[str, ...]]:
    """Put what `mine` changed since `began` over the record as it is `today`; name the fields both have changed.

    Where both changed a field, mine stands, for a person to look at.

    >>> from testimonies.edtf import parse
    >>> began = Testimony(kind="interview", title="A flood", date=parse("1993"), collection="oh")
    >>> mine, today = replace(began, title="The flood"), replace(began, extent="2 reels")
    >>> both, clashes = merged(mine, began, today)
    >>> both.title, both.extent, clashes
    ('The flood', '2 reels', ())
    """
    changed: dict[str, Any] = {}
    clashes = []
    for field in fields(Testimony):
        ours, old, new = (getattr(one, field.name) for one in (mine, began, today))
        if field.name in _GIVEN or ours in (old, new):
            continue
        changed[field.name] = ours
        if new != old:
            clashes.append(key_of(field.name))
    return replace(today, **changed), tuple(clashes)
