"""A protected person is known by the pseudonym only: nothing else is kept, shown to others, or looked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive import access, mentions
from archive.archive import Archive
from archive.register import Register
from testimonies.authority import Name, Person
from testimonies.errors import BadInput
from testimonies.testimony import Link
from tests.conftest import KEEPER

REAL, STAND_IN = Name("True Name", kind="authorised"), Name("Narrator A", kind="pseudonym")
BOTH = Person(id="person-0001", protection="pseudonym", names=(REAL, STAND_IN))


def test_a_real_name_is_not_kept_beside_the_pseudonym(archive: Archive) -> None:
    with pytest.raises(BadInput, match="the record holds the pseudonym only"):
        archive.add_authority(replace(BOTH, id=""), by=KEEPER)
    kept = archive.add_authority(replace(BOTH, id="", names=(STAND_IN,)), by=KEEPER).id
    with pytest.raises(BadInput, match="pseudonym only"):
        archive.edit_authority(kept, lambda before: replace(before, names=(*before.names, REAL)), by=KEEPER)
    assert archive.authority(kept).names == (STAND_IN,)


def test_whoever_kept_both_names_elsewhere_shows_one(archive: Archive) -> None:
    assert [name.text for name in access.names_only(BOTH).names] == ["Narrator A"]
    unnamed = replace(BOTH, protection="anonymous", names=(Name("An unnamed soldier"), Name("True Name")))
    assert [name.text for name in access.names_only(unnamed).names] == ["An unnamed soldier"]
    known = replace(BOTH, protection="none", names=(REAL, Name("Another spelling")))
    assert len(access.names_only(known).names) == 2


def test_from_the_pseudonym_nothing_leads_to_the_name() -> None:
    register = Register({BOTH.id: BOTH})
    assert mentions.question_for(Link("Narrator A", BOTH.id), register) == '"Narrator A"'
