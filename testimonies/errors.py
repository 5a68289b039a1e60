"""Everything that can go wrong in words a person understands.

    ArchiveError
    ├── WrongUsage            the command itself was not understood                    exit 2
    ├── NotFound              there is no such testimony, version, file or authority   exit 1
    ├── BadInput              what was given can't be taken as it is                   exit 3
    │   ├── MalformedDate     not an EDTF date
    │   ├── MalformedPlace    not a place in a testimony (00:14:32, p3:12, ¶4)
    │   ├── MalformedSheet    faults of a description sheet, with their lines
    │   ├── MalformedRecord   faults of a record, with their dotted keys
    │   ├── MalformedCues     not a WebVTT or SRT file
    │   ├── UnreadableFile    a file that can't be opened, or is empty, irregular or changing
    │   └── AlreadyKept       the same file is in the archive already
    ├── AccessRefused         this reader may not see that part                        exit 3
    └── Unavailable           the archive can't be used as it stands                   exit 4
        ├── Locked            someone else is writing
        ├── ReadOnly          the folder can't be written
        ├── NoRoom            the disk is full
        ├── Damaged           what is on disk contradicts its own digests
        └── NewerFormat       written by a newer program

Whoever raises one of these says in a single sentence what is wrong, where, and what to do.
Anything else that is raised is a fault of the program and may crash loudly.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class ArchiveError(Exception):
    """A sentence for a person: what is wrong, where, and what to do."""

    exit_code = 3


class WrongUsage(ArchiveError):
    """The command itself was not understood."""

    exit_code = 2


class NotFound(ArchiveError):
    """There is no such testimony, version, file or authority record."""

    exit_code = 1


class BadInput(ArchiveError):
    """What was given can't be taken as it is; nothing of it was lost or kept."""


class MalformedDate(BadInput):
    """Not an EDTF date."""


class MalformedPlace(BadInput):
    """Not a place in a testimony."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend in what a person wrote."""

    where: str
    """A line (`line 12`) or a dotted key (`agents.0.role`)."""
    what: str
    """The sentence that says what is wrong and what would be right."""

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


class Faults(BadInput):
    """Several faults found in one go, so that a person mends them in one go."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(str(fault) for fault in self.faults))


class MalformedSheet(Faults):
    """A description sheet that can't be read, every fault with its line."""


class MalformedRecord(Faults):
    """A record that can't be read, every fault with its dotted key."""


class MalformedCues(BadInput):
    """Not a WebVTT or SRT file."""


class UnreadableFile(BadInput):
    """A file that can't be opened, or is empty, irregular or changing while it is read."""


class AlreadyKept(BadInput):
    """The same file is in the archive already."""


class AccessRefused(ArchiveError):
    """This reader may not see that part."""


class Unavailable(ArchiveError):
    """The archive can't be used as it stands."""

    exit_code = 4


class Locked(Unavailable):
    """Someone else is writing to this archive."""


class ReadOnly(Unavailable):
    """The archive's folder can't be written."""


class NoRoom(Unavailable):
    """The disk is full."""


class Damaged(Unavailable):
    """What is on disk contradicts its own digests."""


class NewerFormat(Unavailable):
    """The archive was written by a newer program."""
