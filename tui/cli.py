"""The command line: `earwitness COMMAND`, and the one place where errors become sentences and exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

import click

from testimonies.errors import ArchiveError, Faults
from tui import mishap, printing, safe


class Where(NamedTuple):
    """Where a command lives, and what it does in one line, so that --help need not import it."""

    module: str
    summary: str


COMMANDS = {
    "init": Where("begin", "Begin an archive in a new or empty folder."),
    "template": Where("begin", "Print a description sheet to fill in."),
    "add": Where("keep", "Add one testimony from a sheet, a transcript, a document or a recording."),
    "import": Where("bring", "Add whole folders of testimonies, with the tables that describe them."),
    "list": Where("find", "List testimonies."),
    "search": Where("find", "Search every word and show the passages found."),
    "searches": Where("searches", "Keep questions that are asked again and again, and ask them."),
    "concordance": Where("concordance", "Show every occurrence of a word with what stands around it."),
    "show": Where("read", "Show a testimony."),
    "cite": Where("read", "Print the citation of a testimony or of one passage."),
    "note": Where("note", "Keep a note on a testimony or on a passage of it."),
    "media": Where("read", "List a testimony's photographs, scans and recordings; add to them or copy them out."),
    "play": Where("play", "Play a testimony's recording from a place on."),
    "history": Where("read", "Show who changed a testimony when and why."),
    "edit": Where("keep", "Change a record; a new version is written and the old one stays."),
    "transcribe": Where("transcribe", "Type a transcript while its recording is heard."),
    "retime": Where("retime", "Shift and stretch time codes so that they fit the recording again."),
    "restore": Where("keep", "Make an older version the newest again."),
    "purge": Where("keep", "Remove a testimony or a file from every version, for good."),
    "relate": Where("keep", "Put two statements beside each other, and say on which point."),
    "unrelate": Where("compare", "Take a relation away again, or change its note."),
    "compare": Where("compare", "Put two to four accounts beside each other, with what people say of them."),
    "authority": Where("authority", "Persons, bodies, places, events, subjects and collections."),
    "verify": Where("care", "Check every file against its digest."),
    "reindex": Where("care", "Build the index anew."),
    "doctor": Where("care", "Look for what needs a person, and heal what can be healed."),
    "stats": Where("care", "Count what the archive holds."),
    "audit": Where("care", "Show who did what; with --verify, check that nobody changed the trail."),
    "keys": Where("keys", "Show what every key of the reading room does."),
    "serve": Where("serve", "Open the reading room in a browser, read-only, on this machine."),
    "browse": Where("room", "Open the reading room."),
}


class Commands(click.Group):
    """Commands that are imported only when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the commands in the order a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        where = COMMANDS.get(cmd_name)
        if where is None:
            return None
        command = getattr(import_module(f"tui.commands.{where.module}"), f"{cmd_name}_command")
        assert isinstance(command, click.Command), cmd_name  # noqa: S101 - our own table
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, where.summary) for name, where in COMMANDS.items()])


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-A", "--archive", metavar="DIR", help="The archive; else $EARWITNESS_ARCHIVE, else this folder.")
@click.version_option(package_name="earwitness", prog_name="earwitness")
@click.pass_context
def earwitness(context: click.Context, archive: str | None) -> None:
    """Keep, search and read testimonies: an oral-history archive for the terminal.

    Without a command, the reading room opens.
    """
    context.obj = archive
    if context.invoked_subcommand is None:
        command = context.command
        assert isinstance(command, Commands)  # noqa: S101 - it is this very group
        browse = command.get_command(context, "browse")
        assert browse is not None  # noqa: S101 - it is in COMMANDS
        context.invoke(browse)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code."""
    printing.prepare()
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run a command and give its exit code: 0 done, 1 nothing found, 2 wrong usage, 3 bad input, 4 unavailable."""
    try:
        with earwitness.make_context("earwitness", list(arguments)) as context:
            code = earwitness.invoke(context)
    except ArchiveError as error:
        _tell(error)
        return error.exit_code
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except (click.Abort, KeyboardInterrupt):
        printing.tell("Stopped; nothing is left half done.")
        return 130
    except click.ClickException as error:
        printing.tell(_usage(error))
        return 2
    except BrokenPipeError:
        # The reader of a pipe has seen enough, as `head` does.
        # Nothing more may be flushed into the closed pipe when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        # A page of code helps nobody who sits in front of it.
        printing.tell(mishap.told(error))
        return mishap.EXIT_CODE
    return code if isinstance(code, int) else 0


def _tell(error: ArchiveError) -> None:
    faults = error.faults if isinstance(error, Faults) else ()
    for said in faults or (error,):
        # One fault is one line, also where something in it was written in several.
        printing.tell(safe.line(str(said)))


def _usage(error: click.ClickException) -> str:
    """Say what was not understood, and where the command explains itself."""
    said = safe.line(error.format_message())
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is None:
        return said
    asked = isinstance(error, click.NoSuchOption) and context.info_name in ("search", "list")
    hint = f" To leave out a word, quote the whole question: {context.command_path} 'river -boat'." if asked else ""
    return f"{said}{hint} See: {context.command_path} --help"
