"""Hostile words and files through the front door: kept or refused in a sentence; nothing shown acts."""

from __future__ import annotations

import base64
import json
import os
import zipfile
from pathlib import Path

import pytest

from archive.archive import Archive
from testimonies.authority import Name, Person
from testimonies.testimony import Agent, Link, Note
from testimonies.transcript import Passage, Transcript
from tests.conftest import KEEPER, told
from tests.tui.front import NASTY, ask, checked


@pytest.fixture
def naughty(corpus: Path) -> list[str]:
    """The big list of naughty strings, as far as a program can be given them, and worse."""
    lines = json.loads((corpus / "suites/blns/blns.base64.json").read_text(encoding="utf-8"))
    strings = [base64.b64decode(line).decode("utf-8", "surrogateescape") for line in lines]
    return [*NASTY, *(one for one in strings if one)]


def test_naughty_strings_in_every_field_are_kept_and_shown_harmless(
    archive: Archive, naughty: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    passages = tuple(Passage(f"{one} river", speaker=one) for one in naughty)
    one_of_each = [naughty[n : n + 40] for n in range(0, len(naughty), 40)]
    with archive.writing():
        for group in one_of_each:
            archive.add(
                told(
                    title=" ".join(group) or "x",
                    agents=tuple(Agent(role="narrator", name=one, note=one) for one in group),
                    place=Link(group[0]),
                    subjects=tuple(Link(one) for one in group),
                    scope_and_content="\n".join(group),
                    notes=tuple(Note(one) for one in group),
                    content_notes=tuple(group),
                    extent=group[0],
                    extra={"key" + group[0]: group[0]},
                ),
                by=group[0] or "x",
                why=group[-1],
            )
        archive.add(told(transcripts=(Transcript("und", passages=passages),)), by=KEEPER)
        archive.add_authority(Person(names=tuple(Name(one) for one in naughty if one.strip())), by=KEEPER)
    last = f"oh-{len(one_of_each) + 1:04}"
    for command in (
        ("list", "--limit", "99"), ("list", "--json"), ("list", "--sort", "title"),
        ("search", "river", "--limit", "99"),
        ("search", "river", "--json"), *(("show", f"oh-{n + 1:04}") for n in range(len(one_of_each))),
        ("show", last), ("show", last, "--json"), ("show", "oh-0001", "--json"), ("show", "oh-0001", "--raw"),
        ("show", "oh-0001", "--as-reader", "open"), ("cite", "oh-0001"), ("cite", "oh-0001", "--json"),
        ("history", "oh-0001"), ("history", "oh-0001", "--json"), ("audit",), ("audit", "--json"), ("stats",),
        ("media", "oh-0001"), ("verify",), ("doctor",), ("authority", "list"), ("authority", "list", "--json"),
        ("authority", "show", "person-0001"), ("authority", "show", "person-0001", "--json"), ("browse",),
        ("audit", "--verify"), ("reindex",),
    ):  # fmt: skip
        said = checked(ask(capsys, "-A", archive.folder, *command))
        assert said.code <= 1, (command, said.err)
        if "--json" in command or "--raw" in command:
            assert said.json
    kept = ask(capsys, "-A", archive.folder, "show", last, "--json").json["transcripts"][0]["passages"]
    assert [one["words"] for one in kept] == [f"{one} river" for one in naughty]


def test_naughty_strings_as_arguments_are_answered_in_words(
    archive: Archive, naughty: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    archive.add(told("The river came."), by=KEEPER)
    for text in naughty[:: 1 + len(naughty) // 40]:
        if {"\x00", "\ud800"} & {*text}:
            continue  # the system itself gives no program such an argument
        for command in (
            ("search", "--", text), ("list", "--", text), ("show", "--", text), ("show", "oh-0001", f"--at={text}"),
            ("cite", "--", text), ("edit", "oh-0001", f"--set=title={text}"), ("edit", "oh-0001", f"--set={text}"),
            ("edit", "oh-0001", f"--set={text}=x", f"--why={text}"), ("verify", "--", text), (text,), ("list", text),
            ("add", "--", text), ("media", "oh-0001", f"--add={text}"), ("authority", "show", "--", text),
            ("relate", f"oh-0001@{text}", "same_event", "oh-0001", f"--about={text}"),
            ("purge", "oh-0001", "--", text),
            ("import", "--dry-run", f"--collection={text}", "/nowhere"), ("verify", f"--budget={text}"),
        ):  # fmt: skip
            checked(ask(capsys, "-A", archive.folder, *command))
    assert checked(ask(capsys, "-A", archive.folder, "show", "oh-0001")).code == 0


def test_naughty_file_names_are_kept_under_names_every_disk_can_hold(
    archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "names"
    folder.mkdir()
    names = [
        "\x1b[31m.txt",
        "abc\u202etxt.txt",
        "-rf.txt",
        "a\nb.txt",
        "\udcff.txt",
        " .txt",
        "$(x).txt",
        "é" * 60 + ".txt",
    ]
    for number, name in enumerate(names):
        (folder / name).write_text(f"Words {number}\n\nThe river.\n", encoding="utf-8")

    for name in names:
        checked(ask(capsys, "-A", archive.folder, "add", "--", folder / name))
    checked(ask(capsys, "-A", archive.folder, "import", folder, "--json"))
    checked(ask(capsys, "-A", archive.folder, "import", folder))
    assert ask(capsys, "-A", archive.folder, "list", "--json").json["total"] == len(names)
    assert checked(ask(capsys, "-A", archive.folder, "verify")).code == 0


def test_every_medium_is_kept_or_refused_in_a_sentence(
    archive: Archive, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = sorted(path for path in (corpus / "media").rglob("*") if path.is_file() and path.stat().st_size < 400_000)
    refused = []
    for path in files[:: 1 + len(files) // 60]:
        said = checked(ask(capsys, "-A", archive.folder, "add", path, "--again", "--json"))
        if said.code:
            assert (said.code, said.out, said.err.count("\n")) == (3, "", 1), said.err
            assert path.name in said.err
            refused.append(path.name)
        else:
            shown = checked(ask(capsys, "-A", archive.folder, "show", said.json["id"]))
            assert shown.code == 0
    total = ask(capsys, "-A", archive.folder, "list", "--json").json["total"]
    assert total >= 50
    assert checked(ask(capsys, "-A", archive.folder, "verify")).code == 0


def test_an_empty_file_a_folder_a_pipe_and_a_link_to_nowhere_are_refused(
    archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty.jpg").write_bytes(b"")
    (tmp_path / "folder.jpg").mkdir()
    os.mkfifo(tmp_path / "pipe.jpg")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "link.jpg").symlink_to(tmp_path / "nowhere")
    for name in ("empty.jpg", "folder.jpg", "pipe.jpg", "pipe.txt", "link.jpg"):
        for command in (("add", tmp_path / name), ("import", tmp_path / name)):
            said = checked(ask(capsys, "-A", archive.folder, *command))
            # A folder may be empty; there is nothing to refuse in it.
            assert said.code == (0 if (name, command[0]) == ("folder.jpg", "import") else 3), (name, command, said)
    assert ask(capsys, "-A", archive.folder, "list").code == 1


def test_xml_attacks_alone_and_inside_a_document_do_nothing(
    archive: Archive, corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    attacks = sorted((corpus / "suites/xml-attacks").rglob("*.xml"))
    assert attacks
    for number, attack in enumerate(attacks):
        checked(ask(capsys, "-A", archive.folder, "add", attack))
        document = tmp_path / f"{number}.docx"
        with zipfile.ZipFile(document, "w") as packed:
            packed.writestr("[Content_Types].xml", "<Types/>")
            packed.write(attack, "word/document.xml")
        said = checked(ask(capsys, "-A", archive.folder, "add", document))
        assert said.code in (0, 3)
    for one in ask(capsys, "-A", archive.folder, "list", "--json", "--limit", "99").json["testimonies"]:
        assert "root:" not in checked(ask(capsys, "-A", archive.folder, "show", one["id"])).out
