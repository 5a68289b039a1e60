"""Skeletons: one name in seven alphabets is one, and two names stay two."""

from __future__ import annotations

import unicodedata
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.index.skeleton import alike, same, script_of, skeleton, sound

ONE_NAME = [
    "Stepanakert Stépanakert Ստեփանակերտ Степанакерт სტეფანაკერტი Στεπανακέρτ סטפנקרט ستیپاناکرت",
    "Mammadov Məmmədov Мамедов Mamedov Мәммәдов მამედოვი Մամեդով",
    "Aliyev Əliyev Алиев Aliev ალიევი Ալիև",
    "Yerevan Erevan Երևան Երեւան Ереван ერევანი",
    "Petrosyan Petrosian Պետրոսյան Петросян პეტროსიანი",
    "Xankəndi Khankendi Ханкенди Խանքենդի",
    "Tbilisi თბილისი Тбилиси Թբիլիսի",
    "Gorbachev Gorbatchev Gorbačev Горбачёв Горбачев",
    "Pashinyan Paşinyan Փաշինյան Пашинян",
    "Hikmet Hikmət Хикмет",
    "Lachin Laçın Лачин Լաչին",
    "Karim كريم Карим",
    "Beirut بيروت Бейрут",
    "Papadopoulos Παπαδόπουλος Пападопулос",
    "Hasan Həsən Hassan",
]

TWO_NAMES = [
    ("Qarabağ", "Karabakh"),
    ("Hovhannisyan", "Оганесян"),
    ("Shushi", "Şuşa"),
    ("Bakı", "Baku"),
    ("Stepanakert", "Ханкенди"),
    ("Halab", "حلب"),
    ("latter", "letter"),
    ("Miller", "Müller"),
    ("Lee", "Ли"),
    ("Anna", "Иван"),
]


@pytest.mark.parametrize("names", ONE_NAME, ids=lambda names: names.split()[0])
def test_the_spellings_of_a_name_are_alike(names: str) -> None:
    first, *others = names.split()
    for other in others:
        assert skeleton(first) == skeleton(other), other
        assert alike(sound(first), sound(other)), other
        assert alike(sound(other), sound(first)), other


@pytest.mark.parametrize(("one", "other"), TWO_NAMES)
def test_what_only_a_register_knows_to_be_one_is_two(one: str, other: str) -> None:
    """Names that changed their sounds on the way; and words that share no more than their consonants."""
    assert skeleton(one) != skeleton(other) or not alike(sound(one), sound(other))


def test_the_names_of_two_rows_are_two() -> None:
    for one, other in combinations(ONE_NAME, 2):
        assert skeleton(one.split()[0]) != skeleton(other.split()[0])


def test_letters_are_read_as_their_language_reads_them() -> None:
    assert skeleton("Cəbrayıl") == skeleton("Cebrayil", "az") == skeleton("Jabrayil") == skeleton("Джебраил")
    assert skeleton("Jan", "de") == "n" != skeleton("Jan", "en")
    assert skeleton("Xankendi", "az") == skeleton("Ханкенди") != skeleton("Alexander", "az")


@pytest.mark.parametrize("word", ["", "1993", "nk-0001", "難民", "Мaмедов", "हिन्दी", "ꙮ", "7,000", "a1"])
def test_what_is_no_word_of_one_script_we_read_sounds_like_nothing(word: str) -> None:
    assert skeleton(word) == ""
    assert not alike(sound(word), sound(word))


@given(st.text(), st.sampled_from([None, "en", "az", "ru", "hy", "ar", "de"]))
@settings(max_examples=300)
def test_any_text_has_a_skeleton_of_sounds_alone(text: str, language: str | None) -> None:
    heard = sound(text, language)
    assert set(heard.skeleton) <= set("bdfgjklmnprstvzSCX")
    assert set(heard.spelled) - set(heard.skeleton) <= set("aeiou@")
    assert sound(unicodedata.normalize("NFD", text), language) == sound(unicodedata.normalize("NFC", text), language)
    assert (heard.spelled != "") <= (script_of(text) != "")


LETTERS = st.text(alphabet="abdegiklmnoprstuvzşəç", min_size=1, max_size=12)


@given(LETTERS, LETTERS)
@settings(max_examples=300)
def test_being_alike_goes_both_ways(one: str, other: str) -> None:
    if skeleton(one) == skeleton(other):
        assert alike(sound(one), sound(other)) == alike(sound(other), sound(one))
        assert same(sound(one), sound(one))
