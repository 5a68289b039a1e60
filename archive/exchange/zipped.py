"""Zip containers of strangers, opened with every count bounded and nothing unpacked to disk."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from testimonies.errors import UnreadableFile

MOST_ENTRIES = 4096
LARGEST_ENTRY = 64 * 1024 * 1024
"""In bytes, unpacked; the words of a long interview take less than one of these megabytes."""
HIGHEST_RATIO = 250
"""How many times larger an entry may be unpacked than packed, beyond the first megabyte."""

_END = b"PK\x05\x06"
_LARGEST_DIRECTORY = 2 * 1024 * 1024
_FREE = 1024 * 1024
_CHUNK = 64 * 1024
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1


class Container:
    """A zip file in memory; every fault in it is an UnreadableFile that names it."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        # The directory is read whole by zipfile, so a monstrous one must be seen before.
        end = data.rfind(_END, max(0, len(data) - 65_557))
        if end >= 0 and int.from_bytes(data[end + 12 : end + 16], "little") > _LARGEST_DIRECTORY:
            raise self._refusal(f"it holds more than {MOST_ENTRIES:,} files")
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise UnreadableFile(
                f"{name} is damaged or no .docx: its container can't be opened ({error})."
            ) from error
        if len(self._zip.infolist()) > MOST_ENTRIES:
            raise self._refusal(f"it holds more than {MOST_ENTRIES:,} files")
        self.names = frozenset(self._zip.namelist())

    def chunks(self, entry: str) -> Iterator[bytes]:
        """Give the bytes of one entry in pieces."""
        facts = self._zip.getinfo(entry)
        if facts.flag_bits & _ENCRYPTED:
            raise self._refusal("it is encrypted; save it without a password")
        if facts.compress_type not in _METHODS:
            raise self._refusal(f"{entry} is packed in a way no word processor uses")
        allowed = min(LARGEST_ENTRY, max(_FREE, facts.compress_size * HIGHEST_RATIO))
        try:
            with self._zip.open(facts) as opened:
                while chunk := opened.read(_CHUNK):
                    allowed -= len(chunk)
                    if allowed < 0:
                        raise self._refusal(f"{entry} unpacks to far more than any document holds")
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, OSError) as error:
            raise UnreadableFile(f"{self._name} is damaged: {entry} can't be unpacked ({error}).") from error

    def _refusal(self, why: str) -> UnreadableFile:
        return UnreadableFile(f"{self._name} was not opened: {why}.")
