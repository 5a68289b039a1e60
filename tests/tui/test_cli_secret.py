"""A secret word, planted wherever staff may write, is in nothing that the open reader is shown by any command."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from archive.archive import Archive
from testimonies import edtf, locator
from testimonies.access import Access, Consent, Decision, Redaction, Rights
from testimonies.authority import Name, Person, Place
from testimonies.testimony import (
    Acquisition,
    Agent,
    CustodialEvent,
    Link,
    MediaItem,
    Note,
    Point,
    Relation,
    Segment,
)
from testimonies.transcript import Passage, Transcript
from tests.conftest import KEEPER, told
from tests.tui.front import Said, ask

SECRET = "quokka"  # noqa: S105 - no password
"""A word in no other record, file or message."""

OPEN, HALF, STAFF, UNLISTED, REDACTED, PURGED, ONCE = (f"oh-{number:04}" for number in range(1, 8))


def picture(folder: Path, name: str, colour: int) -> Path:
    path = folder / name
    Image.new("RGB", (8, 8), (colour, 9, 9)).save(path)
    return path


def full_of_it(**more: object) -> object:
    """Tell a testimony that says it everywhere."""
    secret = f"the {SECRET} here"
    return told(
        f"Here is the {SECRET}.",
        title=f"A {SECRET}",
        agents=(
            Agent(role="narrator", name=f"Old {SECRET}", note=secret),
            Agent(role="interviewer", name=f"Young {SECRET}"),
        ),
        place=Link(f"{SECRET}town", "place-0001"),
        persons=(Link(f"Old {SECRET}", "person-0001"),),
        subjects=(Link(f"{SECRET}s"),),
        scope_and_content=secret,
        circumstances=secret,
        extent=f"one {SECRET}",
        reference_code=SECRET,
        content_notes=(secret,),
        notes=(Note(secret),),
        **more,  # type: ignore[arg-type] - fields of a testimony
    )


@pytest.fixture
def archive(archive: Archive, tmp_path: Path) -> Iterator[Archive]:
    """An archive with something open, and the secret in every kind of staff part beside it."""
    archive.add_authority(Place(names=(Name(f"{SECRET}town"),)), by=KEEPER)
    archive.add_authority(Person(names=(Name(f"Old {SECRET}"),), note=SECRET), by=KEEPER)
    archive.add(told("The river came.", "We ran.", title="In the open"), by=KEEPER)
    hidden = MediaItem(
        f"{SECRET}.png", caption=f"A {SECRET}", alt_text=f"A {SECRET} by the river", access=Decision("staff")
    )
    seen = MediaItem("bridge.png", alt_text="A bridge", rights=Rights(note=SECRET), access=Decision("open"))
    half = told(
        f"Words of the {SECRET}.",
        title="Half open",
        access="open",
        media=(seen, hidden),
        segments=(Segment(at=locator.parse("n1"), title=f"The {SECRET}", keywords=(SECRET,)),),
        notes=(Note(f"A {SECRET}"),),
        consents=(Consent(narrator=f"Old {SECRET}", kind="signed_form"),),
        acquisition=Acquisition(immediate_source=SECRET),
        custodial_history=(CustodialEvent(action="found", by=SECRET, note=SECRET),),
        rights=Rights(contact=SECRET, note=SECRET),
    )
    half = replace(half, access=Access(Decision("open"), Decision("staff"), listed=True, listed_title=None))
    paths = [picture(tmp_path, "bridge.png", 1), picture(tmp_path, f"{SECRET}.png", 2)]
    source = tmp_path / f"{SECRET}.txt"
    source.write_text(SECRET, encoding="utf-8")
    archive.add(half, by=KEEPER, media=paths, sources=[source], why=f"Because of the {SECRET}")
    listed = Access(Decision("staff", reason="safety", decided_by=SECRET), Decision("staff"), listed_title="A letter")
    archive.add(replace(full_of_it(), access=listed), by=KEEPER, why=SECRET)  # type: ignore[type-var] - a testimony
    unlisted = Access(Decision("staff"), Decision("staff"), listed=False, listed_title=SECRET)
    archive.add(replace(full_of_it(), access=unlisted), by=KEEPER)  # type: ignore[type-var] - a testimony
    redacted = told(f"He named the {SECRET} and ran.", "Open words.", title="Redacted")
    archive.add(redacted, by=KEEPER)
    place = redacted.transcripts[0].passages[0].words.index(SECRET)
    cut = Redaction(passage="s0001", span=(place, place + len(SECRET)), quoted=SECRET)
    archive.edit(REDACTED, lambda t: replace(t, redactions=(cut,)), by=KEEPER)
    archive.add(full_of_it(access="open"), by=KEEPER)  # type: ignore[arg-type] - a testimony
    archive.purge(PURGED, by=KEEPER, why="safety")
    archive.add(full_of_it(access="open"), by=KEEPER)  # type: ignore[arg-type] - a testimony
    archive.edit(ONCE, lambda t: told("Nothing is left.", title="Once", last_passage=t.last_passage), by=KEEPER)
    archive.edit(ONCE, lambda t: replace(t, access=Access(Decision("staff"), Decision("staff"))), by=KEEPER)
    for other in (HALF, STAFF, UNLISTED, REDACTED):
        point = Point(other, "s0001", 1, "transcripts/en-original.json", f"the {SECRET}")
        archive.relate(
            Relation(from_=Point(OPEN), type="same_event", to=point, about="Both tell of it.", note=SECRET), by=KEEPER
        )
        archive.relate(
            Relation(from_=Point(other), type="same_event", to=Point(OPEN), about=f"Of the {SECRET}"), by=KEEPER
        ) if other != REDACTED else None
    yield archive


def questions() -> Iterator[tuple[str, ...]]:
    """Give every command and every option that shows something to a reader who is not staff."""
    for word in ("", SECRET, "river", "quokk*", "q?okka", "quokca~", f'"the {SECRET}"', f"={SECRET}", "letter", "*",
                 "id:oh-*", "has:notes", "has:photo", f"narrator:{SECRET}", f"title:{SECRET}", f"place:{SECRET}town",
                 f"{SECRET}town", f"person:{SECRET}", f"subject:{SECRET}s", f"-{SECRET}",
                 f"river OR {SECRET}"):  # fmt: skip
        for json in ((), ("--json",)):
            yield "list", *json, "--", word
            for sort in ("relevance", "date", "told", "title", "id", "extent"):
                if sort == "relevance" or word in ("", SECRET):
                    yield "search", "--sort", sort, *json, "--", word or "*"
    for one in (OPEN, HALF, STAFF, UNLISTED, REDACTED, PURGED, ONCE):
        for json in ((), ("--json",)):
            yield "show", one, *json
            yield "show", one, "--at", "n1", *json
            yield "show", one, "--version", "1", *json
            yield "show", one, "--raw", *json
            yield "cite", one, *json
            yield "cite", one, "--at", "n1", *json
            yield "media", one, *json
            yield "history", one, *json
        yield "show", one, "--raw", "--version", "1"
    for json in ((), ("--json",)):
        yield "stats", *json
        yield "audit", *json
        yield "authority", "list", *json
        for key in ("person-0001", "place-0001", "collection-oh"):
            yield "authority", "show", key, *json
    yield ("browse",)


def test_the_open_reader_meets_the_secret_nowhere(
    archive: Archive, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert SECRET in ask(capsys, "-A", archive.folder, "search", SECRET).out

    for question in questions():
        command, *rest = question
        said = ask(capsys, "-A", archive.folder, command, *_as_open(command, rest))
        answer = _without_the_question(said, rest)
        assert SECRET not in answer.lower(), question
    ask(capsys, "-A", archive.folder, "media", HALF, "--get", tmp_path / "out", "--as-reader", "open")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["bridge.png"]


def _as_open(command: str, rest: list[str]) -> list[str]:
    if command == "authority":
        return [rest[0], "--as-reader", "open", *rest[1:]]
    return ["--as-reader", "open", *rest]


def _without_the_question(said: Said, rest: list[str]) -> str:
    """Give all that was said but the lines that repeat a question that holds the word."""
    if not rest or SECRET[:4] not in rest[-1]:
        return said.out + said.err
    lines = said.out.splitlines()
    told = [line for line in lines[1:] if not line.startswith(('  "query"', '  "understood"'))]
    return "\n".join([*told, said.err])


def test_what_is_hidden_is_neither_found_nor_counted(archive: Archive, capsys: pytest.CaptureFixture[str]) -> None:
    for question in (SECRET, "quokk*", f"narrator:{SECRET}", f"{SECRET}town", f"title:{SECRET}", "has:notes"):
        for command in ("list", "search"):
            said = ask(capsys, "-A", archive.folder, command, question, "--as-reader", "open", "--json")
            assert (said.code, said.json["total"]) == (1, 0), question
    everything = ask(capsys, "-A", archive.folder, "search", "*", "--as-reader", "open", "--json").json
    assert set(everything["facets"]["place"]) == set()
    staff_word = Transcript("en", passages=(Passage("Another word of the river."),))
    before = ask(capsys, "-A", archive.folder, "search", "river", "--as-reader", "open", "--json").json
    archive.add(told(transcripts=(staff_word,), title="More", access="staff", date=edtf.parse("1993")), by=KEEPER)
    after = ask(capsys, "-A", archive.folder, "search", "river", "--as-reader", "open", "--json").json
    assert after["total"] == before["total"]
    assert [one["id"] for one in after["testimonies"]] == [one["id"] for one in before["testimonies"]]


def test_nothing_derived_keeps_what_was_purged(archive: Archive) -> None:
    purged = archive.folder / "testimonies" / PURGED
    for path in (*purged.rglob("*"), *(archive.folder / "cache").rglob("*")):
        if path.is_file() and PURGED in str(path):
            assert SECRET.encode() not in path.read_bytes(), path
