"""What a tick costs, one of three kinds a time (once.py).

ours: the tick that opens what is due. bare: the same statements in a loop, and nothing computed. empty: all ticks of a minute, when
nothing is due.
"""

import time
from datetime import timedelta
from statistics import median
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlmodel import col

from bot.deps import Deps
from bot.domain import checkins
from bot.domain.notices import State
from bot.main import build_registry
from bot.sandbox.clock import MovableClock
from bot.usecases.checkins_schedule import BATCH
from schedules import checkins as ticks
from schedules.registry import MINUTE
from storage.notices import Notice
from storage.periods import Period, Turn
from tests.benchmarks.once import peak_megabytes
from tests.benchmarks.processes import megabytes_here
from tests.benchmarks.table import SHORT
from tests.benchmarks.tick_data import BEFORE, DUE, SLOT

NOW = DUE
EMPTY_RUNS = 4 if SHORT else 40
NEXT_SLOT = "2027-W03"

_DUE = (
    select(col(Turn.id), col(Turn.workspace_id), col(Turn.series_id), col(Turn.person_id), col(Turn.slot))
    .where(col(Turn.due_at) <= DUE)
    .order_by(col(Turn.due_at), col(Turn.id))
    .limit(BATCH)
)
_ADVANCE = update(Turn).where(col(Turn.id) == bindparam("turn")).values(slot=NEXT_SLOT, due_at=bindparam("at"))


async def bare(deps: Deps) -> None:
    """Select what is due, insert periods, insert notices, move turns on: the rows are the same for all."""
    closes, later = DUE + timedelta(days=3), DUE + timedelta(days=7)
    times = {"opens_at": DUE, "reminds_at": closes, "reminded": False, "closes_at": closes, "short": False}
    more = {"slot": SLOT, "outcome": None, "why": None, "settled_at": None}
    notice = {"kind": checkins.PROMPT.name, "occurrence": "", "lane": int(checkins.PROMPT.lane), "unasked": True}
    notice |= {"state": State.PENDING, "due_at": DUE, "not_after": closes, "attempts": 0, "made_at": DUE}
    notice |= {"channel": None, "thread_ts": None}
    while True:
        async with deps.transaction() as tx:
            connection = await tx.connection()
            due = (await connection.execute(_DUE)).all()
            if not due:
                return
            keys = [{"workspace_id": row.workspace_id, "person_id": row.person_id} for row in due]
            await connection.execute(
                insert(Period), [key | times | more | {"series_id": due[0].series_id} for key in keys]
            )
            owed = [(key["workspace_id"], key["person_id"]) for key in keys]
            await connection.execute(
                insert(Notice),
                [notice | {"workspace_id": at, "subject_id": who + 10**6, "recipient_id": who} for at, who in owed],
            )
            await connection.execute(_ADVANCE, [{"turn": row.id, "at": later} for row in due])


async def opening(deps: Deps, *, ours: bool) -> dict[str, Any]:
    """Seconds and memory of a tick in which many are due; one before it, with a few due, has warmed up."""
    clock = deps.clock
    assert isinstance(clock, MovableClock)
    clock.start_at(BEFORE)
    await ticks.open_due(deps)
    clock.start_at(DUE)
    asked, idle, begun = await _owed(deps), megabytes_here(), time.perf_counter()
    await (ticks.open_due(deps) if ours else bare(deps))
    seconds = time.perf_counter() - begun
    return {"seconds": seconds, "megabytes": max(peak_megabytes() - idle, 0.0), "opened": await _owed(deps) - asked}


async def _owed(deps: Deps) -> int:
    async with deps.transaction(reading=True) as tx:
        found = select(func.count()).select_from(Notice).where(col(Notice.state) == State.PENDING)
        return int((await (await tx.connection()).execute(found)).scalar_one())


async def empty(deps: Deps) -> dict[str, Any]:
    """Milliseconds of all ticks of a minute when nothing is due."""
    clock, every_minute = deps.clock, [one for one in build_registry().ticks.values() if one.every == MINUTE]
    assert isinstance(clock, MovableClock)
    clock.start_at(BEFORE - timedelta(minutes=1))
    took = []
    for _ in range(EMPTY_RUNS):
        begun = time.perf_counter()
        for tick in every_minute:
            await tick.run(deps)
        took.append((time.perf_counter() - begun) * 1000)
    return {"ms": median(took)}


async def measured(deps: Deps, kind: str) -> dict[str, Any]:
    return await (empty(deps) if kind == "empty" else opening(deps, ours=kind == "ours"))
