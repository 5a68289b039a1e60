"""The audit trail: who did what to which object and when, one line each, never changed afterwards.

Each line is JSON. `prev` is the SHA-512 of the line before (its bytes without the newline), so
that no line can be changed or taken out unseen; `own` is the SHA-512 of the line itself up to
`,"own"`, so that the last line is covered too. Events are PREMIS words.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, takewhile
from pathlib import Path
from typing import Any

from archive.store import durable
from testimonies import errors

NAME = "audit.jsonl"
TAIL = 1 << 16

_OWN = re.compile(rb'(.*),"own":"([0-9a-f]{128})"\}', re.DOTALL)
_HIDDEN = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done to the archive."""

    event: str
    """What, in PREMIS's words: ingestion, metadata modification, deletion, fixity check …"""
    at: str
    """When, RFC 3339 with a zone."""
    by: str
    why: str = ""
    root: str = ""
    id: str = ""
    version: int | None = None
    inventory: str = ""
    """The digest of the inventory that was written, which vouches for everything under it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the trail."""

    event: Event
    prev: str
    """The digest of the line before; empty for the first."""
    digest: str
    """The digest of this line."""


def moment(at: datetime) -> str:
    """Give a point in time as the archive writes it; a time without a zone is no point in time."""
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return at.isoformat(timespec="seconds")


def line_of(event: Event, prev: str) -> bytes:
    """Give an event as a line, without its newline."""
    block = {name: getattr(event, name) for name in Event.__dataclass_fields__}
    block["prev"] = prev
    text = json.dumps(block, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # Control and bidi characters are escaped, so that reading the trail in a terminal is safe.
    start = _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)[:-1].encode()
    return start + f',"own":"{_sha512(start)}"}}'.encode()


def read_line(line: bytes) -> Entry:
    """Give an entry from its line; ValueError says in a few words what is wrong with it."""
    found = _OWN.fullmatch(line)
    if not found:
        raise ValueError("it is not a line of an audit trail")
    if _sha512(found[1]) != found[2].decode():
        raise ValueError("it does not match its own digest")
    try:
        block = json.loads(line)
        event = Event(**{name: block[name] for name in Event.__dataclass_fields__})
        return Entry(event, block["prev"], _sha512(line))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ValueError("it is not a line of an audit trail") from error


def _sha512(data: bytes) -> str:
    return hashlib.sha512(data).hexdigest()


