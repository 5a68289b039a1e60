"""The description sheet as a whole: what a hand writes, what comes back, and what is told about slips."""

from __future__ import annotations

import pytest

from testimonies import sheet
from testimonies.access import Access, Decision
from testimonies.edtf import parse as date
from testimonies.errors import Fault, MalformedSheet, WrongUsage
from testimonies.locator import parse as place
from testimonies.testimony import KINDS, Agent, Identifier, Link
from testimonies.testimony import Testimony as Record
from testimonies.transcript import Passage, Transcript
from tests.testimonies.strategies import flood

DEFAULTS = {"collection": "oh", "date": "XXXX", "kind": "interview"}


def faults_of(text: str, defaults: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(MalformedSheet) as caught:
        sheet.read(text, defaults)
    return [str(fault) for fault in caught.value.faults]


def read(front: str, body: str = "") -> Record:
    return sheet.read(f"---\ntitle: A flood\n{front}\n---\n{body}", DEFAULTS)


def remarks_on(front: str) -> list[str]:
    return [str(remark) for remark in sheet.examine(f"---\ntitle: A flood\n{front}\n---\n", DEFAULTS).remarks]


def test_a_sheet_as_a_hand_writes_it():
    text = """\ufeff---\r
title: The night of the flood\r
kind: interview\r
date: 1993~\r
narrator: Amina\r
interviewer:\r
  - Zaur\r
  - name: Hikmet\r
    ref: person-0003\r
language: az, ru\r
place: Agdam\r
subjects: [floods, houses]\r
access: open\r
listed_by: nobody\r
extent:\r
---\r
\r
[00:01:05] Amina: The river came\r
at night.\r
[00:01:09] Who woke you?\r
\r
# transcript: en translation\r
AMINA: The river came at night.\r
"""
    assert sheet.read(text, DEFAULTS) == flood(
        title="The night of the flood",
        agents=(
            Agent(role="narrator", name="Amina"),
            Agent(role="interviewer", name="Zaur"),
            Agent(role="interviewer", name="Hikmet", ref="person-0003"),
        ),
        languages=("az", "ru"),
        place=Link("Agdam"),
        subjects=(Link("floods"), Link("houses")),
        access=Access.of("open"),
        extra={"listed_by": "nobody"},
        transcripts=(
            Transcript(
                "az",
                timing="interval",
                passages=(
                    Passage("The river came at night.", at=place("1:05"), speaker="Amina"),
                    Passage("Who woke you?", at=place("1:09")),
                ),
            ),
            Transcript("en", kind="translation", passages=(Passage("The river came at night.", speaker="AMINA"),)),
        ),
    )


def test_a_sheet_is_pleasant_to_read():
    testimony = flood(
        languages=("hy",),
        agents=(Agent(role="narrator", name="Amina", ref="person-0001"),),
        covers=date("1988/1994"),
        identifiers=(Identifier("MC-12: side B"), Identifier("012", type="call number")),
        place=Link("Stepanakert / Khankendi"),
        scope_and_content="The river came at night. " * 5 + "Nobody slept.",
        circumstances="In the kitchen.\n\nThe radio was on.",
        access=Access(transcript=Decision("closed", reason="safety"), listed=False),
        transcripts=(
            Transcript(
                "hy",
                timing="interval",
                passages=(Passage("It came.\n\nAt night.", "s0001", place("1:05"), None, "Amina"),),
            ),
            Transcript(
                "en", kind="translation", by="Zaur", passages=(Passage("[laughs] It came.", unclear=((9, 11),)),)
            ),
        ),
    )
    assert (
        sheet.write(testimony)
        == """\
---
kind: interview
title: A flood
date: 1993~
covers: 1988/1994
languages: [hy]
collection: oh
identifiers:
  - "MC-12: side B"
  - value: 012
    type: call number
agents:
  - role: narrator
    name: Amina
    ref: person-0001
place: Stepanakert / Khankendi
scope_and_content: >-
  The river came at night. The river came at night. The river came at night. The river came at night.
  The river came at night. Nobody slept.
circumstances: |-
  In the kitchen.

  The radio was on.
access:
  description: staff
  transcript:
    level: closed
    reason: safety
  listed: no
transcripts:
  - language: hy
  - language: en
    kind: translation
    by: Zaur
---

[00:01:05 #s0001] Amina: It came.
\\
\\At night.

# transcript: en translation

[?9-11] [laughs] It came.
"""
    )


def test_all_scalars_are_text():
    testimony = read("reference_code: 012\nextent: no\npart_of: 12:30\nextra_key: 1993\nbasis: ~")
    assert (testimony.reference_code, testimony.extent, testimony.part_of) == ("012", "no", "12:30")
    assert (testimony.extra, testimony.basis) == ({"extra_key": "1993"}, "~")


def test_an_unknown_value_that_is_no_text_is_carried_as_json():
    testimony = read('media:\n  - file: a.wav\n    technical: {rate: {json: "48000"}, codec: pcm}')
    assert testimony.media[0].technical == {"rate": 48000, "codec": "pcm"}
    assert 'rate: {json: "48000"}' in sheet.write(testimony)


def test_what_was_left_empty_is_not_given():
    testimony = read(
        "place:\nagents:\nnarrator:\nsubjects:\n  -\nconsents:\n  - narrator:\n    kind:\nrights:\n  holder:"
    )
    assert testimony == flood(date=date("XXXX"))


def test_an_empty_text_in_quotation_marks_is_given():
    assert read('extent: ""').extent == ""


def test_defaults_fill_only_what_the_sheet_does_not_give():
    testimony = sheet.read("---\ntitle: A flood\ndate:\ncollection: nk\n---\n", {**DEFAULTS, "languages": ["hy"]})
    assert (testimony.date.text, testimony.collection, testimony.languages) == ("XXXX", "nk", ("hy",))


def test_the_first_transcript_is_in_the_first_language():
    assert read("languages: [hyw, hy]", "Words.").transcripts[0].language == "hyw"
    assert read("", "Words.").transcripts[0].language == "und"


def test_a_header_may_say_more_of_a_transcript():
    header = (
        "transcripts:\n  - language: hy\n    method: machine\n    timing: none\n  - language: ru\n    note: to come"
    )
    first, second = read(header, "[00:01] Words.").transcripts
    assert (first.language, first.method, first.timing, len(first.passages)) == ("hy", "machine", "none", 1)
    assert (second.language, second.note, second.passages) == ("ru", "to come", ())


def test_a_single_header_needs_no_list():
    assert read("transcripts:\n  method: machine", "Words.").transcripts[0].method == "machine"


def test_all_faults_are_told_at_once_each_with_its_line():
    text = """---
titel: A flood
kind: intervew
date: a: b
narrator: {nam: Amina}
titel: Another
place: *there
agents:
  - role: teller
    name: Zaur
---
Words.

# A heading
[00:75] words
# transcript: hy song
"""
    assert faults_of(text) == [
        "line 1: collection is missing and must be given",
        "line 3: kind: " + f"“intervew” is not one of {', '.join(KINDS)}",
        'line 4: a text that holds a colon and a space stands in double quotes ("…")',
        "line 5: agents.1.name is missing and must be given",
        "line 6: title is missing and must be given: is “titel” meant for it?",
        "line 6: “titel” stands on line 2 already: keep one of the two",
        "line 7: “*there” repeats another value: write it out",
        faults_of(text)[7],
        "line 14: a line with # begins a transcript (# transcript: hy original); write \\# for words",
        "line 15: “00:75” is not a time: a minute has no second 75; begin the line with \\ if the bracket is words",
        "line 16: “song” is not a kind of transcript: write original or translation",
    ]
    assert faults_of(text)[7].startswith("line 9: agents.0.role: “teller” is not one of narrator, interviewer, ")


def test_a_fault_in_a_short_form_is_told_on_its_own_line():
    text = (
        "---\ntitle: a\ninterviewer: Zaur\nnarrator:\n  - Amina\n  - ref: person-0001\nagents:\n  role: finder\n---\n"
    )
    assert faults_of(text, DEFAULTS) == [
        "line 6: agents.3.name is missing and must be given",
        "line 7: agents.0.name is missing and must be given",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "line 1: a sheet begins with a line --- and the fields below it"),
        ("\n\ntitle: a\n", "line 3: a sheet begins with a line --- and the fields below it"),
        ("---\ntitle: a\n", "line 1: the fields that begin here need a line --- below them"),
        ("---\n- a\n---", "line 2: the front matter reads “key: value”, line by line"),
        ("---\njust words\n---", "line 2: the front matter reads “key: value”, line by line"),
        (
            "---\ntitle: a\nlanguage: hy\nlanguages: ru\n---",
            "line 3: language: stands beside “languages”: keep one of the two",
        ),
        (
            "---\ntitle: a\ntranscripts: hy\n---",
            "line 3: transcripts: is a list of headers (- language: hy), one for each transcript of the body",
        ),
        (
            "---\ntitle: a\ntranscripts:\n  - passages: [x]\n---",
            "line 4: transcripts.0.passages: the words stand in the body, below the second ---",
        ),
        (
            "---\ntitle: a\ntranscripts:\n  - status: done\n---",
            "line 4: transcripts.0.status: “done” is not one of raw, checked, authorised_by_narrator",
        ),
        (
            "---\ntitle: a\ntranscripts:\n  - language: hy\n---\n# transcript: ru",
            "line 6: this transcript's language is “hy” in the front matter",
        ),
        ("---\ntitle: a\nlast_passage: x\n---", "line 3: last_passage: “x” is not a whole number"),
    ],
)
def test_a_fault_is_a_sentence_with_its_line(text, fault):
    assert faults_of(text, DEFAULTS) == [fault]


