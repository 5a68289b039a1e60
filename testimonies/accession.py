"""Accessions: what came in one delivery, from whom and on what terms."""

from __future__ import annotations

from dataclasses import dataclass

from testimonies.edtf import Edtf
from testimonies.form import Extra, extra, one_of

METHODS = ("gift", "deposit", "loan_for_copying", "purchase", "transfer", "own_recording")


@dataclass(frozen=True, slots=True)
class Agreement:
    """A deed or agreement: its file and its terms."""

    kind: str
    """deed, deposit agreement, loan agreement …"""
    terms: str | None = None
    file: str | None = None
    signed_on: Edtf | None = None
    parties: tuple[str, ...] = ()
    extra: Extra = extra()


@dataclass(frozen=True, slots=True, kw_only=True)
class Accession:
    """One delivery to the archive."""

    number: str
    """`accession-2026-001`."""
    received: Edtf
    source: str
    method: str = one_of(METHODS)
    extent: str | None = None
    condition: str | None = None
    box_list: tuple[str, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    note: str | None = None
    extra: Extra = extra()
