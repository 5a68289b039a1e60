"""The program as a person starts it: what an import, a question and the reading room cost."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks.process import EARWITNESS, Ran, beside_bare, home, run
from tests.benchmarks.program.histories import Material, material
from tests.benchmarks.room.opening import opening


def measure(folder: Path, quick: bool) -> dict[str, Any]:
    """Import into an archive in a folder, and ask it."""
    env = home(folder / "home")
    found = material(folder, quick)
    archive = folder / "archive"
    run([EARWITNESS, "init", str(archive)], env)
    imported = run([EARWITNESS, "-A", str(archive), "import", "--json", str(found.folder)], env)
    indexed = run([EARWITNESS, "-A", str(archive), "reindex"], env, family=True)
    return {
        "holdings": _holdings(archive, found, imported, env),
        "import": _taken(imported),
        "reindex": _taken(indexed),
        "queries": json.loads(run(_queries(archive, quick), env).said),
        "processes": _processes(archive, env, 3 if quick else 9),
    }


def _taken(ran: Ran) -> dict[str, float]:
    return {"wall": ran.wall, "cpu": ran.cpu, "peak": max(ran.peak, ran.together)}


def _queries(archive: Path, quick: bool) -> list[str]:
    return [sys.executable, "-m", "tests.benchmarks.program.queries", str(archive), "1" if quick else "5"]


def _holdings(archive: Path, found: Material, imported: Ran, env: dict[str, str]) -> dict[str, Any]:
    counts = json.loads(run([EARWITNESS, "-A", str(archive), "stats", "--json"], env).said)
    brought = json.loads(imported.said)
    index = archive / "cache"
    return {
        "material": found.name,
        "testimonies": counts["testimonies"],
        "passages": counts["passages"],
        "words": counts["words"],
        "refused": brought["refused"],
        "source size": _size(found.folder),
        "archive size": _size(archive) - _size(index),
        "index size": _size(index),
    }


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _processes(archive: Path, env: dict[str, str], rounds: int) -> dict[str, Any]:
    """Start the program anew for everything, as a shell does, and open the reading room."""
    here = [EARWITNESS, "-A", str(archive)]
    (first,) = json.loads(run([*here, "list", "--json", "--limit", "1"], env).said)["testimonies"]
    word = re.findall(r"\w+", first["title"])[0]
    search = [*here, "search", word]
    times = beside_bare(
        {"--help": [EARWITNESS, "--help"], "show": [*here, "show", first["id"]], "search": search}, env, rounds
    )
    frames, rows, peaks = zip(*(opening([*here, "browse"], first["id"], env) for _ in range(rounds)), strict=True)
    return {
        "seconds": times | {"browse, first frame": median(frames), "browse, first row": median(rows)},
        "peaks": {"search": run(search, env).peak, "browse": max(peaks)},
    }
