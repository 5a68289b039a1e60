"""What others say of an archive: an OCFL validator, and the commands its own README.txt tells a reader to type."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from archive.founding import create_with_founding
from archive.importing import bring
from archive.store import ROOTS
from tests.archive.store.judge import judged_sound
from tests.conftest import KEEPER, told


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that everything was done to: the founding collection, edits, purges, media, an import."""
    tmp = tmp_path_factory.mktemp("whole")
    folder = tmp / "archive"
    brought = tmp / "brought"
    brought.mkdir()
    for number in range(3):
        (brought / f"story {number}.txt").write_text(f"The river came, and it was number {number}.", "utf-8")
    letter = tmp / "letter.txt"
    letter.write_text("The river came at night.", encoding="utf-8")
    with create_with_founding(folder, "Voices of the valley", KEEPER) as archive:
        bring(archive, [brought], by=KEEPER, progress=lambda *_: None)
        for key in ("nk-0001", "oh-0001"):
            archive.edit(key, lambda before: replace(before, extent="One page"), by=KEEPER)
        for number in range(2):
            kept = archive.add(told("Words.", title=f"Հրաժեշտ {number}"), by=KEEPER, media=[letter], again=True)
        archive.purge(kept.id, "letter.txt", by=KEEPER, why="narrator_request")
        archive.purge("oh-0002", by=KEEPER, why="narrator_request")
        archive.restore("nk-0001", 1, by=KEEPER)
    return folder


@pytest.mark.parametrize("root", ROOTS)
def test_another_validator_finds_every_object_of_every_storage_root_good(whole: Path, root: str) -> None:
    assert judged_sound(whole / root)


def test_the_validator_notices_one_changed_byte(whole: Path) -> None:
    record = whole / "testimonies" / "nk-0001" / "v1" / "content" / "record.json"
    with one_changed_byte(record):
        assert not judged_sound(whole / "testimonies")


def checked(folder: Path, program: str = "sha512sum") -> list[subprocess.CompletedProcess[str]]:
    """Type into a shell what README.txt of the archive says, with the program of that system."""
    _, _, below = (folder / "README.txt").read_text(encoding="utf-8").partition("\nTo check")
    told, _, _ = below.partition("\n  Nothing is printed")
    # Between the lines that say what is checked, which begin with two spaces and a capital, stand the commands.
    commands = [
        part.replace("sha512sum --check", f"{program} --check") for part in re.split(r"\n  [A-Z].*:", told)[1:]
    ]
    assert len(commands) == 2
    return [
        subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, text=True, check=False)
        for command in commands
    ]


PROGRAMS = [
    pytest.param(program, marks=pytest.mark.skipif(not shutil.which(program.split()[0]), reason="not on this system"))
    for program in ("sha512sum", "shasum -a 512")
]


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_check_in_the_readme_is_silent_when_all_is_well(whole: Path, program: str) -> None:
    for ran in checked(whole, program):
        assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize(
    "file",
    [
        "testimonies/nk-0002/inventory.json",
        "testimonies/nk-0001/v1/inventory.json",
        "testimonies/nk-0001/v3/inventory.json",
        "testimonies/nk-0002/v1/content/record.json",
        "testimonies/nk-0002/v1/content/media/page-1.png",
        "testimonies/oh-0002/inventory.json",
        "authorities/collection-oh/v1/content/record.json",
    ],
)
def test_the_check_in_the_readme_names_a_file_with_one_changed_byte(whole: Path, program: str, file: str) -> None:
    with one_changed_byte(whole / file):
        ran = checked(whole, program)

    assert any(one.returncode for one in ran)
    assert f"{file}: FAILED" in "".join(one.stdout for one in ran)


def test_the_check_in_the_readme_notices_a_missing_file(whole: Path) -> None:
    page = whole / "testimonies" / "nk-0002" / "v1" / "content" / "media" / "page-1.png"
    data = page.read_bytes()
    page.unlink()
    try:
        ran = checked(whole)
    finally:
        page.write_bytes(data)

    assert ran[1].returncode != 0
    assert "page-1.png" in ran[1].stderr


def test_the_check_in_the_readme_works_where_the_folders_names_hold_spaces(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "an archive of ours"
    shutil.copytree(whole, folder, ignore=shutil.ignore_patterns("cache"))

    assert [(one.returncode, one.stdout, one.stderr) for one in checked(folder)] == [(0, "", "")] * 2


def test_the_readme_says_that_its_check_sees_no_files_put_there_besides(whole: Path) -> None:
    (whole / "testimonies" / "nk-0002" / "v1" / "content" / "more.txt").write_text("x", encoding="utf-8")
    try:
        assert [one.returncode for one in checked(whole)] == [0, 0]
    finally:
        (whole / "testimonies" / "nk-0002" / "v1" / "content" / "more.txt").unlink()

    said = " ".join((whole / "README.txt").read_text(encoding="utf-8").split())
    assert "What these commands don't see: files that were put there besides" in said


def test_what_is_in_quarantine_does_not_disturb_the_check(whole: Path) -> None:
    aside = whole / "quarantine" / "testimonies.nk-0002-1"
    shutil.copytree(whole / "testimonies" / "nk-0002", aside)
    (aside / "inventory.json").write_bytes(b"{}")
    try:
        ran = checked(whole)
    finally:
        shutil.rmtree(aside)

    assert [one.returncode for one in ran] == [0, 0]


@contextmanager
def one_changed_byte(path: Path) -> Iterator[None]:
    """Change a byte in the middle of a file for a while."""
    data = path.read_bytes()
    middle = len(data) // 2
    path.write_bytes(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :])
    try:
        yield
    finally:
        path.write_bytes(data)
