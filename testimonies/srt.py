"""SRT (SubRip), the captions of video players: read however it was written, and written plainly.

SRT has no standard, no speakers and no escapes. What survives writing and reading again:

- times to the thousandth, words, and paragraphs (an empty line is written as a no-break space, because
  to a player an empty line ends the cue);
- a speaker whose name is in capitals, as `SMITH: words`. Another name is written the same way and
  comes back as part of the words, for nobody may guess who speaks;
- words that look like tags, `<i>` or `&amp;`, because they are written as `&lt;i>` and `&amp;amp;`.

White space around the words and on lines of its own is not kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from testimonies import cue_times, webvtt_text
from testimonies.cue_repairs import BREAKS, NO_GAP, STRAY, STRAY_HEAD, Mending, in_order, notice
from testimonies.cue_times import Timing, written
from testimonies.cues import Captions, Cue, Turn
from testimonies.errors import MalformedCues

_NO_NUMBER = "A cue has no number; none is needed."
_REFERENCES = "Characters are written like &amp;, as on the web; they were read as the characters meant."
_TAGS = "Tags for the look of the words, like <i> or {\\an8}, were left out."

_NUMBER = re.compile(r"[ \t]*+[0-9]{1,9}[ \t]*+")
_LOOK = re.compile(r"\{\\[^{}\n]*+\}|</?(?:[ibus]|font)(?:[ \t][^<>]*+)?>", re.IGNORECASE)
_LIKE_A_TAG = re.compile(r"<(?=/?[A-Za-z])")
_LIKE_A_REFERENCE = re.compile(r"&(?=#?[0-9A-Za-z])")
_LIKE_A_STYLE = re.compile(r"\{(?=\\)")
_EMPTY_LINE = "\N{NO-BREAK SPACE}"


def read(text: str) -> Captions:
    """Read an SRT file; only a text without any cue raises MalformedCues.

    Payloads are cue text as WebVTT has it, so that `turns` reads both formats.
    """
    lines = webvtt_text.plain(text.removeprefix("\ufeff")).split("\n")
    mending = Mending()
    timed = [(at, timing) for at, line in enumerate(lines) if (timing := cue_times.loose(line, ","))]
    if not timed:
        raise MalformedCues(
            f"No cue was found in {len(lines)} lines; an SRT file has lines like 00:00:01,000 --> 00:00:04,000."
        )
    found = in_order(_cues(lines, timed, mending), mending)
    captions = Captions(tuple(cue for _, cue in found), notes=_head(lines[: timed[0][0]], mending))
    notice(captions, [line for line, _ in found], mending)
    return replace(captions, repairs=mending.repairs())


def write(turns: Iterable[Turn]) -> str:
    """Write an SRT file in the order of time; the module says what of a turn survives."""
    ordered = sorted(turns, key=lambda turn: turn.start)
    ends = cue_times.ends([(turn.start, turn.end) for turn in ordered])
    blocks = (
        f"{number}\n{written(turn.start, ',')} --> {written(end, ',')}\n{_shown(turn)}\n"
        for number, (turn, end) in enumerate(zip(ordered, ends, strict=True), start=1)
    )
    return "\n".join(blocks)


def _head(lines: Sequence[str], mending: Mending) -> tuple[str, ...]:
    """Keep the text before the first cue and its number as a note."""
    words = "\n".join(lines[:-1] if lines and _NUMBER.fullmatch(lines[-1]) else lines).strip()
    if words:
        mending.note(1, STRAY_HEAD)
    return (words,) if words else ()


def _cues(lines: Sequence[str], timed: Sequence[tuple[int, Timing]], mending: Mending) -> Iterator[tuple[int, Cue]]:
    number = _own_number(lines[max(0, timed[0][0] - 1) : timed[0][0]], "")
    following = [at for at, _ in timed[1:]] + [len(lines)]
    for (at, timing), until in zip(timed, following, strict=True):
        mending.note(at + 1, *timing.defects, *([] if number else [_NO_NUMBER]))
        body = lines[at + 1 : until]
        next_number = _own_number(body, number) if until < len(lines) else ""
        if next_number:
            body = body[:-1]
        if until < len(lines) and body and body[-1].strip(webvtt_text.WHITE):
            mending.note(until + 1, NO_GAP)
        yield at + 1, Cue(timing.start, timing.end, _payload(body, at + 1, mending), number, timing.settings)
        number = next_number


def _own_number(before: Sequence[str], previous: str) -> str:
    """Find the number on the line directly above a timing line, unless it belongs to the words before.

    It does when no blank line parts them and it does not count on: somebody may have said a year.
    """
    if not before or not _NUMBER.fullmatch(before[-1]):
        return ""
    parted = len(before) == 1 or not before[-2].strip(webvtt_text.WHITE)
    counts_on = previous and int(before[-1]) == int(previous) + 1
    return before[-1].strip() if parted or counts_on else ""


def _payload(body: Sequence[str], line: int, mending: Mending) -> str:
    words = "\n".join(text.rstrip(webvtt_text.WHITE) for text in body).strip(webvtt_text.WHITE)
    if "\n\n" in words:
        mending.note(line, STRAY)
    if webvtt_text.has_breaks(words):
        mending.note(line, BREAKS)
    bare, tags = _LOOK.subn("", webvtt_text.break_lines(words))
    if tags:
        mending.note(line, _TAGS)
    resolved = webvtt_text.resolve(bare)
    if resolved != bare:
        mending.note(line, _REFERENCES)
    shown = "\n".join("" if text == _EMPTY_LINE else text for text in resolved.split("\n"))
    return webvtt_text.escape(shown.strip(webvtt_text.WHITE))


def _shown(turn: Turn) -> str:
    speaker = " ".join((turn.speaker or "").split())
    words = f"{speaker}: {turn.words.strip(webvtt_text.WHITE)}" if speaker else turn.words.strip(webvtt_text.WHITE)
    return "\n".join(_line(line) for line in webvtt_text.plain(words).split("\n"))


def _line(line: str) -> str:
    line = line.rstrip(webvtt_text.WHITE) or _EMPTY_LINE
    line = _LIKE_A_TAG.sub("&lt;", _LIKE_A_REFERENCE.sub("&amp;", line))
    line = _LIKE_A_STYLE.sub("&#123;", line)
    return line.replace(">", "&gt;", 1) if cue_times.loose(line, ",") else line
