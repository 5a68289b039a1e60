"""What an archive holds, and what needs a person: figures each of which leads to the testimonies it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
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


@dataclass(slots=True)
class Counted:
    """What was counted of the testimonies a reader knows of."""

    ids: list[str] = field(default_factory=list)
    narrators: set[str] = field(default_factory=set)
    sums: Counter[str] = field(default_factory=Counter)
    spoken: int = 0
    """Those with a transcript."""
    needs: dict[str, list[str]] = field(default_factory=dict)
    """By the key of what is needed, the ids of those that need it."""
    reviews: list[tuple[int, str]] = field(default_factory=list)
    """The day number of each review of a closure, and the id."""


SUMMED = ("passages", "words", "files", "seconds", "pictures")


def count(rows: Iterable[Mapping[str, Any]]) -> Counted:
    """Count over the rows of the index, holding none of them."""
    made = Counted()
    for row in rows:
        made.ids.append(row["id"])
        made.narrators.update(row.get("narrators") or ())
        for name in SUMMED:
            made.sums[name] += row.get(name) or 0
        made.spoken += bool(row.get("passages"))
        for key in (*(row.get("needs") or ()), *(() if row.get("passages") else ("transcript",))):
            made.needs.setdefault(key, []).append(row["id"])
        if row.get("review") is not None:
            made.reviews.append((row["review"], row["id"]))
    return made


def stats(archive: Reading, counted: Counted, who: str) -> Mapping[str, int | float]:
    """Count what a reader may see; hours of recordings with one decimal."""
    found = {figure.name: figure.number for figure in _figures(counted)}
    numbers = {name: round(number, 1) if name.startswith("hours") else int(number) for name, number in found.items()}
    return numbers | ({"authority records": len(archive.register.records)} if who == "staff" else {})


def overview(archive: Reading, counted: Counted, who: str, today: date) -> Overview:
    """Look over an archive; what needs a person, and who changed what, is for staff."""
    counts = archive.counts(narrowing.Question("", ()), who)
    shown = Overview(
        figures=tuple(_figures(counted)),
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
        needs=tuple(_needs(counted, outcomes, today)),
        recent=tuple(_recent(archive)),
        unchecked=sum(f"testimonies/{one}" not in outcomes for one in counted.ids),
        last_check=max((at for at, _ in outcomes.values()), default=None),
        drafts=len(archive.drafts.names()),
        quarantined=tuple(sorted(path.name for path in (archive.folder / "quarantine").glob("*"))),
    )


def _figures(counted: Counted) -> Iterator[Figure]:
    sums = counted.sums
    yield Figure("testimonies", len(counted.ids), "")
    yield Figure("narrators named", len(counted.narrators))
    yield Figure("with a transcript", counted.spoken, "has:transcript")
    yield Figure("passages", sums["passages"])
    yield Figure("words", sums["words"])
    yield Figure("media files", sums["files"], "has:audio OR has:video OR has:photo OR has:scan")
    yield Figure("hours of recordings", sums["seconds"] / 3600, "has:audio OR has:video")
    yield Figure("photographs and pages", sums["pictures"], "has:photo OR has:scan")


def _needs(counted: Counted, outcomes: Mapping[str, tuple[str, bool]], today: date) -> Iterator[Need]:
    found = {key: sorted(ids) for key, ids in counted.needs.items()}
    found["review"] = sorted(one for day, one in counted.reviews if day < number_of(today))
    found["fixity"] = sorted(key.partition("/")[2] for key, (_, is_sound) in outcomes.items() if not is_sound)
    for key, (what, todo) in (_MORE_NEEDS | NEEDS).items():
        if found.get(key):
            yield Need(key, what, todo, tuple(found[key]))


def _spots(archive: Reading, counts: Mapping[str, int], who: str) -> Iterator[Spot]:
    for key, count in counts.items():
        record = archive.register.records.get(key)
        if isinstance(record, Place):
            where = access.coordinates(record) if who == "staff" else access.public_coordinates(record)
            yield Spot(key, label(record), count, where)
        else:
            yield Spot("", key, count, None)


def _recent(archive: Reading) -> Iterator[Recent]:
    for entry in archive.trail(limit=RECENT):
        event = entry.event
        yield Recent(event.at, event.by, event.id, event.why or event.event)
