"""Documents of a word processor, `.docx`: their paragraphs, with tables row by row and notes at the end.

Deleted text that is still tracked in the file is left out, inserted text is read; so are text boxes. A footnote
or endnote leaves `[note 1]` where it belongs and follows the text as a paragraph that begins with the same mark.
Comments, headers and footers stay in the source file, which is kept as it came.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser, ParseError

from archive.exchange import speech
from archive.exchange.docx_words import DEEPEST, Links, TooDeep, Words
from archive.exchange.reading import bytes_of, counted, shown
from archive.exchange.speech import Paragraph, Speech
from archive.exchange.zipped import Container
from testimonies.errors import UnreadableFile

LARGEST = 256 * 1024 * 1024
"""In bytes: a document may carry its pictures."""

_MAIN = "word/document.xml"
_NOTES = ("footnotes.xml", "endnotes.xml")


def read(path: Path) -> Speech:
    """Read a document; raises UnreadableFile, whatever a stranger has put into it."""
    name = shown(path)
    container = Container(bytes_of(path, LARGEST), name)
    main = _main(container, name)
    words = Words()
    _parse(container, main, words, name)
    folder = posixpath.dirname(main)
    marks = {reference: f"[note {number}]" for number, reference in enumerate(words.references, 1)}
    paragraphs = [_with_marks(each, marks) for each in words.paragraphs]
    for part in _NOTES:
        paragraphs.extend(_notes(container, f"{folder}/{part}".lstrip("/"), marks, name))
    if not any(paragraph.strip() for paragraph in paragraphs):
        raise UnreadableFile(f"{name} holds no words.")
    lines = [line for paragraph in paragraphs for line in paragraph.split("\n")]
    names = speech.beginnings(lines)
    found = speech.read(
        [
            part
            for paragraph in paragraphs
            for part in speech.at_names([Paragraph(line) for line in paragraph.split("\n")], names)
        ]
    )
    return replace(found, notes=(*found.notes, *_left_out(words, container.names, folder)))


def _main(container: Container, name: str) -> str:
    """Where the document's own text is, which not every program puts in the same place."""
    if "_rels/.rels" in container.names:
        links = Links()
        _parse(container, "_rels/.rels", links, name)
        target = posixpath.normpath((links.document or "").lstrip("/"))
        if target in container.names:
            return target
    if _MAIN not in container.names:
        raise UnreadableFile(f"{name} is no document of a word processor: it holds no {_MAIN}.")
    return _MAIN


def _notes(container: Container, part: str, marks: Mapping[tuple[str, str], str], name: str) -> list[str]:
    if part not in container.names:
        return []
    words = Words()
    _parse(container, part, words, name)
    found = []
    for reference, mark in marks.items():
        if reference in words.notes:
            said = _with_marks(" ".join(filter(None, map(str.strip, words.notes[reference]))), marks)
            found.append(f"{mark} {said}")
    return found


def _with_marks(paragraph: str, marks: Mapping[tuple[str, str], str]) -> str:
    return Words.MARK.sub(lambda found: marks.get((found[1], found[2]), ""), paragraph)


def _parse(container: Container, part: str, target: Words | Links, name: str) -> None:
    parser = DefusedXMLParser(target=target, forbid_dtd=True)
    try:
        for chunk in container.chunks(part):
            parser.feed(chunk)
        parser.close()
    except DefusedXmlException as error:
        raise UnreadableFile(f"{name} was not opened: {part} declares entities, which no document needs.") from error
    except TooDeep as error:
        raise UnreadableFile(f"{name} was not opened: {part} is nested more than {DEEPEST} deep.") from error
    except (ParseError, LookupError, ValueError) as error:
        raise UnreadableFile(f"{name} is damaged: {part} is not well-formed ({_short(error)}).") from error


def _short(error: Exception) -> str:
    return re.sub(r"\s+", " ", str(error))[:100]


def _left_out(words: Words, names: frozenset[str], folder: str) -> list[str]:
    notes = []
    if words.deletions:
        notes.append(f"{counted(words.deletions, 'tracked deletion')} left out; the file as received has them.")
    if f"{folder}/comments.xml".lstrip("/") in names:
        notes.append("The document's comments were left out; the file as received has them.")
    return notes
