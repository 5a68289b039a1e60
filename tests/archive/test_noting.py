"""Notes on passages: kept as versions, signed and dated, for the people who keep the archive."""

from __future__ import annotations

import pytest

from archive.archive import Archive
from archive.noting import notes_on
from testimonies import locator
from testimonies.errors import BadInput, NotFound
from tests.conftest import KEEPER, told


@pytest.fixture
def flood(archive: Archive) -> str:
    return archive.add(told("The river came at night.", "We ran up the hill."), by=KEEPER).id


def test_a_note_is_signed_dated_and_keeps_the_words_it_is_about(archive: Archive, flood: str) -> None:
    kept = archive.note(flood, "Which river?", by="L. A.", at=locator.parse("n1"))
    assert kept.version == 2
    (note,) = archive.show(flood).testimony.notes
    assert (note.text, note.by) == ("Which river?", "L. A.")
    assert note.on is not None
    assert note.about is not None
    assert (note.about.passage, note.about.quoted, note.about.version) == ("s0001", "The river came at night.", 1)


def test_a_note_is_changed_and_taken_away_and_older_versions_keep_it(archive: Archive, flood: str) -> None:
    archive.note(flood, "Which hill?", by="L. A.", passage="s0002")
    (note,) = archive.show(flood).testimony.notes
    archive.rewrite_note(flood, note, "The hill of the mill.", by="S. K.")
    (changed,) = notes_on(archive.show(flood).testimony, "s0002")
    assert (changed.text, changed.by) == ("The hill of the mill.", "S. K.")
    archive.rewrite_note(flood, changed, "", by="S. K.")
    assert archive.show(flood).testimony.notes == ()
    assert archive.show(flood, version=2).testimony.notes == (note,)


def test_a_note_somebody_changed_meanwhile_is_not_overwritten(archive: Archive, flood: str) -> None:
    archive.note(flood, "One", by="L. A.")
    (note,) = archive.show(flood).testimony.notes
    archive.rewrite_note(flood, note, "Two", by="S. K.")
    with pytest.raises(NotFound, match="changed or taken away meanwhile"):
        archive.rewrite_note(flood, note, "Three", by="L. A.")


def test_an_empty_note_and_one_on_a_passage_that_is_not_there_are_refused(archive: Archive, flood: str) -> None:
    with pytest.raises(BadInput, match="says nothing"):
        archive.note(flood, "  \n", by="L. A.")
    with pytest.raises(NotFound, match="no passage s0009"):
        archive.note(flood, "Where?", by="L. A.", passage="s0009")
    assert archive.show(flood).versions == 1


def test_no_reader_but_staff_is_shown_a_note_and_none_is_found(archive: Archive, flood: str) -> None:
    archive.note(flood, "Told by the neighbour Zarathustra.", by="L. A.", passage="s0001")
    assert archive.show(flood, "open").testimony.notes == ()
    assert archive.list("Zarathustra", "open").total == 0
