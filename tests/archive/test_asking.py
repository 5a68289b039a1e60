"""Questions that are withdrawn while they are answered: nothing is told, and nothing is the worse for it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from archive.archive import Archive
from archive.index.cancelling import Cancelled, Withdrawn
from tests.archive.test_finding import shelf
from tests.conftest import told


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    kept = (
        told("The river rose.", "The bridge fell."),
        told("The old bridge over the river."),
        told("Nothing of it."),
    )
    with shelf(tmp_path_factory.mktemp("asked"), *kept) as archive:
        yield archive


Ask = Callable[[Archive, Withdrawn], Any]

QUESTIONS: dict[str, Ask] = {
    "search": lambda archive, gone: archive.search('r* (bridge OR "the river") -nothing', cancelled=gone).total,
    "list": lambda archive, gone: archive.list("river bridge", cancelled=gone),
    "suggest": lambda archive, gone: archive.suggest("rivr brigde", cancelled=gone),
    "complete": lambda archive, gone: archive.complete("riv", cancelled=gone),
    "like": lambda archive, gone: archive.like("oh-0001", cancelled=gone).total,
    "concordance": lambda archive, gone: archive.concordance("the", cancelled=gone),
    "key words": lambda archive, gone: archive.key_words("oh-0001", cancelled=gone),
}


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_withdrawn_at_any_moment_is_not_answered_and_the_next_one_is(archive: Archive, ask: Ask) -> None:
    asked = 0

    def never() -> bool:
        nonlocal asked
        asked += 1
        return False

    expected = ask(archive, never)
    assert asked > 1, "it was never asked whether the answer is still wanted"
    for moment in range(asked):
        left = moment

        def gone() -> bool:
            nonlocal left
            left -= 1
            return left < 0

        with pytest.raises(Cancelled):
            ask(archive, gone)
        assert ask(archive, lambda: False) == expected
    # Not one of them was taken for a damaged index.
    assert archive.healed is None


def test_who_withdraws_a_question_withdraws_nobody_elses(archive: Archive) -> None:
    answers: list[int] = []
    other = threading.Thread(target=lambda: answers.append(archive.search("river").total))

    def gone() -> bool:
        if not other.ident:
            other.start()
            other.join(0.05)
            return False
        return True

    with pytest.raises(Cancelled):
        archive.search("river bridge", cancelled=gone)
    other.join()

    assert answers == [2]
