"""The documents are true: the commands they show exist, with the options they show."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from tests.conftest import HOUSE
from tui.cli import COMMANDS, earwitness

DOCUMENTS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md")


def shown_commands() -> list[list[str]]:
    """Give every `earwitness …` line of the README's code blocks, without its comment."""
    blocks = re.findall(r"```sh\n(.*?)```", (HOUSE / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [shlex.split(line, comments=True) for line in lines if line.startswith("earwitness")]


@pytest.mark.parametrize("words", shown_commands(), ids=" ".join)
def test_every_command_the_readme_shows_exists_with_its_options(words: list[str]) -> None:
    words = words[1 : words.index(">")] if ">" in words else words[1:]
    if not words:
        return
    context = click.Context(earwitness)
    command = earwitness.get_command(context, words[0])
    assert command is not None, f"there is no command {words[0]}"
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words[1:] if word.startswith("-")} <= known


def test_the_readme_shows_the_commands_of_a_day() -> None:
    shown = {words[1] for words in shown_commands() if len(words) > 1}
    assert shown >= {
        "init",
        "template",
        "add",
        "import",
        "search",
        "show",
        "cite",
        "edit",
        "history",
        "verify",
        "doctor",
    }


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_make_target_that_is_named_exists(document: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (HOUSE / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = (HOUSE / document).read_text(encoding="utf-8")
    assert set(re.findall(r"(?:^|`)make ([a-z]+)\b", text, re.MULTILINE)) <= targets


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_that_is_linked_is_there(document: str) -> None:
    text = (HOUSE / document).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if not link.startswith("http")]
    assert all((HOUSE / link).exists() for link in links)


def test_every_module_the_architecture_names_is_there() -> None:
    text = (HOUSE / "ARCHITECTURE.md").read_text(encoding="utf-8")
    names = set(re.findall(r"`(?:[a-z]+/)*([a-z_]+\.py)`", text))
    there = {
        path.name for room in ("testimonies", "media", "archive", "tui") for path in Path(HOUSE / room).rglob("*.py")
    }
    assert names <= there


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    command = earwitness.get_command(click.Context(earwitness), name)
    assert command is not None
    assert command.help
