"""The benches run: figures are not judged here, where the sizes are small and the machine is busy."""

import os
import subprocess
import sys

import pytest

from tests.benchmarks.processes import ROOT
from tests.benchmarks.table import FORM, names
from tests.servers import OVERRIDE, Postgres

SECONDS = 600


@pytest.mark.postgres
def test_the_benches_run_in_their_short_form_and_print_one_table(postgres: Postgres) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks"],
        cwd=ROOT,
        env=os.environ | {FORM: "short", OVERRIDE: postgres.url},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert [name for name in names() if f"│ {name.replace('_', ' ')}" not in told.stdout] == []
    assert "cores" in told.stdout
