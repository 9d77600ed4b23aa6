"""What Home costs the manager of sixty: looked up in one transaction and drawn, as the handler does it; the median of many (once.py)."""

import time
from statistics import median
from typing import Any

from bot.deps import Deps
from bot.locales.reader import Reader
from bot.usecases import home as usecases
from bot.views import home as views
from storage import people
from tests.benchmarks.home_data import GOALS_EACH, MANAGER, NOW, TEAM
from tests.benchmarks.table import SHORT

WARM, RUNS = (1, 3) if SHORT else (10, 100)


async def measured(deps: Deps) -> dict[str, Any]:
    took = []
    for number in range(WARM + RUNS):
        begun = time.perf_counter()
        await _drawn(deps)
        if number >= WARM:
            took.append((time.perf_counter() - begun) * 1000)
    return {"ms": median(took)}


async def _drawn(deps: Deps) -> int:
    """The blocks of Home; the first page of the team, as it is when somebody comes."""
    async with deps.transaction(reading=True) as tx:
        me = await people.get(tx, MANAGER)
        shown = await usecases.access_home(tx, me, NOW)
    goals = shown.goals.team.goals if shown.goals is not None and shown.goals.team is not None else 0
    if shown.team.size != TEAM or not shown.waiting.count or goals != TEAM * GOALS_EACH:
        raise RuntimeError("this is not the Home that was to be measured")
    return len(views.home(Reader(me.locale, me.zone), shown)["blocks"])
