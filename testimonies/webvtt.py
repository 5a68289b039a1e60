"""WebVTT, the captions of the web and of OHMS: read as the standard says, mended as archives need, written valid."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from testimonies import cue_times, webvtt_settings, webvtt_text
from testimonies.cue_repairs import BREAKS, NO_GAP, STRAY, STRAY_HEAD, Mending, in_order, notice
from testimonies.cue_times import written
from testimonies.cues import Captions, Cue, Turn
from testimonies.errors import MalformedCues
from testimonies.turns import name_before_colon
from testimonies.webvtt_blocks import Block, Gathered, blocks, kindly, read_header, strictly

_NO_SIGNATURE = "The file does not begin with the line WEBVTT; it was read as if it did."
_STRAY_TIMES = "The times on this line can't be understood; the block was added to the words of the cue before."
_LATE_STYLE = "A STYLE or REGION block stands after the first cue; it was kept as one all the same."

_NUMBER = re.compile(r"[0-9]{1,9}")
_SIGNATURE = re.compile(r"[\s\ufeff]*+WEBVTT", re.IGNORECASE)


def read(text: str, *, lenient: bool = True) -> Captions:
    """Read a WebVTT file.

    With `lenient=False` exactly what the standard's parser gives: cues it can't understand are lost,
    and a text that is no WebVTT has no cues. By default no words are lost: what is wrong is mended,
    each kind of repair is told once, and only a text without any cue raises MalformedCues.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd").split("\n")
    return _mended(lines) if lenient else _standard(lines)


def _standard(lines: Sequence[str]) -> Captions:
    if not _is_webvtt(lines[0]):
        return Captions(())
    header, begin = read_header(lines, 0, strictly)
    gathered = Gathered(header)
    seen_cue = False
    for block in blocks(lines, begin, strictly):
        kind = block.kind(may_style=not seen_cue)
        seen_cue = seen_cue or kind == "cue"
        gathered.take(kind, block)
    return gathered.captions()


def _is_webvtt(line: str) -> bool:
    return line == "WEBVTT" or line.startswith(("WEBVTT ", "WEBVTT\t"))


# --- Mending: what real files look like


def _mended(lines: Sequence[str]) -> Captions:
    mending = Mending()
    header, begin = _found_header(lines, mending)
    gathered = Gathered(header)
    for block in _numbered_blocks(lines, begin, mending):
        _take_kindly(gathered, block, mending)
    if not gathered.blocks:
        raise MalformedCues(
            f"No cue was found in {len(lines)} lines; a caption file has lines like 00:00:01.000 --> 00:00:04.000."
        )
    for block in gathered.blocks:
        if any("<" in line and webvtt_text.has_breaks(line) for line in block.words):
            mending.note(block.timing_line + 1, BREAKS)
    found = in_order(((block.timing_line + 1, block.cue()) for block in gathered.blocks), mending)
    captions = replace(gathered.captions(), cues=tuple(cue for _, cue in found))
    notice(captions, [line for line, _ in found], mending)
    return replace(captions, repairs=mending.repairs())


def _found_header(lines: Sequence[str], mending: Mending) -> tuple[str, int]:
    first = next((at for at, line in enumerate(lines) if line.strip("\ufeff \t\f")), 0)
    signature = _SIGNATURE.match(lines[first])
    if not _is_webvtt(lines[0]):
        mending.note(first + 1, _NO_SIGNATURE)
    if not signature:
        return "", first
    header, begin = read_header([lines[first][signature.end() - len("WEBVTT") :], *lines[first + 1 :]], 0, kindly)
    begin += first
    if begin < len(lines) and lines[begin]:
        mending.note(begin + 1, NO_GAP)
    return header, begin


def _numbered_blocks(lines: Sequence[str], begin: int, mending: Mending) -> Iterator[Block]:
    """Give the blocks, where a number that crept into the words of a cue goes back to the cue it counts."""
    number: str | None = None
    for block in blocks(lines, begin, kindly):
        if number is not None and not block.identifier:
            block.identifier = number
        number = None
        if block.touches is not None:
            mending.note(block.touches + 1, NO_GAP)
            if block.timing and block.words and _counts_on(block.identifier, block.words[-1]):
                number = block.words.pop()
        yield block


def _counts_on(number: str, following: str) -> bool:
    counted = _NUMBER.fullmatch(number) and _NUMBER.fullmatch(following)
    return bool(counted) and int(following) == int(number) + 1


def _take_kindly(gathered: Gathered, block: Block, mending: Mending) -> None:
    kind = block.kind(may_style=True)
    if kind in ("style", "region") and gathered.blocks:
        mending.note(block.line + 1, _LATE_STYLE)
    if kind == "cue" and block.timing:
        mending.note(block.timing_line + 1, *block.timing.defects)
    if kind != "stray":
        gathered.take(kind, block)
    elif block.words and block.words[0].startswith("<annotation "):
        gathered.notes.append("\n".join(block.words))  # footnotes, as OHMS lists them after the last cue
    elif not gathered.blocks:
        mending.note(block.line + 1, STRAY_HEAD)
        gathered.notes.append("\n".join(block.words))
    else:
        timed = any("-->" in line for line in block.words)
        mending.note(block.line + 1, _STRAY_TIMES if timed else STRAY)
        words = gathered.blocks[-1].words
        words.extend(["", *block.words] if words else block.words)


# --- Writing


def write(spoken: Iterable[Cue | Turn], header: str = "") -> str:
    """Write a valid WebVTT file, in the order of time.

    Reading it gives the same turns back, speakers with their white space made single, words
    without white space around them. The format has no word for an end that is not known: such a
    cue is written up to the start of the next later one, the last for a second.
    """
    cues = sorted((_valid(each) for each in spoken), key=lambda cue: cue.start)
    first, *more = webvtt_text.plain(header).split("\n")
    head = [f"WEBVTT {first}".rstrip(), *filter(None, more)]
    parts = ["\n".join(head).replace("-->", "->")]
    ends = cue_times.ends([(cue.start, cue.end) for cue in cues])
    parts.extend(_written(cue, end) for cue, end in zip(cues, ends, strict=True))
    return "\n\n".join(parts) + "\n"


def _valid(spoken: Cue | Turn) -> Cue:
    if isinstance(spoken, Turn):
        return Cue(spoken.start, spoken.end, webvtt_text.one_block(_cue_text(spoken)))
    return replace(
        spoken,
        payload=webvtt_text.one_block(webvtt_text.plain(spoken.payload)),
        identifier=_one_line(spoken.identifier),
        settings=webvtt_settings.understood(spoken.settings),
    )


def _cue_text(turn: Turn) -> str:
    words = webvtt_text.escape(turn.words.strip(webvtt_text.WHITE))
    speaker = " ".join(webvtt_text.plain(turn.speaker or "").split())
    if speaker:
        return f"<v {webvtt_text.escape(speaker)}>{words}</v>"
    return "\n".join(_nameless(line) for line in words.split("\n"))


def _nameless(line: str) -> str:
    """Write a line so that no reader takes it for `NAME: words`."""
    return line.replace(":", "&#58;", 1) if name_before_colon(line) else line


def _one_line(text: str) -> str:
    return webvtt_text.plain(text).replace("\n", " ").replace("-->", "->")


def _written(cue: Cue, end: int) -> str:
    timing = f"{written(cue.start)} --> {written(end)} {cue.settings}".rstrip()
    return "\n".join(filter(None, [cue.identifier, timing, cue.payload]))
