"""What an archive holds and what needs a person, for each reader, with the question behind every figure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from archive import access, overview
from archive.archive import Archive
from archive.founding import create_with_founding
from testimonies import edtf
from testimonies.access import Access, Decision
from testimonies.authority import Name, Place
from testimonies.testimony import Agent, Link, MediaItem
from tests.conftest import KEEPER, told

TODAY = date(2026, 11, 23)
CITY = Place(names=(Name("A city"),), coordinates="39.8177, 46.7528", precision="exact", public_precision="town")


@pytest.fixture
def archive(archive: Archive, photograph: Path) -> Archive:
    """One with everything, one without words, one for staff whose time has come."""
    place = archive.add_authority(CITY, by=KEEPER).id
    archive.add(
        told(
            "It rained for nine days.",
            agents=(Agent(role="narrator", name="Narrator A"),),
            place=Link("A city", place),
            covers=edtf.parse("1992/1993"),
            basis="Deposited by the narrator",
            media=(MediaItem(photograph.name, alt_text="A river bank"),),
        ),
        by=KEEPER,
        media=[photograph],
    )
    archive.add(told(title="A silent tape", basis="Found"), by=KEEPER)
    due = Access(Decision("staff", until=edtf.parse("2020")), Decision("staff"))
    archive.add(replace(told("Nobody knew.", title="Closed for years"), access=due), by=KEEPER)
    return archive


def found(seen: overview.Overview) -> dict[str, tuple[str, ...]]:
    return {need.key: need.ids for need in seen.needs}


def test_figures_count_what_a_reader_may_see(archive: Archive) -> None:
    figures = {one.name: one.number for one in archive.overview().figures}
    assert figures == {
        "testimonies": 3,
        "narrators named": 1,
        "with a transcript": 2,
        "passages": 2,
        "words": 7,
        "media files": 1,
        "hours of recordings": 0,
        "photographs and pages": 1,
    }
    public = {one.name: one.number for one in archive.overview("open").figures}
    assert public["testimonies"] == 3, "what is listed is known of"
    assert (public["words"], public["with a transcript"]) == (5, 1)


def test_every_question_finds_what_its_figure_counts(archive: Archive) -> None:
    for figure in archive.overview().figures:
        if figure.question is not None and figure.name not in ("hours of recordings", "media files"):
            assert archive.list(figure.question).total == figure.number, figure.name
    for need in archive.overview().needs:
        assert [row.id for row in archive.list(need.question).rows] == list(need.ids)


def test_what_needs_a_person_is_named_with_what_to_do(archive: Archive) -> None:
    needs = found(archive.overview())
    assert needs == {"transcript": ("oh-0002",), "consent": ("oh-0003",), "review": ("oh-0003",)}
    assert all(need.todo.endswith(".") for need in archive.overview().needs)


def test_to_others_than_staff_nothing_needs_a_person_and_nobody_changed_anything(archive: Archive) -> None:
    archive.verify(by=KEEPER)
    seen = archive.overview("open")
    assert (seen.needs, seen.recent, seen.unchecked, seen.last_check) == ((), (), 0, None)


def test_a_failed_check_stays_until_a_later_one_is_sound(archive: Archive) -> None:
    (kept,) = archive.folder.glob("testimonies/oh-0001/v1/content/media/*")
    sound = kept.read_bytes()
    kept.write_bytes(b"x" + sound[1:])
    archive.verify(by=KEEPER)
    assert found(archive.overview())["fixity"] == ("oh-0001",)

    kept.write_bytes(sound)
    assert found(archive.overview())["fixity"] == ("oh-0001",), "nobody has looked again yet"
    archive.verify(["oh-0001"], by=KEEPER)
    assert "fixity" not in found(archive.overview())
    assert archive.overview().unchecked == 0


def test_years_count_every_testimony_that_tells_of_them(archive: Archive) -> None:
    years = archive.overview().years
    assert {year: years[year] for year in (1992, 1993)} == {1992: 1, 1993: 3}
    for year, count in years.items():
        assert archive.list(f"date:{year}").total == count


def test_a_place_is_put_no_more_exactly_than_a_reader_may_know(archive: Archive) -> None:
    (spot,) = archive.overview().spots
    assert (spot.label, spot.count, spot.where) == ("A city", 1, (39.8177, 46.7528))
    (public,) = archive.overview("open").spots
    assert public.where == (39.8, 46.8)
    record = archive.authority("place-0001", "open")
    assert (record.coordinates, record.precision) == ("39.8, 46.8", "town")  # type: ignore[union-attr]  # a place


@pytest.mark.parametrize("precision", [None, "none", "nobody knows this word"])
def test_a_place_nobody_may_know_of_is_nowhere(precision: str | None) -> None:
    assert access.public_coordinates(replace(CITY, public_precision=precision)) is None


def test_the_founding_collection_is_looked_over(tmp_path: Path) -> None:
    with create_with_founding(tmp_path / "a", "Founding", KEEPER) as founding:
        seen = founding.overview()
        assert seen.figures[0].number == 8
        assert seen.years[1993] >= 1
        assert seen.recent[0].by == KEEPER
