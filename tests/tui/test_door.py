"""Which archive is meant, and who signs."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.archive import Archive
from tests.conftest import KEEPER, told
from tests.tui.front import ask
from tui import door


@pytest.fixture
def archives(tmp_path: Path) -> dict[str, Path]:
    """Four archives, each with one testimony that is called like it."""
    folders = {}
    for name in ("option", "variable", "here", "default"):
        with Archive.create(tmp_path / name, name, KEEPER) as archive:
            archive.add(told("Words.", title=name), by=KEEPER)
        folders[name] = tmp_path / name
    return folders


def configure(text: str) -> None:
    door.config_path().parent.mkdir(parents=True, exist_ok=True)
    door.config_path().write_text(text, encoding="utf-8")


def test_the_nearest_word_about_which_archive_wins(
    archives: dict[str, Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def meant(*options: str | Path) -> str:
        title: str = ask(capsys, *options, "list", "--json").json["testimonies"][0]["title"]
        return title

    configure(f'archive = "{archives["default"]}"')
    monkeypatch.chdir(archives["here"])
    monkeypatch.setenv(door.VARIABLE, str(archives["variable"]))

    assert meant("-A", archives["option"]) == "option"
    assert meant() == "variable"
    monkeypatch.delenv(door.VARIABLE)
    assert meant() == "here"
    monkeypatch.chdir(tmp_path)
    assert meant() == "default"
    door.config_path().unlink()
    assert meant() == "Zaur Mammadov on the home he had to leave at nine, thirty years on"


def test_where_no_archive_is_named_reading_shows_the_sample_and_says_how_to_begin(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)

    for command in (("list", "--json"), ("search", "control", "--json"), ("show", "nk-0002", "--json")):
        said = ask(capsys, *command)
        assert said.code == 0
        assert said.json
        assert said.err == f"This is the founding collection, a sample. {door.BEGIN}\n"
    assert [path.name for path in door.sample_path().parent.iterdir()] == ["sample"]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "command",
    [
        "add x.txt", "import .", "edit nk-0001 --set title=x", "media nk-0001 --add x.png", "purge nk-0001 --yes",
        "restore nk-0001 --version 1", "relate nk-0001 same_event nk-0002 --about x", "authority add place X",
        "authority edit place-0001 --set note=x", "authority merge place-0001 place-0002",
    ],
)  # fmt: skip
def test_where_no_archive_is_named_nothing_is_written_to_the_sample(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    monkeypatch.chdir(tmp_path)

    said = ask(capsys, *command.split())

    assert (said.code, said.out) == (1, "")
    assert door.VARIABLE in said.err
    assert not door.sample_path().exists()


def test_an_archive_that_is_not_there_is_said_in_one_sentence(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    said = ask(capsys, "-A", tmp_path / "nowhere", "list")

    assert (said.code, said.out) == (1, "")
    assert said.err == f"There is no archive in {tmp_path}/nowhere; begin one with: earwitness init DIR\n"


@pytest.mark.parametrize("text", ["name = ", "\xff", "name = 'a'\nname = 'b'"])
def test_a_configuration_that_cant_be_read_is_said_and_not_passed_over(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.chdir(tmp_path)
    configure("")
    door.config_path().write_bytes(text.encode("latin-1"))

    said = ask(capsys, "list")

    assert (said.code, said.out) == (3, "")
    assert "config.toml" in said.err


def test_changes_are_signed_with_the_configured_name_else_the_login_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "keeper")
    assert door.signature() == "keeper"
    configure('name = "  A. Keeper "')
    assert door.signature() == "A. Keeper"
    configure("name = 7")
    assert door.signature() == "keeper"


def test_somebody_without_a_login_name_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.getuid", lambda: 987_654)

    assert door.signature() == "user 987654"


def test_a_sample_that_cant_be_made_is_said_in_one_sentence(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", "/proc/nowhere")

    said = ask(capsys, "list")

    assert (said.code, said.out) == (4, "")
    assert said.err.startswith("The sample can't be made in /proc/nowhere")


def test_a_sample_that_was_interrupted_is_made_again(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("archive.founding.add_founding", stop)
        assert ask(capsys, "list").code == 130
    assert not door.sample_path().exists()
    assert ask(capsys, "list", "--json").json["total"] == 8


def test_a_beginning_that_was_interrupted_leaves_the_folder_empty(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("archive.founding.add_founding", stop)

    assert ask(capsys, "init", tmp_path / "new", "--founding").code == 130
    assert not list((tmp_path / "new").iterdir())
