"""Copying media out of an archive: originals, each checked against its digest on the way."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from archive.reading import Reading
from archive.store import durable
from testimonies.errors import BadInput, Damaged


def copy_media(archive: Reading, testimony_id: str, folder: Path, who: str = "staff") -> Sequence[Path]:
    """Copy the media a reader may see into a folder, where nothing is written over; give the copies.

    Raises BadInput where a name is taken or the folder is none, Damaged where an original does not match its digest.
    """
    names = [item.file for item in archive.show(testimony_id, who).testimony.media]
    if folder.exists() and not folder.is_dir():
        raise BadInput(f"{folder} is not a folder; name a new or empty one.")
    for name in names:
        if Path(name).name != name:
            raise Damaged(f"{testimony_id} names a media file {name!a}, which is no file name; run verify.")
        if (folder / name).exists():
            raise BadInput(f"{folder / name} is there already; choose an empty folder or move it away.")
    with durable.explained(f"the media could not be copied to {folder}"):
        durable.make_folder(folder)
        return [_copy(archive, testimony_id, name, folder, who) for name in names]


def _copy(archive: Reading, testimony_id: str, name: str, folder: Path, who: str) -> Path:
    item, original = archive.media_file(testimony_id, name, who)
    partial, target = folder / f".{name}.part", folder / name
    durable.remove(partial)
    try:
        if durable.copy(original, partial).sha512 != item.sha512:
            raise Damaged(f"{testimony_id}: {name} does not match its digest; restore it from a copy.")
        durable.move(partial, target)
    finally:
        durable.remove(partial)
    return target
