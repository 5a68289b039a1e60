"""Help with searching, through the front door: did you mean, more like this, saved searches, words in context."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive.archive import Archive
from archive.searches import NAME
from testimonies.access import Access, Decision
from testimonies.transcript import Passage, Transcript
from tests.conftest import KEEPER, told
from tests.tui.front import NASTY, Said, ask, checked
from tui.commands.concordance import beginning, ending
from tui.printing import cells

CONTRACT = {
    *("query", "understood", "total", "total_passages", "took_ms", "testimonies", "facets", "labels"),
    "notes",
}

Ask = Callable[..., Said]


@pytest.fixture
def say(archive: Archive, capsys: pytest.CaptureFixture[str]) -> Ask:
    with archive.writing():
        archive.add(told("Everything is under control.", "The outpost was deserted."), by=KEEPER)
        archive.add(told("Control of the outpost was lost.", "It was deserted in one night."), by=KEEPER)
        closed = Access(Decision("staff"), Decision("staff"), listed=False)
        archive.add(replace(told("Nothing of it.", "The river."), access=closed), by=KEEPER)

    def say(*arguments: str) -> Said:
        return checked(ask(capsys, "-A", archive.folder, *arguments))

    return say


class TestDidYouMean:
    def test_where_nothing_is_found_another_question_is_offered(self, say: Ask) -> None:
        said = say("search", "under", "kontrol")

        assert said.code == 1
        assert "Did you mean: under control? (1 testimony)" in said.err
        assert "Did you mean" not in said.out

    def test_json_has_it_beside_what_the_contract_names(self, say: Ask) -> None:
        said = say("search", "kontrol", "--json")

        assert said.code == 1
        assert set(said.json) == {*CONTRACT, "did_you_mean"}
        assert said.json["did_you_mean"] == [{"query": "control", "total": 2}]
        assert say("search", "control", "--json").json["did_you_mean"] == []

    def test_an_open_reader_is_offered_nothing_that_is_not_open(self, say: Ask) -> None:
        assert say("search", "rivr", "--json").json["did_you_mean"] == [{"query": "river", "total": 1}]
        assert say("search", "rivr", "--json", "--as-reader", "open").json["did_you_mean"] == []

    def test_what_was_left_out_may_have_been_meant_otherwise(self, say: Ask) -> None:
        assert "Did you mean: has:transcript?" in say("search", "has:transcrpt").err


class TestLike:
    def test_passages_of_others_that_speak_of_the_same_are_found(self, say: Ask) -> None:
        said = say("search", "--like", "oh-0001@n2", "--json")

        assert said.code == 0
        assert said.json["query"] == "oh-0001@¶2"
        assert [one["id"] for one in said.json["testimonies"]] == ["oh-0002"]
        assert set(said.json) == {*CONTRACT, "did_you_mean"}
        assert "oh-0002" in say("search", "--like", "oh-0001").out

    def test_a_question_beside_it_narrows_it_down(self, say: Ask) -> None:
        assert say("search", "--like", "oh-0001@n2", "night").code == 0
        assert say("search", "--like", "oh-0001@n2", "river").code == 1

    @pytest.mark.parametrize(
        ("given", "code"),
        [("oh-0009", 1), ("oh-0001@n9:9", 3), ("oh-0001@00:10", 1), ("@", 1), ("", 1), ("x@y@z", 3)],
    )
    def test_what_is_not_there_is_a_sentence(self, say: Ask, given: str, code: int) -> None:
        said = say("search", "--like", given)

        assert (said.code, said.out) == (code, "")
        assert said.err.count("\n") == 1

    def test_a_search_wants_a_question_or_a_passage(self, say: Ask) -> None:
        said = say("search")

        assert said.code == 2
        assert "--like" in said.err


class TestSearches:
    def test_a_search_is_saved_listed_asked_renamed_and_removed(self, say: Ask, archive: Archive) -> None:
        assert say("searches").code == 1
        assert "earwitness searches save NAME QUERY" in say("searches").err
        kept = say("searches", "save", "Lost control", "control", "-river", "--sort", "date", "--json")
        # What looks like an option is one, unless the question is quoted.
        assert kept.code == 2
        kept = say("searches", "save", "Lost control", "control -river", "--sort", "date", "--json")
        assert kept.code == 0
        assert {name: kept.json[name] for name in ("name", "query", "sort")} == {
            "name": "Lost control", "query": "control -river", "sort": "date",
        }  # fmt: skip
        listed = say("searches", "list", "--json").json
        assert listed == {"total": 1, "searches": [kept.json]}
        assert "Lost control" in say("searches").out

        run, search = (
            say("searches", "run", "Lost control", "--json"),
            say("search", "control -river", "--sort", "date", "--json"),
        )
        assert {**run.json, "took_ms": 0} == {**search.json, "took_ms": 0}
        assert say("searches", "rename", "Lost control", "Control").code == 0
        assert say("searches", "run", "Lost control").code == 1
        assert say("searches", "run", "Control").code == 0
        assert say("searches", "remove", "Control", "--json").json["query"] == "control -river"
        assert say("searches").code == 1

    def test_a_taken_name_wants_a_word(self, say: Ask) -> None:
        say("searches", "save", "x", "control")

        refused = say("searches", "save", "x", "river")
        assert (refused.code, refused.out) == (3, "")
        assert say("searches", "run", "x").out.startswith("control")
        assert say("searches", "save", "x", "river", "--replace").code == 0
        assert say("searches", "run", "x").out.startswith("river")

    def test_half_typed_questions_are_saved_with_a_remark(self, say: Ask) -> None:
        said = say("searches", "save", "x", '"under contr')

        assert said.code == 0
        assert "quotation mark" in said.err

    def test_the_list_is_for_staff_and_asking_shows_what_a_reader_would_find(self, say: Ask) -> None:
        say("searches", "save", "The river", "river")

        assert say("searches", "list", "--as-reader", "open").code == 3
        assert say("searches", "run", "The river", "--json").json["total"] == 1
        assert say("searches", "run", "The river", "--json", "--as-reader", "open").json["total"] == 0

    def test_hostile_names_are_data(self, say: Ask, archive: Archive) -> None:
        for name in NASTY[::2]:
            if "\x00" not in name and "\ud800" not in name:
                assert say("searches", "save", "--", name, name).code in (0, 3)
        said = say("searches", "list", "--limit", "100", "--json")
        assert said.json["total"] > 8
        assert say("searches", "list", "--limit", "100").code == 0
        for one in said.json["searches"]:
            assert say("searches", "run", "--", one["name"]).code in (0, 1)
            assert say("searches", "remove", "--", one["name"]).code == 0

    def test_a_spoilt_file_is_one_sentence_and_stays(self, say: Ask, archive: Archive) -> None:
        path = archive.folder / "saved" / NAME
        path.write_text("{", encoding="utf-8")

        for arguments in (["list"], ["run", "x"], ["save", "x", "y"], ["remove", "x"], ["rename", "x", "y"]):
            said = say("searches", *arguments)
            assert (said.code, said.err.count("\n")) == (4, 1)
        assert path.read_text(encoding="utf-8") == "{"

    def test_the_sample_is_not_changed(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert checked(ask(capsys, "searches", "save", "x", "y")).code == 1


class TestConcordance:
    def test_every_occurrence_is_a_line_and_the_words_stand_under_one_another(self, say: Ask) -> None:
        said = say("concordance", "outpost OR control", "--width", "20")
        lines = [line for line in said.out.splitlines() if "«" in line]

        assert said.code == 0
        assert "4 occurrences in 2 testimonies" in said.out
        assert lines[0] == "oh-0001 ¶1  Everything is under «control»."
        assert len({line.index("«") for line in lines}) == 1

    def test_json_has_the_total_and_the_lines_with_their_places(self, say: Ask) -> None:
        said = say("concordance", "control", "--json", "--limit", "1", "--width", "6")

        assert said.json["total"] == said.json["total_testimonies"] == 2
        assert said.json["lines"] == [
            {
                "id": "oh-0001", "passage": "s0001", "number": 1, "at": "¶1", "speaker": None,
                "before": "under ", "word": "control", "after": ".",
            }
        ]  # fmt: skip
        rest = say("concordance", "control", "--json", "--offset", "1").json["lines"]
        assert [one["id"] for one in rest] == ["oh-0002"]

    def test_lines_come_in_the_order_that_is_asked_for(self, say: Ask) -> None:
        words = [one["after"] for one in say("concordance", "control", "--sort", "right", "--json").json["lines"]]

        assert words == [".", " of the outpost was lost."]

    def test_an_open_reader_is_shown_what_is_open(self, say: Ask) -> None:
        assert say("concordance", "river").code == 0
        said = say("concordance", "river", "--as-reader", "open", "--json")
        assert (said.code, said.json["total"], said.json["lines"]) == (1, 0, [])

    def test_accents_and_wide_letters_take_the_room_they_take(
        self, archive: Archive, capsys: pytest.CaptureFixture[str]
    ) -> None:
        texts = (
            "難民の家 river",
            "e\u0301\u0302\u0323te\u0301 river",
            "plain river",
            "שלום river",
            "\x1b[31mred\nand river",
            "river",
        )
        turns = tuple(Passage(text) for text in texts)
        archive.add(told(transcripts=(Transcript("und", passages=turns),)), by=KEEPER)

        said = checked(ask(capsys, "-A", archive.folder, "concordance", "river"))
        lines = [line for line in said.out.splitlines() if "«" in line]

        assert len(lines) == len(texts)
        assert len({cells(line.partition("«")[0]) for line in lines}) == 1
        assert all(unicodedata.normalize("NFC", line) == line for line in lines)

    @pytest.mark.parametrize("width", [1, 2, 3, 7, 30])
    @pytest.mark.parametrize(
        "text", ["", "abc def", "難民難民", "e\u0301e\u0301e\u0301e\u0301", "\u0301\u0301", "a難e\u0301" * 20]
    )
    def test_what_is_cut_off_fits_and_keeps_accents_with_their_letters(self, text: str, width: int) -> None:
        for cut, whole_end in ((ending(text, width), text.endswith), (beginning(text, width), text.startswith)):
            assert cells(cut) <= width
            assert whole_end(cut)
        assert not unicodedata.combining((ending(text, width) or "a")[0]) or text == ending(text, width)
        rest = text[len(beginning(text, width)) :]
        assert not rest or not unicodedata.combining(rest[0])

    def test_nothing_found_is_a_sentence(self, say: Ask) -> None:
        said = say("concordance", "zzzz")

        assert said.code == 1
        assert "stands nowhere" in said.err


class TestKeyWords:
    def test_they_are_listed_with_their_counts(self, say: Ask) -> None:
        said = say("show", "oh-0001", "--keywords")

        assert said.code == 0
        assert "everything" in said.out.casefold()
        told: dict[str, Any] = say("show", "oh-0001", "--keywords", "--json").json
        assert told["id"] == "oh-0001"
        first = told["keywords"][0]
        assert set(first) == {"word", "count", "passages", "elsewhere", "score"}
        assert json.dumps(first)

    def test_what_a_reader_may_not_see_is_not_there(self, say: Ask) -> None:
        assert say("show", "oh-0003", "--keywords", "--as-reader", "open").code == 1
        assert say("show", "oh-0003", "--keywords").code == 0

    @pytest.mark.parametrize("other", [["--raw"], ["--at", "n1"], ["--version", "1"]])
    def test_they_are_of_the_whole_testimony_as_it_is(self, say: Ask, other: list[str]) -> None:
        assert say("show", "oh-0001", "--keywords", *other).code == 2


@pytest.mark.parametrize(
    "command", [("searches",), ("searches", "save"), ("searches", "run"), ("concordance",), ("search",), ("show",)]
)
def test_the_new_commands_explain_themselves(capsys: pytest.CaptureFixture[str], command: tuple[str, ...]) -> None:
    said = ask(capsys, *command, "--help")

    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"Usage: earwitness {' '.join(command)}")


@pytest.mark.parametrize(
    "command", [("concordance", "--"), ("search", "--"), ("searches", "save", "--replace", "n", "--")]
)
def test_whatever_is_asked_is_answered(say: Ask, command: tuple[str, ...]) -> None:
    for query in ("\x1b[31mred", "abc\u202egpj", "(" * 99, "*" * 99, '"', "-", "a* " * 99, "𝕏" * 40, "--", "%s"):
        assert say(*command, query).code in (0, 1)
