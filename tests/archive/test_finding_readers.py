"""What a reader may not see does not exist for the search: no hit, no count, no note, no score gives it away.

Two archives differ in nothing but what is not open. Whatever is asked of them as `open`, they must say the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from testimonies import locator
from testimonies.access import Access, Decision, Redaction
from testimonies.authority import Name, Person, Place
from testimonies.errors import NotFound
from testimonies.testimony import Agent, Link, MediaItem, Note, Relation, Segment, Testimony
from testimonies.transcript import Passage, Transcript
from tests.archive.test_finding import plain, shelf
from tests.conftest import KEEPER, told

SECRET, INNOCENT = "harmonium", "concertina"

STAFF = Access(Decision("staff"), Decision("staff"), listed=True, listed_title="An interview")
UNLISTED = Access(Decision("staff"), Decision("staff"), listed=False)
OPEN_STAFF_WORDS = Access(Decision("open"), Decision("staff"))


def hidden(word: str, language: str) -> tuple[Testimony, ...]:
    """Testimonies that hold a word wherever it is not open; in each, only that differs."""
    many = " ".join(f"{word}x{number:03}" for number in range(150 if word == SECRET else 3))
    speaker = Passage(f"The river. {many}", speaker=f"{word}speaker")
    said = Transcript(language, passages=(speaker, *[Passage(f"{word} river")] * (3 if word == SECRET else 1)))
    agents = (Agent(role="narrator", name=f"{word}narrator Lastname", ref="person-0001"),)
    segment = Segment(locator.parse("n1"), f"{word}segment", keywords=(f"{word}key",), places=(Link(f"{word}place"),))
    return (
        told("The river rose.", "We left at dawn.", title="A river"),
        told(f"The {word} river.", title=f"{word} title", transcripts=(said,), agents=agents, access="staff"),
        told(title="The river at night", transcripts=(said,), segments=(segment,), languages=("en",)),
        told(f"My cousin {word} hid us by the river.", "We left.", title="The cousin"),
        told("The river.", title="Noted", notes=(Note(f"{word} note"),)),
        told(f"{word} river.", title=word, place=Link(f"{word}ville", "place-0001")),
    )


def built(folder: Path, word: str, language: str, photograph: Path) -> Iterator[Archive]:
    """An archive in which a word is in nothing that is open."""
    with shelf(folder, *hidden(word, language)) as archive:
        archive.add_authority(Person(names=(Name(f"{word}narrator Lastname"), Name(f"{word} Othername"))), by=KEEPER)
        archive.add_authority(Place(names=(Name(f"{word}ville"), Name("River"), Name("Dawn"))), by=KEEPER)
        caption = MediaItem("bridge.png", caption=f"{word}caption", alt_text=f"{word}alt", access=Decision("staff"))
        with archive.writing():
            archive.add(told("The river.", title="With a picture", media=(caption,)), by=KEEPER, media=[photograph])
            give(archive, "oh-0002", access=STAFF)
            give(archive, "oh-0003", access=OPEN_STAFF_WORDS)
            redaction = Redaction(passage="s0001", span=(10, 10 + len(word)), quoted=word, replacement="A.")
            give(archive, "oh-0004", redactions=(redaction,))
            give(archive, "oh-0006", access=UNLISTED)
        here, there = archive.point("oh-0001", None), archive.point("oh-0006", None)
        relation = Relation(from_=here, type="same_event", to=there, about=f"{word}about")
        archive.relate(relation, by=KEEPER)
        yield archive


def give(archive: Archive, testimony_id: str, **more: Any) -> None:
    archive.edit(testimony_id, lambda before: replace(before, **more), by=KEEPER)


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from PIL import Image  # noqa: PLC0415 - as the fixture `photograph`, for the whole module

    path = tmp_path_factory.mktemp("picture") / "bridge.png"
    Image.new("RGB", (8, 8)).save(path)
    return path


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory, picture: Path) -> Iterator[Archive]:
    yield from built(tmp_path_factory.mktemp("planted"), SECRET, "tr", picture)


@pytest.fixture(scope="module")
def innocent(tmp_path_factory: pytest.TempPathFactory, picture: Path) -> Iterator[Archive]:
    yield from built(tmp_path_factory.mktemp("innocent"), INNOCENT, "hy", picture)


ASKED = [
    *(
        SECRET,
        f"{SECRET}*",
        f"{SECRET[:4]}*",
        "h?rmon*",
        "harmoniun~",
        "harmonin~2",
        f"={SECRET}",
        f'"{SECRET} river"',
    ),
    *(f"{name}:{SECRET}*" for name in ("title", "narrator", "speaker", "person", "place", "event", "subject")),
    *("narrator:lastname", "othername", f'"{SECRET} othername"', "dawn", "place:dawn", "river", "place:river"),
    *("place:place-0001", "person:person-0001", "narrator:person-0001", f"river {SECRET}", f"river OR {SECRET}"),
    *(f"-{SECRET}", f"river -{SECRET}", "-river", "lang:tr", "lang:hy", "lang:(en OR tr)", "lang:t*"),
    *("has:notes", "has:transcript", "has:photo", "has:scan", "id:oh-0006", "id:oh-*", "access:staff", "oh-0006"),
    *("speaker:a*", f"speaker:{SECRET}speaker river", "the river", "left dawn", "r*", "a*", "rivar~", "an interview"),
    *(f"{SECRET}segment", f"{SECRET}key", f"{SECRET}caption", f"{SECRET}alt", f"{SECRET}about", f"{SECRET} note"),
    *("cousin", "hid", '"cousin a"', '"my cousin"', "withheld", "date:1993", "recorded:1993", "river~2", ""),
]


@pytest.mark.parametrize("query", ASKED)
def test_an_open_reader_is_told_nothing_of_what_is_not_open(planted: Archive, innocent: Archive, query: str) -> None:
    for sort in ("relevance", "extent", "title", "date", "id"):
        ours, theirs = (archive.search(query, "open", sort=sort) for archive in (planted, innocent))
        assert plain(ours) == plain(theirs)
        # What was asked is repeated; nothing else may hold the word.
        said = repr(replace(ours, query="", understood="", notes=())).casefold()
        assert SECRET not in said
    assert planted.list(query, "open") == innocent.list(query, "open")


EVERYWHERE = {
    SECRET: {"oh-0002", "oh-0003", "oh-0004", "oh-0005", "oh-0006"},
    f"{SECRET}speaker": set(),
    f"speaker:{SECRET}speaker": {"oh-0002", "oh-0003"},
    f"narrator:{SECRET}narrator": {"oh-0002"},
    f'narrator:"{SECRET} othername"': {"oh-0002"},
    f"title:{SECRET}": {"oh-0002", "oh-0006"},
    f"{SECRET}segment": {"oh-0003"},
    f"{SECRET}caption": {"oh-0007"},
    f"{SECRET}alt": {"oh-0007"},
    f"{SECRET}about": {"oh-0001"},
    f'"{SECRET} note"': {"oh-0005"},
    "place:dawn": {"oh-0006"},
    "lang:tr": {"oh-0002", "oh-0003"},
}


@pytest.mark.parametrize("query", EVERYWHERE)
def test_staff_find_what_is_hidden_from_others(planted: Archive, query: str) -> None:
    assert {result.row.id for result in planted.search(query).testimonies} == EVERYWHERE[query]


def test_that_a_star_stands_for_many_hidden_words_is_said_to_staff_alone(planted: Archive) -> None:
    assert any("128" in note for note in planted.search(f"{SECRET}*").notes)
    assert planted.search(f"{SECRET}*", "open").notes == ()


def test_what_an_open_reader_counts_is_what_is_open(planted: Archive, innocent: Archive) -> None:
    assert planted.stats("open") == innocent.stats("open")
    assert planted.stats()["words"] > planted.stats("open")["words"]


def test_an_unlisted_record_is_in_no_list_and_a_listed_one_is_a_line(planted: Archive) -> None:
    rows = {row.id: row for row in planted.list("", "open").rows}
    assert "oh-0006" not in rows
    assert rows["oh-0002"].glimpse
    assert planted.search("interview", "open").total == 1
    with pytest.raises(NotFound):
        planted.show("oh-0006", "open")


def test_what_becomes_closed_is_gone_at_once(archive: Archive) -> None:
    archive.add(told("The harmonium."), by=KEEPER)
    assert archive.search("harmonium", "open").total == 1

    give(archive, "oh-0001", access=UNLISTED)

    assert archive.search("harmonium", "open").total == 0
    assert archive.search("harmonium").total == 1


def test_a_name_leads_on_for_an_open_reader_where_they_may_see_what_it_is_linked_to(archive: Archive) -> None:
    archive.add_authority(Place(names=(Name("Stepanakert"), Name("Khankendi"))), by=KEEPER)
    archive.add(told("We left Khankendi.", place=Link("Khankendi", "place-0001")), by=KEEPER)

    assert archive.search("Stepanakert", "open").total == 1
    assert archive.list("place:Stepanakert", "open").total == 1
