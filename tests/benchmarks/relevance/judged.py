"""Sixty questions an archivist might type, and the passages that answer them, found by reading.

`judged.json` holds them, in three ways of judging. For most, a passage was chosen first, without looking at what any
engine finds, from passages drawn by lot from the life histories, or from the Declaration's articles, whose content is
known in every language; then the question was written as somebody would type it who has read the passage long ago, or
heard of it. For names and phrases every passage that holds the spelling counts. The first twelve topics were written
without a passage in mind: the first ten passages of all four engines, and eight drawn from those that a list of other
words for the matter finds, were put together, shuffled, and read without knowing which engine had found them; then
the first four of each engine were read once more and whole. Of these all that answer count; those that only touch the
matter do not. A passage is named by its file, its paragraph and a few of its words, by which is seen that the right
one is meant. Nothing of a text but these words is kept here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.peers.peer import Place, Question, Told

KINDS = {
    "topic": "topic, two to four words",
    "remembered": "remembered, not word for word",
    "name": "name, spelled otherwise",
    "form": "another form of the word",
    "phrase": "phrase",
    "slip": "slip of the finger",
}
_QUESTIONS = Path(__file__).with_name("judged.json")


@dataclass(frozen=True, slots=True)
class Judged:
    """A question, what the person wants who asks it, and the passages that answer it."""

    kind: str
    asked: str
    wants: str
    answers: frozenset[Place]

    @property
    def question(self) -> Question:
        """The question for an engine: a phrase as a phrase, words as those of which most should be there."""
        words = tuple(re.findall(r"[^\W_]+", self.asked))
        return Question("phrase" if self.kind == "phrase" else "OR 5", words, self.asked)


def plain() -> Sequence[Mapping[str, object]]:
    """Give the questions as they are kept."""
    kept: Sequence[Mapping[str, object]] = json.loads(_QUESTIONS.read_text(encoding="utf-8"))
    return kept


def judged(every: Mapping[str, Told]) -> list[Judged]:
    """Give the questions with their answers among some testimonies, which are named by their files."""
    return [
        Judged(str(one["kind"]), str(one["asked"]), str(one["wants"]), frozenset(_answers(one, every)))
        for one in plain()
    ]


def looked_through(every: Mapping[str, Told], questions: Sequence[Judged], quick: bool) -> Sequence[Told]:
    """Give what is asked: everything, or for a quick run every fifth testimony beside those that answer."""
    named = {testimony for one in questions for testimony, _ in one.answers}
    return [told for n, told in enumerate(every.values()) if not quick or n % 5 == 0 or told.id in named]


def _answers(one: Mapping[str, object], every: Mapping[str, Told]) -> list[Place]:
    spelled = one.get("naming") or one.get("saying")
    if spelled:
        pattern = re.compile(rf"\b{re.escape(str(spelled))}\b", re.IGNORECASE)
        return [(told.id, key) for told in every.values() for key, words in told.passages if pattern.search(words)]
    passages = one["passages"]
    assert isinstance(passages, list) and passages, one["asked"]
    return [_place(every[passage["file"]], passage["paragraph"], passage["quote"]) for passage in passages]


def _place(told: Told, paragraph: int, quote: str) -> Place:
    """Give the paragraph of this number, from 1, if these words stand in it."""
    key, words = told.passages[paragraph - 1] if 0 < paragraph <= len(told.passages) else ("", "")
    if quote not in " ".join(words.split()):
        raise SystemExit(f"{quote!r} does not stand in paragraph {paragraph} of {told.title}, and should.")
    return told.id, key
