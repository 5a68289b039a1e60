"""Every language of the corpus: each word that stands in a text is found by typing it, however it is typed."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path

import pytest

from archive.index.documents import documents
from archive.index.evaluate import Evaluation
from archive.index.folding import dotless
from archive.index.matching import Lexicon, Matcher
from archive.index.query import Word
from archive.index.sight import Sight
from archive.index.snapshot import Snapshot
from archive.index.storage import open_index, rebuilding
from archive.index.words import folded, spelled, stems
from testimonies.transcript import Passage, Transcript
from tests.conftest import told

KEY = b"k" * 32
DOSE = 40
"""Of so many words one is asked for, unless the full dose is."""

STRIPPED = ("LATIN", "GREEK", "ARABIC", "HEBREW")
"""Scripts that are typed without their marks as often as with them."""


class Shelf:
    """Texts in many languages, each a testimony, and one who asks for their words."""

    def __init__(self, folder: Path, texts: Iterable[tuple[str, list[str]]]) -> None:
        self.said: dict[str, list[str]] = {}
        with rebuilding(folder, KEY, "start") as new, new.writing("digest") as batch:
            for number, (language, passages) in enumerate(texts, 1):
                name = f"oh-{number:04}"
                kept = tuple(Passage(text, id=f"s{at:04}") for at, text in enumerate(passages, 1))
                one = told(
                    id=name, title="A title", language=language, transcripts=(Transcript(language, passages=kept),)
                )
                batch.put(name, list(documents(one)))
                self.said |= {f"{name}#{passage.id}": [language, passage.words] for passage in kept}
        self._index = open_index(folder, KEY)
        self._snapshot = Snapshot(self._index.reader)
        self._sight = Sight.of(self._snapshot, ("open",))
        self._lexicon = Lexicon(self._snapshot)

    def close(self) -> None:
        self._index.close()

    def finds(self, word: str) -> set[str]:
        """Give the passages a word finds."""
        matcher = Matcher(self._sight, self._lexicon, {}, all_names=True)
        outcome = Evaluation(self._sight, matcher).answer(Word(word))
        owners = [owner for owner in range(self._sight.owners) if outcome.answer[owner]]
        return {self._snapshot.document(docnum) for owner in owners for docnum in outcome.passages(owner)}

    def missed(self, every: int) -> list[tuple[str, str, str]]:
        """Ask for the words, as they stand, in capitals, without marks and decomposed; give those not found."""
        where: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
        for passage, (language, text) in self.said.items():
            for word in spelled(text):
                where[language, word].add(passage)
        asked = sorted(where)[::every]
        assert len(asked) > 20
        return [
            (language, word, form)
            for language, word in asked
            for form in dict.fromkeys(typed(word, language))
            if not where[language, word] <= self.finds(form)
        ]


def typed(word: str, language: str) -> Iterator[str]:
    """Give the ways a word may be typed."""
    yield word
    yield capitals(word, language)
    yield unmarked(word)
    yield unicodedata.normalize("NFD", word)


def capitals(word: str, language: str) -> str:
    return (word.replace("i", "İ") if dotless(language) else word).upper()


def unmarked(word: str) -> str:
    """Give a word as it is typed in haste."""
    apart = unicodedata.normalize("NFD", word)
    if not unicodedata.name(apart[0], "").startswith(STRIPPED):
        return word
    return "".join(letter for letter in apart if unicodedata.category(letter) != "Mn").replace("ə", "e")


def paragraphs(file: Path) -> tuple[str, list[str]]:
    text = file.read_text(encoding="utf-8")
    language = re.search(r"xml:lang=.([\w-]+)", text)
    assert language
    return language[1], [unescape(one) for one in re.findall(r"<(?:para|title)>([^<]+)<", text)]


def test_every_word_of_nineteen_languages_is_found_however_it_is_typed(
    corpus: Path, tmp_path: Path, long_dose: bool
) -> None:
    files = sorted((corpus / "texts_multilingual" / "udhr").glob("*.xml"))
    assert len(files) == 19
    shelf = Shelf(tmp_path / "index", map(paragraphs, files))

    missed = shelf.missed(1 if long_dose else DOSE)
    shelf.close()

    assert missed == []


def test_every_word_of_the_neo_aramaic_narratives_is_found_however_it_is_typed(
    corpus: Path, tmp_path: Path, long_dose: bool
) -> None:
    """In transcription, with marks upon marks, in several forms of Unicode, and no stemmer knows the language."""
    files = sorted((corpus / "transcripts" / "nena-neo-aramaic").rglob("*.nena"))
    assert len(files) == 43
    texts = [file.read_text(encoding="utf-8") for file in files[:: 1 if long_dose else 8]]
    shelf = Shelf(tmp_path / "index", (("aii-Latn", re.split(r"\n\s*\n", text)) for text in texts))

    missed = shelf.missed(5 if long_dose else DOSE)
    shelf.close()

    assert missed == []


@pytest.mark.parametrize(
    ("language", "code"), [("armenian", "hy"), ("russian", "ru"), ("turkish", "tr"), ("english", "en")]
)
def test_every_word_of_the_snowball_lists_finds_the_others_of_its_stem(
    corpus: Path, language: str, code: str, long_dose: bool
) -> None:
    folder = corpus / "suites" / "snowball" / language
    families: defaultdict[str, list[str]] = defaultdict(list)
    lists = [(folder / name).read_text(encoding="utf-8").split("\n") for name in ("voc.txt", "output.txt")]
    for word, stem in zip(*lists, strict=True):
        if len(spelled(word)) == 1:
            families[stem].append(word)
    chosen = [family for family in families.values() if len(family) > 1][:: 1 if long_dose else 5]
    assert len(chosen) > 50

    missed = []
    for family in chosen:
        kept = {word: set(stems(word, code)) for word in family}
        for word in family:
            for form in (word, capitals(word, code), unmarked(word)):
                asked = {stem for one in ("en", "fr", "und", code) for stem in stems(form, one, itself=True)}
                # Typed without its marks, a word that is cut too short is still found itself.
                others = family if form != unmarked(word) or form == word else [word]
                missed += [(form, other) for other in others if asked.isdisjoint(kept[other])]
    assert missed == []


SCRIPTS = (
    "ܫܠܡܐ ܥܠܟܘܢ", "ሰላም ለሁሉ", "ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ", "ⵜⵉⴼⵉⵏⴰⵖ", "ߒߞߏ", "བོད་སྐད་", "ᠮᠣᠩᠭᠣᠯ",
    "नमस्ते दुनिया", "বাংলা ভাষা", "தமிழ் மொழி", "สวัสดี", "ភាសាខ្មែរ", "မြန်မာ", "සිංහල",
    "ພາສາລາວ", "안녕하세요", "ދިވެހި", "ꦗꦮ", "𐌲𐌿𐍄𐌹𐍃𐌺", "𞤆𞤵𞤤𞤢𞤪", "𐐔𐐯𐑅𐐨𐑉𐐯𐐻", "𐓏𐓘𐓻𐓘𐓻𐓟", "ꕙꔤ", "ꆈꌠꁱꂷ",
    "ᐃᓄᒃᑎᑐᑦ", "ⲕⲏⲙⲉ", "ⰃⰎⰀⰃⰑⰎⰋⰜⰀ", "ᲡᲐᲥᲐᲠᲗᲕᲔᲚᲝ", "сло́во", "Tiếng Việt",
)  # fmt: skip


def test_nothing_breaks_on_a_script_without_a_stemmer(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "index", (("und", [text]) for text in SCRIPTS))
    for number, text in enumerate(SCRIPTS, 1):
        words = spelled(text)
        assert words and all(folded(word) for word in words), text
        for word in words:
            for form in (word, word.upper(), word.lower(), unicodedata.normalize("NFD", word)):
                assert f"oh-{number:04}#s0001" in shelf.finds(form), form
    shelf.close()
