"""What the tests of several use cases begin with."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Table, insert, select, text
from sqlmodel import SQLModel

from bot.domain.roles import Role
from bot.usecases import announcements_audience, announcements_changing
from storage import tables  # noqa: F401 - every table there is
from storage.database import Database, Tx
from storage.roles import RoleGrant
from tests import pulse_team, upward_team
from tests import team as teams
from tests.clock import START
from tests.gated import Lived, begun
from tests.goals import Goals, goals
from tests.in_cycle import in_cycle
from tests.one_on_ones import LED, Talks
from tests.planted import Planted
from tests.pulse_team import Pulse
from tests.recognition import CHANNEL, name_channel
from tests.upward_team import Upward

_COUNTERS = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
_FOUNDED: dict[bool, tuple[teams.Team, list[tuple[Table, list[dict[str, Any]]]], list[tuple[str, int]]]] = {}
"""The team, its rows, and where PostgreSQL counts on, of each engine: as it was founded by the first test that needed it."""


@pytest.fixture
async def team(database: Database) -> teams.Team:
    """A team whose weekly check-in runs, once on each database."""
    kept = _FOUNDED.get(database.is_sqlite)
    if kept is None:
        made = await teams.found(database)
        async with database.transaction(reading=True) as tx:
            _FOUNDED[database.is_sqlite] = (
                replace(made, ids=dict(made.ids)),
                await _rows(tx),
                await _counters(tx, database),
            )
        return made
    made, rows, counters = kept
    async with database.transaction() as tx:
        connection = await tx.connection()
        for table, some in rows:
            await connection.execute(insert(table), some)
        for name, last in counters:
            await connection.execute(text("SELECT setval(:name, :last)"), {"name": name, "last": last})
    return replace(made, database=database, ids=dict(made.ids))


@pytest.fixture
async def also_hr(team: teams.Team) -> None:
    """Tom is in HR as well as Ann."""
    async with team.transaction() as tx:
        grant = RoleGrant(workspace_id=team.workspace_id, person_id=team.ids["Tom"], role=Role.HR, granted_at=START)
        tx.add(grant)


@pytest.fixture
def in_twos(monkeypatch: pytest.MonkeyPatch) -> None:
    """An announcement reaches, or is changed for, two people in one transaction."""
    monkeypatch.setattr(announcements_audience, "BATCH", 2)
    monkeypatch.setattr(announcements_changing, "BATCH", 2)


@pytest.fixture
def made(team: teams.Team) -> Goals:
    """The goals of the team: to be written, and agreed on."""
    return goals(team)


@pytest.fixture
async def pulse(database: Database) -> Pulse:
    """A company whose pulse runs, once on each database."""
    return await pulse_team.found(database)


@pytest.fixture
async def upward(database: Database) -> Upward:
    """Tom's team of four, once on each database."""
    return await upward_team.founded(database)


@pytest.fixture
async def posting(team: teams.Team) -> teams.Team:
    """The team, whose HR has named a channel for thanks."""
    await name_channel(team, CHANNEL)
    return team


@pytest.fixture
async def talks(team: teams.Team) -> Talks:
    """The team, where Tom leads four more people in Berlin."""
    for name in LED:
        await team.join(name, zone="Europe/Berlin")
        await team.led_by(name, "Tom", date(2020, 1, 1))
    return Talks(team)


@pytest.fixture
async def planted(team: teams.Team) -> Planted:
    """Mei and Bob, who report to Tom, in a cycle that runs."""
    return await in_cycle(team)


@pytest.fixture
async def lived(team: teams.Team) -> Lived:
    """The team in a cycle with gates that has begun."""
    return await begun(team)


@pytest.fixture
async def small(sqlite: Database) -> Lived:
    """The same on SQLite alone, where nothing is counted that the other cases do not count on both."""
    return await begun(await teams.found(sqlite))


async def _rows(tx: Tx) -> list[tuple[Table, list[dict[str, Any]]]]:
    connection = await tx.connection()
    assert (await connection.execute(text("SELECT count(*) FROM procrastinate_jobs"))).scalar_one() == 0
    found = [(one, (await connection.execute(select(one))).mappings()) for one in SQLModel.metadata.sorted_tables]
    return [(table, some) for table, rows in found if (some := [dict(row) for row in rows])]


async def _counters(tx: Tx, database: Database) -> list[tuple[str, int]]:
    if database.is_sqlite:
        return []
    return [(name, last) for name, last in await (await tx.connection()).execute(text(_COUNTERS))]
