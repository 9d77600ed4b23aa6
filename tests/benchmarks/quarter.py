"""`python -m tests.benchmarks.quarter`: a simulated quarter of a department of sixty, drawn from a seed that is printed.

Fails where any promise of tests/quarter/checks.py does not hold.
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
from tests.quarter import checks
from tests.quarter.rows import rows
from tests.quarter.story import START, told
from tests.servers import postgres_server

MOST_SHOWN = 50


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.quarter")
    parser.add_argument("--people", type=int, default=60, help="%(default)s")
    parser.add_argument("--weeks", type=int, default=13, help="%(default)s")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6), help="to repeat a run")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL instead of SQLite")
    given = parser.parse_args()
    print(f"seed {given.seed}", flush=True)
    if given.postgres:
        with postgres_server() as server:
            return asyncio.run(_quarter(server.create(), given.seed, given.people, given.weeks))
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'growloop.db'}"
        return asyncio.run(_quarter(url, given.seed, given.people, given.weeks))


async def _quarter(url: str, seed: int, people: int, weeks: int) -> int:
    upgrade(url)
    database, began = Database(url), time.monotonic()
    try:
        async with told(database, seed, people=people, weeks=weeks, start=START) as story:
            kept = await rows(story)
            wrong = await checks.broken(story, kept)
    finally:
        await database.close()
    print(checks.figures(story, kept))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{time.monotonic() - began:.0f} s, {peak:.0f} MiB at the most")
    for line in wrong[:MOST_SHOWN]:
        print(line, file=sys.stderr)
    print(f"{len(wrong)} things are not as they should be." if wrong else "Every promise was kept.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
