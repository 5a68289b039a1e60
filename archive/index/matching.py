"""What a question looks for, worked out once: the same answer finds documents and marks words in the kept text.

Every leaf of a question becomes a `Sought`: stems, words and runs of words that count as it, and authority records
whose link counts as it. Names that stand for one another are found here too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from archive.index import words
from archive.index.query import Exact, Fuzzy, Node, Phrase, Prefix, Wildcard, Word
from archive.register import Register, Same
from testimonies.authority import kind_of

MOST_FORMS = 128
"""Words that one `prefix*`, `w?ld*` or `fuzzy~` may stand for; the most frequent are taken."""

LONGEST_NAME = 8
"""Words in the longest name that is recognised among other words."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What counts as one leaf of a question."""

    asked: str
    """As the reader wrote it."""
    stems: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    """Folded words, in this very form."""
    runs: frozenset[tuple[str, ...]] = frozenset()
    """Two or more folded words side by side."""
    names: frozenset[tuple[tuple[str, ...], str]] = frozenset()
    """For a name: each spelling after its folded words."""
    authorities: frozenset[str] = frozenset()

    def marks(self, tokens: Sequence[words.Token], language: str) -> list[tuple[int, int]]:
        """Give where in a text it stands, as [start, end) in code points."""
        found = [
            (token.start, token.end)
            for token in tokens
            if token.word in self.forms or (self.stems and words.stem(token.lower, language) in self.stems)
        ]
        for run in self.runs:
            for start in range(len(tokens) - len(run) + 1):
                if all(tokens[start + n].word == word for n, word in enumerate(run)):
                    found.append((tokens[start].start, tokens[start + len(run) - 1].end))
        return found

    def spellings(self, tokens: Sequence[words.Token]) -> set[str]:
        """Give the spellings of a name that stand in a text."""
        texts = [token.word for token in tokens]
        return {
            name
            for run, name in self.names
            if any(tuple(texts[at : at + len(run)]) == run for at in range(len(texts) - len(run) + 1))
        }


