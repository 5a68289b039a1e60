"""Two to four accounts of one event beside each other, aligned by what archivists have put beside each other.

Nothing is decided here: a row is a relation somebody asserts, or the accounts' own words as they follow one another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from archive.aligning import Columns, beside
from testimonies.errors import BadInput, NotFound, WrongUsage
from testimonies.testimony import Point, Relation, Testimony
from testimonies.transcript import Passage

FEWEST, MOST = 2, 4

SIGNS = {"agrees_on": "≈", "differs_on": "≠", "same_event": "="}
SAID = {
    "agrees_on": "agree",
    "differs_on": "differ",
    "same_event": "tell of the same event",
    "adds_to": "the first adds to the second",
    "responds_to": "the first answers the second",
    "quotes": "the first quotes the second",
    "translation_of": "the first is a translation of the second",
}
"""What a relation says of its two sides."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one account says on a point: a passage, or the whole of it."""

    testimony: str
    passage: Passage | None
    title: str = ""
    is_gone: bool = False
    """Whether a passage was meant that is not there any more."""
    also: Passage | None = None
    """Another passage of the same account, where somebody relates two of its own."""

    @property
    def words(self) -> str:
        """Give its words; of a whole testimony, its title."""
        if self.is_gone:
            return "The passage that was meant is not there any more."
        return self.passage.words if self.passage else self.title


@dataclass(frozen=True, slots=True)
class Row:
    """Accounts beside each other: on a point somebody asserts, or in the order of their own words."""

    sides: tuple[Side | None, ...]
    """For each account; None where it says nothing here."""
    relation: Relation | None = None
    held_by: str = ""
    """The testimony whose record keeps the relation."""
    points: tuple[Relation, ...] = ()
    """Of a row of own words: what somebody asserts of passages that stand in it."""

    @property
    def differs(self) -> bool:
        """Whether somebody says that they differ."""
        return bool(self.relation and self.relation.type == "differs_on")


def refuse_count(ids: Sequence[str]) -> None:
    """Refuse what can't be compared: fewer than two accounts, more than four, or one with itself."""
    if len(set(ids)) != len(ids):
        raise WrongUsage("An account can't be compared with itself; name different testimonies.")
    if not FEWEST <= len(ids) <= MOST:
        raise WrongUsage(f"{len(ids)} accounts can't be compared; name {FEWEST} to {MOST}.")


def rows(accounts: Sequence[Testimony], columns: Columns | None = None) -> list[Row]:
    """Give the points somebody has made, and then their own words in columns, as `aligning.beside` has them."""
    return [*_points(accounts), *_own_words(accounts, beside(accounts) if columns is None else columns)]


def _points(accounts: Sequence[Testimony]) -> Iterator[Row]:
    names = [account.id for account in accounts]
    for account in accounts:
        for relation in account.relations:
            ends = (relation.from_, relation.to)
            if all(end.testimony in names for end in ends):
                sides: list[Side | None] = [None] * len(accounts)
                for end in ends:
                    at = names.index(end.testimony)
                    first, side = sides[at], _side(accounts[at], end)
                    sides[at] = replace(first, also=side.passage) if first else side
                yield Row(tuple(sides), relation, account.id)


def _side(account: Testimony, end: Point) -> Side:
    passages = (one for transcript in account.transcripts for one in transcript.passages)
    found = next((one for one in passages if one.id == end.passage), None)
    return Side(account.id, found, account.title, is_gone=end.passage is not None and found is None)


def _own_words(accounts: Sequence[Testimony], columns: Columns) -> Iterator[Row]:
    made = [
        (relation, {(end.testimony, end.passage) for end in (relation.from_, relation.to) if end.passage})
        for account in accounts
        for relation in account.relations
    ]
    for passages in zip(*columns, strict=True):
        here = {(account.id, one.id) for account, one in zip(accounts, passages, strict=True) if one}
        yield Row(
            tuple(Side(account.id, one) if one else None for account, one in zip(accounts, passages, strict=True)),
            points=tuple(relation for relation, ends in made if len(ends) > 1 and ends <= here),
        )


def said_of(relation: Relation) -> str:
    """Say in one line what somebody asserts: `they differ, asserted by the report`.

    >>> said_of(Relation(from_=Point("a"), type="differs_on", to=Point("b"), about="x", asserted_by="the report"))
    'they differ, asserted by the report'
    """
    they = "they " if relation.type in SIGNS else ""
    who = relation.asserted_by or relation.by
    return f"{they}{SAID.get(relation.type, relation.type)}{f', asserted by {who}' if who else ''}"


def without(before: Testimony, relation: Relation) -> Testimony:
    """Take a relation out of a record; older versions keep it."""
    return replace(before, relations=tuple(one for one in before.relations if one is not _held(before, relation)))


def with_note(before: Testimony, relation: Relation, note: str) -> Testimony:
    """Let the note of a relation say something else."""
    held = _held(before, relation)
    changed = replace(held, note=note.strip() or None)
    return replace(before, relations=tuple(changed if one is held else one for one in before.relations))


def _held(before: Testimony, relation: Relation) -> Relation:
    held = next((one for one in before.relations if one == relation), None)
    if held is None:
        raise BadInput(f"{before.id} was changed meanwhile, and this relation with it; look again.")
    return held


def numbered(before: Testimony, number: int) -> Relation:
    """Give a relation of a record by its number, from 1."""
    if not 1 <= number <= len(before.relations):
        raise NotFound(f"{before.id} has {len(before.relations)} relations, and no number {number}.")
    return before.relations[number - 1]
