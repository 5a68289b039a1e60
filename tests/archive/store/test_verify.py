"""Damage is found, named and said; what is sound is called sound, whoever wrote it."""

from __future__ import annotations

import json
import os
import random
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.store import Problem, Store, kept, verify, verify_object, verify_root, verify_trail
from archive.store.inventory import digest_of, sidecar
from testimonies import errors
from tests.archive.store.conftest import change

ROOT = "testimonies"
FIXTURES = 104
"""How many objects the OCFL editors give."""


@pytest.fixture
def filled(store: Store, recording: Path) -> Store:
    """Two roots, several versions, a replaced object: everything the store can write."""
    store.put(ROOT, "nk-0001", change({"record.json": b"{}", "media/tape.wav": recording}))
    held = store.roots[ROOT].inventory("nk-0001").version()
    store.put(ROOT, "nk-0001", change({**kept(held), "record.json": b'{"title": "A log book"}'}))
    store.put(ROOT, "nk-0002", change({"record.json": b"{}", "transcripts/en-original.json": b"[]" * 90}))
    store.put(ROOT, "nk-0003", change({"record.json": b"secret"}))
    store.replace(ROOT, "nk-0003", change({"record.json": b"{}"}))
    store.put("closed", "x7f3", change({"7f.age": b"\x00\xff" * 300}))
    return store


def problems(store: Store) -> list[Problem]:
    found = []
    for root in store.roots.values():
        found += verify_root(root)
        for object_id in root.ids():
            found += verify(root, object_id)
    return found


def test_what_the_store_wrote_is_sound(filled: Store) -> None:
    assert problems(filled) == []
    assert verify_trail(filled) == []


def test_every_fixture_is_judged_as_its_editors_judge_it(corpus: Path, tmp_path: Path) -> None:
    seen = 0
    wrong = []
    for kind in ("good", "warn", "bad"):
        for folder in sorted((corpus / "suites" / "ocfl-fixtures").glob(f"*/{kind}-objects/*")):
            copy = tmp_path / f"{folder.parts[-3]}-{folder.name}"
            shutil.copytree(folder, copy)
            # An empty folder can't be kept in git, so this one came with a file in it.
            (copy / ".keep").unlink(missing_ok=True)
            seen += 1
            if bool(verify_object(copy)) != (kind == "bad"):
                wrong.append((kind, folder.name, verify_object(copy)))
    assert wrong == []
    assert seen == FIXTURES


def test_one_flipped_bit_is_found_and_its_file_named(filled: Store, long_dose: bool) -> None:
    chance = random.Random(20260102)  # noqa: S311 - chance for a test, not a secret
    files = [path for root in filled.roots.values() for path in root.path.rglob("*") if path.is_file()]
    files.append(filled.audit.path)
    for _ in range(1000 if long_dose else 100):
        path = chance.choice(sorted(files))
        data = path.read_bytes()
        position, bit = chance.randrange(len(data)), chance.randrange(8)
        path.write_bytes(data[:position] + bytes([data[position] ^ (1 << bit)]) + data[position + 1 :])
        said = verify_trail(filled) if path == filled.audit.path else problems(filled)
        where = f"bit {bit} of byte {position} of {path.relative_to(filled.folder)}: {said}"
        assert any(names(problem, path, filled) for problem in said), where
        path.write_bytes(data)
    assert problems(filled) == []


def names(problem: Problem, path: Path, store: Store) -> bool:
    """Whether a problem points at a file: itself, or its inventory and its sidecar at once."""
    relative = path.relative_to(store.folder).as_posix()
    for root in store.roots:
        file = "/".join(part for part in (root, problem.id, problem.file) if part)
        if file == relative:
            return True
        same_folder = file.rpartition("/")[0] == relative.rpartition("/")[0]
        if same_folder and f"{path.name} do not agree" in problem.problem:
            return True
    return problem.file == relative


@pytest.mark.parametrize(
    ("file", "where", "said"),
    [
        ("v1/content/extra.txt", "v1/content/extra.txt", "no inventory lists it"),
        ("extra.txt", "extra.txt", "no place in the object"),
        ("v2/extra.txt", "v2/extra.txt", "no place in a version's folder"),
        ("v9/content/extra.txt", "v9", "no place in the object"),
        ("logs/note.txt", "logs", "no place in the object"),
        ("v1/further/extra.txt", "v1/further", "no place in a version's folder"),
    ],
)
def test_what_nobody_kept_is_found(filled: Store, file: str, where: str, said: str) -> None:
    path = filled.folder / ROOT / "nk-0001" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"planted")
    assert any(
        (problem.file, said in problem.problem) == (where, True) for problem in verify(filled.roots[ROOT], "nk-0001")
    )


@pytest.mark.parametrize(
    "file",
    [
        "v1/content/record.json",
        "v1/inventory.json",
        "v2/inventory.json.sha512",
        "inventory.json",
        "inventory.json.sha512",
        "0=ocfl_object_1.1",
    ],
)
def test_what_is_missing_is_named(filled: Store, file: str) -> None:
    (filled.folder / ROOT / "nk-0001" / file).unlink()
    found = verify(filled.roots[ROOT], "nk-0001")
    assert file in {problem.file for problem in found}
    version = int(file[1]) if file.startswith("v") else None
    assert version in {problem.version for problem in found}


