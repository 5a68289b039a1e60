"""`list` and `search`: what is here, and where it was said; and questions that find more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from archive.answer import Answer, Hit, Match, Result, Row
from archive.archive import Archive
from archive.index.grammar import HELP
from archive.index.suggesting import Suggestion
from archive.narrowing import FACETS, Choice, Counts, Question
from archive.searches import SORTS
from testimonies import edtf, locator
from testimonies.errors import WrongUsage
from tui import printing, safe
from tui.commands import options
from tui.telling import around


def _as_it_stands(text: str) -> str:
    """Keep the lines of a text from being filled anew; Click takes a paragraph as it is after a backspace."""
    return "\n\n".join(f"\b\n{paragraph}" for paragraph in text.strip().split("\n\n"))


@click.command(name="list")
@click.argument("query", nargs=-1)
@click.option("--sort", type=click.Choice(SORTS), default="id", show_default=True, help="In which order.")
@click.option(
    "--by",
    type=click.Choice(FACETS),
    multiple=True,
    help="Count by this instead, and say how each value is asked for; may be given several times.",
)
@options.results
def list_command(
    query: tuple[str, ...], sort: str, by: tuple[str, ...], limit: int, offset: int, who: str, as_json: bool
) -> int:
    """List testimonies; with QUERY, those it finds."""
    archive, asked = options.entered().archive, " ".join(query)
    if by:
        return _count(archive.counts(Question(asked), who), dict.fromkeys(by), limit, offset, as_json)
    found = archive.list(asked, who, sort=sort, offset=offset, limit=limit)
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


def _count(counts: Counts, facets: Iterable[str], limit: int, offset: int, as_json: bool) -> int:
    """Print the values of some facets, the most frequent first, each with the words that ask for it."""
    every = {facet: list(counts.facets[facet].items()) for facet in facets}
    shown = {facet: options.page(values, limit, offset) for facet, values in every.items()}
    found = any(every.values())
    if as_json:
        used = {value for values in shown.values() for value, _ in values}
        labels = {key: label for key, label in counts.labels.items() if key in used}
        printing.document({"facets": {facet: dict(values) for facet, values in shown.items()}, "labels": labels})
        return 0 if found else 1
    for facet, values in shown.items():
        if values:
            printing.table(
                [_counted(facet, *pair, counts.labels) for pair in values], ("COUNT", facet.upper(), "ASKED AS")
            )
        if every[facet]:
            printing.more(offset, len(values), len(every[facet]))
    if not found:
        printing.tell("Nothing is found to count.")
    return 0 if found else 1


def _counted(facet: str, value: str, count: int, labels: Mapping[str, str]) -> tuple[str, str, str]:
    return f"{count:,}", labels.get(value, value), Question("", (Choice(facet, value),)).text


def _columns(row: Row) -> tuple[str, str, str, str, str]:
    date = "" if row.glimpse else edtf.display(edtf.parse(row.date))
    return (row.id, date, row.access, row.extent or "", row.shown_title())


@click.command(name="search", epilog=_as_it_stands(HELP))
@click.argument("query", nargs=-1)
@click.option("--sort", type=click.Choice(SORTS), default="relevance", show_default=True, help="In which order.")
@click.option(
    "--like",
    metavar="ID[@PLACE]",
    help="Find passages of other testimonies that speak of the same as this one: nk-0002@p1:1.",
)
@options.results
def search_command(
    query: tuple[str, ...], sort: str, like: str | None, limit: int, offset: int, who: str, as_json: bool
) -> int:
    """Search every word and show the passages found, grouped by testimony.

    With --like, QUERY may be left out, or says what the testimonies found must answer besides.
    """
    if like is None and not query:
        raise WrongUsage("What is to be searched? Write a QUERY, or --like ID@PLACE. See: earwitness search --help")
    archive = options.entered().archive
    if like is None:
        return answer_to(archive, " ".join(query), sort, limit, offset, who, as_json)
    testimony, _, place = like.partition("@")
    at = locator.parse(place) if place else None
    answer = archive.like(testimony, at, who, within=" ".join(query), offset=offset, limit=limit)
    show_answer(answer, (), offset, as_json)
    return 0 if answer.total else 1


def answer_to(archive: Archive, query: str, sort: str, limit: int, offset: int, who: str, as_json: bool) -> int:
    """Search, print the answer, and say where another question finds more."""
    answer = archive.search(query, who, sort=sort, offset=offset, limit=limit)
    meant = archive.suggest(query, who) if answer.is_doubtful else ()
    show_answer(answer, meant, offset, as_json)
    return 0 if answer.total else 1


def show_answer(answer: Answer, meant: Sequence[Suggestion], offset: int, as_json: bool) -> None:
    """Print an answer, and the questions that were perhaps meant."""
    if as_json:
        did_you_mean = [{"query": one.query, "total": one.total} for one in meant]
        printing.document({**as_plain(answer), "did_you_mean": did_you_mean})
        return
    _print(answer, offset)
    for one in meant:
        testimonies = "1 testimony" if one.total == 1 else f"{one.total:,} testimonies"
        printing.tell(f"Did you mean: {safe.line(one.query)}? ({testimonies})")


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
        "matched_names": [_plain_match(match) for match in result.matched_names],
        "passages": [_plain_hit(hit) for hit in result.passages],
    }


def _plain_match(match: Match) -> dict[str, str]:
    why = {"why": match.why} if match.why else {}
    return {"asked": match.asked, "found": match.found, **why}


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
                reason = "sounds like" if match.why else "is also called"
                printing.say("         " + safe.line(f"{match.asked} {reason} {match.found}"))
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
