"""Narrowing in the library: facets beside the list, chips above it, and the way back."""

from __future__ import annotations

from archive.archive import Archive
from archive.narrowing import Choice
from testimonies.testimony import Link
from tests.conftest import KEEPER, told
from tests.tui.conftest import SIZE, burst, shown, still
from tui.app import ReadingRoom

WIDE = (140, 36)


def _to(room: ReadingRoom, value: str) -> None:
    """Put the cursor of the facets on a value."""
    facets = room.home.facets
    facets.go(next(n for n, entry in enumerate(facets._entries) if entry.value == value))


async def test_what_is_chosen_narrows_the_list_and_stands_above_it_until_x_takes_it_away(room: ReadingRoom) -> None:
    async with room.run_test(size=WIDE) as pilot:
        await still(pilot)
        await pilot.press("f")
        _to(room, "found_document")
        await pilot.press("enter")
        await still(pilot)
        said = shown(pilot)
        assert "[✓] found document" in said
        assert "[kind: found document ×]" in said
        assert "1 of 3 testimonies" in said
        assert "oh-0002" in said
        assert "oh-0001" not in said
        await pilot.press("x")
        await still(pilot)
        assert "×]" not in shown(pilot)
        assert "oh-0001" in shown(pilot)


async def test_values_of_one_facet_are_either_and_facets_among_each_other_are_both(room: ReadingRoom) -> None:
    async with room.run_test(size=WIDE) as pilot:
        await still(pilot)
        await pilot.press("f")
        for value in ("found_document", "interview"):
            _to(room, value)
            await pilot.press("space")
            await still(pilot)
        assert room.home.table.count == 3
        _to(room, "photo")
        await pilot.press("space")
        await still(pilot)
        assert room.home.table.count == 1
        # Beside it, a facet goes on counting what one more of its values would find.
        assert room.home.facets._counts.facets["media"]["transcript"] == 3
        await pilot.press("X")
        await still(pilot)
        assert room.home.chosen == ()
        assert room.home.table.count == 3


async def test_what_is_chosen_narrows_what_is_searched_and_is_understood_with_it(room: ReadingRoom) -> None:
    async with room.run_test(size=WIDE) as pilot:
        await still(pilot)
        burst(pilot, "/bridge")
        await still(pilot)
        await pilot.press("tab", "f")
        _to(room, "found_document")
        await pilot.press("enter")
        await still(pilot)
        said = shown(pilot)
        assert "understood: kind: found_document AND bridge" in said
        assert "1 passage in 1 testimony" in said
        assert room.home.box.value == "bridge"


async def test_every_value_of_a_facet_can_be_reached(archive: Archive) -> None:
    with archive.writing():
        for number in range(12):
            archive.add(told("The river.", language=f"a{chr(97 + number)}"), by=KEEPER)
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=WIDE) as pilot:
        await still(pilot)
        await pilot.press("f")
        facets = room.home.facets
        facets.go(next(n for n, entry in enumerate(facets._entries) if entry.part == "more"))
        assert facets.entry is not None
        assert facets.entry.label == "… 7 more"
        await pilot.press("enter")
        _to(room, "al")
        await pilot.press("enter")
        await still(pilot)
        assert room.home.table.count == 1


async def test_the_places_one_has_been_to_come_back_with_their_cursor(room: ReadingRoom) -> None:
    async with room.run_test(size=WIDE) as pilot:
        await still(pilot)
        await pilot.press("down", "down")
        burst(pilot, "/bridge")
        await still(pilot)
        await pilot.press("down", "escape")
        await still(pilot)
        assert room.home.table.cursor == 2
        await pilot.press("left_square_bracket")
        await still(pilot)
        assert room.home.searching
        assert room.home.results.cursor == 1
        await pilot.press("left_square_bracket")
        await still(pilot)
        assert not room.home.searching
        assert room.home.table.cursor == 2
        await pilot.press("right_square_bracket")
        await still(pilot)
        assert room.home.searching
        assert room.home.results.cursor == 1


