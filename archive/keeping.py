"""How a testimony becomes files in the store, and comes back from them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from archive.checking import unkept, values_of
from archive.register import Register
from archive.store import Content, Incoming, Kept, StorageRoot, fingerprint
from testimonies import edtf, record
from testimonies.access import LEVELS
from testimonies.authority import Authority
from testimonies.errors import BadInput, Damaged, Fault, MalformedRecord, NotFound
from testimonies.testimony import MediaItem, SourceFile, Testimony
from testimonies.transcript import with_ids

if TYPE_CHECKING:
    from media.look import Findings

MEDIA = "media"
SOURCE = "source"
TOMBSTONE = "tombstone"
"""The one key, beside the id, of a purged record."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A medium that has been looked at and can be kept."""

    item: MediaItem
    content: Incoming
    remarks: tuple[str, ...]
    """Defaults taken and things noticed, each a sentence."""


def look_at_all(paths: Iterable[Path], given: Mapping[str, MediaItem], taken: Iterable[str]) -> list[Seen]:
    """Look at several media in their order; `given` is what a person said of them, by file name."""
    names = list(taken)
    seen: list[Seen] = []
    for path in paths:
        seen.append(look_at(path, given.get(path.name), names))
        names.append(seen[-1].item.file)
    return seen


def look_at(path: Path, given: MediaItem | None, taken: Iterable[str]) -> Seen:
    """Look at a medium and complete what a person said about it; `taken` are names in use beside it.

    Raises UnreadableFile for what is empty, irregular or changing. A file nobody can decode is no error.
    """
    from media.look import describe  # noqa: PLC0415 - reading a record must not pay for looking at media

    mark = fingerprint(path)
    found = describe(path)
    name = free_name(given.file if given else path.name, taken)
    item = _completed(given or MediaItem(name), found)
    remarks = list(found.notes)
    if found.unreadable:
        remarks.append(found.unreadable)
    if found.kind in ("image", "photograph") and not item.alt_text:
        item = replace(item, alt_text=f"Not described yet: {name}")
        remarks.append(f"{name} has no alt text yet; say what a person who cannot see it should know.")
    item = replace(
        item,
        file=name,
        size=mark.size,
        sha512=mark.sha512,
        received_as=None if name == path.name else printable(path.name),
    )
    return Seen(item, Incoming(path, mark.sha512), tuple(remarks))


def _completed(item: MediaItem, found: Findings) -> MediaItem:
    return replace(
        item,
        mime=found.mime,
        format=found.format,
        puid=found.puid,
        technical=dict(found.codec),
        width=found.width,
        height=found.height,
        pages=found.pages,
        duration_ms=found.duration_ms,
        captured=item.captured or (edtf.parse(found.captured) if found.captured else None),
        has_gps=found.has_gps,
        unreadable=found.unreadable,
        observations=tuple(found.notes),
    )


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """Give a file name that every disk can hold beside the names already `taken`.

    >>> free_name("../.Photo 1.JPG", ["photo 1.jpg"])
    'Photo 1-2.JPG'
    """
    name = unicodedata.normalize("NFC", Path(wanted.replace("\\", "/")).name)
    name = printable(name).strip(". ") or "file"
    stem, dot, suffix = name.rpartition(".")
    if not dot:
        stem, suffix = name, ""
    stem, suffix = _cut(stem, 120), _cut(suffix, 16)
    in_use = {unicodedata.normalize("NFC", other).casefold() for other in taken}
    number, candidate = 1, f"{stem}{dot}{suffix}"
    while candidate.casefold() in in_use:
        number += 1
        candidate = f"{stem}-{number}{dot}{suffix}"
    return candidate


def printable(name: str) -> str:
    """Give a file's name without anything that acts on a terminal or turns the reading direction."""
    return "".join(c if c.isprintable() and c not in _TURNING and c not in '/:*?"<>|' else "_" for c in name)


_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _cut(text: str, limit: int) -> str:
    return text.encode()[:limit].decode("utf-8", "ignore")


def ready(testimony: Testimony, register: Register, before: Testimony | None = None) -> Testimony:
    """Give a testimony as it will be kept, with every passage named; refuse what is missing or contradicts itself.

    What was at fault `before` an edit is left alone. Raises MalformedRecord with every other fault.
    """
    had = set(unkept(values_of(before), register)) if before else set()
    found = (fault for fault in unkept(values_of(testimony), register) if fault not in had)
    faults = [*found, *_faults(testimony)]
    if faults:
        raise MalformedRecord(faults)
    transcripts = with_ids(testimony.transcripts, [f"s{testimony.last_passage:04}"])
    numbers = [int(p.id[1:]) for t in transcripts for p in t.passages if re.fullmatch(r"s[0-9]{4,}", p.id)]
    return replace(testimony, transcripts=transcripts, last_passage=max([testimony.last_passage, *numbers]))


def _faults(testimony: Testimony) -> Iterable[Fault]:
    ids = [p.id for t in testimony.transcripts for p in t.passages if p.id]
    if len(ids) != len(set(ids)):
        yield Fault("transcripts", "two passages carry the same id; leave the id out of new passages")
    for number, item in enumerate(testimony.media):
        if item.mime and item.mime.startswith("image/") and not item.alt_text:
            yield Fault(f"media.{number}.alt_text", "is missing; every image needs one")


def content(testimony: Testimony, media: Mapping[str, Content], sources: Mapping[str, Content]) -> dict[str, Content]:
    """Give everything an object holds, by its path inside the object."""
    return {
        **record.files(testimony),
        **{f"{MEDIA}/{name}": held for name, held in media.items()},
        **{f"{SOURCE}/{name}": held for name, held in sources.items()},
    }


