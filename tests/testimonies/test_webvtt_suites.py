"""WebVTT read as the standard says, judged by the suites of the browsers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from testimonies import webvtt, webvtt_settings, webvtt_text
from testimonies.cue_times import written
from testimonies.cues import Captions, Cue, decode
from testimonies.webvtt_settings import Region
from testimonies.webvtt_text import Closing, Moment, Opening, Text

NO_CUE_COUNT = "Mozilla's parser takes three digits before the first colon as minutes; the standard and wpt don't"
DELIBERATE = {
    "tests/cue-times/min-top-digits.vtt": NO_CUE_COUNT,
    "tests/cue-times/minimum-spots-over-sixty.vtt": NO_CUE_COUNT,
    "tests/file-layout/header-no-new-line.vtt": "a timing line ends the header (wpt: header-timings.vtt)",
    "tests/integration/id.vtt": "an arrow alone on a line does not undo the cue below it (wpt: arrows.vtt)",
    "tests/cue-settings/line/bad-line-align.vtt": "a wrong alignment now makes the whole setting wrong",
    "tests/cue-settings/position/bad-position-align.vtt": "a wrong alignment now makes the whole setting wrong",
    "tests/cue-settings/position/position-start-align.vtt": "start and end are now line-left and line-right",
    "tests/cue-settings/position/position-end-align.vtt": "start and end are now line-left and line-right",
}
"""Where Mozilla's expectations predate the standard, and why we follow the standard.

Besides, three of its fields have no present counterpart and are not compared: `positionAlign` was then worked
out from `align`, `region` and `regions` come from `Region:` lines in the header, and `pauseOnExit` is a browser's.
"""


def strictly(file: Path) -> Captions:
    text, repairs = decode(file.read_bytes())
    assert repairs == []
    return webvtt.read(text, lenient=False)


def seen(cue: Cue, regions: list[Region]) -> dict[str, Any]:
    place = webvtt_settings.placement(cue.settings, regions)
    assert cue.end is not None
    region = place.region
    told = {
        "id": cue.identifier,
        "text": cue.payload,
        "startTime": cue.start / 1000,
        "endTime": cue.end / 1000,
        "align": place.align,
        "vertical": place.vertical,
        "size": place.size,
        "line": "auto" if place.line is None else place.line,
        "lineAlign": place.line_align,
        "snapToLines": place.snap_to_lines,
        "position": "auto" if place.position is None else place.position,
        "positionAlign": place.position_align,
        "region": region.id if region else None,
    }
    if region:
        x, y = region.anchor
        told |= {"region.lines": float(region.lines), "region.regionAnchorX": x, "region.regionAnchorY": y}
        x, y = region.viewport_anchor
        told |= {"region.scroll": region.scroll, "region.viewportAnchorX": x, "region.viewportAnchorY": y}
    return told


def agrees(wanted: object, found: object) -> bool:
    if isinstance(wanted, int) and not isinstance(wanted, bool):
        return float(wanted) == found  # JavaScript has no other numbers
    return wanted == found


def mozilla_disagrees(file: Path, expected: Path) -> bool:
    cues = strictly(file).cues
    wanted = json.loads(expected.read_text("utf-8").replace('"middle"', '"center"'))["cues"]
    left_out = {"positionAlign", "region", "pauseOnExit"}
    pairs = list(zip(cues, wanted, strict=False))
    return len(cues) != len(wanted) or not all(
        agrees(value, seen(cue, [])[key]) for cue, want in pairs for key, value in want.items() if key not in left_out
    )


def test_every_list_of_cues_that_mozilla_expects_is_found_but_for_the_named_differences(corpus):
    suite = corpus / "suites" / "webvtt-mozilla"
    pairs = json.loads((suite / "expected-index.json").read_text("utf-8"))["expected"]
    assert len(pairs) == 264
    assert {vtt for vtt, expected in pairs.items() if mozilla_disagrees(suite / vtt, suite / expected)} == set(
        DELIBERATE
    )


def test_every_file_of_the_web_platform_tests_is_parsed_as_they_expect(corpus):
    suite = corpus / "suites" / "webvtt-wpt" / "test" / "wpt-file-parsing"
    expected = json.loads((suite / "expected.json").read_text("utf-8"))
    disagreements = []
    for name, want in expected.items():
        captions = strictly(suite / name)
        regions = [webvtt_settings.region(block) for block in captions.regions]
        told = [seen(cue, regions) for cue in captions.cues]
        if want["cueCount"] not in (None, len(told)):
            disagreements.append((name, len(told), want["cueCount"]))
        for number, fields in want["cues"].items():
            found = told[int(number)]
            for key, value in fields.items():
                if isinstance(value, dict):
                    value = told[int(value["sameAs"][len("cues[") :].partition("]")[0])]["region"]  # noqa: PLW2901
                right = found[key] is not None if value == "<non-null>" else agrees(value, found[key])
                if not right:
                    disagreements.append((name, number, key, found[key], value))
    assert len(expected) == 37
    assert disagreements == []


def test_of_two_style_blocks_only_the_one_before_the_first_cue_counts(corpus):
    captions = strictly(corpus / "suites/webvtt-wpt/test/wpt-file-parsing/stylesheets.vtt")
    assert [style.split("\n")[0] for style in captions.styles] == ["::cue(#foo) {"]
    assert [cue.identifier for cue in captions.cues] == ["foo", "bar"]


def tree(payload: str) -> str:
    """Draw cue text as the web platform tests do."""
    lines: list[str] = []
    depth = 0
    for event in webvtt_text.events(payload):
        indent = "| " + "  " * depth
        match event:
            case Text(words):
                lines.append(f'{indent}"{words}"')
            case Moment(time):
                lines.append(f"{indent}<?timestamp {written(time)}>")
            case Closing():
                depth -= 1
            case Opening(name, classes, annotation):
                depth += 1
                lines.append(f"{indent}<{'span' if name in ('c', 'v', 'lang') else name}>")
                lines.extend([f'{indent}  class="{" ".join(classes)}"'] if classes else [])
                lines.extend([f'{indent}  title="{annotation}"'] if name == "v" else [])
                lines.extend([f'{indent}  lang="{annotation}"'] if name == "lang" else [])
    return "\n".join(lines)


def test_every_cue_text_of_the_web_platform_tests_becomes_the_tree_they_expect(corpus):
    compared = 0
    for file in sorted((corpus / "suites/webvtt-wpt/test/wpt-cue-parsing").glob("*.vtt")):
        wanted = json.loads(file.with_suffix(".json").read_text("utf-8"))
        cues = strictly(file).cues
        assert [tree(cue.payload) for cue in cues] == [want["expectedTree"].removesuffix("\n") for want in wanted], (
            file
        )
        compared += len(cues)
    assert compared == 77
