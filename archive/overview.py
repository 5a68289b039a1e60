"""What an archive holds, and what needs a person: figures each of which leads to the testimonies it counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from archive import access, care, narrowing
from archive.holdings import NEEDS, number_of
from testimonies.authority import Place, label

if TYPE_CHECKING:
    from archive.reading import Reading

RECENT = 12
"""Changes shown, the newest first."""
MOST_IDS = 200
"""Testimonies that one question names by their ids."""

_MORE_NEEDS = {
    "fixity": (
        "A file is not what it was when it was last known to be sound",
        "See what: earwitness verify ID. Put the file back from a backup as README.txt says, and check anew.",
    ),
    "transcript": ("There is no transcript", "Type it beside the recording: earwitness transcribe ID."),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """How many of something there are."""

    name: str
    number: float
    question: str | None = None
    """What finds exactly these; None where nothing does."""


@dataclass(frozen=True, slots=True)
class Need:
    """What needs a person."""

    key: str
    what: str
    todo: str
    ids: tuple[str, ...]
    """The records it is about."""

    @property
    def question(self) -> str:
        """Give what finds them, or the first of them where they are very many."""
        return narrowing.ids(self.ids[:MOST_IDS])


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that is told about."""

    id: str
    label: str
    count: int
    """Testimonies."""
    where: tuple[float, float] | None
    """Degrees of latitude and longitude, as exactly as this reader may know them."""


@dataclass(frozen=True, slots=True)
class Recent:
    """A change."""

    at: str
    by: str
    id: str
    why: str


@dataclass(frozen=True, slots=True)
class Overview:
    """All of it, for one reader."""

    figures: tuple[Figure, ...]
    years: Mapping[int, int]
    """Testimonies that tell of each year."""
    decades: Mapping[str, int]
    """Testimonies that tell of each decade, such as `1990s`."""
    languages: Mapping[str, int]
    spots: tuple[Spot, ...]
    """The places told about most, first."""
    needs: tuple[Need, ...] = ()
    recent: tuple[Recent, ...] = ()
    unchecked: int = 0
    """Records nobody has compared with their digests yet."""
    last_check: str | None = None
    drafts: int = 0
    quarantined: tuple[str, ...] = ()


def stats(archive: Reading, who: str) -> Mapping[str, int | float]:
    """Count what a reader may see; hours of recordings with one decimal."""
    counted = {figure.name: figure.number for figure in _figures([*archive.finder.rows(who)])}
    numbers = {
        name: round(number, 1) if name.startswith("hours") else int(number) for name, number in counted.items()
    }
    return numbers | ({"authority records": len(archive.register.records)} if who == "staff" else {})


def overview(archive: Reading, who: str, today: date) -> Overview:
    """Look over an archive; what needs a person, and who changed what, is for staff."""
    rows = [*archive.finder.rows(who)]
    counts = archive.counts(narrowing.Question("", ()), who)
    shown = Overview(
        figures=tuple(_figures(rows)),
        years=archive.finder.years(who),
        decades=dict(sorted(counts.facets["decade"].items(), key=lambda one: (len(one[0]), one[0]))),
        languages=counts.facets["language"],
        spots=tuple(_spots(archive, counts.facets["place"], who)),
    )
    if who != "staff":
        return shown
    outcomes = care.last_outcomes(archive.folder)
    return replace(
        shown,
        needs=tuple(_needs(rows, outcomes, today)),
        recent=tuple(_recent(archive)),
        unchecked=sum(f"testimonies/{row['id']}" not in outcomes for row in rows),
        last_check=max((at for at, _ in outcomes.values()), default=None),
        drafts=len(archive.drafts.names()),
        quarantined=tuple(sorted(path.name for path in (archive.folder / "quarantine").glob("*"))),
    )


def _figures(rows: Sequence[Mapping[str, Any]]) -> Iterator[Figure]:
    def total(name: str) -> float:
        return sum(row.get(name) or 0 for row in rows)

    spoken = sum(bool(row.get("passages")) for row in rows)
    narrators = {name for row in rows for name in row.get("narrators") or ()}
    yield Figure("testimonies", len(rows), "")
    yield Figure("narrators named", len(narrators))
    yield Figure("with a transcript", spoken, "has:transcript")
    yield Figure("passages", total("passages"))
    yield Figure("words", total("words"))
    yield Figure("media files", total("files"), "has:audio OR has:video OR has:photo OR has:scan")
    yield Figure("hours of recordings", total("seconds") / 3600, "has:audio OR has:video")
    yield Figure("photographs and pages", total("pictures"), "has:photo OR has:scan")


def _needs(
    rows: Iterable[Mapping[str, Any]], outcomes: Mapping[str, tuple[str, bool]], today: date
) -> Iterator[Need]:
    found: dict[str, list[str]] = {}
    for row in rows:
        for key in _needed(row, today):
            found.setdefault(key, []).append(row["id"])
    found["fixity"] = sorted(key.partition("/")[2] for key, (_, is_sound) in outcomes.items() if not is_sound)
    for key, (what, todo) in (_MORE_NEEDS | NEEDS).items():
        if found.get(key):
            yield Need(key, what, todo, tuple(sorted(found[key])))


def _needed(row: Mapping[str, Any], today: date) -> Iterator[str]:
    yield from row.get("needs") or ()
    if row.get("review") is not None and row["review"] < number_of(today):
        yield "review"
    if not row.get("passages"):
        yield "transcript"


def _spots(archive: Reading, counts: Mapping[str, int], who: str) -> Iterator[Spot]:
    for key, count in counts.items():
        record = archive.register.records.get(key)
        if isinstance(record, Place):
            where = access.coordinates(record) if who == "staff" else access.public_coordinates(record)
            yield Spot(key, label(record), count, where)
        else:
            yield Spot("", key, count, None)


def _recent(archive: Reading) -> Iterator[Recent]:
    entries = archive.trail()[:RECENT]
    for entry in entries:
        event = entry.event
        yield Recent(event.at, event.by, event.id, event.why or event.event)
