"""Transcribing: the text and the tape on one screen, every key of it, and nothing that was typed is lost."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from archive.archive import Archive
from testimonies import locator
from testimonies.testimony import Agent, MediaItem
from testimonies.transcript import Passage, Transcript
from tests.conftest import KEEPER, told
from tests.sounds import need, tone
from tests.tui.conftest import SIZE, burst, shown, still
from tests.tui.front import ask
from tests.tui.terminal import Terminal
from tui.app import ReadingRoom
from tui.screens import transcribing
from tui.screens.transcribing import Transcribing
from tui.sound.player import MORE

TURNS = (
    ("00:00:02", "Sona", "Where was the bridge before the flood?"),
    ("00:00:08", "Amina", "Below the mill. The river took it in one night."),
)


@pytest.fixture
def taped(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """An interview of two turns with a recording of a minute, and one that has neither."""
    need("mpv")
    monkeypatch.setenv(MORE, "--ao=null")
    for name in ("SSH_CONNECTION", "SSH_TTY"):
        monkeypatch.delenv(name, raising=False)
    spoken = tuple(Passage(words, at=locator.parse(at), speaker=who) for at, who, words in TURNS)
    archive.add(
        told(
            title="The night the river took the bridge",
            media=(MediaItem("side-a.wav"),),
            transcripts=(Transcript("en", timing="interval", passages=spoken),),
        ),
        by=KEEPER,
        media=[tone(tmp_path / "side-a.wav", 60, lambda second: (0.1, 0.6, 0.3, 0.9)[second % 4])],
    )
    archive.add(
        told(title="Not written down yet", agents=(Agent(role="narrator", name="Amina"),), language="hy"), by=KEEPER
    )
    yield archive


@pytest.fixture
def room(taped: Archive) -> ReadingRoom:
    made = ReadingRoom(lambda: taped)
    made.first = lambda: made.begin_transcribing("oh-0001")
    return made


def screen_of(pilot: Pilot[None]) -> Transcribing:
    screen = pilot.app.screen
    assert isinstance(screen, Transcribing)
    return screen


async def opened(pilot: Pilot[None]) -> Transcribing:
    await still(pilot)
    await until(pilot, lambda: isinstance(pilot.app.screen, Transcribing) and pilot.app.screen.testimony is not None)
    return screen_of(pilot)


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    for _ in range(1000):
        if holds():
            await pilot.pause()
            return
        await pilot.pause(0.02)
    raise AssertionError(f"it did not come to pass\n{shown(pilot)}")


async def test_one_key_plays_and_pauses_and_goes_on_two_seconds_earlier(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        await until(pilot, lambda: "‖ paused · side-a.wav" in shown(pilot))
        await pilot.press("f4")
        sound = screen.player
        await until(pilot, lambda: sound.sound.position > 0.3)
        sound.go(30)
        await until(pilot, lambda: sound.sound.position > 30.2)
        await pilot.press("ctrl+@")
        await until(pilot, lambda: sound.sound.paused)
        await pilot.press("f4")
        await until(pilot, lambda: not sound.sound.paused)
        assert 27.5 < sound.sound.position < 30
        assert screen.box.text.startswith("[00:00:02] Sona:")


async def test_a_turn_is_stamped_named_and_begun_without_leaving_the_keys(room: ReadingRoom, taped: Archive) -> None:
    async with room.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        await until(pilot, lambda: screen._path is not None)
        screen._resume = 21.4
        await pilot.press("ctrl+n")
        burst(pilot, "And in the morning?")
        screen._resume = 30
        await pilot.press("ctrl+n")
        burst(pilot, "Nothing was left ")
        await pilot.press("f9")
        screen._resume = 31
        await pilot.press("ctrl+t")
        await still(pilot)
        assert screen.box.text.splitlines()[-3:] == [
            "[00:00:21] Sona: And in the morning?",
            "",
            "[00:00:31] Amina: Nothing was left [unclear]",
        ]
        burst(pilot, "")
        await pilot.press("ctrl+g", "1")
        assert screen.box.text.splitlines()[-1] == "[00:00:31] Sona: Nothing was left [unclear]"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "oh-0001, version 2, is kept." in shown(pilot))
        kept = taped.show("oh-0001").testimony.transcripts[0]
        assert [(one.id, str(one.at), one.speaker) for one in kept.passages] == [
            ("s0001", "00:00:02", "Sona"),
            ("s0002", "00:00:08", "Amina"),
            ("s0003", "00:00:21", "Sona"),
            ("s0004", "00:00:31", "Sona"),
        ]
        assert kept.passages[3].unclear == ((17, 26),)
        assert taped.history("oh-0001")[-1]["why"] == "Transcribed"


async def test_raw_becomes_checked_by_a_command(room: ReadingRoom, taped: Archive) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await opened(pilot)
        assert "en original · raw" in shown(pilot)
        await pilot.press("f10", "ctrl+s")
        await until(pilot, lambda: "is kept." in shown(pilot))
        assert "en original · checked" in shown(pilot)
        assert taped.show("oh-0001").testimony.transcripts[0].status == "checked"


async def test_five_seconds_back_a_loop_and_another_speed(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        await until(pilot, lambda: screen._path is not None)
        await pilot.press("f4")
        sound = screen.player
        await until(pilot, lambda: sound.sound.position > 0.2)
        sound.go(30)
        await pilot.press("ctrl+b")
        await until(pilot, lambda: 24 < sound.sound.position < 27)
        await pilot.press("ctrl+l")
        await until(pilot, lambda: "repeats a stretch" in shown(pilot))
        await pilot.press("ctrl+l", "ctrl+o")
        await until(pilot, lambda: "repeats" not in shown(pilot) and "0.8×" in shown(pilot))


async def test_it_is_an_editor_of_turns_where_there_is_no_recording(taped: Archive) -> None:
    room = ReadingRoom(lambda: taped)
    room.first = lambda: room.begin_transcribing("oh-0002")
    async with room.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        await until(pilot, lambda: "The words can be typed all the same." in shown(pilot))
        await pilot.press("f4", "ctrl+t", "ctrl+n")
        burst(pilot, "It rained for nine days.")
        await pilot.press("ctrl+n")
        burst(pilot, "{Sona}: And then?")
        await still(pilot)
        assert "{Amina}: It rained for nine days." in screen.box.text
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "oh-0002, version 2, is kept." in shown(pilot))
        (kept,) = taped.show("oh-0002").testimony.transcripts
        assert (kept.language, kept.status, bool(kept.by)) == ("hy", "raw", True)
        assert kept.passages[0].speaker == "Amina"


async def test_what_is_typed_is_a_draft_within_a_second_and_found_again(
    room: ReadingRoom, taped: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transcribing, "PAUSE", 0.05)
    name = taped.drafts.of_transcript("oh-0001", 0)
    async with room.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        await pilot.press("ctrl+n")
        burst(pilot, "unfinished")
        await until(pilot, lambda: taped.drafts.has(name) and "unfinished" in str(taped.drafts.load(name)["text"]))
        assert "Kept as a draft." in shown(pilot)
        await pilot.press("x", "escape")
        await still(pilot)
        assert str(taped.drafts.load(name)["text"]).endswith("unfinishedx")
        assert taped.show("oh-0001").version == 1
    again = ReadingRoom(lambda: taped)
    again.first = lambda: again.begin_transcribing("oh-0001")
    async with again.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        assert screen.box.text.endswith("unfinishedx")
        assert "This goes on with what was typed last." in shown(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "version 2, is kept." in shown(pilot))
        assert not taped.drafts.has(name)


async def test_what_somebody_else_changed_meanwhile_is_not_written_over(room: ReadingRoom, taped: Archive) -> None:
    async with room.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        burst(pilot, " mine")
        await still(pilot)
        assert ask_edit(taped) == 2
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "The archive holds another transcript" in shown(pilot))
        assert taped.show("oh-0001").version == 2
        assert screen.box.text.rstrip().endswith("mine")


def ask_edit(archive: Archive) -> int:
    def change(before: Any) -> Any:
        (words,) = before.transcripts
        return replace(before, transcripts=(replace(words, passages=words.passages[:1]),))

    return archive.edit("oh-0001", change, by=KEEPER).version


async def test_a_line_that_is_wrong_is_gone_to_and_nothing_is_kept(room: ReadingRoom, taped: Archive) -> None:
    async with room.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        screen.box.put("[00:00:02] Sona: Where?\n\n[00:99:99] Amina: Here.\n")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "line 3" in shown(pilot))
        assert screen.box.cursor_location[0] == 2
        assert taped.show("oh-0001").version == 1


async def test_a_burst_across_every_key_loses_no_letter(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        await until(pilot, lambda: screen._path is not None)
        typed = "one two three four five six seven eight nine ten " * 4
        for number, word in enumerate(typed.split(" ")):
            burst(pilot, f"{word} ")
            if number % 7 == 0:
                pilot.app.post_message(key("f4"))
            if number % 11 == 0:
                pilot.app.post_message(key("ctrl+t"))
        await until(pilot, lambda: screen.box.text.count("ten") == 4)
        await still(pilot)
        assert typed.strip() in screen.box.text


def key(name: str) -> Any:
    return events.Key(name, None)


async def test_a_digit_is_a_digit_where_nobody_was_asked_for(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        screen = await opened(pilot)
        burst(pilot, " 12")
        await pilot.press("ctrl+g", "x", "1")
        await still(pilot)
        assert screen.box.text.rstrip().endswith("12x1")


HOSTILE = (
    "a\x1b[31mred\x1b]0;t\x07 \x9b2J [@click=app.quit]x[/] \u202egpj \U0001f468\u200d\U0001f469 " + "word " * 3000
)


async def test_hostile_words_are_shown_harmless_and_kept_as_they_are(taped: Archive) -> None:
    passage = Passage(HOSTILE.strip(), at=locator.parse("00:00:02"), speaker="A\x1b[31m: [/b]")
    taped.add(told(title="Hostile", transcripts=(Transcript("en", passages=(passage,)),)), by=KEEPER)
    room = ReadingRoom(lambda: taped)
    room.first = lambda: room.begin_transcribing("oh-0003")
    async with room.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await pilot.press("ctrl+home")
        await still(pilot)
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & {*shown(pilot)}
        await pilot.press("f10", "ctrl+s")
        await until(pilot, lambda: "version 2, is kept." in shown(pilot))
    kept = taped.show("oh-0003").testimony.transcripts[0].passages[0]
    assert (kept.words, kept.speaker, kept.id) == (HOSTILE.strip(), "A\x1b[31m: [/b]", "s0001")


async def test_an_open_reader_types_nothing(taped: Archive) -> None:
    room = ReadingRoom(lambda: taped, "open")
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("enter")
        await still(pilot)
        await pilot.press("T")
        await still(pilot)
        assert "To transcribe, open the reading room as staff." in shown(pilot)


def test_without_a_terminal_a_sentence_says_so(taped: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    said = ask(capsys, "transcribe", "-A", taped.folder, "oh-0001")
    assert said.code == 2
    assert "There is no terminal here to type in." in said.err


def test_the_text_and_the_tape_look_as_they_did(room: ReadingRoom, snap_compare: Any) -> None:
    """The turns fill the screen, times and speakers told apart; below them who can be chosen, and the tape."""
    need("ffmpeg")

    async def walked(pilot: Pilot[None]) -> None:
        screen = await opened(pilot)
        await until(pilot, lambda: "█" in shown(pilot))
        screen._resume = 21
        await pilot.press("ctrl+n")
        burst(pilot, "And in the morning?")
        await until(pilot, lambda: "Kept as a draft." in shown(pilot))

    assert snap_compare(room, terminal_size=SIZE, run_before=walked)


def test_a_story_of_transcribing(story: Callable[..., Terminal], taped: Archive) -> None:
    taped.close()
    terminal = story(taped.folder, "transcribe", "oh-0001", **{MORE: "--ao=null"})
    terminal.wait("Below the mill")
    terminal.wait("paused · side-a.wav")
    terminal.press("C-Space")
    terminal.wait("▶ playing")
    terminal.press("C-n")
    terminal.type("And in the morning?")
    terminal.wait("And in the morning")
    terminal.press("F4")
    terminal.wait("‖ paused")
    terminal.wait("Kept as a draft")
    terminal.look("transcribing")
    terminal.press("C-g")
    terminal.wait("Who speaks")
    terminal.look("transcribing-speaker")
    terminal.type("2")
    terminal.wait("Amina: And in the morning")
    terminal.press("C-s")
    terminal.wait("oh-0001, version 2, is kept")
    terminal.look("transcribing-kept")
    terminal.press("C-q")
    assert terminal.wait_for_the_end() == 0
    with Archive(taped.folder) as archive:
        assert archive.show("oh-0001").testimony.transcripts[0].passages[2].words == "And in the morning?"


def kill(terminal: Terminal) -> None:
    """Kill the program in a terminal, which is the only child of its shell."""
    shell = terminal._run("list-panes", "-t", "story", "-F", "#{pane_pid}").strip()
    (children,) = Path(f"/proc/{shell}/task/{shell}").glob("children")
    os.kill(int(children.read_text(encoding="utf-8").split()[0]), signal.SIGKILL)


def test_a_killed_program_loses_no_more_than_the_last_second(
    story: Callable[..., Terminal], taped: Archive, view: str
) -> None:
    taped.close()
    terminal = story(taped.folder, "transcribe", "oh-0001", **{MORE: "--ao=null"})
    terminal.wait("Below the mill")
    terminal.press("C-n")
    terminal.type("typed before the power went")
    terminal.wait("Kept as a draft")
    time.sleep(1.2)
    kill(terminal)
    again = story(taped.folder, "transcribe", "oh-0001", **{MORE: "--ao=null"})
    again.wait("typed before the power went")
    again.wait("This goes on with what was typed last")
