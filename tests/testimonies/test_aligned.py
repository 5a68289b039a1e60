"""Two transcripts beside each other."""

from __future__ import annotations

from testimonies import locator
from testimonies.aligned import aligned
from testimonies.transcript import Passage, Transcript


def text(language: str, *said: tuple[str, str]) -> Transcript:
    passages = (Passage(words, at=locator.parse(at) if at else None) for at, words in said)
    return Transcript(language, passages=tuple(passages))


def words(one: Transcript, other: Transcript) -> list[tuple[str, str]]:
    return [
        (" ".join(p.words for p in left), " ".join(p.words for p in right)) for left, right in aligned(one, other)
    ]


def test_what_was_said_of_one_moment_stands_together() -> None:
    one = text("hy", ("0:00", "a"), ("0:10", "b"), ("0:20", "c"))
    other = text("en", ("0:00", "A"), ("0:05", "A2"), ("0:20", "C"), ("0:25", "C2"))
    assert words(one, other) == [("a", "A A2"), ("b", ""), ("c", "C C2")]


def test_without_places_they_stand_in_their_order() -> None:
    assert words(text("hy", ("", "a"), ("", "b")), text("en", ("", "A"))) == [("a", "A"), ("b", "")]


def test_parts_are_kept_apart_and_nothing_is_lost() -> None:
    one = text("hy", ("1/0:10", "a"), ("2/0:05", "b"))
    other = text("en", ("1/0:00", "before"), ("1/0:10", "A"), ("2/0:06", "B"), ("3/0:00", "after"))
    assert words(one, other) == [("", "before"), ("a", "A"), ("b", "B"), ("", "after")]
