"""`list` and `search`: what is here, and where it was said."""

from __future__ import annotations

from typing import Any

import click

from archive.finding import Answer, Hit, Result, Row
from archive.index.grammar import HELP
from testimonies import edtf
from tui import printing, safe
from tui.commands import options
from tui.telling import around

SORTS = ("relevance", "date", "told", "title", "id", "extent")


def _as_it_stands(text: str) -> str:
    """Keep the lines of a text from being filled anew; Click takes a paragraph as it is after a backspace."""
    return "\n\n".join(f"\b\n{paragraph}" for paragraph in text.strip().split("\n\n"))


@click.command(name="list")
@click.argument("query", nargs=-1)
@click.option("--sort", type=click.Choice(SORTS), default="id", show_default=True, help="In which order.")
@options.results
def list_command(query: tuple[str, ...], sort: str, limit: int, offset: int, who: str, as_json: bool) -> int:
    """List testimonies; with QUERY, those it finds."""
    found = options.entered().archive.list(" ".join(query), who, sort=sort, offset=offset, limit=limit)
    if as_json:
        rows = [row.summary() for row in found.rows]
        printing.document({"total": found.total, "testimonies": rows})
        return 0 if found.total else 1
    if found.rows:
        printing.table([_columns(row) for row in found.rows], ("ID", "DATE", "ACCESS", "EXTENT", "TITLE"))
    if found.total:
        printing.more(offset, len(found.rows), found.total)
    elif query:
        printing.tell("No testimony is found.")
    else:
        printing.tell("There is no testimony yet; add one with: earwitness add FILE")
    return 0 if found.total else 1


def _columns(row: Row) -> tuple[str, str, str, str, str]:
    date = "" if row.glimpse else edtf.display(edtf.parse(row.date))
    return (row.id, date, row.access, row.extent or "", row.shown_title())


@click.command(name="search", epilog=_as_it_stands(HELP))
@click.argument("query", nargs=-1, required=True)
@click.option("--sort", type=click.Choice(SORTS), default="relevance", show_default=True, help="In which order.")
@options.results
def search_command(query: tuple[str, ...], sort: str, limit: int, offset: int, who: str, as_json: bool) -> int:
    """Search every word and show the passages found, grouped by testimony."""
    answer = options.entered().archive.search(" ".join(query), who, sort=sort, offset=offset, limit=limit)
    if as_json:
        printing.document(as_plain(answer))
    else:
        _print(answer, offset)
    return 0 if answer.total else 1


def as_plain(answer: Answer) -> dict[str, Any]:
    """Give an answer as the plain values `search --json` prints."""
    return {
        "query": answer.query,
        "understood": answer.understood,
        "notes": list(answer.notes),
        "total": answer.total,
        "total_passages": answer.total_passages,
        "took_ms": round(answer.took_ms, 1),
        "testimonies": [_plain_result(result) for result in answer.testimonies],
        "facets": {name: dict(counts) for name, counts in answer.facets.items()},
        "labels": dict(answer.labels),
    }


def _plain_result(result: Result) -> dict[str, Any]:
    return {
        **result.row.summary(),
        "score": round(result.score, 2),
        "passage_count": result.passage_count,
        "matched_names": [{"asked": match.asked, "found": match.found} for match in result.matched_names],
        "passages": [_plain_hit(hit) for hit in result.passages],
    }


def _plain_hit(hit: Hit) -> dict[str, Any]:
    return {
        "id": hit.id,
        "number": hit.number,
        "at": hit.at,
        "speaker": hit.speaker,
        "text": hit.text,
        "marks": [list(mark) for mark in hit.marks],
    }


def _print(answer: Answer, offset: int) -> None:
    printing.say(safe.line(answer.understood))
    for note in answer.notes:
        printing.tell(safe.line(note))
    if not answer.total:
        printing.tell("Nothing is found.")
        return
    testimonies = "1 testimony" if answer.total == 1 else f"{answer.total:,} testimonies"
    passages = "1 passage" if answer.total_passages == 1 else f"{answer.total_passages:,} passages"
    printing.say(f"{passages} in {testimonies}, {answer.took_ms:.0f} ms")
    for result in answer.testimonies:
        row = result.row
        printing.say()
        printing.say(f"{row.id}  {safe.line(row.shown_title())}")
        date = "" if row.glimpse else f"{edtf.display(edtf.parse(row.date))} · "
        printing.say(f"         {date}{row.kind.replace('_', ' ')} · {row.access}")
        for match in result.matched_names:
            if match.asked.casefold() != match.found.casefold():
                printing.say("         " + safe.line(f"{match.asked} is also called {match.found}"))
        for hit in result.passages:
            _print_hit(hit)
        if result.passage_count > len(result.passages):
            printing.say(f"         and {result.passage_count - len(result.passages):,} more")
    printing.more(offset, len(answer.testimonies), answer.total)


def _print_hit(hit: Hit) -> None:
    place = hit.at or f"#{hit.number}"
    who = f"{safe.line(hit.speaker)}: " if hit.speaker else ""
    printing.paragraph(who + marked(hit), indent=" " * 9, first=f"{place:>7}  ")


def marked(hit: Hit) -> str:
    """Give the words around the first mark, every mark between « and »."""
    start, end = around(hit.text, hit.marks)
    pieces, reached = ["…" if start else ""], start
    for begin, stop in hit.marks:
        if begin >= start and stop <= end:
            pieces += [hit.text[reached:begin], "«", hit.text[begin:stop], "»"]
            reached = stop
    return "".join([*pieces, hit.text[reached:end], "…" if end < len(hit.text) else ""])
