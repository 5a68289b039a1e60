"""Draws the picture of the founding collection; run by hand, the file it makes is package data.

    python -m tests.media.make_founding media/founding

Needs the DejaVu fonts. The picture is a rendering of words and must look like one: type on a blank page that says
above and below the words what it is, so that it still says so when it is parted from its record.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

LINE = "Everything is under control."
HEAD = "nk-0002 · p1"
STATED = "A rendering, not a photograph"
FOOT = (
    "Set in type by the archive from a line that a press report",
    "(nk-0008) quotes in English. The log book is not held. Its",
    "language, writer, date and page are unknown.",
)

WIDTH, HEIGHT = 1200, 900
MARGIN, GUTTER = 96, 168
PAPER, INK, QUIET, RULE = (250, 249, 245), (28, 28, 30), (96, 94, 90), (206, 202, 194)


def page() -> Image.Image:
    """The published line as line 1 of a page that holds nothing else."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    draw = ImageDraw.Draw(picture)
    small = ImageFont.truetype("DejaVuSans.ttf", 30)
    draw.text((MARGIN, 84), HEAD, QUIET, small, anchor="ls")
    draw.text((WIDTH - MARGIN, 84), STATED, QUIET, small, anchor="rs")
    _rule(draw, 116)
    draw.text((GUTTER - 28, 400), "1", QUIET, small, anchor="rs")
    draw.text((GUTTER, 400), LINE, INK, ImageFont.truetype("DejaVuSerif.ttf", 64), anchor="ls")
    _rule(draw, HEIGHT - 220)
    for number, line in enumerate(FOOT):
        draw.text((MARGIN, HEIGHT - 164 + number * 46), line, QUIET, small, anchor="ls")
    return picture


def _rule(draw: ImageDraw.ImageDraw, top: int) -> None:
    draw.line((MARGIN, top, WIDTH - MARGIN, top), RULE, 2)


def main(arguments: Sequence[str]) -> None:
    """Write the picture into a folder."""
    told = PngImagePlugin.PngInfo()
    told.add_text("Title", f"{HEAD}: {STATED.lower()}")
    told.add_text("Description", " ".join([f"{STATED}.", *FOOT]))
    # Few greys and no alpha: a palette keeps it small without changing a pixel's look.
    picture = page().quantize(64, Image.Quantize.MEDIANCUT)
    picture.save(Path(arguments[0]) / "page-1.png", optimize=True, pnginfo=told)


if __name__ == "__main__":
    main(sys.argv[1:])
