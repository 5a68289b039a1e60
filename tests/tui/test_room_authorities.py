"""The authority records as screens: every name, who links a record, who names it; another name, and two made one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from testimonies.authority import Name, Person, Place
from testimonies.testimony import Agent, Link
from tests.conftest import KEEPER, told
from tests.tui.conftest import SIZE, burst, shown, still
from tests.tui.terminal import Terminal
from tui.app import ReadingRoom
from tui.screens.authorities import Authorities, OneAuthority


@pytest.fixture
def named(archive: Archive) -> Iterator[Archive]:
    """A place with two names that one testimony links and another names, and two records of one person."""
    archive.add_authority(
        Place(names=(Name("Van", "hy", kind="authorised", used_by="narrators"), Name("Վան", "hy"))), by=KEEPER
    )
    archive.add_authority(Person(names=(Name("Zora M.", kind="authorised"),)), by=KEEPER)
    archive.add_authority(Person(names=(Name("Зора М.", kind="authorised"),)), by=KEEPER)
    archive.add(
        told(
            "We left in spring.",
            place=Link("Van", "place-0001"),
            agents=(Agent(role="narrator", name="Зора М.", ref="person-0002"),),
        ),
        by=KEEPER,
    )
    archive.add(told("They came from Վան at night.", title="A road", language="hy"), by=KEEPER)
    yield archive


async def test_what_is_typed_narrows_by_any_name_kind_or_id(named: Archive) -> None:
    room = ReadingRoom(lambda: named)
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "Aзора")
        await still(pilot)
        assert isinstance(room.screen, Authorities)
        assert "person-0002" in shown(pilot)
        assert "place-0001" not in shown(pilot)
        await pilot.press(*["backspace"] * 4, *"place")
        await still(pilot)
        assert "place-0001" in shown(pilot)
        await pilot.press("enter")
        await still(pilot)
        assert isinstance(room.screen, OneAuthority)
        said = shown(pilot)
        assert "Վան" in said
        assert "used by narrators" in said
        assert "oh-0001" in said


async def test_each_record_says_its_kind_and_in_how_many_testimonies_it_is_used(named: Archive) -> None:
    room = ReadingRoom(lambda: named)
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("A")
        await still(pilot)
        rows = {
            line.split()[0].strip("▶"): " ".join(line.split()) for line in shown(pilot).splitlines() if "-0" in line
        }
        assert rows["place-0001"].endswith("place Van Վան in 1 testimony")
        assert rows["person-0001"].endswith("person Zora M. not used")
        assert "in 2 testimonies" in shown(pilot), "both are in the one collection"


async def test_on_a_narrow_screen_the_number_alone_stands_beside_the_names(named: Archive) -> None:
    room = ReadingRoom(lambda: named)
    async with room.run_test(size=(60, 20)) as pilot:
        await still(pilot)
        await pilot.press("A")
        await still(pilot)
        (row,) = (line for line in shown(pilot).splitlines() if "place-0001 " in line and "Van" in line)
        assert row.split()[-1] == "1"


async def test_a_kind_is_typed_or_turned_to_with_tab_and_stands_in_the_box(named: Archive) -> None:
    room = ReadingRoom(lambda: named)
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "Akind:pl")
        await still(pilot)
        assert isinstance(room.screen, Authorities)
        assert [one.id for one in room.screen.records.found] == ["place-0001"]

        await pilot.press("tab")
        await still(pilot)
        assert room.screen.box.value == "kind:event"
        assert "No record has such a name." in shown(pilot)

        await pilot.press(*["shift+tab"] * 3)
        await still(pilot)
        assert room.screen.box.value == "kind:person"
        assert [one.id for one in room.screen.records.found] == ["person-0001", "person-0002"]

        await pilot.press(" ", *"зора")
        await still(pilot)
        assert [one.id for one in room.screen.records.found] == ["person-0002"]
        await pilot.press("shift+tab")
        await still(pilot)
        assert room.screen.box.value == "зора", "no kind comes before the first"
        assert "Tab Kind" in shown(pilot)


async def test_a_record_says_as_what_it_is_linked_and_how_many_more_link_it(
    named: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.authorities.MANY", 1)
    room = ReadingRoom(lambda: named)
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        room.go_to("authority", "person-0002")
        await still(pilot)
        assert "The flood · narrator: Зора М." in shown(pilot)
        assert "more; l lists" not in shown(pilot)
        room.go_to("authority", "collection-oh")
        await still(pilot)
        assert "and 1 more; l lists all of them in the library" in shown(pilot)


async def test_from_a_record_one_reads_who_links_it_and_every_passage_that_names_it(named: Archive) -> None:
    room = ReadingRoom(lambda: named)
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        room.go_to("authority", "place-0001")
        await still(pilot)
        await pilot.press("p")
        await still(pilot)
        assert "They came from Վան at night." in shown(pilot)
        await pilot.press("escape", "l")
        await still(pilot)
        assert room.screen is room.home
        assert room.home.box.value == "place:place-0001"
        assert "oh-0001" in shown(pilot)


async def test_another_name_is_added_with_where_it_is_from(named: Archive) -> None:
    room = ReadingRoom(lambda: named)
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        room.go_to("authority", "place-0001")
        await still(pilot)
        await pilot.press("e", *"Van city", "enter", *"en", "enter", "enter", *"an atlas", "ctrl+s")
        await still(pilot)
        name = named.authority("place-0001").names[-1]
        assert (name.text, name.language, name.kind, name.source) == ("Van city", "en", "variant", "an atlas")
        assert "Van city" in shown(pilot)


async def test_two_records_become_one_after_a_preview(named: Archive) -> None:
    room = ReadingRoom(lambda: named)
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        room.go_to("authority", "person-0001")
        await still(pilot)
        await pilot.press("M", *"person-0002", "enter", *"one letter", "ctrl+s")
        await still(pilot)
        said = " ".join(shown(pilot).replace("│", " ").split())
        assert "Names then: Zora M. · Зора М. From person-0002 come: Зора М. " in said
        assert "Links of 1 testimony follow; rewritten: oh-0001 Type yes" in said
        await pilot.press(*"no", "enter")
        await still(pilot)
        assert len(named.authority("person-0001").names) == 1

        await pilot.press("M", *"person-0002", "enter", *"one letter", "ctrl+s")
        await still(pilot)
        await pilot.press(*"yes", "enter")
        await still(pilot)
        assert [name.text for name in named.authority("person-0001").names] == ["Zora M.", "Зора М."]
        assert named.show("oh-0001").testimony.agents[0].ref == "person-0001"


async def test_what_can_not_be_merged_is_said(named: Archive) -> None:
    room = ReadingRoom(lambda: named)
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        room.go_to("authority", "person-0001")
        await still(pilot)
        await pilot.press("M", *"place-0001", "enter", *"x", "ctrl+s")
        await still(pilot)
        assert "not of one kind" in " ".join(shown(pilot).split())


async def test_an_open_reader_sees_names_and_changes_none(named: Archive) -> None:
    room = ReadingRoom(lambda: named, "open")
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        room.go_to("authority", "place-0001")
        await still(pilot)
        assert "Վան" in shown(pilot)
        await pilot.press("e")
        await still(pilot)
        assert "open reader" in shown(pilot)


async def test_hostile_names_do_nothing(archive: Archive) -> None:
    archive.add_authority(
        Person(names=(Name("\x1b]0;x\x07[@click=app.quit]x[/] \u202e👩‍👧" + "y" * 3000),)), by=KEEPER
    )
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "Aperson")
        await still(pilot)
        await pilot.press("enter")
        await still(pilot)
        assert "[@click=app.quit]" in shown(pilot)
        assert not set(shown(pilot)) & {"\x1b", "\x07", "\u202e", "\u200d"}


def test_a_record_looks_as_it_did(named: Archive, snap_compare: Any) -> None:
    """All names with what is known of them under one heading, then who links it, each way on in the footer."""
    room = ReadingRoom(lambda: named)

    async def walk(pilot: Any) -> None:
        await still(pilot)
        room.go_to("authority", "place-0001")
        await still(pilot)

    assert snap_compare(room, terminal_size=SIZE, run_before=walk)


def test_one_goes_to_a_place_and_every_passage_that_names_it(story: Callable[..., Terminal], founding: Path) -> None:
    room = story(founding, "browse")
    room.wait(r"▶ ?nk-0001")
    room.type("A")
    room.wait("subject-0001 .*Armed conflict .*2")
    room.look("authorities")
    room.type("Ստեփանակերտ")
    room.wait("1 record")
    room.press("Enter")
    room.wait("Linked by")
    room.look("authority")
    room.type("p")
    room.wait("nk-0007")
    room.look("authority-passages")
    room.press("Enter")
    room.wait("Content note|regional capital")
    room.look("authority-read")
