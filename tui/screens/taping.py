"""The tape beside a text that is typed: one key holds it and lets it go on, and it says what time it is."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from archive import listening
from archive.listening import Moment
from testimonies.errors import ArchiveError
from testimonies.locator import Locator, Time
from testimonies.testimony import MediaItem, Testimony
from tui.screens.listening import Listening
from tui.sound import saying
from tui.sound.player import Sound
from tui.widgets.turn_box import TurnBox

REWIND = 2.0
"""Seconds it goes back when it goes on, so that no word is missed."""
LOOP = 5.0
"""Seconds that are repeated."""


class Taping(Listening):
    """A screen on which words are typed while they are heard."""

    def __init__(self, testimony_id: str) -> None:
        super().__init__()
        self.testimony_id = testimony_id
        self.testimony: Testimony | None = None
        self.box = TurnBox()
        self._path: Path | None = None
        """The recording, once it is in."""
        self._resume = 0.0
        """Where the tape was when one left, in seconds."""

    @property
    def heard_in(self) -> str:
        """The testimony itself."""
        return self.testimony_id

    def moment_now(self) -> Moment:
        """Give the moment of the turn at the cursor."""
        assert self.testimony is not None  # noqa: S101 - asked for when it is here
        return listening.moment(self.testimony, self.box.place())

    def _take_tape(self) -> None:
        """Put the recording in, where there is one, without playing it."""
        try:
            moment = self.moment_now()
        except ArchiveError as error:
            self.transport.say(f"{error} The words can be typed all the same.")
            return
        question = partial(self.archive.media_file, self.testimony_id, moment.item.file, self.who)
        self.ask(question, self._put_in, group="sound", failed=self._say_why_not)

    def _put_in(self, found: tuple[MediaItem, Path]) -> None:
        item, self._path = found
        self._on = item
        if saying.is_remote():
            self.transport.say(f"{saying.REMOTE}:\n{saying.local_command(self._path, self._resume)}")
            return
        length = item.duration_ms / 1000 if item.duration_ms else None
        self.transport.show(Sound(self._path, self._resume, length), self._called())
        self._draw_waveform(item, self._path)

    def action_tape(self) -> None:
        """Play, or pause; it goes on two seconds earlier, so that no word is missed."""
        if self._path is None or saying.is_remote():
            self.reading_room.say(self.transport.said or "The recording is not here yet.")
            return
        sound = self.player.sound
        if sound.playing:
            self.player.pause()
        elif sound.path is None:
            self.player.play(self._path, max(self._resume - REWIND, 0.0))
        else:
            self.player.go(max(sound.position - REWIND, 0.0))
            self.player.pause(False)

    def action_from_turn(self) -> None:
        """Play from the turn at the cursor."""
        at = self.box.place()
        if self._path is None or at is None or not isinstance(at.spot, Time):
            self.reading_room.say("This turn has no time yet; ^t stamps it.")
        elif not saying.is_remote():
            self.player.play(self._path, at.spot.milliseconds / 1000)

    def action_loop(self) -> None:
        """Repeat the last five seconds, or no longer."""
        sound = self.player.sound
        if sound.looping or sound.path is None:
            self.player.loop(None)
        else:
            self.player.loop(max(sound.position - LOOP, 0.0), sound.position)
            self.player.pause(False)

    def _time(self) -> str:
        """Give the time of the tape as a turn carries it; empty where no tape runs here."""
        if self._path is None or saying.is_remote():
            return ""
        sound = self.player.sound
        position = sound.position if sound.path else self._resume
        part = listening.part_of(self.testimony, self._on) if self.testimony and self._on else None
        return str(Locator(Time(int(position) * 1000), part))
