"""Accounts side by side: what somebody says they agree or differ on, and their own words below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from archive.comparing import SIGNS, Row, Side, said_of
from testimonies import edtf
from tui.widgets.drawing import Block, Line, Span, wrapped
from tui.widgets.virtual_list import VirtualList
from tui.widgets.words import cells, fitted, line, text

if TYPE_CHECKING:
    from testimonies.testimony import Relation

NARROWEST = 34
"""Cells a column needs; where there are fewer, the accounts stand below one another."""
GAP = 3


class Accounts(VirtualList):
    """Rows of accounts; one side of them is the one a key is for."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.every: Sequence[Row] = ()
        self.names: Sequence[str] = ()
        self.side = 0
        self.picked: Mapping[int, str] = {}
        """For each side, the id of the passage that was picked to be put beside another."""

    def show(self, names: Sequence[str], every: Sequence[Row]) -> None:
        """Show other rows."""
        self.names, self.every = names, every
        if self.count == len(every):
            self.renew()
        self.count = len(every)

    @property
    def row(self) -> Row | None:
        """What the cursor stands on."""
        return self.every[self.cursor] if self.cursor < len(self.every) else None

    def turn(self, side: int) -> None:
        """Let another side be meant."""
        self.side = side % max(len(self.names), 1)
        self.renew()

    def pick(self, picked: Mapping[int, str]) -> None:
        """Show other passages as picked."""
        self.picked = picked
        self.renew()

    def block(self, index: int, width: int) -> Block:
        """Draw a row: the point, if somebody made one, and what each account says."""
        row = self.every[index]
        above: list[Line] = []
        if row.relation and index == 0:
            above = [[Span("Points that were made", "strong")], []]
        elif not row.relation and (index == 0 or self.every[index - 1].relation):
            above = (
                [[], [Span("In their own words", "strong")], []]
                if index
                else [[Span("In their own words", "strong")], []]
            )
        elif index:
            above = [[]]
        lines = list(_point(row.relation, row.held_by, width)) if row.relation else []
        for one in row.points:
            sign = SIGNS.get(one.type, "→")
            lines.append([Span(sign, "mark"), Span(f" {fitted(line(one.about), width - 2)}", "dim")])
        lines += self._beside(row, width)
        return Block([*above, *lines], len(above))

    def _beside(self, row: Row, width: int) -> list[Line]:
        many = max(len(row.sides), 1)
        each = (width - GAP * (many - 1)) // many
        columns = [
            self._side(number, side, each if each >= NARROWEST else width, is_point=row.relation is not None)
            for number, side in enumerate(row.sides)
        ]
        if each < NARROWEST:
            return [one for number, column in enumerate(columns) for one in ([[], *column] if number else column)]
        lines: list[Line] = []
        for pieces in zip_longest(*columns, fillvalue=[]):
            whole: list[Span] = []
            for number, piece in enumerate(pieces):
                taken = sum(cells(span.text) for span in piece)
                whole += [*piece, Span(" " * (each - taken))]
                if number + 1 < many:
                    whole.append(Span(" │ ", "dim"))
            lines.append(whole)
        return lines

    def _side(self, number: int, side: Side | None, width: int, *, is_point: bool) -> list[Line]:
        sign = "▸" if number == self.side else " "
        # In their own words an account is told by its number: its title in every row would drown them.
        name = line(self.names[number] if is_point else self.names[number].partition(" ")[0])
        if side is None and not is_point:
            return [[Span(fitted(f"{sign}{number + 1}", width), "note" if number == self.side else "dim")]]
        if side is None:
            return [[Span(fitted(f"{sign}{number + 1} {name}", width), "dim")], [Span("  · not told", "dim")]]
        passage = side.passage
        where = line(str(passage.at)) if passage and passage.at else ""
        if not passage and not side.is_gone:
            where = "the whole of it"
        behind = f" {where}{' ✓' if passage and self.picked.get(number) == passage.id else ''}".rstrip()
        # The name gives way, so that the place and the sign of a pick are always seen.
        called = f"{sign}{number + 1} {name}"
        head = fitted(called, min(cells(called), max(width - cells(behind), 8))) + behind
        who = [Span(f"{line(passage.speaker)}: ", "name")] if passage and passage.speaker else []
        style = "text" if passage else "dim"
        indent = [Span("  ")]
        words = wrapped([*who, Span(text(side.words), style)], max(width - 2, 8), first=indent, rest=indent)
        if side.also:
            at = f"{line(str(side.also.at))}: " if side.also.at else ""
            also = [Span(f"and {at}", "dim"), Span(text(side.also.words), style)]
            words += wrapped(also, max(width - 2, 8), first=indent, rest=indent)
        return [[Span(head, "note" if number == self.side else "dim")], *words]


def _point(relation: Relation, held_by: str, width: int) -> list[Line]:
    """Draw who says what of two accounts."""
    sign = SIGNS.get(relation.type, "→")
    lines = wrapped(
        [Span(line(relation.about), "strong")], width - 2, first=[Span(f"{sign} ", "mark")], rest=[Span("  ")]
    )
    when = f" · {edtf.display(relation.on)}" if relation.on else ""
    by = f" · noted by {relation.by}" if relation.by and relation.by != relation.asserted_by else ""
    said = line(f"{said_of(relation)}{by}{when} · kept with {held_by}")
    lines += wrapped([Span(said, "dim")], width - 2, first=[Span("  ")], rest=[Span("  ")])
    if relation.note:
        lines += wrapped([Span(line(relation.note), "note")], width - 2, first=[Span("  ")], rest=[Span("  ")])
    return lines
