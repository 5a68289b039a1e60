"""The audit trail: every write is in it, in order, and no line can be changed or lost unseen."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.store import Event, Store, Trail
from archive.store.audit import line_of, read_line
from testimonies import errors
from tests.archive.store.conftest import AT, change

ROOT = "testimonies"
CHECK = Event("fixity check", AT.isoformat(), "A. Keeper", "monthly")


def test_every_write_is_one_line(store: Store) -> None:
    first = store.put(ROOT, "nk-0001", change({"record.json": b"one"}, why="Came by post"))
    second = store.put(ROOT, "nk-0001", change({"record.json": b"two"}))
    third = store.replace(ROOT, "nk-0001", change({"record.json": b"three"}))
    entries = list(store.audit.read())
    assert [entry.digest for entry in entries] == [first.entry, second.entry, third.entry]
    assert [entry.prev for entry in entries] == ["", first.entry, second.entry]
    assert [entry.event.event for entry in entries] == ["ingestion", "metadata modification", "deletion"]
    assert entries[0].event == Event(
        "ingestion", AT.isoformat(), "A. Keeper", "Came by post", ROOT, "nk-0001", 1, first.inventory
    )
    assert store.audit.verify() == []


def test_the_event_can_be_named(store: Store) -> None:
    store.put(ROOT, "nk-0001", replace(change({"record.json": b"one"}), event="migration"))
    assert [entry.event.event for entry in store.audit.read()] == ["migration"]


def test_an_event_that_changed_nothing_can_be_recorded(store: Store) -> None:
    digest = store.record(CHECK)
    assert store.audit.last_digest() == digest
    assert [entry.event for entry in store.audit.read()] == [CHECK]


def test_no_word_of_the_content_is_in_it(store: Store) -> None:
    store.put(ROOT, "nk-0001", change({"record.json": b"a planted secret", "media/secret-name.wav": b"x"}))
    assert b"secret" not in store.audit.path.read_bytes()


def test_an_empty_trail_is_in_order(store: Store) -> None:
    assert store.audit.last_digest() == ""
    assert list(store.audit.read()) == []
    assert store.audit.after("") == []
    assert store.audit.verify() == []


@pytest.mark.parametrize("lines", [1, 3, 400])
def test_a_reader_catches_up_from_the_line_it_knows(store: Store, lines: int) -> None:
    digests = [store.audit.append(replace(CHECK, why=f"number {number}")).digest for number in range(lines)]
    assert [entry.digest for entry in store.audit.after("")] == digests
    for known in {0, lines // 2, lines - 1}:
        assert [entry.digest for entry in store.audit.after(digests[known])] == digests[known + 1 :]


def test_a_reader_of_another_archive_is_told_so(store: Store) -> None:
    store.record(CHECK)
    with pytest.raises(errors.NotFound, match="has no line with the digest"):
        store.audit.after("0" * 128)


def test_a_line_taken_out_changed_or_moved_is_noticed(store: Store) -> None:
    for number in range(4):
        store.audit.append(replace(CHECK, why=f"number {number}"))
    lines = store.audit.path.read_bytes().splitlines(keepends=True)
    spoilt = {
        "taken out": [lines[0], lines[2], lines[3]],
        "the first taken out": lines[1:],
        "moved": [lines[0], lines[2], lines[1], lines[3]],
        "changed": [lines[0], lines[1].replace(b"number 1", b"number 7"), *lines[2:]],
        "the last changed": [*lines[:3], lines[3].replace(b"number 3", b"number 7")],
        "doubled": [*lines, lines[3]],
        "a stranger's": [*lines, b'{"hello": 1}\n'],
        "torn": [*lines[:3], lines[3][:40]],
    }
    for what, trail in spoilt.items():
        store.audit.path.write_bytes(b"".join(trail))
        assert store.audit.verify() != [], what


def test_a_damaged_line_is_said_with_its_number(store: Store) -> None:
    store.record(CHECK)
    store.record(CHECK)
    lines = store.audit.path.read_bytes().splitlines(keepends=True)
    store.audit.path.write_bytes(lines[0] + lines[1].replace(b"monthly", b"MONTHLY"))
    assert store.audit.verify() == ["Line 2 is damaged: it does not match its own digest."]
    with pytest.raises(errors.Damaged, match="at line 2"):
        list(store.audit.read())


def test_a_torn_last_line_is_set_aside_and_the_trail_goes_on(store: Store) -> None:
    first = store.put(ROOT, "nk-0001", change({"record.json": b"one"}))
    torn = b'{"at":"2026-01-02T03:04:05+00:00","by":"A. Kee'
    with store.audit.path.open("ab") as file:
        file.write(torn)
    assert store.audit.last_digest() == first.entry
    second = store.put(ROOT, "nk-0001", change({"record.json": b"two"}))
    assert [entry.digest for entry in store.audit.read()] == [first.entry, second.entry]
    assert (store.folder / "quarantine" / "audit-torn-line-1").read_bytes() == torn
    assert store.audit.verify() == []


@pytest.mark.parametrize("size", [10, 1 << 16, (1 << 16) + 1, 200_000])
def test_a_torn_line_of_any_length_is_set_aside(store: Store, size: int) -> None:
    first = store.record(CHECK)
    with store.audit.path.open("ab") as file:
        file.write(b"x" * size)
    with store.writing():
        assert "torn" in "".join(store.recovered)
    assert store.audit.last_digest() == first


def test_reading_it_in_a_terminal_is_safe(store: Store) -> None:
    store.record(replace(CHECK, why="\x1b[2J\x9b31m\u202e\u2028 Степанакерт, Ստեփանակերտ"))
    raw = store.audit.path.read_text(encoding="utf-8")
    assert raw.rstrip("\n").isprintable()
    assert "Ստեփանակերտ" in raw
    assert [entry.event.why for entry in store.audit.read()] == [
        "\x1b[2J\x9b31m\u202e\u2028 Степанакерт, Ստեփանակերտ"
    ]


def test_a_long_reason_does_not_hide_the_lines_before_it(store: Store) -> None:
    first = store.record(CHECK)
    second = store.record(replace(CHECK, why="word " * 40_000))
    assert [entry.prev for entry in store.audit.after("")] == ["", first]
    assert store.audit.last_digest() == second


@settings(max_examples=100, deadline=None)
@given(texts=st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"])), min_size=6, max_size=6))
def test_an_event_is_read_back_as_it_was_written(texts: list[str]) -> None:
    event = Event(texts[0], texts[1], texts[2], texts[3], texts[4], texts[5], 3, "ab" * 64)
    line = line_of(event, "cd" * 64)
    assert b"\n" not in line
    assert json.loads(line)["prev"] == "cd" * 64
    assert read_line(line).event == event


def test_a_trail_that_is_no_file_at_all_is_empty(tmp_path: Path) -> None:
    assert list(Trail(tmp_path / "nowhere.jsonl").read()) == []
