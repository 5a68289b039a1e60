"""The index on disk: ours, whole, quick to open, and thrown away rather than believed."""

from __future__ import annotations

import errno
import json
import os
import pickle
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import whoosh.index
from whoosh.query import Phrase, Prefix, Term

from archive.index import schema as fields
from archive.index.seal import STATE, IndexUnusable, own_key
from archive.index.storage import Index, open_index, rebuilding
from archive.index.words import indexed
from testimonies import errors

KEY = b"k" * 32
TEXTS = [
    "Everything is under control.",
    "The outpost was deserted, the street empty.",
    "We left our home at night; nothing was under our control.",
    "Control of the road was lost.",
]


def document(testimony: str, number: int, text: str, language: str = "en") -> dict[str, Any]:
    words, stems = indexed(text, language)
    return {
        "doc": f"{testimony}/{number}",
        "kind_of_doc": fields.PASSAGE,
        "access": "open",
        "word": words,
        "stem": stems,
    }


def described(testimony: str) -> dict[str, Any]:
    return {
        "doc": testimony,
        "kind_of_doc": fields.DESCRIPTION,
        "access": "staff",
        "title": ["a", "log", "book"],
        "title_stem": ["a", "log", "book"],
        "narrator": fields.apart([["zaur", "mammadov"], ["hikmet", "hajiyev"]]),
        "has": ["scan", "photo"],
        "row": {"id": testimony},
    }


def story(number: int) -> tuple[str, list[dict[str, Any]]]:
    name = f"oh-{number:04}"
    return name, [described(name), *(document(name, i, f"{text} {number}") for i, text in enumerate(TEXTS))]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "index"


@pytest.fixture
def index(folder: Path) -> Iterator[Index]:
    with rebuilding(folder, KEY, "start") as new, new.writing("digest-1") as batch:
        for number in (1, 2):
            batch.put(*story(number))
    with open_index(folder, KEY) as opened:
        yield opened


def found(index: Index, field: str, word: str) -> list[str]:
    """The documents a word is in, by their keys."""
    reader = index.reader
    if (field, word) not in reader:
        return []
    keys = reader.column_reader("doc")
    return sorted(keys[number] for number in reader.postings(field, word).all_ids())


def answers(searcher: Any) -> list[Any]:
    """What Whoosh itself says to a few questions, with its scores."""
    asked = [
        Term("stem", "en:control"),
        Term("word", "controls"),
        Phrase("word", ["under", "control"]),
        Prefix("word", "des"),
        Term("testimony", "oh-0001"),
        Phrase("narrator", ["mammadov", "hikmet"]),
    ]
    return [[(hit.docnum, hit.score) for hit in searcher.search(query, limit=None)] for query in asked]


def test_what_was_put_is_found(index: Index) -> None:
    assert found(index, "word", "deserted") == ["oh-0001/1", "oh-0002/1"]
    assert found(index, "stem", "en:control") == [f"oh-000{n}/{i}" for n in (1, 2) for i in (0, 2, 3)]
    assert found(index, "word", "1") == [f"oh-0001/{i}" for i in range(4)]
    assert found(index, "has", "photo") == ["oh-0001", "oh-0002"]
    assert index.held == "digest-1"


def test_columns_come_back_as_they_were_put(index: Index) -> None:
    reader = index.reader
    number = list(reader.column_reader("doc")).index("oh-0002")
    values = [reader.column_reader(name)[number] for name in ("testimony", "access", "kind_of_doc")]
    assert values == ["oh-0002", "staff", "description"]
    assert reader.stored_fields(number) == {"row": {"id": "oh-0002"}}


def test_no_text_is_stored(index: Index, folder: Path) -> None:
    assert not any(b"Everything is under" in path.read_bytes() for path in folder.iterdir())


def test_plain_whoosh_reads_the_same_and_gives_the_same_answers(index: Index, folder: Path) -> None:
    with index.writing("digest-2") as batch:
        batch.put(*story(3))
        batch.forget("oh-0002")
    plain = whoosh.index.open_dir(str(folder))
    with plain.searcher() as theirs:
        ours = whoosh.index.FileIndex(index._storage)
        with ours.searcher() as searcher:
            said = answers(searcher)
            assert said == answers(theirs)
    assert [len(hits) for hits in said] == [6, 0, 2, 2, 5, 0]


def test_a_phrase_does_not_reach_from_one_name_into_the_next(index: Index) -> None:
    with whoosh.index.FileIndex(index._storage).searcher() as searcher:
        assert len(searcher.search(Phrase("narrator", ["zaur", "mammadov"]))) == 2
        assert len(searcher.search(Phrase("narrator", ["mammadov", "hikmet"]))) == 0


