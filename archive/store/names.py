"""Which ids and paths the store takes, so that nobody can make it write anywhere else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from pathlib import PurePosixPath

from testimonies import errors

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
SEGMENT_BYTES = 200
PATH_BYTES = 700

_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the reading direction and so make a name look like another."""


def check_id(object_id: str) -> str:
    """Give back an id that can be a folder's name, or refuse it."""
    if not ID.fullmatch(object_id):
        raise errors.BadInput(
            f"{shown(object_id)} can't be an id; use small letters, digits and hyphens, at most 64 of them."
        )
    return object_id


def check_paths(paths: Collection[str]) -> None:
    """Refuse names that can't stand side by side in one folder on every disk."""
    folded: dict[str, str] = {}
    for path in sorted(paths):
        check_path(path)
        other = folded.setdefault(_folded(path), path)
        if other != path:
            raise errors.BadInput(f"{shown(path)} and {shown(other)} are one name on some disks; rename one of them.")
    for path in paths:
        for above in PurePosixPath(path).parents:
            if _folded(str(above)) in folded:
                raise errors.BadInput(f"{shown(str(above))} can't be both a file and a folder; rename one.")


def check_path(path: str) -> str:
    """Give back a path that stays inside its object, or refuse it."""
    why = _fault(path)
    if why:
        raise errors.BadInput(f"{shown(path)} can't be the name of a kept file: {why}.")
    return path


def shown(text: str) -> str:
    """Quote a stranger's text so that it can't act on the terminal it is shown on."""
    return f"“{visible(text[:200])}”"


def visible(text: str) -> str:
    """Write out the characters that would act instead of being seen."""
    return "".join(
        letter if letter.isprintable() and letter not in _TURNING else f"\\u{ord(letter):04x}" for letter in text
    )


def _fault(path: str) -> str:
    try:
        encoded = path.encode("utf-8")
    except UnicodeEncodeError:
        return "it is not UTF-8"
    if len(encoded) > PATH_BYTES:
        return f"it is longer than {PATH_BYTES} bytes"
    if any(unicodedata.category(letter) in {"Cc", "Zl", "Zp"} or letter in _TURNING for letter in path):
        return "it holds control characters"
    if "\\" in path:
        return "it holds a backslash"
    for segment in path.split("/"):
        why = _segment_fault(segment)
        if why:
            return why
    return ""


def _segment_fault(segment: str) -> str:
    if not segment:
        return "it has an empty part between two slashes, or at an end"
    if segment.startswith("."):
        return "a part of it begins with a dot"
    if segment != segment.strip():
        return "a part of it begins or ends with a space"
    if len(segment.encode()) > SEGMENT_BYTES:
        return f"a part of it is longer than {SEGMENT_BYTES} bytes"
    return ""


def _folded(path: str) -> str:
    # The same letters composed otherwise, or in the other case, are one name on a Mac's disk.
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
