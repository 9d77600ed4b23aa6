"""What Monday's summaries cost: the counts of all managers, all of them written down and rendered, and how both grow with them."""

from tests.benchmarks import summaries, summary_data
from tests.benchmarks.summaries import Bench
from tests.benchmarks.table import SHORT, Row

BENCH = Bench(
    name="summary",
    measures="summary_once",
    managers=(3,) if SHORT else (100, 1_000, 10_000),
    fill=summary_data.fill,
    counts_most=2.0,
    all_most=60.0,
    memory_more=15.0,
)


def run() -> list[Row]:
    return summaries.run(BENCH)
