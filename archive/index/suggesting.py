"""Did you mean: a question that finds more, where a word of it was misspelt.

Words come from the index and from the names in the register, and only those this reader may see. They are counted as
this reader sees them too, so that what is hidden changes neither which words are offered nor in what order.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from archive.index import cancelling, words
from archive.index.evaluate import WHOLE as WHOLE_FIELDS
from archive.index.evaluate import Evaluation
from archive.index.grammar import FIELDS, Piece, parse, pieces
from archive.index.matching import Lexicon, Matcher, fold_name, is_authority
from archive.index.nearness import Neighbours, slips
from archive.index.query import Exact, Field, Node, Phrase, Word
from archive.index.sight import Sight
from archive.index.terms import KINDS, OPERATORS, WHOLE, WORDED
from archive.register import Same

MOST = 3
"""Suggestions made of one question."""
DOUBTED = 3
"""Words of one question that are looked into; who misspells more is not helped by guessing."""
LOOKED_INTO = 8
"""Words of one question that hardly anybody said, for which near ones are looked for at all."""
OFFERED = 4
"""Words tried in the place of one."""
TRIED = 12
"""Questions that are asked to find out whether they find anything."""
RARE, FAR_MORE = 2, 20
"""A word in so few testimonies is doubted where a near one is in so many times as many."""
SHORTEST, LONG = 3, 5
"""Letters of a word that one slip is forgiven, and of one that two are."""

SLIP, FIRST, SWAPPED = 2.5, 1.0, 0.7
"""What weighs with how often a word is said: each slip; that it begins alike; that its letters are the same."""

Named = Mapping[str, Sequence[Same]]
Spelled = Callable[[str, str], str]
"""Gives a word of a field as it is spelled in what is kept."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question to ask instead."""

    query: str
    total: int
    """How many testimonies it finds."""
    changed: tuple[tuple[str, str], ...]
    """What was typed, and what stands in its place."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A piece of a question, and what it is asked of."""

    piece: Piece
    field: str | None
    excluded: bool


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A stretch of the question that finds little, and what may be meant by it, the best first."""

    start: int
    end: int
    instead: tuple[str, ...]
    left_out: bool = False
    """Whether it was no part of the question at all, so that the question found more than it should."""


def asked_in(query: str) -> Iterator[Asked]:
    """Give what a question asks, piece by piece, each with the field it belongs to.

    >>> [(asked.piece.text, asked.field, asked.excluded) for asked in asked_in("place:(old mill) -river")]
    [('old', 'place', False), ('mill', 'place', False), ('river', None, True)]
    """
    enclosing: list[tuple[str | None, bool]] = [(None, False)]
    field, excluded = enclosing[-1]
    for piece in pieces(query):
        if piece.kind == "name" and enclosing[-1][0] is None:
            field = piece.text
            continue
        if piece.kind in ("-", "NOT"):
            excluded = not excluded
            continue
        if piece.kind == "(":
            enclosing.append((field, excluded))
        elif piece.kind == ")" and len(enclosing) > 1:
            enclosing.pop()
        elif piece.kind in ("term", "quoted"):
            yield Asked(piece, field, excluded)
        field, excluded = enclosing[-1]


class NamesNear:
    """The names of a register that are one word, ready to be searched for what they are near to."""

    def __init__(self, named: Named) -> None:
        self.named = named
        self._near = Neighbours(name for name in named if " " not in name)

    def near(self, word: str, distance: int) -> Iterator[tuple[str, Same]]:
        """Give names at most so many slips away, as they are spelled, each with its record."""
        for folded in self._near.near(word, distance):
            for same in self.named[folded]:
                yield from ((name, same) for name in same.names if fold_name(name) == folded)


class Suggester:
    """Makes suggestions for one question of one reader."""

    def __init__(
        self, sight: Sight, lexicon: Lexicon, matcher: Matcher, names: NamesNear, *, all_names: bool, spelled: Spelled
    ) -> None:
        self._sight = sight
        self._lexicon = lexicon
        self._matcher = matcher
        self._names = names
        self._all_names = all_names
        self._spelled = spelled
        self._met: dict[tuple[str, str | None, bool], tuple[str, ...]] = {}
        self._left = LOOKED_INTO

    def suggestions(self, query: str) -> tuple[Suggestion, ...]:
        """Give questions that find more than this one, the likeliest first."""
        doubts = list(islice(self._doubts(query), DOUBTED))
        if not doubts:
            return ()
        # A question of many words takes longer to ask again, and fewer others are tried in its place.
        tried = max(1, TRIED - sum(1 for _ in asked_in(query)) // 3)
        before = 0 if any(doubt.left_out for doubt in doubts) else self.total(parse(query).root)
        found: dict[str, Suggestion] = {}
        for chosen in islice(_in_order(doubts), tried):
            made, changed = _replaced(query, doubts, chosen)
            total = self.total(parse(made).root) if changed and made not in found else 0
            if total > before:
                found[made] = Suggestion(made, total, changed)
            if len(found) == MOST:
                break
        return tuple(found.values())

    def total(self, asked: Node, *, hears: bool = True) -> int:
        """Count the testimonies that answer; without `hears`, those that only sound like it don't."""
        return Evaluation(self._sight, self._matcher, hears=hears).answer(asked).total

    def _doubts(self, query: str) -> Iterator[_Doubt]:
        for asked in asked_in(query):
            cancelling.check()
            if asked.excluded:
                continue
            piece = asked.piece
            if asked.field in WORDED or asked.field is None:
                yield from self._misspelt(query, asked)
            elif piece.kind == "term" and (values := self._values(asked.field, piece.text)):
                yield _Doubt(piece.start, piece.end, values, left_out=asked.field == "has")

    def _misspelt(self, query: str, asked: Asked) -> Iterator[_Doubt]:
        """Give the words of a piece that hardly anybody said. Who typed `*`, `?` or `~` has seen to it already."""
        piece = asked.piece
        typed = query[piece.start : piece.end]
        if piece.kind == "term" and (any(sign in typed.rstrip("?") for sign in "*?~") or is_authority(typed)):
            return
        start = piece.start
        if piece.kind == "term" and asked.field is None:
            colon = typed.find(":")
            if colon > 0 and len(typed) > colon + 1 and (named := _fields_near(typed[:colon])):
                yield _Doubt(start, start + colon, named)
                return
        alone = piece.kind == "term" and sum(1 for _ in words.tokens(typed)) == 1
        for token in words.tokens(typed):
            if token.word in map(str.lower, OPERATORS) and piece.kind == "term":
                continue
            word = typed[token.start : token.end]
            key = (word, asked.field, alone)
            if key not in self._met:
                self._met[key] = self._instead(word, asked.field, token.word, alone=alone)
            instead = self._met[key]
            if instead:
                yield _Doubt(start + token.start, start + token.end, instead)

    def _instead(self, word: str, field: str | None, folded: str, *, alone: bool) -> tuple[str, ...]:
        """Give what may be meant by a word, if there is reason to doubt it."""
        name = field or "word"
        if len(folded) < SHORTEST or self._left == 0 or self._sight.count(name, folded) > RARE:
            return ()
        leaf: Node = Word(word) if alone else Exact(word)
        total = self.total(Field(field, leaf) if field else leaf, hears=False)
        if total > RARE:
            return ()
        self._left -= 1
        offered = self._near(name, folded)
        if total:
            offered = [(score, one, many) for score, one, many in offered if many >= FAR_MORE * total]
        chosen = [_cased(self._shown(name, one), word) for _, one, _ in offered]
        if not total:
            chosen += [" ".join(apart) for apart in self._apart(name, folded)]
        return tuple(dict.fromkeys(chosen))[:OFFERED]

    def _near(self, name: str, folded: str) -> list[tuple[float, str, int]]:
        """Give the words and names near to one, scored, those that are found together only once."""
        scored: dict[str, tuple[float, str, int]] = {}
        for distance in (1, 2) if len(folded) >= LONG else (1,):
            for one, many in (*self._words_near(name, folded, distance), *self._names_near(name, folded, distance)):
                bare = fold_name(one)
                score = _likeness(folded, bare) + math.log(many)
                if score > scored.get(bare, (-math.inf, "", 0))[0]:
                    scored[bare] = (score, one, many)
        best: list[tuple[float, str, int]] = []
        met: set[str] = set()
        for score, one, many in sorted(scored.values(), key=lambda entry: (-entry[0], entry[1])):
            stems = self._matcher.alone(one).stems
            if met.isdisjoint(stems):
                best.append((score, one, many))
                met |= stems
            if len(best) == OFFERED:
                break
        return best

    def _words_near(self, name: str, folded: str, distance: int) -> Iterator[tuple[str, int]]:
        for word in self._lexicon.near(name, folded, distance):
            cancelling.check()
            many = self._sight.count(name, word)
            if many and word != folded:
                yield word, many

    def _names_near(self, name: str, folded: str, distance: int) -> Iterator[tuple[str, int]]:
        if name == "speaker":
            return
        for spelled, same in self._names.near(folded, distance):
            many = self._sight.count("ref", same.authority)
            if (many or self._all_names) and fold_name(spelled) != folded:
                yield spelled, many or 1

    def _apart(self, name: str, folded: str) -> Iterator[tuple[str, str]]:
        """Give the ways in which a word may be two words that were typed without the space between them."""
        for at in range(2, len(folded) - 1):
            pair = folded[:at], folded[at:]
            if all(self._sight.count(name, one) for one in pair):
                together: Node = Phrase(pair)
                if self.total(Field(name, together) if name != "word" else together):
                    yield pair

    def _shown(self, name: str, word: str) -> str:
        return self._spelled(name, word) if word == fold_name(word) else word

    def _values(self, field: str, typed: str) -> tuple[str, ...]:
        """Give the values of a field that occur, near to one that does not."""
        if field == "has":
            every: Iterable[str] = (kind for kind in KINDS if self._sight.count("has", kind))
        elif field in WHOLE and field != "id":
            name = WHOLE_FIELDS[field]
            every = (value for value in self._sight.snapshot.words(name) if self._sight.count(name, value))
        else:
            return ()
        typed = typed.casefold()
        known = sorted(every)
        if any(value.casefold() == typed or typed.endswith("*") for value in known):
            return ()
        return _nearest(typed, known)


