"""Bringing in whole folders: one lock, one report, and nothing kept twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.importing import BATCH, Report, bring
from archive.indexed import silent
from testimonies.errors import BadInput, Faults, UnreadableFile
from tests.conftest import KEEPER


@pytest.fixture
def box(tmp_path: Path) -> Path:
    folder = tmp_path / "box"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"Letter {number}\n\nThe river {number}.\n", encoding="utf-8")
    return folder


def imported(archive: Archive, *paths: Path, **more: object) -> Report:
    return bring(archive, paths, by=KEEPER, **({"progress": silent} | more))  # type: ignore[arg-type] - as given


def test_every_file_has_its_outcome(archive: Archive, box: Path) -> None:
    (box / "empty.txt").write_bytes(b"")

    report = imported(archive, box)

    assert (report.kept, report.refused, report.known, report.repaired) == (3, 1, 0, 0)
    assert {one.outcome for one in report.files} == {"kept", "refused"}


def test_the_source_is_remembered_and_nothing_is_kept_twice(archive: Archive, box: Path) -> None:
    first = imported(archive, box)
    (box / "0.txt").rename(box / "renamed.txt")

    again = imported(archive, box)

    assert (again.kept, again.known) == (0, 3)
    assert {one.id for one in again.files} == {one.id for one in first.files}
    (source,) = archive.show("oh-0001").testimony.source
    assert (source.file, len(source.sha512)) == ("0.txt", 128)


def test_two_copies_in_one_folder_are_kept_once(archive: Archive, box: Path) -> None:
    (box / "copy.txt").write_bytes((box / "0.txt").read_bytes())

    would, report = imported(archive, box, dry_run=True), imported(archive, box)

    assert (would.kept, would.known) == (report.kept, report.known) == (3, 1)


def test_an_import_that_was_stopped_goes_on(archive: Archive, box: Path) -> None:
    for number in range(BATCH + 10):
        (box / f"more-{number}.txt").write_text(f"More {number}\n\nThe hill {number}.\n", encoding="utf-8")

    def stop(done: int, _of: int, _what: str) -> None:
        raise KeyboardInterrupt(done)

    with pytest.raises(KeyboardInterrupt):
        imported(archive, box, progress=stop)
    assert archive.list().total == BATCH

    assert imported(archive, box).kept == 13
    assert archive.list().total == BATCH + 13
    assert not archive.verify(by=KEEPER).damaged


def test_a_table_is_mapped_once_and_the_mapping_is_saved_once(archive: Archive, box: Path) -> None:
    (box / "list.csv").write_text("file,narrator\n0,Amina\n1,Sona\n2,Anna\n", encoding="utf-8")

    dry, first, again = (imported(archive, box, dry_run=True), imported(archive, box), imported(archive, box))

    assert dry.mapping is None
    assert first.mapping == again.mapping
    assert [path.name for path in (archive.folder / "saved").iterdir()] == ["mapping-1.yaml"]
    assert [agent.name for agent in archive.show("oh-0001").testimony.agents] == ["Amina"]


def test_a_mapping_that_does_not_fit_is_refused_before_anything_is_kept(
    archive: Archive, box: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("files: [\n", encoding="utf-8")
    with pytest.raises(Faults, match=r"bad\.yaml, line"):
        imported(archive, box, mapping=bad)
    with pytest.raises(UnreadableFile):
        imported(archive, box, mapping=tmp_path / "nowhere.yaml")
    with pytest.raises(BadInput, match="there is: oh"):
        imported(archive, box, collection="zz")
    assert archive.list().total == 0


def test_the_mapping_of_real_tables_describes_real_interviews(archive: Archive, corpus: Path, tmp_path: Path) -> None:
    whole = corpus / "transcripts/fwp-life-histories"
    texts = sorted(whole.rglob("*.txt"))[:12]
    for path in (*texts, *whole.rglob("*.csv")):
        (tmp_path / "fwp").mkdir(exist_ok=True)
        (tmp_path / "fwp" / path.name).write_bytes(path.read_bytes())

    report = imported(archive, tmp_path / "fwp")

    assert report.kept >= len(texts) - 1
    assert report.mapping is not None
    listed = json.dumps([row.summary() for row in archive.list(limit=99).rows])
    assert '"XXXX"' not in listed or listed.count('"XXXX"') < len(texts)
