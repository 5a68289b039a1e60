"""Help tells no more than the passages do: to an open reader, what is not open changes no suggestion and no count.

Two archives differ in nothing but what is not open. Whatever is asked of them as `open`, they must say the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from archive.archive import Archive
from archive.index.completing import Completion
from testimonies import locator
from testimonies.access import Redaction
from testimonies.authority import Name, Person
from testimonies.errors import NotFound
from testimonies.testimony import Agent
from tests.archive.test_finding import plain
from tests.archive.test_finding_readers import ASKED, INNOCENT, OPEN_STAFF_WORDS, SECRET, UNLISTED, built, give
from tests.conftest import KEEPER, told


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("picture") / "bridge.png"
    Image.new("RGB", (8, 8)).save(path)
    return path


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory, picture: Path) -> Iterator[Archive]:
    yield from built(tmp_path_factory.mktemp("planted"), SECRET, "tr", picture)


@pytest.fixture(scope="module")
def innocent(tmp_path_factory: pytest.TempPathFactory, picture: Path) -> Iterator[Archive]:
    yield from built(tmp_path_factory.mktemp("innocent"), INNOCENT, "hy", picture)


BEGUN = [
    *("h", "har", "harm", "harmonium", "Harmonium O", "co", "conc", "r", "ri", "the r", "o", "ot", "la", "l", "da"),
    *("narrator:", "narrator:h", "narrator:l", "speaker:", "speaker:h", "place:", "place:h", "place:d", "person:"),
    *("lang:", "kind:", "access:", "has:", "collection:", "id:", "id:oh-", "title:", "title:h", "subject:", "event:"),
    *('"har', 'place:"r', "-har", "(har", "river har", "date:", "interviewer:", "body:"),
]

MISSPELT = [
    *("harmoniun", "hramonium", "harmoniu", "harmonim river", '"harmoniun river"', "title:harmoniun", "concertena"),
    *("narrator:harmoniumnarator", "narrator:lastnam", "lastnme", "othernme", "narrator:othernme", "rivr", "dwn"),
    *("place:dwn", "place:rivr", "speaker:harmoniumspeker", "harmoniumvile", "lang:tur", "lang:tt", "has:scn"),
    *("access:staf", "kind:intervew", "riverharmonium", "harmoniumriver", "cusin", "=rivr", "rivr OR harmoniun"),
]


@pytest.mark.parametrize("query", MISSPELT)
def test_no_suggestion_is_made_of_what_is_not_open(planted: Archive, innocent: Archive, query: str) -> None:
    ours, theirs = planted.suggest(query, "open"), innocent.suggest(query, "open")

    assert ours == theirs
    assert SECRET not in repr([change[1] for one in ours for change in one.changed]).casefold()


def test_staff_are_helped_with_what_only_they_see(planted: Archive) -> None:
    assert [one.query for one in planted.suggest("harmoniun")] == [SECRET]
    assert [one.query for one in planted.suggest("narrator:othernme")] == ["narrator:Othername"]


@pytest.mark.parametrize("query", BEGUN)
def test_no_completion_comes_from_what_is_not_open(planted: Archive, innocent: Archive, query: str) -> None:
    ours, theirs = planted.complete(query, who="open"), innocent.complete(query, who="open")

    assert ours == theirs
    assert SECRET not in repr(ours).casefold()


def test_staff_may_complete_what_only_they_see(planted: Archive) -> None:
    assert SECRET in {one.text for one in planted.complete("harm")}
    assert [(one.text, one.count) for one in planted.complete("lang:t")] == [("tr", 2)]


@pytest.mark.parametrize("sort", ["place", "left", "right"])
@pytest.mark.parametrize("query", [*ASKED, "the OR river OR dawn", "w?th*", "speaker:a* the"])
def test_a_concordance_shows_what_an_open_reader_may_read(
    planted: Archive, innocent: Archive, query: str, sort: str
) -> None:
    ours, theirs = (archive.concordance(query, "open", sort=sort, limit=99) for archive in (planted, innocent))

    assert ours == theirs
    assert SECRET not in repr(ours.lines).casefold()


def test_staff_read_the_same_lines_with_what_was_redacted(planted: Archive) -> None:
    lines = planted.concordance("cousin").lines

    assert [(one.testimony, one.after) for one in lines] == [("oh-0004", f" {SECRET} hid us by the river.")]
    assert planted.concordance("cousin", "open").total == 0


@pytest.mark.parametrize("testimony", [f"oh-{number:04}" for number in range(1, 8)])
def test_key_words_compare_with_what_is_open_only(planted: Archive, innocent: Archive, testimony: str) -> None:
    if testimony == "oh-0006":
        with pytest.raises(NotFound):
            planted.key_words(testimony, "open")
        return
    ours, theirs = planted.key_words(testimony, "open"), innocent.key_words(testimony, "open")

    assert ours == theirs
    assert SECRET not in repr(ours).casefold()


@pytest.mark.parametrize("testimony", ["oh-0001", "oh-0002", "oh-0003", "oh-0004", "oh-0005", "oh-0007"])
def test_what_is_alike_is_alike_in_what_is_open(planted: Archive, innocent: Archive, testimony: str) -> None:
    for within in ("", "river", SECRET):
        ours, theirs = (plain(one.like(testimony, who="open", within=within)) for one in (planted, innocent))
        assert ours == theirs
        assert SECRET not in repr(ours["testimonies"]).casefold()


def test_there_is_nothing_like_a_testimony_a_reader_may_not_see(planted: Archive) -> None:
    with pytest.raises(NotFound):
        planted.like("oh-0006", who="open")
    with pytest.raises(NotFound):
        planted.like("oh-0003", locator.parse("n1"), "open")
    assert planted.like("oh-0003").total > 0


def test_what_becomes_closed_is_suggested_no_more(archive: Archive) -> None:
    archive.add(told("The harmonium.", "An harmonica."), by=KEEPER)
    archive.add(told("Nothing of it."), by=KEEPER)
    assert archive.suggest("harmoniun", "open")
    assert archive.complete("harmon", who="open")

    give(archive, "oh-0001", access=UNLISTED)

    assert archive.suggest("harmoniun", "open") == ()
    assert archive.complete("harmon", who="open") == ()
    give(archive, "oh-0001", access=OPEN_STAFF_WORDS)
    assert archive.suggest("harmoniun", "open") == ()
    assert archive.concordance("harmonium", "open").total == 0
    assert archive.concordance("harmonium").total == 1


def test_a_redacted_word_is_neither_offered_nor_key_nor_in_context(archive: Archive) -> None:
    archive.add(told("My cousin Sevan hid us.", "Sevan again."), by=KEEPER)
    archive.add(told("Nobody hid."), by=KEEPER)
    redactions = tuple(
        Redaction(passage=f"s{number:04}", span=span, quoted="Sevan", replacement="A.")
        for number, span in ((1, (10, 15)), (2, (0, 5)))
    )
    give(archive, "oh-0001", redactions=redactions)

    assert archive.complete("Sev", who="open") == ()
    assert archive.suggest("Sevann", "open") == ()
    assert all("Sevan" not in word.word for word in archive.key_words("oh-0001", "open"))
    assert archive.concordance("Sevan", "open").total == 0
    assert archive.concordance("Sevan").total == 2


def test_a_protected_person_is_completed_as_the_record_holds_them_and_leads_nowhere(archive: Archive) -> None:
    names = (Name("The Baker", kind="pseudonym"), Name("Der Becker"))
    # A name that is a pseudonym protects, whatever else the record says.
    archive.add_authority(Person(names=names), by=KEEPER)
    agents = (Agent(role="narrator", name="The Baker", ref="person-0001"),)
    archive.add(told("We left.", agents=agents), by=KEEPER)

    for who in ("open", "staff"):
        assert [one.text for one in archive.complete("narrator:ba", who=who)] == ['"The Baker"', "baker"]
        assert archive.complete("narrator:be", who=who) == ()
        assert archive.suggest("narrator:becke", who) == ()
    give(archive, "oh-0001", access=UNLISTED)
    assert archive.complete("bak", who="open") == ()


def test_nothing_is_counted_for_a_completion_that_another_reader_sees(archive: Archive) -> None:
    for _ in range(3):
        archive.add(told("The river."), by=KEEPER)
    give(archive, "oh-0003", access=UNLISTED)

    assert archive.complete("kind:", who="open") == (Completion(5, 5, "interview", "value", 2),)
    assert archive.complete("kind:") == (Completion(5, 5, "interview", "value", 3),)
    assert archive.complete("rive", who="open") == (Completion(0, 4, "river", "word", 2),)
    assert [one.text for one in archive.complete("id:", who="open")] == ["oh-0001", "oh-0002"]
