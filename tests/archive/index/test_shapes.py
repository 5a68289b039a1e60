"""Shapes of words: what fits, and that nothing takes long."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.index.shapes import pattern_of
from archive.index.words import folded


def fits(shape: str, word: str) -> bool:
    """The plainest way to say it: one letter after the other, a star taking none or one more."""
    if not shape:
        return not word
    if shape[0] == "*":
        return fits(shape[1:], word) or (bool(word) and fits(shape, word[1:]))
    return bool(word) and shape[0] in ("?", word[0]) and fits(shape[1:], word[1:])


@given(st.text("ab?*", max_size=7), st.text("ab", max_size=8))
@settings(max_examples=500)
def test_what_fits_is_what_trying_everything_would_find(shape: str, word: str) -> None:
    assert bool(pattern_of(shape).fullmatch(word)) == fits(shape, word)


@pytest.mark.parametrize("shape", ["*a" * 300 + "b", "*a" * 30 + "*b", "a*" * 12 + "b", "?*" * 100 + "b", "*ba" * 99])
@pytest.mark.parametrize("word", ["a" * 200, "a" * 2000, "ca" * 1000])
def test_many_stars_in_a_long_word_are_soon_told(shape: str, word: str) -> None:
    # Tried in every way, these would take longer than the world is old.
    assert not pattern_of(shape).fullmatch(word)


def test_the_pieces_of_a_shape_are_folded_and_nothing_in_them_is_a_pattern() -> None:
    assert pattern_of("XANKƏ?DI", folded).fullmatch("xankendi")
    assert not pattern_of("a.c*").fullmatch("abcd")
    assert pattern_of("(a|b)*").fullmatch("(a|b)cd")
