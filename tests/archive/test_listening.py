"""Which recording a place in a testimony is on, and which turn is heard at a moment of it."""

from __future__ import annotations

import pytest

from archive.listening import Spoken, heard, is_video, moment, recordings, spoken_on
from testimonies import locator
from testimonies.errors import NotFound
from testimonies.testimony import MediaItem, Part, Testimony
from testimonies.transcript import Passage, Transcript
from tests.conftest import told


def sounding(file: str, mime: str = "audio/x-wav", **more: object) -> MediaItem:
    return MediaItem(file, mime=mime, **more)  # type: ignore[arg-type]  # a few fields of many


def taped(
    *media: MediaItem, at: tuple[str, ...] = ("00:00:10", "00:01:00"), parts: tuple[str, ...] = ()
) -> Testimony:
    passages = tuple(Passage(f"Turn {n}", id=f"s{n:04}", at=locator.parse(one)) for n, one in enumerate(at, 1))
    return told(
        id="oh-0001",
        media=media,
        parts=tuple(Part(label) for label in parts),
        transcripts=(Transcript("en", timing="interval", passages=passages),),
    )


def where(testimony: Testimony, at: str | None) -> tuple[str, int]:
    found = moment(testimony, locator.parse(at) if at else None)
    return found.item.file, found.milliseconds


def test_one_recording_holds_every_place() -> None:
    one = taped(sounding("tape.wav"))
    assert where(one, "00:01:00") == ("tape.wav", 60_000)
    assert where(one, "p3:1") == ("tape.wav", 0)
    assert where(one, None) == ("tape.wav", 0)


def test_a_place_of_a_part_is_on_the_recording_of_that_part() -> None:
    sides = taped(sounding("a.wav", part="1a"), sounding("b.wav", part="1B"), at=("1a/00:00:10", "1b/00:00:10"))
    assert where(sides, "1b/00:14:32") == ("b.wav", 872_000)
    assert where(sides, "1A/00:14:32") == ("a.wav", 872_000)
    assert where(sides, "00:00:01") == ("a.wav", 1000)


def test_a_part_may_name_its_recordings_itself() -> None:
    named = told(
        media=(sounding("one.wav"), sounding("two.wav")),
        parts=(Part("1", media=("one.wav",)), Part("2", media=("two.wav",))),
    )
    assert where(named, "2/00:00:05") == ("two.wav", 5000)


def test_a_single_part_is_on_the_recording_nobody_gave_a_part() -> None:
    assert where(taped(sounding("tape.wav"), at=("1/00:00:10",)), "1/00:00:10") == ("tape.wav", 10_000)


def test_nothing_is_guessed_where_a_recording_could_be_of_either_part() -> None:
    unsaid = taped(sounding("tape.wav"), at=("1/00:00:10", "2/00:00:10"))
    with pytest.raises(NotFound, match="Which recording of oh-0001 holds part 2 is not said"):
        where(unsaid, "2/00:00:10")
    with pytest.raises(NotFound, match="holds part 2"):
        where(taped(sounding("a.wav", part="1"), at=("1/00:00:10", "2/00:00:10")), "2/00:00:10")


def test_of_several_copies_the_one_made_for_listening_is_taken_and_sound_before_video() -> None:
    copies = taped(
        sounding("master.wav", role="preservation_master"),
        sounding("film.mp4", "video/mp4", role="access_copy"),
        sounding("copy.mp3", "audio/mpeg", role="access_copy"),
    )
    assert where(copies, "00:00:10")[0] == "copy.mp3"


def test_a_recording_that_ends_before_the_place_is_not_the_one_that_is_meant() -> None:
    two = taped(sounding("song.wav", duration_ms=30_000), sounding("tape.wav", duration_ms=3_600_000))
    assert where(two, "00:01:00")[0] == "tape.wav"
    assert where(two, "00:00:10")[0] == "song.wav"


def test_one_that_nobody_could_read_is_the_last_to_be_tried() -> None:
    two = taped(sounding("torn.wav", unreadable="It ends too early."), sounding("whole.wav"))
    assert where(two, "00:00:10")[0] == "whole.wav"


def test_pictures_are_no_recordings() -> None:
    pictured = taped(MediaItem("bridge.png", mime="image/png", alt_text="A bridge"))
    assert recordings(pictured) == []
    with pytest.raises(NotFound, match="no recording to listen to"):
        where(pictured, "00:00:10")
    assert is_video(sounding("film.mp4", "video/mp4"))


def test_the_turn_that_is_heard_is_the_last_that_has_begun() -> None:
    turns = [Spoken(10_000, "s0001"), Spoken(60_000, "s0002")]
    assert [heard(turns, at) for at in (0, 10_000, 59_999, 60_000, 999_999)] == [
        None,
        "s0001",
        "s0001",
        "s0002",
        "s0002",
    ]


def test_turns_are_followed_on_their_own_recording_only() -> None:
    sides = taped(
        sounding("a.wav", part="1"),
        sounding("b.wav", part="2"),
        at=("1/00:01:00", "1/00:00:10", "2/00:00:05", "p1:1"),
    )
    assert spoken_on(sides, "a.wav") == [[Spoken(10_000, "s0002"), Spoken(60_000, "s0001")]]
    assert spoken_on(sides, "b.wav") == [[Spoken(5000, "s0003")]]
