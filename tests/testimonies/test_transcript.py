"""Passages and their permanent ids."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from testimonies.transcript import Passage, Transcript, with_ids

IDS = (
    st.just("")
    | st.integers(0, 12_000).map(lambda number: f"s{number:04}")
    | st.sampled_from(("cue-7", "7", "s1", "S0009"))
)


def transcript(*ids: str) -> Transcript:
    return Transcript("hy", passages=tuple(Passage(f"passage {number}", name) for number, name in enumerate(ids)))


def ids(transcripts: tuple[Transcript, ...]) -> list[str]:
    return [passage.id for transcript in transcripts for passage in transcript.passages]


@settings(deadline=None)
@given(st.lists(st.lists(IDS, max_size=6), max_size=3), st.lists(IDS, max_size=4))
def test_every_passage_gets_an_id_that_was_never_used(given_ids, used):
    before = tuple(transcript(*some) for some in given_ids)
    after = with_ids(before, used)
    new = [late for early, late in zip(ids(before), ids(after), strict=True) if not early]
    kept = {early for early in ids(before) if early}
    assert [late for early, late in zip(ids(before), ids(after), strict=True) if early] == [
        i for i in ids(before) if i
    ]
    assert len(set(new)) == len(new)
    assert not set(new) & (kept | set(used) | {""})
    assert with_ids(after, used) == after


def test_numbers_go_on_after_the_highest_ever_used():
    assert ids(with_ids([transcript("", "s0003", "")], ["s0041", "s9"])) == ["s0042", "s0003", "s0043"]


def test_ids_run_on_from_one_transcript_to_the_next():
    assert ids(with_ids([transcript("", ""), transcript("")])) == ["s0001", "s0002", "s0003"]


def test_only_the_id_of_a_passage_changes():
    before = transcript("")
    after = with_ids([before])[0]
    assert replace(after.passages[0], id="") == before.passages[0]
    assert replace(after, passages=before.passages) == before


def test_words_are_counted_between_spaces():
    assert Transcript("hy", passages=(Passage("It rained.\nAll night"), Passage(""), Passage(" so "))).words == 5
