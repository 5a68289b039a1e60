"""What an interrupted write left is finished or undone, never guessed, and nothing is thrown away."""

from __future__ import annotations

import json
import shutil
import threading
from pathlib import Path

import pytest

from archive.store import Store, verify, verify_trail
from archive.store.intent import Intent
from archive.store.inventory import digest_of
from testimonies import errors
from tests.archive.store.conftest import change
from tests.archive.store.disk import Disk, PowerCut, failing

ROOT = "testimonies"


@pytest.fixture
def torn(store: Store) -> Path:
    """Cut the power after the new version's folder is in place and before the inventory above it is."""
    store.put(ROOT, "nk-0001", change({"record.json": b"one"}))
    disk: Disk
    with (
        failing(lambda _call: any(name == "replace" for name, _ in disk.calls), PowerCut) as disk,
        pytest.raises(PowerCut),
    ):
        store.put(ROOT, "nk-0001", change({"record.json": b"two"}, why="Heard again"))
    folder = store.folder / ROOT / "nk-0001"
    assert (folder / "v2").is_dir()
    return folder


def test_a_reader_sees_the_old_state_of_a_torn_write(store: Store, torn: Path) -> None:
    assert store.roots[ROOT].read("nk-0001", "record.json") == b"one"


def test_a_whole_version_is_rolled_forward_with_its_line_in_the_trail(store: Store, torn: Path) -> None:
    with Store(store.folder).writing():
        assert store.roots[ROOT].read("nk-0001", "record.json") == b"two"
    assert [entry.event.why for entry in store.audit.read()] == ["first", "Heard again"]
    assert verify(store.roots[ROOT], "nk-0001") == []
    assert verify_trail(store) == []


@pytest.mark.parametrize("file", ["v2/content/record.json", "v2/inventory.json", "v2/inventory.json.sha512"])
def test_a_version_that_fails_its_digest_goes_to_quarantine(store: Store, torn: Path, file: str) -> None:
    (torn / file).write_bytes(b"not what was written")
    again = Store(store.folder)
    with again.writing():
        assert "failed its digests and is now in quarantine/testimonies.nk-0001.v2-1" in again.recovered[0]
    assert again.roots[ROOT].read("nk-0001", "record.json") == b"one"
    assert verify(again.roots[ROOT], "nk-0001") == []
    assert verify_trail(again) == []
    aside = store.folder / "quarantine" / "testimonies.nk-0001.v2-1"
    assert (aside / "inventory.json").exists()
    # A retry works, and a second failure finds another name.
    assert again.put(ROOT, "nk-0001", change({"record.json": b"two"})).version == 2


def test_a_torn_object_copied_without_its_work_is_settled_by_the_next_write(store: Store, torn: Path) -> None:
    for path in (store.folder / "work").iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    receipt = Store(store.folder).put(ROOT, "nk-0001", change({"record.json": b"three"}))
    assert receipt.version == 3
    assert store.roots[ROOT].read("nk-0001", "record.json", 2) == b"two"
    assert verify(store.roots[ROOT], "nk-0001") == []


def test_verify_says_that_a_write_waits_to_be_finished(store: Store, torn: Path) -> None:
    said = [problem.problem for problem in verify(store.roots[ROOT], "nk-0001")]
    assert "a write was interrupted here; the next change to the archive finishes it" in said


def test_an_intent_torn_itself_is_dropped(store: Store) -> None:
    store.put(ROOT, "nk-0001", change({"record.json": b"one"}))
    (store.folder / "work" / "testimonies.nk-0001.intent").write_bytes(b'{"action": "put", "ev')
    with store.writing():
        assert list((store.folder / "work").iterdir()) == []
    assert verify(store.roots[ROOT], "nk-0001") == []


def test_an_intent_that_comes_back_does_no_harm(store: Store) -> None:
    store.put(ROOT, "nk-0001", change({"record.json": b"one"}))
    store.replace(ROOT, "nk-0001", change({"record.json": b"two"}))
    store.put(ROOT, "nk-0001", change({"record.json": b"three"}))
    for entry in store.audit.read():
        for action in ("put", "replace"):
            Intent(action, entry.event).write(store.folder)
            with Store(store.folder).writing():
                pass
    assert store.roots[ROOT].read("nk-0001", "record.json") == b"three"
    assert len(list(store.audit.read())) == 3
    assert verify_trail(store) == []


