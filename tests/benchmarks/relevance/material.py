"""The texts that are asked: the life histories, and the Declaration of Human Rights in nineteen languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from defusedxml.ElementTree import parse

from archive.exchange import text
from tests.benchmarks.peers.peer import Told
from tests.benchmarks.prose import HISTORIES

DECLARATIONS = Path("texts_multilingual") / "udhr"
LANGUAGES = {
    "arb": "ar", "azj_cyrl": "az-Cyrl", "azj_latn": "az", "cmn_hans": "zh-Hans", "cmn_hant": "zh-Hant",
    "deu_1996": "de", "eng": "en", "fra": "fr", "heb": "he", "hye": "hy", "jpn": "ja", "kat": "ka", "kor": "ko",
    "pes_1": "fa", "pol": "pl", "rus": "ru", "spa": "es", "tur": "tr", "ydd": "yi",
}  # fmt: skip
_XML = "{http://efele.net/udhr}"
_WHEN = 19390101


def material(corpus: Path) -> Mapping[str, Told]:
    """Give every testimony by the name of its file, and the declarations by their language."""
    every: dict[str, Told] = {}
    for name, language, passages in (*_histories(corpus / HISTORIES), *_declarations(corpus / DECLARATIONS)):
        number = len(every)
        every[name] = Told(
            number=number,
            id=f"oh-{number + 1:04}",
            title=name,
            day=_WHEN,
            kind="interview",
            collection="oh",
            access="open",
            passages=[(f"s{place:04}", words) for place, words in enumerate(passages, 1)],
            language=language,
        )
    return every


def _histories(folder: Path) -> Iterator[tuple[str, str, list[str]]]:
    for path in sorted(folder.rglob("text/*.txt")):
        said = text.read(path.read_text(encoding="utf-8", errors="replace"))
        yield path.name, "en", [passage.words for passage in said.passages if passage.words.strip()]


def _declarations(folder: Path) -> Iterator[tuple[str, str, list[str]]]:
    for key, language in LANGUAGES.items():
        root = parse(folder / f"udhr_{key}.xml").getroot()
        assert root is not None, key
        articles = [" ".join("".join(part.itertext()) for part in one.iter(f"{_XML}para")) for one in root]
        yield language, language, [article for article in articles if article.strip()]
