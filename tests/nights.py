"""Nights in which what was kept long enough is erased."""

from datetime import datetime
from typing import Any

from sqlmodel import col, select

from bot.domain.retention import Retention
from bot.usecases import retention
from bot.usecases.retention import RULES
from storage import retention as store
from storage.audit import AuditEntry
from tests.team import Team

LATER = datetime.fromisoformat("2030-01-14T12:00:00+00:00")
"""Three years after the first check-in, and before three years after the second."""


async def night(team: Team, kept: Retention, now: datetime = LATER) -> None:
    for rule in RULES:
        after: int | None = 0
        while after is not None:
            async with team.transaction(reading=True) as tx:
                old = await retention.find(tx, rule, kept, now, after)
            async with team.transaction() as tx:
                await retention.erase(tx, rule, old, now)
            after = old.last


async def rows(team: Team, table: type[Any]) -> list[Any]:
    async with team.transaction(reading=True) as tx:
        return list(await tx.exec(select(table).order_by(col(table.id))))


async def audited(team: Team) -> dict[str, int]:
    return {one.subject: one.details["rows"] for one in await rows(team, AuditEntry) if one.act == store.ACT}
