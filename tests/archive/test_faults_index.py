"""The index deleted, torn or from another day: the answers are those of one built this moment."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from archive.archive import Archive
from tests.archive.faults.ledger import Ledger, assert_remembered, saying, saying_instead
from tests.conftest import KEEPER


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """An archive whose index was kept aside half-way through its story, as `aside`."""
    folder = tmp_path / "archive"
    with Archive.create(folder, "Voices of the valley", KEEPER) as archive:
        archive.add(saying("alderbank"), by=KEEPER)
        archive.add(saying("birchbank"), by=KEEPER)
        shutil.copytree(folder / "cache" / "index", tmp_path / "aside")
        archive.edit("oh-0001", lambda before: saying_instead(before, "cedarbank"), by=KEEPER)
        archive.purge("oh-0002", by=KEEPER, why="narrator_request")
        archive.add(saying("elderbank"), by=KEEPER)
    yield folder


STORY = Ledger({"oh-0001": "cedarbank", "oh-0002": None, "oh-0003": "elderbank"}, gone={"alderbank", "birchbank"})


def delete(index: Path) -> None:
    shutil.rmtree(index)


def delete_with_the_cache(index: Path) -> None:
    shutil.rmtree(index.parent)


def tear_a_segment(index: Path) -> None:
    for path in index.glob("*.seg"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def tear_the_contents(index: Path) -> None:
    for path in index.glob("*.toc"):
        path.write_bytes(path.read_bytes()[:40])


def tear_what_it_says_of_itself(index: Path) -> None:
    (index / "index.json").write_bytes(b"{")


def lose_a_segment(index: Path) -> None:
    for path in index.glob("*.seg"):
        path.unlink()


def put_back_an_older_one(index: Path) -> None:
    """As a restored backup does: the folder stays what it was, and its files are of another day."""
    for path in index.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(index.parents[2] / "aside", index, dirs_exist_ok=True)


def put_a_strangers_one(index: Path) -> None:
    shutil.rmtree(index)
    shutil.copytree(index.parents[2] / "aside", index)


HARMS = (
    delete,
    delete_with_the_cache,
    tear_a_segment,
    tear_the_contents,
    tear_what_it_says_of_itself,
    lose_a_segment,
    put_back_an_older_one,
    put_a_strangers_one,
)


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_a_harmed_index_answers_like_a_new_one(folder: Path, tmp_path: Path, harm: Callable[[Path], None]) -> None:
    harm(folder / "cache" / "index")

    with Archive(folder) as archive:
        assert_remembered(archive, STORY, tmp_path / "fresh")


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_an_index_harmed_under_an_open_archive_answers_like_a_new_one(
    folder: Path, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    with Archive(folder) as archive:
        assert archive.search("elderbank").total == 1
        archive.finder.close()
        harm(folder / "cache" / "index")

        assert_remembered(archive, STORY, tmp_path / "fresh")


def test_an_archive_put_back_to_an_earlier_day_is_found_as_it_is(folder: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "earlier"
    shutil.copytree(folder, earlier, ignore=shutil.ignore_patterns("cache"))
    with Archive(folder) as archive:
        archive.add(saying("firbank"), by=KEEPER)
    for name in ("testimonies", "audit.jsonl"):
        shutil.rmtree(folder / name) if (folder / name).is_dir() else (folder / name).unlink()
        shutil.move(earlier / name, folder / name)

    with Archive(folder) as archive:
        assert_remembered(archive, Ledger(STORY.words, {*STORY.gone, "firbank"}), tmp_path / "fresh")
