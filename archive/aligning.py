"""The own words of accounts beside each other: passages that somebody has related stand in one row.

Between such rows each account goes on in its own order, and one may be moved against the others by hand. Nothing of
it is kept: what is kept are the relations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from testimonies.testimony import Testimony
from testimonies.transcript import Passage

Columns = Sequence[Sequence[Passage | None]]
"""For each account its passages in order, all columns of one length, None where it says nothing in a row."""


def beside(accounts: Sequence[Testimony], *, translated: bool = False) -> Columns:
    """Put the words of accounts beside each other, those of their translations where they are wanted and there."""
    texts = [words_of(account, translated=translated) for account in accounts]
    columns: list[list[Passage | None]] = [[] for _ in texts]
    taken = [0] * len(texts)
    rows = _chain(accounts, texts)
    for number, row in enumerate(rows):
        # An account that isn't in this row goes on beside the others, as far as to the next one it is in.
        ends = [next((one[n] for one in rows[number:] if n in one), len(text)) for n, text in enumerate(texts)]
        height = max(ends[n] - taken[n] for n in row)
        for n, text in enumerate(texts):
            upto = ends[n] if n in row else min(taken[n] + height, ends[n])
            columns[n] += [*text[taken[n] : upto], *[None] * (height - (upto - taken[n]))]
            taken[n] = upto
            is_next = n in row or taken[n] < ends[n]
            columns[n].append(text[taken[n]] if is_next else None)
            taken[n] += is_next
    rest = [text[done:] for text, done in zip(texts, taken, strict=True)]
    for column, words in zip(columns, rest, strict=True):
        column += [*words, *[None] * (max(map(len, rest)) - len(words))]
    return columns


def words_of(account: Testimony, *, translated: bool = False) -> Sequence[Passage]:
    """Give the passages of an account in the order they were told: those of its originals, or of its translations."""
    kind = "translation" if translated else "original"
    chosen = [one for one in account.transcripts if one.kind == kind] or account.transcripts[:1]
    return [passage for transcript in chosen for passage in transcript.passages]


def _chain(accounts: Sequence[Testimony], texts: Sequence[Sequence[Passage]]) -> Sequence[Mapping[int, int]]:
    """Give the rows of related passages: for each, the number of a passage by the number of its account.

    People tell things in their own order. Of rows that would cross, as many are kept as can stand below one another.
    """
    groups = sorted(_groups(accounts, texts), key=lambda group: sum(group.values()) / len(group))
    best: list[list[Mapping[int, int]]] = []
    for group in groups:
        before = [chain for chain in best if all(_is_before(one, group) for one in chain)]
        best.append([*max(before, key=len, default=[]), group])
    return max(best, key=len, default=[])


def _is_before(one: Mapping[int, int], other: Mapping[int, int]) -> bool:
    return all(one[account] < other[account] for account in one.keys() & other.keys())


def _groups(accounts: Sequence[Testimony], texts: Sequence[Sequence[Passage]]) -> Sequence[dict[int, int]]:
    """Join pairs of related passages that share one, so that three accounts of one point stand in one row."""
    groups: list[dict[int, int]] = []
    for pair in _pairs(accounts, texts):
        for group in groups:
            shared = group.items() & pair.items()
            if shared and all(group.get(account, passage) == passage for account, passage in pair.items()):
                group.update(pair)
                break
        else:
            groups.append(pair)
    return groups


def _pairs(accounts: Sequence[Testimony], texts: Sequence[Sequence[Passage]]) -> Iterator[dict[int, int]]:
    found = {
        (account.id, passage.id): (n, number)
        for n, (account, text) in enumerate(zip(accounts, texts, strict=True))
        for number, passage in enumerate(text)
    }
    for account in accounts:
        for relation in account.relations:
            ends = [found.get((end.testimony, end.passage or "")) for end in (relation.from_, relation.to)]
            pair = dict(end for end in ends if end)
            if len(pair) == len(ends):
                yield pair


def further(columns: Columns, side: int, row: int) -> tuple[Columns, int]:
    """Let the next passage of a side stand beside what the others say in a row; give the row it stands in now."""
    moved = [list(column) for column in columns]
    if moved[side][row] is None:
        del moved[side][row]
        return _even(moved, row)
    for number, column in enumerate(moved):
        if number != side:
            column.insert(row, None)
    return _even(moved, row + 1)


def back(columns: Columns, side: int, row: int) -> tuple[Columns, int]:
    """Let the passage before of a side stand beside what the others say in a row; the opposite of `further`."""
    moved = [list(column) for column in columns]
    others = [column for number, column in enumerate(moved) if number != side]
    before = next((n for n in range(row - 1, -1, -1) if moved[side][n] is not None), None)
    if before is None:
        return columns, row
    if all(column[row - 1] is None for column in others):
        for column in others:
            del column[row - 1]
        return _even(moved, row - 1)
    moved[side].insert(before, None)
    return _even(moved, row)


def _even(columns: Sequence[Sequence[Passage | None]], at: int) -> tuple[Columns, int]:
    """Make columns of one length again, without rows in which nobody says anything; give where a row is then."""
    rows = list(zip_longest(*columns))
    kept = [row for row in rows if any(row)]
    at = sum(any(row) for row in rows[:at])
    return list(zip(*kept, strict=True)), max(0, min(at, len(kept) - 1))
