"""Caption files, `.vtt` and `.srt`: each turn of speech becomes a passage at its time."""

from __future__ import annotations

import re
from dataclasses import replace

from archive.exchange.reading import Text, shown
from archive.exchange.speech import Speech
from testimonies import srt, webvtt
from testimonies.cues import Captions, Turn
from testimonies.errors import MalformedCues
from testimonies.locator import Locator, Time
from testimonies.transcript import Passage
from testimonies.turns import turns

_LANGUAGE = re.compile(r"^language:\s*(?P<tag>[a-z]{2,3}(?:-[a-z0-9]{2,8})*)\s*$", re.IGNORECASE | re.MULTILINE)


def read(text: Text, name: str, form: str) -> Speech:
    """Read captions, `form` being `webvtt` or `srt`; raises MalformedCues with the file's name."""
    try:
        captions = webvtt.read(text.words) if form == "webvtt" else srt.read(text.words)
    except MalformedCues as error:
        raise MalformedCues(f"{shown(name)}: {error}") from error
    repairs = tuple(str(repair)[0].upper() + str(repair)[1:] for repair in captions.repairs)
    passages = tuple(_passage(turn) for turn in turns(captions))
    return replace(Speech(passages, "cue"), repairs=repairs, language=_language(captions))


def _passage(turn: Turn) -> Passage:
    until = None if turn.end is None else Locator(Time(turn.end))
    return Passage(turn.words, at=Locator(Time(turn.start)), until=until, speaker=turn.speaker)


def _language(captions: Captions) -> str | None:
    """Give what the header says, as the captions of video sites do."""
    found = _LANGUAGE.search(captions.header)
    return found["tag"] if found else None
