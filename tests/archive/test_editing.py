"""Changes of a record as values: fields set by key, old words under today's rules, two names made one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import editing
from testimonies.access import Access, Consent, Redaction
from testimonies.authority import Body, Collection, Name, Person, Place
from testimonies.errors import BadInput, MalformedRecord
from testimonies.testimony import Agent, Link, MediaItem, Part, Point, Relation, Segment
from tests.conftest import told


@pytest.mark.parametrize(
    ("key", "value", "way"),
    [
        ("title", "Other", lambda t: t.title == "Other"),
        ("access", "staff", lambda t: t.access.level == "staff"),
        ("access.transcript", "restricted", lambda t: t.access.transcript.level == "restricted"),
        ("access.description.level", "staff", lambda t: t.access.description.level == "staff"),
        ("access.description.reason", "safety", lambda t: t.access.description.reason == "safety"),
        ("language", "hy", lambda t: t.languages == ("hy",)),
        ("languages", ["hy", "ru"], lambda t: t.languages == ("hy", "ru")),
        ("narrator", "Amina", lambda t: [a.name for a in t.named("narrator")] == ["Amina"]),
        ("narrator", ["A", {"name": "B"}], lambda t: [a.name for a in t.named("narrator")] == ["A", "B"]),
        ("agents.0.name", "Sona", lambda t: t.agents[0].name == "Sona"),
        ("place", "Shushi", lambda t: t.place == Link("Shushi")),
        ("place.ref", "place-0001", lambda t: t.place == Link("The valley", "place-0001")),
        ("x-shelf.number", 7, lambda t: t.extra["x-shelf"] == {"number": 7}),
    ],
)
def test_a_field_is_set_by_its_key(key: str, value: Any, way: Any) -> None:
    before = told("Words.", agents=(Agent(role="interviewer", name="I"),), place=Link("The valley"))

    assert way(editing.with_values(before, [(key, value)]))


def test_fields_are_set_in_their_order() -> None:
    after = editing.with_values(told("Words."), [("agents.0.role", "narrator"), ("agents.0.name", "Amina")])

    assert after.agents == (Agent(role="narrator", name="Amina"),)


@pytest.mark.parametrize(
    "key", ["id", "last_passage", "source.0.file", "titel", "acces.description", "agents.5.name"]
)
def test_a_key_that_leads_nowhere_is_refused(key: str) -> None:
    with pytest.raises(BadInput, match="--set"):
        editing.with_values(told("Words."), [(key, "x")])


def test_a_misspelt_key_is_answered_with_the_one_that_is_meant() -> None:
    with pytest.raises(BadInput, match="is “title” meant"):
        editing.with_values(told("Words."), [("titel", "x")])


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.lists(
    st.sampled_from(["title", "access", "agents", "0", "1", "name", "media", "transcripts", "passages", "at", "span"])
    | st.text(min_size=1, max_size=5),
    min_size=1,
    max_size=4,
).map(".".join)


@settings(max_examples=300)
@given(KEYS, ANY_JSON)
def test_whatever_is_set_is_a_testimony_or_a_refusal_in_words(key: str, value: Any) -> None:
    before = told("Words.", agents=(Agent(role="narrator", name="Amina"),), media=(MediaItem("a.png", alt_text="A"),))
    try:
        after = editing.with_values(before, [(key, value)])
    except (BadInput, MalformedRecord) as error:
        assert str(error)
    else:
        assert (after.id, after.last_passage, after.source) == (before.id, before.last_passage, before.source)


def test_old_words_come_back_under_todays_rules() -> None:
    old = told("He named his brother.", title="Old", access="open", content_notes=("death",))
    today = replace(
        old,
        title="Today",
        access=Access.of("staff"),
        consents=(Consent(narrator="Amina", kind="none_found"),),
        redactions=(Redaction(passage="s0001"),),
        content_notes=("torture",),
        last_passage=9,
    )

    restored = editing.under_todays_rules(old, today)

    assert restored.title == "Old"
    assert (restored.access, restored.consents, restored.redactions) == (
        today.access,
        today.consents,
        today.redactions,
    )
    assert restored.content_notes == ("torture", "death")
    assert restored.last_passage == 9


def test_like_is_merged_with_like_only_and_a_protected_person_with_no_name() -> None:
    place, other = Place(id="place-0001", names=(Name("A"),)), Place(id="place-0002", names=(Name("B"),))
    person = Person(id="person-0001", names=(Name("C"),))
    hidden = Person(id="person-0002", names=(Name("D"),), protection="pseudonym")
    fonds = Collection(id="collection-a", prefix="a", title="A")

    editing.refuse_merge(place, other)
    for kept, merged in (
        (place, place),
        (place, person),
        (person, hidden),
        (fonds, replace(fonds, id="collection-b", prefix="b")),
        (place, editing.merged_away(replace(place, id="place-0002"), place.id)),
    ):
        with pytest.raises(BadInput):
            editing.refuse_merge(kept, merged)


def test_names_are_joined_once_and_the_other_record_says_where_it_went() -> None:
    kept = Body(id="body-0001", names=(Name("A", "en"), Name("B", "en")), sources=("x",))
    merged = Body(id="body-0002", names=(Name("B", "en"), Name("B", "ru")), sources=("x", "y"))

    joined = editing.joined(kept, merged)

    assert [(name.text, name.language) for name in joined.names] == [("A", "en"), ("B", "en"), ("B", "ru")]
    assert joined.sources == ("x", "y")
    assert editing.merged_away(merged, kept.id).extra == {"merged_into": "body-0001"}


def test_names_without_a_letter_are_joined_too() -> None:
    kept, merged = (
        Body(id=f"body-000{n}", names=(Name(text, kind="authorised"),)) for n, text in ((1, "44"), (2, "112"))
    )

    assert [name.kind for name in editing.joined(kept, merged).names] == ["authorised", "variant"]


def test_every_link_to_one_record_leads_to_the_other_and_keeps_its_name() -> None:
    link = Link("as used here", "place-0002")
    before = told(
        "Words.",
        agents=(Agent(role="narrator", name="N", ref="place-0002"),),
        place=link,
        places=(link,),
        segments=(Segment(at=told("x").transcripts[0].passages[0].at, title="S", places=(link,)),),  # type: ignore[arg-type] - it has a place
        relations=(Relation(from_=Point("oh-0001"), type="same_event", to=Point("oh-0002"), about="x", event=link),),
        parts=(Part(label="1", place=link, interviewers=(link,)),),
    )

    after = editing.relinked(before, "place-0002", "place-0001")

    assert "place-0002" not in str(after)
    assert after.place == Link("as used here", "place-0001")
