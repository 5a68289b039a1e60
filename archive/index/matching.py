"""What a question looks for, worked out once: the same answer finds documents and marks words in the kept text.

Every leaf of a question becomes a `Sought`: stems, words and runs of words that count as it, and authority records
whose link counts as it. Names that stand for one another are found here too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from archive.index import sounds, words
from archive.index.hearing import Hearing
from archive.index.nearness import Neighbours
from archive.index.query import Exact, Fuzzy, Node, Phrase, Prefix, Wildcard, Word
from archive.index.shapes import pattern_of
from archive.index.sight import Sight
from archive.index.snapshot import Snapshot
from archive.register import Same
from testimonies.authority import AUTHORITIES, kind_of

MOST_FORMS = 128
"""Words that one `prefix*`, `w?ld*` or `fuzzy~` may stand for; the most frequent are taken."""

LONGEST_NAME = 8
"""Words in the longest name that is recognised among other words."""

Run = tuple[str, ...]
"""Folded words side by side."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """One of the names a name stands for."""

    name: str
    run: Run
    stems: frozenset[str] = frozenset()
    """Of a name that is one word, so that it is found in every case: `в Степанакерте`."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What counts as one leaf of a question."""

    asked: str
    """As the reader wrote it."""
    stems: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    """Folded words, in this very form."""
    runs: frozenset[Run] = frozenset()
    """Two or more folded words side by side."""
    names: frozenset[Spelling] = frozenset()
    """For a name: all that it stands for."""
    authorities: frozenset[str] = frozenset()
    alike: frozenset[str] = frozenset()
    """Names that sound alike, as terms of `sounds`."""

    def marks(self, text: Text) -> list[tuple[int, int]]:
        """Give where in a text it stands, as [start, end) in code points."""
        forms, stems = self.forms, self.stems
        found = [(start, end) for word, its, start, end in text.words if word in forms or not stems.isdisjoint(its)]
        found += self._heard_in(text)
        for run in self.runs:
            found += [(text.words[at][2], text.words[at + len(run) - 1][3]) for at in text.places_of(run)]
        return found

    def spellings(self, text: Text) -> set[str]:
        """Give the spellings of a name that stand in a text."""
        stems = {stem for _, its, _, _ in text.words for stem in its}
        return {
            one.name
            for one in self.names
            if not one.stems.isdisjoint(stems) or next(text.places_of(one.run), None) is not None
        }

    def heard(self, text: Text) -> set[str]:
        """Give the words of a text, as they are spelled in it, that only sound like what was asked."""
        return {text.text[start:end] for start, end in self._heard_in(text)}

    def _heard_in(self, text: Text) -> list[tuple[int, int]]:
        if not self.alike:
            return []
        return [
            (start, end)
            for (word, its, start, end), terms in zip(text.words, text.sounds, strict=True)
            if not self.alike.isdisjoint(terms) and word not in self.forms and self.stems.isdisjoint(its)
        ]


class Text:
    """A text read for marking: its words, each with its stems in the language of the text, and where it stands."""

    def __init__(self, text: str, language: str | None) -> None:
        self.text = text
        self.language = language

    @cached_property
    def words(self) -> list[tuple[str, tuple[str, ...], int, int]]:
        """Give every word, folded, with its stems, and where it begins and ends."""
        return list(words.placed(self.text, self.language))

    @cached_property
    def sounds(self) -> list[frozenset[str]]:
        """Give for each word how it sounds, if it may be a name."""
        return [sounds.of_word(self.text[start:end], self.language) for _, _, start, end in self.words]

    def places_of(self, run: Run) -> Iterator[int]:
        """Give where a run of words begins."""
        said = [word for word, _, _, _ in self.words]
        for at in range(len(said) - len(run) + 1):
            if said[at] == run[0] and tuple(said[at : at + len(run)]) == run:
                yield at


