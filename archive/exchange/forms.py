"""What kind of file a name promises, for deciding what to read, what to keep as a medium and what to leave out."""

from __future__ import annotations

import re
from pathlib import PurePath

from testimonies.errors import WrongUsage

WORDS = ("webvtt", "srt", "docx", "text", "markdown")
"""Forms that hold a transcript; where several are at hand, the first of these is the one to read."""
FORMATS = ("sheet", "webvtt", "srt", "docx", "text")
"""What `--as` may say."""

_ENDINGS = {
    "webvtt": "vtt webvtt",
    "srt": "srt",
    "docx": "docx",
    "text": "txt text",
    "markdown": "md markdown",
    "table": "csv tsv",
    "image": "jpg jpeg jpe png gif webp tif tiff heic heif avif avifs apng mpo bmp jp2 svg tga ppm pgm dng",
    "sound": "mp3 wav flac ogg oga opus m4a aac aif aiff aifc wma amr",
    "video": "mp4 m4v mov mkv avi webm mpg mpeg ogv mts 3gp wmv",
    "document": "pdf odt rtf doc epub htm html mht mhtml",
}
_FORMS = {ending: form for form, endings in _ENDINGS.items() for ending in endings.split()}
_MEDIA = ("image", "sound", "video", "document")
_ABOUT_THE_FILES = re.compile(
    r"(.*[-_.])?read[-_]?me([-_.].*)?|licen[sc]e(-(mit|apache|gpl|bsd|cc).*)?|copying|changelog|contributing",
    re.IGNORECASE,
)
_OF_SYSTEMS = {"thumbs.db", "desktop.ini", "ehthumbs.db", "__macosx"}


def form_of(path: PurePath, told: str | None = None) -> str | None:
    """Give the form of a file by its name's ending, or as told for one that is no medium and no table."""
    form = _FORMS.get(path.suffix.lower().removeprefix("."))
    if told is None or form in ("table", "image", "sound", "video"):
        return form
    return "markdown" if told == "sheet" else told


def is_medium(form: str | None) -> bool:
    """Whether a file of this form is kept as it is, without being read."""
    return form in _MEDIA


def check(told: str | None) -> None:
    """Raise WrongUsage for a format nobody can read."""
    if told is not None and told not in FORMATS:
        raise WrongUsage(f"“{told[:40]}” is no format: --as takes one of {', '.join(FORMATS)}.")


def why_not(path: PurePath, told: str | None = None) -> str | None:
    """Why a file makes no testimony; None where it does."""
    if path.name.casefold() in _OF_SYSTEMS:
        return "It belongs to an operating system, not to an archive."
    if path.name.startswith("."):
        return "It is hidden."
    if _ABOUT_THE_FILES.fullmatch(path.stem) and form_of(path) in (None, "text", "markdown"):
        return "It speaks about the files beside it, and is no testimony."
    if form_of(path, told) is not None:
        return None
    ending = path.suffix.lower()
    if ending == ".xml":
        return "XML of that kind can't be read yet."
    if not ending:
        return "Its name has no ending that says what it is; name the format with --as."
    return f"Files ending in {ending} can't be read; if it is a text all the same, say so with --as."
