"""Transcribing: a transcript as text to be typed in, and that text as the same transcript again, as values.

The text is the body of a description sheet (testimonies/sheet_body.py) without ids. A turn that was left alone is
given back as it is kept, to the last sign; one that was changed keeps its id, so that notes and redactions stay with
it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise

from testimonies import sheet_body
from testimonies.access import Redaction
from testimonies.errors import BadInput, Fault, MalformedSheet
from testimonies.locator import Time
from testimonies.testimony import Testimony
from testimonies.transcript import Passage, Transcript

UNCLEAR = "[unclear]"
"""What stands where nobody could hear what was said."""
_UNCLEAR = re.compile(r"\[unclear\]|\[[^\[\]]+\?\]")
_ALIKE = 0.5
"""From which likeness on a turn that was changed is taken for the same."""
_NEAR = 40
"""How many turns ahead it is looked for, where a whole transcript was changed."""

_MOST_REMARKS = 3

Pairs = Iterator[tuple[int, int]]
"""Numbers of an old and a new turn that are the same one."""


def text_of(transcript: Transcript) -> str:
    """Give a transcript as text to be typed in."""
    return "\n".join(sheet_body.write(_bare(passage) for passage in transcript.passages)).rstrip("\n") + "\n"


def _bare(passage: Passage) -> Passage:
    return replace(passage, id="", unclear=(), extra={})


def begun(testimony: Testimony, number: int) -> Transcript:
    """Give a transcript of a testimony, counted from 0; the one behind the last is empty and new."""
    if number < len(testimony.transcripts):
        return testimony.transcripts[number]
    if number > len(testimony.transcripts):
        raise BadInput(
            f"{testimony.id} has {len(testimony.transcripts)} transcripts; there is no number {number + 1}."
        )
    kind = "translation" if any(one.kind == "original" for one in testimony.transcripts) else "original"
    return Transcript(next(iter(testimony.languages), "und"), kind)


def read(text: str, before: Transcript) -> Transcript:
    """Read what was typed into the transcript it was made from; MalformedSheet names every line that is wrong."""
    body = sheet_body.read(text.replace("\r\n", "\n").split("\n"))
    faults = [Fault(f"line {line}", said) for line, said in sorted(body.faults)]
    faults += [
        Fault(f"line {section.line}", "this is one transcript; a further one is added to the record itself")
        for section in body.sections[1:]
    ]
    if faults:
        raise MalformedSheet(faults)
    typed = [turn for section in body.sections for turn in section.passages if turn.words.strip()]
    passages = _with_ids(typed, before.passages)
    # A transcript keeps saying how it is timed, unless what was typed says otherwise.
    same = [_bare(one) for one in passages] == [_bare(one) for one in before.passages]
    return replace(before, passages=passages, timing=before.timing if same else sheet_body.timing_of(passages))


def remarks(transcript: Transcript) -> list[str]:
    """Say what may be a slip of a hand and is kept all the same: turns that stand behind a later one."""
    timed = [passage.at for passage in transcript.passages if passage.at and isinstance(passage.at.spot, Time)]
    return [
        f"The turn at {after} stands behind the one at {before}; look whether its time is right."
        for before, after in pairwise(timed)
        if before.part == after.part and after.position < before.position
    ][:_MOST_REMARKS]


def replaced(testimony: Testimony, number: int, transcript: Transcript) -> Testimony:
    """Put a transcript in its place; refuse to lose a turn that holds a redaction."""
    had = begun(testimony, number).passages
    held = [one for one in testimony.redactions if one.passage in {passage.id for passage in had}]
    for redaction in held:
        _refuse_to_open(redaction, had, transcript.passages)
    others = list(testimony.transcripts)
    others[number : number + 1] = [transcript]
    return replace(testimony, transcripts=tuple(others))


def _refuse_to_open(redaction: Redaction, had: Sequence[Passage], now: Sequence[Passage]) -> None:
    """Refuse to lose a turn that holds a redaction, or to let what it withholds stand in a turn without one."""
    before = next(passage for passage in had if passage.id == redaction.passage)
    where = before.at or before.id
    if all(passage.id != before.id for passage in now):
        raise BadInput(
            f"The turn at {where} holds a redaction and can't go; put it back, or take the redaction away first."
        )
    start, end = redaction.span or (0, len(before.words))
    withheld = (redaction.quoted or before.words[start:end]).strip()
    known = {passage.id for passage in had}
    if withheld and any(withheld in passage.words and passage.id not in known for passage in now):
        raise BadInput(
            f"What is withheld at {where} would stand in a turn without a redaction; leave it in its turn, "
            "or take the redaction away first."
        )


def speakers(transcript: Transcript, testimony: Testimony) -> list[str]:
    """Give who speaks, those of the transcript first as they come, then those of the record; nine at most."""
    spoken = (passage.speaker for passage in transcript.passages if passage.speaker)
    known = (agent.name for role in ("interviewer", "narrator") for agent in testimony.named(role))
    said = list(Counter(spoken))
    return list(dict.fromkeys((*said, *(known if len(said) < 2 else ()))))[:9]


def beginning(speaker: str, stamp: str = "") -> str:
    """Write the beginning of a turn so that it is read as one.

    >>> beginning("Amina", "00:14:32"), beginning("Amina")
    ('[00:14:32] Amina: ', '{Amina}: ')
    """
    before = f"[{stamp}] " if stamp else ""
    for name in (f"{speaker}: ", f"{{{speaker}}}: "):
        section = next(iter(sheet_body.read([f"{before}{name}words"]).sections), None)
        if section and section.passages[0].speaker == speaker:
            return before + name
    return before


# Which turn is which


def _with_ids(typed: Sequence[Passage], before: Sequence[Passage]) -> tuple[Passage, ...]:
    same = {new: old for old, new in _same(before, typed)}
    return tuple(
        _again(turn, before[same[number]]) if number in same else _new(turn) for number, turn in enumerate(typed)
    )


def _new(turn: Passage) -> Passage:
    return replace(turn, id="", unclear=_marked(turn.words))


def _again(turn: Passage, before: Passage) -> Passage:
    """Give a turn its id back, and the stretches marked as unclear that still stand in it."""
    if _bare(turn) == _bare(before):
        return before
    if turn.words == before.words:
        return replace(turn, id=before.id, unclear=before.unclear, extra=before.extra)
    found = {*_marked(turn.words)}
    for start, end in before.unclear:
        words = before.words[start:end]
        if words and turn.words.count(words) == 1:
            found.add((turn.words.index(words), turn.words.index(words) + len(words)))
    return replace(turn, id=before.id, unclear=tuple(sorted(found)), extra=before.extra)


def _marked(words: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in _UNCLEAR.finditer(words))


def _same(before: Sequence[Passage], typed: Sequence[Passage]) -> Pairs:
    """Pair the turns that are the same: those left alone, then within each stretch that was changed."""
    olds, news = ([_key(passage) for passage in passages] for passages in (before, typed))
    for what, a, b, c, d in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if what == "equal":
            yield from zip(range(a, b), range(c, d), strict=True)
        elif what == "replace":
            yield from _changed(before, typed, list(range(a, b)), list(range(c, d)))


def _key(passage: Passage) -> tuple[str, str, str | None, str]:
    return str(passage.at), str(passage.until), passage.speaker, passage.words


def _changed(before: Sequence[Passage], typed: Sequence[Passage], olds: list[int], news: list[int]) -> Pairs:
    """Pair turns that were changed: by what they say, by their place, and by their order where as many are left."""
    for alike in (_says_the_same, _stands_at_the_same, _says_alike):
        for old in list(olds):
            new = next((one for one in news[:_NEAR] if alike(before[old], typed[one])), None)
            if new is not None:
                olds.remove(old)
                news.remove(new)
                yield old, new
    if len(olds) == len(news):
        yield from zip(olds, news, strict=True)


def _says_the_same(old: Passage, new: Passage) -> bool:
    return old.words == new.words


def _stands_at_the_same(old: Passage, new: Passage) -> bool:
    return old.at is not None and old.at == new.at


def _says_alike(old: Passage, new: Passage) -> bool:
    matcher = SequenceMatcher(None, old.words.split(), new.words.split(), autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def lines_of_turn(lines: Sequence[str], row: int) -> tuple[int, int]:
    """Say from which line to which a turn goes that a line belongs to, as [start, end).

    >>> lines_of_turn(["[00:01] A: one", "more", "", "[00:02] two"], 1)
    (0, 2)
    """
    start = row
    while start > 0 and lines[start].strip() and lines[start - 1].strip() and not _begins(lines[start]):
        start -= 1
    end = start + 1
    while end < len(lines) and lines[end].strip() and not _begins(lines[end]):
        end += 1
    return start, end


def _begins(line: str) -> bool:
    return bool(STAMP.match(line))


STAMP = re.compile(r"\s*\[(?P<place>(?:[^\W_][\w.-]{0,31}/)?[0-9]+:[0-9:.,]*)(?P<rest>[^\]]*)\]\s?")
"""The time a turn begins with, and what else stands in its bracket."""


def speaker_of(line: str) -> tuple[int, int, str | None]:
    """Say where in the first line of a turn its speaker stands, as [start, end), and who it is.

    >>> speaker_of("[00:01] Amina: No."), speaker_of("No.")
    ((8, 15, 'Amina'), (0, 0, None))
    """
    stamp = STAMP.match(line)
    start = stamp.end() if stamp else len(line) - len(line.lstrip())
    section: Iterable[sheet_body.Section] = sheet_body.read([f"{line} x"]).sections
    speaker = next((passage.speaker for one in section for passage in one.passages), None)
    if speaker is None:
        return start, start, None
    colon = line.index(":", start + (len(speaker) if line[start] != "{" else len(speaker) + 2))
    end = colon + 1 + (line[colon + 1 : colon + 2] == " ")
    return start, end, speaker
