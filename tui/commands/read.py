"""`show`, `cite`, `media` and `history`: one testimony, read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archive import citation
from archive.archive import Shown
from archive.copying import copy_media
from testimonies import edtf, locator
from testimonies.errors import WrongUsage
from testimonies.form import plain
from testimonies.testimony import MediaItem, Testimony
from testimonies.transcript import Passage, Transcript
from tui import door, printing, safe
from tui.commands import options


@click.command(name="show")
@click.argument("id")
@click.option("--at", metavar="PLACE", help="Begin at 00:14:32, p3:12 or n4.")
@click.option("--version", type=click.IntRange(1), metavar="N", help="As it was in version N.")
@click.option("--raw", is_flag=True, help="Print record.json as it is kept; for staff.")
@options.record
def show_command(id: str, at: str | None, version: int | None, raw: bool, who: str, as_json: bool) -> int:  # noqa: A002
    """Show a testimony: its description, its media and its words."""
    archive = options.entered().archive
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
        _print(shown, archive.register.label, place)
    return 0


def as_plain(shown: Shown) -> dict[str, Any]:
    """Give a testimony as the plain values `show --json` prints."""
    if shown.glimpse:
        return glimpse(shown.testimony)
    record: dict[str, Any] = plain(shown.testimony)
    record["version"], record["versions"] = shown.version, shown.versions
    record["transcripts"] = [_plain_transcript(transcript) for transcript in shown.testimony.transcripts]
    record["media"] = [plain(item) for item in shown.testimony.media]
    return record


def glimpse(testimony: Testimony) -> dict[str, Any]:
    """Give all that is shown of a listed record that is not open to its reader."""
    return {
        "id": testimony.id,
        "kind": testimony.kind,
        "collection": testimony.collection,
        "access": testimony.access.level,
        "listed_title": testimony.access.listed_title,
    }


def _plain_transcript(transcript: Transcript) -> dict[str, Any]:
    passages = []
    for number, passage in enumerate(transcript.passages, 1):
        at = str(passage.at) if passage.at else None
        passages.append({**plain(passage), "number": number, "at": at, "speaker": passage.speaker})
    return {**plain(transcript), "passages": passages}


def _print(shown: Shown, label: Any, at: locator.Locator | None) -> None:
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
        printing.say(f"{'version':14}  {shown.version} of {shown.versions}; see: earwitness history {testimony.id}")
    for item in testimony.media:
        printing.paragraph(medium(item), indent=" " * 16, first=f"{'media':14}  ")
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


def described(testimony: Testimony, label: Any) -> list[tuple[str, str]]:
    """Give the description as names and values, in the order a reader wants them."""
    rows = [("kind", testimony.kind.replace("_", " "))]
    for agent in testimony.agents:
        rows.append((agent.role, agent.name + (f" ({agent.note})" if agent.note else "")))
    rows.append(("date", dated(testimony.date, testimony.date_basis)))
    if testimony.covers:
        rows.append(("tells about", dated(testimony.covers, testimony.covers_basis)))
    if testimony.place:
        known = label(testimony.place.ref) if testimony.place.ref else ""
        name = testimony.place.name
        rows.append(("place", f"{name} ({known})" if known and known != name else name))
    rows += [
        ("language", ", ".join(testimony.languages)),
        ("collection", testimony.collection),
        ("described in", testimony.part_of or ""),
        ("extent", testimony.extent or ""),
        ("subjects", ", ".join(link.name for link in testimony.subjects)),
        ("content notes", ", ".join(testimony.content_notes)),
        ("access", access(testimony)),
        ("contents", testimony.scope_and_content or ""),
        ("circumstances", testimony.circumstances or ""),
        ("not stated", "; ".join(testimony.not_stated)),
    ]
    for relation in testimony.relations:
        other = relation.to.testimony
        asserted = f", says {relation.asserted_by}" if relation.asserted_by else ""
        rows.append((relation.type.replace("_", " "), f"{other}: {relation.about}{asserted}"))
    return [(name, value) for name, value in rows if value]


def access(testimony: Testimony) -> str:
    """Say how far the description and the words are open."""
    description, words = testimony.access.description.level, testimony.access.transcript.level
    said = description if description == words else f"description {description}, transcript {words}"
    return said if testimony.access.listed else f"{said}, not listed"


def dated(date: edtf.Edtf, basis: str) -> str:
    """Give a date in words, and whether it is the archive's own conclusion."""
    return edtf.display(date) + (" (supplied)" if basis == "supplied" and date.text != "XXXX" else "")


def heading(transcript: Transcript) -> str:
    """Say what a transcript is: its language, and whether a person made and checked it."""
    made = "" if transcript.method == "human" else f", {transcript.method.replace('_', ' ')}"
    return f"Transcript: {transcript.language}, {transcript.kind}{made}, {transcript.status.replace('_', ' ')}"


def medium(item: MediaItem) -> str:
    """Describe a medium in a line: file, format, size, and what it shows."""
    facts = [item.file, item.format or item.mime or ""]
    if item.width and item.height:
        facts.append(f"{item.width} × {item.height}")
    if item.duration_ms:
        facts.append(str(locator.Time(item.duration_ms // 1000 * 1000)))
    if item.pages and item.pages > 1:
        facts.append(f"{item.pages} pages")
    line = ", ".join(fact for fact in facts if fact)
    said = item.caption or item.alt_text
    return "\n".join(part for part in (line, said, item.unreadable) if part)


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
@options.results
def history_command(id: str, limit: int, offset: int, who: str, as_json: bool) -> int:  # noqa: A002 - as above
    """Show who changed a testimony when and why; for staff, because reasons may tell what is not open."""
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


@click.command(name="media")
@click.argument("id")
@click.option("--add", "added", multiple=True, type=click.Path(path_type=Path), metavar="FILE", help="Keep one more.")
@click.option("--get", "target", type=click.Path(path_type=Path), metavar="DIR", help="Copy the files there.")
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
        for remark in kept.remarks:
            printing.tell(remark)
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
