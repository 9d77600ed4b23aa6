"""The benches run: figures are not judged here, where the sizes are small and the machine is busy."""

import os
import subprocess
import sys

import pytest

from tests.benchmarks.processes import ROOT
from tests.benchmarks.table import names
from tests.servers import WITHOUT

SECONDS = 600


def test_the_benches_run_in_their_short_form_and_print_one_table() -> None:
    if os.environ.get(WITHOUT) == "1":
        pytest.skip(f"{WITHOUT}=1: the benches measure PostgreSQL as well")
    told = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks"],
        cwd=ROOT,
        env=os.environ | {"GROWLOOP_BENCH": "short"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert [name for name in names() if f"│ {name.replace('_', ' ')}" not in told.stdout] == []
    assert "cores" in told.stdout
