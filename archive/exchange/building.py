"""A testimony built from the files of one stem: their words, what tables say of them, and defaults for the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from archive.checking import Check
from archive.exchange import captions, docx, forms, text
from archive.exchange.describing import Description
from archive.exchange.proposal import STANDARD, Defaults, Proposal
from archive.exchange.reading import Text, regular, shown, text_of
from archive.exchange.scan import Group
from archive.exchange.speech import Speech, name_in
from testimonies import edtf, sheet
from testimonies.access import Access
from testimonies.edtf import Edtf
from testimonies.errors import BadInput, Fault, MalformedDate, MalformedSheet, UnreadableFile
from testimonies.testimony import Agent, Link, Testimony
from testimonies.transcript import Passage, Transcript

_LONGEST_TITLE = 120
_MACHINE = re.compile(r"\b(?:machine|automatically|auto)[- ]generated\b", re.IGNORECASE)


def propose(
    group: Group,
    described: Description | None,
    defaults: Defaults,
    otherwise: Defaults = STANDARD,
    told: str | None = None,
    check: Check | None = None,
) -> Proposal:
    """Say what testimony these files make; what can't be read is a refusal, not an error."""
    try:
        return build(group, described, defaults, otherwise, told, check)
    except BadInput as error:
        return Proposal(group.key, group.files, refused=str(error))


def build(
    group: Group,
    described: Description | None,
    defaults: Defaults,
    otherwise: Defaults = STANDARD,
    told: str | None = None,
    check: Check | None = None,
) -> Proposal:
    """As `propose`, but raises BadInput for what can't be read."""
    work = _Work(group, defaults, otherwise, told, check)
    for path in work.media:
        regular(path)
    testimony = work.sheet() or work.testimony(described)
    return Proposal(
        group.key,
        group.files,
        testimony,
        media=tuple(work.media),
        sources=tuple(work.texts),
        notes=tuple(dict.fromkeys(work.notes)),
        repaired=work.repaired,
    )


def _best(files: Sequence[Path], told: str | None) -> Path | None:
    """Give the file whose words are the transcript: the timed one before all others."""
    ranked = [(forms.WORDS.index(form), path) for path in files if (form := forms.form_of(path, told)) in forms.WORDS]
    return min(ranked)[1] if ranked else None


