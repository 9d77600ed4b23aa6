"""One measurement in a process of its own: `python -m tests.benchmarks.cycle_summary_once ADDRESS` prints it as JSON.

In seconds of work, ours and the server's. bare: SQL that counts the same, a statement for each figure. counts: figures and ids of all
managers, and whom to talk to. core: until all are counted, written down and rendered. calm: milliseconds of the tick when nobody is due.
"""

import asyncio
import json
import resource
import sys
import time
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any, TypeVar

import uvloop
from sqlalchemy import func, select, text
from sqlmodel import col
from sqlmodel import select as pick

from bot import logs
from bot.deps import Deps
from bot.domain import cycle_summaries_told as rules
from bot.locales.reader import Reader
from bot.sandbox.clock import MovableClock
from bot.usecases import cycle_summaries, cycle_summaries_counting, cycle_summaries_schedule
from bot.views import cycle_summaries as views
from schedules import cycle_summaries as ticks
from schedules import leave
from storage import people
from storage.cycle_summaries import CycleSummary
from storage.database import Database
from storage.notices import Notice
from storage.reporting import ReportingLine
from tests.benchmarks import summary_once
from tests.benchmarks.cycle_summary_data import ENDS, NOW, STARTS
from tests.benchmarks.processes import deps_of, megabytes_here

T = TypeVar("T")

RENDERED_AT_ONCE = 50
_LED = (
    "FROM reportingline l JOIN {table} r ON r.{whose} = l.person_id {more} WHERE r.{day} >= :first AND r.{day} < :last"
)
_MAY = "LEFT JOIN reader m ON m.kind = '{kind}' AND m.record_id = {id} AND m.person_id = l.manager_id"
_CHECKIN = "LEFT JOIN checkin c ON c.period_id = r.id LEFT JOIN mood o ON o.checkin_id = c.id " + _MAY


def _counting(what: str, table: str, whose: str, day: str, more: str = "", by: str = "") -> str:
    led = _LED.format(table=table, whose=whose, day=day, more=more)
    return f"SELECT l.manager_id, {what} {led} GROUP BY l.manager_id{by}"


_KEPT = "sum(CASE WHEN r.aim = 'change' THEN 0 ELSE 1 END), sum(CASE WHEN r.aim = 'keep' THEN 0 ELSE 1 END)"
_MINE = "count(*), sum(CASE WHEN m.id IS NULL THEN 1 ELSE 0 END), count(DISTINCT l.person_id)"
BARE = (
    _counting(
        "min(r.opens_at), sum(CASE WHEN r.outcome = 'answered' THEN 1 ELSE 0 END), count(*), count(o.id), sum(o.value), count(m.id)",
        "period", "person_id", "opens_at", _CHECKIN.format(kind="checkin", id="c.id"), ", r.series_id, r.slot",
    ),
    _counting(
        "count(*), sum(CASE WHEN r.closed_at IS NULL THEN 0 ELSE 1 END), min(r.opened_at)",
        "blocker", "person_id", "opened_at", _MAY.format(kind="checkin", id="r.checkin_id"),
    ),
    _counting(f"{_MINE}, {_KEPT}", "feedback", "subject_id", "due_at", _MAY.format(kind="feedback", id="r.id")),
    _counting(f"{_MINE}, {_KEPT}", "feedback", "author_id", "due_at", _MAY.format(kind="feedback", id="r.id")),
    _counting("count(m.id)", "recognition_of", "person_id", "said_at", _MAY.format(kind="recognition", id="r.id")),
    _counting("count(*), sum(CASE WHEN r.state = 'held' THEN 1 ELSE 0 END)", "one_on_one", "person_id", "at", "", ", r.slot"),
    _counting(
        "l.person_id, sum(o.value), count(m.id)", "checkin", "person_id", "sent_at",
        "LEFT JOIN mood o ON o.checkin_id = r.id " + _MAY.format(kind="checkin", id="r.id"), ", l.person_id",
    ),
    _counting("l.person_id, count(*), max(r.at)", "one_on_one", "person_id", "at", "", ", l.person_id"),
    _counting("l.person_id, max(r.given_at)", "feedback", "subject_id", "given_at", "AND r.author_id = l.manager_id", ", l.person_id"),
    _counting("count(*), count(u.id)", "goal", "owner_id", "made_at", "LEFT JOIN goal_update u ON u.goal_id = r.id", ", r.confidence"),
)  # fmt: skip


