"""`python -m tests.benchmarks.soak`: a team's week, again and again, with a bot that is killed at random moments.

Fails where anything is lost or comes twice, and names the seed with which it happens again.
"""

import argparse
import asyncio
import contextlib
import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from storage.migrate import upgrade
from tests.killed_lives import Lives, lives
from tests.killed_trip import Place, world
from tests.servers import Postgres, postgres_server

KILLS, IN_ONE_WEEK = 50, 10
MOMENTS = {
    "begin": 20,
    "end": 20,
    "answer": 3,
    "commit.before": 40,
    "commit.after": 40,
    "call.before:chat.postMessage": 4,
    "call.after:chat.postMessage": 4,
    "call.before:chat.update": 1,
    "call.after:chat.update": 1,
    "call.before:views.open": 1,
    "call.after:views.open": 1,
    "call.after:users.list": 1,
}
"""Where the bot can die (tests/killed_process.py), and at which time of passing it at the latest: what seldom comes is not waited for."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.soak")
    parser.add_argument("--kills", type=int, default=KILLS, help="how often the bot is killed (%(default)s)")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6), help="to repeat a run")
    given = parser.parse_args()
    print(f"seed {given.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder, postgres_server() as server, lives(Path(folder)) as parent:
        return asyncio.run(_soak(random.Random(given.seed), given.kills, Path(folder), server, parent))  # noqa: S311


async def _soak(chance: random.Random, kills: int, folder: Path, server: Postgres, parent: Lives) -> int:
    """Weeks on SQLite and on PostgreSQL in turn, until the bot was killed so often."""
    died = week = 0
    while died < kills:
        week += 1
        places = chance.choices(list(MOMENTS), k=IN_ONE_WEEK)
        deaths = [(place, chance.randint(1, MOMENTS[place])) for place in places]
        here = folder / str(week)
        here.mkdir()
        with _database(here, server if week % 2 == 0 else None) as url:
            try:
                died += await _week(url, here, parent, deaths)
            except AssertionError as broken:
                print(f"week {week}: {broken}\nthe bot was to die at {deaths}", file=sys.stderr)
                return 1
        print(f"week {week} on {url.partition(':')[0]}: killed {died} times so far", flush=True)
    print("Nothing was lost, and nothing came twice.")
    return 0


async def _week(url: str, folder: Path, parent: Lives, deaths: list[Place]) -> int:
    async with world(url, folder, parent, *deaths) as made:
        await made.week()
        await made.check()
        return made.died


@contextlib.contextmanager
def _database(folder: Path, server: Postgres | None) -> Iterator[str]:
    """A migrated database of its own."""
    url = server.create() if server else f"sqlite:///{folder / 'growloop.db'}"
    upgrade(url)
    yield url
    if server:
        server.drop(url)


if __name__ == "__main__":
    sys.exit(main())
