"""What is wrong with what is typed into a field, and how it would be right."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from archive import access
from testimonies import edtf, languages
from testimonies.access import LEVELS, Access
from testimonies.testimony import KINDS, Testimony
from tui.screens.steps import consents, files, names, words

Entry = Mapping[str, str]


def _closed() -> Testimony:
    return Testimony(kind=KINDS[0], title="", date=access.UNDATED, collection="", access=Access.of("closed"))


def date(value: str) -> edtf.Edtf | None:
    """Read a date; None where nothing is typed."""
    return edtf.parse(value.strip()) if value.strip() else None


def tags(value: str) -> tuple[str, ...]:
    """Read language tags."""
    return tuple(tag.strip() for tag in value.split(",") if tag.strip())


def _check_language(entry: Entry) -> str | None:
    wrong = next((tag for tag in tags(entry["language"]) if not languages.is_tag(tag)), None)
    if wrong is None:
        return None
    meant = languages.meant(wrong)
    return f"“{wrong}” is no language tag; write {meant or 'hy, az, ru, en … or und where nobody knows'}."


def _check_access(name: str) -> Callable[[Entry], str | None]:
    def check(entry: Entry) -> str | None:
        if entry[name] != "closed":
            return None
        access.refuse_closed(_closed())
        return None

    return check


def _check_words_as_open(entry: Entry) -> str | None:
    if said := _check_access("access")(entry):
        return said
    described, told = entry["description"], entry["access"]
    if described in LEVELS and told in LEVELS and LEVELS.index(told) < LEVELS.index(described):
        return f"The words are never more open than the description, which is {described}."
    return None


def _check_date(name: str) -> Callable[[Entry], str | None]:
    def check(entry: Entry) -> str | None:
        date(entry[name])
        return None

    return check


def _check_consents(entry: Entry) -> str | None:
    told = [one.name for one in names.read(entry["narrator"])]
    typed = "\n".join(line for line in entry["consents"].splitlines() if not _is_begun(line))
    missing = consents.missing(consents.read(typed), told)
    if missing and not entry["basis"].strip():
        return f"Say how {', '.join(missing)} agreed ({consents.HOW}), or below on what other ground it is kept."
    return "Complete the line, or take it out." if typed != entry["consents"] and not missing else None


def _is_begun(line: str) -> bool:
    name, colon, said = line.rpartition(":")
    return bool(colon and name.strip() and not said.strip())


def _check_title(entry: Entry) -> str | None:
    return None if entry["title"].strip() else "Give it a title; a few words that say what it is are enough."


CHECKS: Mapping[str, Callable[[Entry], str | None]] = {
    "media": lambda entry: files.problem(entry["media"]),
    "title": _check_title,
    "date": _check_date("date"),
    "covers": _check_date("covers"),
    "language": _check_language,
    "transcript": lambda entry: words.problem(entry["transcript"]),
    "consents": _check_consents,
    "description": _check_access("description"),
    "access": _check_words_as_open,
    "media_access": _check_access("media_access"),
}
