"""A name is found however it is spelled, in any script, before anybody has made a record of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from archive.answer import Answer
from archive.archive import Archive
from testimonies.access import Redaction
from testimonies.authority import Name, Person
from testimonies.testimony import Agent
from testimonies.transcript import Passage, Transcript
from tests.archive.test_finding import place, shelf
from tests.conftest import KEEPER, told

CITY = {
    "We left Stepanakert in the night.": "en",
    "Մենք լքեցինք Ստեփանակերտը։": "hy",
    "Ստեփանակերտից եկանք։": "hy",
    "Мы жили в Степанакерте.": "ru",
    "Говорили со всем Степанакертом.": "und",
    "Nous avons quitté Stépanakert.": "fr",
    "სტეფანაკერტში ვცხოვრობდით": "ka",
}
FAMILY = {
    "Zaur Mammadov left.": "en",
    "Zaur Məmmədovun evi.": "az",
    "Заур Мәммәдов.": "az-Cyrl",
    "Говорили с Мамедовым.": "ru",
    "Old Mamedov spoke.": "en",
}
OTHERS = {
    "Everything is under control.": "en",
    "Мы ушли ночью из города.": "ru",
    "Բոլորը գնացին։": "hy",
    "Evdən çıxdıq.": "az",
    "وصلنا بحلب ليلا": "ar",
    "Then Stepan came, and Mahmud.": "en",
    "The latter letter was better.": "en",
}


@pytest.fixture(scope="module")
def valley(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """One city and one family in every script, and no record of either."""
    every = (CITY | FAMILY | OTHERS).items()
    with shelf(
        tmp_path_factory.mktemp("valley"), *(told(said, language=one, title="A title") for said, one in every)
    ) as it:
        yield it


def passages(answer: Answer) -> set[str]:
    return {hit.text for result in answer.testimonies for hit in result.passages}


def matched(answer: Answer) -> set[tuple[str, str, str | None]]:
    return {(one.asked, one.found, one.why) for result in answer.testimonies for one in result.matched_names}


@pytest.mark.parametrize(
    "asked",
    ["Stepanakert", "stepanakert", "STEPANAKERT", "Stépanakert", "Ստեփանակերտ", "Ստեփանակերտը", "Степанакерт",
     "степанакерте", "СТЕПАНАКЕРТ", "სტეფანაკერტი", "სტეფანაკერტიდან", "Στεπανακέρτ"],
)  # fmt: skip
def test_a_city_is_found_in_every_script_and_every_form(valley: Archive, asked: str) -> None:
    assert passages(valley.search(asked)) == set(CITY)


@pytest.mark.parametrize(
    "asked",
    ["Mammadov", "mammadov", "Məmmədov", "MƏMMƏDOV", "Мамедов", "Мамедовым", "Мамедову", "Mamedov", "Memmedov"],
)
def test_a_family_is_found_in_every_script_and_every_form(valley: Archive, asked: str) -> None:
    assert passages(valley.search(asked)) == set(FAMILY)


def test_the_answer_shows_the_form_that_was_found_and_why(valley: Archive) -> None:
    answer = valley.search("Mammadov")

    assert matched(answer) == {
        ("Mammadov", "Məmmədovun", "sounds alike"),
        ("Mammadov", "Мәммәдов", "sounds alike"),
        ("Mammadov", "Мамедовым", "sounds alike"),
        ("Mammadov", "Mamedov", "sounds alike"),
    }
    marks = {hit.text[a:b] for one in answer.testimonies for hit in one.passages for a, b in hit.marks}
    assert marks == {"Mammadov", "Məmmədovun", "Мәммәдов", "Мамедовым", "Mamedov"}


def test_the_name_as_it_was_asked_comes_first(valley: Archive) -> None:
    scores = {hit.text: one.score for one in valley.search("Мамедов").testimonies for hit in one.passages}

    assert scores.pop("Говорили с Мамедовым.") > max(scores.values())


@pytest.mark.parametrize(
    "asked", ["=Mammadov", '"Zaur Mammadov"', "Mammado*", "Mamma?ov", "control", "letter", "latter"]
)
def test_what_is_asked_exactly_and_what_is_no_name_is_not_expanded(valley: Archive, asked: str) -> None:
    answer = valley.search(asked)

    assert len(passages(answer)) == 1
    assert matched(answer) == set()


@pytest.mark.parametrize("asked", ["حلب", "بحلب"])
def test_an_arabic_name_is_found_with_what_is_written_together_with_it(valley: Archive, asked: str) -> None:
    assert passages(valley.search(asked)) == {"وصلنا بحلب ليلا"}


def test_other_words_of_the_question_are_looked_for_as_well(valley: Archive) -> None:
    assert passages(valley.search("Мамедов left")) == {"Zaur Mammadov left."}
    assert passages(valley.search("Mamedov -Zaur")) >= {"Old Mamedov spoke."}
    assert not passages(valley.search("-Mamedov Zaur"))


def test_the_names_of_the_description_and_of_speakers_are_heard_too(archive: Archive) -> None:
    spoken = Transcript("az", passages=(Passage("Gəldim.", speaker="Məmmədov"),))
    named = archive.add(told("I left.", agents=(Agent(role="narrator", name="Заур Мамедов"),)), by=KEEPER).id
    said = archive.add(told(transcripts=(spoken,)), by=KEEPER).id
    titled = archive.add(told("I left.", title="At home with Mamedov"), by=KEEPER).id

    def found(query: str) -> set[str]:
        return {result.row.id for result in archive.search(query).testimonies}

    assert found("narrator:Mammadov") == {named}
    assert found("person:mammadov") == {named}
    assert found("speaker:Mammadov") == {said}
    assert found("title:Mammadov") == {titled}
    assert found("Mammadov") == {named, titled}
    assert found("Mamedoff") == {named, titled}
    assert found("place:Mammadov") == set()
    answer = archive.search("narrator:Mammadov")
    assert matched(answer) == {("Mammadov", "Мамедов", "sounds alike")}


def test_a_record_says_what_is_one_and_sounds_add_to_it(archive: Archive) -> None:
    archive.add_authority(place("Stepanakert", "Khankendi"), by=KEEPER)
    for said, language in (("Khankendi.", "en"), ("В Степанакерте.", "ru"), ("Xankəndidə.", "az")):
        archive.add(told(said, language=language, title="A title"), by=KEEPER)

    answer = archive.search("Stepanakert")

    assert matched(answer) == {("Stepanakert", "Khankendi", None), ("Stepanakert", "Степанакерте", "sounds alike")}
    assert matched(archive.search("Ханкенди")) == {
        ("Ханкенди", "Khankendi", "sounds alike"),
        ("Ханкенди", "Xankəndidə", "sounds alike"),
    }


def test_what_a_reader_may_not_see_is_not_heard(archive: Archive) -> None:
    archive.add(told("Пришёл Мамедов.", language="ru", access="staff", title="A title"), by=KEEPER)
    archive.add(told("Then came Mamedov.", title="A title"), by=KEEPER)

    answer = archive.search("Mammadov", who="open")

    assert passages(answer) == {"Then came Mamedov."}
    assert matched(answer) == {("Mammadov", "Mamedov", "sounds alike")}
    assert passages(archive.search("Mammadov")) == {"Then came Mamedov.", "Пришёл Мамедов."}


def test_a_redacted_name_is_heard_by_nobody_below_staff(archive: Archive) -> None:
    hidden = (Redaction(passage="s0001", span=(7, 14), quoted="Mamedov"),)
    archive.add(told("It was Mamedov.", title="A title", redactions=hidden), by=KEEPER)

    assert not archive.search("Mammadov", who="open").testimonies
    assert archive.search("Mammadov").total == 1


@pytest.mark.parametrize("how", ["pseudonym", "anonymous"])
def test_a_protected_person_is_not_found_by_sound(archive: Archive, how: str) -> None:
    archive.add_authority(Person(names=(Name("Mamedov"),), protection=how), by=KEEPER)
    archive.add(told("It was Mammadov.", title="A title"), by=KEEPER)
    archive.add(told("It was Mamedov.", title="A title"), by=KEEPER)

    assert passages(archive.search("Mamedov")) == {"It was Mamedov."}
    assert passages(archive.search("Mammadov")) == {"It was Mammadov."}
