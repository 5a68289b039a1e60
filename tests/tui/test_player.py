"""mpv as a child: what is played and how far it is, what is said when nothing can be heard, and that none is left."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import wave
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.sounds import need, tone, until
from tui.sound import saying
from tui.sound.player import MORE, Player, Sound


@pytest.fixture
def player(monkeypatch: pytest.MonkeyPatch) -> Iterator[Player]:
    need("mpv")
    monkeypatch.setenv(MORE, "--ao=null")
    made = Player(lambda _sound: None)
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def tape(tmp_path: Path) -> Path:
    return tone(tmp_path / "side-a.wav", 60)


def test_a_recording_plays_from_the_moment_that_is_wanted(player: Player, tape: Path) -> None:
    player.play(tape, 12.0)
    until(lambda: player.sound.position > 12.3)
    assert player.sound.playing
    assert player.sound.duration == pytest.approx(60, abs=0.1)
    assert player.sound.position < 40


def test_it_is_held_and_goes_on_and_back_and_ahead(player: Player, tape: Path) -> None:
    player.play(tape, 20.0)
    until(lambda: player.sound.position > 20.1)
    player.pause()
    until(lambda: player.sound.paused)
    player.go(30.0)
    until(lambda: player.sound.position == pytest.approx(30, abs=0.01))
    player.seek(-5)
    until(lambda: player.sound.position == pytest.approx(25, abs=0.01))
    player.pause(False)
    until(lambda: player.sound.position > 25.1)


def test_one_can_go_elsewhere_before_the_recording_is_in(player: Player, tape: Path) -> None:
    player.play(tape, 5.0)
    player.go(30.0)
    until(lambda: 30.1 < player.sound.position < 35)


def test_nobody_goes_before_the_beginning_or_behind_the_end(player: Player, tape: Path) -> None:
    player.play(tape, 2.0)
    until(lambda: player.sound.duration is not None)
    player.pause()
    player.seek(-5)
    assert player.sound.position == 0
    player.seek(500)
    assert player.sound.position == pytest.approx(60, abs=0.1)


def test_it_is_played_faster_and_never_more_than_twice_as_fast(player: Player, tape: Path) -> None:
    player.play(tape)
    player.set_speed(5)
    until(lambda: player.sound.speed == 2.0)
    player.set_speed(0.1)
    until(lambda: player.sound.speed == 0.5)
    player.play(tape, 5)
    assert player.sound.speed == 0.5


def test_a_stretch_is_repeated_until_one_has_heard_it(player: Player, tape: Path) -> None:
    told: list[Sound] = []
    player._changed = told.append
    player.play(tape, 10)
    player.loop(10.0, 10.4)
    until(lambda: sum(after.position < before.position for before, after in pairwise(told)) > 1)
    assert player.sound.looping
    player.loop(None)
    until(lambda: player.sound.position > 10.8)
    assert not player.sound.looping


def test_the_end_is_told_and_one_can_go_back_from_it(player: Player, tape: Path) -> None:
    player.play(tape, 59.5)
    until(lambda: player.sound.ended)
    assert not player.sound.playing
    player.go(30.0)
    until(lambda: not player.sound.ended and player.sound.position > 30.1)


def test_without_a_sound_device_one_sentence_says_so(tape: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    need("mpv")
    # A device nobody has stands for a computer without one.
    monkeypatch.setenv(MORE, "--ao=alsa --audio-device=alsa/no-such-device")
    player = Player(lambda _sound: None)
    try:
        player.play(tape)
        until(lambda: player.sound.trouble == saying.NO_DEVICE)
        assert player.sound.path is None
    finally:
        player.close()


def test_without_mpv_one_sentence_says_so(tape: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    player = Player(lambda _sound: None)
    player.play(tape)
    assert player.sound.trouble == saying.NO_MPV
    player.close()


def test_an_mpv_that_ends_by_itself_is_named_and_started_again(player: Player, tape: Path) -> None:
    player.play(tape)
    until(lambda: player.sound.position > 0.1)
    assert player._process is not None
    player._process.kill()
    until(lambda: player.sound.trouble == saying.GONE)
    player.play(tape, 5)
    until(lambda: player.sound.position > 5.1)
    assert not player.sound.trouble


@pytest.mark.parametrize("name", ["--script=evil.lua.wav", "-", "édl:%s a.wav"])
def test_a_files_name_is_a_name_and_nothing_else(
    player: Player, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tone(tmp_path / name, 20)
    monkeypatch.chdir(tmp_path)
    player.play(Path(name), 3)
    until(lambda: player.sound.position > 3.1)


def test_a_list_of_addresses_that_is_called_a_recording_is_not_followed(player: Player, tmp_path: Path) -> None:
    listed = tmp_path / "side-b.wav"
    listed.write_text("#EXTM3U\n#EXTINF:5,\nhttp://127.0.0.1:9/side.ts\n", encoding="utf-8")
    player.play(listed)
    until(lambda: bool(player.sound.trouble))
    assert player.sound.path is None


HOLDS = """
import sys, time
from pathlib import Path
from tui.sound.player import Player
player = Player(lambda sound: None)
player.play(Path(sys.argv[1]))
print(player._process.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGHUP])
def test_no_sound_is_left_when_the_program_is_killed(player: Player, tape: Path, ending: signal.Signals) -> None:
    program = subprocess.Popen([sys.executable, "-c", HOLDS, str(tape)], stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    mpv = int(program.stdout.readline())
    assert is_running(mpv)
    program.send_signal(ending)
    program.wait()
    program.stdout.close()
    until(lambda: not is_running(mpv))


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")
    # Where nobody waits for orphans, one that has ended still has its number.
    return not status.exists() or status.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"


def test_a_closed_player_leaves_no_process(player: Player, tape: Path) -> None:
    player.play(tape)
    assert player._process is not None
    mpv = player._process.pid
    player.close()
    assert not is_running(mpv)
    assert player.sound.path is None


def test_over_ssh_the_command_for_the_other_machine_is_given_with_every_name_quoted() -> None:
    there = {"SSH_CONNECTION": "10.0.0.9 50022 10.0.0.5 2222"}
    said = saying.local_command(Path("/srv/it's here/tape 1.wav"), 872.4, there)
    assert said.startswith("ssh -p 2222 ")
    assert "@10.0.0.5 " in said
    assert said.endswith(" | mpv --no-video --force-seekable=yes --start=872 -")
    shell = said.replace(said.partition("@")[0].rpartition(" ")[2] + "@10.0.0.5", "there").partition(" | ")[0]
    # The words reach the shell over there as one command that names one file.
    program = "import shlex, sys; print(shlex.split(shlex.split(sys.argv[1])[-1]))"
    done = subprocess.run([sys.executable, "-c", program, shell], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == str(["cat", "--", "/srv/it's here/tape 1.wav"])


def test_the_command_for_the_other_machine_plays_from_the_moment(
    tape: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need("mpv")
    # An ssh that hands its last words to a shell, as the real one does at the other end.
    (tmp_path / "ssh").write_text('#!/bin/sh\nfor last; do :; done\nexec sh -c "$last"\n', encoding="utf-8")
    (tmp_path / "ssh").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    said = saying.local_command(tape, 55, {"SSH_CONNECTION": "10.0.0.9 50022 10.0.0.5 22"})
    heard = tmp_path / "heard"
    options = f"--no-config --ao=pcm --ao-pcm-waveheader=no --ao-pcm-file={shlex.quote(str(heard))}"
    subprocess.run(["sh", "-c", said.replace("mpv ", f"mpv {options} ")], check=True, capture_output=True)
    with wave.open(str(tape)) as sound:
        second = sound.getframerate() * sound.getnchannels() * sound.getsampwidth()
    # The last five seconds of the minute, and not a word of what comes before them.
    assert heard.stat().st_size / second == pytest.approx(5, abs=0.1)
