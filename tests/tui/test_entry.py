"""What is typed into the form and the testimony it makes: the same there and back, to the last key."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.choosing import choices
from archive.founding import create_with_founding
from archive.register import Register
from testimonies import edtf, sheet
from testimonies.access import Access, Consent, Decision, Withdrawal
from testimonies.authority import Name, Person, Place
from testimonies.errors import MalformedRecord
from testimonies.testimony import Agent, Link, MediaItem
from tests.conftest import KEEPER, told
from tui.screens import drafting, entry
from tui.screens.steps import consents, files, names, words
from tui.screens.steps.undoing import Changes

FILLED = {
    **entry.of(entry.EMPTY),
    "title": "The mill",
    "collection": "oh",
    "date": "1993~",
    "language": "en",
    "narrator": "Narrator A; Narrator B",
    "others": "translator: B. C.",
    "place": "The valley",
    "transcript": "[00:01:05] Narrator A: It stood below the bridge.\n\nNARRATOR B: It did.",
    "consents": "Narrator A: signed form, 2023-09-19, archive quote\nNarrator B: none found",
}

REGISTER = Register.of(
    [
        Place(
            id="place-0001", names=(Name("Khankendi", kind="authorised"), Name("Stepanakert"), Name("Ստեփանակերտ"))
        ),
        Place(id="place-0002", names=(Name("Stepan's mill", kind="authorised"),)),
        Person(id="person-0001", protection="pseudonym", names=(Name("Amina", kind="pseudonym"), Name("Real Name"))),
    ]
)


def test_the_form_makes_the_testimony_it_shows() -> None:
    made = entry.testimony(FILLED)
    assert entry.of(made) == {**FILLED, "transcript": entry.of(made)["transcript"]}
    assert entry.testimony(entry.of(made)) == made
    assert [passage.speaker for passage in made.transcripts[0].passages] == ["Narrator A", "NARRATOR B"]


def test_every_record_of_the_founding_collection_is_untouched_by_a_form_nobody_touched(tmp_path: Path) -> None:
    with create_with_founding(tmp_path / "founding", "The founding collection", KEEPER) as archive:
        for row in archive.list(limit=100).rows:
            kept = archive.show(row.id).testimony
            assert entry.testimony(entry.of(kept), kept, archive.register) == kept


def test_one_changed_field_changes_that_field_alone() -> None:
    base = replace(
        told("It rained.", "It stopped."),
        id="oh-0001",
        agents=(Agent(role="narrator", name="A; B", note="two of them"), Agent(role="finder", name="C")),
        consents=(Consent("A; B", "signed_form", withdrawn=(Withdrawal(edtf.parse("2024")),)),),
        access=Access(Decision("open", reason="privacy", decided_by="C"), Decision("staff")),
        media=(MediaItem("a.png", alt_text="Posts", access=Decision("staff", reason="safety")),),
        content_notes=("a; b",),
    )
    changed = entry.testimony({**entry.of(base), "title": "The new flood"}, base)
    assert changed == replace(base, title="The new flood")


def test_editing_a_turn_keeps_every_id_and_pasting_the_text_anew_keeps_those_of_unchanged_turns() -> None:
    first = tuple(replace(p, id=f"s000{n}") for n, p in enumerate(told("One.", "Two.").transcripts[0].passages, 1))
    base = told("One.", "Two.")
    base = replace(base, id="oh-0001", transcripts=(replace(base.transcripts[0], passages=first),))
    text = entry.of(base)["transcript"]
    edited = entry.testimony({**entry.of(base), "transcript": text.replace("Two.", "Two and a half.")}, base)
    assert [p.id for p in edited.transcripts[0].passages] == ["s0001", "s0002"]
    bare = text.replace(" #s0001", "").replace(" #s0002", "").replace("Two.", "Three.")
    pasted = entry.testimony({**entry.of(base), "transcript": bare}, base)
    assert [(p.id, p.words) for p in pasted.transcripts[0].passages] == [("s0001", "One."), ("", "Three.")]


def test_a_draft_made_elsewhere_keeps_what_the_form_has_no_field_for(archive: Archive) -> None:
    whole = told("It rained.", title="The mill", extent="2 reels", circumstances="In a kitchen")
    archive.drafts.save({"sheet": sheet.write(whole), "media": []})
    draft = drafting.load(archive.drafts, "draft-1")
    assert draft.typed["title"] == "The mill"
    made = entry.testimony({**draft.typed, "title": "The old mill"}, draft.base)
    assert (made.title, made.circumstances, made.extent) == ("The old mill", "In a kitchen", "2 reels")
    assert made.transcripts == whole.transcripts


def test_a_picture_wants_words_for_those_who_cannot_see_it(photograph: Path) -> None:
    bare = {**FILLED, "media": files.write([files.Row(str(photograph))])}
    assert "Say what bridge.png shows" in str(entry.problem("media", bare))
    described = {**FILLED, "media": files.write([files.Row(str(photograph), "Two posts")]), "media_access": "staff"}
    assert entry.problem("media", described) is None
    (item,) = entry.testimony(described).media
    assert (item.file, item.alt_text, item.access) == ("bridge.png", "Two posts", Decision("staff"))


def test_every_wrong_field_is_named_at_once() -> None:
    with pytest.raises(MalformedRecord) as refused:
        entry.testimony({**FILLED, "title": " ", "date": "31.2.1990", "language": "Klingon!"})
    assert [fault.where for fault in refused.value.faults] == ["title", "date", "language"]


def test_what_was_wrong_before_an_edit_stands_in_nobodys_way() -> None:
    base = replace(told("It rained."), id="oh-0001", agents=(Agent(role="narrator", name="Amina"),))
    assert entry.problems({**entry.of(base), "title": "Rain"}, base) == {}
    assert set(entry.problems({**entry.of(base), "narrator": "Amina; Sona"}, base)) == {"consents"}


@pytest.mark.parametrize(
    ("pasted", "expected"),
    [
        ("'/a/tape 1.wav' '/a/b.png' ", ["/a/tape 1.wav", "/a/b.png"]),
        ("/a/tape\\ 1.wav /a/b.png", ["/a/tape 1.wav", "/a/b.png"]),
        ("file:///a/%D5%8D.vtt\nfile:///a/b%20c.png\r\n", ["/a/Ս.vtt", "/a/b c.png"]),
        ("/a/it's here.txt", ["/a/it's here.txt"]),
        ("", []),
    ],
)
def test_what_a_terminal_pastes_for_dropped_files_is_understood(pasted: str, expected: list[str]) -> None:
    assert [str(path) for path in files.paths(pasted)] == expected


def test_a_path_with_spaces_that_nobody_quoted_is_one_file(tmp_path: Path) -> None:
    file = tmp_path / "a tape of 1993.wav"
    file.write_bytes(b"x")
    assert files.paths(f"{file}\n") == [file]


def test_a_variant_leads_to_the_record_and_the_name_as_written_stays() -> None:
    (found,) = choices(REGISTER, ["place"], "stepanak")
    assert str(found) == "Stepanakert → Khankendi (place-0001)"
    assert names.linked("STEPANAKERT", found.name, found.ref) == "STEPANAKERT [place-0001]"
    made = entry.testimony({**FILLED, "place": "STEPANAKERT [place-0001]"}, register=REGISTER)
    assert made.place == Link("STEPANAKERT", "place-0001")


def test_a_protected_person_is_offered_by_what_stands_for_them_only() -> None:
    assert choices(REGISTER, ["person"], "real") == ()
    (found,) = choices(REGISTER, ["person"], "ami")
    assert "Real" not in str(found)


def test_a_link_that_leads_nowhere_is_named() -> None:
    assert "no authority record place-0009" in str(
        entry.problem("place", {**FILLED, "place": "X [place-0009]"}, REGISTER)
    )
    assert "is no person or body" in str(
        entry.problem("narrator", {**FILLED, "narrator": "X [place-0001]"}, REGISTER)
    )


def test_what_narrators_agreed_to_is_read_as_it_is_written() -> None:
    typed = "Amina: signed form, 2023-09-19, archive quote train_models\nB: C: none found"
    assert consents.write(consents.read(typed)) == typed


def test_pasted_captions_are_read_as_turns_with_their_repairs() -> None:
    found = words.from_paste("1\n00:00:01,000 --> 00:00:02,000\nAMINA: It rained.\n")
    assert found is not None
    assert words.counted(found.text).startswith("1 turn")
    assert words.from_paste("It rained.\n\nIt stopped.") is None


def test_letters_typed_one_after_the_other_in_one_field_are_taken_back_together() -> None:
    now = [0.0]
    changes = Changes({"title": "", "place": ""}, lambda: now[0])
    for title in ("T", "Th", "The"):
        now[0] += 0.5
        changes.note({"title": title, "place": ""})
    changes.note({"title": "The", "place": "Van"})
    assert changes.go(-1) == ({"title": "The", "place": ""}, "place")
    assert changes.go(-1) == ({"title": "", "place": ""}, "title")
    assert changes.go(-1) is None
    assert changes.go(1) == ({"title": "The", "place": ""}, "title")
