"""Description sheets to fill in, one for each kind of testimony, with a few words on every field."""

from __future__ import annotations

from testimonies.errors import WrongUsage
from testimonies.quoting import quoted
from testimonies.testimony import KINDS

_ABOUT = {
    "title": ("a name for lists: who or what, where, when", ""),
    "date": ("when {given}: 1993, 2023-09-19, 1993~ (about), 199X, XXXX (undated)", ""),
    "covers": ("the time it tells about: 1988/1994", ""),
    "published": ("when it was published", ""),
    "languages": ("language tags, the main one first: hy, ru; und where nobody knows", ""),
    "collection": ("the prefix of its collection; empty for the default one", ""),
    "part_of": ("the id of the testimony it is described in", ""),
    "identifiers": ("tape labels, call numbers, the id in a source; one a line: - MC-12 side B", ""),
    "extent": ("1 cassette, 52 minutes; 3 pages", ""),
    "narrator": ("who tells it, by the name to be used here; several as a list", ""),
    "interviewer": ("who asks", ""),
    "author": ("who wrote it", ""),
    "official": ("who speaks for an office, and which one", ""),
    "observer": ("who saw it", ""),
    "finder": ("who found it", ""),
    "photographer": ("who took the pictures", ""),
    "publisher": ("who published it", ""),
    "translator": ("who put it into this language", ""),
    "transcriber": ("who wrote down the words", ""),
    "depositor": ("who gave it to the archive", ""),
    "place": ("where {given}", ""),
    "scope_and_content": ("what it tells, in a paragraph, in your own words", ""),
    "circumstances": ("how it came about: who was there, what was said before and after", ""),
    "not_stated": ("what the source leaves open, one a line: - who wrote it", ""),
    "subjects": ("what it is about, one a line: - displacement", ""),
    "content_notes": ("what a reader should be warned of", ""),
    "consents": (
        "what the narrator agreed to. kind: signed_form, recorded_oral, guardian, none_found;\n"
        "# scope: archive, research, quote, name, voice, face, publish, translate, train_models",
        "\n  - narrator:\n    kind:\n    when:\n    scope:",
    ),
    "basis": ("on what ground it is kept where there is no consent, such as a published statement", ""),
    "access": ("open, restricted, staff or closed", "staff"),
    "custodial_history": (
        "how it got here. action: created, found, received, copied, published, verified",
        "\n  - action:\n    date:\n    place:\n    by:",
    ),
    "notes": ("anything else, one a line", ""),
}
"""What each field is for, and what stands in it before anyone has written."""

_FIRST = ("title", "date", "covers")
_NEXT = ("place", "languages", "collection", "identifiers", "extent")
_LAST = ("scope_and_content", "circumstances", "subjects", "content_notes")

_CONSENT = ("consents", "access", "notes")
_BASIS = ("basis", "access", "notes")
_FOUND = ("custodial_history", "basis", "access", "notes")

_OF_KIND: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "interview": ("it was recorded", ("narrator", "interviewer", "transcriber", "translator"), _CONSENT),
    "written_account": ("it was written", ("narrator", "author", "translator", "depositor"), _CONSENT),
    "reported_account": ("it was told", ("narrator", "author"), ("part_of", "not_stated", *_BASIS)),
    "statement": ("it was made", ("official", "translator"), ("published", *_BASIS)),
    "reported_statement": ("it was made", ("official", "author"), ("part_of", "published", "not_stated", *_BASIS)),
    "found_document": ("it was written", ("author", "finder", "translator", "depositor"), ("not_stated", *_FOUND)),
    "document_described": ("it was written", ("author", "finder"), ("part_of", "not_stated", *_BASIS)),
    "observation": ("it was seen", ("observer", "author"), ("part_of", "not_stated", *_BASIS)),
    "recording": ("it was recorded", ("narrator", "finder", "depositor"), ("custodial_history", *_CONSENT)),
    "photographs": ("they were taken", ("photographer", "finder", "depositor"), ("custodial_history", *_CONSENT)),
    "press_report": ("it was written", ("author", "publisher"), ("published", "not_stated", *_BASIS)),
}
"""What its date means, who has a part in it, and what else such a testimony needs."""

_ABOVE = "# Fill in what is known; what is not may stay empty. Lines with # are for you alone."

_BELOW = """\
# Below the second --- stand the words, as they were said or written, one passage after another:
#   [00:14:32] Amina: words at a time of the recording      [p3:12] words at a page and line
#   AMINA: or plain paragraphs, with an empty line between them
# A translation follows below a line: # transcript: en translation
# If a line of the words begins with #, put a backslash before it."""


def template(kind: str) -> str:
    """Give a sheet of one kind to fill in: fields may stay empty or go, but for the title.

    Raises WrongUsage where there is no such kind.
    """
    if kind not in _OF_KIND:
        raise WrongUsage(f"{quoted(kind)} is not a kind of testimony: it is one of {', '.join(KINDS)}.")
    given, people, more = _OF_KIND[kind]
    fields = "\n".join(_field(name, given) for name in (*_FIRST, *people, *_NEXT, *_LAST, *more))
    return f"---\n{_ABOVE}\n\nkind: {kind}\n\n{fields}\n{_BELOW}\n---\n"


def _field(name: str, given: str) -> str:
    about, value = _ABOUT[name]
    return f"# {about.format(given=given)}\n{name}:{value if value.startswith(chr(10)) else f' {value}'.rstrip()}\n"
