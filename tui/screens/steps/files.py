"""Files as they are given: dropped on the terminal as pasted paths, and kept in the form as rows."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from archive.exchange import forms

_PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".webp", ".bmp", ".jp2", ".avif", ".heic", ".svg")


@dataclass(frozen=True, slots=True)
class Row:
    """One file of the form."""

    path: str
    """Where it lies; of one that is kept already, its name in the archive."""
    alt: str = ""
    """What a picture shows, for those who can't see it."""
    use: str = "media"
    """`media`; `words` for one the transcript was read from, kept as it was received; `kept` for one that is in the
    archive already."""

    @property
    def name(self) -> str:
        """Its name."""
        return Path(self.path).name

    @property
    def is_picture(self) -> bool:
        """Whether its name promises a picture."""
        return self.path.lower().endswith(_PICTURES)

    @property
    def holds_words(self) -> bool:
        """Whether it can be read as a transcript."""
        return self.use != "kept" and forms.form_of(Path(self.path)) in forms.WORDS


def read(value: str) -> tuple[Row, ...]:
    """Read the rows of a form; an older draft's lines, a path and behind a | what it shows, are read too."""
    if not value.strip():
        return ()
    try:
        rows = json.loads(value)
        return tuple(Row(str(row["path"]), str(row.get("alt", "")), str(row.get("use", "media"))) for row in rows)
    except (ValueError, TypeError, KeyError, AttributeError):
        lines = (line.partition("|") for line in value.splitlines() if line.strip())
        return tuple(Row(path.strip(), alt.strip()) for path, _, alt in lines)


def write(rows: Iterable[Row]) -> str:
    """Write rows so that `read` gives them back.

    >>> read(write([Row("/a b.png", "Two posts")]))
    (Row(path='/a b.png', alt='Two posts', use='media'),)
    """
    plain: list[Mapping[str, str]] = [{"path": row.path, "alt": row.alt, "use": row.use} for row in rows]
    return json.dumps(plain, ensure_ascii=False) if plain else ""


def paths(pasted: str) -> list[Path]:
    r"""Give the paths in what a terminal pastes when files are dropped on it.

    Terminals quote them, put backslashes before spaces, give addresses, several on a line or one a line.

    >>> [str(path) for path in paths("'/a b.png' /c\\ d.wav file:///e%20f.vtt")]
    ['/a b.png', '/c d.wav', '/e f.vtt']
    """
    found: list[Path] = []
    for line in pasted.strip().splitlines():
        if line.strip():
            found += _of_line(line.strip())
    return found


def _of_line(line: str) -> Iterator[Path]:
    whole = _path(line)
    if whole.exists():
        # A path with spaces that nobody has quoted, as Windows Terminal and the file manager's "copy" give it.
        yield whole
        return
    try:
        words = shlex.split(line, posix=True)
    except ValueError:
        words = [line]
    several = [_path(word) for word in words]
    yield from several if len(several) == 1 or any(_is_path(word) for word in words) else [whole]


def _is_path(word: str) -> bool:
    return word.startswith(("/", "~", ".", "file:")) or _path(word).exists()


def _path(word: str) -> Path:
    if re.match(r"file:", word, re.IGNORECASE):
        word = unquote(urlsplit(word).path)
    try:
        return Path(word).expanduser()
    except RuntimeError:
        # A home nobody has.
        return Path(word)


def is_dropped(pasted: str) -> bool:
    """Whether a paste is nothing but paths of files that are there."""
    found = paths(pasted) if len(pasted) < 100_000 else []
    return bool(found) and all(_is_there(path) for path in found)


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def problem(value: str) -> str | None:
    """Say what is wrong with the files, and how it would be right."""
    rows = read(value)
    for row in rows:
        if row.use != "kept" and not _is_there(Path(row.path)):
            return f"There is no file {row.path}; take the row out with Delete, or bring the file back."
        if row.use != "words" and row.is_picture and not row.alt.strip():
            return f"Say what {row.name} shows, for those who can't see it."
    names = [row.name.casefold() for row in rows if row.use != "words"]
    double = next((row.name for row in rows if row.use != "words" and names.count(row.name.casefold()) > 1), None)
    return f"Two of the files are called {double}; rename one of them." if double else None
