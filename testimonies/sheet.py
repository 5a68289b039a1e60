"""The description sheet: a whole testimony as one Markdown file that a person writes by hand.

    ---
    title: The night of the flood
    kind: interview
    date: 1993~
    narrator: Amina
    ---
    [00:01:05] Amina: The river came at night.

Above the second `---` stand the record's fields as YAML, below it the words. What is read is complete or it is
refused with every fault and its line; what is written is read back as the same testimony.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from testimonies import front_matter_writing, languages, sheet_body
from testimonies.access import LEVELS, Access, Decision
from testimonies.errors import Fault, MalformedRecord, MalformedSheet
from testimonies.form import build, is_default, is_record, key_of, plain, unknown_keys
from testimonies.quoting import quoted
from testimonies.record import KEYS
from testimonies.template import template
from testimonies.testimony import ROLES, Testimony
from testimonies.transcript import Transcript

if TYPE_CHECKING:
    from testimonies.front_matter import FrontMatter

__all__ = ["Sheet", "examine", "read", "template", "write"]

_SHORT = {**dict.fromkeys(ROLES, "agents"), "language": "languages"}
"""Keys that are a shorter way to fill another."""
_UNKNOWN = "und"
_MOST_TOLD = 100
_IN_HEADING = re.compile(r"[A-Za-z0-9-]+")
_OWN = "x-"
"""What begins like this is a person's own key, and nobody's slip."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a sheet says, and what its writer may want to look at again."""

    testimony: Testimony
    remarks: tuple[Fault, ...] = ()
    """Nothing here is wrong for certain: a key nobody knows, a language that is no language tag."""


def read(text: str, defaults: Mapping[str, Any] | None = None) -> Testimony:
    r"""Build a testimony from a sheet; `defaults` fill the keys it does not give.

    Raises MalformedSheet with every fault and its line.

    >>> read("---\ntitle: A flood\nkind: interview\ndate: 1993~\ncollection: oh\n---\n[n1] It rained.").title
    'A flood'
    """
    return examine(text, defaults).testimony


def examine(
    text: str,
    defaults: Mapping[str, Any] | None = None,
    check: Callable[[Mapping[str, Any]], Iterable[Fault]] | None = None,
) -> Sheet:
    """Read a sheet as `read` does, and remark on what may be a slip of the hand.

    `check` gives what else is at fault in its plain values, such as a collection the archive does not have: by its
    dotted key, so that it is refused together with everything else, each with its line.
    """
    from testimonies import front_matter  # noqa: PLC0415 - only who reads a sheet pays for YAML

    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start, end = _borders(lines)
    front = front_matter.read("\n".join(lines[start:end]), start)
    body = sheet_body.read(lines[end + 1 :], end + 1)
    return _Making(front, body, defaults or {}).sheet(check)


def _borders(lines: list[str]) -> tuple[int, int]:
    """Find the first line of the front matter, and the line that ends it."""
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if lines[first].rstrip() != "---":
        raise MalformedSheet([Fault(f"line {first + 1}", "a sheet begins with a line --- and the fields below it")])
    end = next((number for number in range(first + 1, len(lines)) if lines[number].rstrip() == "---"), None)
    if end is None:
        raise MalformedSheet([Fault(f"line {first + 1}", "the fields that begin here need a line --- below them")])
    return first + 1, end


