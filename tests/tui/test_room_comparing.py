"""Comparing accounts: what people say of them stands above their own words, and nothing is decided by the program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual import events

from archive import comparing
from archive.archive import Archive
from archive.founding import create_with_founding
from testimonies.authority import Event, Name
from testimonies.errors import ArchiveError
from testimonies.testimony import Link, Relation
from tests.conftest import KEEPER, told
from tests.tui.conftest import SIZE, burst, shown, still
from tests.tui.front import ask
from tests.tui.terminal import Terminal
from tui.app import ReadingRoom
from tui.screens.comparing import Comparing
from tui.widgets.words import cells


@pytest.fixture
def two(archive: Archive) -> Iterator[Archive]:
    """Two accounts of a flood, the second of which somebody says differs from the first."""
    archive.add(told("It rained for nine days.", "The bridge was of wood.", title="One account"), by=KEEPER)
    archive.add(told("It rained for three.", "Nobody was harmed.", "We slept.", title="Another account"), by=KEEPER)
    archive.add(told("A third time.", title="For staff alone", access="staff"), by=KEEPER)
    from_, to = archive.point("oh-0002", None, "s0001"), archive.point("oh-0001", None, "s0001")
    archive.relate(
        Relation(from_=from_, type="differs_on", to=to, about="how long it rained", asserted_by="the parish book"),
        by=KEEPER,
    )
    yield archive


def test_a_point_stands_before_the_accounts_own_words(two: Archive) -> None:
    _, rows = two.compare(("oh-0001", "oh-0002"))
    first, *others = rows
    assert first.differs
    assert [side.words for side in first.sides if side] == ["It rained for nine days.", "It rained for three."]
    assert first.held_by == "oh-0002"
    assert comparing.said_of(first.relation) == "they differ, asserted by the parish book"  # type: ignore[arg-type]
    assert [[side.words if side else None for side in row.sides] for row in others][-1] == [None, "We slept."]


@pytest.mark.parametrize("ids", [("oh-0001",), ("oh-0001",) * 2, ("oh-0001", "oh-0002", "oh-0003", "a-1", "a-2")])
def test_what_can_not_be_compared_is_refused_in_a_sentence(two: Archive, ids: tuple[str, ...]) -> None:
    with pytest.raises(ArchiveError, match="can't be compared"):
        two.compare(ids)


def test_what_is_related_is_known_from_either_side_and_to_nobody_who_may_not_know(two: Archive) -> None:
    from_, to = two.point("oh-0003", None, "s0001"), two.point("oh-0001", None, "s0002")
    two.relate(Relation(from_=from_, type="same_event", to=to, about="a secret point"), by=KEEPER)
    assert two.related("oh-0001") == ["oh-0002", "oh-0003"]
    assert two.related("oh-0002") == ["oh-0001"]
    assert two.related("oh-0001", "open") == ["oh-0002"]


def test_accounts_of_the_same_event_belong_beside_each_other_too(two: Archive) -> None:
    two.add_authority(Event(id="event-0001", names=(Name("The flood"),)), by=KEEPER)
    told_of = (Link("The flood", "event-0001"),)
    two.edit("oh-0001", lambda before: replace(before, events=told_of), by=KEEPER)
    two.add(replace(told("A fourth time.", access="open"), events=told_of), by=KEEPER)
    two.add(replace(told("A fifth.", access="staff"), events=told_of), by=KEEPER)
    assert two.related("oh-0001") == ["oh-0002", "oh-0004", "oh-0005"]
    assert two.related("oh-0004", "open") == ["oh-0001"]


async def test_one_account_is_moved_against_the_other_and_back(two: Archive) -> None:
    room = ReadingRoom(lambda: two)
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        room.go_to("comparing", ("oh-0001", "oh-0002"))
        await still(pilot)
        await pilot.press("J")
        await still(pilot)
        assert "stand below the points" in shown(pilot)

        def row() -> list[str | None]:
            assert isinstance(room.screen, Comparing)
            found = room.screen.accounts.row
            assert found
            return [side.words if side else None for side in found.sides]

        await pilot.press("j")
        await still(pilot)
        assert row() == ["It rained for nine days.", "It rained for three."]
        assert shown(pilot).count("≠ how long it rained") == 2, "said above the words it is about as well"
        await pilot.press("J")
        await still(pilot)
        assert row() == ["The bridge was of wood.", "It rained for three."]
        await pilot.press("K")
        await still(pilot)
        assert row() == ["It rained for nine days.", "It rained for three."]
        await pilot.press("t")
        await still(pilot)
        assert "None of these accounts has a translation." in shown(pilot)


async def test_two_passages_are_put_beside_each_other_and_the_note_is_changed(two: Archive) -> None:
    room = ReadingRoom(lambda: two)
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        room.go_to("comparing", ("oh-0001", "oh-0002"))
        await still(pilot)
        assert "≠ how long it rained" in shown(pilot)
        await pilot.press("j", "j", "space", "tab", "space", "equals_sign")
        await pilot.press(*"nobody was lost", "enter", "enter", *"as far as told", "ctrl+s")
        await still(pilot)
        assert "≈ nobody was lost" in shown(pilot)
        relation = two.show("oh-0001").testimony.relations[0]
        assert (relation.type, relation.note, relation.from_.passage, relation.to.passage) == (
            "agrees_on",
            "as far as told",
            "s0002",
            "s0002",
        )
        assert relation.by
        await pilot.press("g", "e", *" indeed", "ctrl+s")
        await still(pilot)
        assert two.show("oh-0001").testimony.relations[0].note == "as far as told indeed"
        await pilot.press("g", "d", *"a mistake", "ctrl+s")
        await still(pilot)
        assert two.show("oh-0001").testimony.relations == ()
        assert two.show("oh-0001", version=2).testimony.relations, "older versions keep it"


async def test_a_burst_over_the_boxes_of_the_form_loses_nothing(two: Archive) -> None:
    room = ReadingRoom(lambda: two)
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        room.go_to("comparing", ("oh-0001", "oh-0002"))
        await still(pilot)
        await pilot.press("j", "space", "tab", "space")
        await still(pilot)
        # The key that opens the form, a word for each of its boxes, and what is pressed behind the last of them.
        burst(pilot, "!who was harmed/0\r the diarist\rsaid twice")
        pilot.app.post_message(events.Key("ctrl+s", None))
        await still(pilot)
        relation = two.show("oh-0001").testimony.relations[-1]
        assert relation.about == "who was harmed/0"
        assert (relation.asserted_by or "").endswith(" the diarist"), "behind the name that stood there"
        assert relation.note == "said twice"


async def test_esc_in_the_form_changes_nothing_and_what_lacks_is_asked_for(two: Archive) -> None:
    room = ReadingRoom(lambda: two)
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        room.go_to("comparing", ("oh-0001", "oh-0002"))
        await still(pilot)
        await pilot.press("exclamation_mark")
        await still(pilot)
        assert "Pick a passage of two accounts first" in shown(pilot)
        await pilot.press("j", "space", "tab", "space", "exclamation_mark", "ctrl+s")
        await still(pilot)
        assert "Still to be said: the point, in one sentence." in shown(pilot)
        await pilot.press("escape")
        await still(pilot)
        assert isinstance(room.screen, Comparing)
        assert two.show("oh-0001").version == 1


async def test_an_open_reader_compares_and_changes_nothing(two: Archive) -> None:
    room = ReadingRoom(lambda: two, "open")
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        room.go_to("comparing", ("oh-0001", "oh-0002"))
        await still(pilot)
        await pilot.press("e")
        await still(pilot)
        assert "open reader" in shown(pilot)
        await pilot.press("escape")
        room.go_to("comparing", ("oh-0001", "oh-0003"))
        await still(pilot)
        assert "A third time" not in shown(pilot)


async def test_hostile_words_stay_in_their_column(archive: Archive) -> None:
    hostile = "[@click=app.quit]x[/] \x1b[2J \u202e👩‍👩‍👧 " + "w" * 20_000
    archive.add(told(hostile, title=hostile), by=KEEPER)
    archive.add(told("It rained.", title="Plain"), by=KEEPER)
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=SIZE) as pilot:
        await still(pilot)
        room.go_to("comparing", ("oh-0001", "oh-0002"))
        await still(pilot)
        lines = shown(pilot).splitlines()
        assert not set(shown(pilot)) & {"\x1b", "\u202e", "\u200d"}
        bars = {cells(one[: one.index("│")]) for one in lines if "│" in one}
        assert len(bars) == 1, "the line between the columns is straight"


def test_comparing_looks_as_it_did(two: Archive, snap_compare: Any) -> None:
    """The point first, with its sign and who asserts it; both passages in columns, and below all their words."""
    kept = two.show("oh-0002").testimony.relations[0]
    assert kept.on is not None
    room = ReadingRoom(lambda: two)

    async def walk(pilot: Any) -> None:
        await still(pilot)
        room.go_to("comparing", ("oh-0001", "oh-0002"))
        await still(pilot)
        # The day of today is another one tomorrow.
        accounts = room.screen.accounts  # type: ignore[attr-defined]  # comparing's
        accounts.show(
            accounts.names,
            [replace(row, relation=row.relation and replace(row.relation, on=None)) for row in accounts.every],
        )
        await still(pilot)

    assert snap_compare(room, terminal_size=SIZE, run_before=walk)


def test_the_same_points_are_printed_and_taken_away(capsys: pytest.CaptureFixture[str], two: Archive) -> None:
    said = ask(capsys, "-A", two.folder, "compare", "oh-0001", "oh-0002", "--json")
    assert said.code == 0
    (point,) = said.json["points"]
    assert (point["type"], point["asserted_by"], point["kept_with"]) == ("differs_on", "the parish book", "oh-0002")
    assert [side["text"] for side in point["sides"]] == ["It rained for nine days.", "It rained for three."]
    printed = ask(capsys, "-A", two.folder, "compare", "oh-0001", "oh-0002", "--words").out
    assert "≠ how long it rained" in printed
    assert "We slept." in printed

    assert ask(capsys, "-A", two.folder, "unrelate", "oh-0002", "1").code == 2
    assert ask(capsys, "-A", two.folder, "unrelate", "oh-0002", "2", "--why", "x").code != 0
    assert ask(capsys, "-A", two.folder, "unrelate", "oh-0002", "1", "--note", "see the mill").code == 0
    assert two.show("oh-0002").testimony.relations[0].note == "see the mill"
    assert ask(capsys, "-A", two.folder, "unrelate", "oh-0002", "1", "--why", "a mistake").code == 0
    assert ask(capsys, "-A", two.folder, "compare", "oh-0001", "oh-0002").code == 1


def test_two_governments_are_put_beside_each_other(story: Callable[..., Terminal], founding: Path) -> None:
    room = story(founding, "browse")
    room.wait(r"▶ ?nk-0001")
    room.press("j", "j", "j", "j", "Space", "Space")
    room.wait("2 marked")
    room.press("c")
    room.wait("asserted by")
    screen = room.wait("≠")
    assert "nk-0005" in screen
    assert "nk-0006" in screen
    room.look("compare")
    room.press("j")
    room.look("compare-words")
    room.press("g", "Tab", "Enter")
    room.wait("Pashinyan")
    room.look("compare-read")
    room.press("Escape")
    room.wait("Compare")


def test_the_founding_collection_says_who_asserts_what(tmp_path: Path) -> None:
    with create_with_founding(tmp_path / "f", "Founding", KEEPER) as founding:
        _, rows = founding.compare(("nk-0005", "nk-0006"))
        assert rows[0].differs
        assert founding.related("nk-0005")[0] == "nk-0006"
