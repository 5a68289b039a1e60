"""Files of strangers, opened with care: regular ones only, not too large, as text in whatever encoding they came."""

from __future__ import annotations

import os
import stat
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass
from pathlib import Path

from testimonies import cues
from testimonies.errors import UnreadableFile
from testimonies.quoting import legible

LARGEST_TEXT = 64 * 1024 * 1024
"""In bytes: some ten million words, more than anyone says in a life."""

_CYRILLIC = ("cp1251", "koi8-r", "cp866")
_FREQUENT = "оеаинтс"
_SAMPLE = 64 * 1024

_LAYOUT = "\t\n\r\f"
_CONTROLS = {code: None for code in range(32) if chr(code) not in _LAYOUT}


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a file, with line ends made single and everything else as it came."""

    words: str
    notes: tuple[str, ...] = ()
    """What had to be guessed about it."""

    @property
    def is_sheet(self) -> bool:
        """Whether it begins as a description sheet does."""
        return self.words.lstrip("\n").startswith("---\n")


def shown(path: Path | str) -> str:
    """Write a file's name as a sentence may show it: nothing in it that a terminal would act on.

    >>> shown("tape 1.txt")
    'tape 1.txt'
    """
    name = os.fsencode(path).decode("utf-8", "replace")
    return legible(name)


def bytes_of(path: Path, largest: int = LARGEST_TEXT) -> bytes:
    """Read a whole regular file, not following a link in its name; raises UnreadableFile."""
    name = shown(path)
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:  # noqa: PTH123 - no path method takes the flags
            facts = os.fstat(file.fileno())
            if not stat.S_ISREG(facts.st_mode):
                raise UnreadableFile(f"{name} is not a regular file.")
            data = file.read(largest + 1)
    except OSError as error:
        raise UnreadableFile(f"{name} can't be read: {error.strerror or error}.") from error
    if not data:
        raise UnreadableFile(f"{name} is empty.")
    if len(data) > largest:
        raise UnreadableFile(f"{name} is larger than {largest // 1_048_576} MB, more than any text of this kind.")
    return data


def regular(path: Path) -> None:
    """Raise UnreadableFile for what is no regular file, or empty; nothing of it is read."""
    try:
        facts = path.lstat()
    except OSError as error:
        raise UnreadableFile(f"{shown(path)} can't be read: {error.strerror or error}.") from error
    if not stat.S_ISREG(facts.st_mode):
        raise UnreadableFile(f"{shown(path)} is not a regular file.")
    if not facts.st_size:
        raise UnreadableFile(f"{shown(path)} is empty.")


def text_of(path: Path) -> Text:
    """Read a file as text; raises UnreadableFile, also for a file that is plainly no text."""
    return decode(bytes_of(path), shown(path))


def decode(data: bytes, name: str) -> Text:
    """Turn bytes into text, saying what was guessed; raises UnreadableFile for what is plainly no text."""
    unmarked, old = _utf_16_without_mark(data), _old_cyrillic(data)
    if unmarked:
        words = data.decode(unmarked, "replace")
        notes = ["The file is in UTF-16 without saying so, and was read as such."]
    elif old:
        words = data.decode(old, "replace")
        notes = [f"The file is not UTF-8; its letters are most likely Cyrillic and were read as {old.upper()}."]
    else:
        words, repairs = cues.decode(data)
        notes = [repair.what for repair in repairs]
    if "\ufeff" in words[:200]:
        # Some programs put the mark behind the white space they had put first.
        head = words.lstrip("\ufeff \t\r\n")
        words = words[: len(words) - len(head)].replace("\ufeff", "") + head
    words = words.replace("\r\n", "\n").replace("\r", "\n")
    controls = len(words) - len(words.translate(_CONTROLS))
    if controls * 10 > len(words):
        raise UnreadableFile(f"{name} is not a text: one character in ten or more is a control character.")
    if controls:
        kept = "it is" if controls == 1 else "they are"
        notes.append(f"The text holds {counted(controls, 'control character')}, kept as {kept}.")
    return Text(words, tuple(notes))


def counted(number: int, what: str, several: str | None = None) -> str:
    """Write a number with its noun.

    >>> counted(1, "row"), counted(1200, "row"), counted(2, "history", "histories")
    ('1 row', '1,200 rows', '2 histories')
    """
    return f"{number:,} {what if number == 1 else several or what + 's'}"


def _old_cyrillic(data: bytes) -> str | None:
    """Seven letters make half of any Russian text; in a wrong encoding they are rare."""
    if data.isascii() or data.startswith((BOM_UTF8, BOM_UTF16_LE, BOM_UTF16_BE)):
        return None
    try:
        data.decode()
    except UnicodeDecodeError:
        high = data[:_SAMPLE].translate(None, bytes(range(128)))
    else:
        return None
    shares = {name: _share(high.decode(name, "ignore").casefold()) for name in _CYRILLIC}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] > 0.4 and len(high) * 4 > len(data[:_SAMPLE]) else None


def _share(letters: str) -> float:
    return sum(map(letters.count, _FREQUENT)) / max(len(letters), 1)


def _utf_16_without_mark(data: bytes) -> str | None:
    """UTF-16 of a European text shows as a NUL in every other byte."""
    if data.startswith((BOM_UTF8, BOM_UTF16_LE, BOM_UTF16_BE)) or len(data) < 8 or len(data) % 2:
        return None
    half = len(data) // 2
    evens, odds = data[0::2].count(0), data[1::2].count(0)
    if odds * 10 > half * 7 and evens * 10 < half:
        return "utf-16-le"
    if evens * 10 > half * 7 and odds * 10 < half:
        return "utf-16-be"
    return None
