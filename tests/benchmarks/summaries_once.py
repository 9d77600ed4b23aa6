"""What summaries of all managers cost: one kind of them, from summary_once.py or cycle_summary_once.py, in a process (once.py).

In seconds of work, ours and the server's. bare: SQL that counts the same. counts: the figures of all managers. core: until all are
counted, written down, rendered with names and words, and the first are queued; wall: the same by the clock. calm: milliseconds of the
tick when nobody is due any more.
"""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import psutil
from sqlalchemy import func, select
from sqlmodel import col
from sqlmodel import select as pick

from bot.deps import Deps
from bot.domain.notices import Kind
from bot.locales.reader import Reader
from bot.slack import Message
from bot.usecases import delivery
from schedules import leave
from storage import people
from storage.database import Tx
from storage.notices import Notice
from storage.people import Person
from storage.reporting import ReportingLine
from tests.benchmarks.once import peak_megabytes
from tests.benchmarks.processes import megabytes_here

T = TypeVar("T")

RENDERED_AT_ONCE = 50


@dataclass(frozen=True)
class Summaries:
    """One kind of them.

    `bare`: SQL that counts the same. `counts`: ours of these managers. `tell`: the tick that writes down all that are due. `access`,
    `view`: what delivery makes of each.
    """

    kind: Kind
    now: datetime
    bare: Callable[[Tx], Awaitable[object]]
    counts: Callable[[Deps, list[int]], Awaitable[object]]
    tell: Callable[[Deps], Awaitable[object]]
    access: Callable[[Tx, Notice, Person, datetime], Awaitable[Any]]
    view: Callable[[Reader, Any], Message]


async def measure(deps: Deps, of: Summaries) -> dict[str, Any]:
    await leave.look_up(deps)  # public holidays, as the process does when it begins
    await _without_helpers(deps)
    async with deps.transaction(reading=True) as tx:
        line = select(col(ReportingLine.manager_id)).distinct().order_by(col(ReportingLine.manager_id))
        managers = [one for one in (await (await tx.connection()).execute(line)).scalars() if one is not None]
    await of.counts(deps, managers[:1])
    idle = megabytes_here()
    _, counts = await worked(deps, of.counts(deps, managers))
    begun = time.perf_counter()
    length, core = await worked(deps, _told(deps, of))
    told = time.perf_counter()
    await of.tell(deps)
    calm = (time.perf_counter() - told) * 1_000
    async with deps.transaction(reading=True) as tx:
        kept = select(func.count()).select_from(Notice).where(col(Notice.kind) == of.kind.name)
        owed = int((await (await tx.connection()).execute(kept)).scalar_one())
    held = max(peak_megabytes() - idle, 0.0)
    _, bare = await worked(deps, _bare(deps, of))  # last, as its rows take more memory than all of ours
    found = {"bare": bare, "counts": counts, "core": core, "wall": told - begun, "calm": calm}
    return found | {"megabytes": held, "summaries": owed, "length": length}


async def _without_helpers(deps: Deps) -> None:
    """PostgreSQL lets processes of a moment help with statements that read whole tables, as the bare ones do; what they worked cannot
    be told once they are gone, so nobody has them here.
    """
    if not deps.database.is_sqlite:
        async with deps.transaction() as tx:
            await (await tx.connection()).exec_driver_sql("SET max_parallel_workers_per_gather = 0")


async def _bare(deps: Deps, of: Summaries) -> None:
    async with deps.transaction(reading=True) as tx:
        await of.bare(tx)


async def _told(deps: Deps, of: Summaries) -> int:
    await of.tell(deps)
    length = await _rendered(deps, of)
    async with deps.transaction() as tx:
        await delivery.hand_out_due(tx, of.kind.lane, of.now)
    return length


async def _rendered(deps: Deps, of: Summaries) -> int:
    """Every summary as delivery makes it, fifty in a transaction; the number of characters, so that none is forgotten."""
    after, length = 0, 0
    while True:
        async with deps.transaction(reading=True) as tx:
            wanted = pick(Notice).where(Notice.kind == of.kind.name, Notice.id > after)
            some = list(await tx.exec(wanted.order_by(col(Notice.id)).limit(RENDERED_AT_ONCE)))
            if not some:
                return length
            who = await people.by_ids(tx, [one.recipient_id for one in some])
            for notice in some:
                me = who[notice.recipient_id]
                shown = await of.access(tx, notice, me, of.now)
                length += len(of.view(Reader(me.locale, me.zone), shown).text)
        after = some[-1].id


async def worked(deps: Deps, work: Awaitable[T]) -> tuple[T, float]:
    """What came of it, and the seconds of work, ours and the server's: whatever else the machine does."""
    server, begun = await _server(deps), time.process_time()
    made = await work
    return made, time.process_time() - begun + await _server(deps) - server


async def _server(deps: Deps) -> float:
    """Seconds of work of the server's process behind our one connection, which is idle now; SQLite has none."""
    if deps.database.is_sqlite:
        return 0.0
    async with deps.transaction(reading=True) as tx:
        pid = (await (await tx.connection()).exec_driver_sql("SELECT pg_backend_pid()")).scalar_one()
    spent = psutil.Process(pid).cpu_times()
    return float(spent.user + spent.system)
