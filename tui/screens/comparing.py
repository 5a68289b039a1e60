"""Comparing: two to four accounts of one event side by side; what they agree or differ on is said by people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult

from archive.aligning import Columns, back, beside, further
from archive.comparing import Row, rows, with_note, without
from archive.writing import Added
from tui.keys import MOVING, Command, bindings
from tui.screens import asserting
from tui.screens.asserting import Asserting, Box, Typed
from tui.screens.place import Place
from tui.widgets.accounts import Accounts
from tui.widgets.bars import Bar
from tui.widgets.key_line import KeyLine
from tui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from testimonies.testimony import Testimony


class Comparing(Place):
    """Accounts on the table beside each other."""

    WHAT = "Accounts of one event side by side. People say whether they agree or differ, never the program."
    CSS_PATH = "../styles/comparing.tcss"
    KEYS: ClassVar[Sequence[Command]] = (
        Command("enter", "read", "Read this side, at its passage"),
        Command("tab,l,right", "side(1)", "To the next account", "Account"),
        Command("shift+tab,h,left", "side(-1)", "To the account before"),
        Command("1", "account(0)", "To the first account"),
        Command("2", "account(1)", "To the second account"),
        Command("3", "account(2)", "To the third account"),
        Command("4", "account(3)", "To the fourth account"),
        Command("n", "differing(1)", "To the next point they differ on"),
        Command("N", "differing(-1)", "To the point before that they differ on"),
        Command("J", "shift(1)", "This account alone one passage on, beside what the others say here"),
        Command("K", "shift(-1)", "This account alone one passage back"),
        Command("t", "translation", "Their translations instead of the originals, and back"),
        Command("space", "pick", "Pick this passage, to be put beside one of another account", "Pick"),
        Command("equals_sign", "assert_that('agrees_on')", "Say that the two picked passages agree", "Agree"),
        Command("exclamation_mark", "assert_that('differs_on')", "Say that the two picked passages differ", "Differ"),
        Command("e", "note", "Change the note on this point"),
        Command("d", "take_away", "Take this point away; older versions keep it"),
        *(Command(one.keys.replace(",space", ""), one.action, one.words) for one in MOVING),
        Command("escape,q", "back", "One step back", "Back"),
    )
    BINDINGS: ClassVar = bindings(KEYS)

    def __init__(self, ids: Sequence[str]) -> None:
        super().__init__()
        self._ids = tuple(ids)
        self.heading = Bar(classes="heading")
        self.accounts = Accounts(id="accounts")
        self._told: Sequence[Testimony] = ()
        self._columns: Columns = ()
        """Their own words, as they stand beside each other."""
        self._translated = False
        self._picked: dict[int, str] = {}

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield self.heading
        yield self.accounts
        yield self.status
        yield KeyLine()

    def on_mount(self) -> None:
        """Ask for the accounts."""
        self.heading.say("Compare", " · ".join(self._ids))
        self.set_focus(self.accounts)
        self._ask()

    def _ask(self) -> None:
        self.ask(partial(self.archive.compare, self._ids, self.who), self._show, group="compare", failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self.reading_room.step_back()
        self.reading_room.say(str(error), wrong=True)

    def _show(self, found: tuple[Sequence[Testimony], Sequence[Row]]) -> None:
        self._told, _ = found
        self.heading.say("Compare", f"{len(self._told)} accounts")
        self._columns = beside(self._told, translated=self._translated)
        self._lay_out()
        self.accounts.catch_up()

    def _lay_out(self) -> None:
        """Show the points, and the own words as they stand beside each other now."""
        self.accounts.show([f"{one.id} {one.title}" for one in self._told], rows(self._told, self._columns))
        self._say_where()

    @property
    def rows(self) -> VirtualList:
        """The keys move in the rows."""
        return self.accounts

    @on(VirtualList.Moved)
    def _say_where(self) -> None:
        points = [row for row in self.accounts.every if row.relation]
        differing = sum(row.differs for row in points)
        count = "1 point" if len(points) == 1 else f"{len(points)} points"
        made = f"{count} made, they differ on {differing}" if points else "no point was made yet"
        picked = f" · {len(self._picked)} picked" if self._picked else ""
        self.status.say(f"account {self.accounts.side + 1} of {len(self._ids)} · {made}{picked}")

    # Moving between accounts and points

    def action_side(self, step: int) -> None:
        """Go to the next account, or the one before."""
        self.action_account((self.accounts.side + step) % len(self._ids))

    def action_account(self, number: int) -> None:
        """Go to an account by its number."""
        if number < len(self._ids):
            self.accounts.turn(number)
            self._say_where()

    def action_differing(self, step: int) -> None:
        """Go to the next point they differ on; after the last comes the first."""
        every = [n for n, row in enumerate(self.accounts.every) if row.differs]
        if not every:
            self.status.tell("Nobody has said yet that they differ: pick a passage of each with Space, and press !.")
            return
        cursor = self.accounts.cursor
        ahead = [n for n in every if n > cursor] if step > 0 else [n for n in every if n < cursor]
        self.accounts.go((ahead or every)[0 if step > 0 else -1])

    def action_shift(self, step: int) -> None:
        """Move the own words of the account one is at against those of the others, from the cursor on."""
        made = sum(row.relation is not None for row in self.accounts.every)
        at = self.accounts.cursor - made
        if at < 0:
            self.status.tell("J and K move an account's own words against the others; they stand below the points.")
            return
        self._columns, at = (further if step > 0 else back)(self._columns, self.accounts.side, at)
        self._lay_out()
        self.accounts.go(made + at)

    def action_translation(self) -> None:
        """Show the words of their translations, where they have one, or of the originals again."""
        if not any(one.kind == "translation" for account in self._told for one in account.transcripts):
            self.status.tell("None of these accounts has a translation.")
            return
        self._translated = not self._translated
        self._columns = beside(self._told, translated=self._translated)
        self._lay_out()
        self.status.tell("Translations, where there is one." if self._translated else "The originals again.")

    @on(VirtualList.Chosen)
    def _chosen(self) -> None:
        self.action_read()

    def action_read(self) -> None:
        """Read the side one is at, at its passage."""
        row = self.accounts.row
        side = row.sides[self.accounts.side] if row else None
        self.reading_room.read(self._ids[self.accounts.side], at=side.passage.id if side and side.passage else None)

    # What people assert

    def action_pick(self) -> None:
        """Pick the passage of this side, or no longer."""
        row = self.accounts.row
        side = row.sides[self.accounts.side] if row else None
        if not side or not side.passage:
            self.status.tell(
                "There is no passage of this account here; j and k go through them, Tab to another account."
            )
            return
        number, passage = self.accounts.side, side.passage.id
        if self._picked.get(number) == passage:
            del self._picked[number]
        else:
            self._picked[number] = passage
        self.accounts.pick(dict(self._picked))
        self._say_where()

    def action_assert_that(self, kind: str) -> None:
        """Ask what is asserted of the two picked passages, and by whom."""
        if not self.reading_room.may_change("compare"):
            return
        if len(self._picked) != 2:
            self.status.tell(
                "Pick a passage of two accounts first: Space picks the one at the cursor, Tab changes sides."
            )
            return
        from tui.door import signature  # noqa: PLC0415 - not before the first frame

        title = "They agree" if kind == "agrees_on" else "They differ"
        boxes = (
            Box("about", "The point, in one sentence", needed=True),
            Box(
                "asserted_by",
                "Who asserts it: you, or somebody you cite, such as the report",
                signature(),
                needed=True,
            ),
            Box("note", "A note, if there is one to make"),
        )
        self.app.push_screen(Asserting(title, boxes, partial(self._assert, kind)))

    def _assert(self, kind: str, typed: Typed) -> None:
        (one, first), (other, second) = sorted(self._picked.items())
        points = ((self._ids[one], first), (self._ids[other], second))
        self._change(partial(self._relate, kind, points, typed))

    def _relate(self, kind: str, points: Sequence[tuple[str, str]], typed: Typed) -> Added:
        from testimonies.testimony import Relation  # noqa: PLC0415 - as the form it comes from
        from tui.door import signature  # noqa: PLC0415 - not before the first frame

        from_, to = (self.archive.point(testimony, None, passage) for testimony, passage in points)
        relation = Relation(
            from_=from_,
            type=kind,
            to=to,
            about=typed["about"],
            asserted_by=typed["asserted_by"],
            note=typed["note"] or None,
        )
        return self.archive.relate(relation, by=signature())

    def action_note(self) -> None:
        """Change the note on the point the cursor stands on."""
        row = self.accounts.row
        if not row or not row.relation:
            self.status.tell("A note belongs to a point that was made; n goes to those they differ on.")
        elif self.reading_room.may_change("compare"):
            box = Box("note", "The note on this point; empty takes it away", row.relation.note or "")
            self.app.push_screen(Asserting("Note", (box,), partial(self._note, row)))

    def _note(self, row: Row, typed: Typed) -> None:
        self._edit(row, "Note on a relation", note=typed["note"])

    def action_take_away(self) -> None:
        """Take away the point the cursor stands on; a reason is asked."""
        row = self.accounts.row
        if not row or not row.relation:
            self.status.tell("Only a point that somebody made can be taken away; nothing of the accounts themselves.")
        elif self.reading_room.may_change("compare"):
            box = Box("why", "Why it is taken away (kept with the version)", needed=True)
            self.app.push_screen(Asserting("Take this point away", (box,), partial(self._take_away, row)))

    def _take_away(self, row: Row, typed: Mapping[str, str]) -> None:
        self._edit(row, typed["why"])

    def _edit(self, row: Row, why: str, *, note: str | None = None) -> None:
        from tui.door import signature  # noqa: PLC0415 - not before the first frame

        relation = row.relation
        assert relation is not None  # noqa: S101 - only points are changed
        change = (
            partial(without, relation=relation) if note is None else partial(with_note, relation=relation, note=note)
        )
        self._change(partial(self.archive.edit, row.held_by, change, by=signature(), why=why))

    def _change(self, change: Callable[[], Added]) -> None:
        self.ask(change, self._changed, group="change", failed=partial(asserting.refuse, self.app))

    def _changed(self, added: Added) -> None:
        asserting.close(self.app)
        self._picked.clear()
        self.accounts.pick({})
        self._ask()
        self.status.tell(f"{added.id}, version {added.version}, is kept.")