def refuse_other_files(before: Testimony, after: Testimony) -> None:
    """Refuse a record that speaks of other media than those that are kept with it."""
    if {(m.file, m.sha512, m.size) for m in before.media} != {(m.file, m.sha512, m.size) for m in after.media}:
        raise BadInput(
            f"The media of {before.id} can't be changed by editing its record; "
            "use `earwitness media --add` and `earwitness purge`."
        )


def media_path(name: str) -> str:
    """Give the path of a medium inside its object."""
    return f"{MEDIA}/{name}"


def kept_media(root: StorageRoot, testimony_id: str, version: int | None = None) -> dict[str, Content]:
    """Give the media an object holds, as references to themselves."""
    return _kept_under(root, testimony_id, MEDIA, version)


def kept_sources(root: StorageRoot, testimony_id: str, version: int | None = None) -> dict[str, Content]:
    """Give the files it was made from, as references to themselves."""
    return _kept_under(root, testimony_id, SOURCE, version)


def _kept_under(root: StorageRoot, testimony_id: str, folder: str, version: int | None) -> dict[str, Content]:
    state = root.inventory(testimony_id).version(version).state
    prefix = f"{folder}/"
    return {path.removeprefix(prefix): Kept(digest) for path, digest in state.items() if path.startswith(prefix)}


def load(root: StorageRoot, testimony_id: str, version: int | None = None) -> Testimony:
    """Read a testimony from its object.

    Raises NotFound where there is none or it was purged, Damaged where it can't be read.
    """
    root.inventory(testimony_id).version(version)
    with _readable(root, testimony_id):
        data = record.from_json(root.read(testimony_id, record.RECORD, version), record.RECORD)
        if TOMBSTONE not in data:
            described = record.describe(data)
            texts = tuple(
                record.read_transcript(root.read(testimony_id, name, version), name)
                for name in record.listed_transcripts(data)
            )
            if described.id != testimony_id:
                raise NotFound(f"its record has the id {described.id!a}")
            return replace(described, transcripts=texts)
    raise NotFound(buried(testimony_id, data))


def load_authority(root: StorageRoot, key: str) -> Authority:
    """Read an authority record from its object; Damaged where it can't be read."""
    with _readable(root, key):
        found = record.read_authority(root.read(key, record.RECORD))
        if found.id != key:
            raise NotFound(f"its record has the id {found.id!a}")
        return found


@contextmanager
def _readable(root: StorageRoot, key: str) -> Iterator[None]:
    """Call an object damaged whose files are whole but make no record: another program wrote them."""
    try:
        yield
    except (MalformedRecord, NotFound) as error:
        raise Damaged(f"{root.name}/{key} can't be read as a record ({error}); restore it from a copy.") from error


def is_tombstone(root: StorageRoot, testimony_id: str) -> bool:
    """Whether the record was purged."""
    return TOMBSTONE in record.from_json(root.read(testimony_id, record.RECORD), record.RECORD)


def tombstone(testimony_id: str, by: str, on: str, why: str) -> dict[str, Content]:
    """Give what is left of a purged record: that it was, who removed it, when and for what reason class."""
    bare = {"id": testimony_id, TOMBSTONE: {"by": by, "on": on, "why": why}}
    return {record.RECORD: record.to_json(bare)}


def buried(testimony_id: str, data: Mapping[str, object]) -> str:
    """Say that a record was purged."""
    stone = data[TOMBSTONE]
    when = stone.get("on") if isinstance(stone, Mapping) else None
    return f"{testimony_id} was purged{f' on {when}' if when else ''}; nothing of it is kept."


def digest_of(path: Path) -> str:
    """Give the sha512 of a file from outside, in hex."""
    return fingerprint(path).sha512


def source_files(paths: Sequence[Path]) -> tuple[tuple[SourceFile, ...], dict[str, Content]]:
    """Take the files a testimony was made from: what the record says of them, and what to copy in."""
    files: list[SourceFile] = []
    contents: dict[str, Content] = {}
    for path in paths:
        mark = fingerprint(path)
        name = free_name(path.name, contents)
        files.append(SourceFile(name, mark.sha512, None if name == path.name else printable(path.name)))
        contents[name] = Incoming(path, mark.sha512)
    return tuple(files), contents


def set_value(data: object, key: str, value: object) -> None:
    """Set the value under a dotted key, such as `agents.0.name`, in nested dicts and lists.

    The number after the last entry of a list adds one. Raises BadInput where the key leads nowhere.
    """
    *way, last = key.split(".")
    for step in way:
        data = _step(data, step, key)
    if isinstance(data, dict):
        data[last] = value
    elif isinstance(data, list) and last.isdecimal() and int(last) <= len(data):
        data[int(last) : int(last) + 1] = [value]
    else:
        raise BadInput(f"--set {printable(key)}: there is nothing called “{printable(last)}” to set there.")


def _step(data: object, step: str, key: str) -> object:
    if isinstance(data, dict):
        if not isinstance(data.get(step), dict | list):
            # A level, a name or nothing at all gives way to the keys that are set inside it.
            data[step] = {"level": data[step]} if data.get(step) in LEVELS else {}
        return data[step]
    if isinstance(data, list) and step.isdecimal() and int(step) <= len(data):
        if int(step) == len(data):
            data.append({})
        return data[int(step)]
    raise BadInput(f"--set {printable(key)}: there is nothing called “{printable(step)}” to set there.")
