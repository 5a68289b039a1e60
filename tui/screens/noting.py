"""Notes on a turn: written in a box over the words, signed, and kept as a new version; what is unfinished stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import TextArea

from archive.noting import notes_on
from testimonies.errors import ArchiveError
from testimonies.testimony import Note, Testimony
from tui.keys import Command, bindings
from tui.screens.beside import Beside
from tui.screens.place import Telling
from tui.widgets import words as shown
from tui.widgets.bars import Status

if TYPE_CHECKING:
    from archive.writing import Added

NOTING = (Command("e", "note", "Write a note on this turn, or go on with your own", "Note"),)

SAVED = 0.5
"""Seconds after which what is written is a draft."""
HINT = "^s keeps it, signed · Esc puts it aside · empty, it is taken away"


class NoteBox(Telling, ModalScreen[None]):
    """A box for one note."""

    KEYS: ClassVar = (
        Command("ctrl+s", "keep", "Keep the note", priority=True),
        Command("escape", "put_aside", "Put it aside; what is written stays"),
        Command("ctrl+q", "app.quit", "Leave the reading room", priority=True),
        Command("ctrl+c", "app.help_quit", "How to leave"),
    )
    BINDINGS: ClassVar = bindings(KEYS)
    CSS_PATH = "../styles/noting.tcss"

    def __init__(self, what: str, text: str, keep: Callable[[str], object], save: Callable[[str], object]) -> None:
        super().__init__()
        self._what = what
        self._keep, self._save = keep, save
        self.box = TextArea(shown.text(text), id="note")
        self.box.cursor_blink = False
        self._saving: Timer | None = None
        self.status = Status()
        self.status.say(HINT)

    def compose(self) -> ComposeResult:
        """Lay it out."""
        with Vertical(classes="noting") as over:
            over.border_title = shown.line(self._what)[:60].replace("[", "(")
            yield self.box
            yield self.status

    def on_mount(self) -> None:
        """Let one write at once."""
        self.set_focus(self.box)
        self.box.move_cursor(self.box.document.end)

    def action_keep(self) -> None:
        """Keep it; what was written stays a draft until it is kept."""
        self._save_now()
        self.dismiss()
        self._keep(self.box.text)

    def action_put_aside(self) -> None:
        """Put it aside."""
        self.dismiss()
        self._save_now()

    @on(TextArea.Changed)
    def _written(self) -> None:
        # Whatever ends the room, what is written is there again.
        if self._saving is None:
            self._saving = self.set_timer(SAVED, self._save_now)

    def _save_now(self) -> None:
        if self._saving is not None:
            self._saving.stop()
            self._saving = None
        self._save(self.box.text)


class Noting(Beside):
    """A screen on whose turns one writes notes."""

    def action_note(self) -> None:
        """Open the box for the turn at the cursor, or for the note one stands on in the pane."""
        testimony = self.text_of
        if testimony is None or not self.may_note():
            return
        self._open_box(testimony, self._passage_meant(), self._note_meant(testimony))

    def may_note(self) -> bool:
        """Whether notes may be written here; a sentence says why not."""
        raise NotImplementedError

    def renew(self) -> None:
        """Show what is kept now."""
        raise NotImplementedError

    def _note_meant(self, testimony: Testimony) -> Note | None:
        if self.focused is self.contents:
            entry = self.contents.entry
            return entry.thing if entry and isinstance(entry.thing, Note) else None
        from tui.door import signature  # noqa: PLC0415 - reads the configuration

        # What somebody else has signed is changed from the list of notes only, where one chooses it.
        mine, written = signature(), notes_on(testimony, self._passage_meant())
        return next((note for note in written if note.by == mine), None)

    def _passage_meant(self) -> str | None:
        passage = self.text.passage(self.text.cursor)
        return passage.id if passage else None

    def _open_box(self, testimony: Testimony, passage: str | None, note: Note | None) -> None:
        if note is not None:
            passage = note.about.passage if note.about else None
        row = self.text.row_of(passage) if passage else None
        here = self.text.passage(row) if row else None
        place = str(here.at or f"turn {row}") if here else "the whole testimony"
        drafts, about, kept = self.archive.drafts, _named(passage, note), note.text if note else ""

        def save(written: str) -> None:
            is_other = written != kept
            try:
                drafts.save_note(testimony.id, about, written if is_other else None)
            except ArchiveError as error:
                self.reading_room.tell(error)
                return
            if is_other and not isinstance(self.app.screen, NoteBox):
                self.status.tell("The note is put aside and not kept yet; e goes on with it.")

        def keep(written: str) -> None:
            self._keep(testimony.id, passage, note, written)

        begun = drafts.note(testimony.id, about)
        self.app.push_screen(NoteBox(f"Note on {place}", kept if begun is None else begun, keep, save))

    def _keep(self, testimony_id: str, passage: str | None, note: Note | None, text: str) -> None:
        from tui.door import signature  # noqa: PLC0415 - reads the configuration

        archive = self.archive

        def work() -> Added:
            if note is None:
                added = archive.note(testimony_id, text, by=signature(), passage=passage)
            else:
                added = archive.rewrite_note(testimony_id, note, text, by=signature())
            archive.drafts.save_note(testimony_id, _named(passage, note), None)
            return added

        def kept(added: Added) -> None:
            self.renew()
            done = "The note is kept" if text.strip() else "The note is taken away"
            self.status.tell("\n".join((f"{done}: {added.id}, version {added.version}.", *added.remarks)))

        self.ask(work, kept, group="note", overtakes=False)


def _named(passage: str | None, note: Note | None) -> str:
    """Name what is written for its draft: by the passage, and where a note is changed by who signed it."""
    return " ".join(one for one in (passage, note.by if note else "") if one)
