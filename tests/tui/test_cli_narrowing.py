"""What the facets of the reading room show and choose, said by the plain commands in the same words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archive.narrowing import FACETS
from tests.tui.front import Said

Say = Callable[..., Said]


def test_a_list_counts_what_it_lists_by_every_facet(say: Say) -> None:
    by = [word for facet in FACETS for word in ("--by", facet)]
    assert say("search", "river", "--json").json["facets"] == say("list", "river", *by, "--json").json["facets"]
    counted = say("list", *by, "--json").json["facets"]
    assert sum(counted["access"].values()) == say("list", "--json").json["total"]


@pytest.mark.parametrize("facet", FACETS)
@pytest.mark.parametrize("who", ["staff", "open"])
def test_what_a_count_says_to_ask_finds_as_many(say: Say, facet: str, who: str) -> None:
    told = say("list", "--by", facet, "--as-reader", who)
    if told.code == 1:
        assert "Nothing is found to count." in told.err
        return
    heading, *rows = told.out.splitlines()
    assert heading.split() == ["COUNT", facet.upper(), "ASKED", "AS"]
    for row in rows:
        count, *_, asked = row.split()
        assert say("list", asked, "--json", "--as-reader", who).json["total"] == int(count)
