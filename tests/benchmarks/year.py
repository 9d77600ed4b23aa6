"""`python -m tests.benchmarks.year`: a simulated year of three hundred people, drawn from a seed that is printed.

Fails where a turn has no outcome or two, somebody got more than they can take, or anything else of tests/year/checks.py does not hold.
"""

import argparse
import asyncio
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from storage.database import Database
from storage.migrate import upgrade
from tests.servers import postgres_server
from tests.year import checks
from tests.year.story import LONG, told

MOST_SHOWN = 50


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.year")
    parser.add_argument("--people", type=int, default=300, help="%(default)s")
    parser.add_argument("--weeks", type=int, default=53, help="%(default)s")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6), help="to repeat a run")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL instead of SQLite")
    given = parser.parse_args()
    print(f"seed {given.seed}", flush=True)
    if given.postgres:
        with postgres_server() as server:
            return asyncio.run(_year(server.create(), given.seed, given.people, given.weeks))
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_year(f"sqlite:///{Path(folder) / 'growloop.db'}", given.seed, given.people, given.weeks))


async def _year(url: str, seed: int, people: int, weeks: int) -> int:
    upgrade(url)
    database, began = Database(url), time.monotonic()
    try:
        async with told(database, seed, people=people, weeks=weeks, start=LONG) as story:
            kept = await checks.records(story)
    finally:
        await database.close()
    print(checks.figures(story, kept))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{time.monotonic() - began:.0f} s, {peak:.0f} MiB at the most")
    wrong = checks.broken(story, kept)
    for line in wrong[:MOST_SHOWN]:
        print(line, file=sys.stderr)
    print(
        f"{len(wrong)} things are not as they should be."
        if wrong
        else "Each turn has one outcome, and nobody got too much."
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
