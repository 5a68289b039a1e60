"""`note` and `history --changes`, as a person types them."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.tui.front import Said

Say = Callable[..., Said]


def test_a_note_is_kept_on_a_passage_shown_there_and_hidden_from_the_open_reader(say: Say) -> None:
    assert say("note", "oh-0002", "--at", "2:15", "Which", "lamp?").code == 0
    shown = say("show", "oh-0002").out
    assert shown.index("with the lamp") < shown.index("Which lamp?")
    assert "at 00:02:15" in shown
    assert "Which lamp?" not in say("show", "oh-0002", "--as-reader", "open").out
    assert say("note", "oh-0002", "--list", "--as-reader", "open").code == 1


def test_notes_are_listed_changed_and_taken_away(say: Say) -> None:
    say("note", "oh-0002", "One")
    assert json.loads(say("note", "oh-0002", "--change", "1", "Two", "--json").out) == {"id": "oh-0002", "version": 3}
    assert "Two" in say("note", "oh-0002", "--list").out
    assert say("note", "oh-0002", "--remove", "1").code == 0
    assert say("note", "oh-0002", "--list").code == 1
    assert say("note", "oh-0002", "--remove", "1").code == 1
    assert say("note", "oh-0002", "--at", "n1", "--list").code == 2
    assert say("note", "oh-0002", "--at", "p9", "Nowhere").code == 1


def test_what_changed_is_told_word_by_word_and_as_json(say: Say) -> None:
    say("edit", "oh-0002", "--set", "title=The day of the flood")
    said = say("history", "oh-0002", "--changes").out
    assert "~ title" in said
    assert "The −⟨night⟩+⟨day⟩ of the flood" in said
    told = json.loads(say("history", "oh-0002", "--changes", "1..2", "--json").out)
    assert (told["from"], told["to"], told["total"]) == (1, 2, 1)
    assert told["changes"][0]["pieces"][1] == ["-", "night"]
    assert say("history", "oh-0002", "--changes", "x..2").code == 2
    assert say("history", "oh-0002", "--changes", "1..9").code == 1
    assert say("history", "oh-0002", "--changes", "--as-reader", "open").code == 3
