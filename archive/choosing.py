"""Names to choose from while one types: every name an authority record goes by leads to the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.index.folding import fold
from archive.register import Register
from testimonies.authority import Authority, is_protected, label

MOST = 6
"""More than that nobody reads while typing."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A record that a typed name may mean."""

    ref: str
    name: str
    """The name of it that matches what was typed."""
    label: str
    """How the record is called otherwise."""

    def __str__(self) -> str:
        """Say it in one line: the name that matched, where that leads, and the id."""
        led = "" if self.name == self.label else f" → {self.label}"
        return f"{self.name}{led} ({self.ref})"


def choices(register: Register, kinds: Iterable[str], typed: str, most: int = MOST) -> tuple[Choice, ...]:
    """Give the records with a name that begins as typed, then those with a word that does; none that was merged."""
    wanted = fold(typed.strip())
    if not wanted:
        return ()
    found: list[tuple[int, int, Choice]] = []
    records = (record for kind in kinds for record in register.of_kind(kind))
    for number, record in enumerate(record for record in records if "merged_into" not in record.extra):
        ranked = [(rank, name) for name in offered(record) if (rank := _rank(fold(name), wanted)) is not None]
        if ranked:
            rank, name = min(ranked, key=lambda pair: pair[0])
            found.append((rank, number, Choice(record.id, name, _label(record))))
    return tuple(choice for _, _, choice in sorted(found, key=lambda one: one[:2])[:most])


def offered(record: Authority) -> Iterator[str]:
    """Give the names that may be shown while somebody types: of a protected person what stands for them only.

    >>> from testimonies.authority import Name, Person
    >>> list(offered(Person(protection="pseudonym", names=(Name("Amina", kind="pseudonym"), Name("Real")))))
    ['Amina']
    """
    names = record.names
    if is_protected(record):
        stand_in = [name.text for name in names if name.kind == "pseudonym"]
        yield from stand_in or [label(record)]
    else:
        yield from (name.text for name in names)


def _label(record: Authority) -> str:
    return next(offered(record), record.id) if is_protected(record) else label(record)


def _rank(name: str, wanted: str) -> int | None:
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    return 2 if any(word.startswith(wanted) for word in name.split()) else None