def test_an_entry_that_can_not_be_read_is_not_called_missing():
    assert faults_of('---\ntitle: "never closed\nkind: interview\n---\n', DEFAULTS) == [
        "line 2: the quotation mark that opens here is never closed"
    ]


def test_a_key_that_looks_misspelt_is_kept_and_remarked_on():
    assert remarks_on("scope_and_contents: It rained.\nx-shelf: 12") == [
        "line 3: “scope_and_contents” is kept as it stands; “scope_and_content” may be meant"
    ]
    assert remarks_on("naratorr: Amina") == ["line 3: “naratorr” is kept as it stands; “narrator” may be meant"]
    assert remarks_on("parts:\n  - label: 1\n    durations_ms: 5") == [
        "line 5: “durations_ms” is kept as it stands; “duration_ms” may be meant"
    ]
    assert remarks_on("bogus: 1") == ["line 3: “bogus” is kept as it stands; there is no such field"]


def test_what_else_is_at_fault_is_named_with_its_line_beside_what_can_not_be_read():
    def check(values):
        yield Fault("collection", f"there is no {values['collection']}")
        yield from (Fault(f"languages.{n}", f"{tag}?") for n, tag in enumerate(values["languages"]))
        yield from (Fault(f"transcripts.{n}.language", t["language"]) for n, t in enumerate(values["transcripts"]))

    text = "---\ntitle: T\nkind: song\nlanguage: aa\n---\nWords.\n\n# transcript: bb translation\n\nWords.\n"
    with pytest.raises(MalformedSheet) as caught:
        sheet.examine(text, DEFAULTS, check)

    told = [str(fault).replace("interview, written", "…").partition("…")[0] for fault in caught.value.faults]
    assert told == [
        "line 1: collection: there is no oh",
        "line 1: transcripts.0.language: aa",
        "line 3: kind: “song” is not one of ",
        "line 4: languages.0: aa?",
        "line 8: transcripts.1.language: bb",
    ]


