"""A proposal: what one testimony would be, if the archive kept these files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from testimonies.testimony import Testimony


@dataclass(frozen=True, slots=True)
class Proposal:
    """The files of one stem in one folder, and the testimony they make."""

    key: str
    """Folder and stem, `letters/1994-03`: the same each time the same folder is read."""
    files: tuple[Path, ...]
    """All files of this testimony."""
    testimony: Testimony | None = None
    """None where the files were refused."""
    media: tuple[Path, ...] = ()
    """Files to keep as media."""
    sources: tuple[Path, ...] = ()
    """Files to keep in `source/` as they were received: texts, transcripts, sheets."""
    notes: tuple[str, ...] = ()
    """Each default taken and each repair made, in a plain sentence."""
    repaired: bool = False
    """Whether something in the files had to be mended to be read."""
    refused: str | None = None
    """One sentence that names the file, and the line where there is one."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file below the folder that makes no testimony, and why."""

    file: Path
    why: str
    refused: bool = False
    """Whether it was meant to be read and could not be."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a testimony is given where nothing says better; None leaves it to the next who knows."""

    collection: str | None = None
    kind: str | None = None
    date: str | None = None
    language: str | None = None
    access: str | None = None

    def over(self, other: Defaults) -> Defaults:
        """Take these defaults where they are given, the other's where not."""
        return Defaults(**{name: mine or theirs for name, mine, theirs in self._beside(other)})

    def _beside(self, other: Defaults) -> Iterator[tuple[str, str | None, str | None]]:
        return ((f.name, getattr(self, f.name), getattr(other, f.name)) for f in fields(Defaults))

    def given(self) -> dict[str, str]:
        """Those that are given, by the name of the field."""
        values = ((f.name, getattr(self, f.name)) for f in fields(Defaults))
        return {name: value for name, value in values if value}


STANDARD = Defaults(collection="oh", kind="interview", date="XXXX", language="und", access="staff")
"""What the archive falls back on; each use of it is reported."""
