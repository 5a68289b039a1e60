"""The box in which turns of speech are typed: it knows where a turn begins, when it was said and who says it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.message import Message

from archive import transcribing
from archive.transcribing import STAMP, lines_of_turn
from testimonies import locator
from testimonies.errors import MalformedPlace
from testimonies.locator import Locator
from tui.widgets.fields import TextBox

speaker_of = lru_cache(4096)(transcribing.speaker_of)
LOOKED_BACK = 400
"""Lines above in which it is looked for who spoke before."""


class TurnBox(TextBox):
    """Turns, one below the other, as a description sheet holds them."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"turn-box--place", "turn-box--name"}

    @dataclass
    class SpeakerChosen(Message):
        """A digit said who speaks the turn."""

        name: str

    def __init__(self) -> None:
        super().__init__(id="turns")
        self.names: Sequence[str] = ()
        """Who can be chosen with a digit."""
        self.wants_speaker = False
        """Whether the next digit says who speaks."""

    def get_line(self, line_index: int) -> Text:
        """Give a line as it is drawn, with its time and its speaker told apart."""
        drawn, kept = super().get_line(line_index), self.document.get_line(line_index)
        stamp = STAMP.match(kept)
        if stamp:
            drawn.stylize(self.get_component_rich_style("turn-box--place", partial=True), 0, stamp.end())
            start, end, _ = speaker_of(kept[:200])
            drawn.stylize(self.get_component_rich_style("turn-box--name", partial=True), start, end)
        return drawn

    def begin(self, text: str, cursor: object = None) -> None:
        """Begin with a text; the cursor stands where it was, or at the end."""
        self.load_text(text)
        row, column = self.document.end
        if isinstance(cursor, list) and len(cursor) == 2 and all(isinstance(one, int) for one in cursor):
            row = min(max(cursor[0], 0), row)
            column = min(max(cursor[1], 0), len(self.document.get_line(row)))
        self.move_cursor((row, column))

    def put(self, text: str) -> None:
        """Put another text there in a way that can be undone."""
        self.history.checkpoint()
        self.replace(text, (0, 0), self.document.end, maintain_selection_offset=False)

    def go_to_line(self, row: int) -> None:
        """Put the cursor at the beginning of a line."""
        self.move_cursor((min(row, self.document.line_count - 1), 0))

    def write(self, words: str) -> None:
        """Write words at the cursor, with a space before them where one is wanting."""
        row, column = min(self.selection)
        before = self.document.get_line(row)[:column]
        space = " " if before and not before[-1].isspace() else ""
        self.replace(f"{space}{words}", *sorted(self.selection), maintain_selection_offset=False)

    # The turn at the cursor

    def place(self) -> Locator | None:
        """Give when the turn at the cursor is said; where it does not say so, when the one before is."""
        for row in range(self._first_line(), -1, -1):
            stamp = STAMP.match(self.document.get_line(row))
            if stamp:
                try:
                    return locator.parse(stamp["place"])
                except MalformedPlace:
                    # Half typed; the turn before it is near enough.
                    continue
        return None

    def stamp(self, time: str) -> None:
        """Say when the turn at the cursor begins."""
        row = self._first_line()
        found = STAMP.match(self.document.get_line(row))
        if found is None:
            self.replace(f"[{time}] ", (row, 0), (row, 0))
            return
        start, end = found.span("place")
        rest = found["rest"]
        try:
            locator.parse_span(f"{time}{rest}")
        except MalformedPlace:
            # It would end before it begins, so where it ended says nothing any more.
            place, bracket = found["place"], rest.find(" ")
            kept = rest[bracket:] if bracket >= 0 and rest[:1] in "–—-" else "" if rest[:1] in "–—-" else rest
            self.replace(f"{time}{kept}", (row, start), (row, start + len(place) + len(rest)))
            return
        self.replace(time, (row, start), (row, end))

    def say_speaker(self, speaker: str) -> None:
        """Say who speaks the turn at the cursor."""
        row = self._first_line()
        kept = self.document.get_line(row)
        start, end, _ = speaker_of(kept)
        for named in (f"{speaker}: ", f"{{{speaker}}}: "):
            if speaker_of(f"{kept[:start]}{named}")[2] == speaker:
                self.replace(named, (row, start), (row, end))
                break
        if self.cursor_location[1] < start + len(named) and self.cursor_location[0] == row:
            self.move_cursor((row, start + len(named)))

    def next_turn(self, time: str, names: Sequence[str]) -> None:
        """Begin the next turn at the cursor; whoever spoke before this one speaks it."""
        row, column = self.cursor_location
        kept = self.document.get_line(row)
        before, after = kept[:column].rstrip(), kept[column:]
        speaker = self._next_speaker(names)
        begins = transcribing.beginning(speaker, time) if speaker else f"[{time}] " if time else ""
        above = self.document.get_line(row - 1).strip() if row and not before else ""
        gap = "\n\n" if before else "\n" if above else ""
        until = column + len(after) - len(after.lstrip())
        self.replace(f"{gap}{begins}", (row, len(before)), (row, until), maintain_selection_offset=False)

    def speakers(self) -> list[str]:
        """Give who was typed before a colon, in their order."""
        found = (speaker_of(line[:200])[2] for line in self.document.lines if STAMP.match(line))
        return list(dict.fromkeys(name for name in found if name))

    def _next_speaker(self, names: Sequence[str]) -> str | None:
        spoken = self._spoken_above()
        now = next(spoken, None)
        before = next((name for name in spoken if name != now), None)
        return before or next((name for name in names if name != now), now)

    def _spoken_above(self) -> Iterator[str]:
        """Give who spoke, from the cursor upwards."""
        row = self.cursor_location[0]
        for line in self.document.lines[max(row - LOOKED_BACK, 0) : row + 1][::-1]:
            name = speaker_of(line[:200])[2] if line.strip() else None
            if name:
                yield name

    def _first_line(self) -> int:
        return lines_of_turn(self.document.lines, self.cursor_location[0])[0]

    async def _on_key(self, event: events.Key) -> None:
        """Take the digit that says who speaks; everything else is typed."""
        wanted, self.wants_speaker = self.wants_speaker, False
        if wanted and event.key.isdecimal() and 0 < int(event.key) <= len(self.names):
            event.stop()
            event.prevent_default()
            self.say_speaker(self.names[int(event.key) - 1])
            self.post_message(self.SpeakerChosen(self.names[int(event.key) - 1]))
            return
        await super()._on_key(event)
