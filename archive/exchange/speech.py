"""Paragraphs become passages: stamps of time, page marks and speakers' names are recognised, and words stay words.

The rules, the same for plain texts and for documents of a word processor:

- A stamp is a time at the start of a paragraph: `[00:14:32]`, `(14:32)` or bare `00:14:32`. One bracketed time with
  hours is enough; minutes and seconds alone count from three such paragraphs on, and a bare time only where at
  least half of the paragraphs begin with one. A stamp holds until the next.
- `[END OF AUDIO, FILE 1.2]`, met at least twice, ends a part of that label, whose clock begins anew.
- A speaker is what stands before the first colon, at most four capitalised words and 40 characters. Names count
  only in a text that keeps to them: two of them at least twice each, and a fifth of all paragraphs
  beginning so. Then those that occur twice count, and any that are all in capitals. What follows most of
  them must end like a sentence or be long: `Occupation: farmer` is a form filled in, not a person speaking.
  A family name in capitals counts in any case where the heading names that person.
  A paragraph without a name has no known speaker, even after one that has.
- A heading is a run of lines such as `INTERVIEWEE: …`, `DATE: …` before anyone speaks, at least two of them.
- Everything else is a paragraph, counted from 1, or a line of a page where the text marks its pages.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from testimonies.locator import Line, Locator, Time
from testimonies.locator import Paragraph as Counted
from testimonies.testimony import Part
from testimonies.transcript import Passage

_LONGEST_NAME = 40
_FARTHEST_COLON = 120
"""A name may stand behind white space."""
_STAMP = re.compile(
    r"\s*(?P<bracket>[\[(])?(?:(?P<hours>[0-9]{1,2}):)?(?P<minutes>[0-9]{1,3}):(?P<seconds>[0-5][0-9])"
    r"(?:[.,](?P<fraction>[0-9]{1,3}))?(?(bracket)[\])])(?=\s|$)\s*"
)
_LABEL = re.compile(rf"\s*(?P<name>[^\s:][^:\n]{{0,{_LONGEST_NAME - 1}}}):(?=\s|$)\s*")
_END_OF_PART = re.compile(
    r"\s*\[?END OF (?:AUDIO|TAPE|RECORDING)(?:, | )(?:FILE|TAPE|PART|SIDE)? ?(?P<label>[0-9][0-9A-Za-z.]{0,8})\]?\s*",
    re.IGNORECASE,
)
_HEADS = {
    "interviewee": "narrator",
    "interviewees": "narrator",
    "narrator": "narrator",
    "narrators": "narrator",
    "interviewer": "interviewer",
    "interviewers": "interviewer",
    "transcriber": "transcriber",
    "date": "date",
    "date of interview": "date",
    "interview date": "date",
    "location": "place",
    "place": "place",
}
"""What a transcript's own heading may say, and the field it gives."""
_HEADING_ENDS = 40
_LONGEST_VALUE = 100


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as it stands in a file."""

    words: str
    page: int | None = None
    line: int = 1
    """On its page, where the text marks pages."""


@dataclass(frozen=True, slots=True)
class Speech:
    """Passages, and what the text says about itself."""

    passages: tuple[Passage, ...]
    timing: str
    heading: tuple[tuple[str, str], ...] = ()
    """(field, value) pairs of the lines such as `INTERVIEWER: …` before anyone speaks."""
    parts: tuple[Part, ...] = ()
    notes: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()
    """What had to be mended to read it."""
    language: str | None = None
    """Where the file names one."""
    method: str = "human"

    @property
    def first_line(self) -> str:
        """What stands first, where it could be a title."""
        return self.passages[0].words.strip() if self.passages and not self.passages[0].speaker else ""


@dataclass(frozen=True, slots=True)
class _Stamped:
    """A paragraph and the moment it begins at, if it says so."""

    paragraph: Paragraph
    words: str
    at: int | None


def read(paragraphs: Sequence[Paragraph]) -> Speech:
    """Turn paragraphs into passages."""
    paragraphs = [each for each in paragraphs if each.words.strip()]
    stamped = _stamped(paragraphs)
    labels = [name_in(each.words) for each in stamped]
    heading = _heading(labels, stamped)
    speakers = _speakers(labels, stamped, heading)
    parts = _parts(stamped)
    timed = any(each.at is not None for each in stamped)
    pages = not timed and any(each.page is not None for each in paragraphs)
    passages, notes = _passages(stamped, speakers, parts if timed else {})
    found = dict.fromkeys(label for _, label in sorted(parts.items())) if timed else {}
    return Speech(
        tuple(passages),
        "interval" if timed else "page_line" if pages else "paragraph",
        tuple(pair for number in sorted(heading) for pair in heading[number]),
        tuple(Part(label) for label in found),
        tuple(notes),
    )


def at_names(lines: Sequence[Paragraph], names: frozenset[str]) -> Iterator[Paragraph]:
    """Lines that belong together, parted where one begins with any of these names or with a time in brackets."""
    run: list[Paragraph] = []
    for line in lines:
        stamp = _STAMP.match(line.words)
        if run and (name_in(line.words) in names or (stamp and stamp["bracket"] and stamp["hours"])):
            yield _joined(run)
            run = []
        run.append(line)
    if run:
        yield _joined(run)


def beginnings(lines: Iterable[str]) -> frozenset[str]:
    """Names that begin two lines or more, and words of a heading: both begin a paragraph without a blank line."""
    counted = Counter(name for line in lines if (name := name_in(line)))
    return frozenset(name for name, number in counted.items() if number > 1 or name.casefold() in _HEADS)


def _joined(run: Sequence[Paragraph]) -> Paragraph:
    words = run[0].words if len(run) == 1 else "\n".join(line.words.rstrip() for line in run)
    return replace(run[0], words=words)


def name_in(line: str) -> str | None:
    """Give the name a line may begin with, before its colon; whether it is one, the whole text decides.

    >>> name_in("Mr. Speaker 1: words"), name_in("He said: words")
    ('Mr. Speaker 1', None)
    """
    found = _LABEL.match(line) if ":" in line[:_FARTHEST_COLON] else None
    if not found or "[" in found["name"]:
        return None
    name = " ".join(found["name"].split())
    words = name.strip("()").split()
    return name if 0 < len(words) <= 4 and all(_capital(word) for word in words) else None


def _capital(word: str) -> bool:
    first = word.lstrip("([")[:1]
    return first.isupper() or first.istitle() or first.isdigit() or (first.isalpha() and not first.islower())


# --- Times


def _stamped(paragraphs: Sequence[Paragraph]) -> list[_Stamped]:
    found = [_STAMP.match(each.words) for each in paragraphs]
    styles = Counter((match["bracket"] is not None, match["hours"] is not None) for match in found if match)
    half = len(paragraphs) / 2
    bare = sum(number for (bracketed, _), number in styles.items() if not bracketed)
    believed = {
        (True, True): True,
        (True, False): styles[True, False] >= 3,
        (False, True): bare >= 3 and bare >= half,
        (False, False): bare >= 3 and bare >= half,
    }
    stamped = []
    for paragraph, match in zip(paragraphs, found, strict=True):
        if match and believed[match["bracket"] is not None, match["hours"] is not None]:
            stamped.append(_Stamped(paragraph, paragraph.words[match.end() :], _milliseconds(match)))
        else:
            stamped.append(_Stamped(paragraph, paragraph.words, None))
    return stamped


def _milliseconds(stamp: re.Match[str]) -> int:
    seconds = (int(stamp["hours"] or 0) * 60 + int(stamp["minutes"])) * 60 + int(stamp["seconds"])
    return seconds * 1000 + int((stamp["fraction"] or "").ljust(3, "0"))


def _parts(stamped: Sequence[_Stamped]) -> dict[int, str]:
    """Which part ends at which paragraph; none where the text does not name at least two, each once."""
    ends = ((number, _END_OF_PART.fullmatch(each.words)) for number, each in enumerate(stamped))
    found = {number: match["label"].rstrip(".") for number, match in ends if match}
    return found if len(found) > 1 and len(set(found.values())) == len(found) else {}


# --- Names


def _heading(labels: Sequence[str | None], stamped: Sequence[_Stamped]) -> dict[int, list[tuple[str, str]]]:
    """Find the lines that introduce the transcript: labels known to do so, before the first stamp."""
    heading: dict[int, list[tuple[str, str]]] = {}
    seen: set[str] = set()
    for number, (label, each) in enumerate(zip(labels[:_HEADING_ENDS], stamped, strict=False)):
        known = (label or "").casefold()
        field = _HEADS.get(known)
        if each.at is not None or field in seen or (heading and label and not field):
            break
        if field:
            first, *more = each.words.partition(":")[2].split("\n")
            lines = [first, *more] if known.endswith("s") else [first]
            values = [" ".join(line.split()) for line in lines if line.strip()]
            if not values or not all(_fits(field, value) for value in values):
                break
            heading[number] = [(field, value) for value in values]
            seen.add(field)
    return heading if len(heading) > 1 else {}


def _fits(field: str, value: str) -> bool:
    """Whether a heading may say this: persons are names, not answers."""
    words = value.split()
    name = len(words) > 1 and _capital(words[0]) and _capital(words[-1]) and value[-1] not in "?!…"
    return len(value) <= _LONGEST_VALUE and (name or field in ("date", "place"))


def _speakers(
    labels: Sequence[str | None], stamped: Sequence[_Stamped], heading: dict[int, list[tuple[str, str]]]
) -> frozenset[str]:
    said: dict[str, list[str]] = defaultdict(list)
    for label, each in zip(labels, stamped, strict=True):
        if label:
            said[label].append(each.words)
    for number in heading:
        said.pop(labels[number] or "", None)
    families = {value.split()[-1].upper() for pairs in heading.values() for _, value in pairs}
    expected = {label for label in said if label in families}
    repeated = {label for label, turns in said.items() if len(turns) > 1 and _is_speech(turns)}
    if len(repeated) < 2 or sum(len(said[label]) for label in repeated) * 5 < len(labels):
        return frozenset(expected)
    return frozenset(
        expected | repeated | {label for label, turns in said.items() if label.isupper() and _is_speech(turns)}
    )


def _is_speech(turns: Sequence[str]) -> bool:
    ended = sum(
        unicodedata.category(turn.rstrip()[-1]).startswith("P") for turn in turns if not turn.rstrip().endswith(":")
    )
    return ended * 2 > len(turns) or sum(len(turn.split()) for turn in turns) >= 8 * len(turns)


# --- Passages


def _passages(
    stamped: Iterable[_Stamped], speakers: frozenset[str], parts: dict[int, str]
) -> tuple[list[Passage], list[str]]:
    passages: list[Passage] = []
    notes: list[str] = []
    waiting = sorted(parts)
    now: int | None = None
    for number, each in enumerate(stamped):
        part = parts[waiting[0]] if waiting else None
        if each.at is not None:
            if now is not None and each.at < now and not notes:
                notes.append(_backwards(each.at, now, number + 1))
            now = each.at
        if each.words.strip():
            passages.append(_passage(each, _place(each.paragraph, now, part, len(passages) + 1), speakers))
        if waiting and number == waiting[0]:
            waiting.pop(0)
            now = None
    if now is None and not parts:
        return passages, notes
    # Words before the first stamp of a part stand at no known time; counting them as paragraphs would mix two clocks.
    return [replace(each, at=None) if _is_counted(each) else each for each in passages], notes


def _is_counted(passage: Passage) -> bool:
    return passage.at is not None and not isinstance(passage.at.spot, Time)


def _place(paragraph: Paragraph, now: int | None, part: str | None, number: int) -> Locator:
    if now is not None:
        return Locator(Time(now), part)
    if paragraph.page is not None:
        return Locator(Line(paragraph.page, paragraph.line))
    return Locator(Counted(number))


def _passage(stamped: _Stamped, at: Locator, speakers: frozenset[str]) -> Passage:
    name = name_in(stamped.words) if speakers else None
    words = stamped.words.partition(":")[2].strip()
    if name in speakers and words:
        return Passage(words, at=at, speaker=name)
    return Passage(stamped.words.strip(), at=at)


def _backwards(at: int, before: int, number: int) -> str:
    return (
        f"Paragraph {number} begins at {Time(at)}, earlier than {Time(before)} before it;"
        " the text may join several recordings. Times are as written."
    )
