"""What the reading room remembers of a person between two sittings: how they like it, and nothing they read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tui.visiting import is_visited

NAME = "reading-room.json"
COLOURS = "colours"
"""Under what the colours of the room are remembered."""
CALM = "earwitness"
"""The colours one begins with."""


def path() -> Path:
    """Say where the habits are kept: with the user, never in an archive."""
    from platformdirs import user_state_path  # noqa: PLC0415 - not before the first frame

    return user_state_path("earwitness") / NAME


def remembered() -> Mapping[str, Any]:
    """Give what is remembered; what can't be read was only a habit, and begins anew."""
    try:
        found = json.loads(path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def remember(name: str, value: object) -> bool:
    """Remember one thing; False where there is nowhere to write."""
    if is_visited():
        return False
    target = path()
    beside = target.with_name(f".{NAME}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.write_text(json.dumps({**remembered(), name: value}, ensure_ascii=False, indent=1), encoding="utf-8")
        beside.replace(target)
    except OSError:
        return False
    return True


def is_calm() -> bool:
    """Whether the room will have the colours that its first frame is drawn in."""
    return bool(remembered().get(COLOURS, CALM) == CALM)
