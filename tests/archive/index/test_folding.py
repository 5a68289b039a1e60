"""Folding: two spellings of one word meet, and two words stay two."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.index.folding import dotless, fold, lower

MEET = [
    ("CONTROL", "control"),
    ("Stépanakert", "Stepanakert"),
    ("don't", "don’t"),
    ("O'Neil", "ONeil"),
    ("ISTANBUL", "İstanbul"),
    ("Iğdır", "IĞDIR"),
    ("Iğdır", "iğdir"),
    ("Məmmədov", "Memmedov"),
    ("Xankəndi", "XANKƏNDİ"),
    ("Стёпа", "СТЕПА"),
    ("за́мок", "замок"),
    ("Երևան", "ԵՐԵՒԱՆ"),
    ("ինչո՞ւ", "ինչու"),
    ("كِتَابٌ", "كتاب"),
    ("كـــتاب", "كتاب"),
    ("أحمد", "احمد"),
    ("آذربايجان", "اذربايجان"),
    ("مصطفى", "مصطفا"),
    ("مدرسة", "مدرسه"),
    ("فارسی", "فارسي"),
    ("می\u200cخواهم", "میخواهم"),
    ("שָׁלוֹם", "שלום"),
    ("Ελλάδα", "ΕΛΛΑΔΑ"),
    ("λόγος", "λογοσ"),
    ("Straße", "STRASSE"),
    ("Œuvre", "oeuvre"),
    ("Łódź", "lodz"),
    ("ﬁnal", "final"),
    ("ＡＢＣ", "abc"),
    ("١٩٩٣", "1993"),
    ("ʿAlī", "Ali"),
    ("თბილისი", "ᲗᲑᲘᲚᲘᲡᲘ"),
    ("Stepa\u00adnakert", "Stepanakert"),
]

APART = [
    ("й", "и"),
    ("ї", "і"),
    ("か", "が"),
    ("दिन", "दान"),
    ("กา", "กี"),
    ("한", "하"),
    ("control", "controls"),
]


@pytest.mark.parametrize(("one", "other"), MEET)
def test_spellings_of_one_word_meet(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
@settings(max_examples=300)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_every_letter_of_unicode_folds_for_good() -> None:
    unstable = [
        hex(code) for code in range(0x110000) if chr(code).isalnum() and fold(fold(chr(code))) != fold(chr(code))
    ]
    assert unstable == []


@given(st.text(alphabet=st.characters(categories=("L", "M", "N"))))
@settings(max_examples=300)
def test_composed_and_decomposed_text_meet(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(composed)


def test_the_normalisation_suite_of_unicode_meets_itself(corpus: Path) -> None:
    lines = (corpus / "suites" / "unicode" / "NormalizationTest.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split(";")[:3] for line in lines if line[:1] not in {"#", "@", ""}]
    assert len(rows) > 18_000
    for row in rows:
        source, composed, decomposed = ("".join(chr(int(c, 16)) for c in column.split()) for column in row)
        # The suite may know letters that this Python's Unicode does not know yet.
        if not any(unicodedata.category(letter) == "Cn" for letter in source):
            assert fold(source) == fold(composed) == fold(decomposed)


def test_lower_case_is_that_of_the_language() -> None:
    assert lower("IŞIKLI İZMİR", "tr-TR") == "ışıklı izmir"
    assert lower("BAKI", "az-Latn") == "bakı"
    assert lower("BAKI", "en") == "baki"
    assert lower("İzmir", None) == "izmir"
    assert dotless("az") and not dotless("en") and not dotless(None)


def test_lower_case_keeps_the_letters_stemmers_know() -> None:
    assert lower("Été", "fr") == "été"
    assert lower("Straße", "de") == "straße"
    assert lower("ԵՐԵՎԱՆԻ", "hy") == "երևանի".replace("և", "եվ")
    assert lower("O’Neil’s") == "o'neil's"
    assert lower("e\u0301te\u0301") == "été"
