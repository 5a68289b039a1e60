"""What changed between two versions: fields, and passages word by word."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.archive import Archive
from archive.differences import differences, pieces
from testimonies.errors import AccessRefused
from testimonies.testimony import Testimony
from tests.conftest import KEEPER, told


def reworded(testimony: Testimony, number: int, words: str) -> Testimony:
    (text,) = testimony.transcripts
    passages = [replace(one, words=words) if n == number else one for n, one in enumerate(text.passages)]
    return replace(testimony, transcripts=(replace(text, passages=tuple(passages)),))


def test_a_changed_field_and_a_changed_passage_are_told_word_by_word(archive: Archive) -> None:
    flood = archive.add(told("The river came at night.", "We ran."), by=KEEPER).id
    archive.edit(
        flood, lambda one: reworded(replace(one, title="The great flood"), 0, "The river came by day."), by=KEEPER
    )
    first, last, found = archive.changes(flood)
    assert (first, last) == (1, 2)
    assert [(one.what, one.sign) for one in found] == [("title", "~"), ("en ¶1", "~")]
    assert [tuple(piece) for piece in found[1].pieces] == [
        ("=", "[¶1] The river came "), ("-", "at night"), ("+", "by day"), ("=", "."),
    ]  # fmt: skip


def test_who_opened_a_record_is_seen_although_old_words_stand_under_todays_rules(archive: Archive) -> None:
    flood = archive.add(told("The river.", access="staff"), by=KEEPER).id
    archive.edit(flood, lambda one: replace(one, access=told(access="open").access), by=KEEPER)
    _, _, found = archive.changes(flood)
    assert [one.what for one in found] == ["access.description", "access.transcript"]
    assert [tuple(piece) for piece in found[0].pieces] == [("-", "staff"), ("+", "open")]


def test_a_history_is_for_staff(archive: Archive) -> None:
    flood = archive.add(told("The river."), by=KEEPER).id
    with pytest.raises(AccessRefused):
        archive.changes(flood, who="open")


def test_new_and_lost_passages_are_told_apart(archive: Archive) -> None:
    one, other = told("It rained."), told("It rained.")
    one = replace(
        one, transcripts=(replace(one.transcripts[0], passages=(replace(one.transcripts[0].passages[0], id="s1"),)),)
    )
    other = replace(
        one, transcripts=(replace(one.transcripts[0], passages=(replace(one.transcripts[0].passages[0], id="s2"),)),)
    )
    assert [(found.sign, found.passage) for found in differences(one, other)] == [("+", "s2"), ("-", "s1")]


@given(st.text("ab .\n", max_size=60), st.text("ab .\n", max_size=60))
def test_both_texts_can_be_read_from_what_changed(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(piece.text for piece in found if piece.sign in "=-") == before
    assert "".join(piece.text for piece in found if piece.sign in "=+") == after


def test_turns_of_twenty_thousand_words_are_compared() -> None:
    words = ["the", "river", "came", "and", "went"] * 4000
    other = [word if number % 900 else f"{word}s" for number, word in enumerate(words)]
    found = pieces(" ".join(words), " ".join(other))
    assert "".join(piece.text for piece in found if piece.sign != "-") == " ".join(other)
