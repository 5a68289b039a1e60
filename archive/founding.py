"""The founding collection, taken from the program's own package data into a new archive."""

from __future__ import annotations

from contextlib import ExitStack
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path

from archive.archive import Archive
from archive.store import durable
from testimonies import record, sheet

PREFIX = "nk"


def create_with_founding(folder: Path, title: str, by: str) -> Archive:
    """Begin an archive with the founding collection in it; interrupted, the folder is as empty as it was."""
    archive = Archive.create(folder, title, by)
    try:
        add_founding(archive, by)
    except BaseException:
        archive.close()
        for left in folder.iterdir():
            durable.remove(left)
        raise
    return archive


def add_founding(archive: Archive, by: str) -> None:
    """Keep the founding collection's authority records, and its testimonies in the order of their ids."""
    with ExitStack() as opened, archive.writing():
        for authority in _named("testimonies", ".json"):
            archive.add_authority(record.read_authority(authority.read_bytes()), by=by, why="Founding collection")
        media = {one.name: opened.enter_context(as_file(one)) for one in _named("media", "")}
        for one in _named("testimonies", ".md"):
            path = opened.enter_context(as_file(one))
            testimony = sheet.read(path.read_text(encoding="utf-8"))
            archive.add(
                testimony,
                by=by,
                media=[media[item.file] for item in testimony.media],
                sources=[path],
                why="Founding collection",
                again=True,
            )


def _named(package: str, suffix: str) -> list[Traversable]:
    folder = files(package) / "founding"
    found = [one for one in folder.iterdir() if one.is_file() and one.name.endswith(suffix)]
    return sorted(found, key=lambda one: one.name)
