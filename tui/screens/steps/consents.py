"""What narrators agreed to, as it is typed: a line each.

Narrator A: signed form, 2023-09-19, archive research quote
Narrator B: none found
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from testimonies import edtf
from testimonies.access import CONSENT_KINDS, CONSENT_SCOPES, Consent
from testimonies.errors import BadInput

_KINDS = {
    **{kind.replace("_", " "): kind for kind in CONSENT_KINDS},
    "signed": "signed_form",
    "form": "signed_form",
    "recorded": "recorded_oral",
    "oral": "recorded_oral",
    "none": "none_found",
    "unknown": "none_found",
}
"""How a person says the kind."""

HOW = "signed form, recorded oral, guardian or none found"
FOR = ", ".join(scope.replace("_", " ") for scope in CONSENT_SCOPES)


def read(value: str) -> tuple[Consent, ...]:
    """Read consents, a line each; raises BadInput with the line and how it would be right."""
    return tuple(_read_line(number, line) for number, line in enumerate(value.splitlines(), 1) if line.strip())


def _read_line(number: int, line: str) -> Consent:
    narrator, colon, said = line.rpartition(":")
    if not colon or not narrator.strip():
        raise BadInput(f"Line {number}: write the narrator's name, a colon, and how they agreed: {HOW}.")
    consent: Consent | None = None
    when, scope = None, []
    for part in (part.strip() for part in said.split(",") if part.strip()):
        plain = " ".join(part.casefold().replace("_", " ").split())
        if consent is None and plain in _KINDS:
            consent = Consent(narrator.strip(), _KINDS[plain])
        elif (words := _scopes(plain)) is not None:
            scope += words
        elif when is None:
            when = _date(number, part)
        else:
            raise BadInput(f"Line {number}: “{part[:40]}” is no purpose; write {FOR}.")
    if consent is None:
        raise BadInput(f"Line {number}: say how {narrator.strip()} agreed: {HOW}.")
    return replace(consent, when=when, scope=tuple(dict.fromkeys(scope)))


def _date(number: int, part: str) -> edtf.Edtf:
    try:
        return edtf.parse(part)
    except BadInput as error:
        raise BadInput(
            f"Line {number}: “{part[:40]}” is neither a day (2023-09-19), a way of agreeing ({HOW}), "
            f"nor a purpose ({FOR})."
        ) from error


def _scopes(plain: str) -> list[str] | None:
    words = plain.removeprefix("for ").replace("train models", "train_models").split()
    return words if words and all(word in CONSENT_SCOPES for word in words) else None


def write(consents: Iterable[Consent]) -> str:
    """Write consents as they are typed.

    >>> write([Consent("Amina", "signed_form", scope=("archive", "quote"))])
    'Amina: signed form, archive quote'
    """
    return "\n".join(_written(one) for one in consents)


def _written(consent: Consent) -> str:
    said = [consent.kind.replace("_", " ")]
    said += [consent.when.text] if consent.when else []
    said += [" ".join(consent.scope)] if consent.scope else []
    return f"{consent.narrator}: {', '.join(said)}"


def over(typed: Iterable[Consent], before: Iterable[Consent]) -> tuple[Consent, ...]:
    """Put what is typed over what was recorded of the same narrators; withdrawals, files and notes stay."""
    left = list(before)
    result = []
    for one in typed:
        known = next((old for old in left if old.narrator == one.narrator), None)
        if known:
            left.remove(known)
            one = replace(known, kind=one.kind, when=one.when, scope=one.scope)  # noqa: PLW2901 - the same consent
        result.append(one)
    return tuple(result)


def missing(typed: Iterable[Consent], narrators: Iterable[str]) -> list[str]:
    """Give the narrators of whom nothing is said."""
    said = {one.narrator for one in typed}
    return [name for name in narrators if name not in said]


def begun(value: str, narrators: Iterable[str]) -> str:
    """Give an empty field a line for each narrator, to be completed; a field with something in it stays."""
    return value if value.strip() else "\n".join(f"{name}: " for name in narrators)
