"""`make bench`: measure, print the figures as Markdown, and keep them as JSON in bench/.

Parts: `program` (an import, whole processes, the first frame), `room` (the keys of the reading room), `relevance`
(judged questions, ours beside its peers), and any number of testimonies (ours beside its peers on an archive of that
many). Figures of parts that are not measured now stay as they are in the file.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.benchmarks.contest import contest
from tests.benchmarks.contest.measured import ENGINES
from tests.benchmarks.contest.report import markdown as contest_markdown
from tests.benchmarks.program import program
from tests.benchmarks.program.report import markdown as program_markdown
from tests.benchmarks.relevance import relevance
from tests.benchmarks.relevance.report import markdown as relevance_markdown
from tests.benchmarks.room import room
from tests.benchmarks.room.report import markdown as room_markdown

FIGURES = Path(__file__).parents[2] / "bench" / "figures.json"
PEERS = [name for name in ENGINES if name != contest.OURS]
PARTS, QUICK_PARTS = ("program", "2000", "20000", "room", "relevance"), ("program", "40", "room", "relevance")


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)} unless said")
    parser.add_argument("--quick", action="store_true", help="little material, few repetitions")
    parser.add_argument("--without", action="append", default=[], choices=PEERS, help="leave a peer out")
    parser.add_argument("--figures", type=Path, default=FIGURES, help="where to keep them")
    options = parser.parse_args()
    kept = json.loads(options.figures.read_text(encoding="utf-8")) if options.figures.exists() else {}
    for part in options.parts or (QUICK_PARTS if options.quick else PARTS):
        kept[part] = {"machine": machine(), "quick": options.quick} | measured(part, options)
        print(markdown(part, kept[part]), end="\n\n", flush=True)
        options.figures.parent.mkdir(parents=True, exist_ok=True)
        options.figures.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def machine() -> str:
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs (load {os.getloadavg()[0]:.1f} before), "
        f"Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    )


def measured(part: str, options: argparse.Namespace) -> dict[str, Any]:
    if part == "program":
        with tempfile.TemporaryDirectory() as name:
            return program.measure(Path(name), options.quick)
    if part == "room":
        return room.at_home(40 if options.quick else 20_000, options.quick)
    if part == "relevance":
        return relevance.measure(options.quick, options.without)
    return contest.contest(int(part), options.quick, options.without)


def markdown(part: str, figures: dict[str, Any]) -> str:
    quick = " Quick run: few repetitions." if figures["quick"] else ""
    if part == "program":
        title, said = "The program", program_markdown(figures)
    elif part == "room":
        title, said = "The reading room", room_markdown(figures)
    elif part == "relevance":
        title, said = "What was wanted, ours beside its peers", relevance_markdown(figures)
    else:
        title, said = f"{int(part):,} testimonies, ours beside its peers", contest_markdown(figures)
    return f"## {title}\n\n{figures['machine']}.{quick}\n\n{said}"


if __name__ == "__main__":
    main()
