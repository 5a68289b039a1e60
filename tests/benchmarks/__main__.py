"""`make bench`: measure everything once, print it as Markdown and keep it as JSON in bench/."""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks import report
from tests.benchmarks.material import Material, material
from tests.benchmarks.process import EARWITNESS, Ran, beside_bare, home, run
from tests.benchmarks.room import opening

BENCH = Path(__file__).parents[2] / "bench"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the material, few repetitions")
    quick = parser.parse_args().quick
    with tempfile.TemporaryDirectory() as name:
        figures = measure(Path(name), quick)
    BENCH.mkdir(exist_ok=True)
    (BENCH / "figures.json").write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(report.markdown(figures))


def measure(folder: Path, quick: bool) -> dict[str, Any]:
    machine = (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs (load {os.getloadavg()[0]:.1f} before), "
        f"Python {platform.python_version()}"
    )
    env = home(folder / "home")
    found = material(folder, quick)
    archive = folder / "archive"
    run([EARWITNESS, "init", str(archive)], env)
    imported = run([EARWITNESS, "-A", str(archive), "import", "--json", str(found.folder)], env)
    indexed = run([EARWITNESS, "-A", str(archive), "reindex"], env)
    return {
        "machine": machine,
        "quick": quick,
        "holdings": holdings(archive, found, imported, env),
        "import": taken(imported),
        "reindex": taken(indexed),
        "queries": json.loads(run(queries(archive, quick), env).said),
        "processes": processes(archive, env, 3 if quick else 9),
    }


def taken(ran: Ran) -> dict[str, float]:
    return {"wall": ran.wall, "cpu": ran.cpu, "peak": ran.peak}


def queries(archive: Path, quick: bool) -> list[str]:
    return [sys.executable, "-m", "tests.benchmarks.queries", str(archive), "1" if quick else "5"]


def holdings(archive: Path, found: Material, imported: Ran, env: dict[str, str]) -> dict[str, Any]:
    counts = json.loads(run([EARWITNESS, "-A", str(archive), "stats", "--json"], env).said)
    brought = json.loads(imported.said)
    index = archive / "cache"
    return {
        "material": found.name,
        "testimonies": counts["testimonies"],
        "passages": counts["passages"],
        "words": counts["words"],
        "refused": brought["refused"],
        "source size": size(found.folder),
        "archive size": size(archive) - size(index),
        "index size": size(index),
    }


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def processes(archive: Path, env: dict[str, str], rounds: int) -> dict[str, Any]:
    """Start the program anew for everything, as a shell does, and open the reading room."""
    here = [EARWITNESS, "-A", str(archive)]
    (first,) = json.loads(run([*here, "list", "--json", "--limit", "1"], env).said)["testimonies"]
    word = re.findall(r"\w+", first["title"])[0]
    search = [*here, "search", word]
    times = beside_bare(
        {"--help": [EARWITNESS, "--help"], "show": [*here, "show", first["id"]], "search": search}, env, rounds
    )
    frames, rows, peaks = zip(
        *(opening([*here, "browse"], first["id"].encode(), env) for _ in range(rounds)), strict=True
    )
    return {
        "seconds": times | {"browse, first frame": median(frames), "browse, first row": median(rows)},
        "peaks": {"search": run(search, env).peak, "browse": max(peaks)},
    }


if __name__ == "__main__":
    main()
