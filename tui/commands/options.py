"""The options many commands share."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from testimonies.errors import BadInput, WrongUsage
from testimonies.quoting import quoted
from tui import door, printing, safe
from tui.door import Found

if TYPE_CHECKING:
    from archive.archive import Archive
    from archive.writing import Added

Command = TypeVar("Command", bound=Callable[..., Any])
Item = TypeVar("Item")


class _APath(click.ParamType[Path]):
    """A path, told apart at once from what can be no path here."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        try:
            os.lstat(value)
        except (FileNotFoundError, NotADirectoryError):
            # Not there, or not yet: whoever needs it says so.
            pass
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "it is no name for a file"
            raise BadInput(f"{os.fspath(value)[:200]} can't be opened: {reason}.") from error
        return Path(value)


a_path = _APath()


def _remember(context: click.Context, _option: click.Parameter, value: Path | None) -> None:
    if value is not None:
        context.find_root().obj = value


archive = click.option(
    "-A",
    "--archive",
    metavar="DIR",
    type=a_path,
    expose_value=False,
    callback=_remember,
    help="The archive; else $EARWITNESS_ARCHIVE, else this folder.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
as_reader = click.option(
    "--as-reader",
    "who",
    type=click.Choice(["open", "staff"]),
    default="staff",
    show_default=True,
    help="Show what this reader may see. A view, and no protection.",
)
limit = click.option("--limit", type=click.IntRange(0), default=20, show_default=True, help="At most so many.")
offset = click.option("--offset", type=click.IntRange(0), default=0, show_default=True, help="Leave out the first.")
why = click.option("--why", metavar="TEXT", default="", help="The reason; it is kept with the version.")


class Several(click.Option):
    """An option that takes every value up to the next option: `--media a.jpg b.jpg`. It is declared `multiple`."""


class TakesSeveral(click.Command):
    """A command with such options; what stands alone comes before them."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Say the option before each of its values, as Click wants it."""
        names = {name for one in self.params if isinstance(one, Several) for name in one.opts}
        given = _spread(args, names)
        try:
            return super().parse_args(ctx, given)
        except click.MissingParameter as error:
            used = next((name for name in args if name in names), None)
            if used is None or not isinstance(error.param, click.Argument):
                raise
            said = f"{error.param.make_metavar(ctx)} comes first: {used} takes every file up to the next option."
            raise click.UsageError(said, ctx) from error


def _spread(args: Sequence[str], names: Collection[str]) -> list[str]:
    """Repeat an option before each value that follows it.

    >>> _spread(["sheet.md", "--media", "a.jpg", "b.jpg", "--json"], {"--media"})
    ['sheet.md', '--media', 'a.jpg', '--media', 'b.jpg', '--json']
    """
    spread: list[str] = []
    taking, taken = "", 0
    for number, word in enumerate(args):
        if word == "--":
            return spread + list(args[number:])
        if word in names:
            taking, taken = word, 0
            spread.append(word)
        elif taking and not word.startswith("-"):
            spread += [taking, word] if taken else [word]
            taken += 1
        else:
            taking = ""
            spread.append(word)
    return spread


def results(command: Command) -> Command:
    """Give a command that prints results its options: --archive, --json, --limit, --offset, --as-reader."""
    for option in (archive, as_json, limit, offset, as_reader):
        command = option(command)
    return command


def page(items: Sequence[Item], limit: int, offset: int) -> Sequence[Item]:
    """Give the part of some results that `--limit` and `--offset` ask for."""
    return items[offset : offset + limit]


def record(command: Command) -> Command:
    """Give a command about one record its options: --archive, --json, --as-reader."""
    for option in (archive, as_json, as_reader):
        command = option(command)
    return command


def change(command: Command) -> Command:
    """Give a command that changes something its options: --archive, --json."""
    for option in (archive, as_json):
        command = option(command)
    return command


def entered(*, sample: bool = True) -> Found:
    """Open the archive that is meant; say so where it is only the sample."""
    context = click.get_current_context()
    found = door.enter(context.find_root().obj, sample=sample)
    context.call_on_close(lambda: _leave(found.archive))
    if found.is_sample:
        printing.tell(f"This is the founding collection, a sample. {door.BEGIN}")
    return found


def _leave(archive: Archive) -> None:
    """Give the archive back; say what happened to its index, which is opened only by the first question."""
    archive.close()
    if archive.healed:
        printing.tell(safe.line(archive.healed))


def to_change() -> Found:
    """Open the archive that is meant in order to change it; the sample is never meant."""
    return entered(sample=False)


def acknowledge(kept: Added, as_json: bool) -> None:
    """Print what is durably kept, with what a person should know of it."""
    remark(kept.remarks)
    if as_json:
        printing.document({"id": kept.id, "version": kept.version})
    else:
        printing.say(f"{kept.id}, version {kept.version}")


def remark(remarks: Iterable[str]) -> None:
    """Print remarks on stderr, a line each."""
    for said in remarks:
        printing.tell(safe.line(said))


def settings(pairs: tuple[str, ...]) -> list[tuple[str, Any]]:
    """Read `KEY=VALUE …`: KEY is dotted, VALUE is JSON if it parses, else text."""
    import json  # noqa: PLC0415 - only where something is set

    read: list[tuple[str, Any]] = []
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key or any(not step for step in key.split(".")):
            raise WrongUsage(f"--set {quoted(pair)} is not KEY=VALUE, such as title=… or agents.0.name=….")
        try:
            read.append((key, json.loads(value)))
        except (ValueError, RecursionError):
            # Not JSON, so the text itself is meant.
            read.append((key, value))
    return read
