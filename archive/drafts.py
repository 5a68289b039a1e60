"""Drafts: unfinished testimonies, saved as they are typed. They have no id and are in no index."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from archive.store import durable
from testimonies.errors import BadInput, NotFound
from testimonies.record import from_json, to_json

_NAME = re.compile(r"draft-([0-9]{1,6})")
_TRANSCRIPT = re.compile(r"transcript-[a-z]{1,8}-[0-9]{4,}-[0-9]{1,4}")
_EDIT = re.compile(r"edit-[a-z]{1,8}-[0-9]{4,}")
_NOTES = re.compile(r"notes-[a-z]{1,8}-[0-9]{4,}")


class Drafts:
    """The drafts of an archive, one JSON file each in `drafts/`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def names(self) -> list[str]:
        """Give the drafts, the one saved last first."""
        if not self._folder.is_dir():
            return []
        found = [path for path in self._folder.glob("draft-*.json") if _NAME.fullmatch(path.stem)]
        return [path.stem for path in sorted(found, key=lambda path: path.stat().st_mtime_ns, reverse=True)]

    def save(self, values: Mapping[str, Any], name: str | None = None) -> str:
        """Save what was typed, under its name or a new one; give the name."""
        data = to_json(dict(values))
        with durable.explained("a draft could not be saved"):
            self._folder.mkdir(exist_ok=True)
            if name is None:
                name = self._new(data)
            else:
                self._replace(self._path(name), data)
        return name

    def _new(self, data: bytes) -> str:
        taken = [int(match[1]) for known in self.names() if (match := _NAME.fullmatch(known))]
        number = max(taken, default=0) + 1
        while True:
            try:
                durable.write(self._folder / f"draft-{number}.json", data)
            except FileExistsError:
                # Somebody else began a draft at this moment.
                number += 1
            else:
                durable.sync_folder(self._folder)
                return f"draft-{number}"

    def _replace(self, path: Path, data: bytes) -> None:
        partial = path.with_name(f".{path.name}.{os.getpid()}")
        durable.remove(partial)
        durable.write(partial, data)
        durable.replace(partial, path)
        durable.sync_folder(self._folder)

    def load(self, name: str) -> dict[str, Any]:
        """Give what was typed."""
        path = self._path(name)
        try:
            return from_json(path.read_bytes(), path.name)
        except FileNotFoundError as error:
            raise NotFound(f"There is no draft {name}.") from error

    def has(self, name: str) -> bool:
        """Whether there is such a draft."""
        return self._path(name).is_file()

    def of_transcript(self, testimony_id: str, number: int) -> str:
        """Give the name of the draft in which a transcript of a kept testimony is typed, counted from 0."""
        return f"transcript-{testimony_id}-{number + 1}"

    def of_edit(self, testimony_id: str) -> str:
        """Give the name of the draft in which a kept testimony is edited."""
        return f"edit-{testimony_id}"

    def note(self, testimony_id: str, about: str) -> str | None:
        """Give the note on a part of a kept testimony that was begun and not kept yet; None where there is none."""
        found = self._notes(testimony_id).get(about)
        return found if isinstance(found, str) else None

    def save_note(self, testimony_id: str, about: str, text: str | None) -> None:
        """Save a note as it is typed, or with None forget what was typed of it."""
        notes = self._notes(testimony_id)
        if notes.get(about) == text:
            return
        notes = {key: one for key, one in notes.items() if key != about} | ({} if text is None else {about: text})
        if notes:
            self.save(notes, f"notes-{testimony_id}")
        else:
            self.remove(f"notes-{testimony_id}")

    def _notes(self, testimony_id: str) -> dict[str, Any]:
        name = f"notes-{testimony_id}"
        return self.load(name) if self.has(name) else {}

    def forget_all_of(self, testimony_id: str) -> None:
        """Drop what was typed into a testimony that is to be purged, into its transcripts and of notes on it."""
        for kind in ("edit", "notes"):
            (self._folder / f"{kind}-{testimony_id}.json").unlink(missing_ok=True)
        for path in self._folder.glob(f"transcript-{testimony_id}-*.json"):
            path.unlink(missing_ok=True)

    def remove(self, name: str) -> None:
        """Drop a draft that has become a testimony or is not wanted."""
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        if not any(kind.fullmatch(name) for kind in (_NAME, _TRANSCRIPT, _EDIT, _NOTES)):
            raise BadInput(f"{json.dumps(name)} is not the name of a draft; they are called draft-1, draft-2 …")
        return self._folder / f"{name}.json"