def test_work_is_emptied_of_what_nobody_waits_for(store: Store) -> None:
    (store.folder / "work" / "leftover").mkdir()
    (store.folder / "work" / "leftover" / "half.wav").write_bytes(b"half")
    with store.writing():
        assert list((store.folder / "work").iterdir()) == []


def test_an_object_taken_out_that_never_came_back_is_not_thrown_away(store: Store) -> None:
    store.put(ROOT, "nk-0001", change({"record.json": b"one"}))
    (store.folder / ROOT / "nk-0001").rename(store.folder / "work" / "testimonies.nk-0001.old")
    with store.writing():
        assert "had no object in its place" in store.recovered[0]
    aside = store.folder / "quarantine" / "testimonies.nk-0001.old-1"
    assert (aside / "v1/content/record.json").read_bytes() == b"one"


def test_a_damaged_object_is_not_built_upon(store: Store) -> None:
    store.put(ROOT, "nk-0001", change({"record.json": b"one"}))
    for name in ("inventory.json", "v1/inventory.json"):
        (store.folder / ROOT / "nk-0001" / name).write_bytes(b"{}")
    with pytest.raises(errors.Damaged, match="restore it from a copy"):
        store.put(ROOT, "nk-0001", change({"record.json": b"two"}))
    assert not (store.folder / ROOT / "nk-0001" / "v2").exists()


def test_a_damaged_top_is_mended_from_the_newest_version(store: Store) -> None:
    store.put(ROOT, "nk-0001", change({"record.json": b"one"}))
    (store.folder / ROOT / "nk-0001" / "inventory.json").write_bytes(b"{}")
    store.put(ROOT, "nk-0001", change({"record.json": b"two"}))
    assert "is now its newest" in store.recovered[0]
    assert verify(store.roots[ROOT], "nk-0001") == []


def test_an_object_of_another_program_is_read_and_left_alone(store: Store, corpus: Path) -> None:
    folder = store.folder / ROOT / "nk-0001"
    shutil.copytree(corpus / "suites" / "ocfl-fixtures" / "1.1" / "warn-objects" / "W004_uses_sha256", folder)
    for place in (folder, folder / "v1"):
        data = (place / "inventory.json").read_bytes()
        data = data.replace(json.loads(data)["id"].encode(), b"nk-0001")
        (place / "inventory.json").write_bytes(data)
        (place / "inventory.json.sha256").write_text(f"{digest_of(data, 'sha256')} inventory.json\n")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert store.roots[ROOT].inventory("nk-0001").algorithm == "sha256"
    (name,) = store.roots[ROOT].inventory("nk-0001").version().state
    assert store.roots[ROOT].read("nk-0001", name)
    with pytest.raises(errors.BadInput, match="only reads"):
        store.put(ROOT, "nk-0001", change({"record.json": b"two"}))
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_failed_write_among_many_does_not_spoil_the_next(store: Store) -> None:
    store.put(ROOT, "nk-0001", change({"record.json": b"one"}))
    with store.writing():
        with (
            failing(lambda call: call == 12, lambda: OSError(28, "No space left on device")),
            pytest.raises(errors.NoRoom),
        ):
            store.put(ROOT, "nk-0001", change({"record.json": b"two"}))
        assert store.put(ROOT, "nk-0001", change({"record.json": b"three"})).version == 2
    assert verify_trail(store) == []


def test_readers_see_old_or_new_while_a_writer_writes(store: Store) -> None:
    """A thread reads without a lock while another edits and replaces as fast as it can."""
    root = store.roots[ROOT]
    store.put(ROOT, "nk-0001", change({"record.json": b"0" * 1000}))
    wrong: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            try:
                data = root.read("nk-0001", "record.json")
                assert len(set(data)) == 1
                assert verify(root, "nk-0001") == []
            except BaseException as error:
                wrong.append(error)
                return

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(20):
        text = change({"record.json": str(number % 10).encode() * 1000})
        (store.replace if number % 3 == 2 else store.put)(ROOT, "nk-0001", text)
    done.set()
    reader.join()
    assert wrong == []
