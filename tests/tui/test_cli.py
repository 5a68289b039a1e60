"""The contract of every command, through the front door: what it prints, and how it ends."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.store import Store
from testimonies.testimony import KINDS
from tests.conftest import KEEPER, told
from tests.tui.front import SHEET, Said, ask, everything_in
from tui.cli import COMMANDS

Ask = Callable[..., Said]


# Finding


def test_a_list_is_one_json_document_in_the_shape_of_the_contract(say: Ask) -> None:
    found = say("list", "--json")

    assert (found.code, found.err) == (0, "")
    assert set(found.json) == {"total", "testimonies"}
    assert found.json["total"] == 2
    assert list(found.json["testimonies"][0]) == ["id", "title", "kind", "date", "collection", "extent", "access"]


def test_a_search_is_one_json_document_in_the_shape_of_the_contract(say: Ask) -> None:
    found = say("search", "river", "--json").json

    assert (found["query"], found["total"], found["total_passages"]) == ("river", 2, 2)
    assert {"understood", "took_ms", "testimonies", "facets", "labels"} <= set(found)
    assert set(found["facets"]) == {"collection", "kind", "language", "place", "decade", "media", "access"}
    result = next(one for one in found["testimonies"] if one["id"] == "oh-0002")
    assert {"id", "title", "kind", "date", "access", "score", "passage_count", "matched_names", "passages"} <= {
        *result
    }
    (passage,) = result["passages"]
    assert set(passage) == {"id", "number", "at", "speaker", "text", "marks"}
    assert (passage["number"], passage["at"], passage["speaker"]) == (1, "00:01:05", "Amina")
    ((start, end),) = passage["marks"]
    assert passage["text"][start:end] == "river"


def test_limit_and_offset_choose_the_page_and_the_total_stays(say: Ask) -> None:
    first = say("list", "--limit", "1", "--json").json
    second = say("list", "--limit", "1", "--offset", "1", "--json").json
    beyond = say("list", "--offset", "7")

    assert [first["testimonies"][0]["id"], second["testimonies"][0]["id"]] == ["oh-0001", "oh-0002"]
    assert first["total"] == second["total"] == 2
    assert (beyond.code, beyond.out) == (0, "")
    assert "There are 2" in beyond.err


def test_nothing_found_ends_with_1_and_json_says_so_too(say: Ask) -> None:
    for command in ("list", "search"):
        assert say(command, "nowhere").code == 1
        empty = say(command, "nowhere", "--json")
        assert (empty.code, empty.json["total"], empty.json["testimonies"]) == (1, 0, [])


def test_a_word_to_leave_out_is_not_taken_for_an_option_without_a_hint(say: Ask) -> None:
    said = say("search", "river", "-boat")

    assert said.code == 2
    assert "search 'river -boat'" in said.err
    assert say("search", "river -lamp", "--json").json["total"] == 1


# Showing


def test_show_gives_the_record_as_kept_with_its_words_and_versions(say: Ask, tmp_path: Path) -> None:
    shown = say("show", "oh-0002", "--json").json
    kept = json.loads((tmp_path / "a/testimonies/oh-0002/v1/content/record.json").read_bytes())

    assert (shown["id"], shown["version"], shown["versions"], shown["media"]) == ("oh-0002", 1, 1, [])
    assert shown["transcripts"][0]["passages"][0]["words"] == "The river came at night."
    assert {key: shown[key] for key in kept if key != "transcripts"} == {
        key: value for key, value in kept.items() if key != "transcripts"
    }


def test_show_raw_prints_record_json_byte_for_byte(say: Ask, tmp_path: Path) -> None:
    say("edit", "oh-0002", "--set", "title=The hill")

    newest, first = say("show", "oh-0002", "--raw"), say("show", "oh-0002", "--raw", "--version", "1")

    folder = tmp_path / "a/testimonies/oh-0002"
    assert newest.out.encode() == (folder / "v2/content/record.json").read_bytes()
    assert first.out.encode() == (folder / "v1/content/record.json").read_bytes()


def test_show_begins_at_the_place_asked_for(say: Ask) -> None:
    shown = say("show", "oh-0002", "--at", "00:02:12")

    assert "Where did you go?" in shown.out
    assert "The river came" not in shown.out
    assert say("show", "oh-0001", "--at", "p9:1").code == 1
    assert say("show", "oh-0001", "--at", "nonsense").code == 3


def test_an_older_version_is_shown_and_one_that_never_was_is_not_found(say: Ask) -> None:
    say("edit", "oh-0001", "--set", "title=Another")

    assert say("show", "oh-0001", "--version", "1", "--json").json["title"] == "The flood"
    assert say("show", "oh-0001", "--json").json["title"] == "Another"
    assert say("show", "oh-0001", "--version", "9").code == 1


def test_a_listed_record_that_is_not_open_shows_five_things_to_the_open_reader(say: Ask) -> None:
    say("edit", "oh-0001", "--set", "access.listed_title=A letter")

    shown = say("show", "oh-0001", "--as-reader", "open", "--json").json
    listed = say("list", "--as-reader", "open", "--json").json["testimonies"][0]

    assert shown == listed
    assert shown == {
        "id": "oh-0001",
        "kind": "interview",
        "collection": "oh",
        "access": "staff",
        "listed_title": "A letter",
    }


def test_an_unlisted_record_does_not_exist_for_the_open_reader(say: Ask) -> None:
    say("edit", "oh-0001", "--set", "access.listed=false")

    for command in ("show", "cite", "media", "history"):
        said = say(command, "oh-0001", "--as-reader", "open")
        assert (said.code, said.out) == (1, "")
        assert said.err == "There is no testimony oh-0001 in this archive.\n"


def test_histories_raw_records_and_the_trail_are_for_staff(say: Ask) -> None:
    for command in (("history", "oh-0002"), ("show", "oh-0002", "--raw"), ("audit",)):
        said = say(*command, "--as-reader", "open")
        assert (said.code, said.out) == (3, "")
        assert "for the people who keep the archive" in said.err


def test_a_citation_names_the_narrator_the_collection_and_the_moment(say: Ask) -> None:
    said = say("cite", "oh-0002", "--at", "00:02:15")

    assert said.out == "Amina, interview by Sona, about 1993, oh-0002, Voices, at 00:02:15.\n"
    assert set(say("cite", "oh-0002", "--json").json) == {"id", "at", "citation"}


def test_the_history_says_who_when_why_and_what(say: Ask) -> None:
    say("edit", "oh-0001", "--set", "title=Another", "--why", "A better title")

    told = say("history", "oh-0001", "--json").json

    assert told["id"] == "oh-0001"
    assert [set(one) for one in told["versions"]] == [{"version", "created", "by", "why", "changed"}] * 2
    assert told["versions"][1]["why"] == "A better title"
    assert told["versions"][1]["changed"] == ["record.json"]
    assert "A better title" in say("history", "oh-0001").out


# Adding


def test_adding_gives_id_and_version_and_remarks_on_every_default(say: Ask, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("A note\n\nIt rained.\n", encoding="utf-8")

    kept = say("add", tmp_path / "note.txt", "--json")

    assert kept.json == {"id": "oh-0003", "version": 1}
    for default in ("title", "XXXX", "interview", "und", "oh"):
        assert default in kept.err, default


def test_a_file_that_is_known_is_refused_with_its_place_and_kept_again_when_wanted(say: Ask, tmp_path: Path) -> None:
    known = say("add", tmp_path / "letter.txt")
    assert (known.code, known.out) == (3, "")
    assert "oh-0001" in known.err
    assert "--again" in known.err
    assert known.err.count("\n") == 1

    assert say("add", tmp_path / "letter.txt", "--again", "--json").json == {"id": "oh-0003", "version": 1}


def test_add_takes_exactly_one_file(say: Ask, tmp_path: Path) -> None:
    assert say("add").code == 2
    assert say("add", tmp_path / "letter.txt", tmp_path / "flood.md").code == 2
    assert say("add", tmp_path).code == 3
    assert say("add", tmp_path / "nowhere.txt").code == 3


def test_a_photograph_is_added_alone_and_with_a_sheet(say: Ask, tmp_path: Path, photograph: Path) -> None:
    alone = say("add", photograph, "--json").json["id"]
    (tmp_path / "other.md").write_text(SHEET.replace("night", "morning"), encoding="utf-8")
    beside = say("add", tmp_path / "other.md", "--media", photograph, "--json").json["id"]

    for testimony_id in (alone, beside):
        (item,) = say("show", testimony_id, "--json").json["media"]
        assert (item["file"], item["mime"]) == ("bridge.png", "image/png")


def test_values_are_set_while_adding_by_dotted_keys(say: Ask, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("A note\n\nIt rained.\n", encoding="utf-8")

    say("add", tmp_path / "note.txt", "--set", "agents.0.role=narrator", "--set", "agents.0.name=Rain",
        "--set", 'languages=["hy", "ru"]', "--set", "access=open")  # fmt: skip

    shown = say("show", "oh-0003", "--json").json
    assert shown["agents"][0]["name"] == "Rain"
    assert shown["languages"] == ["hy", "ru"]
    assert shown["access"]["description"] == shown["access"]["transcript"] == "open"


@pytest.mark.parametrize(
    "value", ["access=closed", "access.transcript=closed", 'access={"description": "closed", "transcript": "open"}']
)
def test_what_is_closed_is_refused_before_there_are_keys(say: Ask, tmp_path: Path, value: str) -> None:
    (tmp_path / "note.txt").write_text("A note\n\nIt rained.\n", encoding="utf-8")

    for command in (
        ("add", tmp_path / "note.txt"),
        ("add", tmp_path / "note.txt", "--draft"),
        ("edit", "oh-0001"),
    ):
        said = say(*command, "--set", value)
        assert (said.code, said.out) == (3, ""), command
        assert "closed" in said.err
    assert say("list", "--json").json["total"] == 2
    assert not list((tmp_path / "a/drafts").iterdir())


def test_a_setting_that_is_none_is_wrong_usage_and_one_that_leads_nowhere_bad_input(say: Ask) -> None:
    assert say("edit", "oh-0001", "--set", "title").code == 2
    assert say("edit", "oh-0001", "--set", "=x").code == 2
    assert say("edit", "oh-0001", "--set", "agents.7.name=x").code == 3
    assert say("edit", "oh-0001", "--set", "id=zz-0001").code == 3
    assert say("edit", "oh-0001", "--set", "kind=song").code == 3
    assert say("edit", "oh-0001", "--set", "date=yesterday").code == 3
    assert say("show", "oh-0001", "--json").json["versions"] == 1


def test_a_draft_has_no_id_and_is_in_no_list(say: Ask, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("A note\n\nIt rained.\n", encoding="utf-8")

    assert say("add", tmp_path / "note.txt", "--draft", "--json").json == {"draft": "draft-1"}
    assert say("list", "--json").json["total"] == 2


def test_an_unknown_collection_is_refused_with_those_there_are(say: Ask, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("A note\n\nIt rained.\n", encoding="utf-8")

    said = say("add", tmp_path / "note.txt", "--set", "collection=zz")

    assert said.code == 3
    assert "there is: oh" in said.err


def test_every_fault_of_a_sheet_is_a_line_with_file_and_line_number(say: Ask, tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text("---\ntitle: X\nkind: song\ndate: someday\n---\nWords.\n", encoding="utf-8")

    said = say("add", tmp_path / "bad.md")

    assert (said.code, said.out) == (3, "")
    assert [line.split(":")[0].rpartition(", ")[2] for line in said.err.splitlines()] == ["line 3", "line 4"]
    assert "bad.md" in said.err


@pytest.mark.parametrize("kind", KINDS)
def test_every_template_filled_in_becomes_a_testimony(say: Ask, tmp_path: Path, kind: str) -> None:
    sheet = say("template", kind)
    filled = "\n".join(
        {"title:": "title: A title", "date:": "date: 1993~"}.get(line, line) for line in sheet.out.splitlines()
    )
    (tmp_path / f"{kind}.md").write_text(filled + "\n\nIt rained.\n", encoding="utf-8")

    kept = say("add", tmp_path / f"{kind}.md", "--json")

    assert kept.code == 0, kept.err
    assert say("show", kept.json["id"], "--json").json["kind"] == kind


# Changing


def test_an_edit_is_a_new_version_and_one_that_changes_nothing_is_none(say: Ask) -> None:
    assert say("edit", "oh-0001", "--set", "title=Another", "--json").json == {"id": "oh-0001", "version": 2}
    again = say("edit", "oh-0001", "--set", "title=Another", "--json")
    assert again.json == {"id": "oh-0001", "version": 2}
    assert "Nothing was changed" in again.err


def script(path: Path, text: str) -> str:
    path.write_text("#!/bin/sh\n" + text, encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_a_record_is_edited_as_a_sheet_in_the_editor_and_keeps_its_media(
    say: Ask, tmp_path: Path, photograph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    say("media", "oh-0002", "--add", photograph)
    before = say("show", "oh-0002", "--json").json
    monkeypatch.setenv("EDITOR", script(tmp_path / "editor", "sed -i 's/with the lamp/with a lamp/' \"$1\"\n"))

    assert say("edit", "oh-0002", "--json").json == {"id": "oh-0002", "version": 3}

    after = say("show", "oh-0002", "--json").json
    assert after["transcripts"][0]["passages"][2]["words"] == "Up the hill, with a lamp."
    assert after["media"] == before["media"]
    assert after["source"] == before["source"]
    assert [p["id"] for p in after["transcripts"][0]["passages"]] == ["s0001", "s0002", "s0003"]


def test_an_editor_that_changes_nothing_writes_no_version(
    say: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", script(tmp_path / "editor", "true\n"))

    said = say("edit", "oh-0002")

    assert said.code == 0
    assert "Nothing was changed" in said.err
    assert say("show", "oh-0002", "--json").json["versions"] == 1


@pytest.mark.parametrize(
    "does",
    [
        "echo 'no sheet' > \"$1\"\n",
        "exit 3\n",
        "printf '\\377' > \"$1\"\n",
        "sed -i 's/kind: .*/kind: song/' \"$1\"\n",
    ],
)
def test_an_editor_that_fails_or_leaves_a_faulty_sheet_changes_nothing(
    say: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str
) -> None:
    monkeypatch.setenv("EDITOR", script(tmp_path / "editor", does))

    assert say("edit", "oh-0002").code == 3
    assert say("show", "oh-0002", "--json").json["versions"] == 1


def test_without_an_editor_and_a_terminal_edit_refuses_instead_of_hanging(say: Ask) -> None:
    said = say("edit", "oh-0002")

    assert said.code == 2
    assert "--set" in said.err


def test_what_someone_else_changed_meanwhile_is_not_written_over(
    say: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = f"{sys.executable} -c 'from tui.cli import main; main()'"
    does = f"{other} -A {tmp_path}/a edit oh-0002 --set title=Theirs\nsed -i 's/lamp/torch/' \"$1\"\n"
    monkeypatch.setenv("EDITOR", script(tmp_path / "editor", does))

    said = say("edit", "oh-0002")

    assert said.code == 3
    assert "meanwhile" in said.err
    assert say("show", "oh-0002", "--json").json["title"] == "Theirs"


def test_the_files_of_a_record_are_not_changed_by_editing_it(say: Ask, photograph: Path) -> None:
    say("media", "oh-0002", "--add", photograph)

    for value in ("media.0.file=other.png", "media=[]", "media.0.sha512=00"):
        assert say("edit", "oh-0002", "--set", value).code == 3, value
    assert say("edit", "oh-0002", "--set", "media.0.alt_text=A bridge").code == 0


def test_an_older_version_is_restored(say: Ask) -> None:
    say("edit", "oh-0001", "--set", "title=Another")

    assert say("restore", "oh-0001", "--version", "1", "--json").json == {"id": "oh-0001", "version": 3}
    assert say("show", "oh-0001", "--json").json["title"] == "The flood"
    assert say("restore", "oh-0001").code == 2
    assert say("restore", "oh-0001", "--version", "8").code == 1


def test_a_purge_without_a_terminal_wants_yes(say: Ask) -> None:
    said = say("purge", "oh-0001")
    assert said.code == 2
    assert "--yes" in said.err
    assert say("show", "oh-0001").code == 0

    assert say("purge", "oh-0001", "--yes").code == 0
    gone = say("show", "oh-0001")
    assert gone.code == 1
    assert "purged" in gone.err
    assert say("purge", "oh-0001", "--yes").code == 1
    assert say("purge", "zz-0001", "--yes").code == 1


def test_one_file_is_purged_and_the_record_stays(say: Ask, photograph: Path, tmp_path: Path) -> None:
    say("media", "oh-0002", "--add", photograph)

    assert say("purge", "oh-0002", "bridge.png", "--yes", "--why", "privacy", "--json").json["id"] == "oh-0002"
    assert say("media", "oh-0002").code == 1
    assert not list((tmp_path / "a/testimonies").rglob("bridge.png"))
    assert say("purge", "oh-0002", "bridge.png", "--yes").code == 1


def test_media_are_added_listed_and_copied_out_whole(say: Ask, tmp_path: Path, photograph: Path) -> None:
    assert say("media", "oh-0001").code == 1
    assert say("media", "oh-0001", "--add", photograph, "--json").json["media"][0]["file"] == "bridge.png"

    assert say("media", "oh-0001", "--get", tmp_path / "out").code == 0
    assert (tmp_path / "out/bridge.png").read_bytes() == photograph.read_bytes()
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["bridge.png"]
    assert say("media", "oh-0001", "--get", tmp_path / "out").code == 3
    assert say("media", "oh-0001", "--get", tmp_path / "letter.txt").code == 3
    assert say("media", "oh-0001", "--add", tmp_path / "nowhere.png").code == 3


def test_statements_are_put_beside_each_other_down_to_the_passage(say: Ask) -> None:
    kept = say("relate", "oh-0002@00:01:05", "agrees_on", "oh-0001@n2", "--about", "That the river came at night.")
    assert kept.code == 0, kept.err

    (relation,) = say("show", "oh-0002", "--json").json["relations"]
    assert (relation["from"]["passage"], relation["to"]["testimony"]) == ("s0001", "oh-0001")
    assert relation["to"]["quoted"] == "The river came at night."
    assert "That the river came at night." in say("show", "oh-0002").out
    assert say("relate", "oh-0002", "agrees_on", "oh-0001").code == 2
    assert say("relate", "oh-0002", "loves", "oh-0001", "--about", "x").code == 2
    assert say("relate", "oh-0002", "agrees_on", "oh-0009", "--about", "x").code == 1
    assert say("relate", "oh-0002@p9:9", "agrees_on", "oh-0001", "--about", "x").code == 1


def test_statements_are_related_on_an_event_that_has_a_record(say: Ask) -> None:
    say("authority", "add", "event", "The flood")
    say("authority", "add", "place", "Hill")
    related = ("relate", "oh-0002", "differs_on", "oh-0001", "--about", "The hour it came")

    assert say(*related, "--event", "event-0001").code == 0
    (relation,) = say("show", "oh-0002", "--json").json["relations"]
    assert relation["event"] == {"name": "The flood", "ref": "event-0001"}
    assert "Event: event-0001 The flood" in say("compare", "oh-0001", "oh-0002").out
    (point,) = say("compare", "oh-0001", "oh-0002", "--json").json["points"]
    assert point["event"] == {"name": "The flood", "ref": "event-0001"}

    assert say(*related, "--event", "event-0002").code == 1
    said = say(*related, "--event", "place-0001")
    assert (said.code, said.out) == (3, "")
    assert "place-0001 is no event" in said.err


# Authority records


def test_authority_records_are_added_listed_shown_edited_and_merged(say: Ask) -> None:
    assert say("authority", "add", "place", "Lower village", "--json").json == {"id": "place-0001", "version": 1}
    say("authority", "add", "place", "Nether village")
    say("edit", "oh-0001", "--set", 'place={"name": "Nether village", "ref": "place-0002"}')

    edited = say("authority", "edit", "place-0001", "--set", "names.1.text=The village", "--json")
    assert edited.json == {"id": "place-0001", "version": 2}
    listed = say("authority", "list", "place", "--json").json
    assert (listed["total"], listed["authorities"][0]["label"]) == (2, "Lower village")
    assert "The village" in say("authority", "show", "place-0001").out

    assert say("authority", "merge", "place-0001", "place-0002").code == 0
    assert say("show", "oh-0001", "--json").json["place"]["ref"] == "place-0001"
    names = [name["text"] for name in say("authority", "show", "place-0001", "--json").json["names"]]
    assert names == ["Lower village", "The village", "Nether village"]


def test_who_uses_an_authority_record_is_listed_as_what_in_which_script_and_since_when(say: Ask) -> None:
    say("authority", "add", "person", "Amina")
    say("edit", "oh-0002", "--set", "agents.0.ref=person-0001")
    say("edit", "oh-0001", "--set", 'persons=[{"name": "Амина", "ref": "person-0001"}]')

    shown = say("authority", "show", "person-0001", "--uses", "--json").json
    assert shown["uses"]["total"] == 2
    one, other = shown["uses"]["testimonies"]
    assert (one["id"], one["as"]) == ("oh-0001", [{"field": "persons", "name": "Амина", "script": "Cyrillic"}])
    assert (other["title"], other["as"][0]["field"]) == ("The night of the flood", "narrator")
    assert other["since"] == say("history", "oh-0002", "--json").json["versions"][1]["created"]

    said = say("authority", "show", "person-0001", "--uses", "--limit", "1")
    assert "oh-0001    persons  Амина       Cyrillic" in said.out
    assert "1 to 1 of 2" in said.err
    assert "uses" not in say("authority", "show", "person-0001", "--json").json
    assert say("authority", "list", "person", "--json").json["authorities"][0]["used_in"] == 2


def test_the_open_reader_is_told_of_uses_that_are_open_and_of_no_history(say: Ask) -> None:
    say("authority", "add", "person", "Amina")
    say("edit", "oh-0002", "--set", "agents.0.ref=person-0001")
    say("edit", "oh-0001", "--set", 'persons=[{"name": "Amina", "ref": "person-0001"}]')

    uses = say("authority", "show", "person-0001", "--uses", "--as-reader", "open", "--json").json["uses"]

    assert (uses["total"], [one["id"] for one in uses["testimonies"]]) == (1, ["oh-0002"])
    assert uses["testimonies"][0]["since"] is None


def test_a_record_nobody_links_says_so(say: Ask) -> None:
    say("authority", "add", "person", "Amina")

    said = say("authority", "show", "person-0001", "--uses")

    assert (said.code, said.err) == (0, "No testimony links person-0001.\n")


def test_a_merge_is_previewed_and_nothing_is_changed(say: Ask, tmp_path: Path) -> None:
    say("authority", "add", "place", "Lower village")
    say("authority", "add", "place", "Nether village")
    say("edit", "oh-0001", "--set", 'place={"name": "Nether village", "ref": "place-0002"}')
    before = everything_in(tmp_path / "a/testimonies") | everything_in(tmp_path / "a/authorities")

    said = say("authority", "merge", "place-0001", "place-0002", "--dry-run")
    assert said.out.splitlines() == [
        "Names then: Lower village · Nether village",
        "From place-0002 come: Nether village",
        "Links of 1 testimony follow; rewritten: oh-0001",
    ]
    assert said.err == "Nothing is changed yet; without --dry-run it is.\n"
    told = say("authority", "merge", "place-0001", "place-0002", "--dry-run", "--json").json
    assert told["rewritten"] == ["oh-0001", "place-0002", "place-0001"]
    assert say("authority", "merge", "place-0001", "collection-oh", "--dry-run").code == 3
    assert everything_in(tmp_path / "a/testimonies") | everything_in(tmp_path / "a/authorities") == before

    assert say("authority", "merge", "place-0001", "place-0002").code == 0
    again = say("authority", "merge", "place-0001", "place-0002", "--dry-run")
    assert (again.code, again.err) == (3, "place-0002 is a part of place-0001 already; name that one instead.\n")


def test_what_is_wrong_with_an_authority_record_is_said(say: Ask) -> None:
    assert say("authority", "show", "place-0009").code == 1
    assert say("authority", "add", "planet", "Mars").code == 2
    assert say("authority", "add", "place", " ").code == 3
    assert say("authority", "edit", "collection-oh").code == 2
    assert say("authority", "edit", "collection-oh", "--set", "prefix=zz").code == 3
    assert say("authority", "merge", "collection-oh", "place-0001").code == 1
    assert say("authority", "add", "collection", "Others", "--set", "prefix=oh").code == 3
    assert say("authority", "add", "collection", "Others", "--set", "prefix=../x").code == 3
    assert say("authority", "add", "collection", "Others", "--set", "prefix=ot").code == 0


def test_the_open_reader_sees_the_names_that_open_records_lead_to(say: Ask) -> None:
    say("authority", "add", "person", "Nobody Knows")
    say("authority", "add", "place", "Hill", "--set", "note=The grave is there")
    say("edit", "oh-0001", "--set", 'persons=[{"name": "N", "ref": "person-0001"}]')
    say("edit", "oh-0002", "--set", 'place={"name": "Hill", "ref": "place-0001"}')

    listed = say("authority", "list", "--as-reader", "open", "--json").json

    assert [one["id"] for one in listed["authorities"]] == ["collection-oh", "place-0001"]
    assert "grave" not in say("authority", "show", "place-0001", "--as-reader", "open").out
    assert say("authority", "show", "person-0001", "--as-reader", "open").code == 1


# Looking after it


def test_verify_counts_what_it_checked_and_names_the_damage(say: Ask, tmp_path: Path) -> None:
    whole = say("verify", "--json")
    assert (whole.code, whole.json) == (0, {"checked": 3, "damaged": []})

    source = tmp_path / "a/testimonies/oh-0001/v1/content/source/letter.txt"
    source.write_bytes(source.read_bytes() + b"!")
    found = say("verify", "--json")

    assert found.code == 1
    (damage,) = found.json["damaged"]
    assert set(damage) == {"id", "version", "file", "problem"}
    assert (damage["id"], damage["version"]) == ("oh-0001", 1)
    assert say("verify", "oh-0002").code == 0
    assert say("verify", "oh-0001").code == 1
    assert say("verify", "zz-0001").code == 1


def test_verify_keeps_to_its_budget_and_begins_with_the_oldest_check(say: Ask, tmp_path: Path) -> None:
    some = say("verify", "--budget", "0s", "--json")
    assert some.json["checked"] == 1
    say("verify", "--budget", "0s")
    say("verify", "--budget", "0s")

    checked = [json.loads(line)["id"] for line in (tmp_path / "a/fixity.jsonl").read_text("utf-8").splitlines()]
    assert sorted(checked) == ["collection-oh", "oh-0001", "oh-0002"]
    assert say("verify", "--budget", "10m").code == 0
    assert say("verify", "--budget", "soon").code == 2


def test_the_index_is_built_anew_when_it_is_asked_or_gone(say: Ask, tmp_path: Path) -> None:
    assert say("reindex", "--json").json == {"testimonies": 2}
    for path in sorted((tmp_path / "a/cache").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()

    assert say("search", "river", "--json").json["total"] == 2


def test_the_doctor_names_what_needs_a_person(say: Ask) -> None:
    found = say("doctor", "--json")

    assert found.code == 1
    assert set(found.json["findings"][0]) == {"what", "where"}
    say("edit", "oh-0001", "--set", "basis=published")
    say("edit", "oh-0002", "--set", "basis=published")
    assert (say("doctor").code, say("doctor").out) == (0, "Nothing needs a person.\n")


def test_the_archive_is_counted(say: Ask) -> None:
    assert say("stats", "--json").json["testimonies"] == 2
    assert "2  testimonies" in say("stats").out
    assert "authority records" not in say("stats", "--json", "--as-reader", "open").json


def test_the_trail_is_shown_newest_first_and_checked(say: Ask, tmp_path: Path) -> None:
    shown = say("audit", "--json", "--limit", "1").json
    assert (shown["total"], shown["events"][0]["id"]) == (3, "oh-0002")
    assert (say("audit", "--verify").code, say("audit", "--verify", "--json").json) == (0, {"problems": []})

    trail = tmp_path / "a/audit.jsonl"
    trail.write_bytes(trail.read_bytes().replace(b"Added", b"Addes", 1))
    assert say("audit", "--verify").code == 1
    assert say("audit", "--verify", "--json").json["problems"]
    assert say("audit").code == 4


def test_browse_without_a_terminal_prints_the_list(say: Ask) -> None:
    for arguments in (("browse",), ()):
        said = say(*arguments)
        assert said.code == 0
        assert "oh-0001" in said.out
        assert "no terminal" in said.err


# Every command alike


def test_every_command_of_the_contract_is_there_and_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    contract = [
        "init",
        "template",
        "add",
        "import",
        "list",
        "search",
        "show",
        "cite",
        "edit",
        "media",
        "history",
        "restore",
        "purge",
        "authority",
        "relate",
        "verify",
        "reindex",
        "doctor",
        "stats",
        "audit",
        "browse",
        "searches",
        "concordance",
        "play",
        "retime",
        "transcribe",
        "note",
        "keys",
        "compare",
        "unrelate",
        "serve",
    ]

    assert sorted(COMMANDS) == sorted(contract)
    for command in contract:
        said = ask(capsys, command, "--help")
        assert (said.code, said.err) == (0, "")
        assert said.out.startswith(f"Usage: earwitness {command}")


@pytest.mark.parametrize("command", ["list", "search river", "show oh-0001", "history oh-0001", "media oh-0001",
                                     "cite oh-0001", "stats", "verify", "reindex", "doctor", "authority list",
                                     "authority show collection-oh", "audit", "audit --verify"])  # fmt: skip
def test_json_is_one_document_and_the_archive_is_named_before_or_after(
    say: Ask, capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str
) -> None:
    before = say(*command.split(), "--json")
    after = ask(capsys, *command.split(), "--json", "--archive", tmp_path / "a")

    assert before.code == after.code <= 1
    assert set(before.json) == set(after.json)
    assert before.out.isascii() or before.out.isprintable() or "\n" in before.out


@pytest.mark.parametrize(
    "command", ["list", "search x", "history oh-0001", "media oh-0001", "authority list", "audit"]
)
def test_commands_that_print_results_take_the_same_options(say: Ask, command: str) -> None:
    said = say(*command.split(), "--json", "--limit", "5", "--offset", "0", "--as-reader", "staff")

    assert said.code <= 1
    assert isinstance(said.json, dict)
    assert say(*command.split(), "--as-reader", "nobody").code == 2
    assert say(*command.split(), "--limit", "-1").code == 2


def test_a_locked_archive_ends_with_4(say: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store(tmp_path / "a").writing():
        monkeypatch.setattr(Store.__init__, "__defaults__", (0.1,))
        said = say("edit", "oh-0001", "--set", "title=x")
        assert say("show", "oh-0001").code == 0

    assert (said.code, said.out) == (4, "")
    assert "wait" in said.err


def test_a_newer_format_and_a_torn_beginning_end_with_4(say: Ask, tmp_path: Path) -> None:
    begin = tmp_path / "a/archive.json"
    data = json.loads(begin.read_text("utf-8"))
    begin.write_text(json.dumps({**data, "format": 2}), encoding="utf-8")
    assert say("list").code == 4
    assert "newer Earwitness" in say("list").err
    begin.write_text('{"archive": ', encoding="utf-8")
    assert say("list").code == 4


def test_what_was_not_understood_ends_with_2_in_one_line(say: Ask) -> None:
    for arguments in (("serach",), ("show",), ("show", "a", "b"), ("list", "--sort", "x"), ("--nothing",)):
        said = say(*arguments)
        assert (said.code, said.out, said.err.count("\n")) == (2, "", 1), arguments
        assert "--help" in said.err


def test_an_archive_begins_only_in_a_new_or_empty_folder(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    begun = ask(capsys, "init", tmp_path / "new", "--title", "T", "--json")
    assert set(begun.json) == {"archive", "folder", "title"}
    assert ask(capsys, "init", tmp_path / "new").code == 3
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert ask(capsys, "init", tmp_path / "file").code == 3
    assert ask(capsys, "init", "/proc/nowhere").code == 4
    assert ask(capsys, "init", tmp_path / "file" / "below").code in (3, 4)


def test_the_founding_collection_is_kept_whole(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert ask(capsys, "init", tmp_path / "f", "--founding").code == 0

    assert ask(capsys, "-A", tmp_path / "f", "list", "--json").json["total"] == 8
    assert ask(capsys, "-A", tmp_path / "f", "verify").code == 0
    found = ask(capsys, "-A", tmp_path / "f", "search", "Ханкенди", "--json").json
    assert "nk-0007" in [one["id"] for one in found["testimonies"]]


def test_a_relation_shows_no_words_of_a_record_that_is_not_open(archive: Archive) -> None:
    archive.add(told("The open word."), by=KEEPER)
    archive.add(told("The hidden word.", access="staff"), by=KEEPER)
    from testimonies.testimony import Relation  # noqa: PLC0415 - only here

    relation = Relation(from_=archive.point("oh-0001", None), type="same_event", to=archive.point("oh-0002", None),
                        about="Both tell of it.")  # fmt: skip
    archive.relate(relation, by=KEEPER)

    assert archive.show("oh-0001").testimony.relations
    assert not archive.show("oh-0001", "open").testimony.relations
