"""A person's own editor: a text goes in, and what they made of it comes back."""

from __future__ import annotations

import os
import sys

import click

from testimonies.errors import BadInput


def is_there() -> bool:
    """Whether an editor is named, or a terminal for one."""
    return bool(os.environ.get("VISUAL") or os.environ.get("EDITOR")) or sys.stdin.isatty()


def edited(text: str) -> str:
    """Let a person change a text in $VISUAL or $EDITOR; raises BadInput where the editor can't be used."""
    try:
        # Without `require_save` an editor that left the file alone gives its text back.
        return click.edit(text, extension=".md", require_save=False) or text
    except click.ClickException as error:
        raise BadInput(
            f"The editor could not be used ({error.format_message()}); name another in $EDITOR."
        ) from error
    except UnicodeError as error:
        raise BadInput(f"What the editor saved is not UTF-8 ({error}); nothing is changed.") from error
