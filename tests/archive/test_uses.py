"""Where an authority record is used: as what, under which name, since when, and as far as a reader may know of it."""

from __future__ import annotations

from dataclasses import replace

from archive import uses
from archive.archive import Archive
from archive.mentions import linking_question
from testimonies import locator
from testimonies.access import Access, Decision
from testimonies.authority import Event, Name, Person, Place
from testimonies.testimony import Agent, Link, Part, Point, Relation, Segment
from tests.conftest import KEEPER, told


def _roles(used: uses.Uses) -> list[tuple[str, list[str]]]:
    return [(one.row.id, [link.role for link in one.links]) for one in used.page]


def _a_place_and_two_persons(archive: Archive) -> None:
    archive.add_authority(Place(names=(Name("Van"),)), by=KEEPER)
    for name in ("Zora M.", "Nobody Else"):
        archive.add_authority(Person(names=(Name(name),)), by=KEEPER)


def test_every_role_and_field_that_links_a_record_is_named_with_the_name_used_there() -> None:
    van = Link("Van", "place-0001")
    testimony = told(
        agents=(Agent(role="finder", name="V", ref="place-0001"), Agent(role="narrator", name="N")),
        place=van,
        places=(van, Link("Վան", "place-0001")),
        parts=(Part(label="2b", place=van, interviewers=(van,)),),
        segments=(Segment(at=locator.parse("n1"), title="S", places=(van,)),),
        relations=(Relation(from_=Point("a"), type="adds_to", to=Point("b"), about="x", event=van),),
    )

    assert [(link.role, link.name) for link in uses.links_of(testimony, "place-0001")] == [
        ("finder", "V"),
        ("place", "Van"),
        ("places", "Van"),
        ("places", "Վան"),
        ("place of part 2b", "Van"),
        ("interviewer of part 2b", "Van"),
        ("places of ¶1", "Van"),
        ("event of a relation", "Van"),
    ]


def test_since_when_is_the_first_of_the_versions_that_link_it_ever_since(archive: Archive) -> None:
    _a_place_and_two_persons(archive)
    archive.add(told("We left.", place=Link("Van", "place-0001")), by=KEEPER)
    for place in (None, Link("Van", "place-0001")):
        archive.edit("oh-0001", lambda before, place=place: replace(before, place=place), by=KEEPER)
    archive.edit("oh-0001", lambda before: replace(before, title="Another"), by=KEEPER)

    (use,) = uses.uses(archive, "place-0001", since=True).page

    assert use.since == archive.history("oh-0001")[2]["created"]
    assert uses.uses(archive, "place-0001").page[0].since is None, "nobody asked"
    assert uses.uses(archive, "place-0001", "open", since=True).page[0].since is None, "histories are for staff"


def test_a_reader_is_told_only_of_uses_they_may_know_of(archive: Archive) -> None:
    _a_place_and_two_persons(archive)
    archive.add(told("We left.", place=Link("Van", "place-0001")), by=KEEPER)
    archive.add(told("We came.", access="staff", place=Link("Van", "place-0001")), by=KEEPER)
    listed = Access(Decision("open"), Decision("staff"))
    segment = Segment(at=locator.parse("n1"), title="S", places=(Link("Van", "place-0001"),))
    archive.add(told("We stayed.", segments=(segment,)), by=KEEPER)
    archive.edit("oh-0003", lambda before: replace(before, access=listed), by=KEEPER)

    assert _roles(uses.uses(archive, "place-0001", "open")) == [("oh-0001", ["place"])]
    assert uses.counted(archive, "open")["place-0001"] == 1
    assert uses.uses(archive, "place-0001").total == uses.counted(archive)["place-0001"] == 3


def test_the_counts_are_those_of_the_lists_also_after_changes(archive: Archive) -> None:
    _a_place_and_two_persons(archive)
    archive.add_authority(Event(names=(Name("The flood"),)), by=KEEPER)
    narrator = Agent(role="narrator", name="Z", ref="person-0001")
    archive.add(told("We left.", agents=(narrator,), persons=(Link("Z", "person-0001"),)), by=KEEPER)
    archive.add(told("We came.", parts=(Part(label="1", interviewers=(Link("Z", "person-0001"),)),)), by=KEEPER)
    relation = Relation(
        from_=Point("oh-0002"), type="same_event", to=Point("oh-0001"), about="x", event=Link("F", "event-0001")
    )
    archive.relate(relation, by=KEEPER)

    for who in ("staff", "open"):
        counts = uses.counted(archive, who)
        for key in archive.register.records:
            total = archive.list(linking_question(key), who).total
            assert counts.get(key, 0) == uses.counted(archive, who, [key])[key] == total, (who, key)
    assert uses.counted(archive)["person-0001"] == 2
    assert uses.counted(archive)["event-0001"] == 1
    assert _roles(uses.uses(archive, "collection-oh", limit=1)) == [("oh-0001", ["collection"])]


def test_a_testimony_that_can_not_be_read_now_is_still_named(archive: Archive) -> None:
    _a_place_and_two_persons(archive)
    archive.add(told("We left.", place=Link("Van", "place-0001")), by=KEEPER)
    archive.catch_up()
    (record,) = (archive.folder / "testimonies/oh-0001").rglob("record.json")
    record.write_bytes(b"{}")

    assert _roles(uses.uses(archive, "place-0001", since=True)) == [("oh-0001", [])]


def test_what_a_merge_would_do_is_what_it_does(archive: Archive) -> None:
    _a_place_and_two_persons(archive)
    archive.add(told("We left.", agents=(Agent(role="narrator", name="N", ref="person-0002"),)), by=KEEPER)
    archive.add(told("We came.", parts=(Part(label="1", interviewers=(Link("N", "person-0002"),)),)), by=KEEPER)
    archive.add(told("We stayed."), by=KEEPER)

    would = archive.would_merge("person-0001", "person-0002")

    assert [archive.show(key).versions for key in ("oh-0001", "oh-0002", "oh-0003")] == [1, 1, 1]
    assert [name.text for name in would.coming] == ["Nobody Else"]
    archive.merge("person-0001", "person-0002", by=KEEPER)
    assert archive.authority("person-0001").names == would.names
    rewritten = [key for key in ("oh-0001", "oh-0002", "oh-0003") if archive.show(key).versions > 1]
    assert list(would.testimonies) == rewritten == ["oh-0001", "oh-0002"]
