"""A last guess at a format we know no signature of; it runs only in the limited process."""

from __future__ import annotations

import os
from typing import Any

import puremagic

_HEAD = 128 * 1024
_SURE = 0.6
"""Below this a guess rests on two or three bytes that occur by chance."""


def describe(file: int) -> dict[str, Any]:
    """Name a format from the file's first bytes, or say nothing."""
    try:
        guesses = puremagic.magic_string(os.pread(file, _HEAD, 0))
    except (puremagic.PureError, ValueError):
        return {}
    for guess in sorted(guesses, key=lambda guess: -guess.confidence):
        if guess.confidence >= _SURE and guess.mime_type:
            return {"mime": guess.mime_type, "label": guess.name}
    return {}
