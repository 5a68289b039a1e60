"""Phrases, found by comparing the words of documents, are those that lists of places give."""

from __future__ import annotations

from zlib import crc32

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.archive import Archive
from archive.index import ordering
from tests.conftest import KEEPER, told

WORDS = ("the", "old", "bridge", "Ղարս", "plumless", "buckeroo")
SAID = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), min_size=1, max_size=12)

ALIKE = ("plumless", "buckeroo")
"""Two words of one checksum."""


@pytest.fixture(params=[1, 10**9], ids=["few of many are looked at", "all are looked at"])
def dense(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let documents be picked out, or all be looked at."""
    monkeypatch.setattr(ordering, "DENSE", request.param)


def found(archive: Archive, phrase: list[str]) -> list[str]:
    """Ask for a phrase, and give the passages that hold it."""
    answer = archive.search(f'"{" ".join(phrase)}"', limit=50)
    return sorted(hit.text for one in answer.testimonies for hit in one.passages)


@pytest.mark.usefixtures("dense")
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(said=SAID, phrase=st.lists(st.sampled_from(WORDS), min_size=2, max_size=4))
def test_a_phrase_is_found_where_its_words_stand_side_by_side(tmp_path_factory, said, phrase):
    with Archive.create(tmp_path_factory.mktemp("said") / "a", "Said", KEEPER) as archive:
        for words in said:
            archive.add(told(" ".join(words), " ".join(reversed(words)), title="Said"), by=KEEPER)

        passages = [text for words in said for text in (" ".join(words), " ".join(reversed(words)))]
        assert found(archive, phrase) == sorted(text for text in passages if f" {' '.join(phrase)} " in f" {text} ")


def test_no_phrase_reaches_from_one_passage_into_the_next(archive: Archive) -> None:
    archive.add(told("They crossed the old", "bridge at night.", title="Two passages"), by=KEEPER)

    assert found(archive, ["old", "bridge"]) == []
    assert found(archive, ["the", "old"]) == ["They crossed the old"]


def test_two_words_of_one_checksum_are_not_taken_for_one_another(archive: Archive) -> None:
    one, other = ALIKE
    assert crc32(one.encode()) == crc32(other.encode())
    assert ordering.code_of(one) == ordering.code_of(other)
    archive.add(told(f"It was a {one} tree.", f"A {other} tree, and {one} too.", title="Trees"), by=KEEPER)

    assert found(archive, [one, "tree"]) == [f"It was a {one} tree."]
    assert found(archive, [other, "tree"]) == [f"A {other} tree, and {one} too."]


def test_a_word_without_a_double_is_told_apart(archive: Archive) -> None:
    archive.add(told(f"It was a {ALIKE[0]} tree beside a {ALIKE[1]}.", title="Trees"), by=KEEPER)
    archive.search("tree")

    (part,) = archive.finder._follower.snapshot().parts.values()
    assert part.order.tells_apart("tree")
    assert not part.order.tells_apart(ALIKE[0])
    assert part.order.counts(("was", "a"), np.arange(part.count)).sum() == 1
