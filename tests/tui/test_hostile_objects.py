"""Damage and objects of strangers inside an archive: named, and nothing else taken down with them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.archive import Archive
from testimonies.authority import Name, Person
from testimonies.testimony import Agent
from tests.conftest import KEEPER, told
from tests.tui.front import ask, checked


@pytest.fixture
def beset(archive: Archive, corpus: Path) -> Iterator[tuple[Archive, list[str]]]:
    """An archive with two good records among bad objects of the OCFL fixtures, and some of our own making."""
    archive.add(told("The river came at night.", title="Good"), by=KEEPER)
    archive.add(told("The river went.", title="Also good"), by=KEEPER)
    root = archive.folder / "testimonies"
    bad = []
    for number, source in enumerate(sorted((corpus / "suites/ocfl-fixtures").glob("1.*/bad-objects/*"))[::4], 1):
        shutil.copytree(source, root / f"bad-{number:04}")
        bad.append(f"bad-{number:04}")
    for number, kept in enumerate((b"{}", b"[]", b"\xff", b'{"id": "odd-0001"}', b'{"id": 7}', b"nul"), 1):
        shutil.copytree(root / "oh-0001", root / f"odd-{number:04}")
        (root / f"odd-{number:04}/v1/content/record.json").write_bytes(kept)
        bad.append(f"odd-{number:04}")
    yield archive, bad


def test_bad_objects_take_nothing_else_down(
    beset: tuple[Archive, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    archive, bad = beset
    for command in (("reindex",), ("list",), ("search", "river"), ("stats",), ("doctor",), ("verify",), ("audit",),
                    ("authority",), ("browse",), ("show", "oh-0001"), ("cite", "oh-0002"),
                    ("search", "river", "--as-reader", "open")):  # fmt: skip
        assert checked(ask(capsys, "-A", archive.folder, *command)).code <= 1, command
    for one in bad:
        for command in (("show", one), ("show", one, "--raw"), ("show", one, "--as-reader", "open"), ("cite", one),
                        ("history", one), ("media", one), ("edit", one, "--set", "title=x")):  # fmt: skip
            assert checked(ask(capsys, "-A", archive.folder, *command)).code in (0, 1, 3, 4)
    found = ask(capsys, "-A", archive.folder, "search", "river", "--json").json
    assert sorted(one["id"] for one in found["testimonies"]) == ["oh-0001", "oh-0002"]
    assert (
        ask(capsys, "-A", archive.folder, "edit", "oh-0001", "--set", "title=Better", "--json").json["version"] == 2
    )


def test_verify_and_the_doctor_name_every_bad_object(
    beset: tuple[Archive, list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    archive, bad = beset
    damaged = {one["id"] for one in ask(capsys, "-A", archive.folder, "verify", "--json").json["damaged"]}
    assert damaged >= set(bad)
    assert not damaged & {"oh-0001", "oh-0002"}
    said = ask(capsys, "-A", archive.folder, "doctor", "--json").json["findings"]
    named = {where for one in said for where in one["where"]}
    # Good for the doctor is what can be read as a record of ours; some of them only break rules of their kind.
    assert {one for one in bad if one.startswith("odd")} <= named


def test_a_damaged_authority_record_is_named_and_the_others_stay_usable(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    archive.add_authority(Person(names=(Name("Amina"),)), by=KEEPER)
    archive.add_authority(Person(names=(Name("Sona"),)), by=KEEPER)
    archive.add(told("The river.", agents=(Agent(role="narrator", name="Amina", ref="person-0001"),)), by=KEEPER)
    record = archive.folder / "authorities/person-0001/v1/content/record.json"
    record.write_bytes(record.read_bytes().replace(b"Amina", b"Anima"))

    for command in (("list",), ("search", "amina"), ("show", "oh-0001"), ("authority",), ("cite", "oh-0001"),
                    ("authority", "show", "person-0002"), ("stats",)):  # fmt: skip
        assert checked(ask(capsys, "-A", archive.folder, *command)).code == 0, command
    assert checked(ask(capsys, "-A", archive.folder, "authority", "show", "person-0001")).code in (1, 4)
    assert "person-0001" in checked(ask(capsys, "-A", archive.folder, "doctor")).out
    assert "person-0001" in checked(ask(capsys, "-A", archive.folder, "verify")).out


def test_a_record_damaged_after_it_was_indexed_is_still_found_as_it_was_kept(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    for title in ("One", "Two"):
        archive.add(told("The river came.", title=title), by=KEEPER)
    ask(capsys, "-A", archive.folder, "list")
    words = archive.folder / "testimonies/oh-0001/v1/content/transcripts/en-original.json"
    whole = words.read_bytes()
    words.write_bytes(whole.replace(b"river", b"RIVER"))

    said = checked(ask(capsys, "-A", archive.folder, "search", "river"))
    assert said.code == 0
    assert "RIVER" not in said.out
    assert said.out.count("The «river» came.") == 2
    assert checked(ask(capsys, "-A", archive.folder, "show", "oh-0001")).code == 4
    ask(capsys, "-A", archive.folder, "reindex")
    assert ask(capsys, "-A", archive.folder, "list", "--json").json["total"] == 1
    words.write_bytes(whole)
    assert "oh-0001" in checked(ask(capsys, "-A", archive.folder, "doctor")).out
    assert ask(capsys, "-A", archive.folder, "search", "river", "--json").json["total"] == 2


def test_a_damaged_record_can_still_be_purged(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    archive.add(told("The river came."), by=KEEPER)
    words = archive.folder / "testimonies/oh-0001/v1/content/transcripts/en-original.json"
    words.write_bytes(words.read_bytes().replace(b"river", b"RIVER"))

    assert checked(ask(capsys, "-A", archive.folder, "purge", "oh-0001", "--yes")).code == 0
    assert not words.exists()
