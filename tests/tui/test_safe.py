"""The border to the terminal: whatever is kept, nothing printed acts."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.front import ACTING
from tui import safe

ANY = st.text(st.characters(exclude_categories=()), max_size=60)


@given(ANY)
def test_nothing_that_acts_comes_through(text: str) -> None:
    for shown in (safe.text(text), safe.line(text), safe.json(json.dumps(text, ensure_ascii=False))):
        assert not ACTING & {*shown}
        shown.encode("utf-8")
    assert "\n" not in safe.line(text)


@given(ANY)
def test_json_reads_back_as_it_was(text: str) -> None:
    assert json.loads(safe.json(json.dumps({text: text}, ensure_ascii=False))) == {text: text}


@given(st.text(st.characters(categories=("L", "N", "P", "Zs")), max_size=60))
def test_words_are_shown_as_they_are(text: str) -> None:
    assert safe.text(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("\x1b[2J", "␛[2J"),
        ("a\tb", "a    b"),
        ("\x9b31m", "\ufffd31m"),
        ("abc\u202egpj.exe", "abc\ufffdgpj.exe"),
        ("zero\u200bwidth", "zerowidth"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("two\r\nlines", "two␍\nlines"),
        ("\ud800", "\ufffd"),
    ],
)
def test_what_would_act_is_seen_instead(kept: str, shown: str) -> None:
    assert safe.text(kept) == shown
