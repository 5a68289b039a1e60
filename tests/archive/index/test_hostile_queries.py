"""Whatever is asked, however it is meant: it has an answer, it takes no time to speak of, and it can be withdrawn."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from archive.index import cancelling
from archive.index.cancelling import Cancelled
from archive.index.completing import Completer, NameOf
from archive.index.documents import documents
from archive.index.evaluate import Evaluation
from archive.index.grammar import FIELDS, LONGEST, parse
from archive.index.matching import Lexicon, Matcher, fold_name
from archive.index.outcome import Outcome
from archive.index.sight import Sight
from archive.index.snapshot import Snapshot
from archive.index.storage import open_index, rebuilding
from archive.index.suggesting import NamesNear, Suggester
from archive.register import Register
from testimonies import locator
from testimonies.authority import Name, Person, Place
from testimonies.testimony import Agent, Link, Testimony
from testimonies.transcript import Passage, Transcript
from tests.conftest import told

KEY = b"k" * 32
PATIENCE = 2.0
"""Seconds of the processor that a question may take on an archive of 2,000 testimonies."""

NASTY_WORDS = ["a" * 200, "ab" * 100, "a" * 2000, "q" * 60 + "b", "ﷺ", "é" * 40, "👩‍👩‍👧‍👦", "ᾱ̈ͅ", "ـ" * 30 + "م"]


@dataclass(frozen=True)
class Ground:
    """An index, and what a question needs beside it."""

    matcher: Callable[[], Matcher]
    suggester: Callable[[], Suggester]
    completer: Completer
    sight: Sight

    def answer(self, query: str) -> Outcome:
        return Evaluation(self.sight, self.matcher()).answer(parse(query).root)


def archive_of(count: int) -> Iterator[Testimony]:
    """Testimonies in which, as in speech, a few words are said all the time and most only once."""
    chance = random.Random(7)  # noqa: S311 - chance for a test, not a secret
    syllables = [a + b for a in "bdfgklmnprst" for b in "aeiou"]
    words = [
        "a",
        "ab",
        "the",
        "river",
        *("".join(chance.choices(syllables, k=chance.randint(1, 4))) for _ in range(20_000)),
    ]
    weights = [1 / (rank + 1) for rank in range(len(words))]
    for number in range(1, count + 1):
        said = chance.choices(words, weights, k=1_500)
        texts = [" ".join(said[at : at + 75]) for at in range(0, len(said), 75)]
        if number == 1:
            texts += NASTY_WORDS
        turns = tuple(
            Passage(text, id=f"s{n:04}", at=locator.parse(f"n{n}"), speaker="Anna") for n, text in enumerate(texts, 1)
        )
        yield told(
            id=f"oh-{number:04}",
            title=" ".join(said[:4]),
            agents=(Agent(role="narrator", name="Zaur Mammadov", ref="person-0001"),),
            place=Link("Stepanakert", "place-0001"),
            transcripts=(Transcript("en", passages=turns),),
        )


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory, long_dose: bool) -> Iterator[Ground]:
    folder = tmp_path_factory.mktemp("hostile") / "index"
    with rebuilding(folder, KEY, "start") as new, new.writing("digest") as batch:
        for testimony in archive_of(2_000 if long_dose else 30):
            batch.put(testimony.id, documents(testimony))
    register = Register.of(
        [
            Person(id="person-0001", names=(Name("Zaur Mammadov"), Name("Məmmədov"))),
            Place(id="place-0001", names=(Name("Stepanakert"), Name("Khankendi"), Name("Ստեփանակերտ"))),
        ]
    )
    named = register.named(fold_name)
    with open_index(folder, KEY) as index:
        snapshot = Snapshot(index.reader)
        sight = Sight.of(snapshot, ("open", "restricted", "staff"))
        lexicon = Lexicon(snapshot)

        def matcher() -> Matcher:
            return Matcher(sight, lexicon, named, all_names=True)

        names = [NameOf(name.text, key) for key, record in register.records.items() for name in record.names]
        near = NamesNear(named)

        def suggester() -> Suggester:
            return Suggester(sight, lexicon, matcher(), near, all_names=True, spelled=lambda _name, word: word)

        completer = Completer(sight, matcher(), names, all_names=True, names_in=lambda _field, _document: ())
        yield Ground(matcher, suggester, completer, sight)


EXTREME = [
    "", " ", "\x00", "\x00" * 3000, "*", "?" * 50, "*" * 5000, "**?**", "~", "~2", "=", '"', '"' * 999,
    "(" * 5000, ")" * 5000, "(" * 60 + "a" + ")" * 60, "-" * 1999, "NOT " * 400 + "a", "a* " * 200,
    "*a " * 200, "*a* " * 8, "a? " * 200, "?" * 30 + "a", "a" + "?" * 30 + "a", "w" * 10_000,
    "w" * 1990 + "~2", "a~2 b~2 ab~2 ba~2 the~2 river~2 x~2 y~2", '"' + "the " * 500 + '"', "the " * 500,
    "the OR " * 300, "(the OR a) " * 60, "-the " * 100, '"the a" ' * 60, "a OR " * 400 + "*e*",
    "narrator:(" * 60, "narrator:(" + "a* OR " * 60, "date:0000..9999 " * 60, "date:-9999..9999",
    "date:XXXX-XX-XX", "id:*", "id:oh-* " * 8, "has:" * 400, "kind:a* lang:e* access:o*",
    "speaker:(-anna)", "speaker:a* " * 8 + "the", "speaker:anna " * 60 + "the", "\u202e\u202dabc\u2066",
    "שלום עולם " * 80, "مرحبا* " * 40, "👩‍👩‍👧‍👦" * 200, "👩‍👩‍👧‍👦*", "\ud800", "\ud800* \udfff~",
    "e\u0301" * 900, "\u0301" * 900, "﷽" * 300, "İ" * 900, "ﬃ" * 900, "難民" * 400, "難*", "a\u200db*",
    "\ufeff", "ʼ" * 500, "'" * 500, "zaur mammadov " * 32, "mammadov OR məmmədov " * 30,
    "place:place-0001 " * 60, "stepanakert* " * 8, "%s%n{}[]\\d+(?P<x>", ".*", "a{1,999}", "[a-z]*",
    "(a|a)*b", "../../etc/passwd", "'; DROP TABLE x; --",
]  # fmt: skip


def generated(many: int) -> Iterator[str]:
    """Questions put together from the pieces of the grammar, the same ones every time."""
    chance = random.Random(11)  # noqa: S311 - chance for a test, not a secret
    pieces = [
        *'()"“”«»-*?~=: \t\n', "AND ", "OR ", "NOT ", "..", "~2", "'", "’", "the ", "river ", "a", "a*",
        "*a", "w?ld*", "a~", "the~2", "mammadov ", "Stepanakert", "e-mail", "W-2", "7,000", "İI", "Ո՞վ",
        "難民", "é", "e\u0301", "\u202e", "\u200d", "👩‍👩‍👧", "\x00", "\ud800", "ـم", "1993", "2023-09",
        "1993..2023", "photo", "oh-0001", "oh-*", "person-0001", "anna ", "x" * 300,
        *(f"{field}:" for field in FIELDS), *(f"{field}:(" for field in FIELDS),
    ]  # fmt: skip
    for _ in range(many):
        yield "".join(chance.choices(pieces, k=chance.choice((1, 3, 8, 20, 80))))


def asked_of_everything(ground: Ground, query: str) -> None:
    """Search, suggest and complete."""
    outcome = ground.answer(query)
    for owner in outcome.page("relevance", 0, 3):
        outcome.passages(owner)
    ground.suggester().suggestions(query)
    ground.completer.completions(query, len(query))


def answered(ground: Ground, queries: Iterator[str], long_dose: bool) -> list[tuple[float, str]]:
    """Ask; give what took too long, which is looked at only in the long dose."""
    slow = []
    for query in queries:
        for ask in (ground.answer, ground.suggester().suggestions, lambda q: ground.completer.completions(q, len(q))):
            begun = time.process_time()
            ask(query)
            took = time.process_time() - begun
            if took > PATIENCE:
                slow.append((took, query))
    return slow if long_dose else []


@pytest.mark.parametrize("query", EXTREME, ids=range(len(EXTREME)))
def test_an_extreme_question_has_an_answer(ground: Ground, query: str, long_dose: bool) -> None:
    assert answered(ground, iter([query]), long_dose) == []


@pytest.mark.timeout(3600)
def test_whatever_is_put_together_from_the_grammar_has_an_answer(ground: Ground, long_dose: bool) -> None:
    assert answered(ground, generated(10_000 if long_dose else 300), long_dose) == []


def test_naughty_strings_have_an_answer(ground: Ground, long_dose: bool, corpus: Path) -> None:
    strings = json.loads((corpus / "suites" / "blns" / "blns.json").read_text(encoding="utf-8"))
    assert answered(ground, iter(strings if long_dose else strings[::4]), long_dose) == []


def test_what_is_left_of_a_question_that_is_too_much_is_said() -> None:
    for query in ("a* " * 200, "the " * 500, "(" * 60 + "a", "w" * (LONGEST + 1)):
        assert parse(query).notes


@pytest.mark.parametrize(
    "query", ["river the a*", "(the OR a) river -ab", '"the river"', "rivr", "speaker:anna the", "*e*", "the~2"]
)
def test_a_question_is_withdrawn_wherever_it_is_and_the_next_one_answered(ground: Ground, query: str) -> None:
    expected = ground.answer(query).page("relevance", 0, 1000)
    times = 0

    def count() -> bool:
        nonlocal times
        times += 1
        return False

    with cancelling.until(count):
        asked_of_everything(ground, query)
    for stop in sorted({1, 2, times // 2, times}):
        left = stop

        def withdrawn() -> bool:
            nonlocal left
            left -= 1
            return left <= 0

        with pytest.raises(Cancelled), cancelling.until(withdrawn):
            asked_of_everything(ground, query)
        assert ground.answer(query).page("relevance", 0, 1000) == expected


def test_nothing_is_withdrawn_where_nobody_withdraws_it(ground: Ground) -> None:
    with cancelling.until(None), cancelling.until(lambda: False):
        asked_of_everything(ground, "river")
    with pytest.raises(Cancelled), cancelling.until(lambda: True):
        pytest.fail("it was withdrawn before it began")
    cancelling.check()
