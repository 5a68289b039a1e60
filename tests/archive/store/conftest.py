"""One empty archive, and how a change is spelled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.store import Change, Content, Store, create_roots

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def change(content: Mapping[str, Content], why: str = "first", after: int | None = None) -> Change:
    return Change(content, by="A. Keeper", at=AT, why=why, address="mailto:keeper@example.org", after=after)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    folder = tmp_path / "archive"
    create_roots(folder)
    return Store(folder, timeout=0.2)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "tape.wav"
    path.write_bytes(bytes(range(256)) * 20_000)
    return path
