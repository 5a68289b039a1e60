"""Own words beside each other: related passages in one row, nothing lost, and a column moved by hand and back."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from archive.aligning import Columns, back, beside, further
from archive.comparing import rows
from testimonies.edtf import parse
from testimonies.testimony import Point, Relation, Testimony
from testimonies.transcript import Passage, Transcript

Pair = tuple[tuple[int, int], tuple[int, int]]


def account(number: int, passages: int, related: Sequence[Pair] = ()) -> Testimony:
    """Give an account of so many passages, and what it holds of how they are related: (account, passage) each."""
    words = tuple(Passage(f"{number}.{n}", id=f"s{n:04}") for n in range(passages))
    ends = [tuple(Point(f"oh-{a}", f"s{p:04}") for a, p in pair) for pair in related]
    return Testimony(
        id=f"oh-{number}",
        kind="interview",
        title=f"Account {number}",
        date=parse("1915"),
        collection="oh",
        transcripts=(Transcript(language="en", passages=words),),
        relations=tuple(Relation(from_=one, type="agrees_on", to=other, about="") for one, other in ends),
    )


def said(columns: Columns) -> list[str]:
    """Give the rows as one reads them: `0.1|1.0`, a dash where nothing is said."""
    return ["|".join(one.words if one else "-" for one in row) for row in zip(*columns, strict=True)]


def test_related_passages_stand_in_one_row_and_the_others_go_on_between() -> None:
    accounts = [account(0, 5, [((0, 3), (1, 1))]), account(1, 3)]
    assert said(beside(accounts)) == ["0.0|1.0", "0.1|-", "0.2|-", "0.3|1.1", "0.4|1.2"]


def test_what_would_cross_is_left_and_as_much_as_can_stand_in_order_is_kept() -> None:
    related = [((0, 0), (1, 3)), ((0, 1), (1, 1)), ((0, 2), (1, 2))]
    columns = said(beside([account(0, 4, related), account(1, 4)]))
    assert columns == ["0.0|1.0", "0.1|1.1", "0.2|1.2", "0.3|1.3"]


def test_three_accounts_of_one_point_stand_in_one_row() -> None:
    accounts = [account(0, 3, [((0, 2), (1, 0))]), account(1, 2, [((1, 0), (2, 1))]), account(2, 2)]
    assert "0.2|1.0|2.1" in said(beside(accounts))


def test_a_row_of_own_words_says_what_was_said_of_it_and_a_relation_within_one_account_shows_both() -> None:
    accounts = [account(0, 3, [((0, 1), (1, 0)), ((0, 0), (0, 2))]), account(1, 1)]
    made = rows(accounts)
    assert [len(row.points) for row in made if not row.relation] == [0, 1, 0]
    inner = next(row for row in made if row.relation and row.sides[1] is None).sides[0]
    assert inner
    assert inner.also
    assert (inner.words, inner.also.words) == ("0.0", "0.2")


def test_one_account_goes_on_alone_and_back() -> None:
    columns = beside([account(0, 3), account(1, 3)])
    moved, row = further(columns, 0, 1)
    assert said(moved) == ["0.0|1.0", "0.1|-", "0.2|1.1", "-|1.2"]
    assert row == 2
    again, row = back(moved, 0, row)
    assert (said(again), row) == (said(columns), 1)
    assert said(back(columns, 0, 1)[0]) == ["-|1.0", "0.0|1.1", "0.1|1.2", "0.2|-"]


pairs = st.tuples(st.tuples(st.integers(0, 2), st.integers(0, 7)), st.tuples(st.integers(0, 2), st.integers(0, 7)))


@given(
    st.lists(st.integers(0, 8), min_size=3, max_size=3),
    st.lists(pairs, max_size=8),
    st.lists(st.tuples(st.booleans(), st.integers(0, 2), st.integers(0, 12)), max_size=6),
)
def test_every_word_stays_once_and_in_its_order(
    lengths: list[int], related: list[Pair], moves: list[tuple[bool, int, int]]
) -> None:
    accounts = [account(n, length, related if n == 0 else ()) for n, length in enumerate(lengths)]
    columns = beside(accounts)
    for on, side, row in moves if any(lengths) else ():
        columns, at = (further if on else back)(columns, side, row % len(columns[0]))
        assert 0 <= at < len(columns[0])
    told = [[one for one in column if one] for column in columns]
    assert told == [list(one.transcripts[0].passages) for one in accounts]
    assert len({len(column) for column in columns}) == 1
    assert all(any(row) for row in zip(*columns, strict=True))
