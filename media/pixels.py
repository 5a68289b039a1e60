"""Pixels made ready to be looked at: eight bits, on white paper, small."""

from __future__ import annotations

from PIL import Image

_WHITE = (255, 255, 255)


def flattened(picture: Image.Image, box: tuple[int, int]) -> Image.Image:
    """Shrink a picture into a box and give it as plain RGB."""
    small = _eight_bit(picture)
    if small.mode in {"P", "1"}:
        small = small.convert("RGBA" if "transparency" in small.info else "RGB")
    # Never enlarged: what is not in the original is not invented.
    small.thumbnail(box, Image.Resampling.LANCZOS)
    if small.mode in {"LA", "PA", "RGBA", "RGBa", "La"}:
        small = small.convert("RGBA")
        paper = Image.new("RGBA", small.size, (*_WHITE, 255))
        small = Image.alpha_composite(paper, small)
    return small.convert("RGB")


def _eight_bit(picture: Image.Image) -> Image.Image:
    """Scale deep greys down; Pillow alone would turn everything above 255 into white."""
    picture.load()
    if picture.mode.startswith("I;16"):
        return picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if picture.mode in {"I", "F"}:
        lowest, highest = picture.getextrema()
        if not isinstance(lowest, float | int) or not isinstance(highest, float | int):
            return picture.convert("L")
        if lowest >= 0 and highest <= 255:
            return picture.convert("L")
        span = (highest - lowest) or 1
        return picture.point(lambda value: value * (255 / span) + (-lowest * 255 / span)).convert("L")
    return picture
