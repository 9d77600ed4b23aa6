"""One measurement in a process of its own: `python -m tests.benchmarks.home_once ADDRESS` prints it as JSON.

Home of the manager of sixty: looked up in one transaction and drawn, as the handler does it; the median of many, in milliseconds.
"""

import asyncio
import json
import sys
import time
from statistics import median

import uvloop

from bot import logs
from bot.locales.reader import Reader
from bot.usecases import home as usecases
from bot.views import home as views
from storage import people
from storage.database import Database
from tests.benchmarks.home_data import GOALS_EACH, MANAGER, NOW, TEAM
from tests.benchmarks.table import SHORT

WARM, RUNS = (2, 5) if SHORT else (10, 100)


async def drawn(database: Database) -> int:
    """The blocks of Home; the first page of the team, as it is when somebody comes."""
    async with database.transaction(reading=True) as tx:
        me = await people.get(tx, MANAGER)
        shown = await usecases.access_home(tx, me, NOW)
    goals = shown.goals.team.goals if shown.goals is not None and shown.goals.team is not None else 0
    if shown.team.size != TEAM or not shown.waiting.count or goals != TEAM * GOALS_EACH:
        raise RuntimeError("this is not the Home that was to be measured")
    return len(views.home(Reader(me.locale, me.zone), shown)["blocks"])


async def main(url: str) -> None:
    logs.set_up("error")
    database = Database(url)
    took = []
    try:
        for _ in range(WARM):
            await drawn(database)
        for _ in range(RUNS):
            begun = time.perf_counter()
            await drawn(database)
            took.append((time.perf_counter() - begun) * 1000)
    finally:
        await database.close()
    print(json.dumps({"ms": median(took)}))


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(sys.argv[1]))
