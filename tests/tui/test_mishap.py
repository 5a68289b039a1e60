"""Where the program itself is wrong, a person reads one sentence, and nobody's words are written down."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from platformdirs import user_state_path

from tests.tui.front import Said
from tui import mishap
from tui.commands import read


def broken(**_: object) -> int:
    """Fail as nobody foresaw, with words of an archive at hand."""
    words = "what was said in confidence"
    raise LookupError(words)


def test_a_command_that_breaks_says_so_in_one_sentence_and_keeps_where(
    say: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read.show_command, "callback", broken)

    said = say("show", "oh-0001")

    assert said.code == mishap.EXIT_CODE
    assert said.err.count("\n") == 1
    assert said.err.startswith("Earwitness made a mistake of its own (LookupError); nothing kept is lost.")
    kept = user_state_path("earwitness") / "mistakes.txt"
    assert str(kept) in said.err
    traces = kept.read_text(encoding="utf-8")
    assert "in broken" in traces
    assert "confidence" not in traces
    assert kept.stat().st_mode & 0o777 == 0o600


def test_without_room_for_traces_the_sentence_is_said_all_the_same() -> None:
    path = user_state_path("earwitness")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("in the way", encoding="utf-8")

    assert mishap.told(LookupError("x")).endswith("It left no trace: File exists.")
