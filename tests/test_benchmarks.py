"""The benchmark runs from end to end, and what it compares does equal work."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks import prose
from tests.benchmarks.contest import telling
from tests.benchmarks.contest.goals import goals
from tests.benchmarks.contest.measured import ENGINES, peer
from tests.benchmarks.contest.questions import KINDS, WHOLE, draw
from tests.benchmarks.peers.peer import CannotError, Peer, Question, Told
from tests.conftest import HOUSE

ALWAYS = ("Earwitness", "FTS5", "plain Whoosh")


@pytest.fixture(scope="module")
def dozen() -> list[Told]:
    """A dozen testimonies of made-up words."""
    return list(telling.tell([*prose.made_up(20)], 12, 1))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any]]:
    """What the quick run over a dozen testimonies printed, and the figures it kept."""
    folder = tmp_path_factory.mktemp("bench")
    env = os.environ | {"EARWITNESS_BENCH": str(folder / "kept"), "EARWITNESS_CORPUS": str(folder / "nowhere")}
    command = [sys.executable, "-m", "tests.benchmarks", "12", "--quick", "--figures", str(folder / "figures.json")]
    done = subprocess.run(command, cwd=HOUSE, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout, json.loads((folder / "figures.json").read_text(encoding="utf-8"))["12"]


def test_a_quick_run_has_a_row_for_every_kind_of_question(run: tuple[str, dict[str, Any]]) -> None:
    said, figures = run
    assert all(f"\n| {kind} | " in said for kind in (*KINDS, "whole answer", "build, CPU", "index"))
    assert figures["made"]["testimonies"] == 12
    assert all("missing" not in figures["engines"][name] for name in ALWAYS)


def test_a_quick_run_judges_every_goal(run: tuple[str, dict[str, Any]]) -> None:
    said, figures = run
    names = [goal.name for goal in goals(figures["engines"])]
    assert "whole answer, p95 ms: FTS5's at most" in names
    assert all(f"\n| {name} | " in said for name in names)


def test_the_whole_answer_counts_the_same_testimonies_in_every_engine(run: tuple[str, dict[str, Any]]) -> None:
    engines = run[1]["engines"]
    for kind in WHOLE:
        answers = [one["questions"][f"whole {kind}"] for one in engines.values() if "questions" in one]
        assert len({one["found"] for one in answers if "found" in one}) == 1, kind


def test_a_longer_row_of_testimonies_begins_like_a_shorter_one(dozen: list[Told]) -> None:
    assert list(telling.tell([*prose.made_up(20)], 5, 1)) == dozen[:5]


def test_no_word_is_asked_for_twice_in_a_row(dozen: list[Told]) -> None:
    drawn = draw(dozen, 20)
    for kind in KINDS:
        asked = [question.words for question in drawn[kind]]
        assert len(asked) == 20
        assert all(one != other for one, other in pairwise(asked))


def test_the_same_questions_are_drawn_in_every_process(dozen: list[Told], tmp_path: Path) -> None:
    told = tmp_path / "told.jsonl"
    told.write_text("".join(one.line() + "\n" for one in dozen), encoding="utf-8")
    command = [sys.executable, "-m", "tests.benchmarks.contest.questions", str(told), "5"]
    drawn = {
        subprocess.run(
            command, cwd=HOUSE, env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(drawn) == 1


@pytest.fixture(params=[name for name in ENGINES if name not in {"Earwitness", "plain Whoosh"}])
def engine(request: pytest.FixtureRequest, tmp_path: Path, dozen: list[Told]) -> Iterator[Peer]:
    """A peer that was built from the dozen."""
    try:
        one = peer(request.param, tmp_path / "index")
    except CannotError:
        pytest.skip(f"{request.param} is not installed for this Python")
    one.build(dozen)
    one.open()
    yield one


def test_a_peer_finds_the_passages_that_hold_a_word(engine: Peer, dozen: list[Told]) -> None:
    word = max((word for word in dozen[0].passages[0][1].split() if word.isalpha()), key=len)
    holding = {(one.id, key) for one in dozen for key, text in one.passages if word in text.rstrip(".").split()}
    found = engine.search(Question("OR 5", (word,), word), 1000)
    # A stem may stand for other words too.
    assert holding <= set(found)
    assert len(found) == len(set(found))
