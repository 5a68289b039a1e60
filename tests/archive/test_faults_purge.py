"""However a purge is interrupted: once it stands and the archive was used again, no file holds the words."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

import pytest

from archive.archive import Archive
from tests.archive.faults.ledger import files_with, saying, saying_instead, word_of
from tests.archive.faults.room import no_room
from tests.archive.store.disk import PowerCut
from tests.conftest import KEEPER

PURGED = ("alderbank", "birchbank")


@pytest.fixture
def begun(tmp_path: Path, photograph: Path) -> Path:
    with Archive.create(tmp_path / "begun", "Voices of the valley", KEEPER) as archive:
        archive.add(saying("cedarbank"), by=KEEPER)
        archive.add(saying(PURGED[0]), by=KEEPER, media=[photograph])
        archive.edit("oh-0002", lambda before: saying_instead(before, PURGED[1]), by=KEEPER)
    return tmp_path / "begun"


@pytest.mark.timeout(3600)
@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # Whoosh leaves files open when it fails
def test_a_purge_that_was_cut_off_leaves_no_word_once_it_stands(begun: Path, long_dose: bool) -> None:
    fault, stood = 1 if long_dose else 6, 0
    while (found := cut_off(begun, fault)) is not None:
        stood += found
        fault += 1 if long_dose else 8
    assert stood > 3


def cut_off(begun: Path, fault: int) -> bool | None:
    """Purge in a copy until the power fails at a call; whether the purge stands, None if there is no such call."""
    folder = begun.with_name("copy")
    shutil.copytree(begun, folder, ignore=shutil.ignore_patterns("cache"))
    with Archive(folder) as archive:
        archive.catch_up()
        with no_room(lambda call: call >= fault, PowerCut) as disk, suppress(PowerCut):
            archive.purge("oh-0002", by=KEEPER, why="narrator_request")
    with Archive(folder) as archive:
        with archive.writing():
            pass  # recovers, and brings the index in step
        stands = word_of(archive, "oh-0002") is None
        assert archive.search("cedarbank").total == 1
        assert [archive.search(word).total for word in PURGED] == ([0, 0] if stands else [0, 1])
        if stands:
            assert files_with(folder, PURGED) == []
    shutil.rmtree(folder)
    return stands if len(disk.calls) >= fault else None


def test_an_index_half_rebuilt_holds_no_word_after_a_purge(begun: Path) -> None:
    with Archive(begun) as archive:

        def stop(done: int, of: int, _what: str) -> None:
            if done == of:
                raise PowerCut

        with pytest.raises(PowerCut):
            archive.reindex(stop)
        assert files_with(begun / "cache" / "index.new", PURGED) != []

        archive.purge("oh-0002", by=KEEPER, why="narrator_request")

        assert files_with(begun, PURGED) == []
