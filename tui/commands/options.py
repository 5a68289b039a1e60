"""The options many commands share."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from testimonies.errors import BadInput, WrongUsage
from tui import door, printing
from tui.door import Found

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
    context.call_on_close(found.archive.close)
    if found.is_sample:
        printing.tell(f"This is the founding collection, a sample. {door.BEGIN}")
    if found.archive.healed:
        printing.tell(found.archive.healed)
    return found


def to_change() -> Found:
    """Open the archive that is meant in order to change it; the sample is never meant."""
    return entered(sample=False)


def settings(pairs: tuple[str, ...]) -> list[tuple[str, Any]]:
    """Read `KEY=VALUE …`: KEY is dotted, VALUE is JSON if it parses, else text."""
    import json  # noqa: PLC0415 - only where something is set

    read: list[tuple[str, Any]] = []
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key or any(not step for step in key.split(".")):
            raise WrongUsage(f"--set {pair!a} is not KEY=VALUE, such as title=… or agents.0.name=….")
        try:
            read.append((key, json.loads(value)))
        except (ValueError, RecursionError):
            # Not JSON, so the text itself is meant.
            read.append((key, value))
    return read
