"""One engine in one process of its own: `python -m tests.benchmarks.contest.measured ENGINE PHASE FOLDER MATERIAL`.

Prints what it took as JSON. It must run in the system's Python too, where nothing of the project is installed.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.benchmarks.peers.peer import CannotError, Found, Peer, Question, Screen, read

ENGINES = {
    "Earwitness": "earwitness.Earwitness",
    "FTS5": "fts5.Fts5",
    "tantivy": "tantivy.Tantivy",
    "Xapian": "xapian.Xapian",
    "plain Whoosh": "plain_whoosh.PlainWhoosh",
}
Figures = Mapping[str, Any]
Asked = Mapping[str, Sequence[Question]]


def peer(name: str, folder: Path) -> Peer:
    """Give an engine, its imports done; CannotError where it is not installed."""
    module, _, cls = ENGINES[name].partition(".")
    made: Peer = getattr(import_module(f"tests.benchmarks.peers.{module}"), cls)(folder)
    made.prepare()
    return made


def build(one: Peer, material: Path) -> Figures:
    """Build the index of everything."""
    begun, cpu = time.perf_counter(), _cpu()
    one.build(read(material / "told.jsonl"))
    return {"wall": time.perf_counter() - begun, "cpu": _cpu() - cpu, "size": one.weigh()}


def first(one: Peer, material: Path) -> Figures:
    """Open the index and ask for the first time."""
    return _first(one, one.ask, questions(material)["AND 2"][0])


def first_answer(one: Peer, material: Path) -> Figures:
    """Open the index and give the first whole answer."""
    return _first(one, one.answer, questions(material)["whole AND 2"][0])


def _first(one: Peer, ask: Callable[[Question], object], question: Question) -> Figures:
    begun, cpu = time.perf_counter(), _cpu()
    one.open()
    ask(question)
    return {"wall": time.perf_counter() - begun, "cpu": _cpu() - cpu}


def ask(one: Peer, material: Path) -> Figures:
    """Ask every question once after a warm-up with others, and once more; milliseconds."""
    asked = questions(material)
    one.open()
    kinds = [kind for kind in asked if not kind.startswith("warming")]
    return {kind: _timed(one, kind, asked) for kind in kinds}


def _timed(one: Peer, kind: str, asked: Asked) -> Figures:
    whole = kind.startswith("whole ")
    do: Callable[[Question], Found | Screen] = one.answer if whole else one.ask
    try:
        for question in asked[f"warming {kind.removeprefix('whole ')}"]:
            do(question)
        first = _round(do, asked[kind])
        again = _round(do, asked[kind])
    except CannotError as error:
        return {"cannot": str(error)}
    return first | {"again": again["wall"]}


def _round(do: Callable[[Question], Found | Screen], asked: Sequence[Question]) -> dict[str, list[float]]:
    """Ask once; the time on the clock, the time on the processor, and how many were found."""
    times: dict[str, list[float]] = {"wall": [], "cpu": [], "totals": []}
    for question in asked:
        begun, cpu = time.perf_counter(), time.process_time()
        found = do(question)
        times["wall"].append(1000 * (time.perf_counter() - begun))
        times["cpu"].append(1000 * (time.process_time() - cpu))
        times["totals"].append(found.total)
    return times


def commit(one: Peer, material: Path) -> Figures:
    """Add testimonies one by one, each with the next question after it; milliseconds."""
    one.open()
    question = questions(material)["AND 2"][0]
    one.ask(question)
    commits, cpus, nexts = [], [], []
    for told in read(material / "more.jsonl"):
        one.keep(told)
        begun, cpu = time.perf_counter(), time.process_time()
        one.commit(told)
        done = time.perf_counter()
        cpus.append(1000 * (time.process_time() - cpu))
        one.ask(question)
        commits.append(1000 * (done - begun))
        nexts.append(1000 * (time.perf_counter() - done))
    return {"commit": commits, "cpu": cpus, "next": nexts}


def questions(material: Path) -> Asked:
    """Read the questions."""
    kept = json.loads((material / "questions.json").read_text(encoding="utf-8"))
    return {kind: [Question.of(plain) for plain in asked] for kind, asked in kept.items()}


def _cpu() -> float:
    """Give the processor's seconds so far, of finished children too."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def _memory() -> dict[str, int]:
    """Give the most memory this process has held, and what of it now is its own and no mapped file; in bytes."""
    status = Path("/proc/self/status")
    if not status.exists():
        return {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}
    # Counted from its own beginning; what the system reports to its parent begins at the parent's.
    lines = (line.split() for line in status.read_text(encoding="utf-8", errors="replace").splitlines())
    said = {line[0]: 1024 * int(line[1]) for line in lines if line[0] in {"VmHWM:", "RssAnon:"}}
    return {"peak": said["VmHWM:"], "own": said["RssAnon:"]}


def _measured(arguments: Sequence[str]) -> Iterator[tuple[str, Any]]:
    engine, phase, folder, material = arguments
    phases = {"build": build, "first": first, "first answer": first_answer, "ask": ask, "commit": commit}
    yield "load", os.getloadavg()[0]
    try:
        yield "figures", phases[phase](peer(engine, Path(folder)), Path(material))
        yield "memory", _memory()
    except CannotError as error:
        yield "cannot", str(error)


if __name__ == "__main__":
    print(json.dumps(dict(_measured(sys.argv[1:]))))