class Lexicon:
    """The words of a snapshot, ready to be searched for what they are near to."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._near: dict[str, Neighbours] = {}

    def near(self, name: str, word: str, distance: int) -> dict[str, int]:
        """Give the words of a field at most so many slips away, each with how many documents hold it."""
        every = self.snapshot.words(name)
        if name not in self._near:
            self._near[name] = Neighbours(every)
        return {one: every[one] for one in self._near[name].near(word, distance)}


class Matcher:
    """Turns leaves into what they look for, with what one reader sees of an index, and the archive's names.

    `named` gives what a folded name stands for. To a reader below staff, an authority record nothing leads to that
    they may see is not there. `unheard` are the folded words of protected names, which nothing else sounds like.
    """

    def __init__(
        self, sight: Sight, lexicon: Lexicon, named: Mapping[str, Sequence[Same]], *, all_names: bool,
        unheard: Collection[str] = frozenset(),
    ) -> None:  # fmt: skip
        self._sight = sight
        self._lexicon = lexicon
        self._languages = dict.fromkeys((*sight.languages, "und"))
        self._hearing = Hearing(sight, self._languages, unheard)
        self._names = named
        self._all_names = all_names
        self.notes: list[str] = []

    def sought(self, leaf: Node, name: str = "word") -> Sought:
        """Give what a leaf looks for; `name` is the field whose words a shape may stand for."""
        match leaf:
            case Word(text):
                return self._linked(text) if name != "word" and is_authority(text) else self._word(text, name)
            case Phrase(parts):
                return self._phrase(parts)
            case Exact(text):
                return Sought(text, forms=frozenset({words.folded(text)}))
            case Prefix(text):
                return self._shaped(f"{text}*", name, words.folded(text), lambda _: True)
            case Wildcard(shape):
                return self._wildcard(shape, name)
            case Fuzzy(text, distance):
                near = self._lexicon.near(name, words.folded(text), distance)
                return self._most_frequent(f"{text}~{distance if distance > 1 else ''}", name, near)
        raise TypeError(f"{leaf} is not one word, phrase or shape")

    def _word(self, text: str, name: str) -> Sought:
        same = self._same(text)
        found = self._name(text, same) if same else self.alone(text)
        return replace(found, alike=self._hearing.alike(text, name))

    @staticmethod
    def _linked(authority: str) -> Sought:
        return Sought(authority, runs=frozenset({run_of(authority)}), authorities=frozenset({authority}))

    def alone(self, text: str) -> Sought:
        """Give what a word looks for as a word, whatever it may be the name of."""
        run = run_of(text)
        if len(run) > 1:
            return Sought(text, runs=frozenset({run}))
        return Sought(text, stems=self._stems(text), forms=frozenset(run))

    def _stems(self, text: str) -> frozenset[str]:
        """Give the stems of a word in every language that is spoken here.

        The word itself is among them: typed without its accents, its end may look like an ending.
        """
        found = (stem for language in self._languages for stem in words.stems(text, language, itself=True))
        return frozenset(found)

    def _phrase(self, parts: Sequence[str]) -> Sought:
        text = " ".join(parts)
        same = self._same(text)
        if same:
            return self._name(text, same)
        run = tuple(words.folded(part) for part in parts)
        if len(run) == 1:
            return Sought(text, forms=frozenset(run))
        return Sought(text, runs=frozenset({run}))

    def longest_name(self, row: Sequence[Word]) -> tuple[int, Sought] | None:
        """Give the longest name of several words that a row begins with: how many words, and what it looks for."""
        texts = [word.text for word in row[:LONGEST_NAME]]
        for count in range(len(texts), 1, -1):
            text = " ".join(texts[:count])
            same = self._same(text)
            if same:
                return count, self._name(text, same)
        return None

    def _same(self, name: str) -> list[Same]:
        found = self._names.get(fold_name(name), ())
        return [one for one in found if self._all_names or self._sight.ids("ref", one.authority)]

    def _name(self, asked: str, same: Sequence[Same]) -> Sought:
        every = {run: name for one in same for name in one.names if (run := run_of(name))}
        # The name as it was typed is a word too: one who asks for Hope may mean hopes.
        single = self.alone(asked) if len(run_of(asked)) == 1 else Sought(asked)
        names = [
            Spelling(name, run, self._stems(words.spelled(name)[0]) if len(run) == 1 else frozenset())
            for run, name in every.items()
        ]
        return Sought(
            asked,
            stems=single.stems.union(*(one.stems for one in names)),
            forms=single.forms | {one.run[0] for one in names if len(one.run) == 1},
            runs=frozenset(one.run for one in names if len(one.run) > 1),
            names=frozenset(names),
            authorities=frozenset(one.authority for one in same),
        )

    def _wildcard(self, shape: str, name: str) -> Sought:
        start = words.folded(re.split(r"[*?]", shape)[0])
        return self._shaped(shape, name, start, pattern_of(shape, words.folded).fullmatch)

    def _shaped(self, asked: str, name: str, start: str, fits: Callable[[str], object]) -> Sought:
        every = self._sight.snapshot.starting(name, start)
        return self._most_frequent(asked, name, {word: count for word, count in every.items() if fits(word)})

    def _most_frequent(self, asked: str, name: str, forms: Mapping[str, int]) -> Sought:
        if len(forms) <= MOST_FORMS:
            return Sought(asked, forms=frozenset(forms))
        kept, more = self._sight.frequent(name, forms, MOST_FORMS)
        if more:
            self.notes.append(
                f"{asked} stands for more than {MOST_FORMS} words; the {MOST_FORMS} most frequent are searched."
            )
        return Sought(asked, forms=kept)


def run_of(name: str) -> Run:
    """Give a name as its folded words."""
    return tuple(words.indexed(name)[0])


def fold_name(name: str) -> str:
    """Give the form in which names are compared: their folded words."""
    return " ".join(run_of(name))


def is_authority(text: str) -> bool:
    """Whether this is spelled like the id of an authority record."""
    return kind_of(text) in AUTHORITIES and text[-1:].isdecimal()


def linking(sought: Sought, name: str) -> set[str]:
    """Give the `ref` values whose documents count as a name; `name` is the field it was asked in."""
    if name in ("narrator", "interviewer"):
        return {f"{name}={authority}" for authority in sought.authorities}
    if name in ("person", "body", "place", "event", "subject"):
        return {authority for authority in sought.authorities if kind_of(authority) == name}
    return set(sought.authorities) if name == "word" else set()


def sounding(sought: Sought, name: str) -> list[str]:
    """Give the terms of the field `sound` whose documents count a little less, for they only sound alike."""
    return sounds.under(name, sorted(sought.alike))