def _fields_near(typed: str) -> tuple[str, ...]:
    return tuple(f"{name}" for name in _nearest(typed.casefold(), FIELDS)) if typed.isalpha() else ()


def _nearest(typed: str, known: Iterable[str]) -> tuple[str, ...]:
    """Give the known values near to what was typed, or that begin so."""
    most = 1 if len(typed) < LONG else 2
    scored = [(slips(typed, one.casefold(), most), one) for one in known]
    near = sorted(pair for pair in scored if pair[0] <= most)
    begun = [(most, one) for _, one in scored if len(typed) >= SHORTEST and one.casefold().startswith(typed)]
    return tuple(dict.fromkeys(one for _, one in (*near, *begun)))[:OFFERED]


def _likeness(typed: str, other: str) -> float:
    alike = SWAPPED if sorted(typed) == sorted(other) else 0.0
    return alike + (FIRST if typed[0] == other[:1] else 0.0) - SLIP * slips(typed, other, 2)


def _cased(word: str, typed: str) -> str:
    """Write a word with a capital where one was typed."""
    if len(typed) > 1 and typed.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if typed[:1].isupper() else word


def _in_order(doubts: Sequence[_Doubt]) -> Iterable[tuple[int, ...]]:
    """Give which words to try, all of the best first; the last number of each stands for leaving it as it is."""
    every = product(*(range(len(doubt.instead) + 1) for doubt in doubts))
    return sorted(every, key=lambda chosen: (sum(chosen), chosen))


def _replaced(query: str, doubts: Sequence[_Doubt], chosen: Sequence[int]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Put the chosen words into the question, and leave everything else as it was typed."""
    made, reached = "", 0
    changed = []
    for doubt, which in zip(doubts, chosen, strict=True):
        if which < len(doubt.instead):
            typed, instead = query[doubt.start : doubt.end], doubt.instead[which]
            made += query[reached : doubt.start] + instead
            reached = doubt.end
            changed.append((typed, instead))
    return made + query[reached:], tuple(changed)
