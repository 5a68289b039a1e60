"""What a query means, asked of small archives through the one door."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.answer import Answer
from archive.archive import Archive
from archive.index import words
from testimonies import edtf, locator
from testimonies.authority import Body, Event, Name, Person, Place, Subject
from testimonies.testimony import Agent, Identifier, Link, MediaItem, Note, Part, Segment, Testimony
from testimonies.transcript import Passage, Transcript
from tests.conftest import KEEPER, told

Keep = Callable[..., str]


@pytest.fixture
def keep(archive: Archive) -> Keep:
    """Keep a testimony told in a few passages, and give its id."""

    def keep(*said: str, **more: Any) -> str:
        return archive.add(told(*said, **more), by=KEEPER).id

    return keep


@contextmanager
def shelf(folder: Path, *testimonies: Testimony) -> Iterator[Archive]:
    """An archive that several tests read, with these testimonies."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_STATE_HOME", str(folder / "state"))
        with Archive.create(folder / "archive", "A shelf", KEEPER) as archive:
            with archive.writing():
                for testimony in testimonies:
                    archive.add(testimony, by=KEEPER)
            yield archive


def found(archive: Archive, query: str, **more: Any) -> list[str]:
    return [result.row.id for result in archive.search(query, **more).testimonies]


def passages(answer: Answer) -> list[str]:
    return [hit.text for result in answer.testimonies for hit in result.passages]


def marked(answer: Answer) -> list[str]:
    return [hit.text[a:b] for result in answer.testimonies for hit in result.passages for a, b in hit.marks]


def names(answer: Answer) -> list[tuple[str, str]]:
    return [(match.asked, match.found) for result in answer.testimonies for match in result.matched_names]


class TestWords:
    """Words are joined by AND over the whole testimony; the hits are passages."""

    def test_two_words_may_be_said_an_hour_apart(self, archive: Archive, keep: Keep) -> None:
        both = keep("The river rose.", "We sat down.", "The bridge fell.")
        keep("The river rose.")

        answer = archive.search("river bridge")

        assert [result.row.id for result in answer.testimonies] == [both]
        assert sorted(passages(answer)) == ["The bridge fell.", "The river rose."]
        assert (answer.total, answer.total_passages) == (1, 2)

    def test_one_word_may_stand_in_the_description(self, archive: Archive, keep: Keep) -> None:
        kept = keep("The river rose.", title="Night of the lanterns", scope_and_content="On the mill's closing.")

        assert found(archive, "lanterns river") == [kept]
        assert found(archive, "closing lanterns") == [kept]

    def test_a_passage_that_holds_all_the_words_comes_first(self, archive: Archive, keep: Keep) -> None:
        keep("The river.", "River, river, river.", "Far below, the old stone bridge over the river was still there.")

        assert passages(archive.search("river bridge"))[0].startswith("Far below")

    def test_a_testimony_that_says_it_in_one_breath_comes_first(self, archive: Archive, keep: Keep) -> None:
        for _ in range(3):
            keep("River river river river.", "Bridge bridge bridge.")
        together = keep("Somebody said, long after we had gone, that the river had taken the bridge in the night.")

        assert found(archive, "river bridge")[0] == together

    def test_scores_fall_from_the_first_to_the_last(self, archive: Archive, keep: Keep) -> None:
        keep("River.", title="River")
        keep("The river rose and rose again.", "A bridge.")
        keep("Bridge over the river.")

        scores = [result.score for result in archive.search("river bridge").testimonies]

        assert scores == sorted(scores, reverse=True)
        assert scores[-1] > 0

    def test_at_most_five_passages_of_a_testimony_are_shown_and_all_are_counted(
        self, archive: Archive, keep: Keep
    ) -> None:
        keep(*(f"River number {number}." for number in range(9)))

        (result,) = archive.search("river").testimonies

        assert (len(result.passages), result.passage_count) == (5, 9)

    def test_nothing_asked_is_everything(self, archive: Archive, keep: Keep) -> None:
        every = [keep("One."), keep("Two.")]

        assert found(archive, "") == every
        assert found(archive, "   ") == every

    def test_a_word_no_one_said_is_not_found(self, archive: Archive, keep: Keep) -> None:
        keep("One.")

        answer = archive.search("harmonium")

        assert (answer.total, answer.total_passages, answer.testimonies) == (0, 0, ())

    def test_no_word_is_too_short_or_too_common(self, archive: Archive, keep: Keep) -> None:
        kept = keep("A W-2 form, and the 7,000 of them.")
        keep("Nothing.", title="Nothing")

        for query in ("a", "w", "2", "w-2", "the", "7,000", "7000"):
            assert found(archive, query) == [kept], query


