"""Turns of speech as they are drawn: one under the other, or an original and its translation beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING

from testimonies.aligned import aligned
from tui.telling import heading
from tui.widgets.drawing import Line, Span, marked, wrapped
from tui.widgets.words import cells, fitted, line, text

if TYPE_CHECKING:
    from testimonies.testimony import Testimony
    from testimonies.transcript import Passage, Transcript

Marks = Mapping[str, Sequence[tuple[int, int]]]
"""What is marked, by passage id."""

MEASURE = 90
"""Cells of words in a line, at most: longer lines are hard to follow."""
LEAST = 30
"""Cells of words in a column, at least; where there is less room, they stand under each other."""
RULE = " │ "


@dataclass(frozen=True, slots=True)
class Turn:
    """A row of the text: what one transcript has there, and what the other has beside it."""

    own: tuple[Passage, ...]
    other: tuple[Passage, ...] = ()
    heads: tuple[Transcript, ...] = ()
    """The transcripts that begin with it."""
    languages: tuple[str, str] | None = None
    """Those of the two columns, where there are two."""

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Everything that stands in it."""
        return (*self.own, *self.other)


def turns_of(testimony: Testimony, beside: int = 0) -> list[Turn]:
    """Give the rows of a testimony: all its transcripts one after another, or the first with another one beside."""
    transcripts = testimony.transcripts
    if not 0 < beside < len(transcripts):
        return [
            Turn((passage,), heads=() if number else (transcript,))
            for transcript in transcripts
            for number, passage in enumerate(transcript.passages)
        ]
    one, other = transcripts[0], transcripts[beside]
    languages = one.language, other.language
    return [
        Turn(own, others, () if number else (one, other), languages)
        for number, (own, others) in enumerate(aligned(one, other))
    ]


@dataclass(frozen=True, slots=True)
class Manner:
    """How turns are drawn."""

    place: int
    """Cells for the column of places."""
    marks: Marks = field(default_factory=dict)
    here: tuple[str, tuple[int, int]] | None = None
    """The mark one is at: its passage, and where in it."""

    def head(self, turn: Turn, width: int) -> list[Line]:
        """Draw what stands above the first turn of a transcript."""
        if not turn.heads:
            return []
        if turn.languages and len(turn.heads) > 1 and self._column(width) >= LEAST:
            one, other = (fitted(line(heading(head)), self._column(width)) for head in turn.heads)
            between = [Span(" " * self.place), Span(one, "strong"), Span(RULE, "dim"), Span(other, "strong")]
            return [between, []]
        heads = [wrapped([Span(line(heading(head)), "strong")], width) for head in turn.heads]
        return [*(one for lines in heads for one in lines), []]

    def lines(self, turn: Turn, width: int) -> list[Line]:
        """Draw a turn."""
        place = next((line(str(passage.at)) for passage in turn.passages if passage.at), "")
        first, rest = Span(fitted(place, self.place), "dim"), Span(" " * self.place)
        if turn.languages is None:
            words = self._words(turn.own, max(min(width - self.place, MEASURE), 10))
            return [[rest if number else first, *one] for number, one in enumerate(words)]
        column = self._column(width)
        if column < LEAST:
            return self._under(turn, width, place)
        return [
            [rest if number else first, *_filled(own, column), Span(RULE, "dim"), *other]
            for number, (own, other) in enumerate(
                zip_longest(self._words(turn.own, column), self._words(turn.other, column), fillvalue=())
            )
        ]

    def _column(self, width: int) -> int:
        return min((width - self.place - len(RULE)) // 2, MEASURE)

    def _under(self, turn: Turn, width: int, place: str) -> list[Line]:
        """Draw the one under the other, each behind its language."""
        room = max(self.place, 7)
        drawn: list[Line] = []
        sides = zip((turn.own, turn.other), turn.languages or ("", ""), strict=True)
        for number, (passages, language) in enumerate(sides):
            sign = place if place and not number else f"  {line(language)}"
            words = self._words(passages, max(min(width - room, MEASURE), 10)) if passages else []
            drawn += [[Span(fitted("" if below else sign, room), "dim"), *one] for below, one in enumerate(words)]
        return drawn

    def _words(self, passages: Iterable[Passage], width: int) -> list[Line]:
        return [one for passage in passages for one in wrapped(self._spans(passage), width)]

    def _spans(self, passage: Passage) -> list[Span]:
        here = self.here[1] if self.here and self.here[0] == passage.id else None
        spans = marked(passage.words, self.marks.get(passage.id, ()), here=here)
        who = [Span(f"{line(passage.speaker)}: ", "name")] if passage.speaker else []
        return [*who, *(Span(text(span.text), span.style) for span in spans)]


def _filled(spans: Line, width: int) -> list[Span]:
    """Give a line of a column with what is missing at its end."""
    taken = sum(cells(span.text) for span in spans)
    return [*spans, Span(" " * max(width - taken, 0))]


def place_width(turns: Iterable[Turn]) -> int:
    """Give the column of places its width: that of the longest of them."""
    longest = max((cells(str(passage.at)) for turn in turns for passage in turn.passages if passage.at), default=0)
    return min(longest, 20) + 2 if longest else 0
