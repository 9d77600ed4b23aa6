"""Series: paused until HR has seen who would get what when, and started by HR alone."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from bot.domain.checkins import SeriesState
from bot.domain.errors import NotAllowed, RuleBroken
from bot.usecases import series as usecases
from bot.usecases.series import Wave
from storage import series as store
from storage.audit import AuditEntry
from storage.database import Database
from storage.series import Series
from storage.workspaces import Workspace
from tests import team as teams
from tests.clock import START
from tests.team import BERLIN_OPENS, OPENS, Team

NEW_YORK_OPENS = BERLIN_OPENS + timedelta(hours=6)


@pytest.fixture
async def paused(database: Database) -> Team:
    """The team before HR has pressed Start."""
    return await teams.found(database, running=False)


async def the_series(team: Team) -> Series:
    async with team.transaction(reading=True) as tx:
        return await store.get(tx, team.series_id)


async def start(team: Team, name: str) -> None:
    async with team.transaction() as tx:
        await usecases.start(tx, await team.person(tx, name), team.series_id, START)


async def test_the_default_series_is_made_once_and_paused(paused: Team) -> None:
    async with paused.transaction() as tx:
        again = await usecases.ensure_default(tx, await tx.get_one(Workspace, paused.workspace_id), START, started=True)
    assert (again.id, again.state) == (paused.series_id, SeriesState.PAUSED)


async def test_hr_sees_who_would_get_what_when_before_anybody_is_asked(paused: Team) -> None:
    await paused.join("Lin", zone="Asia/Shanghai", employed_from=date(2027, 6, 1))
    await paused.away("Bob", date(2027, 1, 15), date(2027, 1, 15))
    async with paused.transaction(reading=True) as tx:
        shown = await usecases.access_preview(tx, await paused.person(tx, "Ann"), paused.series_id, START)
    assert shown.waves == [
        Wave("Asia/Shanghai", OPENS - timedelta(days=1), 1),
        Wave("Asia/Shanghai", OPENS, 2),
        Wave("Europe/Berlin", BERLIN_OPENS, 1),
        Wave("America/New_York", NEW_YORK_OPENS, 1),
    ]
    assert shown.people == sum(wave.people for wave in shown.waves) == 5
    assert shown.names == ["Ann", "Bob", "Mei", "Tom", "Una"]
    assert await paused.turn("Mei") is None


async def test_what_hr_was_shown_is_what_happens(paused: Team) -> None:
    async with paused.transaction(reading=True) as tx:
        shown = await usecases.access_preview(tx, await paused.person(tx, "Ann"), paused.series_id, START)
    await start(paused, "Ann")
    for wave in shown.waves:
        assert await paused.open_due(wave.at - timedelta(seconds=1)) == 0
        assert await paused.open_due(wave.at) == wave.people


@pytest.mark.parametrize("name", ["Mei", "Tom", "Una"])
async def test_nobody_but_hr_looks_starts_or_pauses(paused: Team, name: str) -> None:
    for act in (usecases.access_preview, usecases.start, usecases.pause):
        with pytest.raises(NotAllowed, match="hr_only"):
            async with paused.transaction() as tx:
                await act(tx, await paused.person(tx, name), paused.series_id, START)
    assert (await the_series(paused)).state == SeriesState.PAUSED


async def test_started_twice_it_is_started_once_and_it_is_known_by_whom(paused: Team) -> None:
    await start(paused, "Ann")
    await start(paused, "Ann")
    one = await the_series(paused)
    assert (one.state, one.started_by, one.started_at) == (SeriesState.RUNNING, paused.ids["Ann"], START)
    turn = await paused.turn("Mei")
    assert turn is not None
    assert turn.due_at == OPENS
    async with paused.transaction(reading=True) as tx:
        acts = [entry.act for entry in await tx.exec(select(AuditEntry))]
    assert acts == ["series.start"]


async def test_a_paused_series_is_due_to_nobody_and_can_be_started_again(team: Team) -> None:
    async with team.transaction() as tx:
        await usecases.pause(tx, await team.person(tx, "Ann"), team.series_id, START)
    turn = await team.turn("Mei")
    assert turn is not None
    assert turn.due_at is None
    await team.replan(START)
    turn = await team.turn("Mei")
    assert turn is not None
    assert turn.due_at is None
    await start(team, "Ann")
    assert await team.open_due(OPENS) == 3


async def test_a_series_that_has_ended_is_not_started_again(team: Team) -> None:
    async with team.transaction() as tx:
        one = await store.get(tx, team.series_id)
        one.state = SeriesState.ENDED
        tx.add(one)
    with pytest.raises(RuleBroken, match="series_ended"):
        await start(team, "Ann")
