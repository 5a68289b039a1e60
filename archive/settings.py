"""`archive.json`: which archive this is, in which format, and where new testimonies go. Nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from testimonies.errors import Damaged, MalformedRecord, NewerFormat, NotFound, Unavailable
from testimonies.form import Extra, always, build, extra, plain

NAME = "archive.json"
FORMAT = 1
"""The version of everything that is on disk; a program refuses what is newer than itself."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What `archive.json` says."""

    archive: str
    """A UUID, so that a copy is recognised as the same archive."""
    title: str
    default_collection: str
    """The prefix of the collection that testimonies go to where nothing is said."""
    format: int = always(FORMAT)
    age_recipients: tuple[str, ...] = ()
    """Public keys that closed parts are encrypted to."""
    extra: Extra = extra()


def is_archive(folder: Path) -> bool:
    """Whether a folder holds an archive."""
    return (folder / NAME).is_file()


def missing(folder: Path) -> NotFound:
    """Say that there is no archive."""
    return NotFound(f"There is no archive in {folder}; begin one with: earwitness init DIR")


def read(folder: Path) -> Settings:
    """Read an archive's settings.

    Raises NotFound where there is no archive, Damaged where the file can't be read, NewerFormat where a newer
    program wrote it, Unavailable where it may not be read.
    """
    from testimonies.record import from_json  # noqa: PLC0415 - a first frame asks only where the archive is

    try:
        data = (folder / NAME).read_bytes()
    except FileNotFoundError as error:
        raise missing(folder) from error
    except OSError as error:
        raise Unavailable(
            f"{folder / NAME} can't be opened ({error.strerror}); ask for the right to read it."
        ) from error
    try:
        settings = build(Settings, from_json(data, NAME))
    except MalformedRecord as error:
        raise Damaged(f"{folder / NAME} can't be read ({error}); restore it from a copy.") from error
    if settings.format > FORMAT:
        raise NewerFormat(
            f"{folder} is in format {settings.format} and this program knows {FORMAT}; use a newer Earwitness."
        )
    return settings


def write(settings: Settings) -> bytes:
    """Give the bytes of `archive.json`."""
    from testimonies.record import to_json  # noqa: PLC0415 - as above

    return to_json(plain(settings))
