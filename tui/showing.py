"""Pictures as a terminal takes them: Kitty's and Sixel's protocols. The only module that speaks to textual-image."""

from __future__ import annotations

import io
import secrets
import sys
from base64 import standard_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

_PIECE = 4096
"""Characters of one message, as Kitty's protocol allows."""
_PLACEHOLDER = chr(0x10EEEE)


class _NoTerminal:
    """A stream that says it is no terminal: textual-image asks terminals as it is imported, and eats keys."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream

    def isatty(self) -> bool:
        return False

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


@contextmanager
def _unasked() -> Iterator[None]:
    stream = sys.__stdout__
    sys.__stdout__ = _NoTerminal(stream)  # type: ignore[assignment,misc]  # it stands in for the stream
    try:
        yield
    finally:
        sys.__stdout__ = stream  # type: ignore[misc]  # Python lets it be set, its types do not


def sixels(png: bytes, paper: tuple[int, int, int]) -> str:
    """Give a picture of ours as Sixels. It takes some tenths of a second: run it in a thread."""
    from textual_image._pixeldata import PixelData  # noqa: PLC0415 - 150 ms, paid when a picture is looked at
    from textual_image._sixel import image_to_sixels  # noqa: PLC0415 - as above

    return image_to_sixels(PixelData(io.BytesIO(png)).pil_image, None, (*paper, 1.0))


def new_number() -> int:
    """Give a picture a number that no other program in this terminal is likely to have."""
    return 0x010000 + secrets.randbelow(0xFE0000)


def kitty(png: bytes, number: int, columns: int, rows: int) -> str:
    """Give the messages that hand a picture to Kitty, to be shown where its placeholders stand."""
    data = standard_b64encode(png).decode()
    pieces = [data[at : at + _PIECE] for at in range(0, len(data), _PIECE)]
    messages = []
    for at, piece in enumerate(pieces):
        more = int(at < len(pieces) - 1)
        head = f"i={number},f=100,q=2,m={more}" if at == 0 else f"m={more},q=2"
        messages.append(f"\x1b_G{head};{piece}\x1b\\")
    return "".join(messages) + f"\x1b_Ga=p,i={number},c={columns},r={rows},U=1,q=2\x1b\\"


def kitty_rows(number: int, columns: int, rows: int) -> list[str]:
    """Give the placeholders of a picture, row by row, in the colour that is its number.

    Only the first of a row says where it belongs; the others follow it.
    """
    with _unasked():
        from textual_image.renderable.tgp import _NUMBER_TO_DIACRITIC as PLACES  # noqa: PLC0415 - 150 ms
    colour = f"\x1b[38;2;{number >> 16 & 255};{number >> 8 & 255};{number & 255}m"
    first = chr(PLACES[0])
    return [
        f"{colour}{_PLACEHOLDER}{chr(PLACES[row])}{first}{_PLACEHOLDER * (columns - 1)}\x1b[39m"
        for row in range(min(rows, len(PLACES)))
    ]


def kitty_forget(number: int) -> str:
    """Give the message that takes a picture out of Kitty's memory."""
    return f"\x1b_Ga=d,d=I,i={number},q=2\x1b\\"
