"""A map in characters: places where they lie to one another, each with a number that the list beside explains."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.words import breaks, fitted, line

ASPECT = 2.0
"""How much taller than wide a cell is."""
LEAST = 1.0
"""Degrees a map shows at least: one place alone is no point on an empty sheet."""


class Point(NamedTuple):
    """A place on the map."""

    label: str
    testimonies: int
    latitude: float
    longitude: float


def plotted(points: Sequence[Point], width: int, height: int) -> list[str]:
    """Draw points, north above, with a frame of degrees; those that fall into one cell are joined with a +.

    A degree of longitude is drawn as much shorter as it is at the middle of the map (an equirectangular map).

    >>> for row in plotted([Point("A", 1, 40, 44), Point("B", 1, 39, 46)], 14, 5):
    ...     print(row)
    40.0° N
    1
    <BLANKLINE>
          2
    39.0° N  44.0–46.0° E
    """
    if not points or width < 1 or height < 3:
        return []
    south, north = _span([point.latitude for point in points])
    west, east = _span([point.longitude for point in points])
    rows, columns = height - 2, width
    shrink = max(math.cos(math.radians((south + north) / 2)), 0.1)
    step = max((north - south) / max(rows - 1, 1), (east - west) * shrink / max(columns - 1, 1) * ASPECT)
    cells: dict[tuple[int, int], str] = {}
    for number, point in enumerate(points, 1):
        row = min(round((north - point.latitude) / step), rows - 1)
        column = min(round((point.longitude - west) * shrink / step * ASPECT), columns - len(str(number)))
        cells[row, column] = f"{cells[row, column]}+" if (row, column) in cells else str(number)
    drawn = [_row({at: sign for (y, at), sign in cells.items() if y == row}, columns) for row in range(rows)]
    return [
        fitted(f"{_degrees(north, 'N', 'S')}", width).rstrip(),
        *drawn,
        fitted(f"{_degrees(south, 'N', 'S')}  {abs(west):.1f}–{_degrees(east, 'E', 'W')}", max(width, 24)).rstrip(),
    ]


def _span(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    wider = max(LEAST - (high - low), 0) / 2
    return low - wider, high + wider


def _degrees(value: float, positive: str, negative: str) -> str:
    return f"{abs(value):.1f}° {positive if value >= 0 else negative}"


def _row(signs: dict[int, str], columns: int) -> str:
    text = [" "] * columns
    for at, sign in sorted(signs.items()):
        for offset, letter in enumerate(sign):
            if at + offset < columns:
                text[at + offset] = letter
    return "".join(text).rstrip()


class PlaceMap(Widget):
    """The map, and under it what its numbers mean; in words where no place has coordinates."""

    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._points: Sequence[Point] = ()
        self._unplaced: Sequence[str] = ()

    def show(self, points: Sequence[Point], unplaced: Sequence[str]) -> None:
        """Show places, and name those that have no coordinates."""
        self._points, self._unplaced = points, unplaced
        self.refresh()

    def lines(self) -> list[str]:
        """Give what is drawn, line by line."""
        width, height = self.size
        named = [f"{n:>2}  {line(point.label)} · {point.testimonies:,}" for n, point in enumerate(self._points, 1)]
        if self._unplaced:
            said = f"Not on the map: {'; '.join(map(line, self._unplaced))}"
            named += ["", *(said[start:end] for start, end in breaks(said, width))]
        if not self._points:
            return ["No place here has coordinates that may be shown.", *named]
        room = max(height - len(named) - 3, 5)
        return ["Places told about", "", *plotted(self._points, width, room), "", *named]

    def render_line(self, y: int) -> Strip:
        """Draw a line."""
        width, lines = self.size.width, self.lines()
        said = fitted(lines[y], width) if y < len(lines) else ""
        style = self.rich_style + self.rich_style.__class__(bold=True) if y == 0 else self.rich_style
        return Strip([Segment(said, style)]).adjust_cell_length(width, self.rich_style)
