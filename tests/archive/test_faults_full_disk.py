"""Whichever call finds the disk full, the old or the new stands, a retry works, and the index is in step."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.writing import Added
from testimonies.errors import AlreadyKept, NoRoom, NotFound
from tests.archive.faults.ledger import Ledger, assert_remembered, saying, saying_instead, word_of
from tests.archive.faults.room import no_room
from tests.conftest import KEEPER

OLD, NEW, OTHER = "alderbank", "birchbank", "cedarbank"

Write = Callable[[Archive, Path], Added]


def add(archive: Archive, sources: Path) -> Added:
    return archive.add(saying(NEW), by=KEEPER, media=[sources / "bridge.png"], sources=[sources / "letter.txt"])


def edit(archive: Archive, _sources: Path) -> Added:
    return archive.edit("oh-0001", lambda before: saying_instead(before, NEW), by=KEEPER)


def purge(archive: Archive, _sources: Path) -> Added:
    return archive.purge("oh-0001", by=KEEPER, why="narrator_request")


WRITES: dict[str, tuple[Write, Ledger]] = {
    "add": (add, Ledger({"oh-0001": OLD, "oh-0002": OTHER, "oh-0003": NEW})),
    "edit": (edit, Ledger({"oh-0001": NEW, "oh-0002": OTHER}, gone={OLD})),
    "purge": (purge, Ledger({"oh-0001": None, "oh-0002": OTHER}, gone={OLD, "earlier"})),
}
"""Each write, and what is remembered once it is done."""


@pytest.fixture
def begun(tmp_path: Path, photograph: Path) -> Path:
    """An archive of two testimonies, one of them with a version before."""
    (tmp_path / "letter.txt").write_text(f"We called it {NEW}.", encoding="utf-8")
    with Archive.create(tmp_path / "begun", "Voices of the valley", KEEPER) as archive:
        archive.add(saying("earlier"), by=KEEPER, media=[photograph])
        archive.edit("oh-0001", lambda before: saying_instead(before, OLD), by=KEEPER)
        archive.add(saying(OTHER), by=KEEPER)
    return tmp_path / "begun"


pytestmark = [
    pytest.mark.timeout(3600),
    # Whoosh leaves files open when it can't write them.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.mark.parametrize("name", sorted(WRITES))
def test_a_full_disk_leaves_the_old_or_the_new_and_the_index_in_step(begun: Path, name: str, long_dose: bool) -> None:
    fault, more = 1 if long_dose else 7, True
    while more:
        # In the small dose the disk stays full every second time.
        for stays_full in (False, True) if long_dose else (fault % 2 == 0,):
            more = fails_and_is_done_again(begun, name, fault, stays_full)
        fault += 1 if long_dose else 11
    assert fault > 50
    print(f"{name}: {fault - 2} calls")  # noqa: T201 - the figure of the long dose


def fails_and_is_done_again(begun: Path, name: str, fault: int, stays_full: bool) -> bool:
    """Let one call, or all from there on, find no room in a copy of the archive; whether there was such a call."""
    write, after = WRITES[name]
    folder = begun.with_name("copy")
    shutil.copytree(begun, folder, ignore=shutil.ignore_patterns("cache"))
    with Archive(folder) as archive:
        archive.catch_up()
        before = words(archive)
        with no_room(lambda call: call >= fault if stays_full else call == fault) as disk:
            said = attempt(archive, write)
        # Somebody else, who reads meanwhile, sees the old or the new, and which one was said.
        with Archive(folder) as other:
            if name == "purge" and stays_full:
                # Between its two renames neither is in its place; where not even a rename back is possible, the next
                # change finishes it.
                with other.writing():
                    pass
            assert words(other) in (before, after.words), f"call {fault} of {disk.calls}"
            if "is kept" in said:
                assert words(other) == after.words
            elif "as it was before" in said and not stays_full:
                assert words(other) == before
        with suppress(AlreadyKept, NotFound):  # where it was kept, or purged, the first time
            write(archive, begun.parent)
        assert archive.store.audit.verify() == []
        assert_remembered(archive, after, begun.with_name("fresh"))
    assert list((folder / "quarantine").iterdir()) == []
    for path in (folder, begun.with_name("fresh")):
        shutil.rmtree(path)
    return len(disk.calls) >= fault


def attempt(archive: Archive, write: Write) -> str:
    """Write where there may be no room; what is said of it."""
    try:
        write(archive, archive.folder.parent)
    except NoRoom as refused:
        assert "The disk is full" in str(refused)
        return str(refused)
    return "is kept"


def words(archive: Archive) -> dict[str, str | None]:
    return {key: word_of(archive, key) for key in archive.testimonies.ids()}


def test_a_change_that_no_index_has_room_for_is_kept_and_said_to_be(begun: Path) -> None:
    with Archive(begun) as archive:
        archive.catch_up()
        # The index's own lock is the first thing it writes.
        with no_room(lambda _: False) as disk:
            archive.edit("oh-0002", lambda before: saying_instead(before, OTHER + "s"), by=KEEPER)
        first = next(n for n, (_, what) in enumerate(disk.calls, 1) if "WRITELOCK" in str(what[0]))
        with no_room(lambda call: call >= first):
            kept = archive.edit("oh-0002", lambda before: saying_instead(before, NEW), by=KEEPER)
            assert archive.search(OTHER + "s").total == 1

        assert (kept.id, kept.version) == ("oh-0002", 3)
        assert "The disk is full" in str(archive.healed)
        assert word_of(archive, "oh-0002") == NEW
        assert archive.search(NEW).total == 1


def test_a_purge_that_no_index_has_room_for_is_not_said_to_be_done(begun: Path) -> None:
    with Archive(begun) as archive:
        archive.catch_up()
        with no_room(lambda _: False) as disk:
            archive.purge("oh-0001", by=KEEPER, why="narrator_request")
        first = next(n for n, (_, what) in enumerate(disk.calls, 1) if "WRITELOCK" in str(what[0]))
        with no_room(lambda call: call >= first), pytest.raises(NoRoom, match="oh-0002 is gone from what is kept"):
            archive.purge("oh-0002", by=KEEPER, why="narrator_request")

        archive.reindex()
        assert archive.search(OTHER).total == 0


def test_an_index_that_found_no_room_to_begin_in_is_not_locked_for_good(begun: Path) -> None:
    with Archive(begun) as archive:
        archive.catch_up()
        with no_room(lambda _: False) as disk:
            archive.edit("oh-0002", lambda before: saying_instead(before, OTHER + "s"), by=KEEPER)
        begins = next(n for n, (_, what) in enumerate(disk.calls, 1) if "MAIN.tmp" in str(what[0]))
        with no_room(lambda call: call == begins), suppress(NoRoom):
            archive.edit("oh-0002", lambda before: saying_instead(before, NEW), by=KEEPER)

        archive.catch_up()
        assert archive.search(NEW).total == 1


def test_an_archive_without_an_index_is_searched_on_a_full_disk(begun: Path) -> None:
    shutil.rmtree(begun / "cache")
    with Archive(begun) as archive:
        # The index is then built where there is room.
        with no_room(lambda _: str(begun / "cache") in str(disk.calls[-1])) as disk:
            assert archive.search(OTHER).total == 1
        assert "The disk is full" in str(archive.healed)
        elsewhere = archive.cache
        assert not elsewhere.is_relative_to(begun)
    assert not elsewhere.exists()
    with Archive(begun) as archive:
        assert archive.search(OTHER).total == 1
        assert archive.cache == begun / "cache"
