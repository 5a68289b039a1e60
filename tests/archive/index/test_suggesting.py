"""Did you mean: what a person who misspelt a word is offered, and what is left as it was typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.archive import Archive
from archive.index.suggesting import MOST, asked_in
from testimonies.authority import Name, Place
from testimonies.testimony import Agent, Link, Testimony
from testimonies.transcript import Passage, Transcript
from tests.archive.test_finding import shelf
from tests.conftest import KEEPER, told


def kept() -> tuple[Testimony, ...]:
    turns = (Passage("In Xankəndi we baked bread.", speaker="AMINA"), Passage("And the mill?", speaker="Sona"))
    return (
        told("Everything is under control.", "The outpost was deserted, its controls broken."),
        told("Control of the road was lost.", "We kept the harvest in the barn.", kind="found_document"),
        *(told(f"The harvest of that year was good, the year {number}.") for number in range(40)),
        told("He wrote harvist in his book, and Harvey sighed.", title="A log book"),
        told("Վանքը բլուրի վրա է։", "Мы уехали из Степанакерта.", language="hy"),
        told(
            title="The bakery",
            agents=(Agent(role="narrator", name="Zaur Mammadov"),),
            place=Link("Khankendi", "place-0001"),
            transcripts=(Transcript("en", passages=turns),),
        ),
    )


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with shelf(tmp_path_factory.mktemp("meant"), *kept()) as archive:
        names = (Name("Khankendi"), Name("Stepanakert"), Name("Ստեփանակերտ"))
        archive.add_authority(Place(names=names), by=KEEPER)
        yield archive


def meant(archive: Archive, query: str) -> list[str]:
    return [one.query for one in archive.suggest(query)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        # A letter changed, left out, put in, swapped with its neighbour.
        ("kontrol", "control"),
        ("contrl", "control"),
        ("controol", "control"),
        ("conrtol", "control"),
        ("kontroll", "control"),
        # The rest stays as it was typed, signs and spaces included.
        ("under  kontrol", "under  control"),
        ("(kontrol OR bread) -river", "(control OR bread) -river"),
        ('"under kontrol"', '"under control"'),
        ("“everithing is undr control”", "“everything is under control”"),
        ("=kontrol", "=control"),
        ("outpst desertd", "outpost deserted"),
        ("Kontrol", "Control"),
        ("KONTROL", "CONTROL"),
        ("kontrol date:1993", "control date:1993"),
        # Words typed in one, or in several fields.
        ("undercontrol", "under control"),
        ("title:bakry", "title:bakery"),
        ('narrator:"Zaur Mamadov"', 'narrator:"Zaur Mammadov"'),
        ("speaker:amna bread", "speaker:amina bread"),
        # Names of the register, and words in their own script, spelled as they are kept.
        ("Stepanakrt", "Stepanakert"),
        ("place:stepanakrt", "place:Stepanakert"),
        ("Ստեփանակրտ", "Ստեփանակերտ"),
        ("вуехали", "уехали"),
        # Fields and their values.
        ("narator:zaur", "narrator:zaur"),
        ("kind:intervew", "kind:interview"),
        ("kind:found", "kind:found_document"),
        ("lang:hyw", "lang:hy"),
        ("has:transcrpt", "has:transcript"),
        ("access:opn", "access:open"),
    ],
)
def test_a_misspelt_word_is_offered_as_it_is_kept(archive: Archive, typed: str, first: str) -> None:
    assert meant(archive, typed)[:1] == [first]


@pytest.mark.parametrize(
    "typed",
    [
        *("", "control", "control harvest", "zzzzqqqq", "the", "xx", "-kontrol", "NOT kontrol", "bread -kontrol"),
        *("kontrol*", "k?ntrol", "kontrol~", "place-0002", "id:oh-9999", "date:1850", "date:19", "kind:interview"),
        # It is found, and nothing near it is found far more often.
        *("sighed", "barn"),
        # It is found by how it sounds.
        *("narrator:mamadov", "narrator:(zaur mamadov)", "Xankandi"),
    ],
)
def test_where_there_is_nothing_to_mend_nothing_is_offered(archive: Archive, typed: str) -> None:
    assert meant(archive, typed) == []


def test_a_word_hardly_anybody_wrote_gives_way_to_one_that_is_everywhere(archive: Archive) -> None:
    assert archive.search("harvist").total == 1
    (offered, *_) = archive.suggest("harvist")

    assert (offered.query, offered.total) == ("harvest", 41)
    assert offered.changed == (("harvist", "harvest"),)


def test_what_is_offered_finds_what_it_says(archive: Archive) -> None:
    for typed in ("kontrol", "outpst desertd", "harvist", "has:transcrpt", "narator:zaur"):
        for one in archive.suggest(typed):
            assert archive.search(one.query).total == one.total > 0


def test_two_words_that_never_meet_are_not_offered_together(archive: Archive) -> None:
    assert meant(archive, "outpst bakry") == []


def test_forms_of_one_word_are_offered_once(archive: Archive) -> None:
    assert archive.search("=controls").total == archive.search("=control").total - 1 == 1
    assert meant(archive, "contrlo") == ["control"]


def test_at_most_three_are_offered_the_likeliest_first(tmp_path: Path) -> None:
    words = ["bank", "bans", "band", "bark", "balk", "bask"]
    said = [told(*[f"The {word}."] * (number + 1)) for number, word in enumerate(words)]
    with shelf(tmp_path, *said) as archive:
        assert meant(archive, "bawk") == ["bask", "balk", "bark"]
        assert len(archive.suggest("baxk")) == MOST


def test_a_parenthesis_passes_its_field_on_and_ends_it() -> None:
    asked = [(one.piece.text, one.field, one.excluded) for one in asked_in("a place:(b -c OR (d)) e -(f -g) h) i")]
    assert asked == [
        ("a", None, False),
        ("b", "place", False),
        ("c", "place", True),
        ("d", "place", False),
        ("e", None, False),
        ("f", None, True),
        ("g", None, False),
        ("h", None, False),
        ("i", None, False),
    ]


@given(st.text(st.sampled_from('kontrol mamadv"()-=~*?:. ANDORT'), max_size=25))
@settings(max_examples=100, deadline=None)
def test_whatever_is_typed_only_words_are_replaced(archive: Archive, query: str) -> None:
    for one in archive.suggest(query):
        rest, made = query, one.query
        for typed, instead in one.changed:
            before, _, rest = rest.partition(typed)
            assert made.startswith(before + instead) or typed in before
            made = made[len(before + instead) :] if made.startswith(before + instead) else made
        assert one.total > 0


def test_what_a_slip_sounds_like_does_not_hide_what_was_meant(tmp_path: Path) -> None:
    fields = (told(f"We picked cotton in the year {number}.") for number in range(30))
    with shelf(tmp_path, told("He had worked at the Erwin Cotton Mills."), *fields) as archive:
        assert archive.search("coton").total == 1
        assert meant(archive, "coton") == ["cotton"]


def test_a_word_that_is_asked_twice_counts_once(tmp_path: Path) -> None:
    with shelf(tmp_path, told("We picked cotton."), told("The river came.")) as archive:
        once, twice = archive.search("cotton"), archive.search("cotton cotton =cotton")
        assert [one.score for one in archive.search("cotton cotton").testimonies] == [
            one.score for one in once.testimonies
        ]
        assert twice.total == once.total == 1