class _Making:
    """Makes a testimony of front matter and body; gathers what is wrong before it says anything."""

    def __init__(self, front: FrontMatter, body: sheet_body.Body, defaults: Mapping[str, Any]) -> None:
        self._front = front
        self._body = body
        self._values = dict(front.values)
        self._faults = [*front.faults, *body.faults]
        self._defaults = defaults

    def sheet(self, check: Callable[[Mapping[str, Any]], Iterable[Fault]] | None) -> Sheet:
        self._write_out()
        values = {**self._defaults, **self._values}
        headers = values.pop("transcripts", [])
        described = self._built(Testimony, values, "")
        transcripts = list(self._transcripts(headers, values.get("languages")))
        if check:
            said = [{"language": transcript.language} for transcript in transcripts]
            for fault in check({**values, "transcripts": said}):
                self._note(fault)
        if self._faults or described is None:
            raise MalformedSheet(_listed(set(self._faults)))
        testimony = dataclasses.replace(described, transcripts=tuple(transcripts))
        return Sheet(testimony, _listed(set(self._remarks(testimony))))

    def _write_out(self) -> None:
        """Put the short forms of a hand into the record's own."""
        access = self._values.get("access")
        if isinstance(access, str):
            if access in LEVELS:
                self._values["access"] = {"description": access, "transcript": access}
            else:
                self._fault("access", f"{quoted(access)} is not one of {', '.join(LEVELS)}")
                del self._values["access"]
        short = [key for key in self._values if key in _SHORT and key not in self._front.carried]
        if "language" in short and "languages" in self._values:
            self._fault("language", "stands beside “languages”: keep one of the two")
        if isinstance(self._values.get("agents"), dict):
            self._values["agents"] = [self._values["agents"]]
            self._move("agents", "agents.0")
        for key in short:
            value = self._values.pop(key)
            if key == "language":
                self._move(key, "languages")
                self._values["languages"] = value
            else:
                self._add_agents(key, value)
        if isinstance(tags := self._values.get("languages"), str):
            self._values["languages"] = [tag.strip() for tag in tags.split(",")]

    def _add_agents(self, role: str, value: Any) -> None:
        agents = self._values.get("agents", [])
        if not isinstance(agents, list):
            return
        self._values["agents"] = agents = list(agents)
        for number, agent in enumerate(value if isinstance(value, list) else [value]):
            self._move(f"{role}.{number}" if isinstance(value, list) else role, f"agents.{len(agents)}")
            said = agent if isinstance(agent, dict) else {"name": agent}
            agents.append({**said, "role": role})

    def _move(self, key: str, to: str) -> None:
        """Let faults of the long form point at the line of the short one."""
        lines = self._front.lines
        for known in [known for known in lines if known == key or known.startswith(f"{key}.")]:
            lines[to + known[len(key) :]] = lines[known]

    def _built(self, kind: type[Any], values: Any, where: str) -> Any:
        try:
            return build(kind, values, where)
        except MalformedRecord as error:
            for fault in error.faults:
                self._note(fault)
            return None

    def _note(self, fault: Fault) -> None:
        if fault.where not in self._front.lines and "." not in fault.where:
            # The key itself is missing: it may stand there misspelt, or on a line that is at fault already.
            if fault.where in self._front.unread or "" in self._front.unread:
                return
            for meant in get_close_matches(fault.where, self._values.keys() - {*KEYS}, 1):
                line = self._front.line_of(meant)
                self._faults.append((line, f"{fault.where} {fault.what}: is {quoted(meant)} meant for it?"))
                return
        between = " " if fault.what.startswith("is ") else ": "
        self._faults.append((self._front.line_of(fault.where), f"{fault.where}{between}{fault.what}"))

    def _transcripts(self, headers: Any, tags: Any) -> Iterator[Transcript]:
        """Give each section of the body the header that stands for it in the front matter."""
        default = tags[0] if isinstance(tags, list) and tags else tags or _UNKNOWN
        headers = [headers] if isinstance(headers, dict) else headers
        if not isinstance(headers, list) or not all(isinstance(header, dict) for header in headers):
            self._fault("transcripts", "is a list of headers (- language: hy), one for each transcript of the body")
            return iter(())
        return iter([t for t in self._headed(headers, str(default)) if t is not None])

    def _headed(self, headers: list[dict[str, Any]], default: str) -> Iterator[Transcript | None]:
        sections = self._body.sections
        for number in range(max(len(headers), len(sections))):
            header = headers[number] if number < len(headers) else {}
            section = sections[number] if number < len(sections) else sheet_body.Section(1)
            for key, said in (("language", section.language), ("kind", section.kind)):
                if said and header.get(key, said) != said:
                    other = quoted(str(header[key]))
                    self._faults.append((section.line, f"this transcript's {key} is {other} in the front matter"))
            if "passages" in header:
                self._fault(f"transcripts.{number}.passages", "the words stand in the body, below the second ---")
            said_here = {"language": section.language or default, "kind": section.kind or "original"}
            if section.language:
                self._front.lines.setdefault(f"transcripts.{number}.language", section.line)
            placed = {"timing": sheet_body.timing_of(section.passages)}
            values = {**said_here, **placed, **header, "passages": []}
            made = self._built(Transcript, values, f"transcripts.{number}")
            yield made and dataclasses.replace(made, passages=tuple(section.passages))

    def _fault(self, key: str, sentence: str) -> None:
        self._faults.append((self._front.line_of(key), f"{key}: {sentence}"))

    def _remarks(self, testimony: Testimony) -> Iterator[tuple[int, str]]:
        for where, known in unknown_keys(testimony):
            key = where.rpartition(".")[2]
            meant = get_close_matches(key, known if "." in where else (*known, *_SHORT), 1, 0.75)
            said = f"{quoted(meant[0])} may be meant" if meant else "there is no such field"
            if not key.startswith(_OWN):
                yield self._front.line_of(where), f"{quoted(key)} is kept as it stands; {said}"
        if not testimony.title.strip():
            yield self._front.line_of("title"), "the title is empty"
        tags = [*testimony.languages, *(transcript.language for transcript in testimony.transcripts)]
        for tag in tags:
            if not languages.is_tag(tag):
                yield self._front.line_of("languages"), f"{quoted(tag)} is no language tag such as hy, en or und"


