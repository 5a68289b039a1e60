"""What is put into the store comes back, and what may not go in is refused with nothing changed."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from pathlib import Path

import pytest

from archive.store import Change, Incoming, Kept, Store, create_roots, fingerprint, kept
from testimonies import errors
from tests.archive.store.conftest import AT, change

ROOT = "testimonies"


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_what_was_put_is_read_back(store: Store, recording: Path) -> None:
    receipt = store.put(ROOT, "nk-0001", change({"record.json": b"{}", "media/tape.wav": recording}))
    root = store.roots[ROOT]
    assert receipt.version == 1
    assert receipt.inventory == root.inventory_digest("nk-0001")
    assert root.ids() == ["nk-0001"]
    assert root.read("nk-0001", "record.json") == b"{}"
    with root.open("nk-0001", "media/tape.wav") as file:
        assert file.read() == recording.read_bytes()


def test_a_new_version_stores_only_what_changed(store: Store, recording: Path) -> None:
    store.put(ROOT, "nk-0001", change({"record.json": b"{}", "media/tape.wav": recording}))
    root = store.roots[ROOT]
    held = root.inventory("nk-0001").version()
    store.put(ROOT, "nk-0001", change(kept(held) | {"record.json": b'{"title": "A log book"}'}))
    assert {name for name in files(root.path / "nk-0001") if "/content/" in name} == {
        "v1/content/media/tape.wav",
        "v1/content/record.json",
        "v2/content/record.json",
    }
    assert root.path_of("nk-0001", "media/tape.wav") == root.path / "nk-0001/v1/content/media/tape.wav"


def test_an_old_version_stays_readable(store: Store) -> None:
    store.put(ROOT, "nk-0001", change({"record.json": b"one"}))
    store.put(ROOT, "nk-0001", change({"record.json": b"two"}, why="A word was misheard"))
    root = store.roots[ROOT]
    assert root.read("nk-0001", "record.json", version=1) == b"one"
    assert root.read("nk-0001", "record.json") == b"two"
    newest = root.inventory("nk-0001").version()
    assert (newest.number, newest.user, newest.message) == (2, "A. Keeper", "A word was misheard")
    assert newest.created == AT.isoformat()


def test_equal_content_is_stored_once(store: Store, recording: Path) -> None:
    store.put(ROOT, "nk-0001", change({"media/a.wav": recording, "media/b.wav": recording}))
    folder = store.folder / ROOT / "nk-0001"
    assert {name for name in files(folder) if "/content/" in name} == {"v1/content/media/a.wav"}
    assert store.roots[ROOT].path_of("nk-0001", "media/b.wav") == folder / "v1/content/media/a.wav"


def test_what_a_version_does_not_name_is_not_in_it(store: Store) -> None:
    store.put(ROOT, "nk-0001", change({"record.json": b"{}", "note.txt": b"later removed"}))
    store.put(ROOT, "nk-0001", change({"record.json": b"{}"}))
    root = store.roots[ROOT]
    with pytest.raises(errors.NotFound, match=r"no file note\.txt in version 2"):
        root.read("nk-0001", "note.txt")
    assert root.read("nk-0001", "note.txt", version=1) == b"later removed"


def test_content_of_an_old_version_can_be_kept_again(store: Store) -> None:
    store.put(ROOT, "nk-0001", change({"record.json": b"one"}))
    store.put(ROOT, "nk-0001", change({"record.json": b"two"}))
    first = store.roots[ROOT].inventory("nk-0001").version(1)
    store.put(ROOT, "nk-0001", change(kept(first)))
    assert store.roots[ROOT].read("nk-0001", "record.json") == b"one"


def test_content_the_object_never_held_cannot_be_kept(store: Store) -> None:
    store.put(ROOT, "nk-0001", change({"record.json": b"one"}))
    with pytest.raises(errors.NotFound, match="does not hold the content"):
        store.put(ROOT, "nk-0001", change({"record.json": Kept("0" * 128)}))
    assert store.roots[ROOT].inventory("nk-0001").head == 1


def test_a_change_made_from_an_older_version_is_refused(store: Store) -> None:
    store.put(ROOT, "nk-0001", change({"record.json": b"one"}, after=0))
    store.put(ROOT, "nk-0001", change({"record.json": b"two"}, after=1))
    with pytest.raises(errors.BadInput, match="at version 2 by now, not 1"):
        store.put(ROOT, "nk-0001", change({"record.json": b"three"}, after=1))
    with pytest.raises(errors.BadInput, match="at version 2 by now, not 0"):
        store.put(ROOT, "nk-0001", change({"record.json": b"three"}, after=0))


def test_many_writes_take_the_lock_once(store: Store) -> None:
    with store.writing():
        for text in (b"one", b"two"):
            store.put(ROOT, store.next_id(ROOT, "nk"), change({"record.json": text}))
    assert store.roots[ROOT].ids() == ["nk-0001", "nk-0002"]


def test_an_id_is_never_given_twice(store: Store) -> None:
    store.put(ROOT, "nk-0007", change({"record.json": b"{}"}))
    store.put(ROOT, "oh-0001", change({"record.json": b"{}"}))
    assert store.next_id(ROOT, "nk") == "nk-0008"
    # Even one whose folder somebody took away: the audit trail remembers it.
    (store.folder / ROOT / "nk-0007").rename(store.folder / "elsewhere")
    assert store.next_id(ROOT, "nk") == "nk-0008"
    assert store.next_id(ROOT, "sea") == "sea-0001"
    assert store.next_id("accessions", "accession-2026", digits=3) == "accession-2026-001"


def test_a_replaced_object_keeps_nothing_of_what_it_held(store: Store, recording: Path) -> None:
    secret = b"a name nobody may read again"
    store.put(ROOT, "nk-0001", change({"record.json": secret, "media/tape.wav": recording}))
    store.put(ROOT, "nk-0001", change({"record.json": secret + b"!", "media/tape.wav": recording}))
    receipt = store.replace(ROOT, "nk-0001", change({"record.json": b"{}"}, why="Consent withdrawn"))
    everything = b"".join(path.read_bytes() for path in store.folder.rglob("*") if path.is_file())
    assert secret not in everything
    assert recording.read_bytes()[:4096] not in everything
    # The numbers go on: what was version 2 is empty now, it is not something else.
    held = store.roots[ROOT].inventory("nk-0001")
    assert receipt.version == held.head == 3
    assert [dict(held.versions[number].state) for number in (1, 2)] == [{}, {}]
    assert [version.message for version in held.versions.values()] == ["first", "first", "Consent withdrawn"]


def test_a_replacement_may_leave_the_history_of_other_files(store: Store, recording: Path) -> None:
    store.put(ROOT, "nk-0001", change({"record.json": b"one", "media/tape.wav": recording}))
    store.put(ROOT, "nk-0001", change({"record.json": b"two", "media/tape.wav": recording}))
    store.replace(ROOT, "nk-0001", change({"record.json": b"three"}), keep_history=lambda path: path == "record.json")
    root = store.roots[ROOT]
    assert [root.read("nk-0001", "record.json", number) for number in (1, 2, 3)] == [b"one", b"two", b"three"]
    assert not any(path.name == "tape.wav" for path in store.folder.rglob("*"))


def test_what_goes_under_one_name_goes_under_every_name(store: Store) -> None:
    store.put(ROOT, "nk-0001", change({"record.json": b"one", "a.txt": b"secret", "b.txt": b"secret"}))
    store.replace(ROOT, "nk-0001", change({"record.json": b"two"}), keep_history=lambda path: path != "a.txt")
    assert set(store.roots[ROOT].inventory("nk-0001").version(1).state) == {"record.json"}


def test_only_what_is_there_can_be_replaced(store: Store) -> None:
    with pytest.raises(errors.NotFound, match="There is no nk-0001"):
        store.replace(ROOT, "nk-0001", change({"record.json": b"{}"}))


def test_a_source_that_changed_since_it_was_read_is_refused(store: Store, recording: Path) -> None:
    seen = fingerprint(recording)
    assert seen.sha512 == hashlib.sha512(recording.read_bytes()).hexdigest()
    recording.write_bytes(b"something else")
    with pytest.raises(errors.UnreadableFile, match="changed while it was being added"):
        store.put(ROOT, "nk-0001", change({"media/tape.wav": Incoming(recording, seen.sha512)}))
    assert not store.roots[ROOT].has("nk-0001")
    assert files(store.folder / "work") == set()


def test_a_link_a_pipe_a_folder_and_an_empty_file_are_refused(store: Store, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/etc/hostname")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty").touch()
    (tmp_path / "folder").mkdir()
    said = {"link": "is a link", "pipe": "not a regular file", "empty": "is empty", "folder": "is a folder"}
    for name, why in {**said, "nowhere": "can't be opened"}.items():
        with pytest.raises(errors.UnreadableFile, match=why):
            store.put(ROOT, "nk-0001", change({"media/it": tmp_path / name}))
    assert store.roots[ROOT].ids() == []


def test_a_source_that_grows_while_it_is_read_is_refused(store: Store, recording: Path) -> None:
    def grow(_done: int) -> None:
        with recording.open("ab") as file:
            file.write(b"more")

    with pytest.raises(errors.UnreadableFile, match="changed while it was read"):
        store.put(ROOT, "nk-0001", change({"media/tape.wav": recording}), progress=grow)
    assert not store.roots[ROOT].has("nk-0001")


@pytest.mark.parametrize("object_id", ["", "..", "NK-0001", "-nk", "nk/0001", "nk 1", "nk\n", "n" * 65, "ñ"])
def test_an_id_that_is_no_folder_name_is_refused(store: Store, object_id: str) -> None:
    with pytest.raises(errors.BadInput, match="can't be an id"):
        store.put(ROOT, object_id, change({"record.json": b"{}"}))
    assert not store.roots[ROOT].has(object_id)


@pytest.mark.parametrize(
    "path",
    [
        *("", "/etc/passwd", "../x", "a/../x", "a//b", "a/", ".hidden", "a/.b", "a\nb", "a\x9b", "a\u202eb"),
        *("a\\b", "x" * 201, "a/" * 400 + "a", "\ud800", " a", "a/b "),
    ],
)
def test_a_path_that_could_leave_its_object_is_refused(store: Store, path: str) -> None:
    before = files(store.folder)
    with pytest.raises(errors.BadInput, match="can't be the name") as refused:
        store.put(ROOT, "nk-0001", change({path: b"x"}))
    assert str(refused.value).isprintable()
    assert files(store.folder) == before


@pytest.mark.parametrize("pair", [("A.txt", "a.txt"), ("\u00e9", "e\u0301"), ("a", "a/b"), ("a", "A/b")])
def test_names_that_are_one_on_some_disks_are_refused(store: Store, pair: tuple[str, str]) -> None:
    with pytest.raises(errors.BadInput):
        store.put(ROOT, "nk-0001", change(dict.fromkeys(pair, b"x")))


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        store.put(ROOT, "nk-0001", Change({"record.json": b"{}"}, by="A. Keeper", at=datetime(2026, 1, 2)))
    assert not store.roots[ROOT].has("nk-0001")


def test_a_second_writer_waits_and_is_told_who_writes(store: Store) -> None:
    other = Store(store.folder, timeout=0.1)
    with store.writing(), pytest.raises(errors.Locked, match=f"process {os.getpid()}"):
        other.put(ROOT, "nk-0001", change({"record.json": b"{}"}))
    other.put(ROOT, "nk-0001", change({"record.json": b"{}"}))


def test_a_damaged_file_is_not_given_out(store: Store) -> None:
    store.put(ROOT, "nk-0001", change({"record.json": b"true"}))
    (store.folder / ROOT / "nk-0001/v1/content/record.json").write_bytes(b"lies")
    with pytest.raises(errors.Damaged, match="does not match its digest"):
        store.roots[ROOT].read("nk-0001", "record.json")


def test_a_torn_sidecar_does_not_stop_a_reader(store: Store) -> None:
    store.put(ROOT, "nk-0001", change({"record.json": b"one"}))
    store.put(ROOT, "nk-0001", change({"record.json": b"two"}))
    (store.folder / ROOT / "nk-0001/inventory.json.sha512").write_text("0" * 128 + " inventory.json\n")
    assert store.roots[ROOT].read("nk-0001", "record.json") == b"two"


def test_an_object_that_is_not_there_is_not_found(store: Store) -> None:
    with pytest.raises(errors.NotFound, match="There is no “nk-0001” in testimonies"):
        store.roots[ROOT].inventory("nk-0001")
    with pytest.raises(errors.NotFound, match="not a storage root"):
        Store(store.folder / "elsewhere").roots[ROOT].ids()


def test_making_the_roots_twice_changes_nothing(store: Store) -> None:
    store.put(ROOT, "nk-0001", change({"record.json": b"{}"}))
    before = files(store.folder)
    create_roots(store.folder)
    assert files(store.folder) == before
    assert store.roots[ROOT].read("nk-0001", "record.json") == b"{}"
