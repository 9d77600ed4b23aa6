"""What it costs to owe an announcement to ten thousand people: batch by batch, each in a short transaction of its own.

Seconds for each thousand, beside a bare insert of the same rows, and whether the last thousand costs more than the first. How
quickly clicks are answered beside a broadcast is in bench_delivery.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import text
from sqlmodel import col, select

from bot import logs
from bot.domain.announcements import BATCH, TOLD
from bot.domain.roles import Role
from bot.usecases import announcements, announcements_sending, notices
from storage.announcements import Announcement
from storage.announcements_to import AnnouncementTo
from storage.database import Database
from storage.inserting import insert_new
from storage.people import Person
from storage.roles import RoleGrant
from storage.workspaces import Workspace
from tests.benchmarks.databases import upgrade
from tests.benchmarks.table import SHORT, Row
from tests.servers import postgres_server

FEW, MANY = (100, 200) if SHORT else (1_000, 10_000)
ROUNDS = 1 if SHORT else 3
RATIO_MAX, GROWTH_MAX = 4.0, 1.5
NOW = datetime(2027, 1, 13, 9, tzinfo=UTC)


def run() -> list[Row]:
    logs.set_up("error")
    with tempfile.TemporaryDirectory() as folder:
        rows = asyncio.run(_engine("SQLite", lambda name: f"sqlite:///{Path(folder) / name}.db"))
    if SHORT:
        return rows
    with postgres_server() as server:
        return rows + asyncio.run(_engine("PostgreSQL", lambda _: server.create()))


async def _engine(engine: str, address: Any) -> list[Row]:
    few, many, bare = [], [], []
    for number in range(ROUNDS):
        few.append(await _seconds(address(f"few{number}"), FEW) / (FEW / BATCH))
        many.append(await _seconds(address(f"many{number}"), MANY) / (MANY / BATCH))
        bare.append(await _bare(address(f"bare{number}"), MANY) / (MANY / BATCH))
    small, large, least = median(few), median(many), median(bare)
    name = f"announcements, {engine}: owed to {MANY:,}"
    return [
        Row(
            f"{name}, each thousand", large, "s", least, large / least, f"<= {RATIO_MAX:g}", large <= least * RATIO_MAX
        ),
        Row(f"{name}, to {FEW:,}", large, "s", small, large / small, f"<= {GROWTH_MAX:g}", large <= small * GROWTH_MAX),
    ]


@asynccontextmanager
async def _company(address: str, number: int) -> AsyncIterator[tuple[Database, Person]]:
    await asyncio.to_thread(upgrade, address)
    database = Database(address)
    try:
        async with database.transaction() as tx:
            tx.add(workspace := Workspace(team_id="T1", name="Bench"))
            await tx.flush()
            template = Person(workspace_id=workspace.id, slack_id="", name="").model_dump(exclude={"id"})
            rows = [template | {"slack_id": f"U{n:08}", "name": f"Person {n}"} for n in range(number)]
            await insert_new(tx, Person, rows)
            hr = (await tx.exec(select(Person).order_by(col(Person.id)).limit(1))).one()
            tx.add(RoleGrant(workspace_id=workspace.id, person_id=hr.id, role=Role.HR, granted_at=NOW))
            await tx.flush()
            await (await tx.connection()).execute(text("ANALYZE"))
        yield database, hr
    finally:
        await database.close()


async def _seconds(address: str, number: int) -> float:
    """From the press to the last notice."""
    async with _company(address, number) as (database, hr):
        async with database.transaction() as tx:
            one = (await announcements.create(tx, hr, "en", "Title", "Words", NOW)).announcement
        begun = time.perf_counter()
        async with database.transaction() as tx:
            await announcements_sending.send(tx, hr, one.id, one.revision, NOW)
        more = True
        while more:
            async with database.transaction() as tx:
                more = await announcements_sending.spread(tx, one.id, NOW)
        return time.perf_counter() - begun


async def _bare(address: str, number: int) -> float:
    """The same two rows for each, in one statement for each batch, with nothing looked at."""
    async with _company(address, number) as (database, hr):
        async with database.transaction() as tx:
            ids = list(await tx.exec(select(Person.id).order_by(col(Person.id))))
            made = Announcement(workspace_id=hr.workspace_id, author_id=hr.id, edited_by=hr.id,
                                lasts_until=NOW.date(), made_at=NOW, kept_from=NOW)  # fmt: skip
            tx.add(made)
            await tx.flush()
        key: dict[str, Any] = {"workspace_id": hr.workspace_id, "due_at": NOW}
        begun = time.perf_counter()
        for at in range(0, len(ids), BATCH):
            async with database.transaction() as tx:
                some = ids[at : at + BATCH]
                to = {**key, "announcement_id": made.id, "remind_at": NOW + timedelta(days=2), "reminded": 0}
                await insert_new(tx, AnnouncementTo, [{**to, "person_id": one} for one in some])
                owed = [{**key, "subject_id": made.id, "recipient_id": one} for one in some]
                await notices.owe_many(tx, TOLD, owed, now=NOW)
        return time.perf_counter() - begun
