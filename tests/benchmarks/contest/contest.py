"""Every engine in turn on one archive: built, opened, asked, given one more testimony; each in its own process."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from tests.benchmarks.contest import kept
from tests.benchmarks.contest.measured import ENGINES
from tests.benchmarks.process import home, run

OURS = "Earwitness"
SYSTEM = "/usr/bin/python3"
"""Debian's Python, which has Debian's Xapian."""

Figures = dict[str, Any]


def contest(count: int, quick: bool, without: Collection[str] = ()) -> Figures:
    """Measure everything on an archive of so many testimonies, made now if it was not kept."""
    each, rounds = (6, 1) if quick else (30, 5)
    material = kept.place(count)
    env = home(material.parent / "home")
    if not kept.is_made(material):
        run(_python("kept", str(material), str(count)), env)
    # Beside what is kept, for links cannot reach from one disk to another.
    with tempfile.TemporaryDirectory(prefix="run-", dir=material.parent) as name:
        folder = Path(name)
        os.link(material / "told.jsonl", folder / "told.jsonl")
        more = (material / "more.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / "more.jsonl").write_text("".join(more[:2] if quick else more), encoding="utf-8")
        drawn = run(_python("questions", str(material / "told.jsonl"), str(each)), env)
        (folder / "questions.json").write_bytes(drawn.said)
        kept.linked(material / "archive", folder / "ours" / "archive")
        made = json.loads((material / "made.json").read_text(encoding="utf-8"))
        return {"made": made, "asked": each, "engines": _engines(folder, env, rounds, without)}


def _engines(folder: Path, env: dict[str, str], rounds: int, without: Collection[str]) -> Figures:
    figures: Figures = {name: {"missing": "left out"} for name in ENGINES}
    for name in ENGINES:
        if name not in without:
            figures[name] = _Contestant(name, folder, env).all_but_commits(rounds)
            # The next one may take minutes.
            print(f"{name} has been built and asked.", file=sys.stderr)
    # Last, for plain Whoosh reads our index as it was built.
    for name, found in figures.items():
        if "missing" not in found:
            found["commit"] = _Contestant(name, folder, env).measure("commit")
    return figures


class _Contestant:
    """One engine in its folder."""

    def __init__(self, name: str, folder: Path, env: dict[str, str]) -> None:
        self._name = name
        self._material = folder
        self._folder = folder / ("ours" if name in {OURS, "plain Whoosh"} else name.lower())
        self._env = env

    def all_but_commits(self, rounds: int) -> Figures:
        """Build, open, ask; where the engine is not here, say so."""
        built = self.measure("build")
        if built.get("cannot") == "not installed":
            return {"missing": "not installed"}
        figures: Figures = {"build": built}
        for phase in ("first", "first answer"):
            figures[phase] = _middle([self.measure(phase) for _ in range(rounds)])
        asked = self.measure("ask")
        figures["ask"] = {name: asked.pop(name) for name in ("peak", "own", "load") if name in asked}
        figures["questions"] = {kind: _summary(times) for kind, times in asked.items()}
        figures["questions"]["whole answer"] = _summary(_together(asked))
        return figures

    def measure(self, phase: str) -> Figures:
        """Run one phase; what it took, or why it cannot be done."""
        arguments = ("measured", self._name, phase, str(self._folder), str(self._material))
        ran = run(_python(*arguments, python=self._python()), self._env, family=phase == "build")
        said = json.loads(ran.said)
        if "cannot" in said:
            return {"cannot": said["cannot"]}
        memory = said["memory"] | {"peak": max(said["memory"]["peak"], ran.together)}
        return said["figures"] | memory | {"load": said["load"]}

    def _python(self) -> str:
        return SYSTEM if self._name == "Xapian" and Path(SYSTEM).exists() else sys.executable


def _python(module: str, *arguments: str, python: str = sys.executable) -> list[str]:
    return [python, "-m", f"tests.benchmarks.contest.{module}", *arguments]


def _middle(opened: list[Figures]) -> Figures:
    """Give the median of every figure."""
    if "cannot" in opened[0]:
        return opened[0]
    return {name: median(one[name] for one in opened) for name in opened[0]}


def _together(asked: Figures) -> Figures:
    """Put the whole answers to all kinds of questions together, as a screen meets them."""
    wholes = [times for kind, times in asked.items() if kind.startswith("whole ")]
    for times in wholes:
        if "cannot" in times:
            return times
    return {name: [one for times in wholes for one in times[name]] for name in ("wall", "cpu", "again", "totals")}


def _summary(times: Figures) -> Figures:
    """Give the middle and the slow end of times in milliseconds, and how much was found."""
    if "cannot" in times:
        return times
    return {
        "p50": median(times["wall"]),
        "p95": _p95(times["wall"]),
        "cpu50": median(times["cpu"]),
        "cpu95": _p95(times["cpu"]),
        "again": median(times["again"]),
        "found": median(times["totals"]),
    }


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20, method="inclusive")[-1]
