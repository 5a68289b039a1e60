"""Who and what testimonies speak of, and which of their names stand for one another."""

from __future__ import annotations

import pytest

from testimonies.authority import (
    AUTHORITIES,
    Body,
    Collection,
    Event,
    Name,
    Person,
    Place,
    Subject,
    equivalents,
    is_protected,
    kind_of,
    label,
)
from testimonies.form import build

CITY = Place(
    id="place-0001",
    names=(
        Name("Khankendi", "en", kind="authorised"),
        Name("Stepanakert", "en", kind="authorised"),
        Name("Ստեփանակերտ", "hy", "Armn"),
        Name("Xankəndi", "az", "Latn"),
    ),
)


def test_all_names_of_a_place_stand_for_one_another():
    assert list(equivalents(CITY)) == [("Khankendi", "Stepanakert", "Ստեփանակերտ", "Xankəndi")]


def test_family_names_of_a_person_stand_for_one_another_too():
    person = Person(names=(Name("Zaur Mammadov"), Name("Заур Мамедов"), Name("Məmmədov, Zaur", family="Məmmədov")))
    assert list(equivalents(person)) == [
        ("Zaur Mammadov", "Заур Мамедов", "Məmmədov, Zaur"),
        ("Mammadov", "Мамедов", "Məmmədov"),
    ]


def test_a_family_name_is_told_once():
    assert list(equivalents(Person(names=(Name("A. Stone"), Name("Ada Stone"))))) == [
        ("A. Stone", "Ada Stone"),
        ("Stone",),
    ]


@pytest.mark.parametrize("protection", ["pseudonym", "anonymous"])
def test_the_names_of_a_protected_person_never_lead_to_one_another(protection):
    person = Person(names=(Name("River"), Name("Stone")), protection=protection)
    assert is_protected(person)
    assert list(equivalents(person)) == []


def test_a_pseudonym_protects_a_person_whom_nobody_marked():
    person = Person(names=(Name("Ada Stone", kind="authorised"), Name("River", kind="pseudonym")))
    assert is_protected(person)
    assert list(equivalents(person)) == []


@pytest.mark.parametrize("authority", [Body(names=(Name("A", kind="pseudonym"),)), CITY])
def test_only_persons_are_protected(authority):
    assert not is_protected(authority)


def test_a_collection_has_no_other_names():
    collection = Collection(prefix="oh", title="Oral history")
    assert list(equivalents(collection)) == []
    assert collection.names == (Name("Oral history"),)


@pytest.mark.parametrize(
    ("name", "family"),
    [
        (Name("Zaur Mammadov"), "Mammadov"),
        (Name("Mammadov"), None),
        (Name("  "), None),
        (Name("Ng Wei Ling", family="Ng"), "Ng"),
    ],
)
def test_the_family_name_is_the_last_word_unless_it_is_said(name, family):
    assert name.family_name == family


def test_a_place_is_called_by_all_its_authorised_names():
    assert label(CITY) == "Khankendi / Stepanakert"


def test_what_has_no_authorised_name_is_called_by_its_first():
    assert label(Event(names=(Name("the flood"), Name("the great flood")))) == "the flood"
    assert label(Collection(prefix="oh", title="Oral history")) == "Oral history"


@pytest.mark.parametrize(
    ("kind", "of"), [("place-0001", "place"), ("collection-nk", "collection"), ("nk-0001", "nk")]
)
def test_an_id_tells_its_kind(kind, of):
    assert kind_of(kind) == of


def test_a_bare_text_is_a_name():
    assert build(Subject, {"names": ["displacement"]}).names == (Name("displacement"),)
    assert build(Place, {"names": "Agdam", "part_of": "Karabakh"}).part_of[0].name == "Karabakh"


def test_every_kind_of_authority_can_be_called():
    for kind, known in AUTHORITIES.items():
        data = {"prefix": "oh", "title": "Agdam"} if kind == "collection" else {"names": ["Agdam"]}
        assert label(build(known, data)) == "Agdam"
