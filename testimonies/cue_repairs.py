"""What is wrong with real caption files, whatever their format, and how it is mended and told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from testimonies.cues import Captions, Cue, Repair
from testimonies.turns import by_capitals, first_carried

NO_GAP = "There is no blank line before a cue; it was read as a cue of its own."
STRAY = "This text belongs to no cue; it was added to the words of the cue before."
STRAY_HEAD = "This text before the first cue was kept as a note."
BREAKS = "Lines and paragraphs are broken with <br>; they were read as line breaks."
_ZERO = "A cue ends where it begins; its end is left open."
_BACKWARDS = "A cue ends before it begins; its end is left open."
_DISORDER = "A cue begins earlier than the one before it; the cues were put in the order of time."
_LATE = "Nothing is said in the first hour, so the tape's own clock may begin there; times are as written."
_CAPITALS = "Speakers' names were taken from capitals before a colon."
_CARRIED = "A cue names no speaker; it was given to the voice before, as transcripts from OHMS are read."

_HOUR = 3_600_000


class Mending:
    """A list of repairs in the making: the same defect on a thousand lines is one sentence."""

    def __init__(self) -> None:
        self._lines: dict[str, list[int]] = {}

    def note(self, line: int, *sentences: str) -> None:
        """Remember that each of these was met on that line."""
        for sentence in sentences:
            self._lines.setdefault(sentence, []).append(line)

    def repairs(self) -> tuple[Repair, ...]:
        """Every kind of defect once, in the order of the lines where each was first met."""
        found = (Repair(min(lines), sentence + _elsewhere(sorted(lines))) for sentence, lines in self._lines.items())
        return tuple(sorted(found, key=lambda repair: repair.line))


def _elsewhere(lines: list[int]) -> str:
    also, more = lines[1:4], len(lines[4:])
    if not also:
        return ""
    told = ", ".join(map(str, also)) + (f" and {more} more" if more else "")
    return f" Also on line{'s' if len(also) > 1 else ''} {told}."


def in_order(found: Iterable[tuple[int, Cue]], mending: Mending) -> list[tuple[int, Cue]]:
    """Cues with their lines, in the order of time, without ends that can't be."""
    latest = 0
    mended: list[tuple[int, Cue]] = []
    for line, cue in found:
        if cue.end is not None and cue.end <= cue.start:
            mending.note(line, _ZERO if cue.end == cue.start else _BACKWARDS)
            cue = replace(cue, end=None)  # noqa: PLW2901 - the cue goes on without its end
        if cue.start < latest:
            mending.note(line, _DISORDER)
        latest = max(latest, cue.start)
        mended.append((line, cue))
    return sorted(mended, key=lambda each: each[1].start)


def notice(captions: Captions, lines: list[int], mending: Mending) -> None:
    """Tell what was read into the cues, which begin on these lines."""
    if captions.cues[0].start >= _HOUR:
        mending.note(lines[0], _LATE)
    if by_capitals(captions.cues):
        mending.note(lines[0], _CAPITALS)
    carried = first_carried(captions)
    if carried is not None:
        mending.note(lines[carried], _CARRIED)
