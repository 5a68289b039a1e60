"""Sixty questions an archivist might type, and the passages that answer them, found by reading.

`judged.json` holds them. A passage was chosen first, without looking at what any engine finds, from passages drawn by
lot from the life histories, or from the Declaration's articles, whose content is known in every language; then the
question was written as somebody would type it who has read the passage long ago, or heard of it. Passages are named
by their file and a few words that stand in no other; for names and phrases every passage that holds the spelling
counts. Nothing of a text but these words is kept here.
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


def _answers(one: Mapping[str, object], every: Mapping[str, Told]) -> list[Place]:
    spelled = one.get("naming") or one.get("saying")
    if spelled:
        pattern = re.compile(rf"\b{re.escape(str(spelled))}\b", re.IGNORECASE)
        return [(told.id, key) for told in every.values() for key, words in told.passages if pattern.search(words)]
    passages = one["passages"]
    assert isinstance(passages, list) and passages, one["asked"]
    return [_place(every[passage["file"]], passage["quote"]) for passage in passages]


def _place(told: Told, quote: str) -> Place:
    """Give the passage in which these words stand, and in no other."""
    found = [key for key, words in told.passages if quote in " ".join(words.split())]
    if len(found) != 1:
        raise SystemExit(f"{quote!r} stands in {len(found)} passages of {told.title}, and should in one.")
    return told.id, found[0]
