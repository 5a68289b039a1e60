"""The transcript as it is typed, pasted or read from a file: counted, and kept with the ids its passages have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from archive.exchange import captions
from archive.exchange.plan import propose_one
from archive.exchange.proposal import Defaults
from archive.exchange.reading import Text
from testimonies import sheet_body
from testimonies.errors import BadInput, Fault, MalformedSheet
from testimonies.testimony import Testimony
from testimonies.transcript import Passage, Transcript

_FROM_NAME = "The title is the file's name."


@dataclass(frozen=True, slots=True)
class Imported:
    """The words of a file, and what had to be guessed or mended to read them."""

    text: str
    notes: tuple[str, ...] = ()
    testimony: Testimony | None = None
    """What else the file says."""


def body(value: str) -> sheet_body.Body:
    """Read the transcript as it is typed."""
    return sheet_body.read(value.replace("\r\n", "\n").replace("\r", "\n").split("\n"))


def problem(value: str) -> str | None:
    """Say what is wrong with it, with its lines."""
    faults = body(value).faults
    if not faults:
        return None
    error = MalformedSheet([Fault(f"line {number}", said) for number, said in sorted(faults)])
    more = f"; and {len(faults) - 3} more" if len(faults) > 3 else ""
    return "; ".join(str(fault) for fault in error.faults[:3]) + more


def counted(value: str) -> str:
    """Say how much there is.

    >>> counted("[00:01:05] Amina: It rained.")
    '1 turn, 2 words, 1 speaker, with times'
    """
    passages = [passage for section in body(value).sections for passage in section.passages]
    if not passages:
        return "no words yet"
    words = sum(len(passage.words.split()) for passage in passages)
    speakers = len({passage.speaker for passage in passages if passage.speaker})
    said = [_many(len(passages), "turn"), _many(words, "word")]
    said += [_many(speakers, "speaker")] if speakers else []
    timing = sheet_body.timing_of(passages)
    said += {"cue": ["with times"], "interval": ["with times"], "page_line": ["with pages and lines"]}.get(timing, [])
    return ", ".join(said)


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def write(testimony: Testimony) -> str:
    """Write a testimony's transcripts as they are typed; each passage shows its permanent id."""
    lines: list[str] = []
    for number, transcript in enumerate(testimony.transcripts):
        if number or transcript.kind != "original" or transcript.language not in testimony.languages[:1]:
            lines += [f"# transcript: {transcript.language} {transcript.kind}", ""]
        lines += sheet_body.write(transcript.passages)
    return "\n".join(lines).rstrip("\n")


def read(value: str, before: Sequence[Transcript], language: str) -> tuple[Transcript, ...]:
    """Make transcripts of what is typed; what a transcript says of itself, and ids, stay those of `before`."""
    made = []
    for number, section in enumerate(body(value).sections):
        old = before[number] if number < len(before) else Transcript(language)
        passages = again(section.passages, old.passages)
        timing = old.timing if passages == old.passages else sheet_body.timing_of(passages)
        made.append(
            replace(
                old,
                language=section.language or language,
                kind=section.kind or "original",
                timing=timing,
                passages=passages,
            )
        )
    return tuple(made)


def again(typed: Iterable[Passage], before: Iterable[Passage]) -> tuple[Passage, ...]:
    """Give passages that lost their id, as by pasting the text anew, the one they had where nothing else changed."""
    typed = tuple(typed)
    taken = {passage.id for passage in typed if passage.id}
    had: dict[tuple[object, ...], list[Passage]] = {}
    for old in before:
        if old.id not in taken:
            had.setdefault(_said(old), []).append(old)
    return tuple(known.pop(0) if not one.id and (known := had.get(_said(one))) else one for one in typed)


def _said(passage: Passage) -> tuple[object, ...]:
    return passage.words, passage.at, passage.until, passage.speaker


def from_file(path: Path) -> Imported:
    """Read a caption file, a text, a DOCX or a sheet; raises BadInput where that can't be done."""
    chosen = Defaults(collection="oh", kind="interview", date="XXXX", language="und", access="staff")
    proposal = propose_one(path, chosen)
    found = proposal.testimony
    if found is None or not found.transcripts:
        raise BadInput(proposal.refused or f"{path.name} holds no words that can be read; it can be kept as a file.")
    notes = tuple(note for note in proposal.notes if not note.startswith("The title is"))
    if _FROM_NAME in proposal.notes:
        found = replace(found, title="")
    return Imported(write(replace(found, languages=(found.transcripts[0].language,))), notes, found)


def from_paste(pasted: str) -> Imported | None:
    """Read pasted captions, WebVTT or SRT, as turns; None where it is neither."""
    head = pasted.lstrip("\ufeff \t\r\n")[:200]
    first = head.splitlines()[:2]
    form = "webvtt" if head.startswith("WEBVTT") else "srt" if len(first) == 2 and "-->" in first[1] else None
    if form is None:
        return None
    text = pasted.replace("\r\n", "\n").replace("\r", "\n")
    try:
        speech = captions.read(Text(text), "What was pasted", form)
    except BadInput:
        return None
    if not speech.passages:
        return None
    return Imported("\n".join(sheet_body.write(speech.passages)).rstrip("\n"), (*speech.repairs, *speech.notes))
