"""Listening in the reading room: what plays from where, what follows the voice, and what is said where none can."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from archive.archive import Archive
from testimonies import locator
from testimonies.access import Decision
from testimonies.testimony import MediaItem
from testimonies.transcript import Passage, Transcript
from tests.conftest import KEEPER, told
from tests.sounds import need, tone
from tests.tui.conftest import SIZE, burst, shown, still
from tests.tui.terminal import Terminal
from tui.app import ReadingRoom
from tui.screens.listening import Listening
from tui.sound import saying
from tui.sound.player import MORE, Sound
from tui.widgets.transport import Transport

TURNS = (
    ("00:00:02", "Interviewer", "Where was the bridge before the flood?"),
    ("00:00:08", "Narrator A", "Below the mill. The old bridge was of wood, and the river took it in one night."),
    ("00:00:21", "Narrator A", "In the morning there was nothing left of it but two posts."),
    ("00:00:30", "Interviewer", "Who built it again?"),
    ("00:00:33", "Narrator A", "The village did. The new bridge stands higher; my father carried stones for it."),
)


def swelling(second: int) -> float:
    return (0.02, 0.3, 0.8, 0.5, 0.1, 0.9, 0.2)[second % 7]


@pytest.fixture
def heard(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """One interview with its recording of forty seconds, and a letter that has none."""
    need("mpv")
    monkeypatch.setenv(MORE, "--ao=null")
    for name in ("SSH_CONNECTION", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)
    spoken = tuple(Passage(words, at=locator.parse(at), speaker=who) for at, who, words in TURNS)
    archive.add(
        told(
            title="The night the river took the bridge",
            media=(MediaItem("side-a.wav", role="access_copy"),),
            transcripts=(Transcript("en", timing="interval", passages=spoken),),
        ),
        by=KEEPER,
        media=[tone(tmp_path / "side-a.wav", 40, swelling)],
    )
    archive.add(told("It rained for nine days.", title="A letter"), by=KEEPER)
    yield archive


@pytest.fixture
def room(heard: Archive) -> ReadingRoom:
    return ReadingRoom(lambda: heard)


def listening(pilot: Pilot[None]) -> Listening:
    screen = pilot.app.screen
    assert isinstance(screen, Listening)
    return screen


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    for _ in range(1000):
        if holds():
            await pilot.pause()
            return
        await pilot.pause(0.02)
    raise AssertionError(f"it did not come to pass\n{shown(pilot)}")


async def test_space_plays_from_the_turn_at_the_cursor_and_pauses(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("enter")
        await still(pilot)
        await pilot.press("j", "j", "j", "space")
        sound = listening(pilot).player
        await until(pilot, lambda: sound.sound.position > 21.2)
        assert sound.sound.position < 30
        assert "▶ playing · side-a.wav" in shown(pilot)
        assert "00:00:21" in shown(pilot)
        await pilot.press("space")
        await until(pilot, lambda: sound.sound.paused)
        assert "‖ paused" in shown(pilot)
        paused = sound.sound.position
        await pilot.press("space")
        await until(pilot, lambda: sound.sound.position > paused + 0.1)
        assert sound.sound.position < 30


async def test_space_after_moving_on_plays_from_there(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("enter")
        await still(pilot)
        await pilot.press("j", "space")
        sound = listening(pilot).player
        await until(pilot, lambda: sound.sound.position > 2.1)
        await pilot.press("space", "j", "j", "j", "space")
        await until(pilot, lambda: sound.sound.position > 30.1)


async def test_five_seconds_back_and_ahead_faster_and_slower(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("enter")
        await still(pilot)
        await pilot.press("j", "j", "space")
        sound = listening(pilot).player
        await until(pilot, lambda: sound.sound.position > 8.1)
        await pilot.press("space", "right", "right")
        await until(pilot, lambda: 17 <= sound.sound.position < 20)
        await pilot.press("left")
        await until(pilot, lambda: 12 <= sound.sound.position < 15)
        await pilot.press("greater_than_sign", "greater_than_sign")
        await until(pilot, lambda: "1.3×" in shown(pilot))
        await pilot.press("less_than_sign", "less_than_sign", "less_than_sign")
        await until(pilot, lambda: "0.8×" in shown(pilot))


async def test_the_cursor_follows_the_voice_only_where_one_wants_it(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("enter")
        await still(pilot)
        await pilot.press("j", "space")
        screen = listening(pilot)
        await until(pilot, lambda: screen.player.sound.position > 2.2)
        screen.player.go(22)
        await until(pilot, lambda: screen.player.sound.position > 22.1)
        assert "turn 1 of 5" in shown(pilot)
        await pilot.press("F")
        await until(pilot, lambda: "turn 3 of 5" in shown(pilot) and "follows the voice" in shown(pilot))
        screen.player.go(34)
        await until(pilot, lambda: "turn 5 of 5" in shown(pilot))


async def test_a_brace_takes_the_sound_along_to_the_next_turn(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("enter")
        await still(pilot)
        await pilot.press("right_curly_bracket", "space")
        screen = listening(pilot)
        await until(pilot, lambda: screen.player.sound.position > 2.1)
        await pilot.press("right_curly_bracket", "right_curly_bracket")
        await until(pilot, lambda: screen.player.sound.position > 21.1)
        assert "turn 3 of 5" in shown(pilot)


async def test_where_there_is_no_recording_a_sentence_says_so(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("j", "enter")
        await still(pilot)
        await pilot.press("space")
        await until(pilot, lambda: "oh-0002 has no recording to listen to for this reader." in shown(pilot))


async def test_a_reader_hears_no_more_than_they_may(heard: Archive) -> None:
    heard.edit("oh-0001", lambda before: replace(before, media=staff_only(before.media)), by=KEEPER)
    room = ReadingRoom(lambda: heard, "open")
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("enter")
        await still(pilot)
        await pilot.press("j", "space")
        await until(pilot, lambda: "no recording to listen to for this reader" in shown(pilot))
        assert listening(pilot).player._process is None


def staff_only(media: tuple[MediaItem, ...]) -> tuple[MediaItem, ...]:
    return tuple(replace(item, access=Decision("staff")) for item in media)


async def test_leaving_ends_the_sound(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("enter")
        await still(pilot)
        await pilot.press("j", "space")
        player = listening(pilot).player
        await until(pilot, lambda: player.sound.position > 2.1)
        process = player._process
        assert process is not None
        await pilot.press("escape")
        await until(pilot, lambda: process.poll() is not None)


async def test_help_over_the_words_lets_the_sound_go_on_and_another_place_holds_it(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("enter")
        await still(pilot)
        await pilot.press("j", "space")
        player = listening(pilot).player
        await until(pilot, lambda: player.sound.position > 2.1)
        await pilot.press("question_mark")
        await still(pilot)
        assert player.sound.playing
        await pilot.press("escape")
        await still(pilot)
        await pilot.press("m")
        await until(pilot, lambda: player.sound.paused)


async def test_without_mpv_one_sentence_stands_where_the_sound_would(
    room: ReadingRoom, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("enter")
        await still(pilot)
        await pilot.press("j", "space")
        await until(pilot, lambda: saying.NO_MPV in shown(pilot))


async def test_over_ssh_nothing_is_played_and_the_command_for_the_other_machine_is_copied(
    room: ReadingRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.9 50022 10.0.0.5 22")
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("enter")
        await still(pilot)
        await pilot.press("j", "j", "j", "space")
        await until(
            pilot, lambda: "mpv --no-video --force-seekable=yes --start=21 -" in " ".join(shown(pilot).split())
        )
        assert listening(pilot).player._process is None
        assert not room.clipboard
        await pilot.press("space")
        await until(pilot, lambda: room.clipboard.endswith("--start=21 -"))
        await pilot.press("j", "space")
        await until(pilot, lambda: "--start=30 -" in " ".join(shown(pilot).split()))
        assert room.clipboard.endswith("--start=21 -")


async def test_keys_in_one_burst_reach_the_sound_in_their_order(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("enter")
        await still(pilot)
        burst(pilot, "}} ")
        player = listening(pilot).player
        await until(pilot, lambda: player.sound.position > 8.1)
        burst(pilot, "}}")
        await until(pilot, lambda: player.sound.position > 30.1)
        assert "turn 4 of 5" in shown(pilot)


class Bars(App[None]):
    """The sound as it stands under the words, in four states."""

    CSS = "Transport { margin: 1 0; }"

    def __init__(self) -> None:
        super().__init__()
        self.bars = [Transport() for _ in range(4)]

    def compose(self) -> ComposeResult:
        yield from self.bars

    def on_mount(self) -> None:
        tape = Sound(Path("side-a.wav"), 872.0, 6130.0, paused=False, speed=1.3)
        loud = bytes(abs(90 - n % 180) + (n * 37 % 41) + 20 for n in range(12_260))
        for bar, sound, peaks in zip(
            self.bars,
            (tape, replace(tape, position=6130.0, ended=True, speed=1.0), replace(tape, paused=True, looping=True)),
            (loud, None, None),
            strict=False,
        ):
            bar.show(sound, "side-a.wav · part 1", "follows the voice" if peaks else "")
            bar.draw_peaks(peaks)
        self.bars[3].say(saying.NO_DEVICE)


def test_the_sound_under_the_words_looks_as_it_did(snap_compare: Any) -> None:
    """A waveform with the moment on it; a plain bar at its end; one that repeats a stretch; and why there is none."""
    assert snap_compare(Bars(), terminal_size=(80, 20))


def test_a_story_of_listening(story: Callable[..., Terminal], heard: Archive) -> None:
    heard.close()
    terminal = story(heard.folder, "browse", **{MORE: "--ao=null"})
    terminal.wait(r"▶ ?oh-0001")
    terminal.press("Enter")
    terminal.wait("The night the river took")
    terminal.press("j", "j", "Space")
    terminal.wait("▶ playing · side-a.wav")
    terminal.wait("[▃▄▅▆▇█]{2}")
    terminal.look("listening-playing")
    terminal.press("F")
    terminal.press("Right", "Right")
    terminal.wait("turn 3 of 5|turn 4 of 5")
    terminal.press("Space")
    terminal.wait("‖ paused")
    terminal.press(">")
    terminal.wait(r"1\.15×")
    terminal.look("listening-paused")
    terminal.press("C-q")
    assert terminal.wait_for_the_end() == 0


def test_a_story_of_listening_from_afar(story: Callable[..., Terminal], heard: Archive) -> None:
    heard.close()
    terminal = story(heard.folder, "browse", SSH_CONNECTION="10.0.0.9 50022 10.0.0.5 22")
    terminal.wait(r"▶ ?oh-0001")
    terminal.press("Enter")
    terminal.wait("The night the river took")
    terminal.press("j", "j", "Space")
    terminal.wait(r"--start=8 -")
    terminal.look("listening-ssh")


async def test_a_recording_is_played_where_the_media_are_looked_at(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("m")
        await until(pilot, lambda: "Space plays it" in " ".join(shown(pilot).split()))
        await pilot.press("space")
        player = listening(pilot).player
        await until(pilot, lambda: player.sound.position > 0.2)
        assert "▶ playing · side-a.wav" in shown(pilot)
        await pilot.press("right", "space")
        await until(pilot, lambda: player.sound.paused and player.sound.position > 4.5)


async def test_what_is_no_recording_is_not_played(valley: Archive) -> None:
    async with ReadingRoom(lambda: valley).run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("m")
        await still(pilot)
        await pilot.press("space")
        await until(pilot, lambda: "bridge.png is no recording; there is nothing to be heard." in shown(pilot))


async def test_a_passage_that_was_found_is_heard_from_the_list(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "/posts")
        await until(pilot, lambda: "two posts" in shown(pilot))
        await still(pilot)
        await pilot.press("down", "down")
        room.screen.set_focus(room.home.results)
        await pilot.press("P")
        await until(pilot, lambda: isinstance(room.screen, Listening))
        player = listening(pilot).player
        await until(pilot, lambda: player.sound.position > 21.1)
        assert player.sound.position < 30
