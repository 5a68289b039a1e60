"""Reading one testimony: its description, then every turn with its place, and what was found marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.worker import get_current_worker

from archive import listening
from archive.finding import Hit
from archive.listening import Moment, Spoken
from archive.reading import Shown
from testimonies.errors import ArchiveError, NotFound
from testimonies.locator import Time
from testimonies.testimony import MediaItem, Testimony
from tui.keys import Command, bindings
from tui.screens.beside import BESIDE, NUMBERS
from tui.screens.covering import COVERING, Covering
from tui.screens.finding import FINDING
from tui.screens.listening import LISTENING, PAGING, WITH_WORDS, Listening, words_heard
from tui.screens.neighbours import NEIGHBOURS, Neighbours
from tui.screens.noting import NOTING, Noting
from tui.widgets.bars import Bar
from tui.widgets.key_line import KeyLine
from tui.widgets.reader import Marks, Reader, head_of
from tui.widgets.virtual_list import VirtualList


class Reading(Listening, Noting, Covering, Neighbours):
    """One testimony, open on the table."""

    WHAT = "One testimony as it was told: its description, then every turn with its place. What was found is marked."

    CSS_PATH = "../styles/reading.tcss"
    KEYS: ClassVar[Sequence[Command]] = (
        *COVERING,
        Command("escape,q,backspace", "back", "One step back", "Back"),
        *FINDING,
        Command("y", "cite", "Copy the citation of this turn, with its place", "Cite"),
        Command("t", "translation", "An original and its translation beside each other, and back"),
        *NOTING,
        *BESIDE,
        *NEIGHBOURS,
        Command("v", "versions", "Versions: who changed what, when and why"),
        Command("m", "media", "Look at its photographs, scans and recordings"),
        Command("c", "compare", "Compare it with what was put beside it, or tells of the same event"),
        Command("E", "edit", "Edit this record"),
        Command("T", "transcribe", "Type the transcript while you hear the recording"),
        *LISTENING,
        *WITH_WORDS,
        *PAGING,
    )
    BINDINGS: ClassVar = [*bindings(KEYS), *NUMBERS]

    def __init__(
        self,
        testimony_id: str,
        query: str = "",
        hits: Sequence[Hit] = (),
        at: str | None = None,
        version: int | None = None,
    ) -> None:
        super().__init__()
        self._version = version
        """The older version that is read, under today's rules; None for the newest."""
        self.testimony_id = testimony_id
        self._query = query
        """The question that led here."""
        self._hits = hits
        """The passages that answer it: those of the list at first, then all of them."""
        self._at = at
        self._testimony: Testimony | None = None
        self.heading = Bar(classes="heading")
        self.reader = Reader(id="reader")

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield self.heading
        yield self.find_line
        yield self.cover
        with Horizontal(id="body"):
            yield self.reader
            yield self.contents
        yield self.transport
        yield self.status
        yield KeyLine()

    def on_mount(self) -> None:
        """Ask for the testimony."""
        self.heading.say(self.testimony_id)
        self.set_focus(self.reader)
        self._ask_for_it()

    def _ask_for_it(self) -> None:
        question = partial(self.archive.show, self.testimony_id, self.who, self._version)
        self.ask(question, self._show, group="show", failed=self._failed)

    def _failed(self, error: ArchiveError) -> None:
        self.action_back()
        self.reading_room.tell(error)

    def on_resize(self) -> None:
        """Keep the pane beside the words where there is room for both."""
        self.lay()

    @property
    def testimony_here(self) -> str:
        """The id of the testimony one reads."""
        return self.testimony_id

    def _show(self, shown: Shown) -> None:
        self._testimony = testimony = shown.testimony
        old = f"version {shown.version} of {shown.versions}, under today's rules" if self._version else ""
        self.heading.say(f"{testimony.id}  {testimony.title}", old)
        label = self.archive.register.label
        self.reader.show(testimony, head_of(shown, label), self._marks)
        self.show_contents(testimony, label)
        row = self.reader.row_of(self._at) if self._at else None
        if row:
            self.reader.show_row(row)
        self.reader.catch_up()
        self._say_where()
        self.cover_with(testimony.id, testimony.title, testimony.content_notes)
        if self.plays_when_here and not self.is_covered:
            self.action_play()
        if self.is_finding:
            # Typed ahead, before there was a text to find it in.
            self._find(self.find_line.box.value)
        if self._query:
            self.ask(
                lambda: self.archive.passages(
                    self._query, self.testimony_id, self.who, cancelled=lambda: get_current_worker().is_cancelled
                ),
                self._mark,
                group="passages",
            )

    @property
    def _marks(self) -> Marks:
        return {hit.id: hit.marks for hit in self._hits}

    def _mark(self, hits: Sequence[Hit]) -> None:
        self._hits = hits
        if not self.sought:
            self.reader.mark(self._marks)
        self._say_where()

    @on(VirtualList.Moved)
    def _say_where(self) -> None:
        cursor, turns = self.reader.cursor, self.reader.turns
        below = "1 turn" if turns == 1 else f"{turns:,} turns"
        where = f"turn {cursor:,} of {turns:,}" if cursor else f"description · {below} below"
        if not turns:
            where = "description"
        rows = self._rows()
        if self.sought:
            where += f" · {self.said_of_finding}"
        elif cursor in rows:
            where += f" · found {rows.index(cursor) + 1} of {len(rows)}"
        elif rows:
            where += f" · {len(rows)} found: n goes there"
        self.status.say(where)

    def _rows(self) -> Sequence[int]:
        return sorted(row for hit in self._hits if (row := self.reader.row_of(hit.id)))

    def action_hit(self, step: int) -> None:
        """Go to the next place found in this text, else to the next passage that answers; round and round."""
        if self.next_found(step):
            return
        rows = self._rows()
        if not rows:
            self.status.tell("Nothing was looked for yet: / finds words in this text.")
            return
        cursor = self.reader.cursor
        ahead = [row for row in rows if row > cursor] if step > 0 else [row for row in rows if row < cursor]
        self.reader.show_row((ahead or rows)[0 if step > 0 else -1])

    # What is found in it

    @property
    def text(self) -> Reader:
        """The words."""
        return self.reader

    @property
    def text_of(self) -> Testimony | None:
        """The testimony, once it is here."""
        return self._testimony

    def unfound(self) -> None:
        """Mark again what answers the search that led here."""
        self.reader.mark(self._marks)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let a slash be a slash while one types, and keep the words covered until one has chosen to read them."""
        if self.is_withheld(action):
            return False
        return self.may_find() if action == "find" else super().check_action(action, parameters)

    def action_read_on(self) -> None:
        """Read on behind the content notes."""
        self.uncover(self.testimony_id)
        self.set_focus(self.reader)
        self._say_where()

    def action_move(self, step: int) -> None:
        """Move by turns; while one types what to find, from one place found to the next."""
        if self.is_finding:
            self.next_found(step)
        else:
            super().action_move(step)

    def action_back(self) -> None:
        """Take one step back: out of the line, then from what is marked, then to where one came from."""
        if not (self.close_finding() or self.leave_pane()):
            super().action_back()

    def action_translation(self) -> None:
        """Put the next transcript beside the first; after the last, one stands under the other again."""
        texts = self._testimony.transcripts if self._testimony else ()
        if len(texts) < 2:
            self.status.tell("There is one transcript only, and nothing to put beside it.")
            return
        number = (self.reader.beside + 1) % len(texts)
        self.reader.put_beside(number)
        self.lay()
        self._say_where()
        pair = f"{texts[0].language} and {texts[number].language} beside each other" if number else "one by one"
        self.status.tell(f"Transcripts: {pair}.")

    def action_cite(self) -> None:
        """Copy the citation of the turn the cursor stands on, and say it."""
        passage = self.reader.passage(self.reader.cursor)
        at = passage.at if passage else None
        self.ask(partial(self.archive.cite, self.testimony_id, at, self.who), self._copy, group="cite")

    def _copy(self, citation: str) -> None:
        self.app.copy_to_clipboard(citation)
        self.status.tell(f"Copied, where the terminal allows it: {citation}")

    def may_note(self) -> bool:
        """Whether a note may be written: by staff, on the newest version."""
        if self._version is not None:
            self.status.tell(f"This is version {self._version}; notes are written on the newest one.")
            return False
        return self.reading_room.may_change("note")

    def renew(self) -> None:
        """Show what is kept now, at the same turn."""
        passage = self.reader.passage(self.reader.cursor)
        self._at = passage.id if passage else None
        self._within = None
        self._ask_for_it()

    def action_versions(self) -> None:
        """Show who changed it when and why."""
        if self.who != "staff":
            self.status.tell("The history is for the people who keep the archive; open the reading room as staff.")
            return
        self.reading_room.go_to("versions", self.testimony_id)

    # What is heard

    @property
    def heard_in(self) -> str:
        """The testimony itself."""
        return self.testimony_id

    def moment_now(self) -> Moment:
        """Give the moment of the turn at the cursor; one without a time is heard with the one before."""
        if self._testimony is None:
            raise NotFound(f"{self.testimony_id} is not here yet.")
        turns = (self.reader.passage(row) for row in range(self.reader.cursor, 0, -1))
        timed = (turn.at for turn in turns if turn and turn.at and isinstance(turn.at.spot, Time))
        return listening.moment(self._testimony, next(timed, None))

    def turns_of(self, item: MediaItem) -> Sequence[Spoken]:
        """Give the turns that are on a recording."""
        passage = self.reader.passage(self.reader.cursor)
        return words_heard(self._testimony, item, passage.id if passage else None) if self._testimony else ()

    def follow_to(self, passage: str) -> None:
        """Put the cursor on the turn that is heard."""
        row = self.reader.row_of(passage)
        if row and row != self.reader.cursor:
            self.reader.go(row)

    def action_compare(self) -> None:
        """Put it beside the accounts that somebody has related to it."""
        self.ask(partial(self.archive.related, self.testimony_id, self.who), self._compare, group="related")

    def _compare(self, others: Sequence[str]) -> None:
        if others:
            self.reading_room.go_to("comparing", (self.testimony_id, *others)[:4])
            if len(others) > 3:
                self.reading_room.say(f"{len(others)} testimonies belong beside it; these are the first three.")
        else:
            self.status.tell(
                "Nothing was put beside it, and no other tells of its events; mark accounts in the library with "
                "Space, and c compares them."
            )

    def action_media(self) -> None:
        """Look at its media."""
        passage = self.reader.passage(self.reader.cursor)
        self.reading_room.look_at_media(self.testimony_id, passage.id if passage else None)

    def action_edit(self) -> None:
        """Edit its record."""
        self.reading_room.begin_editing(self.testimony_id)

    def action_transcribe(self) -> None:
        """Type the transcript the cursor stands in."""
        passage = self.reader.passage(self.reader.cursor)
        transcripts = self._testimony.transcripts if self._testimony else ()
        number = next((n for n, one in enumerate(transcripts) if passage in one.passages), 0)
        self.reading_room.begin_transcribing(self.testimony_id, number)

    def way_back(self) -> Callable[[], object] | None:
        """Come back to the same turn."""
        passage = self.reader.passage(self.reader.cursor)
        return partial(
            self.reading_room.read, self.testimony_id, self._query, self._hits, passage.id if passage else None
        )