async def _bare(deps: Deps) -> None:
    given: dict[str, Any] = {"first": STARTS, "last": ENDS + timedelta(days=1)}
    async with deps.transaction(reading=True) as tx:
        connection = await tx.connection()
        for statement in BARE:
            (await connection.execute(text(statement), given)).all()


async def _counts(deps: Deps, managers: list[int], cycle_id: int) -> None:
    for at in range(0, len(managers), cycle_summaries_schedule.BATCH):
        some = managers[at : at + cycle_summaries_schedule.BATCH]
        async with deps.transaction(reading=True) as tx:
            await cycle_summaries_counting.count(tx, some, STARTS, ENDS, cycle_id, NOW)


async def _rendered(deps: Deps) -> int:
    """Every summary as delivery makes it, fifty in a transaction; the number of characters, so that none is forgotten."""
    after, length = 0, 0
    while True:
        async with deps.transaction(reading=True) as tx:
            wanted = pick(Notice).where(Notice.kind == rules.READY.name, Notice.id > after)
            some = list(await tx.exec(wanted.order_by(col(Notice.id)).limit(RENDERED_AT_ONCE)))
            if not some:
                return length
            who = await people.by_ids(tx, [one.recipient_id for one in some])
            for notice in some:
                me = who[notice.recipient_id]
                shown = await cycle_summaries.access_told(tx, notice, me, NOW)
                length += len(views.ready(Reader(me.locale, me.zone), shown).text)
        after = some[-1].id


async def measured(deps: Deps, cycle_id: int) -> dict[str, Any]:
    await leave.look_up(deps)  # public holidays, as the process does when it begins
    async with deps.transaction(reading=True) as tx:
        line = select(col(ReportingLine.manager_id)).distinct().order_by(col(ReportingLine.manager_id))
        managers = [one for one in (await (await tx.connection()).execute(line)).scalars() if one is not None]
    await _counts(deps, managers[:1], cycle_id)
    idle = megabytes_here()
    found: dict[str, Any] = {"bare": (await _worked(deps, _bare(deps)))[1]}
    found["counts"] = (await _worked(deps, _counts(deps, managers, cycle_id)))[1]
    length, told = await _worked(deps, _told(deps))
    found["core"] = told
    begun = time.perf_counter()
    await ticks.tell_due(deps)
    found["calm"] = (time.perf_counter() - begun) * 1_000
    async with deps.transaction(reading=True) as tx:
        kept = select(func.count()).select_from(CycleSummary)
        count = int((await (await tx.connection()).execute(kept)).scalar_one())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return {**found, "megabytes": max(peak - idle, 0.0), "summaries": count, "length": length}


async def _told(deps: Deps) -> int:
    await ticks.tell_due(deps)
    return await _rendered(deps)


async def _worked(deps: Deps, work: Awaitable[T]) -> tuple[T, float]:
    """What came of it, and the seconds of work, ours and the server's: whatever else the machine does."""
    server, begun = await summary_once._server(deps), time.process_time()
    made = await work
    return made, time.process_time() - begun + await summary_once._server(deps) - server


async def main(url: str) -> None:
    logs.set_up("error")
    database = Database(url)
    try:
        async with deps_of(database, MovableClock(NOW, running=False)) as deps:
            told = await measured(deps, 1)
    finally:
        await database.close()
    print(json.dumps(told))


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(sys.argv[1]))
