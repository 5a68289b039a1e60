"""The one door: what is added is durable, versioned, findable and shown to nobody who may not see it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archive.archive import Archive
from testimonies import locator
from testimonies.access import Access, Decision, Redaction
from testimonies.authority import Name, Person, Place
from testimonies.errors import AccessRefused, AlreadyKept, BadInput, MalformedRecord, NotFound, WrongUsage
from testimonies.testimony import Agent, Link, MediaItem, Relation
from testimonies.transcript import Passage
from tests.conftest import KEEPER, told


def test_what_is_added_comes_back_as_it_was(archive: Archive) -> None:
    kept = archive.add(told("The river came at night."), by=KEEPER)

    shown = archive.show(kept.id)

    assert (kept.id, kept.version) == ("oh-0001", 1)
    assert shown.testimony.transcripts[0].passages[0].words == "The river came at night."


def test_every_passage_gets_an_id_that_is_never_given_again(archive: Archive) -> None:
    archive.add(told("One.", "Two."), by=KEEPER)
    archive.edit("oh-0001", lambda t: with_words(t, t.transcripts[0].passages[:1]), by=KEEPER)
    archive.edit("oh-0001", lambda t: with_words(t, (*t.transcripts[0].passages, Passage("Three."))), by=KEEPER)

    ids = [passage.id for passage in archive.show("oh-0001").testimony.transcripts[0].passages]

    assert ids == ["s0001", "s0003"]


def with_words(testimony, passages):  # type: ignore[no-untyped-def] - reads better bare
    return replace(testimony, transcripts=(replace(testimony.transcripts[0], passages=tuple(passages)),))


def test_an_edit_is_a_new_version_and_the_old_one_stays_readable(archive: Archive) -> None:
    archive.add(told("The river came."), by=KEEPER)
    kept = archive.edit(
        "oh-0001", lambda t: replace(t, title="The night of the flood"), by=KEEPER, why="Better title"
    )

    assert kept.version == 2
    assert archive.show("oh-0001", version=1).testimony.title == "The flood"
    assert [one["why"] for one in archive.history("oh-0001")] == ["Added", "Better title"]


def test_an_edit_that_changes_nothing_writes_no_version(archive: Archive) -> None:
    archive.add(told("The river came."), by=KEEPER)

    kept = archive.edit("oh-0001", lambda t: t, by=KEEPER)

    assert kept.version == 1


def test_restoring_brings_back_the_words_but_never_the_access_of_that_day(archive: Archive) -> None:
    archive.add(told("He named his brother.", access="open"), by=KEEPER)
    archive.edit("oh-0001", lambda t: replace(t, title="Other", access=Access.of("staff")), by=KEEPER)

    archive.restore("oh-0001", 1, by=KEEPER)

    shown = archive.show("oh-0001").testimony
    assert (shown.title, shown.access.level) == ("The flood", "staff")


def test_an_older_version_is_shown_under_todays_access(archive: Archive) -> None:
    archive.add(told("He named his brother.", access="open"), by=KEEPER)
    archive.edit("oh-0001", lambda t: replace(t, access=Access.of("staff")), by=KEEPER)

    seen = archive.show("oh-0001", "open", version=1)

    assert seen.glimpse
    assert not seen.testimony.transcripts


def test_a_photograph_is_kept_byte_for_byte_and_described(archive: Archive, photograph: Path) -> None:
    kept = archive.add(told("The bridge."), by=KEEPER, media=[photograph])

    item, path = archive.media_file(kept.id, "bridge.png")

    assert path.read_bytes() == photograph.read_bytes()
    assert (item.mime, item.width, item.height) == ("image/png", 48, 32)
    assert item.alt_text == "Not described yet: bridge.png"
    assert any("alt text" in remark for remark in kept.remarks)


def test_what_was_said_about_a_photograph_is_matched_to_it_by_its_name(archive: Archive, photograph: Path) -> None:
    described = MediaItem("bridge.png", caption="The old bridge", alt_text="A stone bridge in flood")
    archive.add(told("The bridge.", media=(described,)), by=KEEPER, media=[photograph])

    (item,) = archive.show("oh-0001").testimony.media

    assert (item.caption, item.alt_text) == ("The old bridge", "A stone bridge in flood")


def test_a_record_that_describes_a_file_which_is_not_given_is_refused(archive: Archive) -> None:
    with pytest.raises(BadInput, match=r"bridge\.png"):
        archive.add(told("The bridge.", media=(MediaItem("bridge.png"),)), by=KEEPER)


def test_the_same_file_is_not_kept_twice_unless_it_is_wanted_again(archive: Archive, tmp_path: Path) -> None:
    source = tmp_path / "letter.txt"
    source.write_text("The river came.", encoding="utf-8")
    archive.add(told("The river came."), by=KEEPER, sources=[source])

    with pytest.raises(AlreadyKept, match="oh-0001"):
        archive.add(told("The river came."), by=KEEPER, sources=[source])
    assert archive.add(told("The river came."), by=KEEPER, sources=[source], again=True).id == "oh-0002"


def test_an_unknown_collection_is_refused_with_those_there_are(archive: Archive) -> None:
    with pytest.raises(MalformedRecord, match="there is: oh"):
        archive.add(told("Words.", collection="zz"), by=KEEPER)


def test_a_closed_part_is_refused_with_a_sentence(archive: Archive) -> None:
    with pytest.raises(AccessRefused, match="no keys yet"):
        archive.add(told("Secret.", access="closed"), by=KEEPER)
    archive.add(told("Words."), by=KEEPER)
    with pytest.raises(AccessRefused, match="no keys yet"):
        archive.edit("oh-0001", lambda t: replace(t, access=Access.of("closed")), by=KEEPER)


def test_ids_are_never_used_again(archive: Archive) -> None:
    archive.add(told("One."), by=KEEPER)
    archive.purge("oh-0001", by=KEEPER, why="narrator_request")

    assert archive.add(told("Two."), by=KEEPER).id == "oh-0002"


def test_a_purged_testimony_is_in_no_file_of_the_archive(archive: Archive) -> None:
    archive.add(told("The word harmonium."), by=KEEPER)
    archive.edit("oh-0001", lambda t: replace(t, title="harmonium"), by=KEEPER)
    assert archive.search("harmonium").total == 1

    archive.purge("oh-0001", by=KEEPER, why="narrator_request")

    assert archive.search("harmonium").total == 0
    assert not holding(archive.folder, b"harmonium")
    with pytest.raises(NotFound, match="purged"):
        archive.show("oh-0001")


def test_a_purge_wants_a_reason(archive: Archive) -> None:
    archive.add(told("Words."), by=KEEPER)
    with pytest.raises(WrongUsage, match="--why"):
        archive.purge("oh-0001", by=KEEPER, why=" ")


def test_a_purged_file_is_gone_from_every_version_and_the_words_stay(archive: Archive, photograph: Path) -> None:
    archive.add(told("The bridge."), by=KEEPER, media=[photograph])
    archive.edit("oh-0001", lambda t: replace(t, title="Other"), by=KEEPER)
    archive.thumbnail("oh-0001", "bridge.png")

    archive.purge("oh-0001", "bridge.png", by=KEEPER, why="third_party")

    assert not holding(archive.folder, photograph.read_bytes())
    assert not holding(archive.folder, b"bridge.png")
    assert not list(archive.cache.glob("thumbnails/*/*"))
    assert archive.show("oh-0001").testimony.transcripts[0].passages[0].words == "The bridge."


def holding(folder: Path, secret: bytes) -> list[Path]:
    """Find the files that hold these bytes, by content or by name."""
    return [p for p in folder.rglob("*") if p.is_file() and (secret in p.read_bytes() or secret in str(p).encode())]


def test_a_relation_keeps_the_words_that_stood_there(archive: Archive) -> None:
    archive.add(told("Nobody was forced."), by=KEEPER)
    archive.add(told("All were forced."), by=KEEPER)
    relation = Relation(
        from_=archive.point("oh-0002", locator.parse("n1")),
        type="differs_on",
        to=archive.point("oh-0001", None),
        about="Whether people were forced to leave",
    )

    archive.relate(relation, by=KEEPER)

    (kept,) = archive.show("oh-0002").testimony.relations
    assert kept.from_.quoted == "All were forced."
    assert (kept.to.testimony, kept.by) == ("oh-0001", KEEPER)


def test_two_authority_records_become_one_and_every_link_follows(archive: Archive) -> None:
    archive.add_authority(Place(names=(Name("Stepanakert"),)), by=KEEPER)
    archive.add_authority(Place(names=(Name("Khankendi"),)), by=KEEPER)
    archive.add(told("He went home.", place=Link("Khankendi", "place-0002")), by=KEEPER)

    archive.merge("place-0001", "place-0002", by=KEEPER)

    assert archive.show("oh-0001").testimony.place == Link("Khankendi", "place-0001")
    assert archive.search("Stepanakert").total == 1


def test_a_protected_person_is_never_merged_with_a_name(archive: Archive) -> None:
    archive.add_authority(Person(names=(Name("Unnamed soldier"),), protection="anonymous"), by=KEEPER)
    archive.add_authority(Person(names=(Name("A name"),)), by=KEEPER)
    with pytest.raises(BadInput, match="protected"):
        archive.merge("person-0001", "person-0002", by=KEEPER)


def test_a_citation_ends_with_the_place(archive: Archive) -> None:
    narrator = Agent(role="narrator", name="Narrator A")
    interviewer = Agent(role="interviewer", name="Interviewer B")
    archive.add(told("The river came.", agents=(narrator, interviewer)), by=KEEPER)

    said = archive.cite("oh-0001", locator.parse("n1"))

    assert said == "Narrator A, interview by Interviewer B, about 1993, oh-0001, Voices of the valley, at ¶1."


def test_an_archive_begins_only_in_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "something").touch()
    with pytest.raises(BadInput, match="empty"):
        Archive.create(tmp_path, "Title", KEEPER)


class TestWhatAReaderSees:
    """A view for `open`: what is not open does not exist, or only as a line."""

    def test_a_listed_record_that_is_not_open_is_one_line(self, archive: Archive) -> None:
        access = Access(Decision("staff"), Decision("staff"), listed=True, listed_title="An interview")
        archive.add(told("Secret words.", access="staff", title="Secret title"), by=KEEPER)
        archive.edit("oh-0001", lambda t: replace(t, access=access), by=KEEPER)

        (row,) = archive.list("", "open").rows

        assert row.summary() == {
            "id": "oh-0001",
            "kind": "interview",
            "collection": "oh",
            "access": "staff",
            "listed_title": "An interview",
        }

    def test_an_unlisted_record_does_not_exist(self, archive: Archive) -> None:
        access = Access(Decision("staff"), Decision("staff"), listed=False)
        archive.add(told("Secret.", access="staff"), by=KEEPER)
        archive.edit("oh-0001", lambda t: replace(t, access=access), by=KEEPER)

        assert archive.list("", "open").total == 0
        with pytest.raises(NotFound, match="There is no testimony oh-0001"):
            archive.show("oh-0001", "open")

    def test_a_relation_never_gives_away_a_record_that_does_not_exist_for_the_reader(self, archive: Archive) -> None:
        archive.add(told("Open words."), by=KEEPER)
        archive.add(told("Secret.", access="staff"), by=KEEPER)
        hidden = Access(Decision("staff"), Decision("staff"), listed=False)
        archive.edit("oh-0002", lambda t: replace(t, access=hidden), by=KEEPER)
        archive.relate(
            Relation(
                from_=archive.point("oh-0001", None), type="same_event", to=archive.point("oh-0002", None), about="It"
            ),
            by=KEEPER,
        )

        assert archive.show("oh-0001", "open").testimony.relations == ()
        assert len(archive.show("oh-0001", "staff").testimony.relations) == 1

    def test_a_redacted_passage_is_withheld_and_can_be_found_by_staff_only(self, archive: Archive) -> None:
        archive.add(told("My cousin harmonium hid us.", "We left at dawn."), by=KEEPER)
        redaction = Redaction(
            passage="s0001", span=(10, 19), quoted="harmonium", action="anonymised", replacement="A."
        )
        archive.edit("oh-0001", lambda t: replace(t, redactions=(redaction,)), by=KEEPER)

        words = archive.show("oh-0001", "open").testimony.transcripts[0].passages[0].words

        assert words == "My cousin A. hid us."
        assert archive.search("harmonium", "open").total_passages == 0
        assert archive.search("harmonium", "staff").total_passages == 1

    def test_a_passage_whose_words_changed_under_its_redaction_is_withheld_whole(self, archive: Archive) -> None:
        archive.add(told("My cousin harmonium hid us."), by=KEEPER)
        redaction = Redaction(passage="s0001", span=(10, 19), quoted="harmonium")
        archive.edit("oh-0001", lambda t: replace(t, redactions=(redaction,)), by=KEEPER)
        archive.edit(
            "oh-0001",
            lambda t: with_words(t, [replace(t.transcripts[0].passages[0], words="Oh, my cousin harmonium!")]),
            by=KEEPER,
        )

        assert archive.show("oh-0001", "open").testimony.transcripts[0].passages[0].words == "[withheld]"

    def test_a_medium_that_is_not_open_is_not_there(self, archive: Archive, photograph: Path) -> None:
        hidden = MediaItem("bridge.png", alt_text="A bridge", access=Decision("staff"))
        archive.add(told("The bridge.", media=(hidden,)), by=KEEPER, media=[photograph])

        assert archive.show("oh-0001", "open").testimony.media == ()
        with pytest.raises(NotFound):
            archive.media_file("oh-0001", "bridge.png", "open")
