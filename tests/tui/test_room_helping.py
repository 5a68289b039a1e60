"""Help with a question: what a word may become, what was meant, and questions kept under a name."""

from __future__ import annotations

import pytest

from archive.archive import Archive
from tests.conftest import KEEPER, told
from tests.tui.conftest import SIZE, burst, shown, still
from tui.app import ReadingRoom


async def test_tab_takes_the_completion_that_is_shown_and_then_leads_to_the_results(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "/stoo bri")
        await still(pilot)
        assert "Tab: bridge" in shown(pilot)
        await pilot.press("tab")
        await still(pilot)
        assert room.home.box.value == "stoo bridge"
        assert room.focused is room.home.box
        await pilot.press("tab")
        assert room.focused is room.home.results


async def test_the_right_arrow_takes_it_too(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "/carr")
        await still(pilot)
        await pilot.press("right")
        await still(pilot)
        assert room.home.box.value == "carried"


async def test_a_field_is_completed_as_well_and_letters_typed_on_take_the_offer_back(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "/narr")
        await still(pilot)
        assert "Tab: narrator:" in shown(pilot)
        burst(pilot, "ow")
        await still(pilot)
        assert "Tab:" not in shown(pilot)


async def test_what_was_meant_is_said_in_a_line_of_its_own_and_taken_with_its_key(archive: Archive) -> None:
    with archive.writing():
        for number in range(5):
            archive.add(told("The harmonium was lost.", title=f"Testimony {number}"), by=KEEPER)
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "/harmonuim")
        await still(pilot)
        assert "Did you mean: harmonium? (5 testimonies)" in shown(pilot)
        await pilot.press("ctrl+y")
        await still(pilot)
        assert room.home.box.value == "harmonium"
        assert "Did you mean" not in shown(pilot)
        assert "5 passages in 5 testimonies" in shown(pilot)


async def test_an_open_reader_is_offered_no_word_of_what_is_not_open(valley: Archive) -> None:
    room = ReadingRoom(lambda: valley, "open")
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "/contro")
        await still(pilot)
        assert "control" not in shown(pilot).replace("contro ", "")


async def test_a_question_is_kept_under_a_name_typed_in_one_burst_and_asked_again(room: ReadingRoom) -> None:
    async with room.run_test(size=(140, 36)) as pilot:
        await still(pilot)
        burst(pilot, "/bridge")
        await still(pilot)
        await pilot.press("ctrl+s")
        burst(pilot, "the bridge / [all]\r")
        await still(pilot)
        assert "Kept as the bridge / [all]" in shown(pilot)
        (saved,) = room.archive.saved_searches()
        assert (saved.name, saved.query, saved.sort) == ("the bridge / [all]", "bridge", "relevance")
        await pilot.press("escape")
        await still(pilot)
        assert not room.home.searching
        await pilot.press("f")
        facets = room.home.facets
        facets.go(next(n for n, entry in enumerate(facets._entries) if entry.part == "search"))
        await pilot.press("enter")
        await still(pilot)
        assert room.home.searching
        assert "understood: bridge" in shown(pilot)


async def test_what_is_narrowed_is_kept_as_a_question_the_command_understands(room: ReadingRoom) -> None:
    async with room.run_test(size=(140, 36)) as pilot:
        await still(pilot)
        await pilot.press("f")
        facets = room.home.facets
        facets.go(next(n for n, entry in enumerate(facets._entries) if entry.value == "found_document"))
        await pilot.press("enter", "ctrl+s")
        burst(pilot, "found\r")
        await still(pilot)
        (saved,) = room.archive.saved_searches()
        assert saved.query == "kind:found_document"
        assert room.archive.list(saved.query).total == room.home.table.count == 1


async def test_a_name_that_is_taken_is_replaced_only_when_it_is_given_again(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        room.archive.searches.save("river", "river", sort="relevance", by=KEEPER)
        burst(pilot, "/bridge")
        await still(pilot)
        await pilot.press("ctrl+s")
        burst(pilot, "river\r")
        await still(pilot)
        assert "Enter puts this question in its place" in shown(pilot)
        assert room.archive.searches.named("river").query == "river"
        await pilot.press("enter")
        await still(pilot)
        assert room.archive.searches.named("river").query == "bridge"


async def test_escape_from_the_name_keeps_nothing_and_stays_where_one_is(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "/bridge")
        await still(pilot)
        await pilot.press("ctrl+s")
        burst(pilot, "half")
        await pilot.press("escape")
        await still(pilot)
        assert room.home.searching
        assert room.archive.saved_searches() == []


@pytest.mark.parametrize("key", ["ctrl+s"])
async def test_an_open_reader_keeps_no_search_and_sees_none(valley: Archive, key: str) -> None:
    valley.searches.save("secret name", "bridge", sort="relevance", by=KEEPER)
    room = ReadingRoom(lambda: valley, "open")
    async with room.run_test(size=(140, 36)) as pilot:
        await still(pilot)
        assert "secret name" not in shown(pilot)
        burst(pilot, "/bridge")
        await still(pilot)
        await pilot.press(key)
        assert "come as staff" in shown(pilot)


async def test_marks_are_kept_across_searches_and_asked_for_by_their_ids(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("space")
        assert "▶ oh-0002" in shown(pilot)
        assert " ✓oh-0001" in shown(pilot)
        burst(pilot, "/rained")
        await still(pilot)
        await pilot.press("tab", "space")
        await still(pilot)
        assert "✓ A found notebook" in shown(pilot)
        assert "2 marked" in shown(pilot)
        await pilot.press("M")
        await still(pilot)
        assert room.home.box.value == "id:(oh-0001 OR oh-0002)"
        assert "in 2 testimonies" in shown(pilot)
        await pilot.press("u")
        assert "marked" not in shown(pilot)


async def test_the_citations_of_the_marked_are_copied_one_a_line(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("space", "space", "y")
        await still(pilot)
        assert room.clipboard.splitlines() == [room.archive.cite("oh-0001"), room.archive.cite("oh-0002")]
        await pilot.press("u")
        burst(pilot, "/posts")
        await still(pilot)
        await pilot.press("tab", "y")
        await still(pilot)
        assert "00:01:05" in room.clipboard


async def test_fewer_than_two_are_not_compared(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("space", "c")
        assert "mark two to four with Space" in shown(pilot)
