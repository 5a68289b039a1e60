"""`searches`: questions kept under a name, for those who keep the archive."""

from __future__ import annotations

import click

from archive.index import grammar
from archive.searches import SORTS, SavedSearch
from testimonies.errors import WrongUsage
from tui import door, printing, safe
from tui.commands import options
from tui.commands.find import answer_to


@click.group(name="searches", invoke_without_command=True)
@options.archive
@click.pass_context
def searches_command(context: click.Context) -> int:
    """Keep questions under a name and ask them again.

    They are kept in the archive, in saved/searches.json, for everybody who keeps it.
    """
    if context.invoked_subcommand is not None:
        return 0
    code: int = context.invoke(list_command, limit=20, offset=0, who="staff", as_json=False)
    return code


@searches_command.command(name="list")
@options.results
def list_command(limit: int, offset: int, who: str, as_json: bool) -> int:
    """List the saved searches by name; for staff, because a question may name what is not open."""
    found = options.entered().archive.saved_searches(who)
    shown = options.page(found, limit, offset)
    if as_json:
        printing.document({"total": len(found), "searches": [_plain(one) for one in shown]})
        return 0 if found else 1
    if shown:
        rows = [(one.name, one.at[:10], one.by, _ordered(one), one.query) for one in shown]
        printing.table(rows, ("NAME", "SAVED", "BY", "ORDER", "QUERY"))
    if found:
        printing.more(offset, len(shown), len(found))
    else:
        printing.tell("No search is saved yet; save one with: earwitness searches save NAME QUERY")
    return 0 if found else 1


@searches_command.command(name="save")
@click.argument("name")
@click.argument("query", nargs=-1, required=True)
@click.option("--sort", type=click.Choice(SORTS), default="relevance", show_default=True, help="In which order.")
@click.option("--replace", is_flag=True, help="Put it in the place of one that has this name.")
@options.change
def save_command(name: str, query: tuple[str, ...], sort: str, replace: bool, as_json: bool) -> int:
    """Save QUERY under NAME."""
    asked = " ".join(query)
    if not asked.strip():
        raise WrongUsage("There is nothing to save: write the QUERY after the NAME.")
    archive = options.to_change().archive
    kept = archive.searches.save(name, asked, sort=sort, by=door.signature(), again=replace)
    # Said now, while it can still be typed anew.
    for note in grammar.parse(asked).notes:
        printing.tell(safe.line(note))
    return _say(kept, "saved", as_json)


@searches_command.command(name="run")
@click.argument("name")
@options.results
def run_command(name: str, limit: int, offset: int, who: str, as_json: bool) -> int:
    """Ask a saved search, exactly as `earwitness search` would; --as-reader open shows what others would find."""
    archive = options.entered().archive
    saved = archive.searches.named(name)
    return answer_to(archive, saved.query, saved.sort, limit, offset, who, as_json)


@searches_command.command(name="remove")
@click.argument("name")
@options.change
def remove_command(name: str, as_json: bool) -> int:
    """Drop a saved search."""
    return _say(options.to_change().archive.searches.remove(name), "removed", as_json)


@searches_command.command(name="rename")
@click.argument("name")
@click.argument("new")
@options.change
def rename_command(name: str, new: str, as_json: bool) -> int:
    """Give the saved search NAME the name NEW."""
    return _say(options.to_change().archive.searches.rename(name, new), "renamed", as_json)


def _say(one: SavedSearch, done: str, as_json: bool) -> int:
    if as_json:
        printing.document(_plain(one))
    else:
        printing.say(safe.line(f"{one.name}: {one.query} ({done})"))
    return 0


def _ordered(one: SavedSearch) -> str:
    return "" if one.sort == "relevance" else one.sort


def _plain(one: SavedSearch) -> dict[str, str]:
    return {"name": one.name, "query": one.query, "sort": one.sort, "by": one.by, "at": one.at}
