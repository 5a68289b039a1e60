"""Whole folders through the front door: told beforehand, kept once, resumed, and described by their tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tui.front import Said, ask, everything_in

Ask = Callable[..., Said]

VTT = "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Amina>The river came at night.\n"
TABLE = "file,narrator,year,topic\nfirst,Amina,1993,flood\nsecond,Sona,1994,bread\n"


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Ask:
    assert ask(capsys, "init", tmp_path / "a").code == 0
    return lambda *arguments: ask(capsys, "-A", tmp_path / "a", *arguments)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two testimonies, one of three files, and one file nobody can keep."""
    folder = tmp_path / "box"
    (folder / "deeper").mkdir(parents=True)
    (folder / "first.vtt").write_text(VTT, encoding="utf-8")
    (folder / "first.txt").write_text("The same in plain words.\n", encoding="utf-8")
    (folder / "deeper" / "second.txt").write_text("Bread\n\nThere was none.\n", encoding="utf-8")
    return folder


def test_files_of_one_stem_are_one_testimony_and_the_timed_one_its_transcript(say: Ask, folder: Path) -> None:
    done = say("import", folder, "--json")

    assert (done.code, done.err) == (0, "")
    assert set(done.json) == {"kept", "repaired", "refused", "files"}
    assert (done.json["kept"], done.json["refused"]) == (2, 0)
    assert {one["outcome"] for one in done.json["files"]} <= {"kept", "repaired"}
    first = next(one for one in done.json["files"] if one["file"].endswith("first"))
    assert set(first) == {"file", "id", "outcome", "notes"}
    shown = say("show", first["id"], "--json").json
    assert shown["transcripts"][0]["passages"][0]["speaker"] == "Amina"
    assert {source["file"] for source in shown["source"]} == {"first.vtt", "first.txt"}


def test_a_dry_run_writes_nothing_at_all_and_says_what_would_happen(say: Ask, folder: Path, tmp_path: Path) -> None:
    (folder / "copy.txt").write_bytes((folder / "deeper/second.txt").read_bytes())
    (folder / "empty.txt").write_text("", encoding="utf-8")
    say("list")
    before = everything_in(tmp_path)

    would = say("import", folder, "--dry-run", "--json")

    assert everything_in(tmp_path) == before
    assert say("list").code == 1
    done = say("import", folder, "--json")
    assert would.code == done.code == 3
    for count in ("kept", "repaired", "refused"):
        assert would.json[count] == done.json[count]
    assert [(o["file"], o["outcome"]) for o in would.json["files"]] == [
        (o["file"], o["outcome"]) for o in done.json["files"]
    ]


def test_importing_again_doubles_nothing_and_names_the_ids(say: Ask, folder: Path) -> None:
    first = say("import", folder, "--json").json
    again = say("import", folder, "--json")

    assert (again.code, again.json["kept"]) == (0, 0)
    assert {one["outcome"] for one in again.json["files"]} == {"known"}
    assert {one["id"] for one in again.json["files"]} == {one["id"] for one in first["files"]}
    assert say("list", "--json").json["total"] == 2


def test_what_came_meanwhile_is_all_that_is_kept(say: Ask, folder: Path) -> None:
    say("import", folder)
    (folder / "third.txt").write_text("Snow\n\nIt snowed.\n", encoding="utf-8")

    assert say("import", folder, "--json").json["kept"] == 1
    assert say("list", "--json").json["total"] == 3


def test_one_refused_file_stops_no_other_and_ends_with_3(say: Ask, folder: Path) -> None:
    (folder / "empty.txt").write_text("", encoding="utf-8")
    (folder / "bad.md").write_text("---\ntitle: X\nkind: song\n---\n", encoding="utf-8")

    done = say("import", folder, "--json")

    assert done.code == 3
    assert (done.json["kept"], done.json["refused"]) == (2, 2)
    said = {Path(o["file"]).name: o["notes"] for o in done.json["files"] if o["outcome"] == "refused"}
    assert "empty" in said["empty"][0]
    assert "line 3" in said["bad"][0]
    assert all(o["id"] is None for o in done.json["files"] if o["outcome"] == "refused")
    plain = say("import", folder)
    assert plain.code == 3
    assert "2 refused" in plain.out


