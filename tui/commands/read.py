"""`show`, `cite`, `media` and `history`: one testimony, read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive import citation
from archive.copying import copy_media
from archive.noting import notes_on
from archive.reading import Shown
from testimonies import locator
from testimonies.errors import WrongUsage
from testimonies.form import plain
from testimonies.quoting import quoted
from testimonies.testimony import Testimony
from testimonies.transcript import Passage, Transcript
from tui import door, printing, safe
from tui.commands import options
from tui.commands.note import signed
from tui.telling import described, glimpse, heading, medium

if TYPE_CHECKING:
    from archive.differences import Change
    from archive.index.keyness import KeyWord


@click.command(name="show")
@click.argument("id")
@click.option("--at", metavar="PLACE", help="Begin at 00:14:32, p3:12 or n4.")
@click.option("--version", type=click.IntRange(1), metavar="N", help="As it was in version N.")
@click.option("--raw", is_flag=True, help="Print record.json as it is kept; for staff.")
@click.option("--keywords", is_flag=True, help="List the words it has more of than all other testimonies.")
@options.record
def show_command(
    id: str,  # noqa: A002 - as the contract names it
    at: str | None,
    version: int | None,
    raw: bool,
    keywords: bool,
    who: str,
    as_json: bool,
) -> int:
    """Show a testimony: its description, its media and its words."""
    if keywords and (at or version or raw):
        raise WrongUsage("--keywords is of the whole testimony as it is now; leave out --at, --version and --raw.")
    archive = options.entered().archive
    if keywords:
        return _print_key_words(id, archive.key_words(id, who), as_json)
    if raw:
        printing.kept(archive.raw(id, who, version))
        return 0
    place = locator.parse(at) if at else None
    shown = archive.show(id, who, version)
    if place:
        citation.passage_at(shown.testimony, place)
    if as_json:
        printing.document(as_plain(shown))
    else:
        _print(shown, archive.register.label, place, who)
    return 0


def _print_key_words(testimony_id: str, found: Sequence[KeyWord], as_json: bool) -> int:
    if as_json:
        printing.document({"id": testimony_id, "keywords": [asdict(one) for one in found]})
    elif found:
        rows = [
            (f"{one.score:,.1f}", f"{one.count:,}", f"{one.passages:,}", f"{one.elsewhere:,}", one.word)
            for one in found
        ]
        printing.table(rows, ("SCORE", "SAID", "PASSAGES", "ELSEWHERE", "WORD"))
    else:
        printing.tell(f"{safe.line(testimony_id)} has no words of its own that set it apart.")
    return 0 if found else 1


def as_plain(shown: Shown) -> dict[str, Any]:
    """Give a testimony as the plain values `show --json` prints."""
    if shown.glimpse:
        return glimpse(shown.testimony)
    record: dict[str, Any] = plain(shown.testimony)
    record["version"], record["versions"] = shown.version, shown.versions
    record["transcripts"] = [_plain_transcript(transcript) for transcript in shown.testimony.transcripts]
    record["media"] = [plain(item) for item in shown.testimony.media]
    return record


def _plain_transcript(transcript: Transcript) -> dict[str, Any]:
    passages = []
    for number, passage in enumerate(transcript.passages, 1):
        at = str(passage.at) if passage.at else None
        passages.append({**plain(passage), "number": number, "at": at, "speaker": passage.speaker})
    return {**plain(transcript), "passages": passages}


def _print(shown: Shown, label: Any, at: locator.Locator | None, who: str) -> None:
    testimony = shown.testimony
    if shown.glimpse:
        for key, value in glimpse(testimony).items():
            printing.say(f"{key:14} {value or 'not given'}")
        return
    printing.say(f"{testimony.id}  {safe.line(testimony.title)}")
    printing.say()
    for name, value in described(testimony, label):
        printing.paragraph(value, indent=" " * 16, first=f"{name:14}  ")
    if shown.versions > 1:
        # The history is for the people who keep the archive: nobody else is sent there.
        more = f" of {shown.versions}; see: earwitness history {testimony.id}" if who == "staff" else ""
        printing.say(f"{'version':14}  {shown.version}{more}")
    for item in testimony.media:
        printing.paragraph(medium(item), indent=" " * 16, first=f"{'media':14}  ")
    _print_notes(testimony, None)
    start = citation.passage_at(testimony, at) if at else 0
    number = 0
    for transcript in testimony.transcripts:
        later = [p for n, p in enumerate(transcript.passages, number) if n >= start]
        number += len(transcript.passages)
        if later:
            printing.say()
            printing.say(heading(transcript))
        for passage in later:
            _print_passage(passage)
            _print_notes(testimony, passage.id)


def _print_notes(testimony: Testimony, passage: str | None) -> None:
    """Print the notes on a passage, or with None on the whole testimony; only staff are given any."""
    for note in notes_on(testimony, passage):
        printing.paragraph(f"{note.text} ({signed(testimony, note)})", indent=" " * 16, first=f"{'note':14}  ")


def _print_passage(passage: Passage) -> None:
    place = str(passage.at) if passage.at else ""
    who = f"{safe.line(passage.speaker)}: " if passage.speaker else ""
    printing.paragraph(who + passage.words, indent=" " * 14, first=f"{place:12}  ")


@click.command(name="cite")
@click.argument("id")
@click.option("--at", metavar="PLACE", help="The passage at 00:14:32, p3:12 or n4.")
@options.record
def cite_command(id: str, at: str | None, who: str, as_json: bool) -> int:  # noqa: A002 - as the contract names it
    """Print the citation of a testimony or of one passage."""
    line = options.entered().archive.cite(id, locator.parse(at) if at else None, who)
    if as_json:
        printing.document({"id": id, "at": at, "citation": line})
    else:
        printing.say(line)
    return 0


@click.command(name="history")
@click.argument("id")
@click.option(
    "--changes",
    is_flag=False,
    flag_value="..",
    metavar="[A..B]",
    help="Show what changed, word by word: from version A to B, or with the newest.",
)
@options.results
def history_command(
    id: str,  # noqa: A002 - as the contract names it
    changes: str | None,
    limit: int,
    offset: int,
    who: str,
    as_json: bool,
) -> int:
    """Show who changed a testimony when and why; for staff, because reasons may tell what is not open."""
    if changes is not None:
        old, new, found = options.entered().archive.changes(id, *_versions(changes), who)
        return _print_changes(id, old, new, options.page(found, limit, offset), len(found), as_json)
    told = options.entered().archive.history(id, who)
    shown = options.page(told, limit, offset)
    if as_json:
        printing.document({"id": id, "versions": list(shown)})
        return 0
    rows = [
        (
            f"v{one['version']}",
            one["created"][:16].replace("T", " "),
            one["by"],
            one["why"],
            ", ".join(one["changed"]),
        )
        for one in shown
    ]
    printing.table(rows, ("", "WHEN", "BY", "WHY", "CHANGED"))
    printing.more(offset, len(shown), len(told))
    return 0


def _versions(typed: str) -> tuple[int | None, int | None]:
    """Read `A..B`; either may be left out, and `N` alone is what changed with version N."""
    old, dots, new = typed.partition("..")
    if not dots:
        old, new = "", typed
    if any(one and not one.isdecimal() for one in (old, new)) or "0" in (old, new):
        raise WrongUsage(f"{quoted(typed)} are no versions; write --changes 2..5, or --changes 5.")
    return int(old) if old else None, int(new) if new else None


def _print_changes(
    testimony_id: str, old: int, new: int, changes: Sequence[Change], total: int, as_json: bool
) -> int:
    if as_json:
        told = [{**asdict(one), "pieces": [list(piece) for piece in one.pieces]} for one in changes]
        printing.document({"id": testimony_id, "from": old, "to": new, "total": total, "changes": told})
        return 0
    for one in changes:
        printing.say(f"{one.sign} {safe.line(one.what)}")
        signs = {"+": "+⟨{}⟩", "-": "−⟨{}⟩", "=": "{}"}
        words = "".join(signs[piece.sign].format(piece.text) for piece in one.pieces)
        printing.paragraph(words, indent="    ", first="    ")
    printing.more(0, len(changes), total)
    if not total:
        printing.tell(f"Nothing differs between version {old} and version {new}.")
    return 0


@click.command(name="media", cls=options.TakesSeveral)
@click.argument("id")
@click.option(
    "--add",
    "added",
    cls=options.Several,
    multiple=True,
    type=options.a_path,
    metavar="FILE …",
    help="Keep these too.",
)
@click.option("--get", "target", type=options.a_path, metavar="DIR", help="Copy the files there.")
@options.why
@options.results
def media_command(
    id: str,  # noqa: A002 - as the contract names it
    added: tuple[Path, ...],
    target: Path | None,
    why: str,
    limit: int,
    offset: int,
    who: str,
    as_json: bool,
) -> int:
    """List a testimony's media; --add keeps further files, --get copies the originals out."""
    if added and target:
        raise WrongUsage("--add and --get are two things; say one of them.")
    archive = (options.to_change() if added else options.entered()).archive
    if added:
        kept = archive.add_media(id, added, by=door.signature(), why=why or "Media added")
        options.remark(kept.remarks)
    items = archive.show(id, who).testimony.media
    if target:
        copy_media(archive, id, target, who)
    shown = options.page(items, limit, offset)
    if as_json:
        printing.document({"id": id, "total": len(items), "media": [plain(item) for item in shown]})
    else:
        for item in shown:
            printing.paragraph(medium(item), indent="    ", first="")
        printing.more(offset, len(shown), len(items))
        if not items:
            printing.tell(f"{safe.line(id)} has no media for this reader.")
    return 0 if items else 1
