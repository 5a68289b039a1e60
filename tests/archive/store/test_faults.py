"""Whatever goes wrong at whichever call, the old or the new state stands and a retry works."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from archive.store import Change, Receipt, Store, create_roots, kept, verify, verify_root, verify_trail
from testimonies import errors
from tests.archive.store.conftest import change
from tests.archive.store.disk import NEEDS_ROOM, Disk, PowerCut, failing, full

ROOT = "testimonies"
OLD = {"record.json": b"the old words", "media/tape.wav": b"\x00\x01" * 700, "empty.txt": b""}
NEW = {"record.json": b"the new words", "media/tape.wav": b"\x00\x01" * 700, "media/b.wav": b"\x02" * 900}

Write = Callable[[Store, Path], Receipt]


def add(store: Store, folder: Path) -> Receipt:
    return store.put(ROOT, "nk-0002", _new(folder))


def edit(store: Store, folder: Path) -> Receipt:
    return store.put(ROOT, "nk-0001", _new(folder))


def purge(store: Store, folder: Path) -> Receipt:
    old = store.roots[ROOT].inventory("nk-0001").version()
    keep = {path: content for path, content in kept(old).items() if path == "media/tape.wav"}
    return store.replace(ROOT, "nk-0001", change({**_new(folder).content, **keep}))


def _new(folder: Path) -> Change:
    source = folder / "b.wav"
    source.write_bytes(NEW["media/b.wav"])
    return change({**NEW, "media/b.wav": source})


WRITES = {"add": ("nk-0002", add), "edit": ("nk-0001", edit), "purge": ("nk-0001", purge)}


@pytest.fixture(params=sorted(WRITES))
def write(request: pytest.FixtureRequest) -> tuple[str, Write]:
    return WRITES[request.param]


@pytest.fixture
def step(long_dose: bool) -> int:
    """Every call fails once; in the small dose, every third does."""
    return 1 if long_dose else 3


@pytest.fixture
def begun(store: Store) -> Path:
    store.put(ROOT, "nk-0001", change({**OLD, "record.json": b"the first words"}))
    store.put(ROOT, "nk-0001", change(OLD))
    return store.folder


def state(folder: Path, object_id: str) -> dict[str, bytes] | None:
    root = Store(folder).roots[ROOT]
    if not root.has(object_id):
        return None
    return {path: root.read(object_id, path) for path in root.inventory(object_id).version().state}


def assert_sound(folder: Path) -> None:
    store = Store(folder)
    assert verify_trail(store) == []
    for root in store.roots.values():
        assert verify_root(root) == []
        assert [problem for object_id in root.ids() for problem in verify(root, object_id)] == []
    assert list((folder / "work").iterdir()) == []


def after(fault: int, begun: Path, write: tuple[str, Write], run: Callable[[Store, Path], Disk]) -> bool:
    """Let one call go wrong in a copy of the archive; whether there was such a call."""
    object_id, again = write
    folder = begun.parent / f"copy-{fault}"
    shutil.copytree(begun, folder)
    before = state(folder, object_id)
    disk = run(Store(folder), begun.parent)
    if len(disk.calls) < fault:
        shutil.rmtree(folder)
        return False
    store = Store(folder)
    with store.writing():
        pass  # taking the lock is what recovers
    assert state(folder, object_id) in (before, NEW), f"call {fault} of {disk.calls}"
    assert_sound(folder)
    again(store, begun.parent)
    assert state(folder, object_id) == NEW
    assert_sound(folder)
    assert list((folder / "quarantine").glob("testimonies*")) == []
    shutil.rmtree(folder)
    return True


@pytest.mark.parametrize("stays_full", [False, True])
def test_a_full_disk_leaves_the_old_or_the_new(
    begun: Path, write: tuple[str, Write], stays_full: bool, step: int
) -> None:
    def run(store: Store, sources: Path) -> Disk:
        before = state(store.folder, write[0])
        with failing(lambda call: call >= fault if stays_full else call == fault, full, NEEDS_ROOM) as disk:
            try:
                write[1](store, sources)
            except errors.NoRoom as refused:
                assert str(refused).startswith("The disk is full")
                if "as it was before" in str(refused) and not stays_full:
                    assert state(store.folder, write[0]) == before
                if "is kept" in str(refused):
                    assert state(store.folder, write[0]) == NEW
            else:
                assert len(disk.calls) < fault
        return disk

    fault = 1
    while after(fault, begun, write, run):
        fault += step
    assert fault > 20


@pytest.mark.parametrize("unflushed_is_lost", [False, True])
def test_a_power_cut_leaves_the_old_or_the_new(
    begun: Path, write: tuple[str, Write], unflushed_is_lost: bool, step: int
) -> None:
    def run(store: Store, sources: Path) -> Disk:
        with failing(lambda call: call >= fault, PowerCut) as disk:
            try:
                write[1](store, sources)
            except PowerCut:
                pass
            else:
                assert len(disk.calls) < fault
            calls = list(disk.calls)
            if unflushed_is_lost and len(calls) >= fault:
                disk.fails = lambda _call: False
                disk.forget_unflushed()
            disk.calls = calls
        return disk

    fault = 1
    while after(fault, begun, write, run):
        fault += step
    assert fault > 20


def test_a_power_cut_during_recovery_is_recovered_from(begun: Path, step: int) -> None:
    """Cut the write at every call, and the recovery after it at every call of its own."""
    pairs = 0
    for name, first in (("edit", 30), ("edit", 34), ("purge", 52), ("purge", 56)):
        for second in range(1, 12, step):
            folder = begun.parent / f"copy-{name}-{first}-{second}"
            shutil.copytree(begun, folder)
            object_id, again = WRITES[name]
            with failing(lambda call, first=first: call >= first, PowerCut), pytest.raises(PowerCut):  # type: ignore[misc]  # mypy sees no type in a lambda's default
                again(Store(folder), begun.parent)
            with failing(lambda call, second=second: call >= second, PowerCut) as disk:  # type: ignore[misc]  # as above
                try:
                    with Store(folder).writing():
                        pass
                except PowerCut:
                    pairs += len(disk.calls) >= second
            with Store(folder).writing():
                pass
            assert state(folder, object_id) in (OLD, NEW)
            assert_sound(folder)
            shutil.rmtree(folder)
    assert pairs >= 4


@pytest.mark.parametrize("code", [errno.EROFS, errno.EACCES])
def test_a_read_only_disk_is_said_in_one_sentence(begun: Path, code: int) -> None:
    with (
        failing(lambda _call: True, lambda: OSError(code, os.strerror(code))),
        pytest.raises(errors.ReadOnly, match=r"^The folder can't be written .*\.$"),
    ):
        edit(Store(begun), begun.parent)
    assert state(begun, "nk-0001") == OLD


def test_a_failing_disk_is_said_in_one_sentence(begun: Path) -> None:
    with (
        failing(lambda call: call == 10, lambda: OSError(errno.EIO, os.strerror(errno.EIO))),
        pytest.raises(errors.Unavailable, match=r"^The disk refused .*\.$"),
    ):
        edit(Store(begun), begun.parent)
    assert state(begun, "nk-0001") == OLD


def test_everything_is_flushed_before_it_shows_and_its_folder_before_it_is_acknowledged(
    begun: Path, write: tuple[str, Write]
) -> None:
    with failing(lambda _call: False, full) as disk:
        real_fsync = os.fsync
        flushed: list[tuple[int, int]] = []

        def fsync(descriptor: int) -> None:
            real_fsync(descriptor)
            flushed.append((len(disk.calls), os.fstat(descriptor).st_ino))

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "fsync", fsync)
            write[1](Store(begun), begun.parent)
        assert [name for name, _ in disk.calls].count("rename") >= 1
        for number, (name, arguments) in enumerate(disk.calls, start=1):
            if name not in {"rename", "replace"} or Path(arguments[1]).name == "tape.wav":
                continue
            target = Path(arguments[1])
            if target.parent.exists():
                folder = target.parent.stat().st_ino
                assert any(at > number and inode == folder for at, inode in flushed), target
        trail = (begun / "audit.jsonl").stat().st_ino
        last_rename = max(n for n, (name, _) in enumerate(disk.calls, 1) if name in {"rename", "replace"})
        assert any(at > last_rename and inode == trail for at, inode in flushed)
    assert disk.unflushed == {}


def test_the_roots_are_made_whole_after_a_full_disk(tmp_path: Path) -> None:
    fault, calls = 0, 0
    while fault == calls:
        fault += 1
        folder = tmp_path / f"archive-{fault}"
        with (
            failing(lambda call: call == fault, full, NEEDS_ROOM) as disk,  # noqa: B023 - used at once
            suppress(errors.NoRoom),
        ):
            create_roots(folder)
        calls = len(disk.calls)
        create_roots(folder)
        Store(folder).put(ROOT, "nk-0001", change(OLD))
        assert_sound(folder)
    assert fault > 20
