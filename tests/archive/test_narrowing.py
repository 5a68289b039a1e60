"""Narrowing: what is chosen of a facet finds exactly as many testimonies as the facet counts."""

from __future__ import annotations

from typing import Any

import pytest

from archive.archive import Archive
from archive.index.grammar import parse
from archive.narrowing import FACETS, Choice, Question, ids
from testimonies import edtf
from testimonies.authority import Name, Place
from testimonies.testimony import Link
from tests.conftest import KEEPER, told


@pytest.fixture
def many(archive: Archive, photograph: Any) -> Archive:
    """Testimonies whose places, languages and decades lie within one another."""
    archive.add_authority(Place(names=(Name("Van", kind="authorised"), Name("Վան", kind="variant"))), by=KEEPER)
    with archive.writing():
        for place, language, covers in (
            (Link("Van", "place-0001"), "az", "1915/1923"),
            (Link("Van"), "az-Latn", "1915"),
            (Link("Lake Van"), "hy", "../1915"),
            (Link('The "New" Van'), "hy-Latn", "1988/.."),
            (Link("The New Van"), "ru", "XXXX"),
        ):
            archive.add(
                told("River.", place=place, languages=(language,), language=language, covers=edtf.parse(covers)),
                by=KEEPER,
            )
    archive.add(told("Hill.", kind="statement", access="staff"), by=KEEPER, media=[photograph])
    return archive


@pytest.mark.parametrize("who", ["staff", "open"])
@pytest.mark.parametrize("typed", ["", "river", "river OR hill"])
def test_a_facet_counts_what_choosing_it_finds(many: Archive, who: str, typed: str) -> None:
    counted = many.counts(Question(typed), who)
    assert set(counted.facets) == set(FACETS)
    for facet, values in counted.facets.items():
        for value, count in values.items():
            question = Question(typed, (Choice(facet, value),))
            assert many.list(question.text, who).total == count, question.text


def test_several_of_one_facet_are_any_of_them_and_the_others_go_on_being_counted(many: Archive) -> None:
    ru = Question().turned(Choice("language", "ru"))
    both = ru.turned(Choice("language", "en"))
    assert many.list(ru.text).total == 1
    assert many.list(both.text).total == 2
    counted = many.counts(ru)
    assert counted.facets["language"]["en"] == 1
    assert counted.facets["kind"] == {"interview": 1}


def test_what_is_chosen_and_what_is_typed_are_both_asked_however_it_is_typed(many: Archive) -> None:
    statement = Question().turned(Choice("kind", "statement")).chosen
    for typed in (
        "river OR hill",
        "OR hill",
        'OR "hill',
        "(hill OR river",
        '"hill',
        "hill) OR",
        "-river",
        "AND hill",
    ):
        assert many.list(Question(typed, statement).text).total == 1, typed


def test_a_question_is_unchanged_where_nothing_is_chosen() -> None:
    assert Question(' "half typed').text == '"half typed'


def test_a_choice_made_twice_is_no_choice() -> None:
    choice = Choice("place", "Van")
    assert Question("a").turned(choice).turned(choice) == Question("a")


def test_a_question_for_ids_finds_these_testimonies(many: Archive) -> None:
    assert [row.id for row in many.list(ids(("oh-0002", "oh-0004"))).rows] == ["oh-0002", "oh-0004"]


def test_a_whole_name_is_understood_as_it_was_asked() -> None:
    asked = parse('place:="Lake Van"')
    assert asked.understood == 'place: ="Lake Van"'
    assert parse(asked.understood) == asked