class Matcher:
    """Turns leaves into what they look for, with an index's own words and languages and the archive's names."""

    def __init__(self, reader: Any, register: Register, languages: Iterable[str]) -> None:
        self._reader = reader
        self._languages = tuple(dict.fromkeys((*languages, "und")))
        self._named: dict[str, tuple[Same, ...]] = register.named(fold_name)
        self.notes: list[str] = []

    def sought(self, leaf: Node, name: str = "word") -> Sought:
        """Give what a leaf looks for; `name` is the field whose words a shape may stand for."""
        match leaf:
            case Word(text):
                return self._word(text)
            case Phrase(parts):
                return self._phrase(parts)
            case Exact(text):
                return Sought(text, forms=frozenset({words.folded(text)}))
            case Prefix(text):
                return self._shaped(f"{text}*", name, words.folded(text), lambda _: True)
            case Wildcard(shape):
                return self._wildcard(shape, name)
            case Fuzzy(text, distance):
                return self._fuzzy(text, distance, name)
        raise TypeError(f"{leaf} is not one word, phrase or shape")

    def _word(self, text: str) -> Sought:
        same = self._named.get(fold_name(text))
        if same:
            return self._name(text, same)
        token = next(iter(words.tokens(text)), None)
        if token is None:
            return Sought(text)
        stems = {words.stem(token.lower, language) for language in self._languages}
        return Sought(text, stems=frozenset({*stems, token.word}), forms=frozenset({token.word}))

    def _phrase(self, parts: Sequence[str]) -> Sought:
        text = " ".join(parts)
        same = self._named.get(fold_name(text))
        if same:
            return self._name(text, same)
        run = tuple(words.folded(part) for part in parts)
        if len(run) == 1:
            return Sought(text, forms=frozenset(run))
        return Sought(text, runs=frozenset({run}))

    def name_among(self, nodes: Sequence[Node]) -> list[tuple[int, Sought]]:
        """Find names that stand in a row of plain words: for each, how many words it takes and what it looks for.

        A word that begins no name is given back as it is, taking one place.
        """
        found: list[tuple[int, Sought]] = []
        at = 0
        while at < len(nodes):
            taken = self._longest_name(nodes[at : at + LONGEST_NAME])
            found.append(taken or (1, self.sought(nodes[at])))
            at += found[-1][0]
        return found

    def _longest_name(self, nodes: Sequence[Node]) -> tuple[int, Sought] | None:
        texts = [node.text for node in nodes if isinstance(node, Word)]
        for count in range(len(texts), 1, -1):
            text = " ".join(texts[:count])
            same = self._named.get(fold_name(text))
            if same:
                return count, self._name(text, same)
        return None

    def _name(self, asked: str, same: Sequence[Same]) -> Sought:
        names = {run: spelling for one in same for spelling in one.names if (run := run_of(spelling))}
        return Sought(
            asked,
            forms=frozenset(run[0] for run in names if len(run) == 1),
            runs=frozenset(run for run in names if len(run) > 1),
            names=frozenset(names.items()),
            authorities=frozenset(one.authority for one in same),
        )

    def _wildcard(self, shape: str, name: str) -> Sought:
        pieces = [words.folded(piece) for piece in re.split(r"[*?]", shape)]
        signs = [".*" if sign == "*" else "." for sign in re.findall(r"[*?]", shape)]
        # Stars side by side mean one star, and a pattern of ours alone goes to the regular expressions.
        pattern = re.compile("".join(re.escape(p) + s for p, s in zip(pieces, [*signs, ""], strict=True)))
        return self._shaped(shape, name, pieces[0], lambda word: pattern.fullmatch(word) is not None)

    def _fuzzy(self, text: str, distance: int, name: str) -> Sought:
        word = words.folded(text)
        near = {near for near in self._reader.terms_within(name, word, distance) if isinstance(near, str)}
        # Whoosh counts two letters swapped as two changes; to a reader it is one slip of the finger.
        swapped = {word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(len(word) - 1)}
        near |= {other for other in swapped if (name, other) in self._reader}
        return Sought(f"{text}~", forms=self._most_frequent(near | {word}, name, f"{text}~"))

    def _shaped(self, asked: str, name: str, start: str, fits: Callable[[str], bool]) -> Sought:
        forms = {word for word in expand(self._reader, name, start) if fits(word)}
        return Sought(asked, forms=self._most_frequent(forms, name, asked))

    def _most_frequent(self, forms: set[str], name: str, asked: str) -> frozenset[str]:
        if len(forms) <= MOST_FORMS:
            return frozenset(forms)
        self.notes.append(f"{asked} stands for {len(forms):,} words; the {MOST_FORMS} most frequent are searched.")
        by_frequency = sorted(forms, key=lambda word: (-self._reader.doc_frequency(name, word), word))
        return frozenset(by_frequency[:MOST_FORMS])


def expand(reader: Any, name: str, start: str) -> Iterable[str]:
    """Give the words of a field that begin so."""
    field_type = reader.schema[name]
    return (field_type.from_bytes(term) for term in reader.expand_prefix(name, start))


def run_of(name: str) -> tuple[str, ...]:
    """Give a name as its folded words."""
    return tuple(words.indexed(name)[0])


def fold_name(name: str) -> str:
    """Give the form in which names are compared: their folded words."""
    return " ".join(run_of(name))


def linking(sought: Sought, name: str) -> set[str]:
    """Give the `ref` values whose documents count as a name; `name` is the field it was asked in."""
    if name in ("narrator", "interviewer"):
        return {f"{name}={authority}" for authority in sought.authorities}
    if name in ("person", "body", "place", "event", "subject"):
        return {authority for authority in sought.authorities if kind_of(authority) == name}
    return set(sought.authorities) if name == "word" else set()
