"""What is typed to change an archive: every fault at once, slips answered, nothing that is durable left unsaid."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.archive.faults.room import no_room
from tests.tui.front import SHEET, Said

Ask = Callable[..., Said]

FAULTY = """\
---
title: " "
date: nope
kind: interview
languages: ["zz-!!", english]
collection: zz
access: shut
agents:
  - role: narrator
    name: A
    ref: person-0999
---
[00:01:05] A: The river came at night.

# transcript: Armenian translation

It came.
"""


# Sheets


def test_all_faults_of_a_sheet_are_said_at_once_each_once_with_file_and_line(say: Ask, tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text(FAULTY, encoding="utf-8")

    said = say("add", tmp_path / "bad.md")

    assert (said.code, said.out) == (3, "")
    lines = said.err.splitlines()
    assert [line.partition("bad.md, line ")[2].partition(":")[0] for line in lines] == [
        "2", "3", "5", "5", "6", "7", "11", "15",
    ]  # fmt: skip
    for line, what in zip(lines, ("title", "nope", "zz-!!", "english", "“zz”; there is: oh", "shut", "person-0999",
                                  "Armenian"), strict=True):  # fmt: skip
        assert what in line
    assert say("list", "--json").json["total"] == 2


def test_what_is_set_beside_a_sheet_stands_in_for_what_is_wrong_in_it(say: Ask, tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text(SHEET.replace("language: en", "language: english\ncollection: zz"), "utf-8")

    assert say("add", tmp_path / "other.md", "--set", "language=en").code == 3
    kept = say("add", tmp_path / "other.md", "--set", "collection=oh", "--set", "language=en", "--json")
    assert kept.code == 0, kept.err
    shown = say("show", kept.json["id"], "--json").json
    assert [shown["languages"], shown["transcripts"][0]["language"]] == [["en"], "en"]


def test_a_key_nobody_knows_is_kept_with_a_remark_that_names_the_near_one(say: Ask, tmp_path: Path) -> None:
    keys = "language: en\nscope_and_contents: It rained\nbogus: 1\nx-shelf: 12"
    (tmp_path / "other.md").write_text(SHEET.replace("language: en", keys), encoding="utf-8")

    said = say("add", tmp_path / "other.md", "--json")

    assert "line 6: “scope_and_contents” is kept as it stands; “scope_and_content” may be meant.\n" in said.err
    assert "line 7: “bogus” is kept as it stands; there is no such field.\n" in said.err
    assert "x-shelf" not in said.err
    assert "?." not in said.err
    shown = say("show", said.json["id"], "--json").json
    assert (shown["bogus"], shown["x-shelf"]) == ("1", "12")


# Settings


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        ("bogus=1", "there is no such field"),
        ("titel=", "is “title” meant?"),
        ("agents.0.nmae=x", "is “name” meant?"),
        ("acess.level=open", "is “access” meant?"),
        ("language=english", "write en"),
        ('languages=["en", "x"]', "“x” is not a language tag"),
        ("agents.0.ref=person-0999", "there is: person-0001 (Amina)"),
        ('place={"name": "Hill", "ref": "place-0001"}', "there is no place yet"),
        ('events=[{"name": "Flood", "ref": "planet-1"}]', "an id begins with one of person, body, place"),
    ],
)
def test_a_slip_in_set_changes_nothing_and_is_answered_with_what_is_there(say: Ask, value: str, answer: str) -> None:
    say("authority", "add", "person", "Amina")

    said = say("edit", "oh-0002", "--set", value)

    assert (said.code, said.out) == (3, "")
    assert answer in said.err
    assert said.err.count("\n") == 1
    assert say("show", "oh-0002", "--json").json["versions"] == 1


def test_a_level_nobody_knows_is_said_once(say: Ask) -> None:
    said = say("edit", "oh-0002", "--set", "access=shut")

    assert said.err == "--set access: “shut” is not one of open, restricted, staff, closed.\n"


def test_a_key_the_record_holds_already_may_still_be_changed(say: Ask, tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text(SHEET.replace("language: en", "language: en\nbogus: 1"), encoding="utf-8")
    kept = say("add", tmp_path / "other.md", "--json").json["id"]

    assert say("edit", kept, "--set", "bogus=2").code == 0
    assert say("edit", kept, "--set", "x-own=2").code == 0
    assert say("show", kept, "--json").json["bogus"] == 2


def test_a_link_that_leads_nowhere_already_stops_no_other_edit(say: Ask, tmp_path: Path) -> None:
    say("authority", "add", "person", "Amina")
    say("edit", "oh-0002", "--set", "agents.0.ref=person-0001")
    (record,) = (tmp_path / "a/authorities/person-0001").rglob("content/record.json")
    record.write_bytes(b"{}")

    assert say("edit", "oh-0002", "--set", "title=Another").code == 0
    assert say("edit", "oh-0002", "--set", "agents.1.ref=person-0001").code == 3


def test_saying_the_language_lets_the_forms_of_words_be_found(say: Ask) -> None:
    assert say("search", "rivers id:oh-0001").code == 1

    say("edit", "oh-0001", "--set", "language=en")

    assert say("search", "rivers id:oh-0001").code == 0


def test_an_authority_record_takes_no_key_nobody_knows(say: Ask) -> None:
    say("authority", "add", "person", "Amina")

    for command in (("authority", "add", "person", "Sona"), ("authority", "edit", "person-0001")):
        said = say(*command, "--set", "protecton=anonymous")
        assert (said.code, said.out) == (3, "")
        assert "is “protection” meant?" in said.err


# Relations and merging


def test_a_statement_is_not_put_beside_itself_but_two_passages_of_it_are(say: Ask) -> None:
    for other in ("oh-0002", "oh-0002@00:01:05"):
        said = say("relate", "oh-0002@00:01:05", "quotes", other, "--about", "x")
        assert said.code == 3
        assert "beside itself" in said.err

    assert say("relate", "oh-0002@00:01:05", "differs_on", "oh-0002@00:02:15", "--about", "x").code == 0


def test_why_statements_were_related_and_records_merged_is_kept(say: Ask) -> None:
    say("relate", "oh-0001", "agrees_on", "oh-0002", "--about", "x", "--why", "Told by both sisters")
    for name in ("Amina", "Aminah"):
        say("authority", "add", "person", name)
    say("authority", "merge", "person-0001", "person-0002", "--why", "One and the same")

    assert say("history", "oh-0001", "--json").json["versions"][-1]["why"] == "Told by both sisters"
    reasons = {event["id"]: event["why"] for event in reversed(say("audit", "--json").json["events"])}
    assert "One and the same" in reasons["person-0001"]
    assert "One and the same" in reasons["person-0002"]


def test_of_two_names_in_one_script_one_stays_authorised_when_their_records_are_merged(say: Ask) -> None:
    for name in ("Amina", "Aminah", "Амина"):
        say("authority", "add", "person", name)
    for other in ("person-0002", "person-0003"):
        say("authority", "merge", "person-0001", other)

    names = say("authority", "show", "person-0001", "--json").json["names"]

    assert {name["text"]: name["kind"] for name in names} == {
        "Amina": "authorised", "Aminah": "variant", "Амина": "authorised",
    }  # fmt: skip


# Several files


def test_several_files_follow_one_option_or_each_its_own(say: Ask, tmp_path: Path, photograph: Path) -> None:
    beside = tmp_path / "well.png"
    beside.write_bytes(photograph.read_bytes() + b"!")
    files: list[tuple[str | Path, ...]] = [
        ("--media", photograph, beside, "--json"),
        ("--json", "--media", photograph, "--media", beside),
    ]
    for number, given in enumerate(files):
        (tmp_path / "other.md").write_text(SHEET.replace("night", f"hour {number}"), encoding="utf-8")
        kept = say("add", tmp_path / "other.md", *given)
        assert kept.code == 0, kept.err
        shown = say("show", kept.json["id"], "--json").json
        assert [item["file"] for item in shown["media"]] == ["bridge.png", "well.png"]

    assert say("media", "oh-0001", "--add", photograph, beside, "--why", "Found", "--json").json["total"] == 2
    assert say("history", "oh-0001", "--json").json["versions"][-1]["why"] == "Found"


def test_what_could_be_meant_for_either_is_refused_in_a_sentence(say: Ask, tmp_path: Path, photograph: Path) -> None:
    added = say("add", "--media", photograph, tmp_path / "flood.md", "--again")
    listed = say("media", "--add", photograph, "oh-0001")

    assert (added.code, added.err.count("\n"), listed.code) == (2, 1, 2)
    assert added.err.startswith("FILE comes first: --media takes every file up to the next option.")
    assert listed.err.startswith("ID comes first: --add takes every file up to the next option.")
    assert say("add", tmp_path / "flood.md", "--media").code == 2


# What is durable is said


@pytest.mark.parametrize("as_json", [True, False])
def test_what_is_kept_is_acknowledged_with_its_id_though_the_index_has_no_room(say: Ask, as_json: bool) -> None:
    say("search", "river")
    with no_room(lambda _: False) as disk:
        say("edit", "oh-0002", "--set", "title=Another")
    # The index's own lock is the first thing it writes.
    first = next(n for n, (_, what) in enumerate(disk.calls, 1) if "WRITELOCK" in str(what[0]))

    with no_room(lambda call: call >= first):
        said = say("edit", "oh-0002", "--set", "title=A third", *(["--json"] if as_json else []))

    assert said.code == 0
    assert "The disk is full" in said.err
    assert "what was changed last is found by no search" in said.err
    assert said.json == {"id": "oh-0002", "version": 3} if as_json else said.out == "oh-0002, version 3\n"
    assert say("list", "third", "--json").json["total"] == 1


@pytest.mark.parametrize("harmed", [True, False])
def test_a_check_whose_dates_found_no_room_still_tells_what_it_found(say: Ask, tmp_path: Path, harmed: bool) -> None:
    if harmed:
        source = tmp_path / "a/testimonies/oh-0001/v1/content/source/letter.txt"
        source.write_bytes(source.read_bytes() + b"!")

    with no_room(lambda _: True):
        plain, document = say("verify"), say("verify", "--json")

    assert plain.code == document.code == (1 if harmed else 4)
    assert document.json["checked"] == 3
    assert [one["id"] for one in document.json["damaged"]] == (["oh-0001"] if harmed else [])
    assert "3 objects checked" in plain.out
    for said in (plain, document):
        assert "the dates of the checks" in said.err
        assert "full" in said.err


def test_an_index_that_had_to_heal_is_told_of_on_stderr_alone(say: Ask, tmp_path: Path) -> None:
    for command in (("search", "river"), ("search", "river", "--json"), ("list",), ("stats", "--json")):
        say("search", "river")
        for path in (tmp_path / "a/cache/index").glob("*.seg"):
            path.write_bytes(path.read_bytes()[:100])

        said = say(*command)

        assert said.code == 0
        assert "The index could not be used and was built anew from 2 testimonies." in said.err, command
        assert "built anew" not in said.out
        if "--json" in command:
            json.loads(said.out)
        assert say(*command).err == ""


def test_an_index_that_is_gone_is_said_to_be_built_anew(say: Ask, tmp_path: Path) -> None:
    say("search", "river")
    shutil.rmtree(tmp_path / "a/cache/index")

    said = say("search", "river", "--json")

    assert (said.code, said.json["total"]) == (0, 2)
    assert said.err == "The index was missing and was built anew from 2 testimonies.\n"


def test_the_index_of_a_copied_archive_is_said_to_be_built_anew(say: Ask, tmp_path: Path) -> None:
    say("search", "river")
    (tmp_path / "a").rename(tmp_path / "b")
    shutil.copytree(tmp_path / "b", tmp_path / "a")

    assert "built anew" in say("search", "river", "--json").err


# Words


def test_the_letters_of_a_name_are_echoed_in_their_own_script(say: Ask, tmp_path: Path) -> None:
    said = say("add", tmp_path / "für\nՀայ.txt")

    assert said.code == 3
    assert "für\\nՀայ.txt" in said.err
    assert "“Հայ”" in say("verify", "Հայ").err


def test_a_limit_of_nothing_gives_the_count_alone(say: Ask) -> None:
    assert (say("list", "--limit", "0").out, say("list", "--limit", "0").err) == ("", "There are 2.\n")
    assert say("search", "lamp", "--limit", "0").err == "There is 1.\n"
    assert "none of them is within" in say("list", "--limit", "0", "--offset", "2").err


def test_the_doctor_ends_a_sentence_once(say: Ask, tmp_path: Path) -> None:
    say("list")
    (record,) = (tmp_path / "a/testimonies/oh-0001").rglob("content/record.json")
    record.write_bytes(b"{}")

    said = say("doctor").out

    assert "oh-0001" in said
    assert ".:" not in said


# What another reader is shown


def test_an_open_reader_is_not_sent_to_a_history_that_is_refused(say: Ask) -> None:
    say("edit", "oh-0002", "--set", "title=Another")

    assert "2 of 2; see: earwitness history oh-0002" in say("show", "oh-0002").out
    said = say("show", "oh-0002", "--as-reader", "open").out
    assert "version         2\n" in said
    assert "history" not in said


def test_the_citation_of_a_listed_record_says_nothing_of_its_hidden_date(say: Ask) -> None:
    say("edit", "oh-0001", "--set", "date=1993")
    assert say("cite", "oh-0001", "--as-reader", "open").out == "interview, oh-0001, Voices.\n"

    say("edit", "oh-0001", "--set", "access.listed_title=A letter")
    assert say("cite", "oh-0001", "--as-reader", "open").out == "“A letter”, interview, oh-0001, Voices.\n"


def test_a_place_behind_the_end_is_not_found_and_the_end_is_said(say: Ask) -> None:
    for command in ("show", "cite"):
        late = say(command, "oh-0002", "--at", "09:00:00")
        assert (late.code, late.out) == (1, "")
        assert "no passage at 09:00:00; its last passage begins at 00:02:15" in late.err
        below = say(command, "oh-0001", "--at", "n9")
        assert (below.code, below.out) == (1, "")
        assert "it ends at ¶3" in below.err


def test_what_init_says_to_type_can_be_typed_though_the_name_holds_a_space(say: Ask, tmp_path: Path) -> None:
    said = say("init", tmp_path / "two words").out

    (line,) = [line for line in said.splitlines() if "add FILE" in line]
    assert shlex.split(line.partition(":")[2]) == ["earwitness", "-A", str(tmp_path / "two words"), "add", "FILE"]
