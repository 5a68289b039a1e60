"""Editing as a sheet from the command line: what can't be taken is offered again, and nobody's words are lost."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.merging import merged
from tests.conftest import KEEPER, told
from tests.tui.front import Said

Ask = Callable[..., Said]


def editor(tmp_path: Path, does: str) -> str:
    """Give an editor that does this to the file."""
    script = tmp_path / "editor"
    script.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    script.chmod(0o755)
    return str(script)


def test_a_sheet_with_faults_waits_for_the_next_time(
    say: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", editor(tmp_path, "sed -i 's/lamp/torch/; s/kind: .*/kind: song/' \"$1\""))
    said = say("edit", "oh-0002")
    assert said.code == 3
    assert "line" in said.err
    monkeypatch.setenv("EDITOR", editor(tmp_path, "sed -i 's/kind: .*/kind: interview/' \"$1\""))
    said = say("edit", "oh-0002", "--why", "A torch, she said")
    assert said.code == 0
    assert "was left" in said.err
    assert "torch" in str(say("show", "oh-0002", "--json").json)
    monkeypatch.setenv("EDITOR", editor(tmp_path, 'grep -q lamp "$1" && exit 3; true'))
    assert "Nothing was changed" in say("edit", "oh-0002").err


def test_what_two_people_changed_at_once_is_put_together_to_be_looked_at(
    say: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = f"{sys.executable} -c 'from tui.cli import main; main()'"
    does = f"{other} -A {tmp_path}/a edit oh-0002 --set title=Theirs\nsed -i 's/lamp/torch/' \"$1\""
    monkeypatch.setenv("EDITOR", editor(tmp_path, does))
    assert "kept as a sheet" in say("edit", "oh-0002").err
    monkeypatch.setenv("EDITOR", editor(tmp_path, "true"))
    assert say("edit", "oh-0002").code == 0
    shown = say("show", "oh-0002", "--json").json
    assert shown["title"] == "Theirs"
    assert "torch" in str(shown)


def test_the_same_field_changed_by_both_is_named() -> None:
    began = told("It rained.", title="A flood")
    mine, theirs = told("It rained.", title="Mine"), told("It rained.", "More.", title="Theirs")
    both, clashes = merged(mine, began, theirs)
    assert (both.title, both.transcripts, clashes) == ("Mine", theirs.transcripts, ("title",))


def test_a_purge_takes_what_was_typed_into_the_record_too(archive: Archive) -> None:
    archive.add(told("It rained."), by=KEEPER)
    archive.drafts.save({"form": {"title": "What nobody may know"}}, archive.drafts.of_edit("oh-0001"))
    archive.purge("oh-0001", by=KEEPER, why="safety")
    assert not archive.drafts.has(archive.drafts.of_edit("oh-0001"))
