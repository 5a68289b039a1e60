"""Key words, and passages that speak of the same."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.archive import Archive
from archive.index.keyness import log_likelihood
from testimonies import locator
from testimonies.errors import NotFound
from testimonies.testimony import Testimony
from tests.archive.test_finding import shelf
from tests.conftest import KEEPER, told

MILL = (
    "The mill stood by the river and the miller lived in it.",
    "The mills were closed that winter, and the miller left for the town.",
    "In the town there was bread, but it was not from our mill.",
)


def kept() -> Iterator[Testimony]:
    yield told(*MILL, title="On the mill")
    yield told("The miller of our mill, by the river, was my uncle.", "The winter was long and the bread was dear.")
    yield told("We went to school in the town.", "The teacher read to us.", "In the winter there was no school.")
    yield told("Мельница стояла у реки.", "Зимой мельницу закрыли.", language="ru")
    for number in range(8):
        yield told(f"The year {number} was like the other years.", "There was the river, and there was the town.")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with shelf(tmp_path_factory.mktemp("key"), *kept()) as archive:
        yield archive


def test_key_words_are_what_a_testimony_has_more_of_than_the_others(archive: Archive) -> None:
    found = archive.key_words("oh-0001")

    assert found[0].word == "mill"
    assert "miller" in [one.word for one in found]
    # Everybody speaks of these.
    assert {"river", "there", "year"}.isdisjoint(one.word for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_forms_of_a_word_are_counted_as_one(archive: Archive) -> None:
    mill = archive.key_words("oh-0001")[0]

    # Three passages and the title; once more in another testimony.
    assert (mill.word, mill.count, mill.passages, mill.elsewhere) == ("mill", 3, 4, 1)


def test_words_are_stemmed_in_the_language_they_were_said_in(archive: Archive) -> None:
    first = archive.key_words("oh-0004")[0]

    assert (first.word.casefold(), first.count) in (("мельница", 2), ("мельницу", 2))


def test_a_testimony_alone_has_nothing_to_be_compared_with(tmp_path: Path) -> None:
    with shelf(tmp_path, told("The mill.")) as archive:
        assert archive.key_words("oh-0001") == []


def test_no_more_key_words_are_given_than_are_wanted(archive: Archive) -> None:
    assert archive.key_words("oh-0001", most=1) == archive.key_words("oh-0001")[:1]


def test_a_rewritten_testimony_has_other_key_words(archive: Archive) -> None:
    with shelf(archive.folder.parent / "again", told("The mill."), told("Two.")) as again:
        again.edit("oh-0001", lambda before: told("The lamp.", title=before.title), by=KEEPER)
        assert "lamp" in [one.word for one in again.key_words("oh-0001")]
        assert "mill" not in [one.word for one in again.key_words("oh-0001")]


CELLS = st.integers(0, 50)


@given(CELLS, st.integers(50, 200), CELLS, st.integers(50, 5000))
@settings(max_examples=200)
def test_the_score_is_dunnings_ratio_of_two_likelihoods(here: int, size: int, elsewhere: int, others: int) -> None:
    def likelihood(rate: float, seen: int, of: int) -> float:
        # The logarithm of the Poisson likelihood, without what cancels out.
        return seen * math.log(rate * of) - rate * of if seen else -rate * of

    both = (here + elsewhere) / (size + others)
    apart = likelihood(here / size, here, size) + likelihood(elsewhere / others, elsewhere, others)
    together = likelihood(both, here, size) + likelihood(both, elsewhere, others)
    assert log_likelihood(here, size, elsewhere, others) == pytest.approx(2 * (apart - together), abs=1e-4)


class TestAlike:
    def test_passages_that_speak_of_the_same_come_first(self, archive: Archive) -> None:
        answer = archive.like("oh-0001", locator.parse("n1"))

        first = answer.testimonies[0]
        assert first.row.id == "oh-0002"
        assert first.passages[0].text.startswith("The miller of our mill")
        marked = {first.passages[0].text[a:b] for a, b in first.passages[0].marks}
        assert {"miller", "mill"} <= marked

    def test_the_testimony_itself_is_not_among_them(self, archive: Archive) -> None:
        for at in (None, locator.parse("n2")):
            answer = archive.like("oh-0001", at)
            assert answer.total == len(answer.testimonies) > 0
            assert "oh-0001" not in {one.row.id for one in answer.testimonies}

    def test_a_question_narrows_them_down(self, archive: Archive) -> None:
        every = {one.row.id for one in archive.like("oh-0001").testimonies}
        some = archive.like("oh-0001", within="school")

        assert {one.row.id for one in some.testimonies} == every & {"oh-0003"}
        assert some.understood.endswith(") AND school")
        assert archive.like("oh-0001", within="zzzz").total == 0

    def test_what_nobody_else_speaks_of_is_like_nothing(self, archive: Archive) -> None:
        archive.edit("oh-0012", lambda before: told("Quixotic zeppelins.", title="Q"), by=KEEPER)
        answer = archive.like("oh-0012")

        assert (answer.total, answer.understood) == (0, "")
        assert answer.notes == ("Nothing of it is said anywhere else.",)

    def test_pages_of_the_answer_are_one_answer(self, archive: Archive) -> None:
        whole = [one.row.id for one in archive.like("oh-0001").testimonies]
        parts = [archive.like("oh-0001", offset=at, limit=1).testimonies for at in range(len(whole))]

        assert [one.row.id for part in parts for one in part] == whole

    def test_what_was_understood_names_the_words_that_were_looked_for(self, archive: Archive) -> None:
        answer = archive.like("oh-0001", locator.parse("n1"))

        assert answer.query == "oh-0001@¶1"
        assert {"mill", "miller", "river"} <= set(answer.understood.split(" OR "))
        assert not {"stood", "lived"} & set(answer.understood.split(" OR "))

    def test_there_must_be_such_a_passage(self, archive: Archive) -> None:
        with pytest.raises(NotFound):
            archive.like("oh-0001", locator.parse("p1:1"))
        with pytest.raises(NotFound):
            archive.like("oh-0999")
