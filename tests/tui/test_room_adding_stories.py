"""Adding and editing told in a real terminal, from the first file to the version that is restored."""

from __future__ import annotations

import shutil
import time
import wave
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from archive.archive import Archive
from tests.tui.terminal import Terminal

CAPTIONS = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v Narrator A>The mill stood below the bridge.

00:00:04.000 --> 00:00:07.500
<v Interviewer B>Who built it?

00:00:07.500 --> 00:00:12.000
<v Narrator A>My father carried stones for it, and the harmonium went by cart.
"""


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """A folder with what a field trip brings home: a recording, two photographs and captions."""
    folder = tmp_path / "field trip"
    folder.mkdir()
    with wave.open(str(folder / "tape 1.wav"), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(2 * 8000 * 12))
    Image.new("RGB", (64, 48), (120, 140, 90)).save(folder / "mill.png")
    Image.new("RGB", (48, 64), (90, 110, 140)).save(folder / "posts.jpg")
    (folder / "tape 1.vtt").write_text(CAPTIONS, encoding="utf-8")
    return folder


def test_an_interview_with_audio_two_photographs_and_captions_is_added(
    story: Callable[..., Terminal], founding: Path, given: Path
) -> None:
    room = story(founding, "browse")
    room.wait(r"▶ ?nk-0001")
    room.press("a")
    room.wait("1 Files")
    room.look("add-1-empty")
    names = ("tape 1.wav", "mill.png", "posts.jpg", "tape 1.vtt")
    room.type(" ".join(f"'{given / name}'" for name in names).replace("'", '"'))
    room.press("Enter")
    room.wait("is the transcript: 3 turns")
    room.wait("JPEG image, 48 × 64")
    room.look("add-1-files")
    room.press("Tab", "Tab")
    room.type("The place where the mill stood")
    room.press("Enter")
    room.type("Two posts in the river")
    room.press("C-n")
    room.type("Narrator A")
    room.press("Tab")
    room.type("Interviewer B")
    room.wait("Interviewer B")
    room.look("add-2-people")
    room.press("C-n")
    room.type("The mill below the bridge")
    room.press("Tab", "Tab", "Tab")
    room.type("1993-05~")
    room.press("Tab")
    room.type("1988-13")
    room.press("Tab")
    room.wait("month 13")
    room.type("Stepan")
    room.wait("Stepanakert")
    room.wait("Place where it was given\\s+(│\\s+)?Stepan")
    room.look("add-3-names")
    room.press("Down", "Enter")
    room.wait("place-0001")
    room.press("Tab")
    room.type("en")
    room.press("C-n")
    room.wait("3 turns, 21 words|3 turns, 2")
    room.look("add-4-transcript")
    room.press("C-n")
    room.wait("Narrator A:")
    room.type("signed form, 1993-05, archive research quote")
    room.wait("research quote")
    room.look("add-5-consent")
    room.press("C-s")
    room.wait("1 thing to mend")
    room.look("add-6-mend")
    room.press("C-l")
    room.wait("▶ The time it tells about")
    room.press("C-u")
    room.type("1988")
    room.press("C-s")
    room.wait("This is what will be kept")
    room.look("add-6-review")
    room.press("C-s")
    room.wait("is kept")
    room.wait("about May 1993")
    room.look("add-7-kept")
    with Archive(founding) as archive:
        (row,) = archive.list("harmonium").rows
        kept = archive.show(row.id).testimony
        assert [item.mime for item in kept.media] == ["audio/x-wav", "image/png", "image/jpeg"]
        assert [item.alt_text for item in kept.media[1:]] == [
            "The place where the mill stood",
            "Two posts in the river",
        ]
        assert [file.file for file in kept.source] == ["tape 1.vtt"]
        assert kept.place is not None
        assert (kept.place.name, kept.place.ref) == ("Stepanakert", "place-0001")
        assert [(one.narrator, one.kind) for one in kept.consents] == [("Narrator A", "signed_form")]
        assert [p.speaker for p in kept.transcripts[0].passages] == ["Narrator A", "Interviewer B", "Narrator A"]


def test_a_record_is_edited_and_an_older_version_comes_back(story: Callable[..., Terminal], founding: Path) -> None:
    room = story(founding, "browse")
    room.wait(r"▶ ?nk-0001")
    room.press("e")
    room.wait("Edit nk-0001 . 3 Recording")
    room.wait("▶ Title")
    room.look("edit-1")
    room.press("End")
    room.type(", told again")
    room.press("C-s")
    room.wait("1 field changed")
    room.type("as the heirs wished")
    room.look("edit-2-review")
    room.press("C-s")
    room.wait("nk-0001, version 2, is kept")
    room.wait("version +2")
    room.look("edit-3-kept")
    history = story(founding, "history", "nk-0001")
    history.wait("as the heirs wished")
    story(founding, "restore", "nk-0001", "--version", "1").wait("nk-0001, version 3")
    with Archive(founding) as archive:
        assert archive.show("nk-0001").version == 3
        assert "told again" in archive.show("nk-0001", version=2).testimony.title
        assert "told again" not in archive.show("nk-0001").testimony.title


def test_a_form_is_written_as_a_sheet_in_an_editor_and_faults_are_offered_again(
    story: Callable[..., Terminal], founding: Path, tmp_path: Path
) -> None:
    editor = tmp_path / "editor.sh"
    editor.write_text(
        "#!/bin/sh\n"
        f"if [ -e {tmp_path}/twice ]; then sed -i 's/1915-13/1915-12/' \"$1\"\n"
        f"else touch {tmp_path}/twice\n"
        "sed -i 's/^title: .*/title: Written by hand/; s/^date: .*/date: 1915-13/' \"$1\"\n"
        "fi\n",
        encoding="utf-8",
    )
    editor.chmod(0o755)
    assert shutil.which("sed")
    room = story(founding, "browse", VISUAL=str(editor))
    room.wait(r"▶ ?nk-0001")
    room.press("e")
    room.wait("Edit nk-0001")
    room.press("C-e")
    room.wait("line [0-9]+")
    room.wait("month 13")
    room.look("edit-editor-fault")
    room.press("C-e")
    room.wait("The form says what your sheet says")
    room.wait("Written by hand")
    room.look("edit-editor")
    time.sleep(0.3)
    room.press("C-s")
    room.wait("2 fields changed")
