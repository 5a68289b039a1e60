"""Plain texts: paragraphs, pages, times and speakers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.exchange import reading, text
from archive.exchange.speech import Speech
from testimonies.errors import UnreadableFile


def places(speech: Speech) -> list[str]:
    return [str(passage.at) for passage in speech.passages]


def words(speech: Speech) -> list[str]:
    return [passage.words for passage in speech.passages]


def speakers(speech: Speech) -> list[str | None]:
    return [passage.speaker for passage in speech.passages]


def test_blank_lines_separate_paragraphs() -> None:
    speech = text.read("The river rose\nin the night.\n\nWe left.\n\n\nNobody came.\n")
    assert words(speech) == ["The river rose\nin the night.", "We left.", "Nobody came."]
    assert places(speech) == ["¶1", "¶2", "¶3"]
    assert speech.timing == "paragraph"


def test_without_blank_lines_every_line_is_a_paragraph() -> None:
    assert words(text.read("One.\nTwo.\nThree.")) == ["One.", "Two.", "Three."]


def test_lines_too_long_to_be_broken_by_hand_are_paragraphs_despite_a_blank_line() -> None:
    long = "It rained. " * 20
    assert len(text.read(f"A title\n\n{long}\n{long}\nThe end.").passages) == 4


def test_words_keep_every_space_inside() -> None:
    assert words(text.read("He  said\tnothing.")) == ["He  said\tnothing."]


def test_a_form_feed_begins_a_page() -> None:
    speech = text.read("First.\nSecond.\f\nThird.\n")
    assert places(speech) == ["p1:1", "p1:2", "p2:1"]
    assert speech.timing == "page_line"


def test_page_marks_that_rise_begin_pages_and_are_no_words() -> None:
    speech = text.read("[p. 3]\nFirst.\nSecond.\n[p. 4]\nThird.\n")
    assert (words(speech), places(speech)) == (["First.", "Second.", "Third."], ["p3:1", "p3:2", "p4:1"])


def test_one_line_that_looks_like_a_page_mark_is_words() -> None:
    assert words(text.read("Page 3\nIt rained.")) == ["Page 3", "It rained."]


def test_a_stamp_gives_the_time_and_holds_until_the_next() -> None:
    speech = text.read("[00:00:05]\nIt rained.\n\nWe left.\n\n[01:02:03.5] Nobody came.\n")
    assert words(speech) == ["It rained.", "We left.", "Nobody came."]
    assert places(speech) == ["00:00:05", "00:00:05", "01:02:03.500"]
    assert speech.timing == "interval"


def test_words_before_the_first_stamp_stand_at_no_known_time() -> None:
    assert places(text.read("A note.\n\n[00:00:05] It rained.")) == ["None", "00:00:05"]


def test_bare_times_count_where_most_paragraphs_begin_with_one() -> None:
    assert places(text.read("00:00:01 One.\n\n00:00:02 Two.\n\n00:00:03 Three.")) == [
        "00:00:01",
        "00:00:02",
        "00:00:03",
    ]


def test_a_time_of_day_at_the_start_of_a_paragraph_is_words() -> None:
    speech = text.read("10:30 we left.\nIt rained.\nNobody came.\nThe end.")
    assert words(speech)[0] == "10:30 we left."
    assert speech.timing == "paragraph"


def test_times_that_run_backwards_are_told() -> None:
    speech = text.read("[00:10:00] One.\n[00:00:05] Two.")
    assert places(speech) == ["00:10:00", "00:00:05"]
    assert "earlier" in speech.notes[0]


def test_ends_of_files_make_parts_with_their_own_clocks() -> None:
    speech = text.read(
        "[00:00:05] One.\n[END OF AUDIO, FILE 1.1]\n[00:00:02] Two.\n[END OF AUDIO, FILE 1.2]\n[00:00:01] A coda."
    )
    assert places(speech)[:3] == ["1.1/00:00:05", "1.1/00:00:05", "1.2/00:00:02"]
    assert [each.label for each in speech.parts] == ["1.1", "1.2"]
    assert not speech.notes


def test_names_that_keep_coming_back_are_speakers() -> None:
    speech = text.read("Q: Where were you born?\nA: By the river.\nQ: When?\nA: In spring.\n")
    assert speakers(speech) == ["Q", "A", "Q", "A"]
    assert words(speech)[1] == "By the river."


def test_a_paragraph_without_a_name_has_no_known_speaker() -> None:
    speech = text.read("Q: Where?\nA: By the river.\nThe lamp went out.\nQ: When?\nA: In spring.\n")
    assert speakers(speech)[2] is None


def test_a_form_filled_in_is_not_a_conversation() -> None:
    form = "Worker: A\nSubject: B\nIt rained.\n" * 6
    assert set(speakers(text.read(form))) == {None}


def test_a_word_before_a_colon_is_not_a_speaker() -> None:
    speech = text.read("He said: go.\nHe said: stay.\nShe said: go.\nShe said: stay.\n")
    assert set(speakers(speech)) == {None}
    assert words(speech)[0] == "He said: go."


def test_speakers_are_found_in_other_scripts() -> None:
    speech = text.read("ՄԱՐԻԱՄ: Գիշեր էր։\nՀԱՐՑ: Ե՞րբ։\nՄԱՐԻԱՄ: Աշնանը։\nՀԱՐՑ: Որտե՞ղ։\n")
    assert set(speakers(speech)) == {"ՄԱՐԻԱՄ", "ՀԱՐՑ"}


def test_a_heading_names_persons_date_and_place_and_is_nobodys_speech() -> None:
    speech = text.read(
        "INTERVIEWEE: Alma Reed\nINTERVIEWER: Tom Hill\nDATE: 7 February 1994\n\n"
        "HILL: Where were you born?\n\nREED: Here.\n"
    )
    assert speech.heading == (("narrator", "Alma Reed"), ("interviewer", "Tom Hill"), ("date", "7 February 1994"))
    assert speakers(speech)[-2:] == ["HILL", "REED"]


def test_interviewer_and_interviewee_who_speak_are_no_heading() -> None:
    speech = text.read("INTERVIEWER: Where?\nINTERVIEWEE: Here.\nINTERVIEWER: When?\nINTERVIEWEE: In spring.\n")
    assert speech.heading == ()
    assert speakers(speech) == ["INTERVIEWER", "INTERVIEWEE"] * 2


@given(st.lists(st.text(alphabet="abc \u0561\u4e2d:.[]0123456789", min_size=1, max_size=40), max_size=12))
@settings(max_examples=60, deadline=None)
def test_no_letter_of_a_text_is_lost_unless_it_is_a_stamp_or_a_page(lines: list[str]) -> None:
    speech = text.read("\n".join(lines))
    kept = "".join(f"{each.speaker or ''}{each.words}" for each in speech.passages)
    assert {letter for letter in "".join(lines) if letter.isalpha()} == {
        letter for letter in kept if letter.isalpha()
    }


@pytest.mark.parametrize(
    ("data", "words", "noted"),
    [
        (b"\xef\xbb\xbfIt rained.", "It rained.", False),
        ("\ufeffIt rained, là.".encode("utf-16-le"), "It rained, là.", True),
        ("It rained there.".encode("utf-16-le"), "It rained there.", True),
        (b"caf\xe9 \x93there\x94", "café “there”", True),
        ("Шёл сильный дождь, и никого не было.".encode("cp1251"), "Шёл сильный дождь, и никого не было.", True),
        ("Шёл сильный дождь, и никого не было.".encode("koi8-r"), "Шёл сильный дождь, и никого не было.", True),
        (b"one\r\ntwo\rthree", "one\ntwo\nthree", False),
        (b"a bell\x07 rang in the tower", "a bell\x07 rang in the tower", True),
        (b"   \xef\xbb\xbfA mark behind spaces", "   A mark behind spaces", False),
    ],
)
def test_text_is_read_in_whatever_encoding_it_came(data: bytes, words: str, noted: bool) -> None:
    found = reading.decode(data, "a.txt")
    assert found.words == words
    assert bool(found.notes) is noted


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="is not a text"):
        reading.decode(bytes(range(32)) * 20, "a.txt")


def test_an_empty_file_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    with pytest.raises(UnreadableFile, match=r"a\.txt is empty"):
        reading.bytes_of(tmp_path / "a.txt")


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("words")
    (tmp_path / "b.txt").symlink_to("a.txt")
    with pytest.raises(UnreadableFile, match=r"b\.txt can't be read"):
        reading.bytes_of(tmp_path / "b.txt")


def test_a_real_transcript_with_time_codes(corpus: Path) -> None:
    path = corpus / "transcripts/scihist-ohms/plain_text_transcript/isaacs_j2ntg1k_sample_with_timecodes.txt"
    speech = text.read(reading.text_of(path).words)
    assert dict(speech.heading)["narrator"] == "André K. Isaacs"
    assert [(str(each.at), each.speaker) for each in speech.passages if each.at][:2] == [
        ("00:00:05", "SCHNEIDER"),
        ("00:00:47", "ISAACS"),
    ]


def test_a_hundred_life_histories_hold_no_invented_speakers(corpus: Path) -> None:
    files = sorted((corpus / "transcripts/fwp-life-histories/text").glob("*.txt"))[:100]
    named = {path.stem for path in files if any(speakers(text.read(reading.text_of(path).words)))}
    assert named == {"interview_0207_001"}  # a trial, with its judge and clerk