async def test_going_back_brings_back_what_was_chosen_and_the_order(room: ReadingRoom) -> None:
    async with room.run_test(size=WIDE) as pilot:
        await still(pilot)
        await pilot.press("f")
        _to(room, "found_document")
        await pilot.press("enter", "s", "x")
        await still(pilot)
        assert room.home.chosen == ()
        await pilot.press("left_square_bracket")
        await still(pilot)
        assert room.home.chosen == (Choice("kind", "found_document"),)
        assert "sorted by title" in shown(pilot)
        await pilot.press("left_square_bracket")
        await still(pilot)
        assert "sorted by number" in shown(pilot)


async def test_before_the_first_place_there_is_none(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("left_square_bracket")
        assert "no question before" in shown(pilot)


async def test_panes_give_way_to_the_width(room: ReadingRoom) -> None:
    async with room.run_test(size=WIDE) as pilot:
        await still(pilot)
        home = room.home
        assert home._shown_panes() == ["facets", "list", "preview"]
        await pilot.resize_terminal(100, 30)
        await still(pilot)
        assert home._shown_panes() == ["list"]
        await pilot.press("f")
        await still(pilot)
        assert home._shown_panes() == ["facets", "list"]
        assert room.focused is home.facets
        await pilot.press("p")
        await still(pilot)
        assert home._shown_panes() == ["list", "preview"]
        await pilot.resize_terminal(60, 20)
        await still(pilot)
        seen = set()
        for _ in range(3):
            await pilot.press("tab")
            await still(pilot)
            seen.add(tuple(home._shown_panes()))
        assert seen == {("list",), ("preview",), ("facets",)}


async def test_an_open_reader_counts_only_what_is_open(valley: Archive) -> None:
    room = ReadingRoom(lambda: valley, "open")
    async with room.run_test(size=WIDE) as pilot:
        await still(pilot)
        assert room.home.facets._counts.facets["access"] == {"open": 2, "staff": 1}
        assert "transcript" in room.home.facets._counts.facets["media"]
        assert room.home.facets._counts.facets["media"]["transcript"] == 2


async def test_hostile_names_in_the_facets_are_only_seen(archive: Archive) -> None:
    hostile = "[/x] \x1b]0;t\x07 \u202eback\ttab [@click=app.quit]y[/] 👨\u200d👩\u200d👧"
    archive.add(told("Words.", places=(Link(hostile),)), by=KEEPER)
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=WIDE) as pilot:
        await still(pilot)
        await pilot.press("f")
        facets = room.home.facets
        facets.go(next(n for n, entry in enumerate(facets._entries) if entry.section == "place" and entry.value))
        await pilot.press("enter")
        await still(pilot)
        said = shown(pilot)
        assert "[place: [/x]" in said
        assert not set(said) & {"\x1b", "\x07", "\u202e", "\t"}
        assert all(strip.cell_length <= WIDE[0] for strip in room.screen._compositor.render_strips())
        assert room.home.table.count == 1


async def test_keys_typed_before_the_facets_are_counted_choose_in_them_all_the_same(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "fjj ")
        await still(pilot)
        assert len(room.home.chosen) == 1
        assert room.home.chosen[0].facet == "decade"


async def test_the_question_that_stands_in_the_box_is_a_place_like_any_other(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        burst(pilot, "/bridge")
        await still(pilot)
        await pilot.press("escape", "down")
        await still(pilot)
        await pilot.press("slash", "tab", "left_square_bracket")
        await still(pilot)
        assert not room.home.searching
        assert room.home.table.cursor == 1
        await pilot.press("right_square_bracket")
        await still(pilot)
        assert room.home.searching


async def test_reading_the_list_anew_leaves_the_cursor_where_it_is(room: ReadingRoom) -> None:
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        await pilot.press("down", "down", "r")
        await still(pilot)
        assert room.home.table.cursor == 2
