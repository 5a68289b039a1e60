"""The authority records of an archive, held ready: names that stand for one another, labels, collections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from testimonies.authority import Authority, Collection, equivalents, is_protected, kind_of, label


@dataclass(frozen=True, slots=True)
class Same:
    """Names that stand for one another, and the authority record that says so."""

    authority: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """Every authority record by its id."""

    records: Mapping[str, Authority] = field(default_factory=dict)

    def of_kind(self, kind: str) -> tuple[Authority, ...]:
        """Give the records of one kind, in the order of their ids."""
        return tuple(record for key, record in sorted(self.records.items()) if kind_of(key) == kind)

    @property
    def collections(self) -> Mapping[str, Collection]:
        """The collections by their prefix."""
        return {record.prefix: record for record in self.of_kind("collection") if isinstance(record, Collection)}

    def label(self, authority_id: str) -> str:
        """Give the name to show for an id; the id itself where there is no such record."""
        record = self.records.get(authority_id)
        return label(record) if record else authority_id

    def named(self, fold: Callable[[str], str]) -> dict[str, tuple[Same, ...]]:
        """Map every folded name to what it stands for; `fold` is the search's own folding.

        A name that two records share stands for both of them.
        """
        found: defaultdict[str, list[Same]] = defaultdict(list)
        for key, record in sorted(self.records.items()):
            for names in equivalents(record):
                same = Same(key, names)
                for folded in dict.fromkeys(fold(name) for name in names):
                    found[folded].append(same)
        return {folded: tuple(same) for folded, same in found.items()}

    def protected(self) -> frozenset[str]:
        """Give the ids of persons whose names must never lead to anything else."""
        return frozenset(key for key, record in self.records.items() if is_protected(record))

    def protected_names(self) -> tuple[str, ...]:
        """Give the names that must never lead to anything else."""
        return tuple(name.text for record in self.records.values() if is_protected(record) for name in record.names)

    @classmethod
    def of(cls, records: Iterable[Authority]) -> Register:
        """Hold these records."""
        return cls({record.id: record for record in records})