def _listed(faults: Collection[tuple[int, str]]) -> tuple[Fault, ...]:
    """Put them in the order of their lines, as many as a person can take in."""
    told = [Fault(f"line {line}", sentence) for line, sentence in sorted(faults)[:_MOST_TOLD]]
    more = len(faults) - len(told)
    return (*told, Fault(told[-1].where, f"and {more:,} more from here on")) if more else tuple(told)


def write(testimony: Testimony) -> str:
    """Write a testimony as a sheet, so that `read` gives the same testimony back.

    >>> from testimonies.transcript import Passage
    >>> from testimonies.edtf import parse
    >>> flood = Testimony(kind="interview", title="A flood", date=parse("1993~"), collection="oh")
    >>> read(write(flood)) == flood
    True
    """
    values = _said(dataclasses.replace(testimony, transcripts=()), ("languages", "access"))
    values["access"] = _access(values["access"], testimony.access)
    headers, body = _transcripts(testimony)
    if headers:
        values["transcripts"] = headers
    front = front_matter_writing.write(values, carry=[key for key in testimony.extra if key in _SHORT])
    return "\n".join(["---", f"{front}---", "", *body]).rstrip("\n") + "\n"


def _said(record: Any, always: Collection[str] = ()) -> dict[str, Any]:
    """Give what a record says beyond its defaults, all of it as text."""
    written = {
        key_of(field.name): _told(getattr(record, field.name))
        for field in dataclasses.fields(record)
        if field.name != "extra" and (field.name in always or not is_default(field, getattr(record, field.name)))
    }
    return {**written, **record.extra}


def _told(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple):
        return [_told(entry) for entry in value]
    if not is_record(value):
        return plain(value)
    said = _said(value)
    shorthand: str | None = getattr(value, "SHORTHAND", None)
    if shorthand is None or said.keys() != {shorthand}:
        return said
    # An empty text alone would be read as nothing at all.
    return said[shorthand] or said


def _access(said: dict[str, Any], access: Access) -> Any:
    """Say the level even where nothing was decided, once if it is the same for both parts."""
    both = {"description": _told(access.description), "transcript": _told(access.transcript)}
    if not said.keys() - both.keys() and access.description == access.transcript == Decision(access.level):
        return access.level
    return {**both, **said}


def _transcripts(testimony: Testimony) -> tuple[list[dict[str, Any]], list[str]]:
    """Write the transcripts' headers, where the headings of the body don't say enough, and the body."""
    headers, body = [], []
    enough = True
    default = testimony.languages[0] if testimony.languages else _UNKNOWN
    for number, transcript in enumerate(testimony.transcripts):
        header = _said(dataclasses.replace(transcript, passages=()))
        header.pop("timing", None)
        if transcript.timing != sheet_body.timing_of(transcript.passages):
            header["timing"] = transcript.timing
        headers.append(header)
        in_heading = _IN_HEADING.fullmatch(transcript.language)
        enough = enough and bool(in_heading) and not header.keys() - {"language", "kind"}
        if number or not transcript.passages or transcript.kind != "original" or transcript.language != default:
            said = f" {transcript.language} {transcript.kind}" if in_heading else ""
            body += [f"# transcript:{said}", ""]
        body += sheet_body.write(transcript.passages)
    return [] if enough else headers, body