class TestOperators:
    @pytest.fixture
    def three(self, keep: Keep) -> tuple[str, str, str]:
        return keep("The river rose."), keep("The bridge fell."), keep("River and bridge.")

    def test_or_takes_either(self, archive: Archive, three: tuple[str, str, str]) -> None:
        assert sorted(found(archive, "rose OR fell")) == list(three[:2])
        assert sorted(found(archive, "rose OR fell OR and")) == list(three)

    def test_minus_and_not_exclude_testimonies(self, archive: Archive, three: tuple[str, str, str]) -> None:
        assert found(archive, "river -bridge") == [three[0]]
        assert found(archive, "river NOT bridge") == [three[0]]
        assert found(archive, "-river") == [three[1]]
        assert found(archive, '-"the bridge" -rose') == [three[2]]

    def test_what_is_excluded_is_neither_shown_nor_marked(
        self, archive: Archive, three: tuple[str, str, str]
    ) -> None:
        answer = archive.search("-bridge")

        assert answer.total_passages == 0
        assert marked(answer) == []

    def test_parentheses_hold_together(self, archive: Archive, three: tuple[str, str, str]) -> None:
        assert sorted(found(archive, "(river OR bridge) -and")) == list(three[:2])
        assert sorted(found(archive, "river OR (bridge fell)")) == sorted(three)
        assert found(archive, "-(rose OR fell)") == [three[2]]

    def test_a_phrase_stands_within_one_passage_in_these_forms(self, archive: Archive, keep: Keep) -> None:
        kept = keep("Everything is under control.")
        keep("Everything is under.", "Control was lost.")
        keep("Control is under everything.")
        keep("Under controls.")

        assert found(archive, '"under control"') == [kept]
        assert found(archive, '"Under  CONTROL"') == [kept]

    def test_a_phrase_does_not_reach_from_one_name_into_the_next(self, archive: Archive, keep: Keep) -> None:
        agents = (Agent(role="narrator", name="Zaur Mammadov"), Agent(role="narrator", name="Hikmet Hajiyev"))
        kept = keep("Words.", agents=agents)

        assert found(archive, 'narrator:"zaur mammadov"') == [kept]
        assert found(archive, 'narrator:"mammadov hikmet"') == []
        assert found(archive, '"mammadov hikmet"') == []

    def test_a_beginning_finds_what_goes_on(self, archive: Archive, keep: Keep) -> None:
        kept = [keep("Control."), keep("Contraband.")]
        keep("Corn.")

        assert sorted(found(archive, "contr*")) == kept
        assert sorted(marked(archive.search("contr*"))) == ["Contraband", "Control"]

    def test_a_shape_finds_what_fits_it(self, archive: Archive, keep: Keep) -> None:
        wild, world, would = keep("Wild."), keep("Wilderness."), keep("Would.")

        assert found(archive, "w?ld") == [wild]
        assert sorted(found(archive, "w?ld*")) == [wild, world]
        assert sorted(found(archive, "w*d")) == [wild, would]

    @pytest.mark.parametrize("slip", ["kontrol", "contrl", "controol", "conrtol", "xcontrol"])
    def test_one_slip_is_forgiven_where_that_is_asked(self, archive: Archive, keep: Keep, slip: str) -> None:
        kept = keep("Control.")
        keep("Contrary.")

        assert found(archive, f"{slip}~") == [kept]
        assert found(archive, slip) == []

    def test_two_slips_are_forgiven_only_where_two_are_asked(self, archive: Archive, keep: Keep) -> None:
        kept = keep("Control.")

        assert found(archive, "kontrool~") == []
        assert found(archive, "kontrool~2") == [kept]

    def test_an_equals_sign_wants_this_very_form(self, archive: Archive, keep: Keep) -> None:
        one, many = keep("The home."), keep("The homes.")

        assert sorted(found(archive, "home")) == [one, many]
        assert found(archive, "=home") == [one]
        assert found(archive, "=homes") == [many]
        assert found(archive, "=Hömes") == [many]

    @pytest.mark.parametrize(
        "typed", ['"', "(", "river AND", "OR", "-", "title:", '"under', "narrator:(", "=", "~", "*"]
    )
    def test_what_is_half_typed_is_never_an_error(self, archive: Archive, keep: Keep, typed: str) -> None:
        keep("The river is under control.")

        answer = archive.search(typed)

        assert isinstance(answer.understood, str)
        assert answer.query == typed

    def test_the_answer_says_how_it_was_understood(self, archive: Archive, keep: Keep) -> None:
        keep("The river.")

        answer = archive.search('river "under')

        assert answer.understood == 'river AND "under"'
        assert any("quotation mark" in note for note in answer.notes)

    @given(st.text(st.sampled_from('ab river"()-=~*?: .,OR AND NOT title:date:1993..İəё'), max_size=30))
    @settings(max_examples=20, deadline=None)
    def test_whatever_is_typed_has_an_answer(self, tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
        with Archive.create(tmp_path_factory.mktemp("any") / "archive", "Any", KEEPER) as archive:
            archive.add(told("A river is a river."), by=KEEPER)
            answer = archive.search(text)

        assert answer.total == len(answer.testimonies)


FULL = "oh-0002"


class TestFields:
    @pytest.fixture(scope="class")
    def archive(self, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
        """A testimony that has something in every field, `oh-0002`; beside it stands one that has nothing."""
        full = told(
            title="Night of the lanterns",
            kind="found_document",
            languages=("hy-Armn", "en"),
            agents=(
                Agent(role="narrator", name="Zaur Mammadov"),
                Agent(role="interviewer", name="Second Person"),
                Agent(role="editor", name="Red Society", ref="body-0001"),
            ),
            place=Link("Old Mill", "place-0001"),
            persons=(Link("Third Person"),),
            bodies=(Link("Blue Society"),),
            events=(Link("Great Flood"),),
            subjects=(Link("Displacement"),),
            identifiers=(Identifier("TAPE-77"),),
            notes=(Note("Check the date."),),
            segments=(
                Segment(
                    locator.parse("n1"), "Leaving", places=(Link("Hill Road"),), persons=(Link("Fourth Person"),),
                    subjects=(Link("Childhood"),), keywords=("lamp oil",),
                ),
            ),
            parts=(Part("1", place=Link("Upper Town"), date=edtf.parse("1999-05-01")),),
            transcripts=(
                Transcript(
                    "en",
                    passages=(Passage("We left.", speaker="AMINA"), Passage("And then?", speaker="Second Person")),
                ),
                Transcript("az-Latn", kind="translation", passages=(Passage("Getdik.", speaker="AMINA"),)),
            ),
        )  # fmt: skip
        beside = told("Nothing.", title="Beside it", date=edtf.parse("1850"))
        with shelf(tmp_path_factory.mktemp("fields"), beside, full) as archive:
            archive.add_authority(Place(names=(Name("Old Mill"),)), by=KEEPER)
            yield archive

    @pytest.mark.parametrize(
        ("hit", "miss"),
        [
            ("title:lanterns", "title:mammadov"),
            ("title:lantern", "title:left"),
            ('title:"of the lanterns"', 'title:"the of lanterns"'),
            ("title:lant*", "title:lanternx"),
            ("narrator:zaur", "narrator:second"),
            ("narrator:(zaur mammadov)", "narrator:(zaur second)"),
            ("narrator:zaur~", "narrator:zxxr~"),
            ("interviewer:second", "interviewer:zaur"),
            ("speaker:amina", "speaker:zaur"),
            ("person:third", "person:red"),
            ("person:fourth", "person:blue"),
            ("person:zaur", "person:mill"),
            ("body:blue", "body:zaur"),
            ("body:red", "body:third"),
            ('place:"old mill"', "place:lanterns"),
            ("place:hill", "place:zaur"),
            ("place:upper", "place:flood"),
            ("event:flood", "event:mill"),
            ("subject:displacement", "subject:flood"),
            ("subject:childhood", "subject:hill"),
            ("collection:oh title:night", "collection:nk"),
            ("kind:found_document", "kind:found"),
            ("kind:found*", "kind:document"),
            ("lang:hy", "lang:ru"),
            ("lang:az", "lang:a"),
            ("lang:hy-Armn", "lang:hy-Latn"),
            ("access:open title:night", "access:staff"),
            ("has:transcript title:night", "has:audio"),
            ("has:notes", "has:video"),
            ("id:oh-0002", "id:oh-00022"),
            ("id:OH-0002", "id:oh-0003"),
            ("oh-0002", "oh-0003"),
            ("tape-77", "tape-78"),
            ('"lamp oil"', '"oil lamp"'),
            ("place:place-0001", "place:place-0002"),
        ],
    )
    def test_a_field_is_asked_of_its_own_part(self, archive: Archive, hit: str, miss: str) -> None:
        assert found(archive, hit) == [FULL], hit
        assert found(archive, miss) == [], miss
        assert FULL not in found(archive, f"-{hit}")

    def test_ids_may_end_in_a_star(self, archive: Archive) -> None:
        assert found(archive, "id:oh-*", sort="id") == ["oh-0001", "oh-0002"]

    def test_two_languages_must_both_be_there(self, archive: Archive) -> None:
        assert found(archive, "lang:(az hy)") == [FULL]
        assert found(archive, "lang:(az ru)") == []
        assert found(archive, "lang:(az OR ru)") == [FULL]

    def test_a_speaker_and_the_words_are_within_one_passage(self, archive: Archive) -> None:
        assert passages(archive.search("speaker:amina left")) == ["We left."]
        assert found(archive, "speaker:amina then") == []
        assert found(archive, 'speaker:second "and then"') == [FULL]
        assert found(archive, "speaker:second left") == []
        assert found(archive, "speaker:amina lanterns") == []
        assert passages(archive.search("speaker:amina -then")) == ["We left.", "Getdik."]

    def test_who_asks_for_a_speaker_alone_is_shown_what_was_said(self, archive: Archive) -> None:
        assert passages(archive.search("speaker:amina")) == ["We left.", "Getdik."]
        assert passages(archive.search("speaker:amina title:lanterns")) == ["We left.", "Getdik."]

    def test_a_field_of_the_description_shows_no_passage(self, archive: Archive) -> None:
        assert archive.search("narrator:zaur").total_passages == 0
        assert passages(archive.search("narrator:zaur left")) == ["We left."]


def test_what_a_testimony_comes_with_is_told_from_its_media(archive: Archive, photograph: Path) -> None:
    photo = archive.add(told("One."), by=KEEPER, media=[photograph]).id
    scan = MediaItem("bridge.png", role="scan_page", alt_text="A page")
    page = archive.add(told("Two.", media=(scan,)), by=KEEPER, media=[photograph], again=True).id

    assert found(archive, "has:photo") == [photo]
    assert found(archive, "has:scan") == [page]
    assert found(archive, "has:photo OR has:scan", sort="id") == [photo, page]


def dated(name: str, date: str, **more: Any) -> Testimony:
    return told("Words.", title=name, date=edtf.parse(date), **more)


DATED = (
    dated("1993", "1993"),
    dated("about 1993", "1993~"),
    dated("two days", "2023-09-19/2023-09-20"),
    dated("a day of a month", "2023-09-XX"),
    dated("of the twenties", "2001-03-04", covers=edtf.parse("1920/1925")),
    dated("undated", "XXXX"),
    dated("in parts", "1980", parts=(Part("1", date=edtf.parse("1979-11")), Part("2"))),
)


class TestDates:
    @pytest.fixture(scope="class")
    def archive(self, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
        with shelf(tmp_path_factory.mktemp("dates"), *DATED) as archive:
            yield archive

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("date:1993", ["1993", "about 1993"]),
            ("date:1993-06", ["1993", "about 1993"]),
            ("date:1990..1995", ["1993", "about 1993"]),
            ("date:..1921", ["of the twenties"]),
            ("date:2023-09", ["a day of a month", "two days"]),
            ("date:2023-09-20", ["a day of a month", "two days"]),
            ("date:2023-09-21", ["a day of a month"]),
            ("date:2023-10", []),
            ("date:2023..", ["a day of a month", "two days"]),
            ("date:2001", []),
            ("recorded:2001", ["of the twenties"]),
            ("recorded:1920", []),
            ("date:1979", []),
            ("recorded:1979", ["in parts"]),
            ("recorded:1980", ["in parts"]),
            ("date:199X", ["1993", "about 1993"]),
            ("-date:1800..2100", ["undated"]),
        ],
    )
    def test_a_date_finds_what_may_fall_on_it(self, archive: Archive, query: str, expected: list[str]) -> None:
        assert sorted(result.row.title for result in archive.search(query).testimonies) == expected

    def test_a_date_that_is_no_date_yet_is_left_out_with_a_note(self, archive: Archive) -> None:
        answer = archive.search("words date:19-")

        assert answer.total == len(DATED)
        assert answer.notes


STEMMED = [
    ("en", "They abandoned the houses.", "abandoning house"),
    ("ru", "Солдаты шли по городам.", "солдат город"),
    ("ru", "Ёлки стояли.", "елка"),
    ("hy", "Մենք գնացինք մեր քաղաքին։", "քաղաք"),
    ("az", "Evlərimizdən getdik.", "evlər"),
    ("az-Cyrl", "Гетдик.", "гетдик"),
    ("tr", "Evlerimizden gittik.", "evler"),
    ("fr", "Les familles ont été évacuées.", "évacué famille"),
    ("fr", "Les familles ont été évacuées.", "evacue"),
    ("de", "Die Häuser brannten.", "haus"),
    ("ar", "وصلنا إلى حلب.", "بحلب"),
    ("ka", "ჩვენ წავედით.", "წავედით"),
    ("ja", "難民でした。", "難民"),
]

FOLDED = [
    ("az", "İSMAYIL ışığı gördü.", "ismayil"),
    ("tr", "IĞDIR'dan geldik.", "ığdır"),
    ("tr", "IĞDIR'dan geldik.", "igdir"),
    ("az", "Xankəndi yolu.", "xankendi"),
    ("ru", "Ёлкин пришёл.", "елкин"),
    ("hy", "Տուն և այգի։", "եւ"),
    ("hy", "Ինչո՞ւ գնացին։", "ինչու"),
    ("en", "A café in Zürich; O’Neil's.", "cafe zurich"),
    ("en", "ＦＵＬＬ width.", "full"),
    ("el", "Ο Ελληνικός δρόμος.", "ελληνικος"),
    ("he", "צה״ל שם.", "צהל"),
    ("ar", "مَكْتَبَة", "مكتبة"),
    ("en", unicodedata.normalize("NFD", "Stépanakert é."), "stepanakert"),
]


class TestLanguages:
    @pytest.fixture(scope="class")
    def library(self, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
        """Every text of every language in one archive, after one in which nothing is to be found."""
        kept = [told(said, language=language, title=said) for language, said, _ in (*STEMMED, *FOLDED)]
        with shelf(tmp_path_factory.mktemp("languages"), told("Nothing."), *kept) as archive:
            yield archive

    @pytest.mark.parametrize(("language", "said", "query"), STEMMED)
    def test_a_word_is_found_in_its_other_forms(self, library: Archive, language: str, said: str, query: str) -> None:
        assert said in passages(library.search(query))
        assert "oh-0001" not in found(library, query)

    @pytest.mark.parametrize(("language", "said", "query"), FOLDED)
    def test_case_and_accents_make_no_difference(
        self, library: Archive, language: str, said: str, query: str
    ) -> None:
        for form in (query, query.upper(), unicodedata.normalize("NFD", query)):
            assert said in passages(library.search(form)), form
            assert "oh-0001" not in found(library, form)

    def test_each_transcripts_own_language_decides_its_stemming(self, archive: Archive, keep: Keep) -> None:
        keep("It was not so.", language="en")
        french = keep("Il prend des notes.", language="fr")

        # In French, `notes` has the stem `not`: no reason to find the English word.
        assert found(archive, "notes") == [french]

    def test_a_second_transcript_is_stemmed_in_its_own_language(self, archive: Archive) -> None:
        both = (
            Transcript("ru", passages=(Passage("Солдаты ушли."),)),
            Transcript("en", kind="translation", passages=(Passage("The soldiers left."),)),
        )
        kept = archive.add(told(transcripts=both), by=KEEPER).id

        assert found(archive, "солдат soldier") == [kept]
        assert marked(archive.search("солдат soldier")) == ["Солдаты", "soldiers"]

    def test_an_undetermined_language_is_found_as_it_is_spelled(self, archive: Archive, keep: Keep) -> None:
        kept = keep("Evacuees.", language="und", title="Title")

        assert found(archive, "evacuees") == [kept]
        assert found(archive, "evacuee") == []
        assert found(archive, "évacuées") == [kept]


class TestMarks:
    """Marks are [start, end) in code points of the text as it is kept."""

    @pytest.mark.parametrize(
        ("said", "query", "expected"),
        [
            ("The controls, controlled.", "control", ["controls", "controlled"]),
            ("Under control. Control!", '"under control"', ["Under control"]),
            ("🙂🙂 river 👩‍👩‍👧 river", "river", ["river", "river"]),
            (
                unicodedata.normalize("NFD", "Stépanakert, été"),
                "stepanakert",
                [unicodedata.normalize("NFD", "Stépanakert")],
            ),
            ("وصلنا إلى حلب ليلا", "حلب", ["حلب"]),
            ("Ինչո՞ւ գնացին", "ինչու", ["Ինչո՞ւ"]),
            ("L'homme de l’été", "homme", ["homme"]),
            ("das Straßenfest", "strassen*", ["Straßenfest"]),
            ("A river-bank", "river bank", ["river", "bank"]),
            ("the river the", '"the river" river', ["the river"]),
            ("難民でした", "難民", ["難民"]),
        ],
    )
    def test_what_was_asked_is_marked(
        self, archive: Archive, keep: Keep, said: str, query: str, expected: list[str]
    ) -> None:
        keep(said, language="en" if said.isascii() else "und")

        answer = archive.search(query)

        assert marked(answer) == expected
        assert passages(answer) == [said]

    @given(st.text(min_size=1), st.sampled_from(["en", "ru", "az", "und"]))
    @settings(max_examples=15, deadline=None)
    def test_a_word_of_a_text_is_found_and_marked(
        self, tmp_path_factory: pytest.TempPathFactory, text: str, language: str
    ) -> None:
        said = words.spelled(text)
        if not said or not text.isprintable():
            return
        with Archive.create(tmp_path_factory.mktemp("mark") / "archive", "Mark", KEEPER) as archive:
            archive.add(told(text, language=language), by=KEEPER)
            answer = archive.search(f"={said[0]}")

        assert answer.total == 1
        assert words.folded(said[0]) in {words.folded(one) for one in marked(answer)}

    def test_a_hit_says_where_it_stands_and_who_spoke(self, archive: Archive) -> None:
        timed = Transcript(
            "en",
            timing="cue",
            passages=(Passage("Here."), Passage("The river.", at=locator.parse("00:14:32"), speaker="AMINA")),
        )
        archive.add(told(transcripts=(timed,)), by=KEEPER)

        ((hit,),) = [result.passages for result in archive.search("river").testimonies]

        assert (hit.id, hit.number, hit.at, hit.speaker) == ("s0002", 2, "00:14:32", "AMINA")


def place(*spelled: str, **more: Any) -> Place:
    return Place(names=tuple(Name(one) for one in spelled), **more)


STEPANAKERT = ("Stepanakert", "Khankendi", "Xankəndi", "Ստեփանակերտ", "Степанакерт", "Ханкенди")


class TestNames:
    """A query equal to a name, or to a person's family name, stands for all its names."""

    @pytest.fixture
    def one_place(self, archive: Archive) -> None:
        archive.add_authority(place(*STEPANAKERT), by=KEEPER)

    @pytest.mark.usefixtures("one_place")
    def test_every_name_of_a_place_finds_every_other(self, archive: Archive, keep: Keep) -> None:
        kept = [keep(f"We left {name}.", language="und") for name in STEPANAKERT]

        for asked in (*STEPANAKERT, "STEPANAKERT", "xankendi", "Stépanakert"):
            assert sorted(found(archive, asked)) == kept, asked

    @pytest.mark.usefixtures("one_place")
    def test_the_hit_says_which_name_it_was(self, archive: Archive, keep: Keep) -> None:
        keep("We left Khankendi.", language="en")

        answer = archive.search("Stepanakert")

        assert names(answer) == [("Stepanakert", "Khankendi")]
        assert marked(answer) == ["Khankendi"]

    @pytest.mark.usefixtures("one_place")
    def test_names_are_found_in_the_cases_of_their_language(self, archive: Archive, keep: Keep) -> None:
        kept = keep("Мы жили в Степанакерте.", language="ru")

        answer = archive.search("Khankendi")

        assert [result.row.id for result in answer.testimonies] == [kept]
        assert names(answer) == [("Khankendi", "Степанакерт")]
        assert marked(answer) == ["Степанакерте"]

    @pytest.mark.usefixtures("one_place")
    def test_a_link_that_uses_another_name_counts(self, archive: Archive, keep: Keep) -> None:
        kept = keep("We left the city.", place=Link("The capital", "place-0001"))
        keep("We left the city.")

        answer = archive.search("Stepanakert")

        assert [result.row.id for result in answer.testimonies] == [kept]
        assert names(answer)[0][0] == "Stepanakert"
        assert found(archive, "place:Ханкенди") == [kept]
        assert found(archive, "Stepanakert city") == [kept]
        assert found(archive, "event:Stepanakert") == []

    @pytest.mark.usefixtures("one_place")
    def test_this_very_form_and_what_is_excluded_expand_as_they_should(self, archive: Archive, keep: Keep) -> None:
        keep("Khankendi.")
        other = keep("Stepanakert.")

        assert found(archive, "=Stepanakert") == [other]
        assert found(archive, "-Stepanakert") == []
        assert names(archive.search("-harmonium -Stepanakert")) == []

    def test_a_family_name_stands_for_itself_in_every_script(self, archive: Archive, keep: Keep) -> None:
        spelled = (Name("Zaur Mammadov"), Name("Zaur Məmmədov"), Name("Заур Мамедов"))
        zaur = Person(names=(*spelled, Name("Mammadov, Zaur", family="Mammadov")))
        archive.add_authority(zaur, by=KEEPER)
        linked = keep("I left.", agents=(Agent(role="narrator", name="Zaur Mammadov", ref="person-0001"),))
        named = keep("I left.", agents=(Agent(role="narrator", name="Заур Мамедов"),))
        said = keep("Мамедов ушёл.", language="ru")

        for asked in ("narrator:məmmədov", "narrator:мамедов", "narrator:Mammadov", "narrator:(zaur mammadov)"):
            assert sorted(found(archive, asked)) == [linked, named], asked
        assert sorted(found(archive, "Mammadov")) == [linked, named, said]
        assert sorted(found(archive, "zaur mammadov left")) == [linked, named]

    def test_a_name_of_several_words_is_one_thing_among_others(self, archive: Archive, keep: Keep) -> None:
        archive.add_authority(place("Nagorno Karabakh", "Dağlıq Qarabağ", "Artsakh"), by=KEEPER)
        kept = [keep("The road to Artsakh."), keep("The road to Dağlıq Qarabağ."), keep("Nagorno-Karabakh road.")]
        keep("Artsakh.")

        answer = archive.search("road nagorno karabakh")

        assert sorted(result.row.id for result in answer.testimonies) == kept
        assert sorted(found(archive, 'road "nagorno karabakh"')) == kept
        assert {name for _, name in names(answer)} == {"Artsakh", "Dağlıq Qarabağ", "Nagorno Karabakh"}

    def test_a_name_of_several_words_still_means_its_words(self, archive: Archive, keep: Keep) -> None:
        archive.add_authority(place("New Bridge", "Nova Ponte"), by=KEEPER)
        apart = keep("The bridge fell.", "A new one was built.")
        keep("New.")

        assert found(archive, "new bridge") == [apart]

    def test_a_name_that_two_records_share_stands_for_both(self, archive: Archive, keep: Keep) -> None:
        archive.add_authority(place("Ganja", "Elisabethpol"), by=KEEPER)
        archive.add_authority(place("Ganja", "Kirovabad"), by=KEEPER)
        kept = [keep("Elisabethpol."), keep("Kirovabad.")]

        assert sorted(found(archive, "Ganja")) == kept
        assert found(archive, "Kirovabad Elisabethpol") == []

    def test_a_name_that_is_a_word_too_is_found_as_a_word(self, archive: Archive, keep: Keep) -> None:
        archive.add_authority(place("Hope", "Umid"), by=KEEPER)
        kept = keep("We had hopes.")

        assert found(archive, "hope") == [kept]

    def test_people_bodies_events_and_subjects_have_names_too(self, archive: Archive, keep: Keep) -> None:
        for record in (
            Body(names=(Name("Red Cross"), Name("Красный Крест"))),
            Event(names=(Name("Great Flood"), Name("Selav"))),
            Subject(names=(Name("Displacement"), Name("Exile"))),
        ):
            archive.add_authority(record, by=KEEPER)
        kept = [keep("Красный Крест.", language="ru"), keep("Selav."), keep("Exile.")]

        assert [found(archive, asked) for asked in ("red cross", '"great flood"', "displacement")] == [
            [one] for one in kept
        ]

    @pytest.mark.parametrize("how", ["pseudonym", "anonymous"])
    def test_a_protected_person_is_never_expanded(self, archive: Archive, keep: Keep, how: str) -> None:
        hidden = Person(names=(Name("Narrator A"), Name("Quiet Witness")), protection=how)
        archive.add_authority(hidden, by=KEEPER)
        agents = (Agent(role="narrator", name="Narrator A", ref="person-0001"),)
        kept = keep("I left.", agents=agents)
        keep("Quiet Witness.")

        answer = archive.search('"narrator a"')

        assert [result.row.id for result in answer.testimonies] == [kept]
        assert names(answer) == []
        assert found(archive, 'narrator:"quiet witness"') == []
        assert found(archive, "narrator:witness") == []

    def test_a_pseudonym_protects_whatever_else_the_record_says(self, archive: Archive, keep: Keep) -> None:
        archive.add_authority(Person(names=(Name("True Name"), Name("Alias", kind="pseudonym"))), by=KEEPER)
        keep("Alias spoke.")

        assert found(archive, '"true name"') == []
        assert names(archive.search("alias")) == []

    def test_a_changed_name_is_known_at_once(self, archive: Archive, keep: Keep) -> None:
        archive.add_authority(place("Ganja"), by=KEEPER)
        keep("Kirovabad.")
        assert found(archive, "Ganja") == []

        archive.edit_authority("place-0001", lambda _: place("Ganja", "Kirovabad"), by=KEEPER)

        assert found(archive, "Ganja") == ["oh-0001"]


class TestAnswers:
    def test_facets_count_what_the_testimonies_are_made_of(self, archive: Archive, photograph: Any) -> None:
        archive.add_authority(
            Place(names=(Name("Stepanakert", kind="authorised"), Name("Khankendi", kind="authorised"))), by=KEEPER
        )
        linked = Link("Khankendi", "place-0001")
        archive.add(told("River.", place=linked, places=(linked,)), by=KEEPER, media=[photograph])
        archive.add(
            told("River.", language="ru", kind="statement", access="staff", place=Link("Elsewhere")), by=KEEPER
        )
        archive.add(told("Nothing.", kind="observation"), by=KEEPER)

        answer = archive.search("river")

        assert answer.facets == {
            "collection": {"oh": 2},
            "kind": {"interview": 1, "statement": 1},
            "language": {"en": 1, "ru": 1},
            "place": {"Elsewhere": 1, "place-0001": 1},
            "decade": {"1990s": 2},
            "media": {"transcript": 2, "photo": 1},
            "access": {"open": 1, "staff": 1},
        }
        assert answer.labels == {"place-0001": "Stepanakert / Khankendi"}

    def test_results_come_in_the_order_that_is_asked(self, archive: Archive, keep: Keep) -> None:
        first = keep("River.", title="Émile", date=edtf.parse("2001"), covers=edtf.parse("1930"))
        second = keep("River, river and more of it.", title="Zoe", date=edtf.parse("1980"))
        third = keep("River it was.", title="adam", date=edtf.parse("XXXX"))

        assert found(archive, "river", sort="id") == [first, second, third]
        assert found(archive, "river", sort="date") == [second, first, third]
        assert found(archive, "river", sort="told") == [first, second, third]
        assert found(archive, "river", sort="title") == [third, first, second]
        assert found(archive, "river", sort="extent") == [second, third, first]
        assert [row.id for row in archive.list("river").rows] == [first, second, third]

    def test_ids_are_in_the_order_of_their_numbers(self, archive: Archive) -> None:
        with archive.writing():
            for _ in range(3):
                archive.add(told("River."), by=KEEPER)
        assert found(archive, "river", sort="id") == ["oh-0001", "oh-0002", "oh-0003"]

    def test_pages_follow_one_another_and_the_total_stays(self, archive: Archive) -> None:
        with archive.writing():
            for number in range(7):
                archive.add(told(f"River {number}."), by=KEEPER)

        pages = [archive.search("river", offset=offset, limit=3) for offset in (0, 3, 6, 9)]

        assert [len(page.testimonies) for page in pages] == [3, 3, 1, 0]
        assert {page.total for page in pages} == {7}
        ids = [result.row.id for page in pages for result in page.testimonies]
        assert sorted(set(ids)) == sorted(ids) == [f"oh-000{n}" for n in range(1, 8)]

    def test_the_same_question_has_the_same_answer(self, archive: Archive, keep: Keep) -> None:
        for number in range(4):
            keep(f"River {number}.", "Bridge.")

        assert plain(archive.search("river bridge")) == plain(archive.search("river bridge"))

    def test_too_many_words_for_a_star_are_cut_with_a_note(self, archive: Archive, keep: Keep) -> None:
        keep(" ".join(f"word{number:03}" for number in range(140)), "wordy wordy wordy", "wordy")
        keep("wordy")

        answer = archive.search("word*")

        assert answer.total == 2
        assert any("128" in note for note in answer.notes)
        assert not archive.search("wordy*").notes

    def test_what_was_changed_is_found_as_it_is_now(self, archive: Archive, keep: Keep) -> None:
        keep("River.")
        keep("River.")
        archive.edit("oh-0001", lambda before: told("Bridge.", title=before.title), by=KEEPER)

        assert found(archive, "river") == ["oh-0002"]
        assert passages(archive.search("bridge")) == ["Bridge."]


def plain(answer: Answer) -> Any:
    """An answer without the time it took."""
    return {name: getattr(answer, name) for name in Answer.__dataclass_fields__ if name != "took_ms"}


ASKED = ("river", "-bridge", "home", '"the night"', "=rivers", "ho*", "OR night")
VOCABULARY = ("river", "bridge", "rivers", "home", "homes", "night", "the")


@given(
    st.lists(st.lists(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=6), max_size=3), max_size=4),
    st.lists(st.sampled_from(ASKED), min_size=1, max_size=3),
)
@settings(max_examples=20, deadline=None)
def test_an_answer_is_what_reading_everything_would_give(
    tmp_path_factory: pytest.TempPathFactory, said: list[list[list[str]]], asked: list[str]
) -> None:
    texts = [[" ".join(passage) for passage in one] for one in said]
    with Archive.create(tmp_path_factory.mktemp("plain") / "archive", "Plain", KEEPER) as archive:
        with archive.writing():
            for one in texts:
                archive.add(told(*one, title="Title"), by=KEEPER)
        answer = archive.search(" ".join(asked), limit=100)

    expected = {f"oh-{number:04}" for number, one in enumerate(texts, 1) if by_reading(one, asked)}
    assert {result.row.id for result in answer.testimonies} == expected


def by_reading(passages: Iterable[str], asked: list[str]) -> bool:
    """Whether a testimony answers, by the plainest reading of it and of the question."""
    sides: list[list[bool]] = [[]]
    for term in asked:
        if term.startswith("OR "):
            sides.append([])
        sides[-1].append(holds(list(passages), term.removeprefix("OR ")))
    # An OR with nothing before it joins nothing.
    return any(all(side) for side in sides if side)


def holds(passages: list[str], term: str) -> bool:
    every = [passage.split() for passage in passages]
    if term.startswith("-"):
        return not holds(passages, term[1:])
    if term == '"the night"':
        return any("the night" in " ".join(one) for one in every)
    if term == "=rivers":
        return any("rivers" in one for one in every)
    if term == "ho*":
        return any(word.startswith("ho") for one in every for word in one)
    return any(word in (term, f"{term}s") for one in every for word in one)
