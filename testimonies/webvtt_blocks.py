"""The blocks of a WebVTT file: what stands between blank lines, as the standard's parser sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from testimonies import cue_times
from testimonies.cue_times import Timing
from testimonies.cues import Captions, Cue


@dataclass(slots=True)
class Look:
    """What a line is to the one who reads it: a timing line or not, and what it says."""

    is_timing: bool
    timing: Timing | None = None


Looking = Callable[[str], Look]
Kind = Literal["cue", "note", "style", "region", "stray"]
_RAW: dict[str, Kind] = {"STYLE": "style", "REGION": "region"}
_NO_LOOK = Look(False)


def strictly(line: str) -> Look:
    """Look at a line as the standard does: an arrow makes it a timing line, even one that fails."""
    return Look(True, cue_times.strict(line)) if "-->" in line else _NO_LOOK


def kindly(line: str) -> Look:
    """Look at a line as a person does: only times make it a timing line, and an arrow may be said."""
    timing = cue_times.loose(line)
    return Look(True, timing) if timing else _NO_LOOK


@dataclass(slots=True)
class Block:
    """Some lines of a file, up to a blank line or the next timing line."""

    line: int
    """Where it begins, counted from 0."""
    timing: Timing | None = None
    timing_line: int = 0
    timed: bool = False
    """Whether there was a timing line, even one that failed."""
    identifier: str = ""
    words: list[str] = field(default_factory=list)
    touches: int | None = None
    """The line of the next cue, if it follows without a blank line."""

    def kind(self, may_style: bool) -> Kind:
        """Say what the block is; STYLE and REGION are only that before the first cue."""
        first = self.words[0] if self.words else ""
        if self.timing:
            return "cue"
        if first == "NOTE" or first.startswith(("NOTE ", "NOTE\t")):
            return "note"
        may_style = may_style and not self.timed and len(self.words) > 1
        return _RAW.get(first.rstrip(" \t\f"), "stray") if may_style else "stray"

    def cue(self) -> Cue:
        """Give the cue that a block with times is."""
        assert self.timing, "only a block with times is a cue"  # noqa: S101 - a promise between two functions
        words = "\n".join(self.words)
        return Cue(self.timing.start, self.timing.end, words, self.identifier, self.timing.settings)


def read_header(lines: Sequence[str], at: int, look: Looking) -> tuple[str, int]:
    """Give the text after WEBVTT up to a blank or timing line, and where the blocks begin."""
    words = [lines[at][len("WEBVTT") :].strip(" \t")]
    for number in range(at + 1, len(lines)):
        if not lines[number] or look(lines[number]).is_timing:
            return "\n".join(words), number
        words.append(lines[number])
    return "\n".join(words), len(lines)


def blocks(lines: Sequence[str], at: int, look: Looking) -> Iterator[Block]:
    """Part the lines from `at` on into blocks."""
    while at < len(lines):
        if lines[at]:
            block, at = _block(lines, at, look)
            yield block
        else:
            at += 1


def _block(lines: Sequence[str], begin: int, look: Looking) -> tuple[Block, int]:
    block = Block(begin)
    for at in range(begin, len(lines)):
        seen = look(lines[at])
        if seen.is_timing:
            if block.timed or at > begin + 1:
                block.touches = at
                return block, at
            block.timed, block.timing, block.timing_line = True, seen.timing, at
            if seen.timing:
                block.identifier, block.words = "\n".join(block.words), []
        elif lines[at]:
            block.words.append(lines[at])
        else:
            return block, at
    return block, len(lines)


@dataclass(slots=True)
class Gathered:
    """What has been read so far."""

    header: str
    blocks: list[Block] = field(default_factory=list)
    """Those that are cues."""
    notes: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)

    def take(self, kind: Kind, block: Block) -> None:
        """Put a block where it belongs; what belongs nowhere is dropped, as the standard has it."""
        match kind:
            case "cue":
                self.blocks.append(block)
            case "note":
                self.notes.append("\n".join(block.words).removeprefix("NOTE").strip(" \t\n"))
            case "style":
                self.styles.append("\n".join(block.words[1:]))
            case "region":
                self.regions.append("\n".join(block.words[1:]))
            case "stray":
                pass

    def captions(self) -> Captions:
        """Give the whole file."""
        cues = tuple(block.cue() for block in self.blocks)
        return Captions(cues, self.header, tuple(self.notes), tuple(self.regions), tuple(self.styles))
