"""The life of an index: thrown away, torn, old, foreign or half built, it answers as one built this moment."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from testimonies.authority import Name, Place
from testimonies.testimony import Link, Testimony
from tests.archive.test_finding import plain
from tests.conftest import HOUSE, KEEPER, told

QUERIES = ("river", "the river bridge", '"the river"', "b*", "rivar~", "w?lls", "Stepanakert", "date:1993 -mill", "")


def answers(archive: Archive) -> list[Any]:
    """What an archive answers to all kinds of questions, to both readers."""
    return [plain(archive.search(query, who, limit=100)) for query in QUERIES for who in ("staff", "open")]


def fresh(folder: Path, tmp_path: Path) -> list[Any]:
    """What an index answers that is built this moment."""
    with Archive(folder, cache=tmp_path / "fresh") as archive:
        said = answers(archive)
    shutil.rmtree(tmp_path / "fresh")
    return said


def tale(number: int) -> Testimony:
    words = (
        "The river and the bridge.",
        f"Walls and wells {number}.",
        "We left Khankendi." if number % 2 else "The mill.",
    )
    return told(
        *words[: 1 + number % 3], access="staff" if number % 5 == 0 else "open", place=Link("Khankendi", "place-0001")
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive with a past: added to, changed and purged, its index in several segments."""
    with Archive.create(tmp_path / "archive", "Voices", KEEPER) as archive:
        archive.add_authority(Place(names=(Name("Stepanakert"), Name("Khankendi"))), by=KEEPER)
        with archive.writing():
            for number in range(1, 8):
                archive.add(tale(number), by=KEEPER)
        archive.edit("oh-0002", lambda before: tale(9), by=KEEPER)
        archive.add(tale(11), by=KEEPER)
        archive.purge("oh-0004", by=KEEPER, why="narrator_request")
        archive.search("river")
    return tmp_path / "archive"


def change(folder: Path) -> None:
    """Change the archive once more."""
    with Archive(folder) as archive:
        archive.edit("oh-0003", lambda before: told("Another river."), by=KEEPER)
        archive.add(tale(12), by=KEEPER)
        archive.search("river")


def test_an_index_with_a_past_answers_as_a_new_one(folder: Path, tmp_path: Path) -> None:
    change(folder)
    with Archive(folder) as archive:
        assert answers(archive) == fresh(folder, tmp_path)
        assert archive.healed is None


