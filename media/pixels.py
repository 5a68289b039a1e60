"""Pixels made ready to be looked at: eight bits, on white paper, small."""

from __future__ import annotations

from PIL import Image

_WHITE = (255, 255, 255)
_DEPTHS = (255, 1023, 4095, 16383, 65535)


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
    if picture.mode.startswith("I"):
        whole = picture.convert("I")
        _, highest = _extremes(whole)
        # Scanners put 10, 12 or 14 bits into 16; the depth they used is the one that shows something.
        white = next((depth for depth in _DEPTHS if depth >= highest), highest)
        return whole.point(lambda value: value * (255 / white)).convert("L")
    if picture.mode == "F":
        lowest, highest = _extremes(picture)
        if lowest >= 0 and highest <= 255:
            return picture.convert("L")
        scale = 255 / ((highest - lowest) or 1)
        return picture.point(lambda value: value * scale - lowest * scale).convert("L")
    return picture


def _extremes(picture: Image.Image) -> tuple[float, float]:
    lowest, highest = picture.getextrema()
    if not isinstance(lowest, int | float) or not isinstance(highest, int | float):
        raise ValueError("a grey picture has one band")
    return lowest, highest
