"""The list that draws only what is on the screen."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.strip import Strip

from archive.finding import Hit, Result, Row
from testimonies import edtf, locator
from testimonies.testimony import Testimony
from testimonies.transcript import Passage, Transcript
from tui.widgets.drawing import STYLES, Block, Span, marked, wrapped
from tui.widgets.reader import Reader
from tui.widgets.results import ResultList
from tui.widgets.table import TestimonyTable
from tui.widgets.virtual_list import VirtualList
from tui.widgets.words import breaks, cells, fitted, line, text


class Shelf(App[None]):
    """One list, and nothing else."""

    CSS = "\n".join(f".virtual-list--{style} {{ color: $foreground; }}" for style in STYLES)

    def __init__(self, of: VirtualList) -> None:
        super().__init__()
        self.of = of
        self.wanted: list[int] = []

    def compose(self) -> ComposeResult:
        yield self.of

    def on_testimony_table_wanted(self, wanted: TestimonyTable.Wanted) -> None:
        self.wanted.append(wanted.offset)
        rows = [_row(number) for number in range(wanted.offset, wanted.offset + wanted.limit)]
        wanted.table.fill(wanted.offset, 100_000, rows)


def _row(number: int) -> Row:
    return Row(f"oh-{number + 1:05}", "interview", "oh", "open", f"Testimony {number + 1}", "1993~")


class Counted(VirtualList):
    """Rows of one to nine lines that remember which of them were drawn."""

    def __init__(self, heights: list[int]) -> None:
        super().__init__()
        self.heights = heights
        self.drawn: set[int] = set()

    def on_mount(self) -> None:
        self.count = len(self.heights)

    def block(self, index: int, width: int) -> Block:
        self.drawn.add(index)
        return Block([[Span(f"{index}.{n}")] for n in range(self.heights[index])])


def seen(of: VirtualList) -> list[str]:
    """Give the lines on the screen."""
    return [of.render_line(y).text.rstrip(" ▐") for y in range(of.size.height)]


async def test_a_hundred_thousand_rows_are_asked_for_only_where_one_looks() -> None:
    table = TestimonyTable()
    app = Shelf(table)
    async with app.run_test(size=(100, 30)) as pilot:
        table.fill(0, 100_000, [_row(number) for number in range(200)])
        await pilot.press()
        table.go(99_999)
        await pilot.pause()
        assert "▶ oh-100000" in seen(table)[-1]
        table.go(50_000)
        await pilot.pause()
        table.page(1)
        await pilot.pause()
        assert any(said.startswith("▶ oh-500") for said in seen(table))
        assert len(app.wanted) <= 4


async def test_whoever_scrolls_through_a_hundred_thousand_keeps_no_more_than_some_of_them() -> None:
    table = TestimonyTable()
    app = Shelf(table)
    async with app.run_test(size=(100, 30)) as pilot:
        table.fill(0, 100_000, [_row(number) for number in range(200)])
        for row in range(0, 100_000, 997):
            table.go(row)
            await pilot.pause()
            table.refresh()
            await pilot.pause()
            assert any(f"oh-{row + 1:05}" in said for said in seen(table))
        # One page a step, or two where the screen reaches from one into the next; none of them twice.
        assert len(app.wanted) == len(set(app.wanted)) < 200
        kept = sum(1 for row in range(100_000) if table.row(row))
        assert kept <= 50 * 200


async def test_only_what_is_near_the_screen_is_ever_drawn() -> None:
    of = Counted([3] * 15_000)
    async with Shelf(of).run_test(size=(60, 20)) as pilot:
        of.show_row(9_000)
        await pilot.pause()
        of.go(14_999)
        await pilot.pause()
        assert seen(of)[-1] == "  14999.2"
        assert len(of.drawn) < 60


async def test_a_step_of_the_cursor_draws_two_rows_and_not_the_list() -> None:
    class Watched(Counted):
        lines = 0

        def render_line(self, y: int) -> Strip:
            self.lines += 1
            return super().render_line(y)

    of = Watched([1] * 100)
    async with Shelf(of).run_test(size=(60, 20)) as pilot:
        of.go(5)
        await pilot.pause()
        of.lines = 0
        of.move(1)
        await pilot.pause()
        assert 1 <= of.lines <= 4


@pytest.mark.parametrize("seed", range(6))
async def test_wherever_one_goes_the_cursor_is_on_the_screen_and_no_line_is_out_of_order(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a walk, not a secret
    heights = [chance.randint(1, 9) for _ in range(chance.choice([1, 5, 80]))]
    of = Counted(heights)
    every = [f"{index}.{n}" for index, height in enumerate(heights) for n in range(height)]
    async with Shelf(of).run_test(size=(40, 8)) as pilot:
        for _ in range(40):
            step = chance.choice([of.move, of.page, of.go, of.show_row])
            step(chance.choice([-3, -1, 1, 2, 40]))
            said = [one.lstrip("▶ ") for one in seen(of) if one]
            start = every.index(said[0])
            assert said == every[start : start + len(said)]
            assert len(said) == min(of.size.height, len(every))
            assert any(one.startswith(f"{of.cursor}.") for one in said)
        await pilot.pause()


async def test_a_turn_taller_than_the_screen_is_read_to_its_end_before_the_next() -> None:
    of = Counted([2, 30, 2])
    async with Shelf(of).run_test(size=(40, 10)) as pilot:
        visited: list[str] = []
        for _ in range(12):
            of.move(1)
            await pilot.pause()
            visited += seen(of)
        for number in range(30):
            assert any(one.endswith(f"1.{number}") for one in visited)
        assert of.cursor == 2


async def test_the_turn_one_reads_stays_on_the_screen_when_its_width_changes() -> None:
    passages = tuple(
        Passage(f"{number} " + "words " * 40, at=locator.parse(f"n{number}")) for number in range(1, 400)
    )
    reader = Reader()
    testimony = Testimony(
        kind="interview",
        title="T",
        date=edtf.parse("1993"),
        collection="oh",
        transcripts=(Transcript("en", passages=passages),),
    )
    async with Shelf(reader).run_test(size=(80, 20)) as pilot:
        reader.show(testimony, [("id", "oh-0001")], {})
        reader.show_row(200)
        await pilot.resize_terminal(37, 9)
        await pilot.pause()
        assert any(said.startswith("▶ ¶200") for said in seen(reader))


def _naughty(corpus: Path) -> list[str]:
    found = next((corpus / "suites" / "blns").rglob("*.json"), None)
    if found:
        return [str(one) for one in json.loads(found.read_text(encoding="utf-8"))]
    names = next((corpus / "suites" / "blns").rglob("*.txt"))
    return names.read_text(encoding="utf-8", errors="replace").splitlines()


async def test_no_naughty_string_acts_on_a_screen_or_shifts_it(corpus: Path) -> None:
    strings = _naughty(corpus)
    results = [
        Result(
            Row(f"oh-{n:04}", "interview", "oh", "open", one),
            1.0,
            1,
            (),
            (Hit("s0001", 1, "n1", one, one, ((0, 1),)),),
        )
        for n, one in enumerate(strings)
    ]
    of = ResultList()
    async with Shelf(of).run_test(size=(60, 30)) as pilot:
        of.show(results)
        await pilot.pause()
        for row in range(0, len(results), 6):
            of.go(row)
            for y in range(of.size.height):
                strip = of.render_line(y)
                assert strip.cell_length == 60
                assert not any(ord(character) < 32 or 0x7F <= ord(character) < 0xA0 for character in strip.text)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=120) | st.text(
    "ab \nم界é👨\u200d\u0301", max_size=60
)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.integers(1, 40))
def test_breaking_lines_loses_nothing_but_the_spaces_at_their_ends(value: str, width: int) -> None:
    found = breaks(value, width)
    reached = 0
    for start, end in found:
        assert start >= reached
        assert not value[reached:start].strip()
        reached = end
    assert not value[reached:].strip()
    if width > 2 and value.isascii():
        assert all(cell_len(value[start:end].strip()) <= width for start, end in found)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.integers(1, 40))
def test_a_column_is_as_wide_as_it_is_said_to_be(value: str, width: int) -> None:
    assert cells(fitted(line(value), width)) == width


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_the_border_leaves_no_control_character_and_is_crossed_once(value: str) -> None:
    shown = text(value)
    assert text(shown) == shown
    assert not any(ord(character) < 32 and character != "\n" for character in shown)
    assert "\n" not in line(value)


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4), st.integers(3, 30))
def test_marks_change_no_word(value: str, marks: list[tuple[int, int]], width: int) -> None:
    spans = marked(value, sorted(marks))
    assert "".join(span.text for span in spans) == value
    lines: list[Any] = wrapped(spans, width)
    assert (
        "".join("".join(span.text for span in one) for one in lines).split()
        == "".join(value[start:end] for start, end in breaks(value, width)).split()
    )
