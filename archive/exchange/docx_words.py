"""The words of a `.docx` part, gathered while its XML goes by, so that no tree of it is ever built."""

from __future__ import annotations

import re
from typing import ClassVar

DEEPEST = 200
"""How deep elements may be nested; tables within tables within text boxes come to about forty."""

_WORDS = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_OFFICE_DOCUMENT = "/officeDocument"
# Deleted or moved away; the second rendering of a drawing; the reading above a ruby base.
_SKIPPED = {"del", "moveFrom", "Fallback", "rt"}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_NOTE = {"footnote", "endnote"}


class TooDeep(Exception):
    """Nested beyond any real document."""


def _own(tag: str) -> str:
    """Give the name of an element of the word processor's language, empty for any other."""
    space, _, name = tag.rpartition("}")
    if space.removeprefix("{") in _WORDS or name == "Fallback":
        return name
    return ""


class Links:
    """Which part of a container is the document."""

    def __init__(self) -> None:
        self.document: str | None = None

    def start(self, _tag: str, attributes: dict[str, str]) -> None:
        """Look at one link."""
        if attributes.get("Type", "").endswith(_OFFICE_DOCUMENT):
            self.document = attributes.get("Target")

    def end(self, _tag: str) -> None:
        """Nothing to do."""

    def data(self, _words: str) -> None:
        """Nothing to do."""

    def close(self) -> None:
        """Nothing to do."""


class Words:
    """Paragraphs, notes and the references to them."""

    MARK: ClassVar[re.Pattern[str]] = re.compile("\x00(footnote|endnote)\x01([^\x00\x01]*)\x00")
    """Stands for a reference until all are counted; XML itself can't hold these characters."""

    def __init__(self) -> None:
        self.paragraphs: list[str] = []
        self.notes: dict[tuple[str, str], list[str]] = {}
        """Footnotes and endnotes by kind and id; each a list of paragraphs."""
        self.references: dict[tuple[str, str], None] = {}
        """In the order they are met."""
        self.deletions = 0
        self._depth = 0
        self._skipping = 0
        """The depth of the element that is skipped, 0 for none."""
        self._listening = False
        self._open: list[list[str]] = []
        """Paragraphs not yet ended: a text box is a paragraph within one."""
        self._rows: list[list[str]] = []
        self._cells: list[list[str]] = []
        self._note: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Enter an element."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise TooDeep
        name = _own(tag)
        if self._skipping or not name:
            self.deletions += name == "delText"
            return
        if name in _SKIPPED:
            self._skipping = self._depth
        elif name in _SIGNS:
            self._say(_SIGNS[name])
        elif name == "t":
            self._listening = True
        elif name in _NOTE:
            self._begin_note(name, attributes)
        else:
            self._enter(name, attributes)

    def _enter(self, name: str, attributes: dict[str, str]) -> None:
        if name == "p":
            self._open.append([])
        elif name == "tr":
            self._rows.append([])
        elif name == "tc":
            self._cells.append([])
        elif name in ("footnoteReference", "endnoteReference"):
            kind, number = name.removesuffix("Reference"), _attribute(attributes, "id")
            self.references[kind, number] = None
            self._say(f"\x00{kind}\x01{number}\x00")
        elif name == "sym":
            code = _attribute(attributes, "char")
            sign = chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{4}", code) else ""
            # Fonts of signs use the private area; half a surrogate or a control character is no sign.
            self._say(sign if sign.isprintable() or "\ue000" <= sign <= "\uf8ff" else "")

    def end(self, tag: str) -> None:
        """Leave an element."""
        depth, self._depth = self._depth, self._depth - 1
        if self._skipping:
            if depth == self._skipping:
                self._skipping = 0
            return
        name = _own(tag)
        if name == "t":
            self._listening = False
        elif name == "p" and self._open:
            self._emit("".join(self._open.pop()))
        elif name == "tc" and self._cells:
            words = "\n".join(filter(str.strip, self._cells.pop()))
            if self._rows:
                self._rows[-1].append(words)
        elif name == "tr" and self._rows:
            self._emit("\t".join(filter(None, self._rows.pop())))
        elif name in _NOTE:
            self._note = None

    def data(self, words: str) -> None:
        """Hear words."""
        if self._listening and not self._skipping:
            self._say(words)

    def close(self) -> None:
        """Nothing to do."""

    def _begin_note(self, kind: str, attributes: dict[str, str]) -> None:
        # The line drawn above the notes is a note of its own type.
        if _attribute(attributes, "type") in ("", "normal"):
            self._note = self.notes.setdefault((kind, _attribute(attributes, "id")), [])

    def _say(self, words: str) -> None:
        if self._open:
            self._open[-1].append(words)

    def _emit(self, paragraph: str) -> None:
        if self._cells:
            self._cells[-1].append(paragraph)
        elif self._note is not None:
            self._note.append(paragraph)
        else:
            self.paragraphs.append(paragraph)


def _attribute(attributes: dict[str, str], name: str) -> str:
    return next((value for key, value in attributes.items() if key.rpartition("}")[2] == name), "")
