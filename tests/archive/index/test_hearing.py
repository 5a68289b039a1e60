"""Hearing: what counts as a name, under which terms it is kept, and who hears what."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from archive.index.documents import documents
from archive.index.hearing import Hearing, beneath, unheard
from archive.index.sight import Docs, Sight
from archive.index.snapshot import Snapshot
from archive.index.sounds import Names, heard, is_doubtful, may_be_name, named, read
from archive.index.storage import open_index, rebuilding
from archive.index.words import divided, folded, spelled
from testimonies.testimony import Testimony
from testimonies.transcript import Passage, Transcript
from tests.conftest import told

KEY = b"k" * 32


def forms(*texts: str, language: str = "en") -> list[str]:
    """The forms of what may be a name in a testimony of a few passages."""
    raws = [divided(text) for text in texts]
    names = Names(texts, raws)
    return [read(term).form for one in raws for term in names.terms(one, language)]


def test_what_is_written_with_a_capital_and_never_without_may_be_a_name() -> None:
    assert forms("River water. We left Stepanakert by the river; Water rose.") == ["stepanakert"]
    assert forms("We left.", "he saw Stepanakert") == ["stepanakert"]


def test_in_a_script_without_capitals_every_word_may_be_a_name() -> None:
    assert forms("დავტოვეთ სტეფანაკერტი", language="ka") == ["დავტოვეთ", "სტეფანაკერტ"]
    assert forms("من دمشق", language="ar") == ["دمشق"]
    assert may_be_name("دمشق") and not may_be_name("river")


def test_capitals_throughout_tell_nothing() -> None:
    assert forms("WE LEFT STEPANAKERT") == []
    assert forms("we left stepanakert") == []


def test_a_word_that_only_begins_sentences_is_doubtful() -> None:
    texts = ("Control of it was lost. “Control!” — Then old Mamedov left. Mamedov spoke",)
    names = Names(texts, [divided(text) for text in texts])
    doubts = {read(term).form: is_doubtful(term) for term in names.terms(divided(texts[0]), "en")}

    assert doubts["control"] and not doubts["mamedov"]
    assert "lost" not in doubts


def test_a_doubtful_name_is_heard_in_other_scripts_alone(tmp_path: Path) -> None:
    snapshot = kept(tmp_path / "index", told("Control.", title="A title"), told("Mammadov.", title="A title"))
    hearing = Hearing(Sight.of(snapshot, ("open",)), ("en",))

    assert hearing.alike("kontrol", "word") == hearing.alike("mamedov", "word") == frozenset()
    assert {read(term).form for term in hearing.alike("Мамедов", "word")} == {"mammadov"}


def test_an_elided_article_is_no_part_of_a_name() -> None:
    assert forms("l'histoire d'Artagnan", language="fr") == ["artagnan"]


def test_a_name_is_kept_in_its_form_and_in_its_stem_where_that_sounds_otherwise() -> None:
    assert [one.form for one in heard("Мамедовым", "ru")] == ["мамедовым", "мамедов"]
    assert [one.form for one in heard("Мамедовым", "en")] == ["мамедовым", "мамедов"]
    assert [one.form for one in heard("სტეფანაკერტში", "ka")] == ["სტეფანაკერტში", "სტეფანაკერტ"]
    assert [one.form for one in heard("Stepanakert", "en")] == ["stepanakert"]
    assert [one.form for one in heard("Məmmədovun", "az")][-1] == "memmedov"
    assert [read(term).form for term in named("zaur O'Neil")] == ["zaur", "oneil"]


def test_what_only_sounds_alike_counts_for_less_than_anything_that_was_asked() -> None:
    found = Docs(np.array([1, 4]), np.array([0.5, 3.0], np.float32))
    alike = Docs(np.array([2, 3]), np.array([9.0, 2.0], np.float32))

    assert beneath(alike, found).scores.max() < 0.5
    assert list(np.argsort(beneath(alike, found).scores)) == [1, 0]
    nothing = Docs(np.array([], np.int64), np.array([], np.float32))
    assert len(beneath(nothing, found).ids) == 0
    assert beneath(alike, nothing).scores.max() < 9.0


def kept(folder: Path, *testimonies: Testimony) -> Snapshot:
    with rebuilding(folder, KEY, "start") as new, new.writing("digest") as batch:
        for number, one in enumerate(testimonies, 1):
            batch.put(f"oh-{number:04}", list(documents(one)))
    return Snapshot(open_index(folder, KEY).reader)


def test_a_reader_hears_only_what_that_reader_may_see(tmp_path: Path) -> None:
    closed = Transcript("ru", passages=(Passage("Пришёл Мамедов.", id="s0001"),))
    snapshot = kept(
        tmp_path / "index",
        told("Then came Zaur Mammadov.", title="One"),
        told(title="Two", access="staff", transcripts=(closed,)),
    )
    hear = {who: Hearing(Sight.of(snapshot, who), ("en", "ru")) for who in (("open",), ("open", "staff"))}

    assert {read(term).form for term in hear["open", "staff"].alike("Mamedow", "word")} == {"mammadov", "мамедов"}
    assert {read(term).form for term in hear["open",].alike("Mamedow", "word")} == {"mammadov"}


def test_a_protected_name_sounds_like_nothing_and_nothing_sounds_like_it(tmp_path: Path) -> None:
    texts = ("It was Mammadov.", "Это Мамедов.", "It was Mamedov himself.")
    snapshot = kept(tmp_path / "index", *(told(text, title="A title") for text in texts))
    hearing = Hearing(Sight.of(snapshot, ("open",)), ("en", "ru"), unheard(["Zaur Mamedov"]))

    assert {read(term).form for term in hearing.alike("Mammadov", "word")} == {"мамедов"}
    assert hearing.alike("Mamedov", "word") == frozenset()
    assert hearing.alike("mamedov's", "word") == frozenset()


def test_a_word_that_is_mostly_written_small_sounds_like_nothing(tmp_path: Path) -> None:
    texts = ("He came to the town of Better.", "It was better.", "It got better.", "We saw Бэттер.")
    snapshot = kept(tmp_path / "index", *(told(text, title="A title") for text in texts))
    hearing = Hearing(Sight.of(snapshot, ("open",)), ("en",))

    assert hearing.alike("better", "word") == frozenset()
    assert {read(term).form for term in hearing.alike("Бэттер", "word")} == {"better", "бэттер"}


@pytest.fixture(scope="module")
def lives(
    corpus: Path, tmp_path_factory: pytest.TempPathFactory, long_dose: bool
) -> Iterator[tuple[Hearing, Counter[str]]]:
    """Life histories in English, and how often each word is in them."""
    files = sorted((corpus / "transcripts" / "fwp-life-histories").rglob("*.txt"))
    texts = [file.read_text(encoding="utf-8", errors="replace") for file in files[:: 1 if long_dose else 16]]
    counts = Counter(folded(word) for text in texts for word in spelled(text))
    transcripts = [
        Transcript("en", passages=tuple(Passage(one, id=f"s{at:04}") for at, one in enumerate(text.split("\n\n"), 1)))
        for text in texts
    ]
    snapshot = kept(
        tmp_path_factory.mktemp("lives") / "index",
        *(told(title="A life", transcripts=(one,)) for one in transcripts),
    )
    yield Hearing(Sight.of(snapshot, ("open",)), ("en", "und")), counts


def test_the_words_of_english_texts_hardly_ever_sound_like_others(lives: tuple[Hearing, Counter[str]]) -> None:
    """In all the texts, of 2,000 common words five do: north, west, mama, south and persons."""
    hearing, counts = lives
    common = [word for word, _ in counts.most_common(2000)]

    others = {word: hearing.alike(word, "word") for word in common}
    heard_as = {word: [read(one).form for one in terms] for word, terms in others.items() if terms}

    assert [word for word in common[:200] if word in heard_as] == []
    assert len(heard_as) <= 20, json.dumps(heard_as)
