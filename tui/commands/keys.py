"""`keys`: what every key of the reading room does, and the ids by which keys are chosen."""

from __future__ import annotations

import click

from tui import door, keymap, printing
from tui.commands import options


@click.command(name="keys")
@options.as_json
def keys_command(as_json: bool) -> int:
    """Print every screen's keys, with the ids that give them others under [keys] in config.toml."""
    from tui.places import screens  # noqa: PLC0415 - it imports them all

    chosen = keymap.read(door.configuration())
    every = {name: chosen.all_of(name, commands) for name, commands in screens().items()}
    known = [keymap.id_of(name, command) for name, commands in every.items() for command in commands]
    problems = [*chosen.problems, *keymap.unknown(chosen, known)]
    rows = [
        {
            "id": keymap.id_of(name, command),
            "keys": command.keys.split(",") if command.keys else [],
            "does": command.words,
        }
        for name, commands in every.items()
        for command in commands
    ]
    if as_json:
        printing.document({"keys": rows, "problems": problems})
    else:
        for name, commands in every.items():
            printing.say(name)
            shown = [(_shown(command.keys), command.words, keymap.id_of(name, command)) for command in commands]
            printing.table(shown, ("KEYS", "WHAT IT DOES", "ID"))
            printing.say()
        for problem in problems:
            printing.tell(problem)
    return 3 if problems else 0


def _shown(keys: str) -> str:
    from tui.keys import shown  # noqa: PLC0415 - it imports Textual

    return shown(keys) if keys else "–"
