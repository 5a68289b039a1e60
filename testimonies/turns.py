"""From cues to turns of speech: who speaks, in plain words without tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from testimonies import webvtt_text
from testimonies.cues import Captions, Cue, Turn
from testimonies.webvtt_text import Closing, Opening, Text

_LONGEST_NAME = 60
_SOMEONE = "whoever spoke before"


def turns(captions: Captions) -> list[Turn]:
    """Say who speaks in each cue, in the order of the cues.

    A cue with several voices gives several turns, all with the cue's times. Tags go, their words
    stay; of ruby text the base stays and the reading above it goes. A cue that holds no words gives none.

    Some files name the speaker in every cue, others only where the speaker changes. See `goes_on`
    for when an unnamed cue is given to whoever spoke before. In a file without any voice,
    capitals before a colon at the start of a line are a name (`SMITH: words`), and hold for that cue.
    """
    named = by_capitals(captions.cues)
    carrying = not named and goes_on(captions)
    speaker: str | None = None
    spoken: list[Turn] = []
    for cue in captions.cues:
        before = speaker if carrying else None
        parts, speaker = _parts_by_capitals(cue.payload) if named else _parts(cue.payload, before)
        spoken.extend(Turn(cue.start, cue.end, who, words) for who, words in parts)
    return spoken


def first_carried(captions: Captions) -> int | None:
    """Which cue is the first that was given to the speaker before it, if any was."""
    if by_capitals(captions.cues) or not goes_on(captions):
        return None
    speaker: str | None = None
    for number, cue in enumerate(captions.cues):
        parts, after = _parts(cue.payload, _SOMEONE if speaker else None)
        if parts and parts[0][0] is _SOMEONE:
            return number
        speaker = after
    return None


def goes_on(captions: Captions) -> bool:
    """Whether a voice that is not closed goes on into the next cue.

    OHMS writes `<v NAME>` only where the speaker changes and never closes it. So it is taken to go on in a
    transcript that OHMS marked as its own, and in a file where no two cues in a row open the same
    voice: whoever repeats a name names every cue, and a cue without one has no known speaker. A voice
    that is closed with `</v>` never goes on.
    """
    if not any(cue.payload.count("<v") > cue.payload.count("</v") for cue in captions.cues):
        return False
    if any(note.startswith("TRANSCRIPTION BEGIN") for note in captions.notes):
        return True
    last: str | None = None
    for cue in captions.cues:
        for event in webvtt_text.events(webvtt_text.keep_words(cue.payload)):
            if isinstance(event, Opening) and event.name == "v":
                if event.annotation == last:
                    return False
                last = event.annotation
    return last is not None


def by_capitals(cues: Iterable[Cue]) -> bool:
    """Whether speakers are named by capitals before a colon, and nowhere by a voice."""
    found = False
    for cue in cues:
        if "<v " in cue.payload or "<v." in cue.payload:
            return False
        found = found or any(name_before_colon(line) for line in _lines(cue.payload))
    return found


def name_before_colon(line: str) -> str | None:
    """Give the speaker's name if a line begins as OHMS transcripts do, in any script that has capitals.

    >>> name_before_colon("O'BRIEN-SMITH: The river came.")
    "O'BRIEN-SMITH"
    >>> name_before_colon("Listen: the river came.")
    """
    name, colon, _ = line.lstrip()[:_LONGEST_NAME].partition(":")
    is_name = len(name) > 1 and name[0].isupper() and all(c.isupper() or c in " .'’-" for c in name)
    return name.strip() if colon and is_name else None


def _lines(payload: str) -> list[str]:
    return webvtt_text.keep_words(payload).split("\n")


def _parts_by_capitals(payload: str) -> tuple[list[tuple[str | None, str]], None]:
    parts: list[tuple[str | None, list[str]]] = [(None, [])]
    for line in _lines(payload):
        name = name_before_colon(line)
        if name:
            parts.append((name, [line.partition(":")[2]]))
        else:
            parts[-1][1].append(line)
    spoken = ((who, _parts("\n".join(lines), None)[0]) for who, lines in parts)
    return [(who, words) for who, inner in spoken for _, words in inner], None


def _parts(payload: str, before: str | None) -> tuple[list[tuple[str | None, str]], str | None]:
    """Say what each voice says, and who would go on speaking in the next cue."""
    parts: list[tuple[str | None, list[str]]] = [(before, [])]
    voices: list[str | None] = [before]
    readings = 0
    for event in webvtt_text.events(webvtt_text.keep_words(payload)):
        match event:
            case Text(words) if not readings:
                parts[-1][1].append(words)
            case Opening("v", _, name):
                voices.append(name or None)
                parts.append((name or None, []))
            case Closing("v"):
                voices.pop()
                if len(voices) == 1:
                    # Words after a closed voice are nobody's: whoever spoke before has been answered.
                    voices[0] = None
                parts.append((voices[-1], []))
            case Opening("rt") | Closing("rt"):
                readings += 1 if isinstance(event, Opening) else -1
            case _:
                pass
    return list(_spoken(parts)), voices[-1]


def _spoken(parts: Iterable[tuple[str | None, list[str]]]) -> Iterator[tuple[str | None, str]]:
    for who, pieces in parts:
        words = "".join(pieces).strip(webvtt_text.WHITE)
        if words:
            yield who, words
