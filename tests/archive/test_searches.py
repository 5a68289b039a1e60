"""Saved searches: kept under any name, never lost, never a path."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.archive import Archive
from archive.searches import LONGEST_NAME, NAME, Searches
from archive.store import Store, create_roots
from testimonies.errors import AccessRefused, BadInput, Damaged, Locked, NewerFormat, NotFound, Unavailable
from tests.conftest import KEEPER
from tests.tui.front import NASTY, everything_in


@pytest.fixture
def shelf(archive: Archive) -> Searches:
    return Searches(archive.folder / "saved", archive.store.writing)


def test_what_is_saved_is_there_with_who_saved_it_and_when(archive: Archive, shelf: Searches) -> None:
    made = shelf.save("The flood", "river -boat", sort="date", by=KEEPER)

    assert shelf.named("The flood") == made
    assert (made.query, made.sort, made.by) == ("river -boat", "date", KEEPER)
    assert made.at.endswith("Z")
    assert Searches(archive.folder / "saved", archive.store.writing).every() == [made]


def test_an_archive_without_saved_searches_has_none(shelf: Searches) -> None:
    assert shelf.every() == []
    with pytest.raises(NotFound, match="The flood"):
        shelf.named("The flood")


def test_a_taken_name_is_given_again_only_where_that_is_said(shelf: Searches) -> None:
    shelf.save("The flood", "river", sort="relevance", by=KEEPER)

    with pytest.raises(BadInput, match="--replace"):
        shelf.save("The flood", "bridge", sort="relevance", by=KEEPER)
    assert shelf.named("The flood").query == "river"
    shelf.save("The flood", "bridge", sort="relevance", by=KEEPER, again=True)
    assert [one.query for one in shelf.every()] == ["bridge"]


def test_a_saved_search_is_renamed_and_removed(shelf: Searches) -> None:
    shelf.save("One", "river", sort="relevance", by=KEEPER)
    shelf.save("Two", "bridge", sort="relevance", by=KEEPER)

    with pytest.raises(BadInput, match="another name"):
        shelf.rename("One", "Two")
    shelf.rename("One", "Three")
    assert [(one.name, one.query) for one in shelf.every()] == [("Three", "river"), ("Two", "bridge")]
    shelf.remove("Three")
    assert [one.name for one in shelf.every()] == ["Two"]
    for gone in (shelf.remove, lambda name: shelf.rename(name, "Other")):
        with pytest.raises(NotFound):
            gone("Three")


def test_a_name_is_the_same_however_its_accents_are_put_together(shelf: Searches) -> None:
    shelf.save("Chuşa e\u0301", "river", sort="relevance", by=KEEPER)

    assert shelf.named("  Chuşa \xe9 ").query == "river"


@pytest.mark.parametrize("name", ["", "  ", "\x00\x1b", "\u200b\n", "x" * (LONGEST_NAME + 1)])
def test_a_name_nobody_can_read_is_refused(shelf: Searches, name: str) -> None:
    with pytest.raises(BadInput):
        shelf.save(name, "river", sort="relevance", by=KEEPER)
    assert shelf.every() == []


def test_hostile_names_are_data_and_stay_in_their_file(archive: Archive, shelf: Searches) -> None:
    before = set(everything_in(archive.folder)) | {f"saved/{NAME}"}
    kept = {}
    for name in (*NASTY, "../../x", "/etc/passwd", "a\nb"):
        if any(letter.isprintable() and not letter.isspace() for letter in name):
            kept[shelf.save(name, name, sort="relevance", by=name, again=True).name] = name

    assert {one.name for one in shelf.every()} == set(kept)
    assert set(everything_in(archive.folder)) <= before
    for name in kept.values():
        shelf.remove(name)
    assert shelf.every() == []


@given(st.dictionaries(st.text(min_size=1, max_size=8).filter(lambda text: text.strip().isprintable()),
                       st.text(max_size=20), max_size=5))  # fmt: skip
@settings(max_examples=20, deadline=None)
def test_whatever_is_saved_is_read_back(tmp_path_factory: pytest.TempPathFactory, wanted: dict[str, str]) -> None:
    folder = tmp_path_factory.mktemp("any")
    create_roots(folder)
    shelf = Searches(folder / "saved", Store(folder).writing)
    for name, query in wanted.items():
        if name.strip():
            shelf.save(name, query, sort="relevance", by=KEEPER, again=True)

    for name, query in wanted.items():
        if name.strip():
            found = shelf.named(name)
            assert query.encode(errors="backslashreplace").decode() in {found.query, *wanted.values()}


@pytest.mark.parametrize("spoilt", [b"", b"{", b"[]", b'{"searches": [1]}', b'{"searches": [{"name": "x"}]}', b"\xff",
                                    b'{"searches": [{"name": "x", "query": "y", "sort": "up"}]}', b"[" * 100_000,
                                    b'{"searches": []}' + b" " * 4_000_001])  # fmt: skip
def test_a_file_that_cant_be_read_is_a_sentence_and_is_not_written_over(
    archive: Archive, shelf: Searches, spoilt: bytes
) -> None:
    path = archive.folder / "saved" / NAME
    path.write_bytes(spoilt)

    for ask in (
        shelf.every,
        lambda: shelf.named("x"),
        lambda: shelf.save("x", "y", sort="relevance", by=KEEPER),
        lambda: shelf.remove("x"),
        lambda: shelf.rename("x", "y"),
    ):
        with pytest.raises(Damaged, match="mend it, or move it away"):
            ask()
    assert path.read_bytes() == spoilt


def test_a_link_in_its_place_is_not_followed(archive: Archive, shelf: Searches, tmp_path: Path) -> None:
    outside = tmp_path / "outside.json"
    outside.write_text('{"searches": [{"name": "x", "query": "y"}]}', encoding="utf-8")
    (archive.folder / "saved" / NAME).symlink_to(outside)

    with pytest.raises(Damaged):
        shelf.every()


def test_a_newer_programs_file_is_left_to_it_and_its_unknown_keys_are_kept(archive: Archive, shelf: Searches) -> None:
    path = archive.folder / "saved" / NAME
    known = {"name": "x", "query": "y", "colour": "red"}
    path.write_text(json.dumps({"format": 1, "searches": [known], "shelf": {"a": 1}}), encoding="utf-8")

    shelf.save("z", "river", sort="relevance", by=KEEPER)

    told = json.loads(path.read_text(encoding="utf-8"))
    assert told["shelf"] == {"a": 1}
    assert [one["colour"] for one in told["searches"] if one["name"] == "x"] == ["red"]
    path.write_text(json.dumps({"format": 2, "searches": []}), encoding="utf-8")
    with pytest.raises(NewerFormat):
        shelf.every()


def test_two_programs_do_not_write_at_once(archive: Archive, shelf: Searches) -> None:
    other = Store(archive.folder, timeout=0.0)
    with archive.store.writing(), pytest.raises(Locked):
        Searches(archive.folder / "saved", other.writing).save("x", "y", sort="relevance", by=KEEPER)


def test_what_cant_be_written_is_a_sentence_and_what_was_there_stays(archive: Archive, shelf: Searches) -> None:
    shelf.save("x", "river", sort="relevance", by=KEEPER)
    saved, aside = archive.folder / "saved", archive.folder / "aside"
    saved.rename(aside)
    saved.write_text("A file where a folder should be.", encoding="utf-8")
    with pytest.raises(Unavailable, match="saved searches could not be written"):
        shelf.save("y", "bridge", sort="relevance", by=KEEPER)
    saved.unlink()
    aside.rename(saved)

    assert [one.name for one in shelf.every()] == ["x"]


def test_what_an_interrupted_write_left_is_in_nobodys_way(archive: Archive, shelf: Searches) -> None:
    shelf.save("x", "river", sort="relevance", by=KEEPER)
    (archive.folder / "saved" / f".{NAME}.part").write_bytes(b"{")

    shelf.save("y", "bridge", sort="relevance", by=KEEPER)

    assert [one.name for one in shelf.every()] == ["x", "y"]


def test_saved_searches_are_for_those_who_keep_the_archive(archive: Archive) -> None:
    archive.searches.save("x", "river", sort="relevance", by=KEEPER)

    assert [one.name for one in archive.saved_searches()] == ["x"]
    with pytest.raises(AccessRefused):
        archive.saved_searches("open")