def test_a_level_of_access_nobody_knows_is_one_fault():
    assert faults_of("---\ntitle: T\naccess: shut\n---\n", DEFAULTS) == [
        "line 3: access: “shut” is not one of open, restricted, staff, closed"
    ]


def test_a_language_that_is_no_tag_is_remarked_on():
    assert remarks_on("language: Armenian") == ["line 3: “Armenian” is no language tag such as hy, en or und"]
    assert remarks_on("languages: [hy, az-Cyrl, und]") == []


def test_an_empty_title_is_remarked_on():
    remarks = sheet.examine('---\ntitle: " "\n---\n', DEFAULTS).remarks
    assert [str(remark) for remark in remarks] == ["line 2: the title is empty"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_becomes_a_testimony_once_it_has_a_title(kind):
    blank = sheet.template(kind)
    assert faults_of(blank, {"collection": "oh", "date": "XXXX"}) == [
        next(
            f"line {number}: title is missing and must be given"
            for number, line in enumerate(blank.splitlines(), 1)
            if line == "title:"
        )
    ]
    titled = blank.replace("\ntitle:\n", "\ntitle: A flood\n") + "\n[00:01] Amina: It came.\n"
    seen = sheet.examine(titled, {"collection": "oh", "date": "XXXX"})
    assert (seen.testimony.kind, seen.testimony.extra, seen.remarks) == (kind, {}, ())
    assert seen.testimony.transcripts[0].passages[0].speaker == "Amina"


@pytest.mark.parametrize("kind", KINDS)
def test_each_line_of_a_template_can_be_filled_in(kind):
    text = sheet.template(kind).replace(":\n", ": 1993\n").replace("kind: 1993", "kind: signed_form")
    filled_in = text.replace("consents: 1993", "consents:").replace("custodial_history: 1993", "custodial_history:")
    testimony = sheet.read(filled_in.replace("action: 1993", "action: found"))
    assert testimony.extra == {}
    assert testimony.title == "1993"


def test_there_is_no_template_for_an_unknown_kind():
    with pytest.raises(WrongUsage, match="“poem” is not a kind of testimony: it is one of interview, "):
        sheet.template("poem")


def test_a_line_goes_on_where_the_last_one_ended_unless_a_backslash_keeps_it():
    testimony = read("", "The river\n  came at night.\n\\We left.\n\n[p1:1] Log\n\\kept")

    words = [passage.words for passage in testimony.transcripts[0].passages]

    assert words == ["The river came at night.\nWe left.", "Log\nkept"]
