"""A picture for a terminal: two pixels in every cell, the upper and the lower half of a block."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TypeAlias

Colour: TypeAlias = tuple[int, int, int]
Cell: TypeAlias = tuple[Colour, Colour]
"""The upper and the lower pixel of one character cell (draw `▀` in the first on the second)."""

_MOST_PIXELS = 4_000_000


def half_blocks(small: Path | bytes, columns: int, rows: int) -> list[list[Cell]]:
    """Give rows of cells that hold a small picture of ours, as large as fits, never stretched or enlarged.

    It reads only what `media.thumbnail` or `media.view` wrote; an original is never opened here.
    """
    from PIL import Image  # noqa: PLC0415 - it takes 40 ms to import, which a plain command must not pay

    with Image.open(io.BytesIO(small) if isinstance(small, bytes) else small, formats=("PNG", "JPEG")) as picture:
        if picture.width * picture.height > _MOST_PIXELS:
            raise ValueError(f"This is no small picture: {picture.width} × {picture.height} pixels")
        width, height = fitted(picture.size, columns, rows)
        raw = picture.convert("RGB").resize((width, height), Image.Resampling.LANCZOS).tobytes()
    pixels = [
        [(raw[at], raw[at + 1], raw[at + 2]) for at in range(line, line + 3 * width, 3)]
        for line in range(0, len(raw), 3 * width)
    ]
    return [list(zip(pixels[upper], pixels[upper + 1], strict=True)) for upper in range(0, height, 2)]


def fitted(size: tuple[int, int], columns: int, rows: int) -> tuple[int, int]:
    """Give the pixels to draw: at most one a column and two a row, in the picture's own proportions.

    >>> fitted((300, 100), 60, 20)
    (60, 20)
    """
    scale = min(columns / size[0], rows * 2 / size[1], 1.0)
    width = max(1, min(columns, round(size[0] * scale)))
    height = max(2, min(rows * 2, round(size[1] * scale / 2) * 2))
    return width, height
