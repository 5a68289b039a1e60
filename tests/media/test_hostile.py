"""Files that were made, or happen, to do harm."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from media.decoder import WRITTEN
from media.look import describe
from media.opening import shown
from media.thumbnail import make
from media.workbench import GRACE_SECONDS, WALL_SECONDS, Ended, Workbench
from testimonies.errors import UnreadableFile
from tests.media import samples


@pytest.fixture
def impatient() -> Iterator[Workbench]:
    """A bench of our own, whose patience a test may end."""
    bench = Workbench()
    yield bench
    bench.close()


def test_a_picture_that_claims_to_be_huge_is_not_decoded(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(samples.png_that_claims(100_000, 100_000))
    found = describe(tmp_path / "a.png")
    assert (found.width, found.height) == (100_000, 100_000)
    assert found.unreadable is not None
    assert "100,000 × 100,000 pixels" in found.unreadable
    assert not make(tmp_path / "a.png", tmp_path / "small.png")
    assert not (tmp_path / "small.png").exists()


@pytest.mark.parametrize(("side", "frames"), [(12_000, 400), (40_000, 3), (65_535, 1)])
def test_a_small_gif_of_huge_frames_ends_within_limits(tmp_path: Path, side: int, frames: int) -> None:
    (tmp_path / "a.gif").write_bytes(samples.gif_of_huge_frames(side, frames))
    found = describe(tmp_path / "a.gif")
    assert found.mime == "image/gif"
    assert found.unreadable or found.notes


def test_one_bad_file_does_not_change_what_the_next_one_is(tmp_path: Path) -> None:
    samples.quarters().save(tmp_path / "good.png")
    (tmp_path / "bomb.png").write_bytes(samples.png_that_claims(30_000, 4_900))
    (tmp_path / "bad.gif").write_bytes(samples.gif_of_huge_frames(12_000, 2))
    alone = describe(tmp_path / "good.png")
    for bad in ("bomb.png", "bad.gif"):
        describe(tmp_path / bad)
        assert describe(tmp_path / "good.png") == alone


def test_what_takes_too_long_is_ended_and_the_next_file_is_looked_at(tmp_path: Path, impatient: Workbench) -> None:
    samples.quarters().save(tmp_path / "good.png")
    (tmp_path / "slow.png").write_bytes(samples.black_png(12_000, 12_000))
    assert describe(tmp_path / "good.png", impatient).unreadable is None
    impatient.wall = 0.05
    found = describe(tmp_path / "slow.png", impatient)
    impatient.wall = WALL_SECONDS
    assert found.unreadable == "Decoding it takes longer than this program allows; the file is kept as it is."
    assert describe(tmp_path / "good.png", impatient).unreadable is None


def test_a_decoder_that_keeps_no_time_is_ended_from_outside(tmp_path: Path, impatient: Workbench) -> None:
    path = samples.jpeg(tmp_path / "a.jpg")
    before = describe(path, impatient)
    assert impatient._decoder is not None
    stopped = impatient._decoder.process
    os.kill(stopped.pid, signal.SIGSTOP)
    impatient.wall = impatient.grace = 0.1
    assert describe(path, impatient).unreadable is not None
    assert stopped.returncode == -signal.SIGKILL
    impatient.wall, impatient.grace = WALL_SECONDS, GRACE_SECONDS
    assert describe(path, impatient) == before


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS knows no limit of address space")
def test_a_fork_can_neither_grow_nor_write_without_end(tmp_path: Path) -> None:
    greedy = "import media.decoder as d; d._limit(60); bytearray(3 * 1024**3)"
    assert subprocess.run([sys.executable, "-c", greedy], check=False).returncode == 1
    written = tmp_path / "endless"
    wordy = f"import media.decoder as d; d._limit(60); open({str(written)!r}, 'wb').write(bytes(40_000_000))"
    assert subprocess.run([sys.executable, "-c", wordy], check=False).returncode != 0
    assert written.stat().st_size == WRITTEN


def test_a_decoder_that_went_away_is_started_again(tmp_path: Path) -> None:
    bench = Workbench()
    path = samples.jpeg(tmp_path / "a.jpg")
    before = describe(path, bench)
    assert bench._decoder is not None
    bench._decoder.process.kill()
    bench._decoder.process.wait()
    assert describe(path, bench) == before
    bench.close()


def test_a_forked_program_starts_a_decoder_of_its_own(tmp_path: Path) -> None:
    path = samples.jpeg(tmp_path / "a.jpg")
    code = f"""
import os, pathlib, sys
from media.look import describe
path = pathlib.Path({str(path)!r})
before = describe(path)
child = os.fork()
same = describe(path) == before
if child == 0:
    os._exit(not same)
sys.exit(not same or os.waitpid(child, 0)[1] != 0)
"""
    assert subprocess.run([sys.executable, "-W", "error", "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("kind", ["link", "dangling link", "folder", "pipe", "socket", "empty", "absent"])
def test_what_is_no_plain_file_is_refused_in_a_sentence(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "scan.jpg"
    _make(kind, path)
    with pytest.raises(UnreadableFile) as refusal:
        describe(path)
    with pytest.raises(UnreadableFile):
        make(path, tmp_path / "small.png")
    assert "scan.jpg" in str(refusal.value)
    assert str(refusal.value).endswith(".")


def _make(kind: str, path: Path) -> None:
    if kind == "link":
        samples.jpeg(path.with_name("real.jpg"))
        path.symlink_to("real.jpg")
    elif kind == "dangling link":
        path.symlink_to("nowhere")
    elif kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        here = Path.cwd()
        os.chdir(path.parent)
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(path.name)
        os.chdir(here)
    elif kind == "empty":
        path.touch()


def test_a_file_that_is_still_growing_is_refused(tmp_path: Path) -> None:
    path = samples.jpeg(tmp_path / "a.jpg")

    class Growing(Workbench):
        def ask(self, work: str, *files: int, **details: object) -> dict[str, object] | Ended:
            with path.open("ab") as more:
                more.write(b"more")
            return super().ask(work, *files, **details)

    bench = Growing()
    with pytest.raises(UnreadableFile, match="is changing"):
        describe(path, bench)
    bench.close()


def test_a_name_cannot_act_on_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[2J\u202egpj.exe"
    path.touch()
    with pytest.raises(UnreadableFile) as refusal:
        describe(path)
    assert str(refusal.value).isprintable()
    assert shown("\x9b\u2066ü\ud800") == "“\\x9b\\u2066ü\\ud800”"


_STARTS = [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"GIF89a", b"%PDF-1.7\n", b"fLaC"]


@pytest.mark.parametrize("start", _STARTS)
def test_rubbish_with_a_good_beginning_is_only_unreadable(tmp_path: Path, start: bytes) -> None:
    (tmp_path / "a.bin").write_bytes(start + b"\x13\x37" * 3000)
    found = describe(tmp_path / "a.bin")
    assert found.unreadable or found.kind == "other"
    assert all(sentence.isprintable() for sentence in (*found.notes, found.unreadable or ""))
