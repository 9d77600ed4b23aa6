"""`python -m tests.benchmarks [names]`: run the benches, print one table, and fail where a limit does not hold.

Each bench runs in a process of its own, so that its memory is its own. GROWLOOP_BENCH=short makes them quick,
most of them on SQLite alone and all in one process, and judges nothing.
"""

import argparse
import gc
import importlib
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks.table import SHORT, Row, names, show

ROOT = Path(__file__).parents[2]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(names())}; all without one")
    parser.add_argument("--into", help=argparse.SUPPRESS)
    given = parser.parse_args()
    unknown = set(given.names) - set(names())
    if unknown:
        parser.error(f"there is no bench {', '.join(sorted(unknown))}")
    if given.into:
        _one(given.names[0], Path(given.into))
        return 0
    return _all(given.names or names())


def _all(wanted: list[str]) -> int:
    rows: list[Row] = []
    broken = []
    if SHORT:
        gc.set_threshold(
            50_000, 10, 10
        )  # nothing is judged, and the collector would walk through all that was imported
    for name in wanted:
        print(f"{name} …", end=" ", file=sys.stderr, flush=True)
        begun = time.monotonic()
        try:
            rows += _here(name) if SHORT else _apart(name)
        except subprocess.CalledProcessError:
            broken.append(name)
        print(f"{time.monotonic() - begun:.1f} s", file=sys.stderr, flush=True)
    show(rows)
    if broken:
        print(f"Did not run to its end: {', '.join(broken)}.", file=sys.stderr)
    return 0 if not broken and (SHORT or all(row.holds is not False for row in rows)) else 1


def _apart(name: str) -> list[Row]:
    """The rows of one bench, measured in another process."""
    with tempfile.NamedTemporaryFile(suffix=".json") as into:
        command = [sys.executable, "-m", "tests.benchmarks", name, "--into", into.name]
        subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 - our own module
        return [Row(**row) for row in json.loads(Path(into.name).read_text())]


def _one(name: str, into: Path) -> None:
    into.write_text(json.dumps([asdict(row) for row in _here(name)]))


def _here(name: str) -> list[Row]:
    rows: list[Row] = importlib.import_module(f"tests.benchmarks.bench_{name}").run()
    return rows


if __name__ == "__main__":
    sys.exit(main())
