"""Listening: what every screen can do that has a recording under its words, or a recording alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from textual.worker import get_current_worker

from archive import listening
from archive.listening import Moment, Spoken
from testimonies.errors import ArchiveError
from testimonies.testimony import MediaItem, Testimony
from tui.keys import MOVING, Command
from tui.outside import open_outside
from tui.screens.place import Place
from tui.sound import saying
from tui.sound.player import Player, Sound
from tui.widgets.transport import Transport

STEP = 5.0
"""Seconds one key goes back or ahead."""
SPEEDS = (0.5, 0.65, 0.8, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0)

LISTENING = (
    Command("space", "play", "Play from here, or pause", "Play"),
    Command("left", "seek(-1)", "Five seconds back in the recording"),
    Command("right", "seek(1)", "Five seconds ahead in the recording"),
    Command("less_than_sign", "speed(-1)", "Play slower"),
    Command("greater_than_sign", "speed(1)", "Play faster"),
)
"""The commands of a screen on which one listens."""

WITH_WORDS = (
    Command("left_curly_bracket", "turn(-1)", "To the turn before, with the sound"),
    Command("right_curly_bracket", "turn(1)", "To the next turn, with the sound"),
    Command("F", "follow", "Let the cursor follow the voice, or no longer"),
    Command("o", "open_recording", "Open the recording in another program"),
)
"""Further commands where there are words to what is heard."""

PAGING = tuple(replace(command, keys=command.keys.replace(",space", "")) for command in MOVING)
"""The commands of a list on whose screen Space plays."""


class Listening(Place):
    """A screen with a recording; it says which, and what follows the voice.

    One that yields `transport` somewhere, adds LISTENING to its keys and answers `moment_now` can play. Its `leave`
    ends the sound.
    """

    def __init__(self) -> None:
        super().__init__()
        self.transport = Transport()
        self.player = Player(self._sound_changed)
        self.follows = False
        self.plays_when_here = False
        """Whether it is to be heard as soon as it is open."""
        self._on: MediaItem | None = None
        """The recording that is on."""
        self._pressed_at: Moment | None = None
        """Where the cursor was when Space was pressed last."""
        self._turns: Sequence[Spoken] = ()
        self._command = ""
        """What plays it at the machine where the person sits, where that is another."""

    # What the screen says

    @property
    def heard_in(self) -> str:
        """The id of the testimony one listens to."""
        raise NotImplementedError

    def moment_now(self) -> Moment:
        """Give the recording and the moment of what the cursor stands on; NotFound says why there is none."""
        raise NotImplementedError

    def turns_of(self, item: MediaItem) -> Sequence[Spoken]:
        """Give the turns that are on a recording, where the words of this screen can follow it."""
        return ()

    def follow_to(self, passage: str) -> None:
        """Put the cursor on the turn that is heard."""

    # What a person does

    def action_play(self) -> None:
        """Play from the cursor; pause; go on where nothing else was chosen meanwhile."""
        try:
            wanted = self.moment_now()
        except ArchiveError as error:
            self.transport.say(str(error))
            return
        if self._command and wanted == self._pressed_at:
            self.app.copy_to_clipboard(self._command)
            return
        sound = self.player.sound
        if sound.playing:
            self.player.pause()
            self._pressed_at = wanted
        elif sound.path is not None and not sound.ended and wanted == self._pressed_at:
            self.player.pause(False)
        else:
            self.play(wanted)

    def play(self, wanted: Moment) -> None:
        """Play a recording from a moment."""
        self._pressed_at = wanted
        question = partial(self.archive.media_file, self.heard_in, wanted.item.file, self.who)
        self.ask(question, partial(self._play, wanted), group="sound", failed=self._say_why_not)

    def _say_why_not(self, error: ArchiveError) -> None:
        self.transport.say(str(error))

    def _play(self, wanted: Moment, found: tuple[MediaItem, Path]) -> None:
        item, path = found
        seconds = wanted.milliseconds / 1000
        if saying.is_remote():
            self._command = saying.local_command(path, seconds)
            self.transport.say(f"{saying.REMOTE} (Space once more copies it):\n{self._command}")
            return
        is_another = item != self._on
        self._on = item
        self.player.play(path, seconds)
        if is_another:
            self._turns = self.turns_of(item)
            self.transport.draw_peaks(None)
            self._draw_waveform(item, path)
            if listening.is_video(item):
                self.reading_room.say(saying.SOUND_ONLY)

    def _draw_waveform(self, item: MediaItem, path: Path) -> None:
        """Have the waveform made beside everything else: it may take a minute, and holds up no question."""
        archive = self.archive

        def work() -> None:
            worker = get_current_worker()
            peaks = archive.waveform(item, path, lambda: worker.is_cancelled)
            if not worker.is_cancelled:
                self.call_later(self.transport.draw_peaks, peaks)

        self.run_worker(work, group="waveform", thread=True, exclusive=True)

    def action_open_recording(self) -> None:
        """Open the recording in the program this computer has for it."""
        try:
            wanted = self.moment_now()
        except ArchiveError as error:
            self._say_why_not(error)
            return
        self.player.pause()
        question = partial(self.archive.media_file, self.heard_in, wanted.item.file, self.who)
        self.ask(question, lambda found: self.reading_room.say(open_outside(found[1])), group="sound")

    def action_seek(self, step: int) -> None:
        """Go five seconds back or ahead."""
        self.player.seek(step * STEP)

    def action_speed(self, step: int) -> None:
        """Play slower or faster."""
        now = min(range(len(SPEEDS)), key=lambda number: abs(SPEEDS[number] - self.player.sound.speed))
        self.player.set_speed(SPEEDS[min(max(now + step, 0), len(SPEEDS) - 1)])

    def action_turn(self, step: int) -> None:
        """Go to the turn before or after, and take the sound along where there is any."""
        self.action_move(step)
        if self.player.sound.playing:
            try:
                self.play(self.moment_now())
            except ArchiveError as error:
                self._say_why_not(error)

    def action_follow(self) -> None:
        """Let the cursor follow the voice, or no longer."""
        self.follows = not self.follows
        self._sounded(self.player.sound)
        if self.player.sound.path is None:
            # Where a recording is on, it stands beside it.
            what = "The cursor will follow the voice." if self.follows else "The cursor stays where it is."
            self.reading_room.say(what)

    # What is heard

    def _sound_changed(self, _sound: Sound) -> None:
        # Told in the player's own thread. What is shown is the newest, however many wait to be.
        self.call_later(self._sounded)

    def _sounded(self, _sound: Sound | None = None) -> None:
        sound = self.player.sound
        if not self.is_attached:
            return
        more = "follows the voice" if self.follows else ""
        if sound.path is not None or sound.trouble:
            # The record knows the length before mpv does.
            known = self._on.duration_ms / 1000 if self._on and self._on.duration_ms else None
            self.transport.show(replace(sound, duration=sound.duration or known), self._called(), more)
        if self.follows and sound.playing:
            passage = listening.heard(self._turns, int(sound.position * 1000))
            if passage is not None:
                self.follow_to(passage)

    def _called(self) -> str:
        if self._on is None:
            return ""
        return f"{self._on.file} · part {self._on.part}" if self._on.part else self._on.file

    def on_screen_suspend(self) -> None:
        """Hold the sound when another place is opened over this one; a window over it changes nothing."""
        if not self.app.screen.is_modal and self.player.sound.playing:
            self.player.pause()

    def leave(self) -> None:
        """End the sound."""
        self.player.close()
        super().leave()

    def on_unmount(self) -> None:
        """End the sound however the screen goes."""
        self.player.close()


def words_heard(testimony: Testimony, item: MediaItem, passage: str | None) -> Sequence[Spoken]:
    """Give the turns on a recording, of the transcript that holds a passage, or else of the first that is timed."""
    every = listening.spoken_on(testimony, item.file)
    own = (
        turns
        for turns, transcript in zip(every, testimony.transcripts, strict=True)
        if any(one.id == passage for one in transcript.passages)
    )
    return next(own, ()) or next((turns for turns in every if turns), ())