class Trail:
    """The file `audit.jsonl` of an archive. Whoever appends holds the archive's lock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._last: tuple[tuple[int, int, int], str] | None = None

    def append(self, event: Event) -> Entry:
        """Write one line and wait until it is on the disk; if that fails, the trail is as before."""
        prev = self.last_digest()
        line = line_of(event, prev)
        known = self.path.exists()
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o666)
        try:
            size = os.fstat(descriptor).st_size
            try:
                durable.write_all(descriptor, line + b"\n")
                durable.sync(descriptor)
            except BaseException:
                os.ftruncate(descriptor, size)
                raise
        finally:
            os.close(descriptor)
        if not known:
            durable.sync_folder(self.path.parent)
        return Entry(event, prev, _sha512(line))

    def last_digest(self) -> str:
        """Give the digest of the last line: what an index compares itself with. Empty for an empty trail."""
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return ""
        # A trail only ever grows.
        mark = (found.st_ino, found.st_size, found.st_mtime_ns)
        if self._last is None or self._last[0] != mark:
            self._last = mark, next((_sha512(line) for line in self._backwards()), "")
        return self._last[1]

    def read(self) -> Iterator[Entry]:
        """Every entry, the oldest first."""
        for number, line in enumerate(self._lines(), start=1):
            try:
                yield read_line(line)
            except ValueError as error:
                raise errors.Damaged(
                    f"{self.path} is damaged at line {number}: {error}; restore it from a copy."
                ) from error

    def latest(self, count: int) -> list[Entry]:
        """Give the newest entries, the newest first; of a long trail no more is read than that."""
        try:
            return [read_line(line) for line in islice(self._backwards(), count)]
        except ValueError as error:
            raise errors.Damaged(f"{self.path} has a damaged line: {error}; restore it from a copy.") from error

    def after(self, digest: str) -> list[Entry]:
        """Give the entries after the line with that digest, the oldest first; all of them for "".

        NotFound if the trail holds no such line: who asked has something else than this archive.
        """
        if digest and digest == self.last_digest():
            return []
        newer = list(takewhile(lambda line: _sha512(line) != digest, self._backwards()))
        try:
            entries = [read_line(line) for line in reversed(newer)]
        except ValueError as error:
            raise errors.Damaged(f"{self.path} has a damaged line: {error}; restore it from a copy.") from error
        if digest and (not entries or entries[0].prev != digest) and self.last_digest() != digest:
            raise errors.NotFound(f"{self.path} has no line with the digest {digest[:16]}….")
        return entries

    def holds(self, event: Event) -> bool:
        """Whether that version of that object is in the trail already."""
        wanted = event.inventory.encode()
        for line in self._backwards():
            if wanted in line:
                found: dict[str, Any] = json.loads(line)
                if (found["root"], found["id"], found["inventory"]) == (event.root, event.id, event.inventory):
                    return True
        return False

    def newest(self) -> dict[tuple[str, str], str]:
        """Map each object (root, id) to the digest of the inventory written last."""
        found = {}
        for line in self._lines():
            try:
                event = read_line(line).event
            except ValueError:
                continue  # `verify` names the damaged lines
            if event.inventory:
                found[event.root, event.id] = event.inventory
        return found

    def highest(self, root: str, prefix: str) -> int:
        """Give the highest number an id with that prefix ever had here, 0 if none."""
        # Inside a JSON text a quote is escaped, so only the keys themselves can match.
        pattern = re.compile(rb'"id":"%b-(\d+)"' % re.escape(prefix.encode()))
        needle = f'"root":"{root}"'.encode()
        numbers = (int(found[1]) for line in self._lines() if needle in line and (found := pattern.search(line)))
        return max(numbers, default=0)

    def verify(self) -> list[str]:
        """Say what is wrong with the trail, each a sentence; empty if nothing is."""
        problems = []
        prev = ""
        for number, line in enumerate(self._lines(), start=1):
            try:
                if read_line(line).prev != prev:
                    problems.append(f"Line {number} does not follow from the line before it.")
            except ValueError as error:
                problems.append(f"Line {number} is damaged: {error}.")
            prev = _sha512(line)
        if self.torn():
            problems.append("The last line is torn; the next write sets it aside.")
        return problems

    def torn(self) -> bytes:
        """Give what stands after the last newline: the rest of a line that was never finished."""
        data = b""
        for start, block in self._blocks_backwards():
            data = block + data
            cut = data.rfind(b"\n") + 1
            if cut or not start:
                return data[cut:]
        return b""

    def mend(self, aside: Path) -> bool:
        """Move a torn last line aside, to a new file. A line that was acknowledged is never torn."""
        rest = self.torn()
        if not rest:
            return False
        durable.write(aside, rest)
        durable.sync_folder(aside.parent)
        descriptor = os.open(self.path, os.O_RDWR | os.O_NOFOLLOW)
        try:
            os.ftruncate(descriptor, os.fstat(descriptor).st_size - len(rest))
            durable.sync(descriptor)
        finally:
            os.close(descriptor)
        return True

    def _lines(self) -> Iterator[bytes]:
        try:
            with self.path.open("rb") as file:
                for line in file:
                    if line.endswith(b"\n"):
                        yield line[:-1]
        except FileNotFoundError:
            return

    def _backwards(self) -> Iterator[bytes]:
        """Give the finished lines, the newest first, reading no more of the file than is asked for."""
        rest, torn_gone = b"", False
        for start, block in self._blocks_backwards():
            rest = block + rest
            pieces = rest.split(b"\n")
            rest = pieces.pop(0) if start else b""
            if not torn_gone and pieces:
                pieces.pop()
                torn_gone = True
            yield from reversed(pieces)

    def _blocks_backwards(self) -> Iterator[tuple[int, bytes]]:
        try:
            file = self.path.open("rb")
        except FileNotFoundError:
            return
        with file:
            end = file.seek(0, os.SEEK_END)
            while end:
                start = max(0, end - TAIL)
                file.seek(start)
                yield start, file.read(end - start)
                end = start
