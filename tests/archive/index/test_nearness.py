"""Words a slip or two away: all of them, and no others."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.index.nearness import Neighbours, slips

WORDS = st.text(st.sampled_from("abcdeաбə"), min_size=1, max_size=7)


def one_slip(word: str, alphabet: str) -> set[str]:
    """Every word one slip away, made by slipping."""
    made = set()
    for at in range(len(word) + 1):
        made |= {word[:at] + letter + word[at:] for letter in alphabet}
        if at < len(word):
            made |= {word[:at] + letter + word[at + 1 :] for letter in alphabet} | {word[:at] + word[at + 1 :]}
        if at + 1 < len(word):
            made.add(word[:at] + word[at + 1] + word[at] + word[at + 2 :])
    return made | {word}


@given(WORDS)
@settings(max_examples=60)
def test_every_word_made_by_a_slip_is_one_slip_away(word: str) -> None:
    made = {one for one in one_slip(word, "abcdeաбə") if one}
    assert set(Neighbours(made).near(word, 1)) == made


@given(st.sets(WORDS, max_size=40), WORDS, st.sampled_from([1, 2]))
@settings(max_examples=100)
def test_what_is_found_is_what_comparing_with_every_word_would_find(
    words: set[str], asked: str, distance: int
) -> None:
    far = {word for word in words if slips(asked, word, 99) > distance}
    assert set(Neighbours(words).near(asked, distance)) == words - far


@given(WORDS, WORDS)
@settings(max_examples=200)
def test_slips_are_as_many_one_way_as_the_other(one: str, other: str) -> None:
    assert slips(one, other, 99) == slips(other, one, 99)
    assert (slips(one, other, 99) == 0) == (one == other)
    for most in (0, 1, 2):
        assert (slips(one, other, most) <= most) == (slips(one, other, 99) <= most)
