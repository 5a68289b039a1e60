"""Words: none is lost, each knows where it stands, and each is stemmed in its own language."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.index import words as words_of
from archive.index.folding import fold
from archive.index.words import indexed, languages_known, lower, spelled, stem, tokens

DIVIDED = [
    ("Everything is under control.", ["everything", "is", "under", "control"]),
    ("a W-2 form, I said", ["a", "w", "2", "form", "i", "said"]),
    ("Don't! O’Neil's rock'n'roll", ["dont", "oneils", "rocknroll"]),
    ("'quoted' and ‘quoted’", ["quoted", "and", "quoted"]),
    ("L'été qu'il dell'arte d’Artagnan", ["l", "ete", "qu", "il", "dell", "arte", "d", "artagnan"]),
    ("7,000 and 120,000 lives; 1,2 and 3.5", ["7000", "and", "120000", "lives", "1", "2", "and", "3", "5"]),
    ("the _deserted_ outpost __", ["the", "deserted", "outpost"]),
    ("well—so ...", ["well", "so"]),
    ("Ստեփանակերտ և Շուշի", ["ստեփանակերտ", "եւ", "շուշի"]),
    ("Ո՞վ է, ինչո՞ւ", ["ով", "է", "ինչու"]),
    ("им. Ёлкина-Палкина", ["им", "елкина", "палкина"]),
    ("بِحَلَب، سوريا", ["بحلب", "سوريا"]),
    ("צה״ל וישראל־ערב", ["צהל", "וישראל", "ערב"]),
    ("難民です", ["難", "民", "で", "す"]),
    ("ABC難民", ["abc", "難", "民"]),
    ("난민 이야기", ["난민", "이야기"]),
    ("ยินดี", ["ยิ", "น", "ดี"]),
    ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
    ("col·lecció", ["colleccio"]),
    ("🙂 … —", []),
    ("d'l'" * 3000 + "x", ["d", "l"] * 3000 + ["x"]),
]


@pytest.mark.parametrize(("text", "words"), DIVIDED)
def test_a_text_divides_into_words(text: str, words: list[str]) -> None:
    assert [token.word for token in tokens(text)] == words


def test_a_decomposed_word_is_still_one_word() -> None:
    text = unicodedata.normalize("NFD", "Stépanakert é")
    assert [token.word for token in tokens(text)] == ["stepanakert", "e"]


@given(st.text())
@settings(max_examples=300)
def test_a_word_stands_where_it_says(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert lower(text[token.start : token.end]) == token.lower
        end = token.end


@given(st.text())
@settings(max_examples=300)
def test_no_letter_or_digit_is_left_outside_a_word(text: str) -> None:
    left = list(text)
    for token in tokens(text):
        left[token.start : token.end] = " " * (token.end - token.start)
    assert not any(character.isalnum() for character in left)


@given(st.text())
@settings(max_examples=300)
def test_a_word_read_alone_is_the_same_word(text: str) -> None:
    for word in spelled(text):
        assert spelled(word) == [word]


def test_every_mark_of_a_script_belongs_to_the_word_it_follows() -> None:
    # Beyond these are shorthand, musical notes and sign writing, which stand in no words.
    scripts = [*range(0x1B000), *range(0x1E000, 0x1F000)]
    marks = [chr(code) for code in scripts if unicodedata.category(chr(code)).startswith("M")]
    apart = [hex(ord(mark)) for mark in marks if len(spelled(f"a{mark}b")) > 1 and not spelled(mark)]
    assert apart == []


def test_plain_english_is_divided_as_any_other_text() -> None:
    plain = "Don't d'you l'homme W-2 7,000 1993,200 rock'n'roll 'tis s' a_b it's"
    with_a_mark = [token.word for token in tokens(plain + " é")]
    assert [*(token.word for token in tokens(plain)), "e"] == with_a_mark


@pytest.mark.parametrize(
    ("language", "code"), [("english", "en"), ("russian", "ru"), ("turkish", "tr"), ("armenian", "hy")]
)
def test_stems_are_those_of_the_snowball_lists(corpus: Path, language: str, code: str) -> None:
    folder = corpus / "suites" / "snowball" / language
    words = (folder / "voc.txt").read_text(encoding="utf-8").split("\n")
    stems = (folder / "output.txt").read_text(encoding="utf-8").split("\n")
    pairs = [(word, expected) for word, expected in zip(words, stems, strict=True) if word]
    assert len(pairs) == 2000
    wrong = [
        (word, stem(word, code), fold(expected)) for word, expected in pairs if stem(word, code) != fold(expected)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "mothers", "mother's"),
        ("en-GB", "abandoned", "abandoning"),
        ("ru", "солдаты", "солдатов"),
        ("ru", "ёлки", "елка"),
        ("tr", "evlerimizden", "evler"),
        ("az", "Məmmədovun", "Məmmədov"),
        ("hy", "ստեփանակերտի", "Ստեփանակերտ"),
        ("hyw", "քաղաքին", "քաղաք"),
        ("fr", "évacuées", "évacués"),
        ("de", "Häuser", "Haus"),
        ("ar", "بحلب", "حلب"),
        ("sr-Cyrl", "кућама", "kuće"),
    ],
)
def test_forms_of_one_word_share_a_stem(language: str, one: str, other: str) -> None:
    assert stem(lower(one, language), language) == stem(lower(other, language), language)


@pytest.mark.parametrize("language", ["und", "ka", "aii", "tlh", "", None, "x-private"])
def test_a_language_without_a_stemmer_keeps_its_words(language: str | None) -> None:
    assert stem("évacués", language) == "evacues"


def test_every_stemmer_is_reached() -> None:
    known = languages_known()
    assert {"en", "hy", "ru", "tr", "az", "ar", "fa", "yi", "el"} <= known
    assert len(known) >= 34


@given(st.text(), st.sampled_from(["en", "tr", "az", "hy", "ru", "fr", "und", None]))
@settings(max_examples=300)
def test_what_is_indexed_are_the_words_and_their_stems(text: str, language: str | None) -> None:
    read = list(tokens(text, language))
    words, stems = indexed(text, language)
    assert words == [token.word for token in read]
    assert stems == [one for token in read for one in words_of.stems(text[token.start : token.end], language)]


@given(st.text(), st.sampled_from(["en", "tr", "az", "hy", "ru", "fr", "und", None]))
@settings(max_examples=200)
def test_a_word_shares_a_stem_with_itself_typed_without_accents(text: str, language: str | None) -> None:
    for word in spelled(text):
        assert set(words_of.stems(word, language)) & set(words_of.stems(words_of.folded(word), language))


def test_a_stem_belongs_to_its_language() -> None:
    assert words_of.stem("notes", "fr") == words_of.stem("not", "en")
    assert not set(words_of.stems("notes", "fr")) & set(words_of.stems("not", "en"))
    assert words_of.stems("evlər", "az") == words_of.stems("evler", "tr")
