"""What commands put on the screen: one JSON document, or plain lines anybody and any program can read."""

from __future__ import annotations

import io
import json
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

import click

from tui import safe


def prepare() -> None:
    """Let what a terminal's encoding has no character for be replaced, so that nothing printed ends in an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def document(value: Any) -> None:
    """Print one JSON document, and nothing else, on stdout."""
    click.echo(safe.json(json.dumps(value, ensure_ascii=not _is_unicode(), indent=2)))


def _is_unicode() -> bool:
    return (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "") in ("utf8", "utf16", "utf32")


def kept(text: str) -> None:
    """Print a JSON file as it is kept; what a terminal would act on is escaped and reads back the same."""
    if not _is_unicode():
        document(json.loads(text))
        return
    # Outside of strings JSON takes tabs and returns for spaces; inside they are escaped already.
    click.echo(safe.json(text.translate({0x09: " ", 0x0D: None})), nl=False)


def say(text: str = "") -> None:
    """Print text on stdout, made safe."""
    click.echo(safe.text(text))


def tell(text: str) -> None:
    """Print a remark on stderr, made safe, so that stdout holds results only."""
    click.echo(safe.text(text), err=True)


def width() -> int:
    """Give how wide lines may be: the terminal's width, at most 100."""
    return min(shutil.get_terminal_size((100, 24)).columns, 100)


def paragraph(text: str, indent: str = "", first: str | None = None) -> None:
    """Print text wrapped to the terminal, its own line breaks kept."""
    lines: list[str] = []
    begin = indent if first is None else first
    for line in safe.text(text).split("\n"):
        lines += textwrap.wrap(line, max(width(), 30), initial_indent=begin, subsequent_indent=indent) or [""]
        begin = indent
    click.echo("\n".join(lines))


def more(offset: int, shown: int, total: int) -> None:
    """Say which part of the results is shown, where it is not all of them."""
    if not shown and offset < total:
        # Nothing but the count was asked for.
        tell("There is 1." if total == 1 else f"There are {total:,}.")
    elif not shown and total:
        tell(f"There {'is' if total == 1 else 'are'} {total:,}, and none of them is within --limit and --offset.")
    elif shown < total:
        tell(f"{offset + 1:,} to {offset + shown:,} of {total:,}; more with --limit and --offset.")


def table(rows: Iterable[Sequence[str]], headings: Sequence[str]) -> None:
    """Print columns as wide as what stands in them; the last one takes the rest of the line."""
    body = [[safe.line(cell) for cell in row] for row in rows]
    widths = [max(cells(column) for column in columns) for columns in zip(headings, *body, strict=True)]
    for row in ([*headings], *body):
        *firsts, last = row
        padded = [cell + " " * (wide - cells(cell)) for cell, wide in zip(firsts, widths, strict=False)]
        click.echo("  ".join((*padded, last)).rstrip())


def cells(text: str) -> int:
    """Give how many terminal cells a line takes."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width  # noqa: PLC0415 - only for names in other scripts

    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


class Progress:
    """A line on stderr that counts, and only where stderr is a terminal."""

    def __init__(self) -> None:
        self._shown = sys.stderr is not None and sys.stderr.isatty()
        self._last = ""

    def __call__(self, done: int, of: int, what: str) -> None:
        """Show how far it is."""
        if not self._shown:
            return
        filled = 30 * done // of if of else 30
        line = f"\r{'█' * filled}{'·' * (30 - filled)} {done:,} of {of:,} {what}"
        if line != self._last:
            sys.stderr.write(line)
            sys.stderr.flush()
            self._last = line

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._last:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
