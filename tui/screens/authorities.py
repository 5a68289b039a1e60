"""The authority records: persons, bodies, places, events, subjects and collections, and one with all its names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from archive import uses
from archive.mentions import linking_question
from testimonies.authority import label
from testimonies.testimony import Link
from tui import telling
from tui.keys import MOVING, Command, bindings
from tui.screens import asserting
from tui.screens.asserting import Asserting, Box, Typed
from tui.screens.place import Place
from tui.widgets.bars import Bar
from tui.widgets.key_line import KeyLine
from tui.widgets.records import FactList, RecordList, facts, turned
from tui.widgets.virtual_list import VirtualList
from tui.widgets.words import text

if TYPE_CHECKING:
    from archive.editing import Merge
    from archive.writing import Added
    from testimonies.authority import Authority

MANY = 200
"""Testimonies that link a record, shown with it."""


class Authorities(Place):
    """All of them; what is typed narrows them."""

    WHAT = (
        "Persons, bodies, places, events, subjects and collections by all their names, and in how many testimonies "
        "each is used. Type a name, kind:place or an id."
    )
    CSS_PATH = "../styles/authorities.tcss"
    KEYS: ClassVar[Sequence[Command]] = (
        Command("enter", "open", "Open this record", "Open", priority=True),
        Command("down", "move(1)", "Down", priority=True),
        Command("up", "move(-1)", "Up", priority=True),
        Command("pagedown", "page(1)", "A screen down", priority=True),
        Command("pageup", "page(-1)", "A screen up", priority=True),
        Command("tab", "kind(1)", "Only records of the next kind", "Kind", priority=True),
        Command("shift+tab", "kind(-1)", "Only records of the kind before", priority=True),
        Command("escape", "back", "One step back", "Back"),
    )
    BINDINGS: ClassVar = bindings(KEYS)

    def __init__(self) -> None:
        super().__init__()
        self.heading = Bar(classes="heading")
        self.box = Input(
            placeholder="type to narrow: a name, kind:place, place-0001 …", id="narrow", select_on_focus=False
        )
        self.box.cursor_blink = False
        self.records = RecordList(id="records")

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield self.heading
        yield self.box
        yield self.records
        yield self.status
        yield KeyLine()

    def on_mount(self) -> None:
        """Let one type at once; the records follow."""
        self.heading.say("Authority records")
        self.set_focus(self.box)
        self.ask(partial(self.archive.authorities, self.who), self._show, group="authorities")
        self.ask(partial(uses.counted, self.archive, self.who), self.records.say_used, group="used")

    @property
    def rows(self) -> VirtualList:
        """The keys move in the records, also while one types."""
        return self.records

    def _show(self, found: Mapping[str, Authority]) -> None:
        every = [record for _, record in sorted(found.items()) if "merged_into" not in record.extra]
        self.records.show(every)
        self.records.narrow(self.box.value)
        self.heading.say("Authority records", f"{len(every):,}")
        self._say_where()

    @on(Input.Changed)
    def _typed(self, changed: Input.Changed) -> None:
        self.records.narrow(changed.value)
        self._say_where()

    def _say_where(self) -> None:
        count = len(self.records.found)
        self.status.say(
            f"{count:,} {'record' if count == 1 else 'records'}" if count else "No record has such a name."
        )

    def action_kind(self, step: int) -> None:
        """Narrow to another kind, once what was typed has arrived in the box: it stands there to be changed."""
        self.box.call_later(self._turn, step)

    def _turn(self, step: int) -> None:
        self.box.value = turned(self.box.value, step)
        self.box.cursor_position = len(self.box.value)

    def action_open(self) -> None:
        """Open the record, once what was typed has arrived in the box."""
        self.box.call_later(self._open)

    @on(VirtualList.Chosen)
    def _open(self) -> None:
        if self.records.record:
            self.reading_room.go_to("authority", self.records.record.id)


class OneAuthority(Place):
    """One record: its names, what is known, who links it."""

    WHAT = "One authority record: every name with its language and who uses it, and the testimonies that link it."
    CSS_PATH = "../styles/authorities.tcss"
    KEYS: ClassVar[Sequence[Command]] = (
        Command("enter", "follow", "Read the testimony the cursor stands on", "Read"),
        Command("p", "passages", "Every passage that names it, by any of its names", "Passages"),
        Command("l", "linked", "List the testimonies that link it in the library"),
        Command("e", "name", "Add a name it goes by", "Add a name"),
        Command("M", "merge", "Merge another record into this one", "Merge"),
        *MOVING,
        Command("escape,q", "back", "One step back", "Back"),
    )
    BINDINGS: ClassVar = bindings(KEYS)

    def __init__(self, authority_id: str) -> None:
        super().__init__()
        self._called = authority_id
        self._record: Authority | None = None
        self.heading = Bar(classes="heading")
        self.facts = FactList(id="facts-of-record")

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield self.heading
        yield self.facts
        yield self.status
        yield KeyLine()

    def on_mount(self) -> None:
        """Ask for the record and who links it."""
        self.heading.say(self._called)
        self.set_focus(self.facts)
        self._ask()

    def _ask(self) -> None:
        def ask() -> tuple[Authority, uses.Uses]:
            record = self.archive.authority(self._called, self.who)
            return record, uses.uses(self.archive, self._called, self.who, limit=MANY)

        self.ask(ask, self._show, group="authority", failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self.reading_room.step_back()
        self.reading_room.say(str(error), wrong=True)

    @property
    def rows(self) -> VirtualList:
        """The keys move in the facts."""
        return self.facts

    def _show(self, found: tuple[Authority, uses.Uses]) -> None:
        record, used = found
        self._record = record
        self.heading.say(f"{record.id}  {label(record)}", f"linked by {used.total:,}")
        self.facts.show(facts(record, used))
        self.facts.catch_up()
        testimonies = "1 testimony links" if used.total == 1 else f"{used.total:,} testimonies link"
        self.status.say(f"{len(record.names)} names · {testimonies} it")

    @on(VirtualList.Chosen)
    def _chosen(self) -> None:
        self.action_follow()

    def action_follow(self) -> None:
        """Read the testimony the cursor stands on."""
        fact = self.facts.fact
        if fact and fact.leads_to:
            self.reading_room.read(fact.leads_to)
        else:
            self.status.tell(
                "This leads nowhere; below stand the testimonies that link it, and p shows who names it."
            )

    def action_passages(self) -> None:
        """Show every passage that names it."""
        if self._record:
            self.reading_room.go_to("mentions", Link(label(self._record), self._called))

    def action_linked(self) -> None:
        """List the testimonies that link it."""
        self.reading_room.find(linking_question(self._called))

    # Changing it

    def action_name(self) -> None:
        """Ask for another name."""
        if self.reading_room.may_change("edit"):
            boxes = (
                Box("text", "The name, in its own script", needed=True),
                Box("language", "Its language, as a tag (hy, az, ru, en …)"),
                Box("kind", "authorised, variant, transliteration, pseudonym or nickname", "variant", needed=True),
                Box("why", "Where the archive has it from (kept with the version)", needed=True),
            )
            self.app.push_screen(Asserting("Another name", boxes, self._add_name))

    def _add_name(self, typed: Typed) -> None:
        from archive.editing import authority_with  # noqa: PLC0415 - only who changes one needs it
        from tui.door import signature  # noqa: PLC0415 - not before the first frame

        number = len(self._record.names) if self._record else 0
        values = [(f"names.{number}.{key}", typed[key]) for key in ("text", "language", "kind") if typed[key]]
        values.append((f"names.{number}.source", typed["why"]))
        change = partial(authority_with, values=values)
        self._change(partial(self.archive.edit_authority, self._called, change, by=signature(), why=typed["why"]))

    def action_merge(self) -> None:
        """Ask which record is to be merged into this one."""
        if self.reading_room.may_change("edit"):
            boxes = (
                Box(
                    "other",
                    f"The record that becomes a part of {self._called} (its id; its links follow)",
                    needed=True,
                ),
                Box("why", "Why they are one (kept with the version)", needed=True),
            )
            self.app.push_screen(Asserting("Merge another record into this one", boxes, self._preview))

    def _preview(self, typed: Typed) -> None:
        """Say what would come of it before anything is done; the same key once more does it."""
        would = partial(self.archive.would_merge, self._called, typed["other"])
        self.ask(would, partial(self._confirm, typed), group="merge", failed=partial(asserting.refuse, self.app))

    def _confirm(self, typed: Typed, merge: Merge) -> None:
        asserting.close(self.app)
        said = text(telling.merge(merge))
        boxes = (Box("yes", f"{said}\nType yes to merge {merge.merged}", needed=True),)
        self.app.push_screen(Asserting("Merge", boxes, partial(self._merge, typed)))

    def _merge(self, typed: Typed, confirmed: Typed) -> None:
        from tui.door import signature  # noqa: PLC0415 - not before the first frame

        if confirmed["yes"].casefold() != "yes":
            asserting.close(self.app)
            self.status.tell("Nothing is merged.")
            return
        self._change(partial(self.archive.merge, self._called, typed["other"], by=signature(), why=typed["why"]))

    def _change(self, change: partial[Added]) -> None:
        self.ask(change, self._changed, group="change", failed=partial(asserting.refuse, self.app))

    def _changed(self, added: Added) -> None:
        asserting.close(self.app)
        self._ask()
        self.status.tell(f"{added.id}, version {added.version}, is kept.")
