"""The body of a description sheet: transcripts as a person types them.

    [00:14:32 #s0012] Amina: The river came at night.
    [p3:12] a line of a page
    MARIAM: a paragraph without a place

A passage ends at an empty line or where a bracket with a place begins the next; inside it a line goes on where the
last one ended, as in any Markdown. A backslash at the beginning keeps a line on its own, and protects what follows
it: spaces, an empty line, a bracket, a name that is no speaker. What a bracket can't
say otherwise stands at its end as JSON: `[00:14:32 {"hand": "B"}]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from testimonies import stamp
from testimonies.errors import MalformedRecord
from testimonies.form import build, plain
from testimonies.locator import Line, Paragraph, Time
from testimonies.quoting import quoted
from testimonies.transcript import KINDS, Passage

_SPACES = " \t"
_LONGEST_SPEAKER = 40

_HEADING = re.compile(
    r"#[ \t]++transcript\b[ \t]*+:?[ \t]*+(?P<language>[A-Za-z0-9-]+)?(?:[ \t]++(?P<kind>\S.*))?", re.IGNORECASE
)
_BRACED = re.compile(r"\{(?P<speaker>[^}]*)\}:(?:[ \t]|\Z)")
_NAMED = re.compile(r"(?P<speaker>[^\s:{](?:[^:{]{0,60}?[^\s:{])?):(?:[ \t]|\Z)")


@dataclass(slots=True)
class Section:
    """One transcript as it stands in the body."""

    line: int
    """The line of its heading, or of its first words."""
    language: str | None = None
    kind: str | None = None
    passages: list[Passage] = field(default_factory=list)


@dataclass(slots=True)
class Body:
    """The transcripts of a sheet, and what is wrong with them."""

    sections: list[Section] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)


def read(lines: Iterable[str], before: int = 0) -> Body:
    """Read the lines of a body that `before` other lines of the sheet stand above."""
    reading = _Reading()
    for number, line in enumerate(lines, before + 1):
        reading.line(number, line.lstrip(_SPACES))
    reading.end_passage()
    return reading.body


def timing_of(passages: Iterable[Passage]) -> str:
    """Say how passages are placed, as far as their places tell.

    >>> timing_of([Passage("It rained.")])
    'none'
    """
    passages = list(passages)
    kinds = {type(passage.at.spot) for passage in passages if passage.at}
    if Time in kinds:
        return "cue" if any(passage.until for passage in passages) else "interval"
    if Line in kinds:
        return "page_line"
    return "paragraph" if Paragraph in kinds else "none"


@dataclass(slots=True)
class _Block:
    """The passage being read."""

    line: int
    stamp: stamp.Stamp | None
    speaker: str | None = None
    words: list[str] | None = None

    def add(self, line: str) -> None:
        """Take the next line; a stamp or a speaker alone on a line is followed by the words."""
        if self.words is not None:
            self._go_on(line)
            return
        speaker, words = _beginning(line, stamped=self.stamp is not None, named=self.speaker is not None)
        self.speaker = self.speaker if speaker is None else speaker
        self.words = None if words is None else [words]

    def _go_on(self, line: str) -> None:
        assert self.words is not None  # noqa: S101 - asked for by `add` only then
        if line.startswith("\\"):
            self.words.append(line[1:])
        elif len(self.words) > 1 and not self.words[-1]:
            # Behind an empty line that is kept, a new one begins.
            self.words.append(line.rstrip(_SPACES))
        else:
            before, line = self.words[-1], line.rstrip(_SPACES)
            self.words[-1] = f"{before} {line}" if before else line


class _Reading:
    """Goes through the lines; notes what is wrong and goes on."""

    def __init__(self) -> None:
        self.body = Body()
        self._block: _Block | None = None
        self._ids: dict[str, int] = {}

    def line(self, number: int, line: str) -> None:
        if not line.strip(_SPACES):
            self.end_passage()
        elif line.startswith("# "):
            self.end_passage()
            self._heading(number, line)
        elif line.startswith("[") and self._stamp(number, line):
            return
        elif self._block:
            self._block.add(line)
        else:
            self._begin(number, line, None)

    def end_passage(self) -> None:
        block, self._block = self._block, None
        if block is None:
            return
        if not self.body.sections:
            self.body.sections.append(Section(block.line))
        passage = self._passage(block)
        if passage.id in self._ids:
            self._fault(block.line, f"#{passage.id} stands on line {self._ids[passage.id]} already: leave one out")
        elif passage.id:
            self._ids[passage.id] = block.line
        self.body.sections[-1].passages.append(passage)

    def _passage(self, block: _Block) -> Passage:
        words = "\n".join(block.words or ())
        fields, unsaid = (block.stamp.fields, block.stamp.unsaid) if block.stamp else ({}, None)
        if unsaid is None:
            return Passage(words, speaker=block.speaker, **fields)
        if words and "words" in unsaid:
            self._fault(block.line, "the words stand in the bracket and behind it: keep one of the two")
        said = {key: plain(value) for key, value in fields.items()}
        spoken = {} if block.speaker is None else {"speaker": block.speaker}
        try:
            return build(Passage, {"words": words, **spoken, **said, **unsaid})
        except MalformedRecord as error:
            for fault in error.faults:
                self._fault(block.line, f"in the bracket, {fault.where}: {fault.what}")
            return Passage(words)

    def _heading(self, number: int, line: str) -> None:
        self._ids.clear()
        match = _HEADING.fullmatch(line.rstrip(_SPACES))
        if not match:
            self._fault(number, "a line with # begins a transcript (# transcript: hy original); write \\# for words")
            return
        kind = match["kind"]
        if kind and kind not in KINDS:
            self._fault(number, f"{quoted(kind)} is not a kind of transcript: write {' or '.join(KINDS)}")
            kind = None
        self.body.sections.append(Section(number, match["language"], kind))

    def _stamp(self, number: int, line: str) -> bool:
        """Begin a passage if the line begins with a stamp; say whether it does."""
        try:
            found = stamp.read(line)
        except stamp.NotAStamp as error:
            self._fault(number, str(error))
            found = stamp.Stamp({}, None, line.partition("]")[2])
        if found is None:
            return False
        self.end_passage()
        self._begin(number, found.rest, found)
        return True

    def _begin(self, number: int, line: str, found: stamp.Stamp | None) -> None:
        self._block = _Block(number, found)
        self._block.add(line.lstrip(_SPACES))

    def _fault(self, line: int, sentence: str) -> None:
        self.body.faults.append((line, sentence))


def _beginning(line: str, *, stamped: bool, named: bool = False) -> tuple[str | None, str | None]:
    """Divide the first line of a passage into speaker and words; no words where they begin on the next line."""
    if line.startswith("\\"):
        return None, line[1:]
    speaker = None
    match = None if named else _BRACED.match(line) or _NAMED.match(line)
    if match and (line.startswith("{") or _is_speaker(match["speaker"], stamped=stamped)):
        speaker, line = match["speaker"], line[match.end() :]
    line = line.lstrip(_SPACES)
    return speaker, _unprotected(line) if line else None


def _is_speaker(text: str, *, stamped: bool) -> bool:
    if len(text) > _LONGEST_SPEAKER:
        return False
    if not stamped:
        return text.isupper()
    return all(_begins_a_name(word) for word in text.split())


def _begins_a_name(word: str) -> bool:
    first = word[0]
    # Letters without case, and Georgian ones, which have it only in headlines, are their own titlecase.
    return first == "(" or first.isnumeric() or first.isupper() or (first.isalpha() and first.title() == first)


def _unprotected(line: str) -> str:
    return line[1:] if line.startswith("\\") else line.rstrip(_SPACES)


def write(passages: Iterable[Passage]) -> Iterator[str]:
    """Write passages as blocks of lines, with an empty line after each."""
    for passage in passages:
        yield from _written(passage)
        yield ""


def _written(passage: Passage) -> Iterator[str]:
    said, unsaid = stamp.said(passage)
    if stamp.NOT_KEPT.search(passage.words):
        unsaid["words"] = passage.words
        if passage.speaker is not None:
            unsaid["speaker"] = passage.speaker
        yield stamp.write(said, unsaid)
        return
    first, *more = passage.words.split("\n")
    words = first if first or more else None
    if said or unsaid or (line := _first_line(passage.speaker, words, stamped=False)) is None:
        line = _first_line(passage.speaker, words, stamped=True)
        if line is None:
            unsaid["speaker"] = passage.speaker
            line = _first_line(None, words, stamped=True) or ""
        line = f"{stamp.write(said, unsaid)} {line}" if line else stamp.write(said, unsaid)
    yield line
    yield from (f"\\{following}" for following in more)


def _first_line(speaker: str | None, words: str | None, *, stamped: bool) -> str | None:
    """Find the plainest way to write speaker and words that is read back as the same."""
    spoken = ("",) if speaker is None else (f"{speaker}: ", f"{{{speaker}}}: ")
    for name in spoken:
        for line in (f"{name}{words}", f"{name}\\{words}") if words is not None else (name.rstrip(_SPACES),):
            if "\n" in line or stamp.NOT_KEPT.search(line) or not (stamped or _is_words(line)):
                continue
            if _beginning(line, stamped=stamped) == (speaker, words):
                return line
    return None


def _is_words(line: str) -> bool:
    """Whether a line is neither empty nor the beginning of something else."""
    if not line.strip(_SPACES) or line.startswith("# "):
        return False
    return not stamp.begins(line)
