"""What a person looks at of a picture: how near, which part, turned how; the file itself is never touched."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from pathlib import Path

from media.look import ended, identify, suffix_of
from media.opening import opened
from media.thumbnail import written
from media.workbench import BENCH, Ended, Workbench
from testimonies.errors import UnreadableFile

STEP = 1.5
"""How much nearer one key goes."""
NEAREST = 100.0
"""How much nearer than the whole at most; the pixels of the original end it earlier."""


@dataclass(frozen=True, slots=True)
class View:
    """A part of a picture, as a person has chosen it."""

    near: float = 1.0
    """1 shows the whole; 2 the half of its width and height."""
    across: float = 0.5
    down: float = 0.5
    """The middle of what is seen, from 0 to 1 of the turned picture."""
    turns: int = 0
    """Quarter turns, with the clock."""
    inverted: bool = False
    """Light for dark, for negatives."""

    def nearer(self, steps: int) -> View:
        """Go nearer, or further away where negative.

        >>> View().nearer(2).near
        2.25
        """
        near = min(max(self.near * STEP**steps, 1.0), NEAREST)
        return replace(self, near=near).moved(0, 0) if near > 1.01 else replace(self, near=1.0, across=0.5, down=0.5)

    def no_nearer(self, near: float) -> View:
        """Stay at the same spot, as near as the picture allows."""
        return replace(self, near=near)

    def moved(self, columns: int, rows: int) -> View:
        """Move by quarters of what is seen, never beyond the edge.

        >>> View(near=2.0).moved(9, -1)
        View(near=2.0, across=0.75, down=0.375, turns=0, inverted=False)
        """
        half = 0.5 / self.near
        across, down = (
            min(max(middle + by * half / 2, half), 1 - half)
            for middle, by in ((self.across, columns), (self.down, rows))
        )
        return replace(self, across=across, down=down)

    def turned(self) -> View:
        """Turn it a quarter with the clock; the same spot stays in the middle."""
        return replace(self, turns=(self.turns + 1) % 4, across=1 - self.down, down=self.across)

    def inverse(self) -> View:
        """Show light for dark, or as it is again."""
        return replace(self, inverted=not self.inverted)


@dataclass(frozen=True, slots=True)
class Seen:
    """A view, drawn."""

    png: bytes
    width: int
    height: int
    """In pixels of the drawing."""
    near: float
    """How near it really is: not nearer than the pixels of the original."""
    scale: float
    """Pixels of the drawing for one of the original."""


def see(
    source: Path, folder: Path, view: View, box: tuple[int, int], page: int = 1, bench: Workbench = BENCH
) -> Seen:
    """Draw a view of a picture into `box` (pixels), decoded in the limited process.

    `folder` holds the drawing for a moment; nothing stays there. Raises UnreadableFile with the sentence that says
    why there is nothing to be seen.
    """
    target = folder / f"{secrets.token_hex(8)}.png"
    with opened(source) as (file, size):
        found = identify(file, size, suffix_of(source))
        if found is None or found.reader != "picture":
            raise UnreadableFile("Nothing here can draw this file; it is kept as it is.")
        with written(target) as (draft, beside):
            chosen = {"near": view.near, "across": view.across, "down": view.down, "turns": view.turns}
            answer = bench.ask(
                "view", file, draft, mime=found.mime, page=page, box=box, inverted=view.inverted, **chosen
            )
            if isinstance(answer, Ended):
                raise UnreadableFile(ended(answer))
            if "why" in answer:
                raise UnreadableFile(str(answer["why"]))
            # Read while it is still a draft: no view of anything outlives the looking.
            return Seen(beside.read_bytes(), *(answer[name] for name in ("width", "height", "near", "scale")))
