"""Bringing in whole folders: every proposal is kept, known already, or refused with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from archive.archive import Archive
from archive.checking import checks
from archive.exchange import mapping_file
from archive.exchange.mapping import Mapping
from archive.exchange.plan import plan
from archive.exchange.proposal import Defaults, Proposal
from archive.exchange.reading import shown
from archive.store import durable
from archive.writing import Added
from testimonies.errors import (
    AlreadyKept,
    ArchiveError,
    BadInput,
    Fault,
    Faults,
    Unavailable,
    UnreadableFile,
)
from testimonies.quoting import quoted

Progress = Callable[[int, int, str], object]
Keep = Callable[..., Added]

_CALLED = {"vtt": "webvtt", "txt": "text", "md": "text"}
"""What formats are also called, after the endings of their files."""

UNDETERMINED = "und"
"""The tag of a language nobody has named."""

BATCH = 100
"""Testimonies kept under one lock and written to the index together."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one testimony's files."""

    file: str
    id: str | None
    outcome: str
    """`kept`, `repaired`, `known`, `refused` or `left out`; in a dry run what it would be."""
    notes: tuple[str, ...]
    language: bool = True
    """Whether somebody has said in which language its words are."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did."""

    files: tuple[Outcome, ...]
    mapping: Path | None
    """Where the mapping of the tables was saved, for a person to read and edit."""
    notes: tuple[str, ...] = ()
    """What a person should know about the tables."""
    remarks: tuple[str, ...] = ()
    """What a person should know about what was kept."""

    def count(self, *outcomes: str) -> int:
        """How many files had one of these outcomes."""
        counted = Counter(one.outcome for one in self.files)
        return sum(counted[outcome] for outcome in outcomes)

    @property
    def kept(self) -> int:
        """How many testimonies were kept, repaired ones among them."""
        return self.count("kept", "repaired")

    @property
    def repaired(self) -> int:
        """How many were kept after something in them was mended."""
        return self.count("repaired")

    @property
    def refused(self) -> int:
        """How many were refused."""
        return self.count("refused")

    @property
    def known(self) -> int:
        """How many were in the archive already."""
        return self.count("known")


def bring(
    archive: Archive,
    paths: Sequence[Path],
    *,
    by: str,
    format: str | None = None,  # noqa: A002 - as the command names it
    mapping: Path | None = None,
    collection: str | None = None,
    dry_run: bool = False,
    progress: Progress,
) -> Report:
    """Import folders and files; run again, it keeps only what is not yet in the archive."""
    if collection and collection not in archive.register.collections:
        known = ", ".join(archive.register.collections)
        raise BadInput(
            f"There is no collection {quoted(collection)}; there is: {known}. Add one with: earwitness authority add"
        )
    planned = plan(
        paths,
        mapping=_read_mapping(mapping) if mapping else None,
        defaults=Defaults(collection=collection),
        otherwise=Defaults(collection=archive.settings.default_collection),
        format=_CALLED.get(format or "", format),
        check=checks(archive.register),
    )
    saved = None if dry_run or mapping or planned.mapping is None else _save_mapping(archive, planned.mapping)
    outcomes = [
        Outcome(_below(paths, one.file), None, "refused" if one.refused else "left out", (one.why,))
        for one in planned.left_out
    ]
    keep: Keep = archive.examiner() if dry_run else partial(archive.add, by=by, why="Imported")
    batch: list[Proposal] = []
    done = 0
    for proposal in planned.proposals():
        batch.append(proposal)
        if len(batch) == BATCH:
            outcomes += _keep_all(archive, batch, keep, dry_run=dry_run)
            done += len(batch)
            batch = []
            progress(done, planned.total, "testimonies")
    outcomes += _keep_all(archive, batch, keep, dry_run=dry_run)
    progress(planned.total, planned.total, "testimonies")
    return Report(tuple(outcomes), saved, planned.notes, tuple(_remarks(archive, outcomes)))


def _below(paths: Sequence[Path], file: Path) -> str:
    """Name a file as testimonies are named: from the folder that was given, whose own name comes first."""
    for path in paths:
        if path.name not in ("", "..") and file != path and file.is_relative_to(path):
            return shown(file.relative_to(path.parent))
    return shown(file.name)


def _remarks(archive: Archive, outcomes: Sequence[Outcome]) -> Iterator[str]:
    if archive.unindexed:
        yield archive.unindexed
    kept = [one for one in outcomes if one.outcome in ("kept", "repaired")]
    unsaid = sum(not one.language for one in kept)
    if unsaid:
        yield (
            f"The language of {unsaid:,} of them is not stated (und): their words are found as they are written, not "
            "in other forms. State it with: earwitness edit ID --set language=en; or, before they are imported, for "
            "all of them in the mapping given with --map: defaults: {language: en}."
        )


def _keep_all(archive: Archive, batch: Sequence[Proposal], keep: Keep, *, dry_run: bool) -> list[Outcome]:
    with nullcontext() if dry_run else archive.writing():
        return [_outcome(archive, proposal, keep) for proposal in batch]


def _outcome(archive: Archive, proposal: Proposal, keep: Keep) -> Outcome:
    if proposal.refused or proposal.testimony is None:
        return _refused(proposal, proposal.refused or "")
    try:
        kept = keep(proposal.testimony, media=proposal.media, sources=proposal.sources)
    except AlreadyKept as error:
        return Outcome(proposal.key, archive.kept_as(proposal.sources or proposal.media), "known", (str(error),))
    except Unavailable:
        # No room or no right to write: everything after it would fail the same way.
        raise
    except ArchiveError as error:
        return _refused(proposal, str(error))
    outcome = "repaired" if proposal.repaired else "kept"
    texts = [one for one in proposal.testimony.transcripts if one.passages]
    stated = not texts or any(one.language != UNDETERMINED for one in texts)
    return Outcome(proposal.key, kept.id or None, outcome, (*proposal.notes, *kept.remarks), stated)


def _refused(proposal: Proposal, why: str) -> Outcome:
    return Outcome(proposal.key, None, "refused", (why, *proposal.notes))


def _read_mapping(path: Path) -> Mapping:
    try:
        return mapping_file.read(path.read_text(encoding="utf-8"))
    except Faults as error:
        raise Faults(Fault(f"{path}, {fault.where}", fault.what) for fault in error.faults) from error
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"The mapping {path} can't be read ({error}).") from error


def _save_mapping(archive: Archive, mapping: Mapping) -> Path:
    text = mapping_file.write(mapping)
    folder = archive.folder / "saved"
    folder.mkdir(exist_ok=True)
    number = 1
    while (path := folder / f"mapping-{number}.yaml").exists():
        if path.read_text(encoding="utf-8") == text:
            return path
        number += 1
    with durable.explained("the mapping could not be saved"):
        durable.write(path, text.encode())
    return path
