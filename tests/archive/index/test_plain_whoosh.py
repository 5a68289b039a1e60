"""The index is a plain Whoosh index: what stock Whoosh finds in it, with nothing of ours, is what we find.

Asked are generated questions, of archives with deletions and several segments; leaf by leaf Whoosh says which
testimonies hold it, and plain sets join them.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import whoosh.index
from whoosh.query import Or as AnyOf
from whoosh.query import Phrase as InARow
from whoosh.query import Prefix as Beginning
from whoosh.query import Term
from whoosh.query import Wildcard as Shape

from archive.archive import Archive
from archive.index import grammar, words
from archive.index.query import And, Exact, Node, Not, Or, Phrase, Prefix, Wildcard, Word
from tests.conftest import HOUSE, KEEPER, missing, told

SAID = [
    "river",
    "rivers",
    "mill",
    "mills",
    "bridge",
    "bridges",
    "burned",
    "burning",
    "home",
    "homes",
    "night",
    "nights",
    "bread",
    "war",
    "wars",
    "road",
]
OLD_WHOOSH = HOUSE / ".venv" / "whoosh-2.7.4"
QUESTIONS = 300


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive that was changed often: several segments, deleted documents in each."""
    chance = random.Random(20)  # noqa: S311 - made-up sentences
    with Archive.create(tmp_path_factory.mktemp("plain") / "archive", "Voices of the valley", KEEPER) as archive:
        for number in range(28):
            passages = [" ".join(chance.choices(SAID, k=chance.randint(1, 9))) for _ in range(chance.randint(1, 5))]
            archive.add(told(*passages, title=" ".join(chance.choices(SAID, k=2))), by=KEEPER)
            if number % 5 == 4:
                archive.edit(f"oh-{number - 2:04}", lambda before: replace(before, title="The bread"), by=KEEPER)
        archive.purge("oh-0003", by=KEEPER, why="narrator_request")
        archive.edit("oh-0009", lambda before: replace(before, transcripts=()), by=KEEPER)
        yield archive


def question(chance: random.Random, depth: int) -> str:
    """Make up a question of words, phrases, beginnings and shapes, joined by AND, OR and NOT."""
    if depth == 0 or chance.random() < 0.3:
        word = chance.choice(SAID)
        return chance.choice(
            [word, word, f"={word}", f"{word[:3]}*", f"{word[0]}*{word[-1]}", f'"{word} {chance.choice(SAID)}"']
        )
    parts = [question(chance, depth - 1) for _ in range(chance.randint(2, 3))]
    if chance.random() < 0.25:
        parts[-1] = f"-({parts[-1]})"
    return f"({' OR '.join(parts)})" if chance.random() < 0.4 else f"({' '.join(parts)})"


class Stock:
    """The answers of plain Whoosh."""

    def __init__(self, folder: Path) -> None:
        self._index: Any = whoosh.index.open_dir(str(folder))
        self._searcher: Any = self._index.searcher()
        self.every = self._holding(AnyOf([Beginning("testimony", "oh-")]))

    def _holding(self, query: Any) -> set[str]:
        reader = self._searcher.reader()
        owner = reader.column_reader("testimony")
        return {owner[docnum] for docnum in self._searcher.docs_for_query(query)}

    def find(self, node: Node) -> set[str]:
        match node:
            case And(nodes):
                return set.intersection(*map(self.find, nodes))
            case Or(nodes):
                return set().union(*map(self.find, nodes))
            case Not(one):
                return self.every - self.find(one)
            case Word(text):
                stems = {stem for code in ("en", "und") for stem in words.stems(text, code, itself=True)}
                return self._holding(AnyOf([Term(name, stem) for name in ("stem", "title_stem") for stem in stems]))
            case Exact(text):
                return self._holding(Term("word", text))
            case Prefix(text):
                return self._holding(Beginning("word", text))
            case Wildcard(shape):
                return self._holding(Shape("word", shape))
            case Phrase(row):
                return self._holding(InARow("word", list(row)))
        raise TypeError(node)


@pytest.mark.timeout(3600)
def test_generated_questions_have_the_answers_of_plain_whoosh(lived_in: Archive, long_dose: bool) -> None:
    assert lived_in.search("river").total > 5
    reader = whoosh.index.open_dir(str(lived_in.cache / "index")).reader()
    assert len(reader.leaf_readers()) > 2
    assert reader.has_deletions()
    stock = Stock(lived_in.cache / "index")
    chance = random.Random(7)  # noqa: S311 - made-up questions
    answered = 0
    for _ in range(10 * QUESTIONS if long_dose else QUESTIONS):
        asked = question(chance, 3)
        ours = {row.id for row in lived_in.list(asked, limit=100).rows}
        assert ours == stock.find(grammar.parse(asked).root), asked
        answered += bool(ours)
    assert answered > QUESTIONS // 2


def test_a_word_that_is_asked_again_beside_its_opposite_still_counts(lived_in: Archive) -> None:
    stock = Stock(lived_in.cache / "index")
    for asked in ("(r*d OR -road) riv* r*d", "(mill OR -road) mill", "mill (mill OR -road) mill"):
        ours = {row.id for row in lived_in.list(asked, limit=100).rows}
        assert ours == stock.find(grammar.parse(asked).root), asked


PROGRAM = """
import json, sys
import whoosh, whoosh.index
from whoosh.query import And, Phrase, Prefix, Term
assert whoosh.__version__ == (2, 7, 4), whoosh.__version__
assert not any(name.split(".")[0] in ("archive", "numpy", "testimonies") for name in sys.modules)
with whoosh.index.open_dir(sys.argv[1]).searcher() as searcher:
    owner = searcher.reader().column_reader("testimony")
    asked = [Term("word", "river"), Prefix("word", "ri"), And([Term("word", "mill"), Term("word", "war")]),
             Phrase("word", ["river", "mill"]), Term("stem", "en:bridg"), Term("kind", "interview")]
    found = [sorted({owner[docnum] for docnum in searcher.docs_for_query(one)}) for one in asked]
    scored = [hit.score for hit in searcher.search(Term("stem", "en:river"), limit=5)]
print(json.dumps([found, scored]))
"""


def test_whoosh_2_7_4_opens_it_without_us_and_finds_the_same(lived_in: Archive) -> None:
    if not OLD_WHOOSH.is_dir():
        missing("Whoosh 2.7.4 (make test installs it in .venv)")
    lived_in.catch_up()
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM, str(lived_in.cache / "index")],
        env={**os.environ, "PYTHONPATH": str(OLD_WHOOSH), "PYTHONSAFEPATH": "1"},
        cwd=OLD_WHOOSH,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found, scored = json.loads(done.stdout)
    stock = Stock(lived_in.cache / "index")
    asked: Sequence[Node] = [Exact("river"), Prefix("ri"), Phrase(("river", "mill"))]
    assert [found[0], found[1], found[3]] == [sorted(stock.find(one)) for one in asked]
    assert all(found)
    assert found[4] == sorted(row.id for row in lived_in.list("bridges", limit=100).rows if row.id in found[4])
    assert scored == sorted(scored, reverse=True)
    assert scored[0] > 0
