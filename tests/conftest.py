"""The cast every test may call on."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from PIL import Image

from archive.archive import Archive
from testimonies import edtf, locator
from testimonies.access import Access
from testimonies.testimony import Testimony
from testimonies.transcript import Passage, Transcript

KEEPER = "An archivist"
"""Who signs what the tests write."""

HOUSE = Path(__file__).parent.parent
"""The project's own folder."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long` runs the full doses of fault injection and fuzzing."""
    parser.addoption("--long", action="store_true", help="run the full doses of fault injection and fuzzing")


def pytest_configure(config: pytest.Config) -> None:
    """Try the same examples in every ordinary run; `--long` draws new ones each time."""
    settings.register_profile("earwitness", derandomize=not config.getoption("--long"))
    settings.load_profile("earwitness")
    # A shell has what it runs in the background ignore Ctrl+C, nohup hanging up; every program the tests start would
    # do so too. A handler, however little it does, is not inherited.
    for ending in (signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(ending) is signal.SIG_IGN:
            signal.signal(ending, lambda *_: None)


def missing(what: str) -> None:
    """Skip for want of something outside the project; in CI, where it is promised, fail instead."""
    if os.environ.get("EARWITNESS_NO_SKIPS"):
        pytest.fail(f"{what} is missing, and EARWITNESS_NO_SKIPS says it must be here")
    pytest.skip(f"{what} is not on this machine")


@pytest.fixture(scope="session")
def long_dose(request: pytest.FixtureRequest) -> bool:
    """Whether the full dose was asked for."""
    return bool(request.config.getoption("--long"))


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real interviews and conformance suites, which the project never carries."""
    folder = Path(os.environ.get("EARWITNESS_CORPUS", HOUSE.parent / "shared" / "corpus"))
    if not folder.is_dir():
        missing(f"the test corpus ({folder})")
    return folder


@pytest.fixture(autouse=True)
def _a_home_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every test out of the user's own configuration, data, state and archives."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    for name in ("EARWITNESS_ARCHIVE", "EDITOR", "VISUAL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive with one empty collection, `oh`."""
    with Archive.create(tmp_path / "archive", "Voices of the valley", KEEPER) as opened:
        yield opened


def told(*words: str, title: str = "The flood", access: str = "open", language: str = "en", **more: Any) -> Testimony:
    """Tell a testimony in a few passages."""
    passages = tuple(Passage(text, at=locator.parse(f"n{number}")) for number, text in enumerate(words, 1))
    given: dict[str, Any] = {
        "kind": "interview",
        "title": title,
        "date": edtf.parse("1993~"),
        "collection": "oh",
        "languages": (language,),
        "access": Access.of(access),
        "transcripts": (Transcript(language, timing="paragraph", passages=passages),) if words else (),
    }
    return Testimony(**given | more)


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    """A small photograph."""
    path = tmp_path / "bridge.png"
    Image.new("RGB", (48, 32), (120, 140, 90)).save(path)
    return path
