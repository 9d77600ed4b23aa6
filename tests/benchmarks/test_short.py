"""The benches run: figures are not judged here, where the sizes are small and the machine is busy."""

import os
import subprocess
import sys

import pytest

from tests.benchmarks.processes import ROOT
from tests.benchmarks.table import names
from tests.servers import WITHOUT

SECONDS = 300


@pytest.mark.parametrize("name", names())
def test_a_bench_runs_in_its_short_form_and_prints_its_table(name: str) -> None:
    if os.environ.get(WITHOUT) == "1":
        pytest.skip(f"{WITHOUT}=1: the benches measure PostgreSQL as well")
    told = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "tests.benchmarks", name],
        cwd=ROOT,
        env=os.environ | {"GROWLOOP_BENCH": "short"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert name.replace("_", " ") in told.stdout
    assert "cores" in told.stdout
