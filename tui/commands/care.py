"""`verify`, `reindex`, `doctor`, `stats` and `audit`: looking after what is kept."""

from __future__ import annotations

import re
from collections.abc import Sequence

import click

from archive.care import Checked
from testimonies.errors import Unavailable, WrongUsage
from testimonies.quoting import quoted
from tui import door, printing, safe
from tui.commands import options

_SECONDS = {"s": 1, "m": 60, "h": 3600}


@click.command(name="verify")
@click.argument("ids", nargs=-1, metavar="[ID …]")
@click.option("--budget", metavar="TIME", help="Stop after 90s, 10m or 2h; the oldest checks come first.")
@options.change
def verify_command(ids: tuple[str, ...], budget: str | None, as_json: bool) -> int:
    """Check every file against its digest, or only those of the testimonies named."""
    archive = options.entered().archive
    with printing.Progress() as progress:
        found = archive.verify(ids, budget=_seconds(budget), progress=progress, by=door.signature())
    _print_checked(found, as_json)
    if found.undated:
        printing.tell(safe.line(found.undated))
    if found.damaged:
        return 1
    return Unavailable.exit_code if found.undated else 0


def _print_checked(found: Checked, as_json: bool) -> None:
    if as_json:
        damaged = [
            {"id": one.id, "version": one.version, "file": one.file, "problem": one.problem} for one in found.damaged
        ]
        printing.document({"checked": found.checked, "damaged": damaged})
        return
    for one in found.damaged:
        printing.say(safe.line(": ".join(part for part in (one.id, one.file, one.problem) if part)))
    left = f"; {found.left:,} are left for the next time" if found.left else ""
    said = f"{len(found.damaged):,} problems" if found.damaged else "no damage"
    printing.say(f"{found.checked:,} objects checked, {said}{left}.")


def _seconds(budget: str | None) -> float | None:
    if budget is None:
        return None
    match = re.fullmatch(r"([0-9]{1,6})([smh]?)", budget.strip())
    if not match:
        raise WrongUsage(f"--budget {quoted(budget)} is not a time; write 90s, 10m or 2h.")
    return float(match[1]) * _SECONDS[match[2] or "s"]


@click.command(name="reindex")
@options.change
def reindex_command(as_json: bool) -> int:
    """Build the index anew; it can be interrupted and goes on where it stopped."""
    archive = options.entered().archive
    with printing.Progress() as progress:
        count = archive.reindex(progress)
    if as_json:
        printing.document({"testimonies": count})
    else:
        printing.say(f"{count:,} testimonies indexed.")
    return 0


@click.command(name="doctor")
@options.change
def doctor_command(as_json: bool) -> int:
    """Look for what needs a person, and heal what can be healed without one."""
    findings = options.entered().archive.doctor()
    if as_json:
        printing.document({"findings": [{"what": one.what, "where": list(one.where)} for one in findings]})
        return 1 if findings else 0
    for one in findings:
        printing.paragraph(one.sentence, indent="  ", first="")
    if not findings:
        printing.say("Nothing needs a person.")
    return 1 if findings else 0


@click.command(name="stats")
@options.as_reader
@options.change
def stats_command(who: str, as_json: bool) -> int:
    """Count what the archive holds."""
    counts = options.entered().archive.stats(who)
    if as_json:
        printing.document(counts)
        return 0
    for name, count in counts.items():
        printing.say(f"{count:>12,}  {name}")
    return 0


@click.command(name="audit")
@click.option("--verify", "check", is_flag=True, help="Check that no line was changed or taken out.")
@options.results
def audit_command(check: bool, limit: int, offset: int, who: str, as_json: bool) -> int:
    """Show who did what, the newest first; for staff, because reasons may tell what is not open."""
    archive = options.entered().archive
    if check:
        return _print_problems(archive.store.audit.verify(), as_json)
    entries = archive.trail(who)
    shown = [entry.event for entry in options.page(entries, limit, offset)]
    if as_json:
        events = [{k: getattr(e, k) for k in ("at", "by", "event", "root", "id", "version", "why")} for e in shown]
        printing.document({"total": len(entries), "events": events})
    else:
        rows = [(e.at[:16].replace("T", " "), e.by, e.id, f"v{e.version}" if e.version else "", e.why) for e in shown]
        printing.table(rows, ("WHEN", "BY", "WHAT", "", "WHY"))
        printing.more(offset, len(shown), len(entries))
    return 0


def _print_problems(problems: Sequence[str], as_json: bool) -> int:
    if as_json:
        printing.document({"problems": list(problems)})
    else:
        for problem in problems or ["The audit trail is whole."]:
            printing.say(safe.line(problem))
    return 1 if problems else 0
