"""The cast every test may call on."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
"""The project's own folder."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--long` runs the full doses of fault injection and fuzzing."""
    parser.addoption("--long", action="store_true", help="run the full doses of fault injection and fuzzing")


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
