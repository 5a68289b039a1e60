"""A transcript as text and back: turns keep their ids, what was left alone stays to the last sign."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.archive import Archive
from archive.transcribing import beginning, begun, read, remarks, replaced, speaker_of, speakers, text_of
from testimonies import locator
from testimonies.access import Redaction
from testimonies.errors import BadInput, MalformedSheet
from testimonies.testimony import Agent
from testimonies.transcript import Passage, Transcript
from tests.conftest import KEEPER, told


def spoken(*turns: tuple[str, str, str]) -> Transcript:
    passages = tuple(
        Passage(words, id=f"s{number:04}", at=locator.parse(at), speaker=who)
        for number, (at, who, words) in enumerate(turns, 1)
    )
    return Transcript("en", timing="interval", passages=passages)


FLOOD = spoken(
    ("00:10", "Sona", "Where was the bridge?"),
    ("00:14", "Amina", "Below the mill, by the river."),
    ("00:20", "Sona", "And then?"),
)


def ids(transcript: Transcript) -> list[tuple[str, str]]:
    return [(passage.id, passage.words) for passage in transcript.passages]


def test_a_transcript_is_typed_as_turns_without_ids() -> None:
    assert text_of(FLOOD).splitlines()[0] == "[00:00:10] Sona: Where was the bridge?"
    assert "s0001" not in text_of(FLOOD)


def test_what_was_left_alone_comes_back_as_it_is_kept() -> None:
    odd = replace(
        FLOOD,
        passages=(
            *FLOOD.passages,
            Passage("Two\nlines \x1b[31m\u202e", id="s0009", unclear=((0, 3),), extra={"hand": "B"}),
        ),
    )
    assert read(text_of(odd), odd) == odd


def test_a_turn_that_was_changed_keeps_its_id_and_a_new_one_gets_none() -> None:
    typed = text_of(FLOOD).replace(
        "Below the mill, by the river.", "Below the old mill.\n\n[00:17] Amina: By the river."
    )
    assert ids(read(typed, FLOOD)) == [
        ("s0001", "Where was the bridge?"),
        ("s0002", "Below the old mill."),
        ("", "By the river."),
        ("s0003", "And then?"),
    ]


def test_turns_keep_their_ids_when_another_time_or_speaker_is_stamped() -> None:
    typed = text_of(FLOOD).replace("[00:00:14] Amina", "[00:00:13] Narrator").replace("[00:00:20]", "[00:00:21]")
    assert [one for one, _ in ids(read(typed, FLOOD))] == ["s0001", "s0002", "s0003"]


def test_a_turn_before_and_a_turn_that_goes_leave_the_others_theirs() -> None:
    typed = "[00:05] Sona: Good morning.\n\n" + text_of(FLOOD).replace(
        "[00:00:14] Amina: Below the mill, by the river.", ""
    )
    assert ids(read(typed, FLOOD)) == [
        ("", "Good morning."),
        ("s0001", "Where was the bridge?"),
        ("s0003", "And then?"),
    ]


def test_a_turn_without_words_is_not_kept() -> None:
    assert len(read(text_of(FLOOD) + "\n[00:30] Amina: ", FLOOD).passages) == 3


def test_what_nobody_could_hear_is_marked() -> None:
    found = read(text_of(FLOOD).replace("mill", "[unclear]").replace("river", "[Arax?]"), FLOOD)
    words = found.passages[1].words
    assert [words[start:end] for start, end in found.passages[1].unclear] == ["[unclear]", "[Arax?]"]


def test_a_mark_from_before_stays_with_its_words() -> None:
    marked = replace(FLOOD, passages=(replace(FLOOD.passages[1], unclear=((10, 14),)),))
    found = read(text_of(marked).replace("Below the mill", "It stood below the mill"), marked)
    (span,) = found.passages[0].unclear
    assert found.passages[0].words[slice(*span)] == "mill"


def test_every_line_that_is_wrong_is_named() -> None:
    with pytest.raises(MalformedSheet) as caught:
        read(text_of(FLOOD).replace("00:00:14", "00:00:99") + "\n# transcript: hy original\nԱյո\n", FLOOD)
    assert [fault.where for fault in caught.value.faults] == ["line 3", "line 7"]


def test_a_new_transcript_is_begun_behind_the_last() -> None:
    assert begun(told(language="hy"), 0) == Transcript("hy")
    assert begun(told("Words", language="hy"), 1) == Transcript("hy", "translation")
    with pytest.raises(BadInput, match="there is no number 3"):
        begun(told("Words"), 2)


def test_who_speaks_comes_from_the_turns_and_from_the_record_where_they_say_too_little() -> None:
    record = told(agents=(Agent(role="narrator", name="Amina Petrosyan"), Agent(role="interviewer", name="Sona A.")))
    assert speakers(FLOOD, record) == ["Sona", "Amina"]
    assert speakers(Transcript("en"), record) == ["Sona A.", "Amina Petrosyan"]


def test_a_turn_that_holds_a_redaction_can_not_be_lost() -> None:
    record = told(transcripts=(FLOOD,), redactions=(Redaction("s0002", quoted="the mill", span=(6, 14)),))
    without = read(text_of(FLOOD).replace("[00:00:14] Amina: Below the mill, by the river.", ""), FLOOD)
    with pytest.raises(BadInput, match="The turn at 00:00:14 holds a redaction and can't go"):
        replaced(record, 0, without)


def test_what_is_withheld_can_not_be_moved_into_a_turn_without_a_redaction() -> None:
    record = told(transcripts=(FLOOD,), redactions=(Redaction("s0002", quoted="the mill", span=(6, 14)),))
    split = read(text_of(FLOOD).replace("Below the mill,", "Below.\n\n[00:15] Amina: It was the mill,"), FLOOD)
    with pytest.raises(BadInput, match="What is withheld at 00:00:14 would stand in a turn without a redaction"):
        replaced(record, 0, split)


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("[00:14:32] Amina: No.", "Amina"),
        ("[00:14:32] {amina of the hill}: No.", "amina of the hill"),
        ("[2b/00:14:32–00:14:40.5] Amina:", "Amina"),
        ("AMINA: No.", "AMINA"),
        ("[00:14:32] well, it rained", None),
        ("[00:14:32] ", None),
        ("", None),
    ],
)
def test_the_speaker_of_a_line_is_found_where_the_sheet_finds_it(line: str, speaker: str | None) -> None:
    start, end, found = speaker_of(line)
    assert found == speaker
    assert (line[start:end] != "") == (speaker is not None)
    assert speaker is None or speaker in line[start:end]


@given(st.text(min_size=1, max_size=30).filter(lambda name: name.strip() and name.isprintable()))
def test_a_name_put_before_a_turn_is_read_as_its_speaker_or_left_out(name: str) -> None:
    begins = beginning(name, "00:14:32")
    (passage,) = read(f"{begins}It rained.", Transcript("en")).passages
    assert passage.words == "It rained."
    assert passage.speaker in (name, None)


def test_a_purge_takes_along_what_was_typed(archive: Archive) -> None:
    archive.add(told("Words"), by=KEEPER)
    name = archive.drafts.of_transcript("oh-0001", 0)
    archive.drafts.save({"text": "[00:01] Amina: what must go"}, name)
    assert archive.drafts.has(name)
    assert archive.drafts.names() == []
    archive.purge("oh-0001", by=KEEPER, why="withdrawn")
    assert not archive.drafts.has(name)


def test_a_turn_that_stands_behind_a_later_one_is_named_and_kept() -> None:
    assert remarks(FLOOD) == []
    (said,) = remarks(read(text_of(FLOOD).replace("[00:00:20]", "[00:00:12]"), FLOOD))
    assert said == "The turn at 00:00:12 stands behind the one at 00:00:14; look whether its time is right."