def test_putting_a_testimony_again_replaces_it(index: Index) -> None:
    with index.writing("digest-2") as batch:
        batch.put("oh-0001", [document("oh-0001", 0, "Only this is left")])
    assert found(index, "testimony", "oh-0001") == ["oh-0001/0"]
    assert found(index, "word", "deserted") == ["oh-0002/1"]
    assert index.held == "digest-2"


def test_a_forgotten_testimony_is_not_found(index: Index, folder: Path) -> None:
    with index.writing("digest-2") as batch:
        batch.forget("oh-0001")
        batch.forget("oh-0002")
        batch.forget("oh-9999")
    assert index.reader.doc_count() == 0
    assert [path.suffix for path in folder.iterdir() if path.suffix == ".seg"] == []


@pytest.mark.parametrize("fault", [ValueError("odd"), KeyboardInterrupt(), RuntimeError("odd")])
def test_a_batch_that_fails_leaves_nothing_behind(index: Index, fault: BaseException) -> None:
    with pytest.raises(type(fault)), index.writing("digest-2") as batch:
        batch.put("oh-0003", [document("oh-0003", 0, "half a batch")])
        batch.forget("oh-0001")
        raise fault
    assert index.held == "digest-1"
    assert found(index, "word", "half") == []
    assert len(found(index, "testimony", "oh-0001")) == 5
    with index.writing("digest-2") as batch:
        batch.put("oh-0004", [document("oh-0004", 0, "a whole batch")])
    assert found(index, "word", "half") == []
    assert found(index, "word", "whole") == ["oh-0004/0"]


def test_a_refused_document_does_not_leak_into_the_next(index: Index) -> None:
    with pytest.raises(KeyError), index.writing("x") as batch:
        batch.put("oh-0003", [{**document("oh-0003", 0, "stray"), "no_such_field": "a"}])
    with index.writing("digest-2") as batch:
        batch.put("oh-0004", [document("oh-0004", 0, "clean")])
    assert found(index, "word", "stray") == []
    assert found(index, "testimony", "oh-0004") == ["oh-0004/0"]


def test_one_testimony_changes_once_in_a_batch(index: Index) -> None:
    with pytest.raises(ValueError, match="twice"), index.writing("x") as batch:
        batch.put("oh-0001", [])
        batch.put("oh-0001", [])


def test_one_writes_at_a_time(index: Index, folder: Path) -> None:
    with open_index(folder, KEY) as other, index.writing("digest-2") as batch:
        batch.forget("oh-0001")
        with pytest.raises(errors.Locked), other.writing("digest-3", timeout=0):
            pass
    assert index.held == "digest-2"


def test_a_reader_keeps_its_moment_until_it_refreshes(index: Index, folder: Path) -> None:
    with open_index(folder, KEY) as other:
        with index.writing("digest-2", thorough=True) as batch:
            batch.forget("oh-0001")
        assert len(found(other, "word", "deserted")) == 2
        other.refresh()
        assert found(other, "word", "deserted") == ["oh-0002/1"]
        assert other.held == "digest-2"


def test_many_small_batches_do_not_become_many_segments(index: Index) -> None:
    for number in range(3, 40):
        with index.writing(f"digest-{number}") as batch:
            batch.put(*story(number))
            batch.forget(f"oh-{number - 2:04}")
    assert len(index.reader.leaf_readers()) <= 7
    assert found(index, "has", "photo") == ["oh-0038", "oh-0039"]


def test_nothing_of_what_was_deleted_stays_in_any_file_where_that_is_asked(index: Index, folder: Path) -> None:
    for number in range(3, 9):
        with index.writing(f"digest-{number}") as batch:
            batch.put(f"oh-{number:04}", [document(f"oh-{number:04}", 0, f"planted{number}")])
    with index.writing("done", thorough=True) as batch:
        batch.forget("oh-0004")
    assert not any(b"planted4" in path.read_bytes() for path in folder.iterdir())
    assert found(index, "word", "planted3") == ["oh-0003/0"]
    assert index.reader.doc_count_all() == index.reader.doc_count() == 15


def test_an_interrupted_rebuilding_goes_on_and_takes_the_place_of_the_old_index_only_when_it_is_done(
    index: Index, folder: Path
) -> None:
    with pytest.raises(RuntimeError), rebuilding(folder, KEY, "start") as new:
        with new.writing("half") as batch:
            batch.put(*story(9))
        raise RuntimeError
    index.refresh()
    assert len(found(index, "word", "deserted")) == 2
    with rebuilding(folder, KEY, "later") as new:
        assert new.held == "half"
        with new.writing("whole") as batch:
            batch.put(*story(8))
    with open_index(folder, KEY) as opened:
        assert opened.held == "whole"
        assert found(opened, "word", "deserted") == ["oh-0008/1", "oh-0009/1"]
    assert sorted(path.name for path in folder.parent.iterdir()) == ["index"]


