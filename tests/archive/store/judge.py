"""Somebody else's validator of OCFL, asked whether what we write is sound."""

from __future__ import annotations

from pathlib import Path

import ocfl  # type: ignore[import-untyped]  # it ships no types


def judged_sound(root: Path) -> bool:
    """Whether ocfl-py finds every object of a storage root good.

    Its own answer is not enough: it said yes to a root of which one object of two was corrupt.
    """
    judge = ocfl.StorageRoot(root=str(root))
    answer = judge.validate()
    return bool(answer) and judge.good_objects == judge.num_objects
