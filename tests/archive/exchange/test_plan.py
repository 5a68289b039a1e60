"""An import thought through: small folders first, then the real collections."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archive.exchange import mapping_file
from archive.exchange.plan import Plan, plan, propose_one
from archive.exchange.proposal import Defaults, Proposal
from testimonies.errors import BadInput, Faults, UnreadableFile, WrongUsage
from testimonies.record import files as files_of
from testimonies.record import read

if TYPE_CHECKING:
    from testimonies.testimony import Testimony

Folder = Callable[[dict[str, str | bytes]], Path]
VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Alma>It rained.\n"
SRT = "1\n00:00:01,000 --> 00:00:02,000\nIt rained.\n"


def only(planned: Plan) -> Proposal:
    (proposal,) = planned.proposals()
    return proposal


def record(proposal: Proposal) -> Testimony:
    assert proposal.testimony is not None, proposal.refused
    return proposal.testimony


def left_out(planned: Plan) -> dict[str, str]:
    return {each.file.name: each.why for each in planned.left_out}


def test_files_of_one_stem_in_one_folder_are_one_testimony(folder: Folder) -> None:
    root = folder({"a/1.txt": "It rained.", "a/1.mp3": b"sound", "b/1.txt": "We left.", "a/2.txt": "Nobody came."})
    planned = plan([root])
    assert planned.total == 3
    found = {each.key: sorted(path.name for path in each.files) for each in planned.proposals()}
    assert found == {"in/a/1": ["1.mp3", "1.txt"], "in/a/2": ["2.txt"], "in/b/1": ["1.txt"]}


def test_the_timed_one_is_the_transcript_and_the_other_is_kept(folder: Folder) -> None:
    proposal = only(plan([folder({"talk.txt": "It rained.", "talk.srt": SRT, "talk.vtt": VTT})]))
    transcript = record(proposal).transcripts[0]
    assert (transcript.timing, str(transcript.passages[0].at), transcript.passages[0].speaker) == (
        "cue",
        "00:00:01",
        "Alma",
    )
    assert [path.name for path in proposal.sources] == ["talk.srt", "talk.txt", "talk.vtt"]
    assert "The transcript is that of talk.vtt; talk.txt is kept beside it as received." in proposal.notes


def test_pictures_and_sound_of_the_same_stem_are_its_media(folder: Folder) -> None:
    proposal = only(plan([folder({"talk.vtt": VTT, "talk.jpg": b"x", "talk.WAV": b"x", "talk.pdf": b"%PDF-"})]))
    assert [path.name for path in proposal.media] == ["talk.WAV", "talk.jpg", "talk.pdf"]
    assert [path.name for path in proposal.sources] == ["talk.vtt"]
    assert "talk.pdf is kept as it is; its words can't be searched." in proposal.notes


def test_every_default_is_reported(folder: Folder) -> None:
    proposal = only(plan([folder({"tape_12.srt": SRT})]))
    found = record(proposal)
    assert (found.title, found.kind, found.date.text, found.languages, found.collection) == (
        *("tape 12", "interview", "XXXX"),
        *(("und",), "oh"),
    )
    assert found.access.level == "staff"
    said = " ".join(proposal.notes)
    assert all(word in said for word in ("file's name", "XXXX (undated)", "interview was", "und (undet", "oh was"))


def test_a_default_somebody_chose_is_not_reported(folder: Folder) -> None:
    chosen = Defaults(collection="fw", kind="statement", date="1939", language="hy", access="open")
    proposal = only(plan([folder({"a.srt": SRT})], defaults=chosen))
    found = record(proposal)
    assert (found.collection, found.kind, found.date.text, found.languages) == ("fw", "statement", "1939", ("hy",))
    assert found.access.level == "open"
    assert proposal.notes == ("The title is the file's name.",)


def test_a_title_is_taken_from_the_head_of_a_text(folder: Folder) -> None:
    proposal = only(plan([folder({"a.txt": "The Mill on the River\n\nIt rained.\n\nWe left."})]))
    assert record(proposal).title == "The Mill on the River"
    assert "The title is the first line of the text." in proposal.notes


def test_a_sentence_is_no_title(folder: Folder) -> None:
    assert record(only(plan([folder({"mill.txt": "It rained all night.\n\nWe left."})]))).title == "mill"


def test_a_repair_is_told_and_marked(folder: Folder) -> None:
    proposal = only(plan([folder({"a.srt": "1\n0:00:01.0 -> 0:00:02\nIt rained.\n"})]))
    assert proposal.repaired
    assert any(note.startswith("Line 2:") for note in proposal.notes)


def test_a_file_that_fails_is_refused_by_name_and_the_rest_goes_on(folder: Folder) -> None:
    root = folder({"a.vtt": "nothing timed", "b.txt": "It rained.", "c.docx": b"no zip", "d.txt": b""})
    refused = {each.key: each.refused for each in plan([root]).proposals()}
    assert refused["in/b"] is None
    for name in ("a.vtt", "c.docx", "d.txt"):
        assert name in (refused[f"in/{Path(name).stem}"] or "")


def test_a_machine_that_wrote_it_down_is_remembered(folder: Folder) -> None:
    proposal = only(plan([folder({"a.txt": "[DISCLAIMER: machine-generated transcript]\nIt rained.\nWe left."})]))
    assert record(proposal).transcripts[0].method == "machine"


def test_media_alone_are_testimonies_too(folder: Folder) -> None:
    planned = plan([folder({"a.mp3": b"x", "b.jpg": b"x", "c.pdf": b"x"})])
    assert [record(each).kind for each in planned.proposals()] == ["recording", "photographs", "found_document"]


def test_what_is_no_testimony_is_left_out_with_a_reason(folder: Folder) -> None:
    files = ["README.md", "LICENSE", "Thumbs.db", ".hidden", "a.xml", "b.json", "TEC", ".git/config.txt"]
    planned = plan([folder(dict.fromkeys(files, "x"))])
    assert planned.total == 0
    found = left_out(planned)
    assert set(found) == {"README.md", "LICENSE", "Thumbs.db", ".hidden", "a.xml", "b.json", "TEC", ".git"}
    assert found["a.xml"] == "XML of that kind can't be read yet."
    assert "--as" in found["TEC"]


def test_links_are_reported_and_not_followed(folder: Folder, tmp_path: Path) -> None:
    root = folder({"a.txt": "It rained."})
    (root / "b.txt").symlink_to(root / "a.txt")
    (root / "round").symlink_to(root)
    planned = plan([root])
    assert planned.total == 1
    assert set(left_out(planned)) == {"b.txt", "round"}


def test_a_pipe_is_left_out(folder: Folder) -> None:
    root = folder({"a.txt": "It rained."})
    os.mkfifo(root / "b.txt")
    assert left_out(plan([root])) == {"b.txt": "It is not a regular file."}


def test_the_order_is_the_same_each_time(folder: Folder) -> None:
    root = folder({f"{name}/{number}.txt": "x" for name in "zb" for number in "21"})
    keys = [each.key for each in plan([root]).proposals()]
    assert keys == sorted(keys) == [each.key for each in plan([root]).proposals()]


def test_a_path_that_leads_nowhere_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="No such file"):
        plan([tmp_path / "none"])


def test_a_format_can_be_told(folder: Folder) -> None:
    root = folder({"TEC": "It rained.\nWe left."})
    assert record(only(plan([root], format="text"))).transcripts[0].passages[1].words == "We left."
    with pytest.raises(WrongUsage, match="--as takes one of"):
        plan([root], format="ohms")


def test_tables_below_describe_the_files(folder: Folder) -> None:
    root = folder(
        {"text/a.txt": "It rained.", "text/b.txt": "We left.", "meta/m.csv": "file,title\na.txt,Rain\nc,No\n"}
    )
    planned = plan([root])
    first, second = planned.proposals()
    assert record(first).title == "Rain"
    assert "No row of the tables names this file." in second.notes
    assert any("1 row of m.csv name no file that is here (line 3)" in note for note in planned.notes)


def test_a_table_of_something_else_is_left_out(folder: Folder) -> None:
    planned = plan([folder({"a.txt": "It rained.", "weather.csv": "day,rain\n1,2\n"})])
    assert "names a file that is here" in left_out(planned)["weather.csv"]
    assert planned.mapping is None


def test_a_damaged_table_is_refused_with_its_line(folder: Folder) -> None:
    planned = plan([folder({"a.txt": "It rained.", "m.csv": 'id,title\na,"Rain\n'})])
    (table,) = planned.left_out
    assert table.refused
    assert "line 2" in table.why


def test_the_mapping_can_be_given_back_changed(folder: Folder) -> None:
    root = folder({"a.txt": "It rained.", "m.csv": "id,title,heading\na,Rain,The Flood\n"})
    proposed = plan([root]).mapping
    assert proposed
    text = mapping_file.write(proposed).replace("title: m.title", "title: m.heading")
    text = text.replace("defaults: {}", "defaults:\n  language: en\n  collection: fl")
    found = record(only(plan([root], mapping=mapping_file.read(text))))
    assert (found.title, found.languages, found.collection) == ("The Flood", ("en",), "fl")
    chosen = only(plan([root], mapping=mapping_file.read(text), defaults=Defaults(collection="xx")))
    assert record(chosen).collection == "xx"


def test_a_mapping_that_does_not_fit_is_an_error(folder: Folder) -> None:
    root = folder({"a.txt": "It rained.", "m.csv": "id,title\na,Rain\n"})
    proposed = plan([root]).mapping
    assert proposed
    with pytest.raises(Faults, match="no column caption in m"):
        plan([root], mapping=mapping_file.read(mapping_file.write(proposed).replace("m.title", "m.caption")))


SHEET = """---
title: The flood
kind: interview
narrator: Alma Reed
{more}---
[00:00:01] Alma: It rained.
"""


def sheet(more: str = "") -> str:
    return SHEET.format(more=more)


def test_a_sheet_describes_its_testimony(folder: Folder) -> None:
    proposal = only(plan([folder({"talk.md": sheet("collection: fl\ndate: 1993~\n"), "talk.mp3": b"x"})]))
    found = record(proposal)
    assert (found.title, found.collection, found.date.text) == ("The flood", "fl", "1993~")
    assert found.transcripts[0].passages[0].words == "It rained."
    assert ([path.name for path in proposal.media], [path.name for path in proposal.sources]) == (
        ["talk.mp3"],
        ["talk.md"],
    )
    assert proposal.notes == ()


def test_what_a_sheet_leaves_out_is_filled_in_and_reported(folder: Folder) -> None:
    proposal = propose_one(folder({"talk.md": sheet()}) / "talk.md")
    assert (record(proposal).collection, record(proposal).date.text) == ("oh", "XXXX")
    assert proposal.notes == (
        "No date was given; XXXX (undated) was taken.",
        "No collection was given; oh was taken.",
    )


def test_a_sheet_without_words_takes_them_from_captions_beside_it(folder: Folder) -> None:
    proposal = only(plan([folder({"talk.md": sheet().partition("[")[0], "talk.vtt": VTT})]))
    assert record(proposal).title == "The flood"
    assert record(proposal).transcripts[0].timing == "cue"


def test_an_id_in_a_sheet_is_not_believed(folder: Folder) -> None:
    proposal = propose_one(folder({"talk.md": sheet("id: nk-0002\n")}) / "talk.md")
    assert record(proposal).id == ""
    assert any("nk-0002" in note for note in proposal.notes)


def test_media_a_sheet_names_come_from_beside_it_and_from_nowhere_else(folder: Folder) -> None:
    root = folder({"talk.md": sheet("media:\n- page.png\n- ../secret.png\n- gone.png\n"), "page.png": b"x"})
    (root.parent / "secret.png").write_bytes(b"x")
    proposal = propose_one(root / "talk.md")
    assert [path.name for path in proposal.media] == ["page.png"]
    assert sum("not beside it" in note for note in proposal.notes) == 2


def test_media_that_a_sheet_names_are_no_testimonies_of_their_own(folder: Folder) -> None:
    files: dict[str, str | bytes] = {"talk.md": sheet("media:\n- page.png\n"), "page.png": b"x", "other.png": b"x"}
    found = {each.key: [path.name for path in each.media] for each in plan([folder(files)]).proposals()}
    assert found == {"in/other": ["other.png"], "in/talk": ["page.png"]}


def test_what_the_archive_falls_back_on_is_reported_too(folder: Folder) -> None:
    proposal = only(plan([folder({"a.srt": SRT})], otherwise=Defaults(collection="xx")))
    assert record(proposal).collection == "xx"
    assert "No collection was given; xx was taken." in proposal.notes


def test_a_name_that_is_no_text_does_no_harm(folder: Folder) -> None:
    root = folder({"a.txt": "It rained."})
    os.rename(os.fsencode(root / "a.txt"), os.fsencode(root) + b"/\xff\x1b.txt")  # noqa: PTH104 - a name no Path can spell
    proposal = only(plan([root]))
    for said in (proposal.key, record(proposal).title, *proposal.notes):
        assert said.encode().decode().isprintable()


def test_faults_of_a_sheet_are_told_with_file_and_line(folder: Folder) -> None:
    root = folder({"talk.md": "---\ntitle: The flood\nkind: chat\n---\nIt rained.\n"})
    proposal = only(plan([root]))
    assert proposal.refused is not None
    assert proposal.refused.count("talk.md, line 3: kind") == 1
    assert proposal.refused.count("talk.md") == 1
    with pytest.raises(BadInput, match=r"talk\.md, line 3"):
        propose_one(root / "talk.md")


def test_one_transcript_is_one_proposal(folder: Folder) -> None:
    proposal = propose_one(folder({"talk.vtt": VTT}) / "talk.vtt", Defaults(collection="nk"))
    assert record(proposal).collection == "nk"
    assert [path.name for path in proposal.sources] == ["talk.vtt"]


def test_one_medium_is_a_testimony_without_words(folder: Folder) -> None:
    proposal = propose_one(folder({"tape.mp3": b"x"}) / "tape.mp3")
    assert (record(proposal).kind, record(proposal).transcripts) == ("recording", ())
    assert [path.name for path in proposal.media] == ["tape.mp3"]


def test_one_file_of_an_unknown_kind_is_kept_as_a_document(folder: Folder) -> None:
    proposal = propose_one(folder({"log.xyz": b"x"}) / "log.xyz")
    assert record(proposal).kind == "found_document"
    assert "its words can't be searched" in " ".join(proposal.notes)


def test_one_empty_or_missing_file_is_an_error(folder: Folder) -> None:
    root = folder({"a.jpg": b""})
    for name in ("a.jpg", "none.jpg"):
        with pytest.raises(BadInput, match=name):
            propose_one(root / name)


def described(proposals: list[Proposal], role: str) -> int:
    return sum(any(record(each).named(role)) for each in proposals)


def test_the_life_histories_go_in_whole(corpus: Path) -> None:
    planned = plan([corpus / "transcripts/fwp-life-histories"])
    assert planned.total == 735
    assert sorted(left_out(planned)) == ["LICENSE", "UPSTREAM-README.md"]
    found = list(planned.proposals())
    assert [each.refused for each in found if each.refused] == []
    assert (described(found, "narrator"), described(found, "interviewer"), described(found, "editor")) == (
        696,
        719,
        225,
    )
    records = {each.key.rpartition("/")[2]: record(each) for each in found}
    assert sum(bool(record.subjects) for record in records.values()) == 687
    assert sum(not record.date.undated for record in records.values()) == 735 - 111
    assert sum(any("latitude" in note.text for note in record.notes) for record in records.values()) == 735 - 14
    assert Counter(record.transcripts[0].timing for record in records.values()) == {"paragraph": 735}
    assert sum(record.transcripts[0].words for record in records.values()) > 2_400_000
    one = records["interview_0095_001"]
    assert (one.title, one.date.text) == ("A North Little Rock Thief", "1939-05-12")
    assert one.place is not None
    assert one.place.name == "Little Rock, Pulaski, Arkansas"
    assert [(agent.role, agent.name) for agent in one.agents] == [
        ("narrator", "[Unknown 11]"),
        ("interviewer", "Walter Rowland"),
    ]
    two = records["interview_0094_001"]
    assert two.date.text == "1939-06"
    assert len(list(two.named("narrator"))) == 2
    assert [link.name for link in two.subjects] == ["tenant farmer"]
    assert two.place is not None
    assert two.place.name == "Arkansas"


def test_what_is_odd_about_their_tables_is_told_once(corpus: Path) -> None:
    said = plan([corpus / "transcripts/fwp-life-histories"]).notes
    assert sum("interviewee.csv has 1 key of interviewee more than once (lines" in note for note in said) == 1
    assert sum("reviser_crosswalk.csv points to a table" in note for note in said) == 1


def test_pairs_of_captions_and_text_are_one_each(corpus: Path) -> None:
    found = list(plan([corpus / "transcripts/talkpython-vtt"]).proposals())
    assert len(found) == 19
    assert {record(each).transcripts[0].timing for each in found} == {"cue"}
    assert {len(each.sources) for each in found} == {2}


def test_other_real_folders_go_in(corpus: Path) -> None:
    ramp = {each.key.rpartition("/")[2]: each for each in plan([corpus / "transcripts/ramp-lunchroom"]).proposals()}
    assert set(ramp) == {"lunchroom_manners", "transcript_ms", "volleyball"}
    assert record(ramp["volleyball"]).transcripts[0].method == "machine"
    ohms = plan([corpus / "transcripts/scihist-ohms"])
    found = {each.key.rpartition("/")[2]: record(each) for each in ohms.proposals()}
    assert len(found) == 5
    assert Counter(left_out(ohms).values()) == {"XML of that kind can't be read yet.": 9}
    baltimore = found["baltimore_sample"]
    assert (baltimore.title, baltimore.date.text) == ("Interview with David Baltimore", "1994-02-07")
    assert [agent.name for agent in baltimore.named("interviewer")] == ["Sondra Schlesinger"]
    assert [part.label for part in found["sample-oh-timecode-need-sequencing"].parts] == ["1.1", "1.2", "2.1"]


def test_xml_is_left_out_for_now(corpus: Path) -> None:
    planned = plan([corpus / "texts_multilingual"])
    assert planned.total == 0
    assert Counter(left_out(planned).values()) == {"XML of that kind can't be read yet.": 19}


def test_what_is_proposed_can_be_kept_and_read_back(corpus: Path) -> None:
    for folder in ("scihist-ohms", "ramp-lunchroom", "talkpython-vtt"):
        for proposal in plan([corpus / "transcripts" / folder]).proposals():
            kept = files_of(record(proposal))
            assert read(kept["record.json"], kept.__getitem__) == record(proposal)