def test_a_table_is_mapped_saved_edited_and_used_again(say: Ask, folder: Path, tmp_path: Path) -> None:
    (folder / "list.csv").write_text(TABLE, encoding="utf-8")

    done = say("import", folder, "--dry-run")
    assert not list((tmp_path / "a/saved").iterdir())
    done = say("import", folder)
    assert done.code == 0, done.err + done.out
    (mapping,) = (tmp_path / "a/saved").iterdir()
    assert str(mapping) in done.out
    narrators = {say("show", i, "--json").json["agents"][0]["name"] for i in ("oh-0001", "oh-0002")}
    assert narrators == {"Amina", "Sona"}

    text = mapping.read_text(encoding="utf-8")
    assert "list.topic" in text or "topic" in text
    edited = tmp_path / "mine.yaml"
    edited.write_text(text.replace("narrator: list.narrator", "interviewer: list.narrator"), encoding="utf-8")
    ask_elsewhere = tmp_path / "b"
    assert say("init", ask_elsewhere).code == 0
    assert say("import", folder, "--map", edited, "--archive", ask_elsewhere).code == 0
    shown = say("show", "oh-0001", "--json", "--archive", ask_elsewhere).json
    assert [agent["role"] for agent in shown["agents"]] == ["interviewer"]
    assert not list((ask_elsewhere / "saved").iterdir())


def test_a_mapping_that_cant_be_read_is_refused_with_its_line(say: Ask, folder: Path, tmp_path: Path) -> None:
    (folder / "list.csv").write_text(TABLE, encoding="utf-8")
    bad = tmp_path / "bad.yaml"
    bad.write_text("files: list.file\nfields: [a\n", encoding="utf-8")

    said = say("import", folder, "--map", bad)
    assert (said.code, said.out) == (3, "")
    assert "bad.yaml, line" in said.err
    assert say("import", folder, "--map", tmp_path / "nowhere.yaml").code == 3
    assert say("import", folder, "--map", tmp_path).code == 3


def test_what_an_import_is_told_wrongly_is_refused_before_anything_is_kept(
    say: Ask, folder: Path, tmp_path: Path
) -> None:
    assert say("import").code == 2
    assert say("import", folder, "--as", "papyrus").code == 2
    assert say("import", folder, "--collection", "zz").code == 3
    assert say("import", tmp_path / "nowhere").code == 3
    assert say("list").code == 1


def test_files_left_out_are_named_as_the_others_are(say: Ask, folder: Path) -> None:
    (folder / "deeper" / "rain.csv").write_text("day,rain\n1,2\n", encoding="utf-8")
    (folder / ".hidden").write_text("x", encoding="utf-8")

    done = say("import", folder, "--json").json

    assert {one["file"] for one in done["files"]} == {
        "box/first", "box/deeper/second", "box/deeper/rain.csv", "box/.hidden",
    }  # fmt: skip


def test_words_in_no_stated_language_are_counted_and_the_way_out_is_said_once(say: Ask, folder: Path) -> None:
    (folder / "third.md").write_text("---\ntitle: X\nkind: interview\nlanguage: en\n---\nWords.\n", "utf-8")

    for command in (("import", folder, "--dry-run"), ("import", folder)):
        said = " ".join(say(*command).out.split())
        assert said.count("The language of 2 of them is not stated (und)") == 1
        assert "--set language=en" in said
    assert "not stated" not in say("import", folder).out


def test_a_language_for_all_is_given_by_a_mapping(say: Ask, folder: Path, tmp_path: Path) -> None:
    (folder / "list.csv").write_text(TABLE, encoding="utf-8")
    say("import", folder)
    (mapping,) = (tmp_path / "a/saved").iterdir()
    text = mapping.read_text(encoding="utf-8")
    assert "defaults: {}" in text
    (tmp_path / "mine.yaml").write_text(text.replace("defaults: {}", "defaults: {language: en}"), encoding="utf-8")
    say("init", tmp_path / "b")

    done = say("import", folder, "--map", tmp_path / "mine.yaml", "--archive", tmp_path / "b")

    assert "not stated" not in done.out
    assert say("search", "breads", "--archive", tmp_path / "b").code == 0


def test_one_control_character_is_spoken_of_as_one(say: Ask, folder: Path) -> None:
    (folder / "third.txt").write_text("Snow\n\nIt\x02 snowed.\n", encoding="utf-8")

    done = say("import", folder, "--json").json

    notes = next(one["notes"] for one in done["files"] if one["file"] == "box/third")
    assert "The text holds 1 control character, kept as it is." in notes


def test_a_collection_and_a_format_are_chosen(say: Ask, tmp_path: Path) -> None:
    say("authority", "add", "collection", "Others", "--set", "prefix=ot")
    (tmp_path / "log").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nWords.\n", encoding="utf-8")

    done = say("import", tmp_path / "log", "--as", "vtt", "--collection", "ot", "--json")

    assert done.code == 0, done.out
    assert done.json["files"][0]["id"] == "ot-0001"
    assert say("show", "ot-0001", "--json").json["transcripts"][0]["timing"] == "cue"
