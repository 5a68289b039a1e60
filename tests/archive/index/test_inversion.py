"""Postings written list by list: what is read is what was put, by us and by plain Whoosh, merged or not."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
import whoosh.index
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.index import library
from archive.index.inversion import RARE, Stream
from archive.index.library import LENGTHS, places
from archive.index.schema import BOUNDARY, DESCRIPTION, PASSAGE
from archive.index.sight import Sight
from archive.index.snapshot import Recent, Snapshot
from archive.index.storage import Index, open_index, rebuilding
from archive.index.writing import BLOCK

KEY = b"k" * 32

Said = dict[str, list[list[str]]]
"""What every testimony says: the words of each of its passages."""


def documents(testimony: str, said: list[list[str]]) -> list[dict[str, Any]]:
    return [
        {
            "doc": f"{testimony}#{number}",
            "kind_of_doc": PASSAGE if number else DESCRIPTION,
            "access": "staff" if number % 3 == 2 else "open",
            "word": words,
            "stem": [f"en:{word}" for word in words],
        }
        for number, words in enumerate(said)
    ]


def written(folder: Path, said: Said, per_batch: int) -> Index:
    """An index of all that was said, so many testimonies in a batch."""
    with rebuilding(folder, KEY, "") as index:
        names = list(said)
        for at in range(0, len(names), per_batch):
            with index.writing("x") as batch:
                for name in names[at : at + per_batch]:
                    batch.put(name, documents(name, said[name]))
    return open_index(folder, KEY)


def read(index: Index) -> dict[tuple[str, str], dict[str, tuple[float, tuple[int, ...]]]]:
    """Every posting as we read it: by field and word, how often and where it stands in each document."""
    snapshot = Snapshot(index.reader)
    found: dict[tuple[str, str], dict[str, tuple[float, tuple[int, ...]]]] = {}
    for name in ("word", "stem"):
        for word in snapshot.words(name):
            held = snapshot.postings(name, word, places=True)
            assert snapshot.postings(name, word).ids.tolist() == held.ids.tolist()
            assert snapshot.postings(name, word).often.tolist() == held.often.tolist()
            values = held.values or [b""] * len(held.ids)
            for docnum, often, value in zip(held.ids.tolist(), held.often.tolist(), values, strict=True):
                if snapshot.live[docnum]:
                    found.setdefault((name, word), {})[snapshot.document(docnum)] = (often, read_places(value))
    return found


def read_places(value: bytes) -> tuple[int, ...]:
    return tuple(places([value])[1].tolist()) if value else ()


def expected(said: Said) -> dict[tuple[str, str], dict[str, tuple[float, tuple[int, ...]]]]:
    """The same, from what was said."""
    found: dict[tuple[str, str], dict[str, tuple[float, tuple[int, ...]]]] = {}
    for testimony, passages in said.items():
        for number, words in enumerate(passages):
            for word, times in Counter(words).items():
                stands = tuple(place for place, one in enumerate(words) if one == word)
                name = f"{testimony}#{number}"
                found.setdefault(("word", word), {})[name] = (float(times), stands)
                found.setdefault(("stem", f"en:{word}"), {})[name] = (float(times), ())
    return found


PASSAGES = st.lists(st.lists(st.sampled_from(["a", "b", "ab", "əə", "ն", "𐀀", "zz"]), max_size=9), max_size=4)


@given(st.lists(PASSAGES, max_size=5), st.integers(1, 3), st.sets(st.integers(0, 4)))
@settings(max_examples=25, deadline=None)
def test_what_was_put_is_read(
    tmp_path_factory: pytest.TempPathFactory, said: list[list[list[str]]], per_batch: int, gone: set[int]
) -> None:
    every = {f"oh-{number:04}": passages for number, passages in enumerate(said)}
    with written(tmp_path_factory.mktemp("index") / "index", every, per_batch) as index:
        assert read(index) == expected(every)
        left = {name: passages for name, passages in every.items() if int(name[3:]) not in gone}
        for thorough in (False, True):
            with index.writing("y", thorough=thorough) as batch:
                for name in every.keys() - left.keys():
                    batch.forget(name)
            assert read(index) == expected(left)


def test_a_list_of_many_blocks_is_read_by_us_and_by_plain_whoosh(tmp_path: Path) -> None:
    many = {
        f"oh-{n:05}": [["often"] * (1 + n % 3), ["rare", "often"] if n % 700 == 0 else ["a"]]
        for n in range(BLOCK + 700)
    }
    with written(tmp_path / "index", many, 20_000) as index:
        assert read(index) == expected(many)
        plain = whoosh.index.open_dir(str(tmp_path / "index")).reader()
        for word in ("often", "rare", "a"):
            theirs = plain.postings("word", word)
            seen = []
            while theirs.is_active():
                seen.append((theirs.id(), theirs.weight(), tuple(theirs.value_as("positions"))))
                theirs.next()
            ours = library.postings(index.reader, "word", word.encode())
            stands = map(read_places, ours.values)
            lean = library.postings(index.reader, "form", word.encode())
            assert lean.ids.tolist() == (ours.ids.tolist() if len(ours.ids) > RARE else [])
            assert seen == list(zip(ours.ids.tolist(), ours.often.tolist(), stands, strict=True))
            about = plain.term_info("word", word)
            assert about.doc_frequency() == len(seen)
            assert about.weight() == sum(often for _, often, _ in seen)
        assert plain.term_info("stem", "en:often").max_length() == 3
        plain.close()


@given(st.lists(st.lists(st.integers(0, 300), max_size=40), min_size=1, max_size=4))
@settings(max_examples=30, deadline=None)
def test_places_are_read_as_they_were_written(gaps: list[list[int]]) -> None:
    stream = Stream()
    for docnum, steps in enumerate(gaps):
        stream.add(docnum, [word for step in steps for word in (*["other"] * step, "asked")])
    made = stream.inverted(placed=True)
    if "asked" in made.words:
        held = made.list_of(made.words.index("asked"))
        of, at = places(held.values)
        read_back = {held.ids[one]: at[of == one].tolist() for one in range(len(held.ids))}
        ends = {docnum: list(accumulate(steps)) for docnum, steps in enumerate(gaps) if steps}
        assert read_back == {docnum: [e + n for n, e in enumerate(found)] for docnum, found in ends.items()}
    assert sum(map(len, (made.list_of(number).ids for number in range(len(made.words))))) == len(made.ids)


def test_a_snapshot_knows_words_by_their_beginning(tmp_path: Path) -> None:
    said = {"oh-0001": [["river", "rivers", "road", BOUNDARY]], "oh-0002": [["river", "ռ", "з"]]}
    with written(tmp_path / "index", said, 1) as index:
        snapshot = Snapshot(index.reader)
        assert snapshot.starting("word", "riv") == {"river": 2, "rivers": 1}
        assert snapshot.starting("word", "x") == snapshot.starting("title", "r") == {}
        assert snapshot.words("word") == {"river": 2, "rivers": 1, "road": 1, "ռ": 1, "з": 1}


def test_a_reader_counts_only_what_they_see(tmp_path: Path) -> None:
    said = {"oh-0001": [["river"], ["river"], ["river", "secret", "secret", "secret"]]}
    with written(tmp_path / "index", said, 1) as index:
        snapshot = Snapshot(index.reader)
        everyone, staff = Sight.of(snapshot, ["open"]), Sight.of(snapshot, ["open", "staff"])
        assert (everyone.every, staff.every) == (2, 3)
        assert (everyone.ids("word", "secret"), staff.ids("word", "secret")) == ([], [2])
        assert everyone.frequent("word", {"river": 3, "secret": 1}, 1) == (frozenset({"river"}), False)
        assert staff.frequent("word", {"river": 3, "secret": 1}, 1) == (frozenset({"river"}), True)
        assert everyone.scored("stem", "en:river").scores[0] != staff.scored("stem", "en:river").scores[0]


def test_lengths_are_kept_as_nearly_as_a_byte_can(tmp_path: Path) -> None:
    said = {"oh-0001": [["a"] * length for length in (0, 1, 2, 30, 5000)]}
    with written(tmp_path / "index", said, 1) as index:
        found = LENGTHS[Snapshot(index.reader).lengths("stem")].tolist()
    assert found[:4] == [0, 1, 2, 30]
    assert found[4] == pytest.approx(5000, rel=0.05)


def test_what_was_not_asked_for_longest_is_forgotten_first() -> None:
    recent: Recent[str] = Recent(4)
    made: list[str] = []

    def get(key: str) -> str:
        return recent.get(key, lambda: made.append(key) or key, lambda _: 1)  # type: ignore[func-returns-value] - it says so

    for key in ("a", "b", "a", "c", "a", "b"):
        get(key)
    assert made == ["a", "b", "c", "b"]
