"""One measurement in a process of its own: `python -m tests.benchmarks.summary_once ADDRESS` prints it as JSON.

bare: one GROUP BY over one week. counts: all figures of the week for all managers. core: seconds of work, ours and the server's, and
wall: by the clock, until all are written down with the five weeks before, rendered with names and words, and the first are queued.
calm: milliseconds of the tick when nobody is due any more.
"""

import asyncio
import json
import resource
import sys
import time
from collections.abc import Awaitable
from typing import Any

import psutil
import uvloop
from sqlalchemy import func, select
from sqlmodel import col
from sqlmodel import select as pick

from bot import logs
from bot.deps import Deps
from bot.domain import summaries as rules
from bot.domain.checkins import Outcome
from bot.domain.notices import Lane
from bot.locales.reader import Reader
from bot.sandbox.clock import MovableClock
from bot.usecases import delivery, summaries, summaries_schedule
from bot.views import summaries as views
from schedules import leave
from schedules import summaries as ticks
from storage import people, series
from storage.database import Database, Tx
from storage.notices import Notice
from storage.people import Person
from storage.periods import Period
from storage.reporting import ReportingLine, holds
from storage.summaries_counts import Turn
from tests.benchmarks.processes import deps_of, megabytes_here
from tests.benchmarks.summary_data import NOW, SLOT

RENDERED_AT_ONCE = 50


async def _bare(tx: Tx, turn: Turn) -> None:
    found = (
        select(
            col(ReportingLine.manager_id),
            func.count(),
            func.count().filter(col(Period.outcome) == Outcome.ANSWERED),
        )
        .join(Period, col(Period.person_id) == col(ReportingLine.person_id))
        .where(col(Period.series_id) == turn.series_id, col(Period.slot) == turn.slot, *holds(turn.day))
        .group_by(col(ReportingLine.manager_id))
    )
    (await (await tx.connection()).execute(found)).all()


async def _counts(tx: Tx, turn: Turn, managers: list[int]) -> None:
    for at in range(0, len(managers), summaries_schedule.BATCH):
        await summaries_schedule._counted(tx, turn, managers[at : at + summaries_schedule.BATCH], NOW)


async def _rendered(deps: Deps) -> int:
    """Every summary as delivery makes it, fifty in a transaction; the number of characters, so that none is forgotten."""
    after, length = 0, 0
    while True:
        async with deps.transaction(reading=True) as tx:
            wanted = pick(Notice).where(Notice.kind == rules.SUMMARY.name, Notice.id > after)
            some = list(await tx.exec(wanted.order_by(col(Notice.id)).limit(RENDERED_AT_ONCE)))
            if not some:
                return length
            who = await people.by_ids(tx, [one.recipient_id for one in some])
            for notice in some:
                me = who[notice.recipient_id]
                shown = await summaries.access_summary(tx, notice, me, NOW)
                length += len(views.summary(Reader(me.locale, me.zone), shown).text)
        after = some[-1].id


async def measured(deps: Deps) -> dict[str, Any]:
    await leave.look_up(deps)  # public holidays, as the process does when it begins
    async with deps.transaction(reading=True) as tx:
        weekly = (await series.of_workspace(tx, 1))[0]
        turn = Turn(weekly.id, SLOT, rules.day_of(series.rule(weekly), SLOT))
        line = select(col(ReportingLine.manager_id)).distinct().order_by(col(ReportingLine.manager_id))
        managers = [one for one in (await (await tx.connection()).execute(line)).scalars() if one is not None]
        await _counts(tx, turn, managers[:1])
        await tx.exec(pick(Person).limit(1))
        idle = megabytes_here()
        found = {"bare": await _timed(_bare(tx, turn)), "counts": await _timed(_counts(tx, turn, managers))}
    server, before, begun = await _server(deps), time.process_time(), time.perf_counter()
    await ticks.owe_due(deps)
    length = await _rendered(deps)
    async with deps.transaction() as tx:
        await delivery.hand_out_due(tx, Lane.SUMMARY, NOW)
    found |= {"wall": time.perf_counter() - begun, "core": time.process_time() - before + await _server(deps) - server}
    found["calm"] = await _timed(ticks.owe_due(deps)) * 1_000
    async with deps.transaction(reading=True) as tx:
        kept = select(func.count()).select_from(Notice).where(col(Notice.kind) == rules.SUMMARY.name)
        owed = int((await (await tx.connection()).execute(kept)).scalar_one())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return {**found, "megabytes": max(peak - idle, 0.0), "summaries": owed, "length": length}


async def _server(deps: Deps) -> float:
    """Seconds of work of the server's process behind our one connection, which is idle now; SQLite has none."""
    if deps.database.is_sqlite:
        return 0.0
    async with deps.transaction(reading=True) as tx:
        pid = (await (await tx.connection()).exec_driver_sql("SELECT pg_backend_pid()")).scalar_one()
    spent = psutil.Process(pid).cpu_times()
    return float(spent.user + spent.system)


async def _timed(work: Awaitable[object]) -> float:
    begun = time.perf_counter()
    await work
    return time.perf_counter() - begun


async def main(url: str) -> None:
    logs.set_up("error")
    database = Database(url)
    try:
        async with deps_of(database, MovableClock(NOW, running=False)) as deps:
            told = await measured(deps)
    finally:
        await database.close()
    print(json.dumps(told))


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(sys.argv[1]))
