"""Whatever is typed is answered in words, on an archive full of hostile ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.archive import Archive
from testimonies.authority import Name, Person
from tests.conftest import KEEPER, told
from tests.tui.front import NASTY, ask, checked

WORDS = st.sampled_from(
    [
        *(
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
        ),
        *(
            "relate",
            "authority",
            "verify",
            "reindex",
            "doctor",
            "stats",
            "audit",
            "browse",
            "merge",
            "place",
            "person",
        ),
        *("--json", "--limit", "--offset", "--as-reader", "open", "staff", "--at", "--version", "--raw", "--set"),
        *(
            "--why",
            "--media",
            "--draft",
            "--again",
            "--dry-run",
            "--collection",
            "--as",
            "--map",
            "--budget",
            "--yes",
        ),
        *(
            "--about",
            "--sort",
            "--verify",
            "--help",
            "--",
            "-",
            "",
            "0",
            "1",
            "-1",
            "99999999999999999999",
            "oh-0001",
        ),
        *(
            "oh-0002",
            "OH-0001",
            "oh-0001@n1",
            "n1",
            "p1:1",
            "00:00:01",
            "same_event",
            "interview",
            "river",
            "title=x",
        ),
        *("access=open", "agents.0.name=x", "media.0.file=x", "transcripts=[]", "date=1993", "collection-oh", "oh"),
        *("person-0001", "FILE", "FOLDER", "NOWHERE", "vtt", "sheet", "10m", "x" * 5000),
    ]
)
TYPED = WORDS | st.text(st.characters(exclude_characters="\x00"), max_size=12) | st.sampled_from([*NASTY, "\udcff"])


COMMANDS = st.sampled_from(
    [
        *("", "add", "list", "search", "show", "cite", "edit", "media", "history", "restore", "relate", "authority"),
        *("verify", "reindex", "doctor", "stats", "audit", "import", "template"),
    ]
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(COMMANDS, st.lists(TYPED, max_size=6))
def test_whatever_is_typed_is_answered_in_words(
    archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, words: list[str]
) -> None:
    if not archive.testimonies.ids():
        archive.add(told("\x1b[31mThe river came.", "Two."), by=KEEPER)
        archive.add(told("More.", access="staff"), by=KEEPER)
        archive.add_authority(Person(names=(Name("Am\u202eina"),)), by=KEEPER)
        (tmp_path / "box").mkdir()
        (tmp_path / "box/letter.txt").write_text("A letter\n\nWords.\n", encoding="utf-8")
    stand_for = {
        "FILE": str(tmp_path / "box/letter.txt"),
        "FOLDER": str(tmp_path / "box"),
        "NOWHERE": "/proc/nowhere",
    }
    # The system itself gives no program a NUL, or a half character that is not a byte of another encoding.
    typed = [stand_for.get(word, word) for word in words if not {"\x00", "\ud800"} & {*word}]
    if any(word in ("init", "--get", "purge", "browse") or word.startswith("-A") for word in typed):
        typed = []
    checked(ask(capsys, "-A", archive.folder, *([command] if command else []), *typed))