@dataclass(slots=True)
class _Work:
    """One group while its testimony is being built."""

    group: Group
    defaults: Defaults
    """What a person chose."""
    otherwise: Defaults
    """What is taken, and reported, where nobody chose."""
    told: str | None
    check: Check | None
    """What the archive says of a sheet, so that all its faults are named at once."""
    notes: list[str] = field(default_factory=list)
    repaired: bool = False
    texts: list[Path] = field(init=False)
    media: list[Path] = field(init=False)
    _read: dict[Path, Text] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.media = [path for path in self.group.files if self._form(path) not in forms.WORDS]
        self.texts = [path for path in self.group.files if path not in self.media]
        for path in self.media:
            if self._form(path) in ("document", None):
                self.notes.append(f"{shown(path.name)} is kept as it is; its words can't be searched.")

    def testimony(self, described: Description | None) -> Testimony:
        """A testimony from a transcript, or from media alone."""
        speech = self._speech(_best(self.texts, self.told))
        fields: dict[str, Any] = dict(described.fields) if described else {}
        self.notes.extend(described.notes if described else ())
        for name, value in self._from_heading(speech).items():
            fields.setdefault(name, value)
        if "title" not in fields:
            fields["title"] = self._title(speech, fields)
        self._fill(fields, speech)
        language = fields["languages"][0]
        if speech:
            fields["parts"] = speech.parts
            fields["transcripts"] = (
                Transcript(language, method=self._method(speech), timing=speech.timing, passages=speech.passages),
            )
        return Testimony(**fields)

    def sheet(self) -> Testimony | None:
        """Give the testimony of a description sheet among the files; None where there is none."""
        path = next((path for path in self.texts if self._is_sheet(path)), None)
        if path is None:
            return None
        found = self._read_sheet(path)
        if found.id:
            self.notes.append(f"The sheet's own id, {found.id}, was left out: an archive gives its own.")
            found = replace(found, id="")
        self._media_of(found, path)
        best = _best([text for text in self.texts if text != path], self.told)
        if best is None or any(transcript.passages for transcript in found.transcripts):
            return found
        speech = self._speech(best)
        language = (speech.language if speech else None) or next(iter(found.languages), "und")
        if speech is None:
            return found
        transcript = Transcript(language, method=self._method(speech), timing=speech.timing, passages=speech.passages)
        return replace(found, transcripts=(transcript,), parts=found.parts or speech.parts)

    # --- Reading

    def _form(self, path: Path) -> str | None:
        return forms.form_of(path, self.told)

    def _text(self, path: Path) -> Text:
        if path not in self._read:
            self._read[path] = text_of(path)
        return self._read[path]

    def _is_sheet(self, path: Path) -> bool:
        if self.told == "sheet":
            return True
        return self._form(path) == "markdown" and self._text(path).is_sheet

    def _read_sheet(self, path: Path) -> Testimony:
        words = self._text(path).words
        self.notes.extend(self._text(path).notes)
        try:
            read = sheet.examine(words, self._filling(words), self.check)
            self.notes.extend(f"In {shown(path.name)}, {remark}." for remark in read.remarks)
            return read.testimony
        except MalformedSheet as error:
            name = shown(path)
            raise MalformedSheet(Fault(f"{name}, {fault.where}", fault.what) for fault in error.faults) from error

    def _filling(self, words: str) -> dict[str, Any]:
        """Give what fills the keys a sheet leaves out, and say what was taken without anyone choosing it."""
        values = self.defaults.over(self.otherwise)
        front = words.partition("\n---")[0]
        for name, taken in (("date", "XXXX (undated)"), ("collection", values.collection or "")):
            if not re.search(rf"^{name}:[ \t]*\S", front, re.MULTILINE):
                self._report(name, getattr(self.defaults, name), taken)
        filling: dict[str, Any] = {"collection": values.collection, "date": values.date}
        if self.defaults.language:
            filling["languages"] = [self.defaults.language]
        if self.defaults.access:
            filling["access"] = {"description": self.defaults.access, "transcript": self.defaults.access}
        return filling

    def _media_of(self, found: Testimony, path: Path) -> None:
        """Media a sheet names and that lie beside it are its media; a name that leads elsewhere is not followed."""
        for item in found.media:
            beside = path.parent / item.file
            if beside in self.media:
                continue
            if Path(item.file).name != item.file or beside.is_symlink() or not beside.is_file():
                self.notes.append(f"The sheet names {shown(item.file)}, which is not beside it.")
            else:
                self.media.append(beside)

    def _speech(self, path: Path | None) -> Speech | None:
        if path is None:
            return None
        form = self._form(path)
        if form == "docx":
            speech = docx.read(path)
        else:
            words = self._text(path)
            self.notes.extend(words.notes)
            self.repaired = self.repaired or bool(words.notes)
            speech = captions.read(words, str(path), form) if form in ("webvtt", "srt") else text.read(words.words)
        if not speech.passages:
            raise UnreadableFile(f"{shown(path)} holds no words.")
        self.notes.extend((*speech.repairs, *speech.notes))
        self.repaired = self.repaired or bool(speech.repairs)
        for other in self.texts:
            if other != path and not self._is_sheet(other):
                names = shown(path.name), shown(other.name)
                self.notes.append(f"The transcript is that of {names[0]}; {names[1]} is kept beside it as received.")
        return speech

    # --- Filling in

    def _from_heading(self, speech: Speech | None) -> dict[str, Any]:
        heading = speech.heading if speech else ()
        found: dict[str, Any] = {}
        agents = tuple(Agent(role=name, name=value) for name, value in heading if name not in ("date", "place"))
        if agents:
            found["agents"] = agents
        for name, value in heading:
            if name == "place" and value[0].isupper():
                found["place"] = Link(value)
            elif name == "date" and (date := self._date(value)):
                found["date"] = date
        if found:
            said = ", ".join("persons" if name == "agents" else name for name in found)
            self.notes.append(f"The text's own heading gave: {said}.")
        return found

    def _date(self, value: str) -> Edtf | None:
        try:
            return edtf.parse(value)
        except MalformedDate:
            meant = edtf.guess(value)
        if len(meant) == 1:
            return edtf.parse(meant[0])
        self.notes.append(f"The heading's date can't be understood: {value}.")
        return None

    def _title(self, speech: Speech | None, fields: Mapping[str, Any]) -> str:
        narrators = [agent.name for agent in fields.get("agents", ()) if agent.role == "narrator"]
        if narrators and speech and speech.heading:
            self.notes.append("The title was made from the narrator's name in the text's heading.")
            return f"Interview with {' and '.join(narrators)}"
        first = speech.first_line.lstrip("# \t") if speech and speech.timing != "cue" else ""
        if speech and _could_be_title(first, speech.passages):
            self.notes.append("The title is the first line of the text.")
            return first
        self.notes.append("The title is the file's name.")
        return _from_name(self.group.stem)

    def _fill(self, fields: dict[str, Any], speech: Speech | None) -> None:
        """Take defaults for what nobody has said, and say so unless a person chose them."""
        chosen = self.defaults
        if not speech and not chosen.kind and "kind" not in fields:
            fields["kind"] = _kind_of({self._form(path) for path in self.media})
            self.notes.append(f"The kind is {fields['kind']}, after the files.")
        if speech and speech.language and "languages" not in fields:
            fields["languages"] = (speech.language,)
        values = chosen.over(self.otherwise)
        if "languages" not in fields:
            fields["languages"] = (values.language,)
            self._report("language", chosen.language, "und (undetermined)")
        if "date" not in fields:
            fields["date"] = edtf.parse(values.date or "XXXX")
            self._report("date", chosen.date, "XXXX (undated)")
        for name in ("kind", "collection"):
            if name not in fields:
                fields[name] = getattr(values, name)
                self._report(name, getattr(chosen, name), fields[name])
        fields["access"] = Access.of(values.access or "staff")

    def _report(self, name: str, chosen: str | None, taken: str) -> None:
        if chosen is None:
            self.notes.append(f"No {name} was given; {taken} was taken.")

    def _method(self, speech: Speech) -> str:
        if any(_MACHINE.search(passage.words[:200]) for passage in speech.passages[:3]):
            self.notes.append("The text says that a machine wrote it down.")
            return "machine"
        return speech.method


def _kind_of(found: set[str | None]) -> str:
    if found & {"sound", "video"}:
        return "recording"
    return "photographs" if found == {"image"} else "found_document"


def _could_be_title(line: str, passages: Sequence[Passage]) -> bool:
    """Whether a first line is a heading rather than the beginning of the words."""
    letters = any(character.isalpha() for character in line)
    sentence = line.endswith((".", ",", ";", ":", "!", "…", "-")) and not line.isupper()
    timed = bool(passages and passages[0].at and passages[0].until)
    short = letters and len(line) <= _LONGEST_TITLE and "\n" not in line
    label = line.startswith(("[", "(", "“", '"')) or name_in(line) is not None
    return short and len(passages) > 1 and not (sentence or timed or label)


def _from_name(stem: str) -> str:
    """Make a file's name readable.

    >>> _from_name("030_PyCommunity_with_Jessica"), _from_name("api-versioning"), _from_name("tape 2-b")
    ('030 PyCommunity with Jessica', 'api versioning', 'tape 2-b')
    """
    words = stem.replace("_", " ")
    if " " not in words.strip():
        words = words.replace("-", " ")
    readable = " ".join(shown(words).split())
    return readable or "Untitled"
