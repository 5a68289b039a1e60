"""What somebody outside the archive remembers of it: each testimony by a word that only it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from archive.archive import Archive
from archive.finding import Answer
from testimonies.errors import NotFound
from testimonies.testimony import Testimony
from testimonies.transcript import Passage
from tests.conftest import KEEPER, told

QUESTIONS = (
    "",
    "river",
    "riv*",
    "r?ver",
    "rivre~",
    '"the river came"',
    "title:flood -nothing",
    "has:photo",
    "date:1993",
)
"""Asked of two indexes that must not differ, beside each testimony's own word."""


def saying(word: str) -> Testimony:
    """Tell of a flood, with a word that nobody else uses in a passage and in the title."""
    return told("The river came at night.", f"We called it {word}.", title=f"The flood of {word}")


def saying_instead(testimony: Testimony, word: str) -> Testimony:
    """Put another word in the place of the one the testimony held."""
    (transcript,) = testimony.transcripts
    passages = (transcript.passages[0], Passage(f"We called it {word}."))
    return replace(testimony, title=f"The flood of {word}", transcripts=(replace(transcript, passages=passages),))


@dataclass
class Ledger:
    """What was acknowledged, and the one write that may have been under way."""

    words: dict[str, str | None] = field(default_factory=dict)
    """The word each testimony holds by now; None for one that was purged."""
    gone: set[str] = field(default_factory=set)
    """Words that an edit or a purge took out of what is found."""
    spoken: dict[str, set[str]] = field(default_factory=dict)
    """Every word each testimony ever held; after a purge they are nowhere."""
    under_way: Mapping[str, Any] = field(default_factory=dict)

    def hear(self, line: Mapping[str, Any]) -> bool:
        """Take down what a writer says; whether it acknowledges a write."""
        if line["said"] == "will":
            self.under_way = line
            return False
        self._settle(line["id"], line["word"])
        return True

    def _settle(self, testimony_id: str, word: str | None) -> None:
        before = self.words.get(testimony_id)
        if before and before != word:
            self.gone.add(before)
        self.words[testimony_id] = word
        self.spoken.setdefault(testimony_id, set()).update([word] if word else [])
        self.under_way = {}

    def certain(self) -> Iterator[tuple[str, str | None]]:
        """Give every testimony that no unacknowledged write may have changed."""
        return ((key, word) for key, word in self.words.items() if key != self.under_way.get("id"))

    def purged(self) -> list[str]:
        """Give the words that must be in no file any more."""
        return sorted(word for key, words in self.spoken.items() if self.words[key] is None for word in words)

    def find_out(self, archive: Archive) -> None:
        """See what became of the write that was under way: all of it or nothing."""
        if not self.under_way:
            return
        word, key = self.under_way["word"], self.under_way["id"]
        if key is None:
            new = [one for one in archive.testimonies.ids() if one not in self.words]
            assert len(new) <= 1
            if not new:
                self.gone.add(word)
                self.under_way = {}
                return
            key = new[0]
        now = word_of(archive, key)
        assert now in {word, self.words.get(key)}
        if word and now != word:
            self.gone.add(word)
        self._settle(key, now)


def word_of(archive: Archive, testimony_id: str) -> str | None:
    """Read a testimony whole and give its word; None where a tombstone stands."""
    try:
        testimony = archive.show(testimony_id).testimony
    except NotFound as error:
        assert "purged" in str(error)
        return None
    words = testimony.transcripts[0].passages[-1].words
    assert testimony.title.rpartition(" ")[2] == words.rstrip(".").rpartition(" ")[2]
    for item in testimony.media:
        assert archive.media_file(testimony_id, item.file)[1].read_bytes()
    return testimony.title.rpartition(" ")[2]


def assert_remembered(archive: Archive, ledger: Ledger, fresh: Path) -> None:
    """Nothing acknowledged is missing or damaged, nothing purged is left, and the index answers like a new one."""
    assert archive.verify(by=KEEPER).damaged == ()
    for key, word in ledger.words.items():
        assert word_of(archive, key) == word
    found = answers(archive, ledger)
    for key, word in ledger.words.items():
        if word:
            assert [one.row.id for one in found[word].testimonies] == [key], word
            assert [hit.text for hit in found[word].testimonies[0].passages] == [f"We called it {word}."]
    for word in ledger.gone:
        assert found[word].total == 0, word
    assert files_with(archive.folder, ledger.purged()) == []
    with Archive(archive.folder, cache=fresh) as rebuilt:
        assert answers(rebuilt, ledger) == found


def answers(archive: Archive, ledger: Ledger) -> dict[str, Answer]:
    """Ask every question, for every word too; how long it took and the last digits of scores do not count."""
    held = [word for word in ledger.words.values() if word]
    asked = [*QUESTIONS, *held, *sorted(ledger.gone)]
    return {query: comparable(archive.search(query, sort="id", limit=1000)) for query in asked}


def comparable(answer: Answer) -> Answer:
    """Give an answer without its scores, which know of what was deleted, and without its time."""
    results = tuple(replace(one, score=0.0) for one in answer.testimonies)
    return replace(answer, took_ms=0.0, testimonies=results)


def files_with(folder: Path, words: Iterable[str]) -> list[str]:
    """Give every file that holds one of these words, the cache's among them."""
    found = []
    for path in folder.rglob("*"):
        held = path.read_bytes() if path.is_file() else b""
        found += [f"{word} in {path.relative_to(folder)}" for word in words if word.encode() in held]
    return found
