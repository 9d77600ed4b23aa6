"""Databases for the benches, brought up to date; in the short form each on SQLite is a copy of the first."""

import tempfile
from functools import cache
from pathlib import Path

from storage import migrate
from tests.benchmarks.table import SHORT

FILE = "sqlite:///"


def upgrade(url: str) -> None:
    if SHORT and url.startswith(FILE):
        Path(url.removeprefix(FILE)).write_bytes(_empty())
    else:
        migrate.upgrade(url)


@cache
def _empty() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "growloop.db"
        migrate.upgrade(f"{FILE}{file}")
        return file.read_bytes()
