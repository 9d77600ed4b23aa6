"""What the summaries at a cycle's end cost: figures and text of all managers against SQL that counts the same, and their growth."""

from tests.benchmarks import cycle_summary_data, summaries
from tests.benchmarks.summaries import Bench
from tests.benchmarks.table import SHORT, Row

BENCH = Bench(
    name="cycle summary",
    measures="cycle_summary_once",
    managers=(3,) if SHORT else (100, 1_000, 10_000),
    fill=cycle_summary_data.fill,
    ratio_most=10.0,
    all_most=300.0,
    memory_more=25.0,
    looks="cycle_looks_once",
    # What is counted within a click: Slack waits for three seconds.
    looks_most={"gates": 3.0, "summary of 800": 3.0},
)


def run() -> list[Row]:
    return summaries.run(BENCH)
