"""The words inside a WebVTT cue: voices, spans, character references, and how plain words become cue text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from testimonies import cue_times

WHITE = " \t\n\f\r"
"""What WebVTT calls white space; the no-break space and its kin are words."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words, their character references resolved."""

    words: str


@dataclass(frozen=True, slots=True)
class Opening:
    """A span begins."""

    name: str
    """One of c, i, b, u, ruby, rt, v, lang."""
    classes: tuple[str, ...] = ()
    annotation: str = ""
    """Whose voice it is, or which language."""


@dataclass(frozen=True, slots=True)
class Closing:
    """The innermost open span ends."""

    name: str


@dataclass(frozen=True, slots=True)
class Moment:
    """From here on the words belong to this time, in milliseconds."""

    time: int


Event = Text | Opening | Closing | Moment

_SPANS = frozenset({"c", "i", "b", "u", "ruby", "rt", "v", "lang"})
# Longer numbers name no character, and turning them into one would be refused.
_REFERENCE = re.compile(r"&(?:#[0-9]{1,32}(?![0-9]);?|#[xX][0-9a-fA-F]{1,32};?|[A-Za-z][A-Za-z0-9]{1,31};?)")
_START = re.compile(r"([^ \t\n\f.]*)((?:\.[^ \t\n\f.]*)*)(.*)", re.DOTALL)


def events(payload: str) -> Iterator[Event]:
    """Read cue text as the standard does: what it does not know is passed over.

    Spans left open at the end get no closing event.

    >>> [event.words for event in events("<v Ana>Salt &amp; bread") if isinstance(event, Text)]
    ['Salt & bread']
    """
    open_spans: list[str] = []
    at = 0
    while at < len(payload):
        begin = payload.find("<", at)
        words = payload[at:] if begin < 0 else payload[at:begin]
        if words:
            yield Text(resolve(words))
        if begin < 0:
            return
        end = payload.find(">", begin)
        end = len(payload) if end < 0 else end
        yield from _tag(payload[begin + 1 : end], open_spans)
        at = end + 1


def resolve(text: str) -> str:
    """Put the characters in the place of `&amp;` and the like."""
    return text if "&" not in text else _REFERENCE.sub(lambda reference: html.unescape(reference[0]), text)


def _tag(body: str, open_spans: list[str]) -> Iterator[Event]:
    if body.startswith("/"):
        yield from _closings(body[1:], open_spans)
    elif body[:1].isascii() and body[:1].isdigit():
        time = cue_times.stamp(body)
        if time is not None:
            yield Moment(time)
    else:
        opening = _opening(body)
        inside_ruby = open_spans[-1:] == ["ruby"]
        if opening.name in _SPANS and (opening.name != "rt" or inside_ruby):
            open_spans.append(opening.name)
            yield opening


def _closings(name: str, open_spans: list[str]) -> Iterator[Closing]:
    if name == "ruby" and open_spans[-2:] == ["ruby", "rt"]:
        yield Closing(open_spans.pop())
    if open_spans[-1:] == [name]:
        yield Closing(open_spans.pop())


def _opening(body: str) -> Opening:
    name, classes, annotation = _START.fullmatch(body).groups()  # type: ignore[union-attr]  # it matches any text
    words = re.split(f"[{WHITE}]+", resolve(annotation).strip(WHITE))
    return Opening(name, tuple(filter(None, classes.split("."))), " ".join(words))


# From here on: what people really write.

_BREAK = re.compile(r"<br[ \t\n\f]*+/?>", re.IGNORECASE)
_ANGLE = re.compile(rf"<(?:/?([A-Za-z]++[0-9]?+)(?:[ \t\n\f./][^<>]*+)?>|{cue_times.STAMP}>|/?>)?")
_MARKUP = _SPANS | {"p", "div", "span", "font", "strong", "em", "s", "sub", "sup", "small", "big", "a", "q", "tt"}


def has_breaks(payload: str) -> bool:
    """Whether lines are broken with HTML's `<br>`, which WebVTT does not know."""
    return _BREAK.search(payload) is not None


def break_lines(payload: str) -> str:
    """Put line breaks in the place of `<br>`."""
    return _BREAK.sub("\n", payload)


def keep_words(payload: str) -> str:
    r"""Protect what a person wrote in angle brackets and a player would swallow.

    >>> keep_words("I <3 the <inaudible> river<br>and <i>him</i>")
    'I &lt;3 the &lt;inaudible> river\nand <i>him</i>'
    """
    return _ANGLE.sub(_kept, break_lines(payload))


def _kept(angle: re.Match[str]) -> str:
    whole, name = angle[0], angle[1]
    is_word = whole == "<" if name is None else name.lower() not in _MARKUP
    return "&lt;" + whole[1:] if is_word else whole


def escape(words: str) -> str:
    """Plain words as cue text; only blank lines are left to `one_block`.

    >>> escape("R&D <3 -->")
    'R&amp;D &lt;3 --&gt;'
    """
    return plain(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(words: str) -> str:
    """Words with the line ends and without the NUL characters that no caption file can hold."""
    return words.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\N{REPLACEMENT CHARACTER}")


def one_block(payload: str) -> str:
    """Cue text without the blank lines and arrows that would end the cue.

    A blank line becomes an empty span: a player shows an empty line, and a reader gets it back.

    >>> one_block("here --> there")
    'here -&#45;> there'
    """
    return "\n".join(_within(line) for line in payload.split("\n")) if payload else ""


def _within(line: str) -> str:
    # The dash is what is written otherwise: the > may be the end of a tag, as in `<v ANA-->`.
    line = line.replace("-->", "-&#45;>") or "<c></c>"
    return line.replace(">", "&gt;", 1) if cue_times.loose(line) else line
