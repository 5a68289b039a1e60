"""Cuts the part a person looks at out of a picture; it runs only in the limited process."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from typing import Any

from PIL import Image, ImageOps

from media.picture_facts import TURNED, UPRIGHT, TooLarge, lies, opened_as, turn_to
from media.pixels import flattened

_QUARTERS = (None, Image.Transpose.ROTATE_270, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90)
_AS_IT_LIES: Mapping[int, Callable[[float, float], tuple[float, float]]] = {
    1: lambda x, y: (x, y),
    2: lambda x, y: (1 - x, y),
    3: lambda x, y: (1 - x, 1 - y),
    4: lambda x, y: (x, 1 - y),
    5: lambda x, y: (y, x),
    6: lambda x, y: (y, 1 - x),
    7: lambda x, y: (1 - y, 1 - x),
    8: lambda x, y: (1 - y, x),
}
"""From a spot of the upright picture to the same spot as it lies, by what EXIF numbers."""
_LARGEST = 2.0
"""Pixels of a screen for one of the picture at most: nearer there is nothing more to be seen."""
_DAMAGED = "The picture is damaged and can't be drawn; the file is kept as it is."
_NO_PAGE = "There is no such page in the file."

Box = tuple[float, float, float, float]


def cut(file: int, target: int, *, mime: str, page: int, box: list[int], **view: Any) -> dict[str, Any]:
    """Write a part of a picture as a PNG that fits into a box; every failure is a sentence."""
    with os.fdopen(file, "rb", closefd=False) as opened, os.fdopen(target, "wb", closefd=False) as drawn:
        try:
            with opened_as(opened, mime) as picture:
                turn_to(picture, page)
                part, facts = _part(picture, (box[0], box[1]), **view)
        except TooLarge as error:
            return {"why": f"The picture is {error} pixels large, more than this program decodes."}
        except EOFError:
            return {"why": _NO_PAGE if page > 1 else _DAMAGED}
        except MemoryError:
            raise
        except Exception:
            # Decoders raise nearly everything about a stranger's bytes; whatever it is, it is the file's.
            return {"why": _DAMAGED}
        # Copied once more: nothing of the original's metadata travels along.
        bare = Image.new("RGB", part.size)
        bare.paste(part)
        bare.save(drawn, "PNG", compress_level=3)
        return {"width": bare.width, "height": bare.height, **facts}


def _part(
    picture: Image.Image, box: tuple[int, int], *, near: float, turns: int, inverted: bool, **middle: float
) -> tuple[Image.Image, dict[str, float]]:
    orientation, size = lies(picture), picture.size
    swaps = (orientation in TURNED) != bool(turns % 2)
    whole = size[::-1] if swaps else size
    fit = min(box[0] / whole[0], box[1] / whole[1])
    near = max(min(near, _LARGEST / fit), 1.0)
    scale = min(fit, 1.0) if near == 1.0 else fit * near
    region = _region(whole, (box[0] / scale, box[1] / scale), **middle)
    # A JPEG is decoded no finer than it will be seen.
    picture.draft("RGB", (max(int(size[0] * scale), 1), max(int(size[1] * scale), 1)))
    wide, high = (max(round(one * scale), 1) for one in (region[2] - region[0], region[3] - region[1]))
    unit = (region[0] / whole[0], region[1] / whole[1], region[2] / whole[0], region[3] / whole[1])
    seen = _sized(_cropped(picture, _lying(unit, turns, orientation)), (high, wide) if swaps else (wide, high))
    for turn in (UPRIGHT.get(orientation), _QUARTERS[turns]):
        seen = seen if turn is None else seen.transpose(turn)
    return (ImageOps.invert(seen) if inverted else seen), {"near": near, "scale": scale}


def _region(whole: tuple[int, int], room: tuple[float, float], across: float, down: float) -> Box:
    """Say which pixels of the upright, turned picture are seen."""
    width, height = (min(one, other) for one, other in zip(whole, room, strict=True))
    left = min(max(across * whole[0] - width / 2, 0), whole[0] - width)
    top = min(max(down * whole[1] - height / 2, 0), whole[1] - height)
    return left, top, left + width, top + height


def _lying(region: Box, turns: int, orientation: int) -> Box:
    """Say where a region (from 0 to 1) of what is seen is in the picture as it lies in the file."""
    corners = [region[:2], region[2:]]
    for _ in range(turns):
        corners = [(y, 1 - x) for x, y in corners]
    across, down = zip(*(_AS_IT_LIES[orientation](x, y) for x, y in corners), strict=True)
    return min(across), min(down), max(across), max(down)


def _cropped(picture: Image.Image, part: Box) -> Image.Image:
    if max(part[0], part[1], 1 - part[2], 1 - part[3]) < 1e-9:
        # The whole, without a second copy of it in memory.
        return picture
    wide, high = picture.size
    left, top = int(part[0] * wide), int(part[1] * high)
    right, bottom = max(math.ceil(part[2] * wide - 1e-6), left + 1), max(math.ceil(part[3] * high - 1e-6), top + 1)
    cropped = picture.crop((left, top, min(right, wide), min(bottom, high)))
    cropped.info = picture.info
    return cropped


def _sized(part: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Give it in plain colours in this size; where it becomes larger, its pixels stay what they are."""
    small = flattened(part, size)
    return small if small.size == size else small.resize(size, Image.Resampling.BICUBIC)
