"""Keys that arrive in one burst across every field and step of the form, and hostile text in all of them."""

from __future__ import annotations

from pathlib import Path

from textual import events
from textual.pilot import Pilot

from archive.archive import Archive
from testimonies.authority import Name, Place
from tests.conftest import KEEPER
from tests.tui.conftest import burst, shown, still
from tests.tui.test_room_adding import begun, fill, form
from tui.app import ReadingRoom
from tui.screens.steps.fields import FIELDS, at_step
from tui.widgets.fields import visible
from tui.widgets.words import cells

HOSTILE = (
    "\x1b[31mred\x1b]0;owned\x07 [bold]x[/bold] \u202eevil"
    "  \u200d\ufe0f👩‍👩‍👧 e\u0301 \x9b2J $(rm) ; [/] [@click=app.quit]y[/]"
)
"""What a terminal or Textual would act on."""


def press(pilot: Pilot[None], *keys: str) -> None:
    """Let keys with names arrive in one read."""
    for key in keys:
        pilot.app.post_message(events.Key(key, None))


async def test_a_burst_over_every_field_and_step_loses_nothing(archive: Archive) -> None:
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=(100, 30)) as pilot:
        await begun(pilot)
        for step in range(1, 5):
            if step == 1:
                press(pilot, "ctrl+n")
            for name in at_step(step):
                if FIELDS[name].shape != "choice":
                    burst(pilot, f"a word for {name}, and more")
                # After the last field of a step it goes on to the first of the next.
                press(pilot, "tab")
        for _ in range(600):
            await pilot.pause(0.05)
            if form(pilot).values["holder"] == "a word for holder, and more":
                break
        values = form(pilot).values
    typed = {name: value for name, value in values.items() if FIELDS[name].step in range(1, 5)}
    wanted = {name: f"a word for {name}, and more" for name in typed if FIELDS[name].shape != "choice"}
    # Each narrator has a line to be completed.
    wanted["consents"] = f"{wanted['narrator']}: {wanted['consents']}"
    assert {name: typed[name] for name in wanted} == wanted


async def test_a_burst_of_paths_and_words_for_pictures_reaches_each_picture(
    archive: Archive, photograph: Path
) -> None:
    other = photograph.with_name("mill.png")
    other.write_bytes(photograph.read_bytes())
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=(100, 30)) as pilot:
        await begun(pilot)
        burst(pilot, f"{photograph}\r{other}\r")
        await still(pilot)
        press(pilot, "tab", "tab")
        burst(pilot, "Two posts\rThe mill")
        press(pilot, "ctrl+n", "ctrl+n")
        burst(pilot, "A title")
        await still(pilot)
        rows = [(row.name, row.alt) for row in form(pilot).filing.rows]
        title = form(pilot).values["title"]
    assert rows == [("bridge.png", "Two posts"), ("mill.png", "The mill")]
    assert title == "A title"


async def test_a_name_is_chosen_in_the_middle_of_a_burst(archive: Archive) -> None:
    archive.add_authority(Place(names=(Name("Khankendi", kind="authorised"), Name("Stepanakert"))), by=KEEPER)
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=(100, 30)) as pilot:
        await begun(pilot)
        form(pilot).open_step(2, "place")
        burst(pilot, "stepan")
        press(pilot, "down", "enter", "tab")
        burst(pilot, "hy")
        await still(pilot)
        values = form(pilot).values
        said = shown(pilot)
    assert (values["place"], values["language"]) == ("Stepanakert [place-0001]", "hy")
    assert "Stepanakert → Khankendi (place-0001)" in said


async def test_hostile_text_in_every_field_shifts_nothing_and_runs_nothing(archive: Archive) -> None:
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=(100, 30)) as pilot:
        await begun(pilot)
        texts = [name for name, field in FIELDS.items() if field.shape in ("line", "text")]
        fill(pilot, **{**dict.fromkeys(texts, HOSTILE), "scope": f"{HOSTILE}\n{'word ' * 20_000}"})
        for step in range(6):
            form(pilot).open_step(step)
            await still(pilot)
            lines = shown(pilot).split("\n")
            assert all("\x1b" not in one and "\u202e" not in one and "\x9b" not in one for one in lines)
            assert {one.index("│") for one in lines[1:20]} == {28}
            assert {cells(one) for one in lines} == {100}
        assert form(pilot).values["title"] == HOSTILE
        assert room.is_running


async def test_the_review_shows_hostile_text_harmless_and_keeps_it_as_it_was(archive: Archive) -> None:
    room = ReadingRoom(lambda: archive)
    async with room.run_test(size=(100, 30)) as pilot:
        await begun(pilot)
        fill(pilot, title=HOSTILE, narrator="N", basis=HOSTILE, transcript="It rained. " * 20_000)
        await pilot.press("ctrl+s")
        await still(pilot)
        assert "\x1b" not in shown(pilot)
        await pilot.press("ctrl+s")
        await still(pilot)
    assert archive.show("oh-0001").testimony.title == HOSTILE.strip()


def test_what_a_box_shows_has_a_cell_for_every_character_of_what_it_holds() -> None:
    assert len(visible(HOSTILE)) == len(HOSTILE)
    assert visible("Ստեփանակերտ 漢字") == "Ստեփանակերտ 漢字"
