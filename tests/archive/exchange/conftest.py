"""Files to import, made small enough to be read in the test."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

Docx = Callable[..., Path]


def paragraphs(*words: str) -> str:
    return "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in words)


def part(root: str, inside: str) -> str:
    return f'<?xml version="1.0"?><w:{root} xmlns:w="{NAMESPACE}">{inside}</w:{root}>'


@pytest.fixture
def docx(tmp_path: Path) -> Docx:
    """Make a document of a word processor from the XML of its body and of further parts."""

    def make(body: str, **parts: str) -> Path:
        path = tmp_path / "talk.docx"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as container:
            container.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>"))
            for name, xml in parts.items():
                container.writestr(f"word/{name}.xml", xml)
        return path

    return make


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Make a folder of text files: `folder({"a.txt": "words"})`."""

    def make(files: dict[str, str | bytes]) -> Path:
        root = tmp_path / "in"
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return root

    return make
