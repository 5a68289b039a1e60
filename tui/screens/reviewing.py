"""What will be kept, shown before it is: the record as the archive itself has made it, and what it took for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.writing import Added
from testimonies.testimony import MediaItem, Testimony
from tui.screens.steps.fields import FIELDS, STEPS, short
from tui.screens.steps.filing import sized
from tui.telling import described, heading, medium
from tui.widgets.drawing import Block, Line, Span, wrapped
from tui.widgets.virtual_list import VirtualList
from tui.widgets.words import fitted, line, text

NAME = 16
_FIRST_TURNS = 3


@dataclass(frozen=True, slots=True)
class Told:
    """One row of the review."""

    value: str
    name: str = ""
    style: str = "text"
    field: str | None = None
    """The field to go to."""


def mending(problems: Mapping[str, str]) -> list[Told]:
    """Say what stands in the way, each with the step where it is mended."""
    many = f"{len(problems)} thing{'' if len(problems) == 1 else 's'} to mend before it can be kept"
    return [
        Told(f"{many}; ↵ or ^l goes there.", style="strong"),
        *(
            Told(
                f"{short(name)}: {said}",
                f"! {FIELDS[name].step + 1} {STEPS[FIELDS[name].step].split()[0]}",
                field=name,
            )
            for name, said in problems.items()
        ),
    ]


def kept(examined: Added, taken: Iterable[str], label: Callable[[str], str]) -> list[Told]:
    """Show a record as it will be kept: fields, media, words, and what was taken without anyone saying it."""
    record = examined.record
    assert record is not None  # noqa: S101 - it was examined for this
    rows = [Told(record.title, style="strong")]
    rows += [Told(value, name) for name, value in described(record, label)]
    rows += _grounds(record)
    rows += [row for item in record.media for row in _medium(item)]
    rows += _words(record)
    rows += [Told(f"{file.file} is kept beside it as it was received", "made from") for file in record.source]
    rows += [Told(said, "taken", "note") for said in (*taken, *examined.remarks)]
    return rows


def _grounds(record: Testimony) -> Iterator[Told]:
    for consent in record.consents:
        said = [consent.kind.replace("_", " "), consent.when.text if consent.when else "", " ".join(consent.scope)]
        yield Told(f"{consent.narrator}: {', '.join(part for part in said if part)}", "consent")
    if record.basis:
        yield Told(record.basis, "basis")
    if record.rights:
        yield Told(
            ", held by ".join(part for part in (record.rights.statement, record.rights.holder) if part), "rights"
        )


def _medium(item: MediaItem) -> Iterator[Told]:
    yield Told(" · ".join(medium(item).split("\n")), "media")
    level = item.access.level if item.access else "as the transcript"
    size = sized(item.size) if item.size is not None else ""
    yield Told(f"{size} · {item.mime} · sha512 {(item.sha512 or '')[:16]}… · access {level}", style="dim")


def _words(record: Testimony) -> Iterator[Told]:
    for transcript in record.transcripts:
        turns = len(transcript.passages)
        yield Told(f"{heading(transcript)} · {turns:,} turn{'' if turns == 1 else 's'}", "words")
        for passage in transcript.passages[:_FIRST_TURNS]:
            who = f"{passage.speaker}: " if passage.speaker else ""
            yield Told(f"{f'{passage.at} ' if passage.at else ''}{who}{passage.words[:300]}", style="dim")
        if turns > _FIRST_TURNS:
            yield Told(f"… and {turns - _FIRST_TURNS:,} more", style="dim")
    if not record.transcripts:
        yield Told("none yet", "words", "dim")


def changes(was: Mapping[str, str], typed: Mapping[str, str], told: Callable[[str, str], str]) -> list[Told]:
    """Say field by field what an edit changes; `told` says a field's value as a person reads it."""
    rows = []
    for name in FIELDS:
        before, after = was.get(name, ""), typed.get(name, "")
        if name != "why" and before != after:
            rows.append(Told(f"{told(name, before) or 'nothing'}  →  {told(name, after) or 'nothing'}", short(name)))
    if not rows:
        return [Told("Nothing is changed yet.", style="strong")]
    return [Told(f"{len(rows)} field{'' if len(rows) == 1 else 's'} changed:", style="strong"), *rows, Told("")]


class Review(VirtualList):
    """The review, row by row."""

    def __init__(self) -> None:
        super().__init__(id="review")
        self.rows: Sequence[Told] = ()

    def show(self, rows: Sequence[Told]) -> None:
        """Show a review."""
        self.rows = tuple(rows)
        self.cursor = 0
        if self.count == len(rows):
            self.renew()
        self.count = len(rows)

    def show_cursor(self, shown: bool) -> None:
        """Show where the cursor stands only while it is in the review."""
        if self.shows_cursor != shown:
            self.shows_cursor = shown
            self.restyle()

    @property
    def field(self) -> str | None:
        """The field the row leads to."""
        return self.rows[self.cursor].field if self.cursor < len(self.rows) else None

    def block(self, index: int, width: int) -> Block:
        """Draw a row."""
        row = self.rows[index]
        if not row.name and row.style == "strong":
            return Block(wrapped([Span(text(row.value), "strong")], width))
        first: list[Span] = [Span(fitted(line(row.name), NAME), "dim" if row.field is None else "strong")]
        body = wrapped(
            [Span(text(row.value), row.style)], max(width - NAME, 10), first=first, rest=[Span(" " * NAME)]
        )
        lines: list[Line] = list(body[:8])
        if len(body) > 8:
            lines.append([Span(" " * NAME), Span("…", "dim")])
        return Block(lines)
