"""Where a WebVTT cue is shown: its settings and the regions they point to, as the standard understands them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import isfinite

_WHITE = re.compile(r"[ \t\n\f\r]+")
_PERCENTAGE = re.compile(r"([0-9]+(?:\.[0-9]+)?)%")
_LINE = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_LINES = re.compile(r"[0-9]{1,300}")


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the picture where cues gather."""

    id: str = ""
    width: float = 100
    lines: int = 3
    anchor: tuple[float, float] = (0, 100)
    viewport_anchor: tuple[float, float] = (0, 100)
    scroll: str = ""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where one cue is shown; what was not said, or not said well, has the standard's default."""

    region: Region | None = None
    vertical: str = ""
    line: float | None = None
    """None is the standard's `auto`."""
    line_align: str = "start"
    snap_to_lines: bool = True
    position: float | None = None
    position_align: str = "auto"
    size: float = 100
    align: str = "center"


def region(block: str) -> Region:
    """Read the settings of one REGION block."""
    seen = Region()
    for name, value in _pairs(block):
        match name:
            case "id":
                seen = replace(seen, id=value)
            case "width" if (width := percentage(value)) is not None:
                seen = replace(seen, width=width)
            case "lines" if _LINES.fullmatch(value):
                seen = replace(seen, lines=int(value))
            case "regionanchor" if anchor := _point(value):
                seen = replace(seen, anchor=anchor)
            case "viewportanchor" if anchor := _point(value):
                seen = replace(seen, viewport_anchor=anchor)
            case "scroll" if value == "up":
                seen = replace(seen, scroll=value)
            case _:
                pass
    return seen


def placement(settings: str, regions: Iterable[Region] = ()) -> Placement:
    """Read a cue's settings; of two regions with one name the later counts.

    >>> placement("align:start line:90%").line
    90.0
    """
    by_id = {each.id: each for each in regions}
    seen = Placement()
    for name, value in _pairs(settings):
        chosen = replace(seen, region=by_id.get(value)) if name == "region" else _placed(name, value, seen)
        seen = chosen or seen
    # A region holds horizontal cues of full width in the order they come, and nothing else.
    outside = seen.line is not None or seen.size != 100 or seen.vertical
    return replace(seen, region=None) if outside else seen


def understood(settings: str) -> str:
    """Keep the settings that stand in a valid file: each once, the last of its name, and no region.

    >>> understood("align:middle size:50% size:40% region:fred")
    'size:40%'
    """
    valid = {name: value for name, value in _pairs(settings) if _placed(name, value, Placement())}
    return " ".join(f"{name}:{value}" for name, value in valid.items())


def _placed(name: str, value: str, seen: Placement) -> Placement | None:
    match name:
        case "vertical" if value in ("rl", "lr"):
            return replace(seen, vertical=value)
        case "line":
            return _line(value, seen)
        case "position":
            return _position(value, seen)
        case "size" if (size := percentage(value)) is not None:
            return replace(seen, size=size)
        case "align" if value in ("start", "center", "end", "left", "right"):
            return replace(seen, align=value)
    return None


def percentage(text: str) -> float | None:
    """Read a number from 0 to 100 with a percent sign, or None."""
    found = _PERCENTAGE.fullmatch(text)
    value = float(found[1]) if found else None
    return value if value is not None and value <= 100 else None


def _pairs(settings: str) -> Iterator[tuple[str, str]]:
    for setting in _WHITE.split(settings):
        name, _, value = setting.partition(":")
        if name and value:
            yield name, value


def _point(value: str) -> tuple[float, float] | None:
    across, comma, down = value.partition(",")
    x, y = percentage(across), percentage(down)
    return (x, y) if comma and x is not None and y is not None else None


def _line(value: str, seen: Placement) -> Placement | None:
    at, comma, align = value.partition(",")
    in_percent = at.endswith("%")
    number = percentage(at) if in_percent else (float(at) if _LINE.fullmatch(at) else None)
    if number is None or not isfinite(number) or (comma and align not in ("start", "center", "end")):
        return None
    return replace(seen, line=number, line_align=align or seen.line_align, snap_to_lines=not in_percent)


def _position(value: str, seen: Placement) -> Placement | None:
    at, comma, align = value.partition(",")
    number = percentage(at)
    if number is None or (comma and align not in ("line-left", "center", "line-right")):
        return None
    return replace(seen, position=number, position_align=align or seen.position_align)