def test_an_index_of_someone_else_is_never_opened(index: Index, folder: Path, tmp_path: Path) -> None:
    with pytest.raises(IndexUnusable, match="not built here"):
        open_index(folder, b"another key")
    copied = tmp_path / "copied"
    shutil.copytree(folder, copied)
    with pytest.raises(IndexUnusable, match="not built here"):
        open_index(copied, KEY)
    moved = folder.rename(tmp_path / "moved")
    open_index(moved, KEY).close()


def test_a_table_of_contents_that_would_run_something_is_not_read(folder: Path, tmp_path: Path) -> None:
    ran = tmp_path / "ran"

    class Trap:
        def __reduce__(self) -> tuple[Any, ...]:
            return (Path.touch, (ran,))

    folder.mkdir(parents=True, mode=0o700)
    (folder / "_MAIN_1.toc").write_bytes(pickle.dumps(Trap()))
    (folder / STATE).write_text(json.dumps({"held": "", "version": fields.VERSION, "seal": "0" * 64}))
    with pytest.raises(IndexUnusable):
        open_index(folder, KEY)
    assert not ran.exists()


def test_a_folder_that_others_may_write_is_not_trusted(index: Index, folder: Path) -> None:
    folder.chmod(0o770)
    with pytest.raises(IndexUnusable, match="ours alone"):
        open_index(folder, KEY)


def test_a_link_is_not_trusted(index: Index, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(folder)
    with pytest.raises(IndexUnusable):
        open_index(tmp_path / "link", KEY)
    (folder / "extra.seg").symlink_to("/etc/hostname")
    with pytest.raises(IndexUnusable, match="not ours"):
        open_index(folder, KEY)


def test_an_index_of_another_version_is_built_anew(
    index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.index.seal.VERSION", fields.VERSION + 1)
    with pytest.raises(IndexUnusable, match="version"):
        open_index(folder, KEY)


@pytest.mark.parametrize("damage", ["empty", "torn", "noise", "gone"])
@pytest.mark.parametrize("suffix", [".toc", ".json", ".seg"])
def test_a_damaged_index_is_said_to_be_unusable(index: Index, folder: Path, suffix: str, damage: str) -> None:
    path = next(path for path in folder.iterdir() if path.suffix == suffix)
    data = path.read_bytes()
    path.unlink()
    if damage != "gone":
        path.write_bytes({"empty": b"", "torn": data[: len(data) // 2], "noise": os.urandom(len(data))}[damage])
    with pytest.raises(IndexUnusable):
        open_index(folder, KEY)


def test_where_there_is_no_index_there_is_one_answer(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusable):
        open_index(tmp_path / "none", KEY)


def test_a_closed_index_leaves_nothing_open(index: Index, folder: Path) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("open files and maps are counted under /proc")

    def held_open() -> list[str]:
        maps = Path("/proc/self/maps").read_text().splitlines()
        descriptors = [os.path.realpath(path) for path in Path("/proc/self/fd").iterdir()]
        return [line for line in [*maps, *descriptors] if str(folder) in line]

    index.close()
    assert held_open() == []
    with open_index(folder, KEY) as opened:
        assert held_open() != []
        found(opened, "word", "deserted")
        for number in range(3, 20):
            with opened.writing("x") as batch:
                batch.put(*story(number))
        index_files = {line.split()[-1] for line in held_open()}
        assert len(index_files) <= 8
    assert held_open() == []


def test_a_segment_is_not_copied_into_memory(index: Index) -> None:
    file = index._storage.open_file(next(name for name in index._storage.list() if name.endswith(".seg")))
    part = file.subset(10, 20)
    whole = file.get(0, 40)
    assert part.get(0, 20) == whole[10:30]
    assert (part.read(5), part.tell(), part.read()) == (whole[10:15], 5, whole[15:30])
    assert part._view.obj is file._view.obj
    file.close()
    assert part.get(0, 20) == whole[10:30]
    part.close()


def test_the_disk_being_full_is_said_in_a_sentence(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched, pytest.raises(errors.NoRoom, match="full"):
        patched.setattr(os, "fsync", full)
        with index.writing("digest-2") as batch:
            batch.put(*story(3))
    index.refresh()
    assert index.held == "digest-1"
    assert found(index, "testimony", "oh-0003") == []


def test_the_key_is_made_once_and_stays_with_the_user(tmp_path: Path) -> None:
    path = tmp_path / "state" / "index.key"
    key = own_key(path)
    assert len(key) == 32
    assert own_key(path) == key
    assert path.stat().st_mode & 0o077 == 0
    path.write_bytes(b"short")
    assert len(own_key(path)) == 32
