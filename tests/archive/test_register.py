"""The register: names that stand for one another, labels, collections."""

from __future__ import annotations

from archive.register import Register, Same
from testimonies.authority import Collection, Name, Person, Place

PLACE = Place(id="place-0001", names=(Name("Stepanakert", kind="authorised"), Name("Khankendi", kind="authorised")))
OTHER = Place(id="place-0002", names=(Name("Khankendi"), Name("Hankend")))
PERSON = Person(id="person-0001", names=(Name("Zaur Mammadov"), Name("Zaur Məmmədov"), Name("Zaur")))
HIDDEN = Person(id="person-0002", names=(Name("Narrator A"), Name("Second Name")), protection="pseudonym")
COLLECTION = Collection(id="collection-nk", prefix="nk", title="Founding collection")
REGISTER = Register.of([OTHER, PLACE, PERSON, HIDDEN, COLLECTION])


def test_every_name_leads_to_all_the_names_of_its_record() -> None:
    named = REGISTER.named(str.casefold)

    assert named["stepanakert"] == (Same("place-0001", ("Stepanakert", "Khankendi")),)
    assert named["zaur məmmədov"] == (Same("person-0001", ("Zaur Mammadov", "Zaur Məmmədov", "Zaur")),)


def test_a_family_name_leads_to_the_family_names_alone() -> None:
    assert REGISTER.named(str.casefold)["mammadov"] == (Same("person-0001", ("Mammadov", "Məmmədov")),)


def test_a_name_of_two_records_leads_to_both() -> None:
    assert [same.authority for same in REGISTER.named(str.casefold)["khankendi"]] == ["place-0001", "place-0002"]


def test_a_protected_person_and_a_collection_lead_nowhere() -> None:
    named = REGISTER.named(str.casefold)

    assert not {"narrator a", "second name", "founding collection", "name"} & named.keys()
    assert REGISTER.protected() == {"person-0002"}


def test_a_label_is_the_name_to_show_and_else_the_id() -> None:
    assert REGISTER.label("place-0001") == "Stepanakert / Khankendi"
    assert REGISTER.label("collection-nk") == "Founding collection"
    assert REGISTER.label("place-9999") == "place-9999"


def test_records_are_given_by_kind_and_collections_by_prefix() -> None:
    assert [one.id for one in REGISTER.of_kind("place")] == ["place-0001", "place-0002"]
    assert REGISTER.collections == {"nk": COLLECTION}