def test_a_link_in_the_place_of_a_file_is_found(filled: Store, tmp_path: Path) -> None:
    path = filled.folder / ROOT / "nk-0001/v1/content/record.json"
    shutil.move(path, tmp_path / "elsewhere.json")
    path.symlink_to(tmp_path / "elsewhere.json")
    said = {problem.file: problem.problem for problem in verify(filled.roots[ROOT], "nk-0001")}
    assert "v1/content/record.json" in said


def test_a_pipe_in_an_object_is_found_and_not_waited_for(filled: Store) -> None:
    os.mkfifo(filled.folder / ROOT / "nk-0001/v1/content/pipe")
    assert [problem.file for problem in verify(filled.roots[ROOT], "nk-0001")] == ["v1/content/pipe"]


def test_an_empty_folder_is_found(filled: Store) -> None:
    (filled.folder / ROOT / "nk-0001/v1/content/empty").mkdir()
    (found,) = verify(filled.roots[ROOT], "nk-0001")
    assert (found.file, found.problem) == ("v1/content/empty/", "it is an empty folder")


def test_an_object_under_another_name_is_found(filled: Store) -> None:
    (filled.folder / ROOT / "nk-0002").rename(filled.folder / ROOT / "nk-0009")
    (found,) = verify(filled.roots[ROOT], "nk-0009")
    assert found.problem == "it does not have the id nk-0009"
    assert {problem.id for problem in verify_trail(filled)} == {"nk-0002", "nk-0009"}


def test_an_inventory_rewritten_with_its_digests_is_found_by_the_trail(filled: Store) -> None:
    folder = filled.folder / ROOT / "nk-0002"
    for where in (folder, folder / "v1"):
        data = (where / "inventory.json").read_bytes().replace(b"A. Keeper", b"B. Keeper")
        (where / "inventory.json").write_bytes(data)
        (where / "inventory.json.sha512").write_bytes(sidecar(data))
    assert verify(filled.roots[ROOT], "nk-0002") == []
    assert [problem.id for problem in verify_trail(filled)] == ["nk-0002"]


def test_an_older_state_put_back_is_found_by_the_trail(filled: Store, tmp_path: Path) -> None:
    shutil.copytree(filled.folder / ROOT / "nk-0002", tmp_path / "backup")
    filled.put(ROOT, "nk-0002", change({"record.json": b"newer"}))
    shutil.rmtree(filled.folder / ROOT / "nk-0002")
    shutil.copytree(tmp_path / "backup", filled.folder / ROOT / "nk-0002")
    assert [problem.id for problem in verify_trail(filled)] == ["nk-0002"]


def test_a_stray_file_in_a_root_is_found(filled: Store) -> None:
    root = filled.roots[ROOT]
    (root.path / "notes.txt").write_text("to do")
    (root.path / "nk-0002" / "0=ocfl_object_1.1").unlink()
    (root.path / "ocfl_layout.json").write_text("{}")
    assert {(problem.id, problem.file) for problem in verify_root(root)} == {
        ("", "testimonies/notes.txt"),
        ("nk-0002", "0=ocfl_object_1.1"),
        ("", "testimonies/ocfl_layout.json"),
    }


def test_a_name_that_would_act_on_a_terminal_is_written_out(filled: Store) -> None:
    (filled.folder / ROOT / "nk-0001" / "\x1b[2J\u202etxt").touch()
    (found,) = verify(filled.roots[ROOT], "nk-0001")
    assert found.file == r"\u001b[2J\u202etxt"


def test_an_object_that_is_not_there_is_not_found(filled: Store) -> None:
    with pytest.raises(errors.NotFound):
        verify(filled.roots[ROOT], "nk-0099")


def test_progress_is_told_in_bytes(filled: Store, recording: Path) -> None:
    done: list[int] = []
    verify(filled.roots[ROOT], "nk-0001", progress=done.append)
    assert sum(done) > recording.stat().st_size


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_inventory_however_wrong_makes_it_stumble(filled: Store, data: st.DataObject) -> None:
    folder = filled.folder / ROOT / "nk-0002"
    document = json.loads((folder / "v1" / "inventory.json").read_bytes())
    inside = document
    while isinstance(inside, (dict, list)) and inside and data.draw(st.booleans() | st.just(True)):
        key = data.draw(st.sampled_from(sorted(inside) if isinstance(inside, dict) else range(len(inside))))
        if not isinstance(inside[key], (dict, list)) or data.draw(st.booleans()):
            inside[key] = data.draw(JSON)
            break
        inside = inside[key]
    text = json.dumps(document).encode()
    assert_no_stumble(folder, text)


@pytest.mark.parametrize(
    "text",
    ids=range(11),
    argvalues=[
        b"",
        b"[]",
        b"null",
        b"\xff",
        b"\xef\xbb\xbf{}",
        b"[" * 100_000,
        b'{"id": 1, "id": 2}',
        b'{"id": NaN}',
        b"1" * 10_000,
        b'{"id": "\\ud800"}',
        b'{"versions": {"v99999999999999999999999999": {}}, "manifest": {"": [[]]}}',
    ],
)
def test_no_text_makes_it_stumble(filled: Store, text: bytes) -> None:
    assert_no_stumble(filled.folder / ROOT / "nk-0002", text)
    assert verify(filled.roots[ROOT], "nk-0002") != []


def assert_no_stumble(folder: Path, text: bytes) -> None:
    (folder / "inventory.json").write_bytes(text)
    (folder / "inventory.json.sha512").write_text(f"{digest_of(text)} inventory.json\n")
    for found in (verify_object(folder), verify_object(folder, "nk-0002")):
        assert all(problem.problem and problem.problem.isprintable() for problem in found)
        assert all(problem.file.isprintable() for problem in found)