def files(index: Path, suffix: str) -> list[Path]:
    return sorted(path for path in index.iterdir() if path.suffix == suffix)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for at in range(0, len(data), max(1, len(data) // 50)):
        data[at] ^= 0xFF
    path.write_bytes(data)


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("harm", [cut, flip, empty, Path.unlink], ids=["cut", "flipped", "emptied", "gone"])
@pytest.mark.parametrize("suffix", [".toc", ".seg", ".json"])
def test_an_index_with_a_torn_file_heals_by_itself_and_says_so(
    folder: Path, tmp_path: Path, suffix: str, harm: Callable[[Path], object]
) -> None:
    expected = fresh(folder, tmp_path)
    for path in files(folder / "cache" / "index", suffix):
        harm(path)

    with Archive(folder) as archive:
        assert answers(archive) == expected
        assert archive.healed == "The index could not be used and was built anew from 7 testimonies."
        assert archive.catch_up() is None


def test_an_index_that_is_gone_is_built_anew(folder: Path, tmp_path: Path) -> None:
    shutil.rmtree(folder / "cache")

    with Archive(folder) as archive:
        assert answers(archive) == fresh(folder, tmp_path)
        assert archive.healed == "The index was missing and was built anew from 7 testimonies."


def test_an_archive_that_holds_nothing_yet_has_no_index_to_miss(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "new", "Voices of the valley", KEEPER) as archive:
        assert archive.search("river").total == 0
        assert archive.healed is None


def test_what_the_index_has_to_do_without_is_named(folder: Path) -> None:
    with Archive(folder) as archive:
        every = archive.list().total
        named = archive.list().rows[0].id
    (folder / "testimonies" / named / "v1" / "content" / "record.json").write_text("{", encoding="utf-8")
    shutil.rmtree(folder / "cache")

    with Archive(folder) as archive:
        assert archive.list().total == every - 1
        assert str(archive.healed).endswith(
            f"1 testimony can't be read, and no search finds it; run: earwitness verify {named}"
        )


def test_an_older_copy_put_back_in_its_place_catches_up(folder: Path, tmp_path: Path) -> None:
    index = folder / "cache" / "index"
    shutil.copytree(index, tmp_path / "aside")
    change(folder)
    for path in index.iterdir():
        path.unlink()
    shutil.copytree(tmp_path / "aside", index, dirs_exist_ok=True)

    with Archive(folder) as archive:
        assert answers(archive) == fresh(folder, tmp_path)


def test_a_copied_archive_builds_its_own_index(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "copy")

    with Archive(tmp_path / "copy") as archive:
        assert answers(archive) == fresh(folder, tmp_path)
        assert archive.healed is not None


def test_an_index_of_an_older_kind_is_built_anew(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.index.seal.VERSION", 99)

    with Archive(folder) as archive:
        assert answers(archive) == fresh(folder, tmp_path)
        assert archive.healed is not None
    assert json.loads((folder / "cache" / "index" / "index.json").read_text())["version"] == 99


class Stopped(BaseException):
    """The program was killed here."""


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_an_interrupted_rebuilding_is_gone_on_with(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    monkeypatch.setattr("archive.following.BATCH", 20)
    shutil.rmtree(folder / "cache" / "index")
    batches = iter(range(100))

    def stop(done: int, _of: int, _what: str) -> None:
        if done and next(batches) == after:
            raise Stopped

    with Archive(folder) as archive, pytest.raises(Stopped):
        archive.reindex(stop)
    assert (folder / "cache" / "index.new").exists()
    with Archive(folder, cache=tmp_path / "elsewhere") as archive:
        archive.edit("oh-0001", lambda before: told("Changed meanwhile, by the river."), by=KEEPER)

    with Archive(folder) as archive:
        assert answers(archive) == fresh(folder, tmp_path)
        assert archive.reindex() == 7
        assert answers(archive) == fresh(folder, tmp_path)
    assert not (folder / "cache" / "index.new").exists()


def run(program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a few lines in another process."""
    command = [sys.executable, "-c", f"from archive.archive import Archive\nfrom tests.conftest import *\n{program}"]
    return subprocess.run(
        [*command, *map(str, arguments)], cwd=HOUSE, env=os.environ, capture_output=True, text=True, check=True
    )


ADD = """
import sys
with Archive(Path(sys.argv[1])) as archive:
    for number in range(int(sys.argv[2])):
        archive.add(told(f"Another river {number}."), by=KEEPER)
"""

KILLED = """
import os, sys
import archive.following
archive.following.BATCH = 20
def stop(done, of, what):
    if done == 4:
        os.kill(os.getpid(), 9)
Archive(Path(sys.argv[1])).reindex(stop)
"""


def test_a_rebuilding_killed_in_the_middle_leaves_the_old_index_answering(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        run(KILLED, folder)
    assert (folder / "cache" / "index.new").exists()

    with Archive(folder) as archive:
        assert answers(archive) == fresh(folder, tmp_path)
        assert archive.healed is None
        assert archive.reindex() == 7
        assert answers(archive) == fresh(folder, tmp_path)


def test_what_another_process_adds_is_seen_by_an_archive_that_was_open_before(folder: Path, tmp_path: Path) -> None:
    with Archive(folder) as archive:
        before = archive.search("another").total
        run(ADD, folder, 2)

        assert archive.search("another").total == before + 2
        assert answers(archive) == fresh(folder, tmp_path)


def test_one_reads_while_another_writes(folder: Path, tmp_path: Path) -> None:
    writing = threading.Thread(target=run, args=(ADD, folder, 12))
    with Archive(folder) as archive:
        writing.start()
        seen = []
        while writing.is_alive():
            seen.append(archive.search("another").total)
        writing.join()

        assert seen == sorted(seen)
        assert archive.search("another").total == 12
        assert archive.healed is None
        assert answers(archive) == fresh(folder, tmp_path)


def test_a_screen_may_ask_from_several_threads(folder: Path, tmp_path: Path) -> None:
    expected = fresh(folder, tmp_path)
    said: list[list[Any]] = []
    with Archive(folder) as archive:
        asking = [threading.Thread(target=lambda: said.append(answers(archive))) for _ in range(4)]
        for one in asking:
            one.start()
        for one in asking:
            one.join()

    assert said == [expected] * 4


def test_a_damaged_line_of_the_trail_leaves_what_is_kept_findable(folder: Path, tmp_path: Path) -> None:
    trail = folder / "audit.jsonl"
    lines = trail.read_bytes().splitlines(keepends=True)
    trail.write_bytes(b"".join([*lines[:-3], b"{}\n", *lines[-2:]]))
    (folder / "cache" / "index" / "index.json").unlink()

    with Archive(folder) as archive:
        assert answers(archive) == fresh(folder, tmp_path)


def test_nothing_is_written_where_nothing_changed(folder: Path) -> None:
    def state() -> list[tuple[str, int]]:
        return sorted((path.name, path.stat().st_mtime_ns) for path in (folder / "cache" / "index").iterdir())

    with Archive(folder) as archive:
        archive.search("river")
        before = state()
        for query in QUERIES:
            archive.search(query)
            archive.list(query, "open")
        assert state() == before


@pytest.fixture
def strangers(folder: Path) -> Iterator[Path]:
    """An archive whose index somebody else has built."""
    if os.geteuid() != 0:
        pytest.skip("only root may give a file to somebody else")
    index = folder / "cache" / "index"
    for path in (*index.iterdir(), index):
        os.chown(path, 4242, 4242)
    yield folder


def test_an_index_that_somebody_else_built_is_left_alone(strangers: Path, tmp_path: Path) -> None:
    index = strangers / "cache" / "index"
    before = {path.name: path.read_bytes() for path in index.iterdir()}

    with Archive(strangers) as archive:
        assert answers(archive) == fresh(strangers, tmp_path)
        assert not archive.cache.is_relative_to(strangers)
        archive.add(tale(13), by=KEEPER)
        assert answers(archive) == fresh(strangers, tmp_path)
    assert {path.name: path.read_bytes() for path in index.iterdir()} == before
    with Archive(strangers) as archive:
        assert answers(archive) == fresh(strangers, tmp_path)
        assert archive.healed is None


def test_a_read_only_archive_is_searched_with_an_index_in_the_users_cache(folder: Path, tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("to root no folder is read-only")
    expected = fresh(folder, tmp_path)
    shutil.rmtree(folder / "cache")
    folder.chmod(0o500)
    try:
        with Archive(folder) as archive:
            assert answers(archive) == expected
            assert not archive.cache.is_relative_to(folder)
    finally:
        folder.chmod(0o700)


def test_two_copies_of_one_archive_share_no_cache(strangers: Path, tmp_path: Path) -> None:
    shutil.copytree(strangers, tmp_path / "copy")
    os.chown(tmp_path / "copy" / "cache" / "index", 4242, 4242)

    with Archive(strangers) as one, Archive(tmp_path / "copy") as other:
        assert one.cache != other.cache
