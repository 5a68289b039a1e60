"""What users of other archives built on the same index complained of, each tried here."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.answer import Answer
from archive.archive import Archive
from archive.index.matching import MOST_FORMS
from archive.index.schema import VERSION
from tests.archive.test_finding import shelf
from tests.conftest import HOUSE, KEEPER, told

SAID = {
    "The W-2 form, she said.": ("W-2", "w-2", "W 2", '"W-2"', "w2 OR W-2"),
    "I saw a G.I. in Ward B, row 7.": ("a", "I saw", "B", "7", "g.i.", "row-7"),
    "A mother-in-law of thirty-three.": (
        "mother-in-law",
        "mother in law",
        '"mother in law"',
        "thirty-three",
        "in-law",
    ),
    "Die Mädchen gingen über die Straße.": ("Madchen", "MÄDCHEN", "uber", "strasse", "Straße", "Mädchen"),
    "C'était l'été à Besançon.": ("ete", "besancon", "l'ete", "L’ÉTÉ", "etait"),
    "It cost 7,000 or 3.50 at O'Neil's.": ("7000", "7,000", "3.50", "oneil", "O'Neil", "O’Neil’s"),
    "Is this it? No! To be or not to be.": ('"to be or not to be"', "is this it?", "be", "no!"),
}
"""Texts, and questions that must find them."""

REST = (
    *("?", "*", "**", "* *", "-", "--", '"', '""', "()", "((", "AND", "OR OR", "NOT", "a AND", ":", "title:", "~"),
    *("~2", "^2", "[x TO y]", "date:[x TO y]", "{", "\\", "a\\", "'", "W-", "-W", "'W-2", '"W-2', "(W-2", "W-2)"),
    *("W-2~", "W-2*"),
)
"""What a parser may choke on."""


def passages(answer: Answer) -> set[str]:
    return {hit.text for result in answer.testimonies for hit in result.passages}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """All that was said, and many words that begin alike."""
    many = " ".join(f"word{number:04}" for number in range(MOST_FORMS + 20))
    languages = {text: "de" if "Straße" in text else "fr" if "été" in text else "en" for text in SAID}
    kept = [told(text, title="A title", language=language) for text, language in languages.items()]
    with shelf(tmp_path_factory.mktemp("complaints"), *kept, told(many, title="A title")) as archive:
        yield archive


@pytest.fixture
def valley(archive: Archive) -> Archive:
    archive.add(told("My mother's harvest.", title="A title"), by=KEEPER)
    archive.search("mother")
    return archive


class TestWords:
    def test_hyphens_short_words_numbers_and_accents_are_found(self, library: Archive) -> None:
        """`W-2`, hyphens, short words and stop words not found; umlauts missed."""
        missed = [
            (asked, text)
            for text, every in SAID.items()
            for asked in every
            if text not in passages(library.search(asked))
        ]
        assert missed == []

    def test_a_half_typed_question_has_an_answer_and_says_how_it_was_read(self, library: Archive) -> None:
        """Errors of the parser shown to the user, or the results of another question."""
        for asked in REST:
            answer = library.search(asked)
            assert answer.understood or answer.notes or answer.total == len(SAID) + 1, asked
            assert passages(library.search(answer.understood)) == passages(answer), asked

    def test_a_star_stands_for_so_many_words_and_no_more(self, library: Archive) -> None:
        """`*` took a minute."""
        stars = " ".join(["w*"] * 200)

        assert any(str(MOST_FORMS) in note for note in library.search("w*").notes)
        assert library.search(stars).notes
        for asked in ("*", "**", "*a*", "?*?*?*", "*e*e*e*"):
            assert library.search(asked).total <= len(SAID) + 1


WRITE = """
import sys
from pathlib import Path
from archive.archive import Archive
from tests.conftest import told
with Archive(Path(sys.argv[1])) as archive:
    archive.add(told(sys.argv[2], title="A title"), by="Another archivist")
"""


class TestTheIndex:
    def test_a_truncated_index_is_built_anew_and_says_so(self, valley: Archive, tmp_path: Path) -> None:
        """An index that cannot be opened any more, and an error nobody understands."""
        folder = valley.folder
        valley.close()
        for file in (folder / "cache" / "index").glob("*.toc"):
            file.write_bytes(file.read_bytes()[:100])

        with Archive(folder) as opened:
            assert opened.search("mother").total == 1
            assert opened.healed is not None
            assert "built anew" in opened.healed

    def test_an_index_of_another_shape_is_built_anew(self, valley: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
        """A new release that knows another field crashed on the old index."""
        folder = valley.folder
        valley.close()
        monkeypatch.setattr("archive.index.seal.VERSION", VERSION + 1)
        with Archive(folder) as opened:
            assert opened.search("mother").total == 1
            assert opened.healed is not None

    def test_two_who_write_at_once_wait_for_one_another(self, valley: Archive) -> None:
        """`LockError` for whoever came second, in one process or in another."""
        faults: list[BaseException] = []

        def write(number: int) -> None:
            try:
                with Archive(valley.folder) as mine:
                    mine.add(told(f"Harvest {number}.", title="A title"), by=KEEPER)
                    mine.search("harvest")
            except BaseException as fault:
                faults.append(fault)

        threads = [threading.Thread(target=write, args=(number,)) for number in range(3)]
        for thread in threads:
            thread.start()
        argv = [sys.executable, "-c", WRITE, str(valley.folder), "Harvest of another process."]
        done = subprocess.run(argv, capture_output=True, text=True, cwd=HOUSE, check=False)
        for thread in threads:
            thread.join()

        assert (done.returncode, done.stderr, faults) == (0, "", [])
        assert valley.search("harvest").total == 5

    def test_building_anew_says_how_far_it_is(self, valley: Archive) -> None:
        """For ever, and nobody knew whether it did anything."""
        said: list[Any] = []
        valley.reindex(lambda *progress: said.append(progress))

        assert len(said) > 1
        assert valley.search("mother").total == 1

    def test_an_open_archive_reads_its_index_once(self, valley: Archive) -> None:
        """Slower than reading the files: every question opened everything again."""
        first = valley.search("mother")
        for file in (valley.folder / "cache" / "index").glob("*.seg"):
            file.unlink()

        assert passages(valley.search("mother")) == passages(first)
        assert valley.healed is None
