"""Transcribing: the text and the tape on one screen, and no hand leaves the keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from threading import Lock
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import TextArea

from archive import transcribing
from archive.reading import Shown
from archive.writing import Added
from testimonies.errors import ArchiveError, BadInput, MalformedSheet
from testimonies.locator import Time
from testimonies.testimony import Testimony
from testimonies.transcript import Transcript
from tui import door
from tui.keys import Command, bindings
from tui.screens.taping import Taping
from tui.widgets.bars import Bar
from tui.widgets.key_line import KeyLine
from tui.widgets.turn_box import TurnBox
from tui.widgets.words import line

PAUSE = 1.0
"""Seconds after which what was typed is saved as a draft: no more than this is lost, whatever happens."""
CHECKED = {"raw": "checked", "checked": "raw"}
WHY = "Transcribed"
_OVERTAKEN = (
    "The archive holds another transcript than the one this draft was begun from. F12 puts that one here, and ctrl+z "
    "what you have typed."
)


class Transcribing(Taping):
    """A transcript being typed while its recording is heard."""

    WHAT = "The words and the tape in one screen. What you type is kept as a draft; saving makes a new version."

    KEYS: ClassVar[Sequence[Command]] = (
        Command(
            "f4,ctrl+space,ctrl+@", "tape", "Play, or pause; it goes on two seconds earlier", "Tape", priority=True
        ),
        Command("ctrl+t,f5", "stamp", "Stamp the turn with the time of the tape", "Stamp", priority=True),
        Command("ctrl+n", "next_turn", "Begin the next turn, of the next speaker", "Turn", priority=True),
        Command("ctrl+g", "speaker", "Say with a digit who speaks this turn", "Speaker", priority=True),
        Command("ctrl+s", "save", "Keep the transcript in the archive", "Save", priority=True),
        Command("escape", "back", "Back; what is typed stays as a draft", "Back", priority=True),
        Command("ctrl+b,f2", "seek(-1)", "Five seconds back in the recording", priority=True),
        Command("ctrl+f,f3", "seek(1)", "Five seconds ahead in the recording", priority=True),
        Command("ctrl+l,f8", "loop", "Repeat the last five seconds, or no longer", priority=True),
        Command("ctrl+o,f6", "speed(-1)", "Play slower", priority=True),
        Command("ctrl+r,f7", "speed(1)", "Play faster", priority=True),
        Command("f9", "unclear", "Write [unclear]", priority=True),
        Command("f10", "checked", "Say that the transcript is checked, or raw again", priority=True),
        Command("f11", "from_turn", "Play from the turn at the cursor", priority=True),
        Command("f12", "begin_anew", "Put back what the archive holds; ctrl+z undoes it", priority=True),
    )
    BINDINGS: ClassVar = bindings(KEYS)
    CSS_PATH = "../styles/transcribing.tcss"
    AUTO_FOCUS = ""

    def __init__(self, testimony_id: str, number: int = 0) -> None:
        super().__init__(testimony_id)
        self.number = number
        """Which transcript, counted from 0."""
        self.heading = Bar(classes="heading")
        self.who_speaks = Bar(id="speakers")
        self.before = Transcript("und")
        """The transcript as the archive holds it."""
        self.status_of_words = "raw"
        self._begun = ""
        """The text the draft was begun from."""
        self._saved = ""
        """The text that is in the draft, or in the archive."""
        self._timer: Timer | None = None
        self._saving = False
        self._writing = Lock()
        self._count = self._newest = 0
        """How often the draft was to be saved, and which of these is the newest that is."""

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield self.heading
        yield self.box
        yield self.who_speaks
        yield self.transport
        yield self.status
        yield KeyLine()

    def on_mount(self) -> None:
        """Ask for the testimony; what is typed meanwhile is taken."""
        self.heading.say(f"{self.testimony_id}  Transcribe")
        self.set_focus(self.box)
        self.ask(self._opened, self._open, group="show", failed=self._failed)

    def _opened(self) -> tuple[Shown, dict[str, Any]]:
        """Give the testimony and the draft; in a thread."""
        drafts = self.archive.drafts
        name = drafts.of_transcript(self.testimony_id, self.number)
        shown = self.archive.show(self.testimony_id, self.who)
        return shown, drafts.load(name) if drafts.has(name) else {}

    def _failed(self, error: ArchiveError) -> None:
        self.action_back()
        self.reading_room.tell(error)

    def _open(self, found: tuple[Shown, dict[str, Any]]) -> None:
        shown, draft = found
        self.testimony = shown.testimony
        try:
            self.before = transcribing.begun(self.testimony, self.number)
        except ArchiveError as error:
            self._failed(error)
            return
        here = transcribing.text_of(self.before) if self.before.passages else ""
        self.status_of_words = str(draft.get("status", self.before.status))
        self._begun = str(draft.get("begun", here))
        self._resume = float(draft.get("position", _last_time(self.before)))
        early, text = self.box.text, str(draft.get("text", here))
        self._saved = text
        self.box.begin(text + early, draft.get("cursor"))
        self._say_title()
        self._say_speakers()
        self.status.say("This goes on with what was typed last." if draft else "What you type is kept as a draft.")
        if draft and self._begun != here:
            self.status.tell(_OVERTAKEN)
        self._take_tape()

    def _say_title(self) -> None:
        title = self.testimony.title if self.testimony else ""
        which = f"{self.before.language} {self.before.kind}"
        self.heading.say(f"{self.testimony_id}  Transcribe · {line(title)}", f"{which} · {self.status_of_words}")

    def _say_speakers(self) -> None:
        named = "  ".join(f"{number} {line(name)}" for number, name in enumerate(self._speakers(), 1))
        self.who_speaks.say(f"^g and  {named}" if named else "Nobody is named yet; type a name and a colon.")

    def _speakers(self) -> list[str]:
        """Give who speaks: those of the archive, and behind them those who were typed since."""
        if self.testimony is None:
            return []
        known = transcribing.speakers(self.before, self.testimony)
        return list(dict.fromkeys((*known, *self.box.speakers())))[:9]

    # The text

    def action_stamp(self) -> None:
        """Stamp the turn at the cursor with the time of the tape."""
        time = self._time()
        if time:
            self.box.stamp(time)
        else:
            self.reading_room.say("No tape runs here, so there is no time to stamp; type it as [00:14:32].")

    def action_next_turn(self) -> None:
        """Begin the next turn: the time of the tape, and whoever spoke before this one."""
        self.box.next_turn(self._time(), self._speakers())

    def action_speaker(self) -> None:
        """Let the next digit say who speaks."""
        self.box.names = self._speakers()
        self._say_speakers()
        if self.box.names:
            self.box.wants_speaker = True
            self.status.tell(f"Who speaks? {self.who_speaks.left.removeprefix('^g and  ')}")
        else:
            self.reading_room.say("Nobody is named yet; type a name and a colon after the time.")

    @on(TurnBox.SpeakerChosen)
    def _name_speaker(self, chosen: TurnBox.SpeakerChosen) -> None:
        self.status.hush()

    def action_unclear(self) -> None:
        """Write that nobody can hear what is said."""
        self.box.write(transcribing.UNCLEAR)

    def action_checked(self) -> None:
        """Say that the transcript is checked, or raw again; it is kept with the words."""
        self.status_of_words = CHECKED.get(self.status_of_words, "checked")
        self._say_title()
        self._saved = ""
        self._save_soon()
        self.reading_room.say(f"The transcript is {self.status_of_words} when it is saved.")

    def action_begin_anew(self) -> None:
        """Put back what the archive holds."""
        here = transcribing.text_of(self.before) if self.before.passages else ""
        self._begun = here
        self.box.put(here)
        self.reading_room.say("This is what the archive holds; ctrl+z puts back what was typed.")

    # Kept while it is typed

    @on(TextArea.Changed)
    def _typed(self) -> None:
        self._save_soon()

    def _save_soon(self) -> None:
        """Save a second after the first letter that is not saved yet, however fast one types on."""
        if self._timer is None and self.testimony is not None and self.box.text != self._saved:
            self._timer = self.set_timer(PAUSE, self._save_draft)

    def _save_draft(self) -> None:
        self._timer = None
        if self._saving:
            # One at a time, so that an older one never comes after a newer.
            self._save_soon()
            return
        self._saving = True
        values = self._values()

        def work() -> None:
            # Not asked at the desk: no question of anybody's, however long it takes, holds up a draft.
            try:
                self._write_draft(values)
            except ArchiveError as error:
                self.call_later(self._draft_failed, error)
            else:
                self.call_later(self._draft_saved, str(values["text"]))

        self.run_worker(work, group="draft", thread=True)

    def _write_draft(self, values: dict[str, Any]) -> None:
        """Write the draft, and never an older one over a newer."""
        with self._writing:
            if values["saved"] > self._newest:
                self._newest = values["saved"]
                self.archive.drafts.save(values, self._draft_name())

    def _draft_name(self) -> str:
        return self.archive.drafts.of_transcript(self.testimony_id, self.number)

    def _values(self) -> dict[str, Any]:
        sound = self.player.sound
        self._count += 1
        return {
            "saved": self._count,
            "testimony": self.testimony_id,
            "transcript": self.number,
            "text": self.box.text,
            "begun": self._begun,
            "status": self.status_of_words,
            "cursor": list(self.box.cursor_location),
            "position": round(sound.position if sound.path else self._resume, 1),
        }

    def _draft_saved(self, text: str) -> None:
        self._saving, self._saved = False, text
        self.status.say("Kept as a draft.")
        self._say_speakers()
        self._save_soon()

    def _draft_failed(self, error: ArchiveError) -> None:
        self._saving = False
        self.reading_room.tell(error)

    def leave(self) -> None:
        """Keep what was typed in the last second, and where the tape is."""
        if self.testimony is not None and (self.box.text != self._saved or self.player.sound.path):
            try:
                self._write_draft(self._values())
            except ArchiveError as error:
                self.reading_room.tell(error)
        super().leave()

    # Kept in the archive

    def action_save(self) -> None:
        """Keep the transcript as a new version."""
        text, before, begun, status = self.box.text, self.before, self._begun, self.status_of_words
        number, by = self.number, door.signature()

        def change(today: Testimony) -> Testimony:
            there = transcribing.begun(today, number)
            if (transcribing.text_of(there) if there.passages else "") != begun:
                raise BadInput(_OVERTAKEN)
            typed = transcribing.read(text, there)
            signed = typed.by if typed.by or before.passages else by
            return transcribing.replaced(today, number, replace(typed, status=status, by=signed))

        def keep() -> tuple[Added, Testimony]:
            added = self.archive.edit(self.testimony_id, change, by=by, why=WHY)
            with self._writing:
                self.archive.drafts.remove(self._draft_name())
                self._newest = self._count
            return added, self.archive.show(self.testimony_id, self.who).testimony

        self.ask(keep, partial(self._kept, text), group="save", overtakes=False, failed=self._not_kept)

    def _kept(self, text: str, kept: tuple[Added, Testimony]) -> None:
        added, self.testimony = kept
        self.before = transcribing.begun(self.testimony, self.number)
        self._begun = transcribing.text_of(self.before) if self.before.passages else ""
        self._saved = text
        self._say_title()
        said = (f"{added.id}, version {added.version}, is kept.", *added.remarks, *transcribing.remarks(self.before))
        self.reading_room.say("\n".join(said))
        self._save_soon()

    def _not_kept(self, error: ArchiveError) -> None:
        if isinstance(error, MalformedSheet):
            first = error.faults[0].where.removeprefix("line ")
            if first.isdecimal():
                self.box.go_to_line(int(first) - 1)
        self.reading_room.tell(error)

    def on_key(self, event: events.Key) -> None:
        """Give what is typed to the text, wherever the focus is."""
        if self.focused is not self.box:
            self.set_focus(self.box)


def _last_time(transcript: Transcript) -> float:
    """Give where the last turn begins, in seconds: there one goes on."""
    times = (turn.at.spot for turn in transcript.passages if turn.at)
    return max((at.milliseconds for at in times if isinstance(at, Time)), default=0) / 1000
